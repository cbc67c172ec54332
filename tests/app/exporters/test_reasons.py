"""The calculation report, as those who check a plan read it."""

from html.parser import HTMLParser

import pytest

from app.exporter import Options, export
from layers.analysis.totals import EMPTY
from layers.edits.indicators import set_indicator
from tests.app.exporters.plans import empty_plan, park, results_of


class Page(HTMLParser):
    """What stands on the page, and whether its elements are closed."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.tags = [], [], set()

    def handle_starttag(self, tag, attrs):
        del attrs
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data.strip())


def written(tmp_path, plan, **options):
    path = tmp_path / "report.htm"
    export(plan, results_of(plan), path, Options(**options))
    page = Page()
    page.feed(path.read_text("utf-8"))
    assert not page.open
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_tells_all_parts_with_their_footing(tmp_path, language):
    page = written(tmp_path, park(), lang=language)
    text = "\n".join(page.texts)
    for part in EMPTY:
        if part != "indicators":
            assert f"{part}." in text, part
    assert "indicators.NZCP-core-small" in text
    assert "910" in text  # the notice behind the core indicator
    assert "S = Σ A · f · φ" in text or language == "zh"


def test_missing_numbers_are_dashes_and_named(tmp_path):
    page = written(tmp_path, empty_plan())
    place = page.texts.index("runoff.control_pct")
    assert page.texts[place - 1] == "–"
    assert any(text.startswith("Missing for") for text in page.texts)


def test_texts_of_a_plan_are_no_html(tmp_path):
    plan = park()
    plan = plan.applied(set_indicator(plan, "NZCP-waste", 80.0, "<script>alert(1)</script>"))
    page = written(tmp_path, plan, title="<b>Plan</b>")
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert any("<script>" in text for text in page.texts)


def test_the_same_plan_gives_the_same_file(tmp_path):
    plan = park()
    first = written(tmp_path, plan)
    assert written(tmp_path, plan).texts == first.texts


def test_formulas_stand_once_more_with_their_values(tmp_path):
    page = written(tmp_path, park())
    assert "The formula with values put in:" in page.texts
    assert any(text.startswith("Carbon sink: Σ = ") for text in page.texts)
