"""The command line: what each command prints, for programs and for people."""

import json

import pytest
import shapely

from app.cli import main
from layers.files import project
from layers.kinds import kinds
from resources.translations import current
from tests.app.terminal import answer, run
from tests.layers.files.test_weather_files import epw
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    return path


@pytest.fixture
def ops(tmp_path):
    def write(*operations):
        path = tmp_path / "ops.jsonl"
        path.write_text("\n".join(map(json.dumps, operations)), encoding="utf-8")
        return path

    return write


def test_info_names_the_plan_its_kinds_and_its_extent(plan, capsys):
    found = answer(capsys, "info", plan)
    assert set(found) == {"name", "crs", "extent", "format", "kinds", "rasters"}
    assert found["crs"] == "EPSG:4547"
    assert found["extent"] == [EAST, NORTH, EAST + 300, NORTH + 200]
    assert found["kinds"]["parcels"]["count"] == 6
    assert {"land_use", "owner"} <= set(found["kinds"]["parcels"]["columns"])
    assert set(found["kinds"]) == set(kinds())
    assert found["rasters"] == []


def test_totals_have_all_keys_and_the_areas_a_person_can_add_up(plan, capsys):
    found = answer(capsys, "totals", plan)
    assert set(found) == {
        "plan",
        "land",
        "carbon",
        "energy",
        "solar",
        "corridors",
        "slow",
        "access",
        "runoff",
        "chains",
        "limits",
        "indicators",
        "missing",
    }
    assert found["land"]["site_m2"] == pytest.approx(60_000)
    assert found["land"]["by_code"]["M1"] == pytest.approx(10_000)
    # two roofs of 60 m by 60 m
    assert found["solar"]["roof_m2"] == pytest.approx(7_200)


def test_totals_for_a_person_have_the_ledger_and_the_targets(plan, capsys):
    assert main(["--lang", "en", "totals", str(plan)]) == 0
    told = capsys.readouterr().out
    ledger, targets = told.index("\nEmissions and sinks\n"), told.index("\nTargets\n")
    assert ledger < targets
    assert "\nNet balance" in told[ledger:targets]
    assert "\nT-land-balance" in told[targets:]


def test_breaches_of_limits_are_told_by_totals_and_check(tmp_path, capsys):
    path = tmp_path / "limits.gpkg"
    values = {"number": ["A", "B"], "land_use": ["M1", "M1"], "far_max": [2.0, 2.0]}
    project.save(document(layer("parcels", squares(2), far=[2.6, 1.5], **values)), path)
    assert answer(capsys, "totals", path)["limits"]["mandatory"] == 1
    assert main(["--lang", "en", "totals", str(path)]) == 0
    assert "Beyond mandatory limits" in capsys.readouterr().out
    (problem,) = [one for one in answer(capsys, "check", path) if one["code"] == "limit_above"]
    assert problem["text"] == "Parcel A: FAR 2.6 is above the upper limit 2."
    assert answer(capsys, "why", path, "limits.mandatory")["value"] == 1


def test_a_phase_tells_what_it_adds_to_the_one_before(tmp_path, capsys):
    whole = document(
        layer("boundary", [shapely.union_all(squares(4))]),
        layer(
            "phases",
            [shapely.union_all(squares(4)[:n]) for n in (1, 4)],
            name=["one", "two"],
            order=[1, 2],
        ),
        layer("parcels", squares(4), land_use=["M1", "M2", "G1", "R2"]),
    )
    project.save(whole, tmp_path / "phases.gpkg")
    found = answer(capsys, "totals", tmp_path / "phases.gpkg", "--phase", "two")
    assert found["land"]["parcels_m2"] == 40_000
    assert (found["phase"]["name"], found["phase"]["before"]) == ("two", "one")
    assert found["phase"]["increment"]["land.parcels_m2"] == pytest.approx(30_000)
    assert found["phase"]["increment"]["solar.kwp"] is None
    first = answer(capsys, "totals", tmp_path / "phases.gpkg", "--phase", "1")
    assert first["phase"]["increment"]["land.parcels_m2"] == pytest.approx(10_000)
    assert first["phase"]["name"] == "one"  # it was asked for by its order


def test_why_explains_one_number(plan, capsys):
    found = answer(capsys, "why", plan, "carbon.sink_t_per_a")
    assert set(found) == {
        "path",
        "value",
        "unit",
        "formula",
        "steps",
        "inputs",
        "features",
        "left_out",
    }
    assert found["unit"] == "t CO₂/a"


