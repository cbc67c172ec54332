"""How the program ends where what it is given or prints to is not there, or makes no sense."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from layers.files import project
from tests.small_plan import small_plan

ROOT = Path(__file__).parents[2]
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
