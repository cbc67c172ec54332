"""Shading of roofs in the window: computed beside it, and taken into the plan as one step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog

from layers.edits.rasters import add_raster
from layers.edits.shading import keep_shading, remove_shading
from layers.progress import Progress
from layers.shading.keeping import NAME
from resources.translations import tr
from widgets import words

if TYPE_CHECKING:
    from app.window import Window
    from layers.files.irradiation import Irradiated
    from layers.files.shading import Shaded
    from layers.raster import Raster

SUFFIX = ".tif"


def title_of_work() -> str:
    """Return what the status bar says while shading is computed."""
    return tr("Computing the shading of roofs")


def running(window: Window) -> bool:
    """Return whether shading is being computed."""
    return any(job.title == title_of_work() for job in window.documents.jobs.running)


def compute_shading(window: Window, *, anew: bool = False) -> None:
    """Compute the shading of the roofs of the open plan, beside the window.

    Parameters
    ----------
    window
        The window.
    anew
        Whether what is known and still holds is computed again too.
    """
    bridge = window.bridge
    if bridge is None or running(window):
        return
    document = bridge.document

    def work(progress: Progress) -> object:
        from layers.files.shading import shade

        return shade(document, progress, anew=anew)

    def done(answer: object) -> None:
        found = cast("Shaded", answer)
        if window.bridge is not bridge:
            return
        if bridge.attempt(lambda now: keep_shading(now, found.kept)):
            text, warning = told(found)
            window.notice.say(text, warning=warning)

    window.documents.jobs.start(title_of_work(), work, done)


def told(found: Shaded) -> tuple[str, bool]:
    """Return what is said of shading that was computed, and whether something is missing."""
    text = " ".join(words.sentence(one) for one in found.told)
    return text, bool(found.beyond or found.without_height)


def drop_shading(window: Window) -> None:
    """Take the shading of roofs out of the open plan."""
    if window.bridge is not None:
        window.bridge.attempt(remove_shading)


def has_shading(window: Window) -> bool:
    """Return whether the open plan holds shading of roofs."""
    return window.bridge is not None and NAME in window.bridge.document.enclosed


def ask_irradiation(window: Window) -> None:
    """Ask where the irradiation of the roofs is to be written, and write it beside the window."""
    if window.bridge is None:
        return
    folder = Path(window.settings.folder("data"))
    start = folder / f"{window.documents.name}_irradiation{SUFFIX}"
    text, _ = QFileDialog.getSaveFileName(
        window, tr("Write the irradiation of roofs"), str(start), f"GeoTIFF (*{SUFFIX})"
    )
    if text:
        path = Path(text) if Path(text).suffix else Path(text + SUFFIX)
        window.settings.folders["data"] = str(path.parent)
        write_irradiation(window, path)


def write_irradiation(window: Window, path: Path) -> None:
    """Write the irradiation of the roofs of the open plan, and lay it below the plan."""
    bridge = window.bridge
    if bridge is None:
        return
    document = bridge.document

    def work(progress: Progress) -> object:
        from layers.files.irradiation import irradiate
        from layers.files.raster_roles import raster_of

        return irradiate(document, path, progress), raster_of(path, "irradiance")

    def done(answer: object) -> None:
        found, raster = cast("tuple[Irradiated, Raster]", answer)
        if window.bridge is bridge:
            known = {Path(one.path) for one in bridge.document.rasters.values()}
            if Path(raster.path) not in known:
                bridge.attempt(lambda now: add_raster(now, raster))
        said = tr(
            "The roofs get {mean} kWh/(m²·a) on the level, {open} under an open sky.",
            mean=words.number(found.mean), open=words.number(found.open_sky),
        )  # fmt: skip
        if found.clear:
            said += " " + tr("Upper bounds: the sky is computed without clouds.")
        window.notice.say(said)

    window.documents.jobs.start(tr("Computing the irradiation of roofs"), work, done)
