"""What holds for every file that leaves the plan."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from app import exporter
from app.exporter import Exporter, Options, export, exporter_for, exporters
from layers.errors import CancelledError, ExportError
from layers.files import project
from layers.progress import Progress
from resources.translations import translation
from tests.app.exporters.plans import EAST, NORTH, empty_plan, park, results_of, with_rows

ROOT = Path(__file__).parents[2]


def test_every_declaration_is_whole():
    fields = set(Options.__dataclass_fields__)
    for suffix, found in exporters().items():
        assert suffix.startswith(".")
        assert suffix in found.suffixes
        assert set(found.options) <= fields
        assert found.title
    assert len({e.id for e in exporters().values()}) == len(set(map(id, exporters().values())))


def test_an_unknown_ending_names_the_known(tmp_path):
    with pytest.raises(ExportError, match=r"plan\.docx .* Known are: .*\.geojson.*\.shp"):
        export(park(), results_of(park()), tmp_path / "plan.docx", Options())


def test_endings_know_no_case(tmp_path):
    assert exporter_for(tmp_path / "A.GeoJSON").id == "geojson"


def test_an_unknown_language_or_kind_names_the_known(tmp_path):
    plan = park()
    with pytest.raises(ExportError, match=r"no language fr here\. Known are: en, zh"):
        export(plan, results_of(plan), tmp_path / "a.geojson", Options(lang="fr"))
    with pytest.raises(ExportError, match=r"no kind lots\. Known are: .*parcels"):
        export(plan, results_of(plan), tmp_path / "a.geojson", Options(kind="lots"))


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    plan = park()
    results = results_of(plan)
    with pytest.raises(ExportError, match=r"The folder .*nowhere does not exist"):
        export(plan, results, tmp_path / "nowhere" / "a.geojson", Options())
    (tmp_path / "taken.geojson").mkdir()
    with pytest.raises(ExportError, match=r"taken\.geojson is a folder"):
        export(plan, results, tmp_path / "taken.geojson", Options())


def _spoilt(error):
    def write(_document, _results, path, _options, _progress):
        path.write_text("half of it")
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (OSError(28, "No space left on device"), ExportError),
        (CancelledError(), CancelledError),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_after_an_error_the_old_file_is_as_it_was(tmp_path, monkeypatch, error, shown):
    target = tmp_path / "a.txt"
    target.write_text("old")
    broken = Exporter("spoilt", "Spoilt", (".txt",), (), _spoilt(error))
    monkeypatch.setattr(exporter, "exporters", lambda: {".txt": broken})
    with pytest.raises(shown):
        export(park(), None, target, Options())
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def _pair(_document, _results, path, _options, _progress):
    path.write_text("new")
    path.with_suffix(".idx").write_text("new")


def test_files_that_belong_together_are_exchanged_together(tmp_path, monkeypatch):
    both = Exporter("pair", "Pair", (".txt",), (), _pair, stale=(".idx", ".qix"))
    monkeypatch.setattr(exporter, "exporters", lambda: {".txt": both})
    for suffix in (".txt", ".idx", ".qix", ".md"):
        (tmp_path / f"a{suffix}").write_text("old")
    export(park(), None, tmp_path / "a.txt", Options())
    left = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert left == {"a.txt": "new", "a.idx": "new", "a.md": "old"}


def test_a_part_that_cannot_be_put_into_place_leaves_the_old_ones(tmp_path, monkeypatch):
    both = Exporter("pair", "Pair", (".txt",), (), _pair, stale=(".idx",))
    monkeypatch.setattr(exporter, "exporters", lambda: {".txt": both})
    place = type(tmp_path).replace
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "a.idx").write_text("old")

    def refuse(self, target):
        if self.parent.name == "written" and self.name == "a.txt":
            raise OSError(13, "Permission denied")
        return place(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", refuse)
    with pytest.raises(ExportError, match=r"a\.txt cannot be written: Permission denied"):
        export(park(), None, tmp_path / "a.txt", Options())
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "a.txt": "old",
        "a.idx": "old",
    }


def test_cancelling_leaves_nothing(tmp_path):
    plan = park()
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        export(plan, results_of(plan), tmp_path / "a.gpkg", Options(), stopped)
    assert list(tmp_path.iterdir()) == []


def test_titles_are_translated():
    assert all(translation("zh")(found.title) for found in exporters().values())


def test_a_plan_is_not_replaced_by_an_export_of_it(tmp_path):
    plan, path = park(), tmp_path / "plan.gpkg"
    project.save(plan, path)
    before = path.read_bytes()
    with pytest.raises(ExportError, match=r"plan\.gpkg is a plan\. Choose another name"):
        export(plan, results_of(plan), path, Options())
    assert path.read_bytes() == before
    export(plan, results_of(plan), tmp_path / "other.gpkg", Options())
    export(plan, results_of(plan), tmp_path / "other.gpkg", Options())  # an export may be
    (tmp_path / "torn.gpkg").write_text("no database")
    export(plan, results_of(plan), tmp_path / "torn.gpkg", Options())


@pytest.mark.parametrize("suffix", sorted(exporters()))
def test_features_without_a_shape_are_no_obstacle(tmp_path, suffix):
    shapes = [shapely.box(EAST, NORTH, EAST + 9, NORTH + 9), shapely.Polygon()]
    plan = with_rows(empty_plan(), "parcels", shapes, land_use=["M1", "M1"])
    export(plan, results_of(plan), tmp_path / f"a{suffix}", Options())
    assert (tmp_path / f"a{suffix}").stat().st_size > 100


FULL = """
import resource, sys
from pathlib import Path
from app.exporter import Options, export
from layers.errors import ExportError
from tests.app.exporters.plans import park, results_of
plan = park()
results = results_of(plan)
export(plan, results, Path(sys.argv[2]), Options())
for size in (400, 100):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        export(plan, results, Path(sys.argv[1]), Options())
    except ExportError as error:
        print(error)
"""


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png", "geojson", "shp", "gpkg", "xlsx", "html"])
def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_text("old")
    # A file that may not grow beyond a size ends as one on a disk that is full.
    other = tmp_path / "other"
    other.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL, path, other / path.name],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert path.name in done.stdout
    assert done.stderr == ""
    assert path.read_text() == "old"
    assert {file.name for file in tmp_path.iterdir()} == {path.name, "other"}
