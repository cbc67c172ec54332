import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import resources
from sample_data import SamplePark, build

COLUMNS = {
    "boundary": "name status",
    "phases": "name order year",
    "parcels": "number land_use land_use_existing far far_min far_max density_pct density_max_pct "
    "coefficient_min_pct green_pct green_min_pct green_max_pct height_max_m enterprise chain_node "
    "population workers process_kwh process_gj process_t_co2",
    "rooftops": "height_m floors roof_type usable_share tilt_deg azimuth_deg pv green_roof",
    "greens": "name cover role planted",
    "corridors": "name type width_m cover planted",
    "water": "name type",
    "roads": "name class width_m surface street_tree_crown_m2",
    "paths": "name class width_m surface",
    "facilities": "name type capacity unit",
}

# least and greatest share of the red line by the beginning of the code, in %
BANDS = {
    "M": (36, 44), "M3": (0.4, 3), "W1": (4, 7), "B": (2, 6), "A": (4, 7), "R2": (7, 10),
    "S1": (12, 15.5), "S4": (0.3, 1.5), "U": (1.2, 3), "G": (10, 16), "E1": (1.8, 3.5),
    "E2": (2, 7),
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    path = Path(resources.__file__).parent / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


Node = tuple[float, float]


def network_of(frame: gpd.GeoDataFrame) -> tuple[list[set[Node]], list[Node]]:
    """Connected sets of ends, and the ends at which only one line ends."""
    near: dict[Node, list[Node]] = {}
    for line in frame.geometry:
        start, end = line.coords[0], line.coords[-1]
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    parts: list[set[Node]] = []
    todo = set(near)
    while todo:
        part, waiting = set(), [todo.pop()]
        while waiting:
            node = waiting.pop()
            part.add(node)
            waiting.extend(set(near[node]) - part)
        todo -= part
        parts.append(part)
    return parts, [node for node, ends in near.items() if len(ends) == 1]


def test_equal_seeds_give_equal_parks(park: SamplePark) -> None:
    again = build()
    for kind, frame in park.frames.items():
        pd.testing.assert_frame_equal(
            pd.DataFrame(frame.drop(columns="geometry")),
            pd.DataFrame(again.frames[kind].drop(columns="geometry")),
        )
        assert shapely.to_wkb(frame.geometry.to_numpy()).tolist() == (
            shapely.to_wkb(again.frames[kind].geometry.to_numpy()).tolist()
        )


def test_another_seed_gives_another_division_of_the_same_streets(park: SamplePark) -> None:
    other = build(7)
    assert other.frames["roads"].length.sum() == park.frames["roads"].length.sum()
    assert len(other.frames["rooftops"]) != len(park.frames["rooftops"])
    geometry = other.frames["parcels"].geometry.to_numpy()
    assert bool(shapely.coverage_is_valid(geometry, gap_width=0.001))


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_frame_has_the_columns_ids_and_place(park: SamplePark, kind: str) -> None:
    frame = park.frames[kind]
    assert set(frame.columns) == {*COLUMNS[kind].split(), "geometry"}
    assert frame.index.name == "fid"
    assert frame.index.tolist() == list(range(1, len(frame) + 1))
    assert frame.crs.to_epsg() == 4548
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    west, south, east, north = frame.total_bounds
    assert 534_000 < west < east < 542_000
    assert 3_845_000 < south < north < 3_852_500


def test_every_kind_is_there(park: SamplePark) -> None:
    assert set(park.frames) == set(COLUMNS)
    assert (park.name, park.base_year, park.crs) == ("零碳智谷", 2026, "EPSG:4548")


def test_parcels_are_an_exact_coverage_of_the_red_line(park: SamplePark) -> None:
    parcels = park.frames["parcels"].geometry.to_numpy()
    site = park.frames["boundary"].geometry.iloc[0]
    assert bool(shapely.coverage_is_valid(parcels, gap_width=0.001))
    union = shapely.union_all(parcels)
    assert shapely.area(parcels).sum() == pytest.approx(union.area, abs=1e-3)
    assert union.difference(site).area == pytest.approx(0.0, abs=1e-3)
    unassigned = site.difference(union)
    assert len(shapely.get_parts(unassigned)) == 1  # one piece on purpose, no crumbs
    assert 0.3 < 100 * unassigned.area / site.area < 0.7


def test_coordinates_are_whole_millimetres(park: SamplePark) -> None:
    for frame in park.frames.values():
        points = shapely.get_coordinates(frame.geometry.to_numpy())
        assert np.array_equal(points, np.round(points, 3))


def test_areas_of_the_red_line_and_of_the_nested_phases(park: SamplePark) -> None:
    site = park.frames["boundary"].geometry.iloc[0]
    phases = park.frames["phases"]
    assert site.area == pytest.approx(25e6, rel=0.02)
    assert phases["name"].tolist() == ["先导区", "规划区"]
    assert phases["order"].tolist() == [1, 2]
    assert phases.geometry.iloc[0].area == pytest.approx(6e6, rel=0.03)
    assert phases.geometry.iloc[1].equals(site)
    assert phases.geometry.iloc[0].within(phases.geometry.iloc[1])
    rectangle = site.minimum_rotated_rectangle
    assert site.area < 0.9 * rectangle.area


def test_counts(park: SamplePark) -> None:
    frames = park.frames
    assert 650 <= len(frames["parcels"]) <= 760
    assert 1600 <= len(frames["rooftops"]) <= 2400
    assert 40 <= int((frames["parcels"]["land_use"] == "S1").sum()) <= 150
    assert (frames["water"]["type"] == "lake").sum() == 2
    kinds = frames["facilities"]["type"].value_counts()
    assert kinds["park_entrance"] >= 10
    assert kinds["charging"] >= 6
    assert {"substation", "storage", "hydrogen", "heat", "sewage"} <= set(kinds.index)


@pytest.mark.parametrize("code", sorted(BANDS))
def test_shares_of_land_are_those_of_an_industrial_park(park: SamplePark, code: str) -> None:
    parcels = park.frames["parcels"]
    area = parcels.area[parcels["land_use"].str.startswith(code)].sum()
    least, most = BANDS[code]
    assert least <= 100 * area / park.frames["boundary"].area.iloc[0] <= most


def test_heavy_industry_keeps_away_from_housing(park: SamplePark) -> None:
    parcels = park.frames["parcels"]
    heavy = parcels.geometry[parcels["land_use"] == "M3"].union_all()
    housing = parcels.geometry[parcels["land_use"] == "R2"].union_all()
    assert heavy.distance(housing) > 900.0
    assert heavy.centroid.x < housing.centroid.x  # west of it: the wind blows from the south-east
    belts = parcels.geometry[parcels["land_use"] == "G2"].union_all()
    assert heavy.boundary.intersection(belts).length > 1000.0


def test_codes_covers_surfaces_and_chains_are_known(park: SamplePark) -> None:
    frames = park.frames
    rows = table("codes/land_use_classes.csv")
    codes = {row["code"] for row in rows if row["system"] == "GB50137-2011"}
    assert set(frames["parcels"]["land_use"]) <= codes
    assert set(frames["parcels"]["land_use_existing"].dropna()) <= codes
    sinks = table("factors/carbon_sink_factors.csv")
    covers = {row["cover_id"] for row in sinks if row["use_as_default_0_1"] == "1"}
    assert set(frames["greens"]["cover"]) | set(frames["corridors"]["cover"]) <= covers
    surfaces = {row["row_id"] for row in table("factors/runoff_coefficients.csv")}
    assert set(frames["roads"]["surface"]) | set(frames["paths"]["surface"]) <= surfaces
    nodes = {row["node_id"]: row for row in table("factors/industry_nodes.csv")}
    assert set(frames["parcels"]["chain_node"].dropna()) <= set(nodes)


def test_numbers_of_parcels_are_unique_and_speak_of_cluster_block_and_plot(
    park: SamplePark,
) -> None:
    numbers = park.frames["parcels"]["number"]
    assert numbers.is_unique
    assert numbers.str.fullmatch(r"[A-D]-\d\d-\d\d|S1-\d{3}|E1-\d{3}").all()


def test_some_values_are_missing_and_none_is_zero_for_missing(park: SamplePark) -> None:
    parcels = park.frames["parcels"]
    building = parcels[parcels["land_use"].str[0].isin(list("MWRAB"))]
    assert 5 < building["green_pct"].isna().sum() < 0.3 * len(building)
    assert 1 < parcels["land_use_existing"].isna().sum() < 50
    for column in ("far", "density_pct", "population", "workers", "process_kwh"):
        assert (parcels[column].dropna() > 0).all()
    making = parcels["land_use"].str.startswith("M")
    assert (parcels["green_max_pct"][making] == 20).all()
    assert parcels["green_min_pct"][making].isna().all()
    assert parcels["process_kwh"][~making].isna().all()


def test_ratios_are_those_of_the_roofs(park: SamplePark) -> None:
    parcels, roofs = park.frames["parcels"], park.frames["rooftops"]
    tree = shapely.STRtree(parcels.geometry.to_numpy())
    middle = shapely.point_on_surface(roofs.geometry.to_numpy())
    roof, parcel = tree.query(middle, predicate="within")
    built = pd.Series(roofs.area.to_numpy()[roof]).groupby(parcel).sum()
    number = int(built.idxmax())
    expected = 100 * built[number] / parcels.area.iloc[number]
    assert parcels["density_pct"].iloc[number] == pytest.approx(expected, abs=0.06)
    assert (parcels["far"].dropna() <= parcels["far_max"][parcels["far"].notna()]).all()


def test_roofs_lie_inside_one_parcel_and_apart(park: SamplePark) -> None:
    parcels = park.frames["parcels"].geometry.to_numpy()
    roofs = park.frames["rooftops"].geometry.to_numpy()
    roof, parcel = shapely.STRtree(parcels).query(roofs, predicate="within")
    assert sorted(roof.tolist()) == list(range(len(roofs)))
    assert shapely.distance(roofs[roof], shapely.boundary(parcels[parcel])).min() > 5.0
    one, other = shapely.STRtree(roofs).query(roofs, predicate="intersects")
    assert (one == other).all()


def test_halls_lie_along_a_side_of_their_parcel(park: SamplePark) -> None:
    areas = park.frames["rooftops"].area
    assert areas.max() < 40_000
    assert areas.min() > 60
    long = park.frames["rooftops"].geometry.minimum_rotated_rectangle().length / 2
    assert (long < 340).all()


def test_streets_are_one_network_and_reach_the_red_line(park: SamplePark) -> None:
    roads = park.frames["roads"]
    parts, loose = network_of(roads)
    assert len(parts) == 1
    outline = park.frames["boundary"].geometry.iloc[0].exterior
    assert all(outline.distance(shapely.Point(point)) < 0.1 for point in loose)
    assert set(roads["class"]) == {"expressway", "arterial", "collector", "local"}
    assert 4 < roads.length.sum() / 25_000 < 8  # km per km², as of an industrial district


def test_streets_lie_on_street_land(park: SamplePark) -> None:
    parcels = park.frames["parcels"]
    land = parcels.geometry[parcels["land_use"] == "S1"].union_all().buffer(0.1)
    assert park.frames["roads"].geometry.within(land).all()


def test_corridors_along_the_river_and_the_axes_are_connected(park: SamplePark) -> None:
    corridors = park.frames["corridors"]
    parts, _ = network_of(corridors)
    assert max(map(len, parts)) > 0.8 * sum(map(len, parts))
    assert corridors["width_m"].between(8, 200).all()


def test_greens_do_not_overlap_and_lie_inside_the_red_line(park: SamplePark) -> None:
    greens = park.frames["greens"].geometry.to_numpy()
    one, other = shapely.STRtree(greens).query(greens, predicate="intersects")
    pairs = one < other
    shared = shapely.area(shapely.intersection(greens[one[pairs]], greens[other[pairs]]))
    assert shared.max() < 0.1  # whole millimetres leave next to nothing
    site = park.frames["boundary"].geometry.iloc[0].buffer(0.01)
    assert shapely.within(greens, site).all()
    planted = park.frames["greens"]["planted"].dropna()
    assert planted.between(2018, 2028).all()


def test_curves_are_fine_enough_to_look_smooth(park: SamplePark) -> None:
    parcels = park.frames["parcels"]
    outline = park.frames["boundary"].geometry.iloc[0].exterior  # has real corners
    streets = parcels.geometry[parcels["land_use"] == "S1"]
    for ring in (ring for shape in streets for ring in (shape.exterior, *shape.interiors)):
        steps = np.diff(shapely.get_coordinates(ring), axis=0)
        long = np.hypot(steps[:, 0], steps[:, 1])
        turn = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
        inner = shapely.distance(outline, shapely.points(ring.coords[1:-1])) > 1.0
        soft = (turn < np.radians(20)) & inner  # sharper: a corner, not a curve
        chord = np.minimum(long[:-1], long[1:])
        assert (chord[soft] * np.tan(turn[soft] / 4) / 2).max(initial=0.0) < 0.2
