"""The plan file is saved all or nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from layers.document import Document
from layers.errors import CancelledError, ProjectFileError
from layers.files import project
from layers.progress import Progress
from tests.layers.files.plans import (
    CRS,
    ROOT,
    change,
    layer_of,
    plan,
    traces,
)

SAVER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}]
import tests.layers.files.plans as t
from layers.files import project
path = Path(sys.argv[1])
document = project.load(path).document
print("ready", flush=True)
n = 0
while True:
    n += 1
    document = t.change(document, document.layer("parcels").ids.tolist(), far=float(n))
    project.save(document, path)
"""


@pytest.mark.slow
def test_killed_in_the_middle_of_a_save_the_file_is_the_old_one_or_the_new(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(3000), path)
    dice = random.Random(7)  # noqa: S311
    seen = set()
    for _ in range(6):
        script = textwrap.dedent(SAVER.format(root=str(ROOT)))
        saver = subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        assert saver.stdout.readline() == b"ready\n"
        time.sleep(dice.uniform(0.02, 0.6))
        saver.send_signal(signal.SIGKILL)
        saver.wait()
        saver.stdout.close()
        values = project.load(path).document.layer("parcels").values("far")
        changed = values.to_numpy()
        whole = len(np.unique(changed)) == 1 or np.isnan(changed).any()
        assert whole
        assert len(changed) == 3000
        seen.update(p.name for p in tmp_path.iterdir())
    assert not any(name.endswith(("-wal", "-shm", "-journal")) for name in seen)


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    before = traces(tmp_path)
    script = f"""
import resource, signal, sys
from pathlib import Path
sys.path[:0] = [{str(ROOT)!r}]
import tests.layers.files.plans as t
from layers.errors import ProjectFileError
from layers.files import project
document = t.plan(20000)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    project.save(document, Path({str(path)!r}))
except ProjectFileError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert str(path) in done.stdout
    assert "as it was" in done.stdout
    assert traces(tmp_path) == before


def test_a_stopped_save_leaves_the_old_file(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    before = traces(tmp_path)
    progress = Progress()
    stopped = Progress(lambda share: progress.cancel() if share > 0.3 else None)

    class Late(Progress):
        def at(self, share: float) -> None:
            stopped.at(share)
            progress.at(share)

    with pytest.raises(CancelledError):
        project.save(plan(50), path, progress=Late())
    assert traces(tmp_path) == before


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(ProjectFileError, match=r"the folder .*gone is not there"):
        project.save(plan(), tmp_path / "gone" / "plan.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_and_rights_are_kept(tmp_path):
    path, link = tmp_path / "plan.gpkg", tmp_path / "link.gpkg"
    project.save(plan(), path)
    path.chmod(0o640)
    link.symlink_to(path)
    project.save(change(plan(), [1], land_use="G1"), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert project.load(path).document.layer("parcels").values("land_use")[1] == "G1"


def test_a_geopackage_that_is_no_plan_is_not_overwritten(tmp_path):
    path = tmp_path / "survey.gpkg"
    mine = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=CRS)
    pyogrio.write_dataframe(mine, path, layer="roads")
    before = traces(tmp_path)
    with pytest.raises(ProjectFileError, match=r"not a plan"):
        project.save(plan(), path)
    assert traces(tmp_path) == before


def test_columns_that_differ_by_case_alone_are_named(tmp_path):
    layer = layer_of("water", [shapely.box(0, 0, 1, 1)], NAME=["x"])
    document = Document.new("x", CRS, base_year=2025).with_layer(layer)
    with pytest.raises(ProjectFileError, match=r"Water has a column NAME .* beside name"):
        project.save(document, tmp_path / "plan.gpkg")
    assert list(tmp_path.iterdir()) == []
