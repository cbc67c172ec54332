"""Every text that is shown has its Chinese, with the same named places."""

import ast
import re
from collections import Counter

import numpy as np
import polib
import pytest

from layers.message import Message
from layers.parameters import shipped_factors
from resources.translations import Translation, translation
from tests import catalogue
from tests.catalogue import places

ROOT = catalogue.ROOT
FORMS = {e.msgid: e for e in polib.pofile(str(ROOT / "resources/translations/en.po"))}
ENTRIES = {e.msgid: e for e in polib.pofile(str(ROOT / "resources/translations/zh.po"))}

HALF_WIDTH = "[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\\((?!&)"
"""Latin punctuation behind a Chinese sign, but for the underlined letter of a menu."""


def test_every_text_has_its_chinese():
    missing = {
        text: where[0]
        for text, where in catalogue.texts().items()
        if text not in ENTRIES or not ENTRIES[text].msgstr
    }
    assert not missing, "run `python -m tests.catalogue` and translate: " + repr(missing)


def test_nothing_is_translated_that_is_not_shown():
    assert set(ENTRIES) <= set(catalogue.texts())


def test_translations_have_the_same_places():
    wrong = {text for text, e in ENTRIES.items() if e.msgstr and places(e.msgstr) != places(text)}
    assert not wrong


def test_the_reader_of_the_source_finds_a_text(tmp_path, monkeypatch):
    package = tmp_path / "app"
    package.mkdir()
    (package / "new.py").write_text(
        'tr("A text without Chinese")\nraise PlanError("No {x}", x=1)\n'
    )
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    assert set(catalogue.from_source()) == {"A text without Chinese", "No {x}"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('TEXTS = {"a": "One", "b": "Two"}\ntr(TEXTS.get(key, "Other"))', {"One", "Two", "Other"}),
        ('for title, n in (("One", 1), ("Two", 2)):\n    declared(title)', {"One", "Two"}),
        ('T = MappingProxyType({"a": "One"})\n[declared(t) for _, t in T.items()]', {"One"}),
        ('def f():\n    text = "One"\n    tr(text)\ndef g():\n    text = "Not shown"', {"One"}),
        ('PlanError("One" if n == 1 else "Two")', {"One", "Two"}),
        ('Tool(id="pan", title="One")', {"One"}),
        ('def tell(n, text):\n    Message.of(text, n=n)\ntell(1, "One")', {"One"}),
        ('def a(text):\n    tr(text)\ndef b(x):\n    a(text=x)\nb("One")', {"One"}),
        ('class E(PlanError):\n    def f(self):\n        super().__init__("One")', {"One"}),
        ('print("Not shown")', set()),
    ],
)
def test_names_are_followed_to_their_texts(source, found, tmp_path, monkeypatch):
    package = tmp_path / "app"
    package.mkdir()
    (package / "new.py").write_text(source)
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    assert set(catalogue.from_source()) == found


def test_shipped_factors_are_called_as_their_tables_say():
    names = catalogue.shipped_titles()
    assert {text: ENTRIES[text].msgstr for text in names} == names


def test_no_two_shipped_factors_have_one_name():
    for title in ("title", "title_zh"):
        names = Counter(getattr(factor, title) for factor in shipped_factors().values())
        assert not [name for name, count in names.items() if count > 1 or not name]


def test_chinese_has_chinese_punctuation():
    wrong = [e.msgstr for e in ENTRIES.values() if re.search(HALF_WIDTH, e.msgstr)]
    assert not wrong


def is_loose(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "tr"
        and not isinstance(node.args[0], ast.Constant | ast.IfExp)
        # Titles are declared in English and translated where they are shown.
        and not (isinstance(node.args[0], ast.Attribute) and node.args[0].attr == "title")
    )


def test_the_tr_of_the_window_is_given_literals_only():
    loose = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("app", "widgets")
        for path in (ROOT / package).rglob("*.py")
        if "import tr" in (source := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(source))
        if is_loose(node)
    ]
    assert not loose


def untranslated_parts(node: ast.AST) -> list[str]:
    """Return the named values of a sentence that are titles in English, not messages."""
    if not isinstance(node, ast.Call):
        return []
    name = ast.unparse(node.func)
    if not (name.endswith("Error") or name in {"Message.of", "tr"}):
        return []
    return [
        ast.unparse(word)
        for word in node.keywords
        if isinstance(word.value, ast.Attribute) and word.value.attr == "title"
    ]


def test_a_title_inside_a_sentence_is_a_message_itself():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {part}"
        for package in ("app", "layers")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for part in untranslated_parts(node)
    ]
    assert not found, "write Message(kind.title) in the storeys below the window: " + repr(found)


def test_numbers_and_names_are_put_in():
    assert translation("en")("{n} parcels", n=3) == "3 parcels"


def test_every_text_that_counts_has_its_singular():
    wanted = catalogue.counting(catalogue.texts())
    assert len(wanted) > 100
    missing = {text for text in wanted if not (e := FORMS.get(text)) or not e.msgstr_plural[0]}
    assert not missing, "run `python -m tests.catalogue` and fill en.po: " + repr(missing)
    assert set(FORMS) <= wanted
    assert {e.msgstr_plural[1] for e in FORMS.values()} == set(FORMS)


def test_a_singular_has_the_same_places():
    assert not [text for text, e in FORMS.items() if places(e.msgstr_plural[0]) != places(text)]


PLURALS = (
    "parcels|features|values|codes|roofs|problems|figures|limits|texts|vertices|rows|classes"
    "|are|were|have"
)


def test_no_singular_has_a_plural_behind_its_number():
    wrong = [
        e.msgstr_plural[0]
        for e in FORMS.values()
        if re.search(rf"\{{n\}} ({PLURALS})\b", e.msgstr_plural[0])
    ]
    assert not wrong


def test_what_is_counted_has_the_place_of_the_count():
    """A number before its noun in another place would have no singular."""
    loose = [
        text
        for text in catalogue.texts()
        if re.search(r"\{(parcels|count|number|shown|read|rows|features)\} [a-z]+s\b", text)
        and "{n}" not in text
    ]
    # Their numbers are the most that can be read.
    assert all("is the most" in text for text in loose), loose


@pytest.mark.parametrize(
    ("n", "english", "chinese"),
    [
        (1, "1 parcel, no red line", "1 个地块，无规划红线"),
        (2, "2 parcels, no red line", "2 个地块，无规划红线"),
        (0, "0 parcels, no red line", "0 个地块，无规划红线"),
        (6659, "6\u2009659 parcels, no red line", "6\u2009659 个地块，无规划红线"),
    ],
)
def test_a_count_has_its_form_and_its_thin_space(n, english, chinese):
    text = "{n} parcels, no red line"
    assert translation("en")(text, n=n) == str(Message.of(text, n=n)) == english
    assert translation("zh")(text, n=np.int64(n)) == chinese


def test_a_number_that_is_no_count_is_many():
    assert translation("en")("{n} parcels, no red line", n="–") == "– parcels, no red line"


def test_layers_write_numbers_as_the_window_does():
    """A comma between thousands comes from a format of its own."""
    drawn = "layers/files/layer_styles/drawn.py"  # the titles of a style for other programs
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "layers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue)
        and node.format_spec is not None
        and ast.unparse(node.format_spec).startswith("f',")
    ]
    assert {place.partition(":")[0] for place in found} == {drawn}, "use grouped()"


def test_an_unknown_language_speaks_english():
    assert translation("xx").language == "en"


def test_chinese_reads_chinese():
    assert re.search("[\u4e00-\u9fff]", Translation("zh")("Parcels"))
