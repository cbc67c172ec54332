"""Which base map a user has chosen and how it is shown; kept with the user, not in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast

from layers.errors import PlanError
from layers.tiles.sources import LONGEST, OWN, USUAL_ZOOM, Source, own_source, sources


@dataclass(frozen=True, slots=True)
class Choice:
    """A base map as chosen.

    Parameters
    ----------
    source
        Id of the source; empty for none.
    shown
        Whether it is switched on.
    opacity
        Between 0 and 1. [-]
    grey
        Whether it is drawn without colours.
    url, attribution, shifted, max_zoom
        The user's own source.
    keys
        Keys by the family of sources. Nobody but the server they are for gets to see them.
    """

    source: str = ""
    shown: bool = False
    opacity: float = 1.0
    grey: bool = False
    url: str = ""
    attribution: str = ""
    shifted: bool = False
    max_zoom: int = USUAL_ZOOM
    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict[str, str]()), repr=False
    )

    @property
    def chosen(self) -> Source | None:
        """The source; None where none is chosen, or it is gone or cannot be used any more."""
        if self.source != OWN:
            return sources().get(self.source) if self.source else None
        try:
            return own_source(
                self.url,
                shifted=self.shifted,
                attribution=self.attribution,
                max_zoom=self.max_zoom,
            )
        except PlanError:
            return None

    @property
    def key(self) -> str:
        """The key for the source; empty where there is none."""
        found = self.chosen
        return self.keys.get(found.family, "") if found is not None else ""

    def plain(self) -> dict[str, Any]:
        """Return it as numbers, texts and tables for a file of settings."""
        return {
            "source": self.source,
            "shown": self.shown,
            "opacity": self.opacity,
            "grey": self.grey,
            "url": self.url,
            "attribution": self.attribution,
            "shifted": self.shifted,
            "max_zoom": self.max_zoom,
            "keys": dict(self.keys),
        }

    @classmethod
    def read(cls, found: object) -> Choice:
        """Return a choice from what a file holds; what does not fit takes its default."""
        if not isinstance(found, Mapping):
            return cls()
        given = cast("Mapping[str, Any]", found)
        values: dict[str, Any] = {}
        for name in ("source", "url", "attribution"):
            if isinstance(given.get(name), str):
                values[name] = given[name][:LONGEST]
        for name in ("shown", "grey", "shifted"):
            if isinstance(given.get(name), bool):
                values[name] = given[name]
        opacity, zoom, keys = (given.get(name) for name in ("opacity", "max_zoom", "keys"))
        if isinstance(opacity, int | float) and 0.0 <= opacity <= 1.0:
            values["opacity"] = float(opacity)
        if isinstance(zoom, int) and not isinstance(zoom, bool) and 0 <= zoom <= 24:
            values["max_zoom"] = zoom
        if isinstance(keys, Mapping):
            pairs = cast("Mapping[object, object]", keys).items()
            values["keys"] = MappingProxyType(
                {
                    family: key[:LONGEST]
                    for family, key in pairs
                    if isinstance(family, str) and isinstance(key, str)
                }
            )
        return cls(**values)