def test_why_tells_a_row_of_a_table_as_numbers_with_their_units(plan, capsys):
    assert main(["why", str(plan), "land.balance.M", "--lang", "en"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = {line[0]: line[-1] for line in lines if line and line[0].startswith("land.balance.M.")}
    assert found["land.balance.M.area_m2"] == "m²"
    assert found["land.balance.M.share_pct"] == "%"
    assert found["land.balance.M.children.M1.area_ha"] == "ha"


def test_why_tells_what_is_so_or_not_without_a_unit():
    from app.commands.why import COMMAND

    rows = COMMAND.run.__globals__["_rows"]
    value = [{"id": "pv.a", "roofs": 2, "share_pct": 5.0, "met": False}]
    assert list(rows("solar.floors", value, "")) == [
        ("solar.floors.pv.a.roofs", 2, ""),
        ("solar.floors.pv.a.share_pct", 5.0, "%"),
        ("solar.floors.pv.a.met", "no", ""),
    ]


def test_check_lists_problems_and_ends_with_0(plan, capsys):
    (found,) = answer(capsys, "check", plan)
    assert set(found) == {"code", "kind", "ids", "x", "y", "area_m2", "repairs", "text"}
    assert found["repairs"] == []
    assert (found["code"], found["kind"], found["ids"]) == (
        "missing_land_use",
        "parcels",
        [3, 4, 6],
    )
    assert found["area_m2"] == 30_000


def test_edit_changes_the_plan(plan, ops, capsys):
    file = ops(
        {"op": "zone", "ids": [3, 4], "land_use": "G1"},
        {"op": "undo"},
        {"op": "zone", "ids": [3], "land_use": "M1"},
        {"op": "delete", "kind": "parcels", "ids": [6]},
        {"op": "zone", "ids": [1], "land_use": "M1"},
    )
    found = answer(capsys, "edit", plan, "--ops", file)
    assert set(found) == {"done", "skipped", "created", "removed", "seconds"}
    assert found["done"] == 4
    assert [skip["line"] for skip in found["skipped"]] == [5]
    assert (found["created"], found["removed"]) == ({}, {"parcels": [6]})
    parcels = project.load(plan).document.layer("parcels")
    assert list(parcels.ids) == [1, 2, 3, 4, 5]
    assert parcels.values("land_use")[3] == "M1"
    assert parcels.values("land_use").isna()[4]


def test_edit_writes_elsewhere_and_leaves_the_plan_to_the_byte(plan, ops, tmp_path, capsys):
    before = plan.read_bytes()
    out = tmp_path / "other.gpkg"
    file = ops({"op": "zone", "ids": [3], "land_use": "G1"})
    assert answer(capsys, "edit", plan, "--ops", file, "--out", out)["done"] == 1
    assert plan.read_bytes() == before
    assert project.load(out).document.layer("parcels").values("land_use")[3] == "G1"
    assert run("edit", plan, "--ops", file, "--out", out) == 1
    assert "--force" in capsys.readouterr().err
    assert run("edit", plan, "--ops", file, "--out", out, "--force") == 0


def test_edit_is_all_or_nothing(plan, ops, capsys):
    before = plan.read_bytes()
    file = ops(
        {"op": "zone", "ids": [3], "land_use": "G1"}, {"op": "zone", "ids": [99], "land_use": "G1"}
    )
    assert run("edit", plan, "--ops", file, "--json") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("greenplat: Line 2: ")
    assert printed.err.count("\n") == 1
    assert plan.read_bytes() == before


def test_export_writes_the_file(plan, tmp_path, capsys):
    out = tmp_path / "parcels.geojson"
    assert answer(capsys, "export", plan, out) == {"file": str(out)}
    assert len(json.loads(out.read_text("utf-8"))["features"]) == 6


def test_new_makes_a_plan_from_files_and_refuses_to_replace_one(plan, tmp_path, capsys):
    source = tmp_path / "p.gpkg"
    assert run("export", plan, source, "--kind", "parcels") == 0
    capsys.readouterr()
    made = tmp_path / "made.gpkg"
    words = ("new", made, "--parcels", source, "--layer", "parcels", "--name", "园区")
    found = answer(capsys, *words)
    assert (found["read"], found["kept"]) == (6, 6)
    assert project.load(made).document.name == "园区"
    before = made.read_bytes()
    assert run(*words) == 1
    assert "--force" in capsys.readouterr().err
    assert made.read_bytes() == before
    assert run(*words, "--force") == 0


def test_one_crs_serves_all_files_that_say_nothing(plan, tmp_path, capsys):
    for kind in ("parcels", "boundary", "corridors"):
        assert run("export", plan, tmp_path / f"{kind}.shp", "--kind", kind) == 0
        if kind != "corridors":
            (tmp_path / f"{kind}.prj").unlink()
    capsys.readouterr()
    words = [f"--{kind}={tmp_path / kind}.shp" for kind in ("parcels", "boundary", "corridors")]
    assert run("new", tmp_path / "a.gpkg", *words) == 1
    assert capsys.readouterr().err.rstrip().endswith("(--crs)")
    assert run("new", tmp_path / "a.gpkg", *words, "--crs", "EPSG:4547") == 0
    made = project.load(tmp_path / "a.gpkg").document
    assert made.crs == "EPSG:4547"
    assert [len(made.layer(kind)) for kind in ("parcels", "boundary", "corridors")] == [6, 1, 1]


def test_import_appends_or_replaces(plan, tmp_path, capsys):
    source = tmp_path / "roofs.geojson"
    assert run("export", plan, source, "--kind", "rooftops") == 0
    capsys.readouterr()
    assert answer(capsys, "import", plan, source, "--kind", "rooftops")["kept"] == 2
    assert len(project.load(plan).document.layer("rooftops")) == 4
    assert answer(capsys, "import", plan, source, "--kind", "rooftops", "--replace")["kept"] == 2
    layer = project.load(plan).document.layer("rooftops")
    assert len(layer) == 2
    assert layer.ids.min() > 4


# ---- for people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_json_there_are_tables_in_the_language(plan, capsys, language):
    for words in (
        ("info", plan),
        ("totals", plan),
        ("check", plan),
        ("why", plan, "land.site_m2"),
        ("why", plan, "land.balance"),
    ):
        assert run(*words, "--lang", language) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert "{" not in printed.out.replace("[{", "").replace(", {", "")
    assert current().language == language


def test_a_sentence_of_an_error_is_in_the_language_of_the_call(tmp_path, capsys):
    assert run("info", tmp_path / "no.gpkg", "--lang", "zh") == 1
    line = capsys.readouterr().err
    assert line.startswith("greenplat: ")
    assert "文件" in line


def test_an_own_code_set_is_taken_from_a_table_and_the_plan_changes_to_it(capsys, tmp_path, ops):
    plan, table = tmp_path / "plan.gpkg", tmp_path / "mine.csv"
    project.save(small_plan(), plan)
    assert run("codes", plan, "--write", table) == 0
    text = table.read_text(encoding="utf-8-sig")
    table.write_text(text.replace("M1,Industrial class 1", "I1,Industrial class 1"), "utf-8")
    assert run("codes", plan, "--table", table, "--name", "Our codes") == 0
    capsys.readouterr()
    rows = {row["code"]: row for row in answer(capsys, "codes", plan, "--to", "own")}
    assert (rows["M1"]["becomes"], rows["M2"]["becomes"]) == ("I1", "M2")
    assert run("edit", plan, "--ops", ops({"op": "convert_codes", "to": "own"})) == 0
    capsys.readouterr()
    found = answer(capsys, "codes", plan)
    assert (found["id"], found["name"]) == ("own", "Our codes")
    table.write_text("code,name\nA/B,x\n", "utf-8")
    assert run("codes", plan, "--table", table) == 1
    assert "Row 2: A/B cannot be a code" in capsys.readouterr().err


def test_the_shading_of_roofs_is_computed_kept_and_written_as_a_raster(capsys, plan, tmp_path):
    found = answer(capsys, "shade", plan, "--irradiation", tmp_path / "sun.tif")
    assert (found["roofs"], found["computed"], found["without_height"]) == (2, 2, 1)
    assert found["irradiation"]["upper_bound"]
    assert found["irradiation"]["mean_kwh_m2"] <= found["irradiation"]["open_sky_kwh_m2"]
    assert (tmp_path / "sun.tif").is_file()
    assert answer(capsys, "shade", plan)["computed"] == 0
    assert answer(capsys, "totals", plan)["solar"]["shaded_roofs"] == 1
    assert answer(capsys, "shade", plan, "--anew")["computed"] == 2
    assert run("shade", plan, "--irradiation", tmp_path / "sun.tif") == 1
    assert "exists already" in capsys.readouterr().err
    assert run("shade", plan) == 0
    assert "was known and still holds" in capsys.readouterr().out


def test_weather_is_taken_into_a_plan_and_out_of_it(capsys, plan, tmp_path):
    file = epw(tmp_path / "zao.epw")
    assert answer(capsys, "weather", plan)["weather"] is None
    found = answer(capsys, "weather", plan, file)["weather"]
    assert (found["sort"], found["lat"], found["utc_offset_h"]) == ("EPW", 34.9, 8.0)
    assert answer(capsys, "totals", plan)["solar"]["weather"].startswith("zao.epw")
    assert run("weather", plan) == 0
    assert "zao.epw" in capsys.readouterr().out
    assert answer(capsys, "weather", plan, "--remove")["weather"] is None
    assert run("weather", plan, "--remove") == 1
    assert "no weather attached" in capsys.readouterr().err
    assert run("weather", plan, plan) == 1
    assert "no weather file" in capsys.readouterr().err
    assert run("weather", plan) == 0
    assert "No weather is attached." in capsys.readouterr().out
