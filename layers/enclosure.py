"""What is enclosed with a plan: large values that belong to no layer, as facts and arrays."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

MOST_BYTES: Final = 512 * 2**20
"""An enclosure of more is not read: a small packed one may unpack to anything. [bytes]"""
TYPES: Final = ("|u1", "<u2", "<i2", "<i4", "<i8", "<u8", "<f4", "<f8")
"""Numbers that arrays of an enclosure hold."""
_SIGN: Final = b"GPE1"
_MOST_ARRAYS: Final = 100
_LEVEL: Final = 6

Facts = Mapping[str, str | int | float | bool | None]
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Enclosure:
    """Facts and arrays under one name in a plan, as the shading of its roofs. Never changed.

    Parameters
    ----------
    facts
        Texts and numbers by name.
    arrays
        Arrays of one of `TYPES` by name; they are not to be written to any more.
    """

    facts: Facts
    arrays: Arrays
    _packed: list[bytes]

    def __init__(self, facts: Facts, arrays: Arrays) -> None:
        held: dict[str, NDArray[Any]] = {}
        for name, values in arrays.items():
            array = np.ascontiguousarray(values)
            array = array.astype(array.dtype.newbyteorder("<"), copy=False).view()
            if array.dtype.str not in TYPES:
                raise TypeError(f"{name} holds {array.dtype}, which no plan file does")
            array.setflags(write=False)
            held[name] = array
        object.__setattr__(self, "facts", MappingProxyType(dict(facts)))
        object.__setattr__(self, "arrays", MappingProxyType(held))
        object.__setattr__(self, "_packed", [])

    @override
    def __eq__(self, other: object) -> bool:
        """Whether another holds the same, number for number."""
        if self is other:
            return True
        return (
            isinstance(other, Enclosure)
            and dict(self.facts) == dict(other.facts)
            and self.arrays.keys() == other.arrays.keys()
            and all(_same(array, other.arrays[name]) for name, array in self.arrays.items())
        )

    @override
    def __hash__(self) -> int:
        """Return what equal ones have in common."""
        return hash((*sorted(self.arrays), *sorted(self.facts)))

    @override
    def __repr__(self) -> str:
        """Return the names: numbers would fill a log."""
        return f"<Enclosure {', '.join((*self.facts, *self.arrays))}>"

    def packed(self) -> bytes:
        """Return it as a plan file holds it; it is packed once, for all saves.

        Examples
        --------
        >>> one = Enclosure({"year": 2026}, {"heights": np.array([1.5, 2.0])})
        >>> Enclosure.unpacked(one.packed()) == one
        True
        """
        if self._packed:
            return self._packed[0]
        listed = [
            {"name": name, "type": array.dtype.str, "shape": array.shape}
            for name, array in self.arrays.items()
        ]
        head = json.dumps({"facts": dict(self.facts), "arrays": listed}).encode()
        parts = (array.tobytes() for array in self.arrays.values())
        plain = b"".join((len(head).to_bytes(4, "little"), head, *parts))
        self._hold(_SIGN + zlib.compress(plain, _LEVEL))
        return self._packed[0]

    @classmethod
    def unpacked(cls, data: bytes) -> Self | None:
        """Return what a plan file holds; None where it is none or too large."""
        if not data.startswith(_SIGN):
            return None
        unpacker = zlib.decompressobj()
        try:
            plain = unpacker.decompress(data[len(_SIGN) :], MOST_BYTES)
            if not unpacker.eof:
                return None
            size = int.from_bytes(plain[:4], "little")
            head = json.loads(plain[4 : 4 + size])
            found = cls._read(cast("dict[str, Any]", head), plain, 4 + size)
        except (zlib.error, ValueError, TypeError, KeyError, RecursionError, AttributeError):
            return None
        found._hold(data)  # noqa: SLF001 - of the same class
        return found

    def _hold(self, packed: bytes) -> None:
        self._packed[:] = [packed]

    @classmethod
    def _read(cls, head: dict[str, Any], plain: bytes, at: int) -> Self:
        facts = {
            str(name): value
            for name, value in head["facts"].items()
            if value is None or isinstance(value, str | int | float)
        }
        arrays: dict[str, NDArray[Any]] = {}
        for one in head["arrays"][:_MOST_ARRAYS]:
            if one["type"] not in TYPES:
                raise ValueError(one["type"])
            shape = tuple(int(side) for side in one["shape"])
            if min(shape, default=0) < 0:
                raise ValueError(shape)
            count = math.prod(shape)
            array = np.frombuffer(plain, one["type"], count, at) if count else np.empty(0)
            arrays[str(one["name"])] = array.astype(one["type"], copy=False).reshape(shape)
            at += count * np.dtype(one["type"]).itemsize
        return cls(facts, arrays)


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    both = one.dtype == other.dtype and one.shape == other.shape
    return both and one.tobytes() == other.tobytes()
