"""Every text that is shown has its Chinese, with the same named places."""

import ast
import re
import string

import polib
import pytest

from resources.translations import Translation, translation
from tests import catalogue

ROOT = catalogue.ROOT
ENTRIES = {e.msgid: e for e in polib.pofile(str(ROOT / "resources/translations/zh.po"))}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_has_its_chinese():
    missing = {
        text: where[0]
        for text, where in catalogue.texts().items()
        if text not in ENTRIES or not ENTRIES[text].msgstr
    }
    assert not missing, "run `python -m tests.catalogue` and translate: " + repr(missing)


def test_nothing_is_translated_that_is_not_shown():
    assert set(ENTRIES) <= set(catalogue.texts())


@pytest.mark.parametrize("text", sorted(ENTRIES))
def test_translations_have_the_same_places(text):
    assert places(ENTRIES[text].msgstr) == places(text)


def test_the_reader_of_the_source_finds_a_text(tmp_path, monkeypatch):
    package = tmp_path / "app"
    package.mkdir()
    (package / "new.py").write_text(
        'tr("A text without Chinese")\nraise PlanError("No {x}", x=1)\n'
    )
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    assert set(catalogue.from_source()) == {"A text without Chinese", "No {x}"}


def is_loose(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "tr"
        and not isinstance(node.args[0], ast.Constant | ast.IfExp)
    )


def test_tr_is_given_literals_only():
    loose = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("app", "widgets")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if is_loose(node)
    ]
    assert not loose


def test_numbers_and_names_are_put_in():
    assert translation("en")("{n} parcels", n=3) == "3 parcels"


def test_an_unknown_language_speaks_english():
    assert translation("xx").language == "en"


def test_chinese_reads_chinese():
    assert re.search("[\u4e00-\u9fff]", Translation("zh")("Parcels"))
