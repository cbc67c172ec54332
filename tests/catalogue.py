"""Every text that can be shown, found by reading the source and the declarations.

``python -m tests.catalogue`` lists what lacks its Chinese and writes empty entries for it into
``resources/translations/zh.po``, and those for the singular of English sentences that count into
``en.po``; entries that nothing shows any more are taken out.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import string
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polib

from resources.translations import COUNT
from tests.module_texts import ModuleTexts

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "widgets", "layers", "resources", "sample_data")
CONFIDENCES = ("verified", "recalled", "assumption", "user", "computed")
"""How sure a value is; the words stand in the tables and in the plan file."""
INVALID = (
    "Self-intersection",
    "Ring Self-intersection",
    "Hole lies outside shell",
    "Holes are nested",
    "Interior is disconnected",
    "Nested shells",
    "Duplicate Rings",
    "Too few points in geometry component",
    "Invalid Coordinate",
    "Ring is not closed",
)
"""What GEOS says about a shape that is not valid."""


def from_source() -> dict[str, list[str]]:
    """Return the texts in the source with their places."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            module = ModuleTexts(ast.parse(path.read_text(encoding="utf-8")))
            for text, line in module.texts():
                found[text].append(f"{path.relative_to(ROOT)}:{line}")
    return found


def from_declarations() -> dict[str, list[str]]:
    """Return the texts of the kinds, measures, settings, classes, ramps and rasters."""
    from app.command import commands
    from layers.analysis import measures
    from layers.analysis.hourly import MONTHS
    from layers.classing import SCHEMES, ramps
    from layers.codes import CODE_SETS
    from layers.factor_tables import groups
    from layers.factor_tables.indicators import items
    from layers.footing import SOURCES, remarks
    from layers.kinds import kinds
    from layers.parameters import SETTINGS, shipped_factors
    from layers.raster import ROLES
    from widgets import factor_sets
    from widgets.charts import charts

    found: dict[str, list[str]] = defaultdict(list)
    for kind in kinds().values():
        place = f"layers/kinds/{kind.id}.py"
        found[kind.title].append(place)
        for column in kind.columns:
            found[column.title].append(place)
            for choice in column.choices.values():
                found[choice].append(place)
    for measure in measures().measures.values():
        found[measure.title].append(f"measure {measure.id}")
    for name, setting in SETTINGS.items():
        for text in (setting.title, setting.none, *setting.choices.values()):
            if text:
                found[text].append(f"setting {name}")
    for group, title in groups().items():
        found[title].append(f"factors {group}")
    by_module = {"codes": CODE_SETS, "classing": SCHEMES, "raster": ROLES}
    for module, titles in {**by_module, "footing": dict.fromkeys(SOURCES, "")}.items():
        for title in titles.values() if module in by_module else titles:
            found[title].append(f"layers/{module}.py")
    notes = [one.note for set_id in CODE_SETS for one in shipped_factors(set_id).values()]
    for text in remarks([*notes, *(item.note for item in items().values())]):
        found[text].append("resources/factors")
    for reason in INVALID:
        found[reason].append("shapely.is_valid_reason")
    for command in commands().values():
        found[command.title].append(f"app/commands/{command.name}.py")
    for month in MONTHS:
        found[month].append("layers/analysis/hourly.py")
    for word in CONFIDENCES:
        found[word].append("layers/parameters.py")
    for ramp in ramps().values():
        found[ramp.title].append("resources/styles/ramps.json")
    for chart in charts().values():
        for text in (chart.title, *(option.title for option in chart.options)):
            found[text].append(f"chart {chart.id}")
    for _, title, _ in factor_sets.COLUMNS:
        found[title].append("widgets/factor_sets.py")
    return found


def shipped_titles() -> dict[str, str]:
    """Return the Chinese names of the shipped factors by their English ones, and of their places.

    Explanations and titles of edits name factors, cities of the yield table and nodes of chains
    inside a sentence, by the English name alone.
    """
    from layers.analysis.yields import yield_places
    from layers.codes import CODE_SETS
    from layers.factor_tables.chains import nodes
    from layers.factor_tables.energy import building_types
    from layers.parameters import shipped_factors

    named = [
        *(factor for set_id in CODE_SETS for factor in shipped_factors(set_id).values()),
        *yield_places(),
        *nodes().values(),
    ]
    buildings = {one.title for one in building_types().values()}  # they have their Chinese
    return {one.title: one.title_zh for one in named if one.title_zh and one.title not in buildings}


@cache
def texts() -> dict[str, list[str]]:
    """Return every text that needs a translation, with the places where it stands."""
    found = from_source()
    for text, places in from_declarations().items():
        found[text] = [*found.get(text, []), *places]
    for text in shipped_titles():
        found.setdefault(text, []).append("resources/factors")
    return {text: places for text, places in found.items() if any(c.isalpha() for c in text)}


def modules() -> list[str]:
    """Return the names of all modules of the program."""
    names: list[str] = []
    for package in PACKAGES:
        loaded = importlib.import_module(package)
        names += [m.name for m in pkgutil.walk_packages(loaded.__path__, f"{package}.")]
    return names


def updated(catalogue: polib.POFile, wanted: Iterable[str]) -> None:
    """Give a catalogue an entry for each text that is wanted, and no other."""
    wanted = set(wanted)
    for entry in list(catalogue):
        if entry.msgid not in wanted:
            catalogue.remove(entry)
    for text in wanted - {entry.msgid for entry in catalogue}:
        flags = ["python-brace-format"] if "{" in text else []
        catalogue.append(polib.POEntry(msgid=text, msgstr="", flags=flags))
    names = shipped_titles()
    for entry in catalogue:
        if entry.msgid in names:
            entry.msgstr = entry.msgstr or names[entry.msgid]
    catalogue.sort(key=lambda entry: entry.msgid)


def places(text: str) -> set[str]:
    """Return the named places of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def counting(wanted: Iterable[str]) -> set[str]:
    """Return the texts that count, and so are another one where there is one alone."""
    return {text for text in wanted if COUNT in places(text)}


def updated_forms(forms: polib.POFile, wanted: Iterable[str]) -> None:
    """Give the English forms an entry for each text that counts, and no other."""
    wanted = counting(wanted)
    for entry in list(forms):
        if entry.msgid not in wanted:
            forms.remove(entry)
    for text in wanted - {entry.msgid for entry in forms}:
        both = {0: "", 1: text}
        flags = ["python-brace-format"]
        forms.append(polib.POEntry(msgid=text, msgid_plural=text, msgstr_plural=both, flags=flags))
    forms.sort(key=lambda entry: entry.msgid)


def main() -> None:
    """Bring the lists of texts up to date."""
    _update_forms()
    path = ROOT / "resources" / "translations" / "zh.po"
    catalogue = polib.pofile(str(path), wrapwidth=98)
    wanted = texts()
    updated(catalogue, wanted)
    catalogue.save(str(path))
    missing = [entry.msgid for entry in catalogue if not entry.msgstr]
    print(f"{len(wanted)} texts, {len(missing)} without Chinese")
    for text in missing:
        print(f"  {text!r}  {wanted[text][0]}")


def _update_forms() -> None:
    path = ROOT / "resources" / "translations" / "en.po"
    forms = polib.pofile(str(path), wrapwidth=98)
    updated_forms(forms, texts())
    forms.save(str(path))
    missing = [entry.msgid for entry in forms if not entry.msgstr_plural[0]]
    print(f"{len(forms)} texts that count, {len(missing)} without their singular")
    for text in missing:
        print(f"  {text!r}  {texts()[text][0]}")


if __name__ == "__main__":
    main()
