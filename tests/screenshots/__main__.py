"""Opens the real window on the sample park and takes pictures of it.

Each picture is taken in a process of its own, since language, colours and scaling hold for a whole
process. Without a screen a virtual one is started (Xvfb). Pictures are kept with 256 colours, which
makes them a fifth as large. Those at double size are for looking at, not for the guide: they are
taken when they are named.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QImageWriter, qRgb
from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).parent.parent.parent
SCREEN = ":83"
WIDTH, HEIGHT = 1600, 1000


@dataclass(frozen=True)
class Shot:
    """One picture: its name, what is done before it, and how the window looks."""

    name: str
    scene: str
    language: str = "en"
    theme: str = "light"
    scale: float = 1.0

    @property
    def in_guide(self) -> bool:
        """Whether the guide shows it; the others go into ``out/pictures``."""
        return self.scale == 1.0


SHOTS = (
    *(
        Shot(
            f"window-{language}-{theme}{'-200' if scale == 2 else ''}",
            "window",
            language,
            theme,
            scale,
        )
        for language in ("en", "zh")
        for theme in ("light", "dark")
        for scale in (1.0, 2.0)
    ),
    *(
        Shot(f"{scene}-{language}", scene, language)
        for language in ("en", "zh")
        for scene in (
            "start",
            "zoning",
            "why",
            "assumptions",
            "checks",
            "export",
            "new_plan",
            "sheet",
            "map",
            "style",
            "graduated",
            "labels",
            "hillshade",
            "base_map",
            "split",
            "reshape",
            "corners",
            "merge",
            "totals",
            "energy",
            "sun",
            "targets",
            "chart_balance",
            "chart_ledger",
            "chart_day",
            "chart_tornado",
            "chart_targets",
            "green_network",
            "chains",
            "access",
            "irradiation",
        )
    ),
)


@contextmanager
def screen() -> Generator[dict[str, str]]:
    """Give an environment with a screen: the one there is, or a virtual one."""
    environment = dict(os.environ, QT_QPA_PLATFORM="xcb")
    if environment.get("DISPLAY"):
        yield environment
        return
    size = f"{2 * WIDTH}x{2 * HEIGHT}x24"
    server = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", size, "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            if Path(f"/tmp/.X11-unix/X{SCREEN[1:]}").exists():  # noqa: S108
                break
            time.sleep(0.05)
        yield {**environment, "DISPLAY": SCREEN}
    finally:
        server.terminate()
        server.wait()


def take(shot: Shot, plan: Path, target: Path) -> None:
    """Open the window as a shot wants it and save its picture."""
    from PySide6.QtWidgets import QApplication

    from app.gui import Desk
    from app.settings import Settings
    from tests.screenshots import land_scenes, map_scenes, number_scenes, scenes

    application = QApplication(sys.argv[:1])
    settings = Settings.load()
    settings.language, settings.theme = shot.language, shot.theme
    desk = Desk(application, settings)
    desk.window.resize(WIDTH, HEIGHT)
    desk.window.show()

    def settle(done: Callable[[], bool], seconds: float = 60.0) -> None:
        until = time.monotonic() + seconds
        while not done() and time.monotonic() < until:
            application.processEvents()
            time.sleep(0.005)
        if not done():
            raise TimeoutError(shot.name)

    def rest(seconds: float = 0.6) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            application.processEvents()
            time.sleep(0.005)

    modules = (scenes, map_scenes, land_scenes, number_scenes)
    known = {name: scene for module in modules for name, scene in module.SCENES.items()}
    shown = known[shot.scene](desk, plan, settle, rest)
    rest()
    picture = grabbed(shown) if isinstance(shown, QWidget) else shown
    writer = QImageWriter(str(target))
    writer.setQuality(0)  # the smallest file; PNG loses nothing
    if not writer.write(few_colours(picture)):
        raise OSError(target)
    desk.documents.show(None)
    desk.close()
    sys.stdout.flush()
    os._exit(0)  # an open dialog would go on waiting for an answer


def grabbed(widget: QWidget) -> QImage:
    """Return how a widget looks upon its window, which parts of it let through."""
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, QPoint()), widget.size())).toImage()


def few_colours(picture: QImage) -> QImage:
    """Return a picture with 256 of its colours: the most frequent ones, and the most different."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB32)
    width, height = rgb.width(), rgb.height()
    pixels = np.frombuffer(rgb.constBits(), np.uint32).reshape(height, -1)[:, :width]
    colours, place, count = np.unique(pixels & 0xFFFFFF, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], 1).astype(np.float64)
    chosen = [int(count.argmax())]
    apart = ((parts - parts[chosen[0]]) ** 2).sum(1)
    for _ in range(min(256, len(colours)) - 1):
        # A swatch of a few pixels has to keep its colour, blends along letters do not.
        following = int((apart * np.sqrt(count)).argmax())
        chosen.append(following)
        apart = np.minimum(apart, ((parts - parts[following]) ** 2).sum(1))
    palette = parts[chosen]
    nearest = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), 4096):
        piece = parts[start : start + 4096, None]
        nearest[start : start + 4096] = ((piece - palette) ** 2).sum(2).argmin(1)
    indices = np.ascontiguousarray(nearest[place.reshape(height, width)])
    kept = QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8).copy()
    kept.setColorTable([qRgb(*map(int, colour)) for colour in palette.tolist()])
    return kept


def main() -> None:
    """Take all pictures, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take; all without any")
    parser.add_argument("--folder", type=Path, help="where to; docs/pictures and out/pictures")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--plan", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    shots = {shot.name: shot for shot in SHOTS}
    if options.one:
        take(shots[options.one], options.plan, options.folder / f"{options.one}.png")
        return
    with tempfile.TemporaryDirectory() as folder, screen() as environment:
        from sample_data.plan import write_sample

        plan = write_sample(Path(folder))[0]
        for name in options.names or shots:
            place = ROOT / ("docs" if shots[name].in_guide else "out") / "pictures"
            target = (options.folder or place).absolute()
            target.mkdir(parents=True, exist_ok=True)
            environment["GREENPLAT_CONFIG"] = str(Path(folder) / f"settings-{name}")
            environment["QT_SCALE_FACTOR"] = str(shots[name].scale)
            words = ["--one", name, "--plan", str(plan), "--folder", str(target)]
            subprocess.run(
                [sys.executable, "-m", "tests.screenshots", *words], check=True, env=environment
            )
            print(target / f"{name}.png", flush=True)


if __name__ == "__main__":
    main()
