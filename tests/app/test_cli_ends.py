"""How the program ends: done, refused in a sentence, not understood, or by a bug."""

import subprocess
import sys

import pytest

from app.cli import main
from app.command import commands
from layers.files import project
from layers.kinds import kinds
from tests.app.terminal import ROOT, run
from tests.small_plan import small_plan

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    return path


@posix
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("info {plan} --json >&-", "no standard output"),
        ("edit {plan} --ops - <&-", "no standard input"),
        ("info {plan} --json >/dev/full", "could not be printed"),
    ],
)
def test_closed_or_full_streams_are_one_line_and_end_with_1(plan, words, said):
    command = f"{sys.executable} -m app {words.format(plan=plan)} --lang en"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("scale", ["inf", "nan", "1e12", "0", "-5"])
def test_a_scale_that_cannot_be_drawn_is_refused(plan, tmp_path, capsys, scale):
    words = ["export", plan, tmp_path / "a.pdf", f"--scale={scale}", "--lang", "en"]
    assert main(list(map(str, words))) == 1
    assert "Give a number from 1 to 10 000 000" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("year", ["-5", "0", "99999999999999999999"])
def test_a_base_year_that_cannot_be_meant_is_refused(plan, tmp_path, capsys, year):
    words = ["new", tmp_path / "b.gpkg", "--parcels", plan, f"--base-year={year}", "--lang", "en"]
    assert main(list(map(str, words))) == 1
    assert "Give one from 1900 to 2200" in capsys.readouterr().err


def test_a_source_is_never_replaced_by_the_plan(plan, capsys):
    before = plan.read_bytes()
    words = ["new", plan, "--parcels", plan, "--force", "--lang", "en"]
    assert main(list(map(str, words))) == 1
    assert "made from" in capsys.readouterr().err
    assert plan.read_bytes() == before


@posix
def test_an_export_follows_a_link(tmp_path, plan, capsys):
    (tmp_path / "real.geojson").write_text("old")
    (tmp_path / "link.geojson").symlink_to("real.geojson")
    assert main(["export", str(plan), str(tmp_path / "link.geojson")]) == 0
    capsys.readouterr()
    assert (tmp_path / "link.geojson").is_symlink()
    assert "FeatureCollection" in (tmp_path / "real.geojson").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ["info"],
        ["info", "a.gpkg", "--nonsense"],
        ["totals", "a.gpkg", "b.gpkg"],
        ["edit", "a.gpkg"],
        ["import", "a.gpkg", "b.shp"],
        ["import", "a.gpkg", "b.shp", "--kind", "trees"],
        ["new", "a.gpkg", "--parcels", "x", "--parcels", "y"],
        ["new", "a.gpkg", "--field", "nonsense"],
        ["totls"],
        ["a.gpkg", "b.gpkg"],
        ["info", "a.gpkg", "--lang", "fr"],
    ],
)
def test_what_cannot_be_parsed_ends_with_2(words, capsys):
    assert run(*words) == 2
    assert "usage: greenplat" in capsys.readouterr().err


def test_options_of_all_commands_may_stand_before_the_command(plan, capsys):
    assert run("--lang", "zh", "info", plan) == 0
    assert "坐标系" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["info", "missing.gpkg"],
        ["totals", "missing.gpkg", "--json"],
        ["check", "."],
        ["new", "plan.gpkg"],
        ["new", "plan.gpkg", "--parcels", "missing.shp"],
        ["export", "missing.gpkg", "out.doc"],
        ["edit", "missing.gpkg", "--ops", "missing.jsonl"],
    ],
)
def test_what_a_user_can_act_on_is_one_line_and_ends_with_1(words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(*words) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("greenplat: ")
    assert printed.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_alternative_that_is_not_there_is_refused(plan, capsys):
    assert run("totals", plan, "--alternative", "B") == 1
    assert "no alternative B" in capsys.readouterr().err


def test_a_bug_ends_with_70_and_its_traceback(plan, capsys, monkeypatch):
    def broken(_):
        raise ZeroDivisionError("a bug")

    command = commands()["info"]
    spoilt = type(command)(command.name, command.title, command.arguments, broken)
    monkeypatch.setattr("app.cli.commands", lambda: {"info": spoilt})
    assert run("info", plan) == 70
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["totals", "--help"], ["new", "-h"]])
def test_help_and_version_end_with_0(words, capsys):
    assert run(*words) == 0
    assert "greenplat" in capsys.readouterr().out


def test_new_has_an_option_for_every_kind(capsys):
    run("new", "--help")
    text = capsys.readouterr().out
    assert [kind for kind in kinds() if f"--{kind} F" not in text] == []


def test_every_command_is_in_the_help(capsys):
    run("--help")
    text = capsys.readouterr().out
    assert [name for name in commands() if f"\n  {name} " not in text] == []
