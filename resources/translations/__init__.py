"""Texts in the user's language: English in the source, Simplified Chinese from ``zh.po``.

The ``.po`` files are read as they are, so that a translation can be corrected with a text editor
and is there at the next start.
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
from typing import Final, Protocol, runtime_checkable

import polib

from resources import shipped

LANGUAGES: Final = {"en": "English", "zh": "简体中文"}


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
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        if language != "en":
            source = shipped("translations", f"{language}.po").read_text(encoding="utf-8")
            self._catalogue = gettext.GNUTranslations(io.BytesIO(polib.pofile(source).to_binary()))

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in this language, with its named values put in."""
        found = self._catalogue.gettext(text) if text else ""
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
