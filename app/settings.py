"""What the user prefers, kept between runs as JSON in the platform's folder for settings."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import platformdirs

from layers.units import AREA_UNITS
from resources.translations import LANGUAGES

PROGRAM: Final = "greenplat"
RECENT_LIMIT: Final = 12
_THEMES: Final = ("system", "light", "dark")
_ON_MAP: Final = {"overview": False, "north": True, "scale_bar": True, "hover": True}
"""What can stand on the map, and whether it does at first."""


def settings_path() -> Path:
    """Return the file of the settings; the variable GREENPLAT_CONFIG names another folder."""
    folder = os.environ.get("GREENPLAT_CONFIG")
    place = Path(folder) if folder else platformdirs.user_config_path(PROGRAM, appauthor=False)
    return place / "settings.json"


def state_folder() -> Path:
    """Return the folder for work that is saved aside, beside the settings where those moved."""
    folder = os.environ.get("GREENPLAT_CONFIG")
    if folder:
        return Path(folder) / "state"
    return platformdirs.user_state_path(PROGRAM, appauthor=False)


@dataclass(slots=True)
class Settings:
    """Preferences of the user.

    Parameters
    ----------
    language
        One of `LANGUAGES`; empty for the system's.
    theme
        ``system``, ``light`` or ``dark``.
    area_unit
        One of `AREA_UNITS`.
    recent
        Paths of plans opened or saved lately, newest first.
    folders
        Folder used last, by purpose.
    geometry, state
        Place of the window and of its docks, base64.
    base_map
        The base map chosen last with its keys, as `layers.tiles.choice.Choice` reads it.
    on_map
        Whether ``overview``, ``north``, ``scale_bar`` and ``hover`` are switched on.
    sizes
        Width and height of dialogs that the user has resized, by the name of their class. [px]
    snapping
        What the pointer snaps to, as `widgets.map.snap_choice.Snapping` reads it.
    """

    language: str = ""
    theme: str = "system"
    area_unit: str = "ha"
    recent: list[str] = field(default_factory=list[str])
    folders: dict[str, str] = field(default_factory=dict[str, str])
    geometry: str = ""
    state: str = ""
    base_map: dict[str, Any] = field(default_factory=dict[str, Any])
    on_map: dict[str, bool] = field(default_factory=lambda: dict(_ON_MAP))
    sizes: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    snapping: dict[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Return the settings of a file; defaults where it is not there or cannot be read.

        A file that cannot be read is kept beside, so that nothing is lost.
        """
        path = path or settings_path()
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, RecursionError):
            _keep_aside(path)
            return cls()
        if not isinstance(found, dict):
            _keep_aside(path)
            return cls()
        return cls.of(found)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Settings:
        """Return settings from what a file holds; what does not fit takes its default."""
        settings = cls()
        for name, allowed in (
            ("language", LANGUAGES),
            ("theme", _THEMES),
            ("area_unit", AREA_UNITS),
        ):
            if found.get(name) in tuple(allowed):
                setattr(settings, name, found[name])
        for name in ("geometry", "state"):
            if isinstance(found.get(name), str):
                setattr(settings, name, found[name])
        for name in ("base_map", "snapping"):
            if isinstance(found.get(name), dict):
                setattr(settings, name, found[name])
        on_map = found.get("on_map")
        if isinstance(on_map, dict):
            known = {id_: on_map[id_] for id_ in _ON_MAP if isinstance(on_map.get(id_), bool)}
            settings.on_map.update(known)
        settings.sizes = _sizes(found.get("sizes"))
        recent = found.get("recent")
        if isinstance(recent, list):
            settings.recent = [path for path in recent if isinstance(path, str)][:RECENT_LIMIT]
        folders = found.get("folders")
        if isinstance(folders, dict):
            settings.folders = {
                key: value
                for key, value in folders.items()
                if isinstance(key, str) and isinstance(value, str)
            }
        return settings

    def save(self, path: Path | None = None) -> None:
        """Write the settings, all or nothing; a folder that refuses is no reason to stop."""
        path = path or settings_path()
        aside = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
            aside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink()

    def remember(self, path: Path) -> None:
        """Put a plan first in the list of recent ones."""
        text = str(path.absolute())
        self.recent = [text, *(known for known in self.recent if known != text)][:RECENT_LIMIT]

    def folder(self, purpose: str) -> str:
        """Return the folder used last for a purpose, empty where it is gone."""
        found = self.folders.get(purpose, "")
        return found if found and Path(found).is_dir() else ""


def _sizes(found: object) -> dict[str, list[int]]:
    """Return the sizes of dialogs in what a file holds, in pixels."""
    known = found.items() if isinstance(found, dict) else ()
    return {
        str(name): [int(side) for side in size]
        for name, size in known
        if isinstance(size, list) and len(size) == 2 and all(isinstance(one, int) for one in size)
    }


def _keep_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".broken.json"))
    except OSError:
        return
