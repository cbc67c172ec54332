"""Where base maps come from: those offered first, all of xyzservices, and the user's own."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, urlsplit

from layers.errors import PlanError
from layers.tiles.grid import MOST_ZOOM, Tile
from resources import shipped

OWN: Final = "own"
"""Id of the source that the user wrote."""
USUAL_ZOOM: Final = 18
"""Largest zoom of sources that do not say theirs."""
MERCATOR_CODES: Final = frozenset({"", "EPSG:3857", "EPSG:900913"})
KEY_NAMES: Final = ("key", "tk", "apikey", "token", "access_token")
"""Places in an own address where the key is put."""
_PLACE: Final = re.compile(r"\$?\{([^{}]*)\}")
_MATRIX: Final = {"tilematrix": "z", "tilerow": "y", "tilecol": "x", "q": "quadkey"}
"""Places of other ways to write addresses, in small letters, and what they are."""
_SUBDOMAINS: Final = "abc"
LONGEST: Final = 2_000
"""Longest address that is taken."""
_PROMPT: Final = "<insert"
_SET: Final = r"(tilematrixset=[^&]*|/(epsg(:|%3a)?)?){}\b"
_SET_CODE: Final = re.compile(r"tilematrixset=[^&]*?epsg[^&\d]*(\d+)|/epsg(?:%3a|:)(\d+)")
_KNOWN_SETS: Final = frozenset({"3857", "900913", "102100", "102113", "3785", "4326", "4490"})


class TemplateError(PlanError):
    """An address of tiles that cannot be used."""


@dataclass(frozen=True, slots=True)
class Source:
    """A base map in tiles.

    Parameters
    ----------
    id
        Its name; ``family.name``, or `OWN`.
    title
        What the list says.
    urls
        Addresses with ``{z}``, ``{x}``, ``{y}`` (``{-y}`` counted from the south) or ``{quadkey}``,
        with ``{s}`` and the place of the key; drawn one over the other.
    attribution
        Who made it; shown wherever it is.
    min_zoom, max_zoom
        Zooms that it has.
    key
        Name of the place where a key is put; empty where none is needed.
    shifted
        Whether it is drawn in GCJ-02.
    grid
        One of `GRIDS`.
    subdomains
        What ``{s}`` stands for, in turn.
    tile_px
        Width of a tile as shown. [px]
    zoom_shift
        What is added to a zoom in the address: sets that begin with two tiles count one less.
    offered
        Whether it stands among those offered first.
    """

    id: str
    title: str
    urls: tuple[str, ...]
    attribution: str = ""
    min_zoom: int = 0
    max_zoom: int = USUAL_ZOOM
    key: str = ""
    shifted: bool = False
    grid: str = "mercator"
    subdomains: str | tuple[str, ...] = _SUBDOMAINS
    tile_px: int = 256
    zoom_shift: int = 0
    offered: bool = False

    @property
    def family(self) -> str:
        """Who offers it; one key holds for all of a family."""
        return self.id.partition(".")[0]

    def address(self, layer: int, tile: Tile, key: str = "") -> str:
        """Return where a tile is fetched.

        Parameters
        ----------
        layer
            Which of the addresses.
        tile
            The tile.
        key
            The user's key; what it is made of is never taken for a part of the address.
        """
        values = {
            "z": str(tile.z + self.zoom_shift),
            "x": str(tile.x),
            "y": str(tile.y),
            "-y": str(self._rows(tile.z) - 1 - tile.y),
            "quadkey": tile.quadkey,
            "s": self.subdomains[(tile.x + tile.y) % len(self.subdomains)],
            "r": "",
            self.key: quote(key, safe=""),
        }
        return _PLACE.sub(lambda found: values.get(found[1], found[0]), self.urls[layer])

    def _rows(self, z: int) -> int:
        """Return how many rows of tiles there are: in degrees the world is half as high as wide."""
        return 1 << (max(z - 1, 0) if self.grid == "degrees" else z)


# ---- those that are known -----------------------------------------------------------------------


@cache
def sources() -> Mapping[str, Source]:
    """Return all known sources by their ids: those offered first, then the others by name."""
    import xyzservices.providers  # nine hundred of them are read then

    declared = tomllib.loads(shipped("tiles", "sources.toml").read_text(encoding="utf-8"))
    known = xyzservices.providers.flatten()
    found: dict[str, Source] = {}
    for entry in declared["source"]:
        source = _known(entry["known"], known, entry) if "known" in entry else _written(entry)
        if source is not None:
            found[source.id] = source
    for name in sorted(known, key=str.casefold):
        if name not in found:
            source = _known(name, known, {})
            if source is not None:
                found[name] = source
    return MappingProxyType(found)


@cache
def _shifted() -> Mapping[str, tuple[str, ...]]:
    declared = tomllib.loads(shipped("tiles", "sources.toml").read_text(encoding="utf-8"))
    return {name: tuple(values) for name, values in declared["shifted"].items()}


def _written(entry: Mapping[str, Any]) -> Source:
    values: dict[str, Any] = {**entry, "urls": tuple(entry["urls"]), "offered": True}
    return Source(**values)


def _known(name: str, known: Mapping[str, Any], entry: Mapping[str, Any]) -> Source | None:
    """Return a definition of xyzservices; None where its tiles are not such as we draw."""
    provider = known.get(name)
    if provider is None:
        return None
    crs = str(provider.get("crs", "")).upper()
    if crs not in MERCATOR_CODES or provider.get("tms") or _retired(provider):
        return None
    url, key = str(provider["url"]), ""
    for place in dict.fromkeys(_PLACE.findall(url)):
        value = provider.get(place)
        if isinstance(value, str) and value.startswith(_PROMPT):
            if key:  # two keys: nothing here asks for two
                return None
            key = place
        elif place not in {"z", "x", "y", "s", "r"} and value is not None:
            url = url.replace("{" + place + "}", str(value))
    subdomains = provider.get("subdomains", _SUBDOMAINS)
    # Tiles of 512 pixels stand for four of 256: their zooms are one less.
    offset = int(provider.get("zoomOffset", 0))
    last = int(entry.get("max_zoom", provider.get("max_zoom", USUAL_ZOOM))) + offset
    source = Source(
        id=name,
        title=str(entry.get("title", name.replace(".", " · "))),
        urls=(url,),
        attribution=plain(str(provider.get("attribution") or provider.get("html_attribution", ""))),
        min_zoom=max(int(provider.get("min_zoom", 0)) + offset, 0),
        max_zoom=min(last, MOST_ZOOM),
        key=key,
        shifted=name.partition(".")[0] in _shifted()["families"] or is_shifted(url),
        tile_px=int(provider.get("tileSize", 256)),
        subdomains=subdomains if isinstance(subdomains, str) else tuple(map(str, subdomains)),
        offered=bool(entry),
    )
    strange = set(_PLACE.findall(url)) - {"z", "x", "y", "-y", "s", "r", key}
    whole = {"z", "x"} <= set(_PLACE.findall(url)) and source.subdomains
    fits = (source.tile_px, offset) in {(256, 0), (512, -1)}
    return source if whole and fits and not strange else None


def _retired(provider: Mapping[str, Any]) -> bool:
    return str(provider.get("status", "")).casefold() in {"broken", "retired"}


def plain(text: str) -> str:
    """Return a text without the marks of HTML.

    Examples
    --------
    >>> plain('&copy; <a href="http://x">Gaode.com</a>  2024')
    '© Gaode.com 2024'
    """
    text = html.unescape(re.sub(r"<[^<>]*>", "", text)).replace("(C)", "©").replace(" -- ", " – ")
    return " ".join(text.split())[:300]


def is_shifted(url: str) -> bool:
    """Return whether a host is known to draw its tiles in GCJ-02.

    Examples
    --------
    >>> is_shifted("https://rt0.map.gtimg.com/tile?z={z}&x={x}&y={-y}")
    True
    >>> is_shifted("https://tile.openstreetmap.org/{z}/{x}/{y}.png")
    False
    """
    try:
        host = (urlsplit(url.replace("{s}", "0")).hostname or "").casefold()
    except ValueError:
        return False
    return any(host == end or host.endswith(f".{end}") for end in _shifted()["hosts"])


# ---- the user's own -----------------------------------------------------------------------------


def own_source(
    url: str, *, shifted: bool = False, attribution: str = "", max_zoom: int = USUAL_ZOOM
) -> Source:
    """Return the source of an address that the user wrote.

    Parameters
    ----------
    url
        With ``{z}``, ``{x}`` and ``{y}``, with ``{quadkey}``, or the places of WMTS
        ``{TileMatrix}``, ``{TileRow}`` and ``{TileCol}``; as a path or as a query. The matrix set
        ``c`` and those of EPSG:4326 and EPSG:4490 are told by their names.
    shifted
        Whether its tiles are drawn in GCJ-02.
    attribution
        Who made it.
    max_zoom
        Largest zoom that it has.

    Raises
    ------
    TemplateError
        Where tiles cannot be fetched from it.
    """
    url = url.strip()
    _refuse_address(url)
    keys: list[str] = []

    def ours(found: re.Match[str]) -> str:
        name = found[1]
        name = _MATRIX.get(name.casefold(), name.casefold())
        if name.startswith("a-") or re.fullmatch(r"\w-\w", name):  # {a-c}, as some lists write it
            spans.append(name)
            return "{s}"
        if name in KEY_NAMES and name not in keys:
            keys.append(name)
        return "{" + name + "}"

    spans: list[str] = []
    url = _PLACE.sub(ours, url)
    places = set(_PLACE.findall(url))
    by_numbers = {"z", "x"} <= places and places & {"y", "-y"}
    if not by_numbers and "quadkey" not in places:
        raise TemplateError(
            "The address of the tiles needs places for zoom, column and row, written {needed};"
            " this one has {found}.",
            needed="{z}, {x}, {y}",
            found=", ".join("{" + place + "}" for place in sorted(places)) or "–",
        )
    strange = places - {"z", "x", "y", "-y", "quadkey", "s", "r", *KEY_NAMES}
    if strange or len(keys) > 1:
        raise TemplateError(
            "The address has the place {found}, which nothing is known for. Write its value into"
            " the address.",
            found="{" + min(strange or set(keys[1:])) + "}",
        )
    grid, zoom_shift = _grid_of(url)
    first, _, last = (spans[0] if spans else "a-c").partition("-")
    return Source(
        id=OWN,
        title=urlsplit(url.replace("{s}", first)).hostname or url,
        urls=(url,),
        attribution=plain(attribution),
        min_zoom=1 if "quadkey" in places else 0,
        max_zoom=min(max(max_zoom, 0), MOST_ZOOM),
        key=keys[0] if keys else "",
        shifted=shifted,
        grid=grid,
        zoom_shift=zoom_shift,
        subdomains="".join(map(chr, range(ord(first), ord(last) + 1))) or _SUBDOMAINS,
        offered=True,
    )


def _refuse_address(url: str) -> None:
    try:
        parts = urlsplit(_PLACE.sub("0", url))
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= LONGEST
        fits = fits and parts.port != 0  # asked for, since a port that is no number raises
        named = parts.username is not None
    except ValueError:
        fits = named = False
    if not fits or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise TemplateError(
            "Tiles are fetched from an address that begins with http:// or https://, as"
            " {example}; this is none.",
            example="https://tile.example.org/{z}/{x}/{y}.png",
        )
    if named:
        raise TemplateError(
            "The address holds a name and a password, which would be kept readable. Use a service"
            " with a key, and write {key} where it goes.",
            key="{key}",
        )


def _grid_of(url: str) -> tuple[str, int]:
    """Return the grid of an address and what its zooms differ by: a WMTS names its matrix set.

    The sets of Tianditu and those in EPSG:4490 call the two halves of the Earth zoom 1, those in
    EPSG:4326 of other servers zoom 0.
    """
    small = url.casefold()
    code = _SET_CODE.search(small)
    if code is not None and (code[1] or code[2]) not in _KNOWN_SETS:
        raise TemplateError(
            "The tiles of this address lie on the grid of {found}. Known are those of {known}.",
            found=f"EPSG:{code[1] or code[2]}",
            known="EPSG:3857, EPSG:4326, EPSG:4490",
        )
    if re.search(r"tilematrixset=c(&|$)", small) or re.search(_SET.format("4490"), small):
        return "degrees", 0
    if re.search(_SET.format("(4326|(world)?crs84(quad)?)"), small):
        return "degrees", -1
    return "mercator", 0
