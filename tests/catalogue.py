"""Every text that can be shown, found by reading the source and the declarations.

``python -m tests.catalogue`` lists what lacks its Chinese and writes empty entries for it into
``resources/translations/zh.po``; entries that nothing shows any more are taken out.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "widgets", "layers", "resources", "sample_data")
SPEAKERS = {"tr", "Message", "of", "words", "text", "say", "N_"}
"""Names of functions whose first argument is a text to be translated."""
TITLES = {"title", "tooltip", "label", "placeholder", "text", "empty", "status", "menu"}
"""Keywords of declarations whose value is shown."""
DECLARATIONS = {
    "Action",
    "Tool",
    "Exporter",
    "Measure",
    "Command",
    "Problem",
    "ActionSpec",
    "Sheet",
}


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case _:
            return


def from_source() -> dict[str, list[str]]:
    """Return the texts in the source with their places."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = _name(node.func)
                texts: list[str] = []
                if node.args and (name in SPEAKERS or name.endswith("Error")):
                    texts += _literals(node.args[0])
                if name in DECLARATIONS:
                    for keyword in node.keywords:
                        if keyword.arg in TITLES:
                            texts += _literals(keyword.value)
                for text in texts:
                    found[text].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def from_declarations() -> dict[str, list[str]]:
    """Return the texts of the kinds, measures and settings."""
    from layers.analysis import measures
    from layers.codes import CODE_SETS
    from layers.kinds import kinds
    from layers.parameters import SETTINGS

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
    for name, (title, _) in SETTINGS.items():
        found[title].append(f"setting {name}")
    for title in CODE_SETS.values():
        found[title].append("layers/codes.py")
    return found


def texts() -> dict[str, list[str]]:
    """Return every text that needs a translation, with the places where it stands."""
    found = from_source()
    for text, places in from_declarations().items():
        found[text] = [*found.get(text, []), *places]
    return {text: places for text, places in found.items() if any(c.isalpha() for c in text)}


def modules() -> list[str]:
    """Return the names of all modules of the program."""
    names: list[str] = []
    for package in PACKAGES:
        loaded = importlib.import_module(package)
        names += [m.name for m in pkgutil.walk_packages(loaded.__path__, f"{package}.")]
    return names


def main() -> None:
    """Bring the list of texts up to date."""
    path = ROOT / "resources" / "translations" / "zh.po"
    catalogue = polib.pofile(str(path), wrapwidth=98)
    wanted = texts()
    for entry in list(catalogue):
        if entry.msgid not in wanted:
            catalogue.remove(entry)
    known = {entry.msgid for entry in catalogue}
    for text in sorted(set(wanted) - known):
        entry = polib.POEntry(msgid=text, msgstr="")
        if "{" in text:
            entry.flags.append("python-brace-format")
        catalogue.append(entry)
    catalogue.sort(key=lambda entry: entry.msgid)
    catalogue.save(str(path))
    missing = [entry.msgid for entry in catalogue if not entry.msgstr]
    print(f"{len(wanted)} texts, {len(missing)} without Chinese")
    for text in missing:
        print(f"  {text!r}  {wanted[text][0]}")


if __name__ == "__main__":
    main()
