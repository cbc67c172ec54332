"""Commands of the menu Analyse for a year of weather."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QFileDialog

from app.action import Action
from app.window import Window
from layers.edits.weather import attach_weather, remove_weather
from layers.message import Message
from layers.weather import STORED
from resources.translations import tr
from widgets import words

if TYPE_CHECKING:
    from layers.files.weather_files import Found

ORDER: Final = 7.2


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands."""

    def has_weather() -> bool:
        bridge = window.bridge
        there = bridge is not None and bridge.document.parameters.get(STORED) is not None
        return window.documents.editable and there

    def remove() -> None:
        if window.bridge is not None:
            window.bridge.attempt(remove_weather)

    return (
        Action(
            "analyse.attach_weather",
            tr("Attac&h weather…"),
            partial(_ask, window),
            icon="sun",
            tooltip=tr(
                "Take a year of weather into the plan: EPW, TMY3, or a PVGIS file; roof PV is"
                " computed from it hour by hour"
            ),
            when=lambda: window.documents.editable,
            separated=True,
        ),
        Action("analyse.remove_weather", tr("Remove the weather"), remove, when=has_weather),
    )


def _ask(window: Window) -> None:
    wanted = f"{tr('Weather')} (*.epw *.csv *.json)"
    folder = window.settings.folder("data")
    text, _ = QFileDialog.getOpenFileName(window, tr("Attach weather"), folder, wanted)
    if text:
        window.settings.folders["data"] = str(Path(text).parent)
        attach(window, Path(text))


def attach(window: Window, path: Path) -> None:
    """Attach the weather of a file; it is read beside the window.

    Parameters
    ----------
    window
        The window with the plan.
    path
        A file of weather.
    """
    bridge = window.bridge
    if bridge is None:
        return

    def read(_: object) -> tuple[Found, Message | None]:
        from layers.analysis.weather_place import far_away
        from layers.files.weather_files import read_weather

        found = read_weather(path)
        return found, far_away(bridge.document, found.weather)

    def done(answer: object) -> None:
        found, far = cast("tuple[Found, Message | None]", answer)
        if window.bridge is not bridge:
            return
        if bridge.attempt(lambda document: attach_weather(document, found.weather)):
            # The distance first: it spoils every number, the rest some hours.
            noted = ([] if far is None else [far]) + list(found.notes)
            told = Message.of(
                "The weather of {name} is attached. Choose “hour by hour” in Sun on roofs (F12) to"
                " compute roof PV from it.",
                name=path.name,
            )
            text = words.sentence(Message.joined([told, *noted]))
            window.notice.say(text, warning=bool(noted))
            window.show_dock("sun")

    window.documents.jobs.start(tr("Reading {name}", name=path.name), read, done)
