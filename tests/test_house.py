"""How the house is built: lengths, names, tests beside modules, and who may import what."""

import ast
from functools import cache
from pathlib import Path

import pytest

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
    "app/__main__.py": "run by tests/app/test_cli.py as python -m app",
    "app/commands": "each command is run by tests/app/test_cli.py",
    "layers/kinds": "all kinds are tested by tests/layers/test_kinds.py",
    "layers/edits/operation.py": "tested through its rows by tests/layers/edits/test_operations.py",
    "layers/edits/values.py": "tested through its verb by tests/layers/edits/test_attributes.py",
    "sample_data": "the layers of the sample are tested together by tests/sample_data",
}
"""Modules, or folders of them, without a test file of their own, and why."""


def syntax(module):
    return ast.parse((ROOT / module).read_text("utf-8"))


def names(paths):
    return [str(path) for path in paths]


@pytest.mark.parametrize("module", names(MODULES))
def test_modules_are_short(module):
    lines = len((ROOT / module).read_text("utf-8").splitlines())
    assert lines <= LIMIT, f"{module} has {lines} lines: split it by subject"


@pytest.mark.parametrize("module", names(MODULES))
def test_names_say_what_is_inside(module):
    words = {part.removesuffix(".py") for part in Path(module).parts}
    assert not words & BANNED


@pytest.mark.parametrize("module", names(MODULES))
def test_every_module_begins_with_a_sentence(module):
    found = ast.get_docstring(syntax(module))
    assert found, f"{module} has no docstring"
    first = found.splitlines()[0]
    assert len(first) <= 100
    assert any(sign.isalpha() for sign in first), f"{module} begins with {first!r}"


@pytest.mark.parametrize("module", names(MODULES))
def test_every_name_that_others_use_begins_with_one_sentence(module):
    described = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.walk(syntax(module)):
        if isinstance(node, described) and not node.name.startswith("_"):
            found = ast.get_docstring(node) or ""
            first = found.splitlines()[0] if found else ""
            assert len(first) <= 100, f"{module}: {node.name}"
            assert not first.startswith("This "), f"{module}: {node.name}"


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


@pytest.mark.parametrize(
    "module", [one for one in names(MODULES) if not one.endswith("__init__.py")]
)
def test_every_module_has_its_tests(module):
    path = Path(module)
    test = ROOT / "tests" / path.parent / f"test_{path.name.lstrip('_')}"
    dotted = ".".join(path.with_suffix("").parts)
    assert test.exists() or dotted in imported_by_tests() or elsewhere(module), (
        f"{test.relative_to(ROOT)} is missing, and no test imports {dotted}"
    )


@pytest.mark.parametrize("name", TESTED_ELSEWHERE)
def test_modules_tested_elsewhere_are_there(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize(
    "module",
    [one for one in names(MODULES) if one.startswith(("widgets/map/scene", "widgets/map/painter"))],
)
def test_what_is_drawn_on_paper_too_knows_no_widgets(module):
    for node in ast.walk(syntax(module)):
        if isinstance(node, ast.ImportFrom):
            assert "QtWidgets" not in (node.module or ""), f"{module}, line {node.lineno}"
            assert "QtWidgets" not in {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            assert not [alias for alias in node.names if "QtWidgets" in alias.name]


def test_scene_and_painter_are_looked_at():
    assert {"widgets/map/scene.py", "widgets/map/painter.py"} <= set(names(MODULES))
