"""Sentences that are made in one storey and shown, translated, in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from typing_extensions import override

from resources.translations import translation


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in English with named values, to be translated where it is shown.

    Parameters
    ----------
    text
        The English sentence, as it is for many; also its id in the translations.
    values
        What stands in the places ``{name}`` of the sentence; ``n`` is what it counts,
        ``details`` what can be looked at beside it.

    Examples
    --------
    >>> str(Message.of("Zone {n} parcels as {code}", n=3, code="M1"))
    'Zone 3 parcels as M1'
    >>> str(Message.of("Zone {n} parcels as {code}", n=1, code="M1"))
    'Zone 1 parcel as M1'
    """

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, text: str, **values: object) -> Message:
        """Return a message with named values."""
        return cls(text, MappingProxyType(values))

    @classmethod
    def joined(cls, messages: Iterable[Message]) -> Message:
        """Return sentences as one, one behind the other.

        Examples
        --------
        >>> str(Message.joined([Message("Stopped."), Message("Nothing was changed.")]))
        'Stopped. Nothing was changed.'
        """
        first, *rest = messages
        for each in rest:
            first = cls.of("{first} {second}", first=first, second=each)
        return first

    @classmethod
    def listed(cls, messages: Iterable[Message]) -> Message:
        """Return names as one, with commas between them.

        Examples
        --------
        >>> str(Message.listed([Message("Water"), Message("Roads"), Message("Roofs")]))
        'Water, Roads, Roofs'
        """
        first, *rest = messages
        for each in rest:
            first = cls.of("{first}, {second}", first=first, second=each)
        return first

    @override
    def __str__(self) -> str:
        """Return the English sentence."""
        return translation("en").sentence(self)
