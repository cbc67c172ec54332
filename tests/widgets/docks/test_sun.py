"""The panel of the sun: its route, its sky, and what it says of the numbers."""

import pytest

from layers.edits.weather import attach_weather
from layers.session import Session
from tests.layers.test_weather import weather
from tests.strategies import document, layer, squares
from widgets.bridge import Bridge
from widgets.docks.sun import SunPanel


@pytest.fixture
def bridge(qapp, qtbot):
    assert qapp is not None
    roofs = [one.buffer(-10, join_style="mitre") for one in squares(2)]
    plan = document(
        layer("parcels", squares(2), land_use=["M1", "M1"]),
        layer("rooftops", roofs, roof_type=["metal", "metal"], pv=["planned", "none"]),
    )
    found = Bridge(Session(plan))
    qtbot.waitUntil(lambda: found.results is not None and not found.results.stale)
    yield found
    found.close()


@pytest.fixture
def panel(bridge, qtbot):
    found = SunPanel(bridge)
    qtbot.addWidget(found)
    return found


def table(panel, id_):
    model = panel.section(id_).model
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount() - 1))
        for row in range(model.rowCount())
    ]


def settle(bridge, qtbot):
    """Wait until the numbers are those of the plan as it is."""
    qtbot.waitUntil(
        lambda: bridge.results.document is bridge.document and not bridge.results.stale,
        timeout=20_000,
    )


def choose(panel, route):
    panel.route.setCurrentIndex(panel.route.findData(route))
    panel.route.activated.emit(panel.route.currentIndex())


def test_all_planned_and_built_roofs_stand_side_by_side(panel):
    rows = {name.split(" [")[0]: cells for name, *cells in table(panel, "sums")}
    # Two metal roofs of 6,400 m²: 0.75 × 0.92 × 0.22 kWp/m².
    assert rows["Power"] == ["1.943", "0.972", "0"]
    assert rows["Usable area"] == ["0.96", "0.48", "0.00"]
    assert float(rows["Over 25 years"][0]) > 20 * float(rows["Yield"][0])


def test_months_add_up_to_the_year(panel):
    rows = table(panel, "months")
    assert len(rows) == 13
    assert rows[0][0] == "January"
    total = sum(float(yield_.replace("\u2009", "")) for _, yield_, _ in rows[:12])
    assert total == pytest.approx(float(rows[12][1].replace("\u2009", "")), rel=0.01)
    assert "shape" in panel.state.text()


def test_what_policies_ask_is_beside_what_is_covered(panel):
    rows = {name: cells for name, *cells in table(panel, "floors")}
    assert rows["Factories, warehouses and business"] == ["37.5", "30", "●"]
    assert rows["New factories and public institutions"] == ["37.5", "50", "○"]


def test_the_route_is_chosen_and_can_be_undone(bridge, panel, qtbot):
    choose(panel, "hourly")
    assert bridge.document.parameters["plan.pv_route"] == "hourly"
    settle(bridge, qtbot)
    assert panel.state.text().startswith("Upper bound")
    bridge.undo()
    assert panel.route.currentData() == "table"


def test_shading_that_is_not_there_is_said(bridge, panel, qtbot):
    choose(panel, "shaded")
    settle(bridge, qtbot)
    panel.show_present()
    assert "shading" in panel.state.text()
    assert table(panel, "sums")[3][1] == "–"


def test_the_weather_says_whence_it_is(bridge, panel):
    assert panel.sky.text().startswith("None attached")
    assert panel.place.text() == "35.14° N, 114.00° E"
    bridge.attempt(lambda plan: attach_weather(plan, weather(lon=114.0, lat=36.14)))
    assert panel.sky.text().splitlines()[0] == "EPW – made up"
    assert panel.sky.text().splitlines()[1] == "111 km from the plan"


def test_a_plan_without_roofs_says_what_to_do(qtbot, qapp):
    assert qapp is not None
    empty = Bridge(Session(document()))
    try:
        qtbot.waitUntil(lambda: empty.results is not None)
        panel = SunPanel(empty)
        qtbot.addWidget(panel)
        assert "Import or draw rooftops" in panel.section("sums").empty.text()
        assert panel.place.text() == "–"
    finally:
        empty.close()
