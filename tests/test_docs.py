"""The README and the guide say only what is there: commands, pictures, links, keys and numbers."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from app.cli import command_parser, main, window_parser
from app.command import commands
from app.exporter import exporter_for
from app.sources import spread_fields
from layers.analysis.totals import EMPTY
from layers.codes import code_set
from layers.edits.operations import BACK, operations
from layers.files import project
from layers.kinds import kinds
from layers.parameters import shipped_factors
from sample_data.plan import sample_document
from tests.screenshots.__main__ import SHOTS

ROOT = Path(__file__).parent.parent
GUIDES = {language: ROOT / "docs" / language for language in ("en", "zh")}
PAGES = (ROOT / "README.md", *(page for guide in GUIDES.values() for page in guide.glob("*.md")))
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 5_000_000


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def shell_lines(page: Path) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]


def command_lines(page: Path) -> list[list[str]]:
    """Return the words behind `greenplat` of all lines, in blocks and in the running text."""
    text = page.read_text(encoding="utf-8")
    lines = [*shell_lines(page), *re.findall(r"`(greenplat [^`]+)`", text)]
    found: list[list[str]] = []
    for line in lines:
        words = shlex.split(line, comments=True)
        if words and Path(words[0]).name == "greenplat":
            found.append(words[1:])
    return found


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\]\(([^)\s]+)\)", text)


def headings(page: Path) -> list[int]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]


def rows(page: Path) -> int:
    return sum(line.startswith("|") for line in page.read_text("utf-8").splitlines())


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_line_parses(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in command_lines(page):
        try:
            if words and words[0] in commands():
                command = commands()[words[0]]
                rest = words[1:]
                # In running text a bare command names itself; `PLAN OUT` stands for two files.
                if rest:
                    options = command_parser(command).parse_args(spread_fields(rest))
                    if command.name == "export" and options.out != Path("OUT"):
                        exporter_for(options.out)
            else:
                options = window_parser().parse_args(words)
                assert options.plan is None or options.plan.suffix == ".gpkg", words
        except SystemExit as ended:
            told = capsys.readouterr().err
            pytest.fail(f"{name(page)}: greenplat {shlex.join(words)}: {told or ended}")


def test_the_guide_names_every_command() -> None:
    for guide in GUIDES.values():
        text = (guide / "command-line.md").read_text(encoding="utf-8")
        for command in commands():
            assert f"`greenplat {command}`" in text, command
            assert f"\ngreenplat {command} " in text, command


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_and_picture_is_there(page: Path) -> None:
    for link in links(page):
        assert "://" not in link, f"{name(page)}: {link} leaves the repository"
        target = (page.parent / link.partition("#")[0]).resolve()
        assert target.is_relative_to(ROOT), f"{name(page)}: {link}"
        assert target.is_file(), f"{name(page)}: {link}"


def test_every_picture_is_shown_is_taken_anew_and_small() -> None:
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in links(page)
        if "pictures" in link
    }
    there = set(PICTURES.glob("*"))
    assert shown == there
    assert {path.stem for path in there} == {shot.name for shot in SHOTS if shot.in_guide}
    assert sum(path.stat().st_size for path in there) < MOST_BYTES


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_is_there(page: Path) -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    used = {
        *re.findall(r"`make ([a-z]+)", text),
        *re.findall(r"^make ([a-z]+)", text, re.MULTILINE),
    }
    assert used <= known


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_operation_is_known(page: Path) -> None:
    for block in blocks(page, "json"):
        for line in block.splitlines():
            values = json.loads(line)
            op = values.pop("op")
            if op in BACK:
                assert not values
                continue
            known = {field.name: field for field in operations()[op].fields}
            assert set(values) <= set(known), line
            assert {field.name for field in known.values() if field.required} <= set(values), line
            assert values.get("kind", "parcels") in kinds()


def test_the_guide_names_every_operation_layer_total_and_sheet() -> None:
    sheets = [path.stem for path in (ROOT / "resources" / "sheets").glob("*.toml")]
    for guide in GUIDES.values():
        line, data, sheet = (
            (guide / page).read_text("utf-8")
            for page in ("command-line.md", "data.md", "exports.md")
        )
        for op in (*operations(), *BACK):
            assert f"`{op}`" in line, op
        for key in EMPTY:
            assert f"`{key}`" in line, key
        for kind in kinds():
            assert f"`{kind}`" in data, kind
        for one in sheets:
            title = tomllib.loads((ROOT / f"resources/sheets/{one}.toml").read_text("utf-8"))
            assert f"`{one}` {title['title' if guide.name == 'en' else 'title_zh']}" in sheet, one


def test_the_factors_that_the_guide_quotes_are_the_shipped_ones() -> None:
    factors = shipped_factors()
    quoted = {
        "pv.usable_flat": 0.60,
        "pv.usable_metal": 0.75,
        "pv.usable_pitched": 0.30,
        "pv.gcr_tilt10": 0.70,
        "pv.gcr_flush": 0.92,
        "pv.density_mono": 220,
        "pv.yield_flat_factor": 0.92,
    }
    for id_, value in quoted.items():
        assert factors[id_].central == value, id_
        shown = f"{value:.2f}" if value < 1 else f"{value}"
        for guide in GUIDES.values():
            assert shown in (guide / "totals.md").read_text("utf-8"), id_
    cities = [id_ for id_ in factors if re.fullmatch(r"pv\.yield_(?!class|flat)\w+", id_)]
    assert len(cities) == 35
    assert all(factors[city].confidence == "assumption" for city in cities)
    assert code_set("GB50137-2011").id in (GUIDES["en"] / "command-line.md").read_text("utf-8")


def test_both_languages_have_the_same_pages_headings_and_rows() -> None:
    english, chinese = (sorted(guide.glob("*.md")) for guide in GUIDES.values())
    assert [page.name for page in english] == [page.name for page in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert headings(one) == headings(other), one.name
        assert rows(one) == rows(other), one.name
        assert shell_lines(one)[:1] == shell_lines(other)[:1], one.name
        assert [link.replace("-en", "-zh") for link in links(one) if "pictures" in link] == [
            link for link in links(other) if "pictures" in link
        ], one.name


def test_the_readme_quotes_the_totals_of_the_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = sample_document()
    plan = tmp_path / "sample.gpkg"
    project.save(document, plan)
    assert main(["--lang", "en", "totals", str(plan)]) == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (quoted,) = blocks(ROOT / "README.md", "text")[:1]
    assert capsys.readouterr().out.startswith(quoted)
    for kind, text in (("parcels", "parcels"), ("rooftops", "roofs"), ("greens", "green areas")):
        assert f"{len(document.layer(kind)):,} {text}" in readme
