"""What is shipped as data: code sets, factors, icons, translations, sheets and styles."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def shipped(*names: str) -> Traversable:
    """Return a shipped file or folder by the names on its way.

    Examples
    --------
    >>> shipped("codes", "land_use_classes.csv").is_file()
    True
    """
    place = files(__name__)
    for name in names:
        place = place.joinpath(name)
    return place
