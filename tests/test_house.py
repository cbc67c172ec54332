"""How the house is built: lengths, names, tests beside modules, and who may import what."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "layers", "resources", "sample_data", "widgets")
MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
LIMIT = 400
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}

TESTED_ELSEWHERE = {
    "app/__main__.py": "run by tests/app/test_cli_alone.py as python -m app",
    "app/commands": "each command is run by tests/app/test_cli.py",
    "layers/kinds": "all kinds are tested by tests/layers/test_kinds.py",
    "layers/edits/operation.py": "tested through its rows by tests/layers/edits/test_operations.py",
    "layers/edits/values.py": "tested through its verb by tests/layers/edits/test_attributes.py",
    "sample_data": "the layers of the sample are tested together by tests/sample_data",
}
"""Modules, or folders of them, without a test file of their own, and why."""


@cache
def text(module):
    return (ROOT / module).read_text("utf-8")


@cache
def syntax(module):
    return ast.parse(text(module))


NAMES = [str(path) for path in MODULES]


def first_line(node):
    return (ast.get_docstring(node) or "").partition("\n")[0]


def test_modules_are_short():
    lines = {module: len(text(module).splitlines()) for module in NAMES}
    long = {module: count for module, count in lines.items() if count > LIMIT}
    assert not long, "split them by subject"


def test_names_say_what_is_inside():
    assert not [one for one in MODULES if {part.removesuffix(".py") for part in one.parts} & BANNED]


def test_every_module_begins_with_a_sentence():
    firsts = {module: first_line(syntax(module)) for module in NAMES}
    bad = {
        module: first
        for module, first in firsts.items()
        if len(first) > 100 or not any(sign.isalpha() for sign in first)
    }
    assert not bad


def test_every_name_that_others_use_begins_with_one_sentence():
    described = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    firsts = {
        f"{module}: {node.name}": first_line(node)
        for module in NAMES
        for node in ast.walk(syntax(module))
        if isinstance(node, described) and not node.name.startswith("_")
    }
    bad = [one for one, first in firsts.items() if len(first) > 100 or first.startswith("This ")]
    assert not bad


@cache
def imported_by_tests():
    """Names of all modules that some test imports."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def elsewhere(module):
    return any(module == one or module.startswith(f"{one}/") for one in TESTED_ELSEWHERE)


def is_tested(module):
    path = Path(module)
    test = ROOT / "tests" / path.parent / f"test_{path.name.lstrip('_')}"
    dotted = ".".join(path.with_suffix("").parts)
    return test.exists() or dotted in imported_by_tests() or elsewhere(module)


def test_every_module_has_its_tests():
    alone = [one for one in NAMES if not one.endswith("__init__.py") and not is_tested(one)]
    assert not alone, "no test file stands at the same place, and no test imports them"


def test_modules_tested_elsewhere_are_there():
    assert not [name for name in TESTED_ELSEWHERE if not (ROOT / name).exists()]


def test_what_is_drawn_on_paper_too_knows_no_widgets():
    drawn = [one for one in NAMES if one.startswith(("widgets/map/scene", "widgets/map/painter"))]
    assert {"widgets/map/scene.py", "widgets/map/painter.py"} <= set(drawn)
    for module in drawn:
        for node in ast.walk(syntax(module)):
            if isinstance(node, ast.ImportFrom):
                assert "QtWidgets" not in (node.module or ""), f"{module}, line {node.lineno}"
                assert "QtWidgets" not in {alias.name for alias in node.names}
            if isinstance(node, ast.Import):
                assert not [alias for alias in node.names if "QtWidgets" in alias.name]
