"""Texts in the user's language: English in the source, Simplified Chinese from ``zh.po``.

The ``.po`` files are read as they are, so that a translation can be corrected with a text editor
and is there at the next start.

A sentence that counts has its number in the place ``{n}`` and is written for many of them; the
forms that a language has for other numbers stand in its ``.po`` file, English ones in ``en.po``.
"""

from __future__ import annotations

import gettext
import io
import locale
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from numbers import Integral
from typing import Final, Protocol, runtime_checkable

import polib

from resources import shipped

LANGUAGES: Final = {"en": "English", "zh": "简体中文"}
COUNT: Final = "n"
"""Name of the place in a sentence that says how many its nouns and verbs speak of."""
THIN: Final = "\N{THIN SPACE}"
"""Stands between thousands."""
_MANY: Final = 2
"""Number whose form a sentence has where its count is none that can be told."""


def grouped(value: float, decimals: int = 0) -> str:
    """Return a number as all sentences have it, with thin spaces between thousands.

    Examples
    --------
    >>> grouped(-1234567.891, 1).replace(THIN, "'")
    "−1'234'567.9"
    """
    text = f"{value:,.{decimals}f}".replace(",", THIN)
    return text.replace("-", "\N{MINUS SIGN}", 1)


@runtime_checkable
class Sentence(Protocol):
    """What can be translated: a text with named values (see ``layers.message``)."""

    @property
    def text(self) -> str:
        """English sentence with ``{named}`` places."""
        ...

    @property
    def values(self) -> Mapping[str, object]:
        """Mapping of what stands in those places."""
        ...


class Translation:
    """The texts of one language.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        source = shipped("translations", f"{language}.po").read_text(encoding="utf-8")
        catalogue = polib.pofile(source)
        self._catalogue = gettext.GNUTranslations(io.BytesIO(catalogue.to_binary()))
        self._counting = {entry.msgid for entry in catalogue if entry.msgid_plural}

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in this language, with its named values put in.

        The count ``n`` chooses among the forms of a text, and has thin spaces between thousands.
        """
        count = values.get(COUNT)
        told = isinstance(count, Integral)
        if text in self._counting:
            found = self._catalogue.ngettext(text, text, int(count) if told else _MANY)
        else:
            found = self._catalogue.gettext(text) if text else ""
        if told:
            values[COUNT] = grouped(int(count))
        return found.format(**values) if values else found

    def sentence(self, sentence: Sentence) -> str:
        """Return a message of the plan in this language; values that are messages as well."""
        values: dict[str, object] = {}
        for name, value in sentence.values.items():
            values[name] = self.sentence(value) if isinstance(value, Sentence) else value
        return self(sentence.text, **values)


@cache
def translation(language: str) -> Translation:
    """Return the texts of a language, read once."""
    return Translation(language if language in LANGUAGES else "en")


def system_language() -> str:
    """Return the language that the system asks for, one of `LANGUAGES`."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if asked.lower().startswith(("zh", "chinese")) else "en"


_current: list[Translation] = []
_spoken: ContextVar[Translation | None] = ContextVar("_spoken", default=None)


def use_language(language: str) -> None:
    """Set the language in which the window speaks from now on."""
    _current[:] = [translation(language)]


def current() -> Translation:
    """Return the texts of the language in which the window speaks."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not _current:
        use_language(system_language())
    return _current[0]


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Have what is made here speak a language of its own, as a sheet does beside the window.

    Other threads go on in theirs.
    """
    token = _spoken.set(translation(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def tr(text: str, **values: object) -> str:
    """Return a text in the language in which the window speaks."""
    return current()(text, **values)
