"""``greenplat weather``: a year of weather, taken into a plan or out of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.command import Command
from app.output import say, write_json, write_line
from resources.translations import tr

if TYPE_CHECKING:
    from layers.document import Document
    from layers.files.weather_files import Found
    from layers.weather import Weather


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        help=tr("EPW, TMY3 or PVGIS; without it the plan's weather is told"),
    )
    parser.add_argument("--remove", action="store_true", help=tr("take the plan's weather off"))


def _run(options: Namespace) -> None:
    from app.places import repeated
    from layers.analysis.weather_place import far_away
    from layers.files.weather_files import read_weather
    from layers.weather import STORED, weather_in

    found: Found | None = None
    if options.file is not None and not options.remove:
        found = read_weather(options.file)
    if found is not None or options.remove:
        document = repeated(lambda: _saved(options.plan, found))
    else:
        from layers.files import project

        document = project.load(options.plan).document
    weather = weather_in(document.parameters.get(STORED))
    if options.json:
        write_json({"weather": None if weather is None else _as_json(weather)})
        return
    if weather is None:
        write_line(tr("No weather is attached."))
        return
    level = round(weather.ghi_kwh_m2)
    write_line(f"{weather.sort}: {weather.source}")
    write_line(tr("{kwh} kWh/(m²·a) on the level", kwh=level))
    if (far := far_away(document, weather)) is not None:
        write_line(say(far))
    for note in found.notes if found is not None else ():
        write_line(say(note))


def _saved(plan: Path, found: Found | None) -> Document:
    """Return the plan with other weather, or with none, once it is saved."""
    from app.account import account, now
    from layers.edits.weather import attach_weather, remove_weather
    from layers.files import project
    from layers.history import Step

    before = project.load(plan).document
    edit = remove_weather(before) if found is None else attach_weather(before, found.weather)
    document = before.applied(edit)
    project.save(document, plan, base=before, history=(Step(edit, account(), now()),))
    return document


def _as_json(weather: Weather) -> dict[str, object]:
    return {
        "sort": weather.sort,
        "source": weather.source,
        "lon": weather.lon,
        "lat": weather.lat,
        "utc_offset_h": weather.utc_offset_h,
        "ghi_kwh_m2": round(weather.ghi_kwh_m2, 1),
    }


COMMAND: Final = Command(
    name="weather",
    title="take a year of weather into a plan",
    arguments=_arguments,
    run=_run,
)
