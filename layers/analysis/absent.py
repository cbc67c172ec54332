"""What a number lacks: shown as missing, never as 0."""

from __future__ import annotations

from dataclasses import dataclass

from layers.message import Message


@dataclass(frozen=True, slots=True)
class Missing:
    """An input that a total needs and does not have.

    Parameters
    ----------
    path
        Path of the total.
    needs
        What it needs.
    features
        Count of features that lack it; 0 where it is no matter of features.
    """

    path: str
    needs: Message
    features: int = 0
