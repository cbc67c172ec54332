import re

import pytest

from layers.codes import CODE_SETS, code_set
from layers.document import Document
from layers.kind import Inside, KnownCode, LayerKind, Shape
from layers.kinds import kinds
from layers.layer import empty_frame

COLOUR = re.compile(r"#[0-9a-f]{6}([0-9a-f]{2})?")


def test_the_kinds_of_the_agreement_are_there():
    assert set(kinds()) >= {
        "boundary",
        "phases",
        "parcels",
        "rooftops",
        "greens",
        "corridors",
        "water",
        "roads",
        "paths",
        "facilities",
    }


def test_they_come_from_below_to_above_and_no_two_share_a_place():
    orders = [kind.order for kind in kinds().values()]
    assert orders == sorted(set(orders))


def test_names_that_files_hold_are_unique():
    assert len({kind.dxf_layer for kind in kinds().values()}) == len(kinds())
    aliases = [alias.lower() for kind in kinds().values() for alias in (kind.id, *kind.aliases)]
    assert len(set(aliases)) == len(aliases)


@pytest.fixture(params=kinds())
def kind(request) -> LayerKind:
    return kinds()[request.param]


def test_ids_are_names_that_any_file_takes(kind):
    for name in (kind.id, *(column.id for column in kind.columns)):
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,29}", name)


def test_columns_are_unique_and_none_is_the_geometry(kind):
    ids = [column.id for column in kind.columns]
    assert len(set(ids)) == len(ids)
    assert not {"geometry", "fid"} & set(ids)
    aliases = [alias.lower() for column in kind.columns for alias in (column.id, *column.aliases)]
    assert len(set(aliases)) == len(aliases)


def test_columns_say_one_thing_about_their_values(kind):
    plan = Document.new("", "EPSG:4547", base_year=2025)
    for column in kind.columns:
        assert not (column.choices and column.table)
        assert column.dtype == "text" or not (column.choices or column.table)
        assert column.low is None or column.high is None or column.low < column.high
        assert not column.table or len(plan.known(column.table)) > 0


def test_rules_label_and_style_name_what_is_there(kind):
    columns = {column.id for column in kind.columns}
    assert kind.label in {"", *columns}
    assert kind.style.by in {"", *columns}
    assert kind.style.width_column in {"", *columns}
    assert not kind.style.width_column or kind.shape is Shape.LINE
    for rule in kind.rules:
        match rule:
            case Inside(kind=other):
                assert other in kinds()
            case KnownCode(column=column):
                assert kind.column(column).table


def test_colours_are_colours_and_belong_to_values_that_are_known(kind):
    style = kind.style
    for colour in (style.fill, style.stroke, *style.colours.values()):
        assert not colour or COLOUR.fullmatch(colour)
    column = kind.column(style.by) if style.by else None
    if column is not None and style.colours:
        plan = Document.new("", "EPSG:4547", base_year=2025)
        assert set(style.colours) <= set(column.choices or plan.known(column.table))


def test_an_unknown_column_is_none(kind):
    assert kind.column("nonsense") is None


def test_an_empty_frame_has_all_columns_in_their_order(kind):
    frame = empty_frame(kind, "EPSG:4547")
    assert list(frame.columns) == [*(column.id for column in kind.columns), "geometry"]
    assert frame.crs == "EPSG:4547"


def test_the_land_use_of_parcels_is_coloured_by_every_code_set():
    for name in CODE_SETS:
        assert all(COLOUR.fullmatch(one.colour) for one in code_set(name).classes.values())
