"""Files of weather are written here as their makers write them, with the sun of a known sky."""

import json

import numpy as np
import pandas as pd
import pytest

from layers.analysis.sky import plain_sky
from layers.analysis.stamp import stamp
from layers.edits.weather import attach_weather
from layers.errors import ImportDataError
from layers.files import project
from layers.files.weather_files import read_weather
from layers.weather import HOURS, STORED, weather_in
from tests.strategies import document

SKY = plain_sky(117.5, 34.9, 8.0)
TIMES = pd.date_range("2021-01-01", periods=HOURS, freq="h")
AIR = np.round(10 + 15 * np.sin(np.arange(HOURS) * 2 * np.pi / HOURS - 1.5), 1)


def sun():
    return {name: np.round(getattr(SKY, name), 1) for name in ("ghi", "dni", "dhi")}


def epw(path, **changes):
    columns = sun() | {"air": AIR, "wind": np.full(HOURS, 2.5)} | changes
    head = ["LOCATION,Zaozhuang,SD,CHN,Made up,540270,34.9,117.5,8.0,65.0"]
    head += [f"LINE {n}" for n in range(2, 8)] + ["DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31"]
    rows = []
    for n, at in enumerate(TIMES):
        cells = [at.year, at.month, at.day, at.hour + 1, 60, "?", columns["air"][n]]
        cells += [5.0, 50, 101000, 0, 0, 300]
        cells += [columns[name][n] for name in ("ghi", "dni", "dhi")]
        cells += [0, 0, 0, 0, 180, columns["wind"][n], 5, 5, 9.9, 77777, 9, 9, 20, 0.1, 0, 88, 0.2]
        rows.append(",".join(str(cell) for cell in [*cells, 0, 0]))
    path.write_text("\n".join([*head, *rows]), "utf-8")
    return path


def tmy3(path):
    columns = sun()
    rows = ["540270,ZAOZHUANG,SD,8.0,34.9,117.5,65"]
    rows.append(
        "Date (MM/DD/YYYY),Time (HH:MM),GHI (W/m^2),DNI (W/m^2),DHI (W/m^2),Dry-bulb (C),Wspd (m/s)"
    )
    for n, at in enumerate(TIMES):
        parts = [f"{at:%m/%d/%Y}", f"{at.hour + 1:02d}:00"]
        parts += [str(columns[name][n]) for name in ("ghi", "dni", "dhi")]
        rows.append(",".join([*parts, str(AIR[n]), "2.5"]))
    path.write_text("\n".join(rows), "utf-8")
    return path


def pvgis(as_json, **place):
    """The typical year of PVGIS, whose hours are those of UTC and named by an instant."""
    names = {"G(h)": "ghi", "Gb(n)": "dni", "Gd(h)": "dhi"}
    columns = {name: np.roll(sun()[mine], -8) for name, mine in names.items()}
    columns |= {"T2m": AIR, "WS10m": np.full(HOURS, 2.5)}
    stamps = [f"{at:%Y%m%d:%H}00" for at in TIMES]
    if as_json:
        rows = [
            {"time(UTC)": stamps[n]} | {name: float(column[n]) for name, column in columns.items()}
            for n in range(HOURS)
        ]
        location = {"latitude": 34.9, "longitude": 117.5, "elevation": 65.0} | place
        inputs = {"location": location, "meteo_data": {"radiation_db": "PVGIS-ERA5"}}
        outputs = {"months_selected": [], "tmy_hourly": rows}
        return json.dumps({"inputs": inputs, "outputs": outputs, "meta": {"inputs": {}}})
    lines = ["Latitude (decimal degrees): 34.900", "Longitude (decimal degrees): 117.500"]
    lines += ["Elevation (m): 65.0", "Irradiance Time Offset (h): 0.5", "month,year"]
    lines += [f"{month},2015" for month in range(1, 13)]
    lines.append(",".join(["time(UTC)", *columns]))
    for n in range(HOURS):
        lines.append(",".join([stamps[n], *(str(column[n]) for column in columns.values())]))
    return "\r\n".join([*lines, "", "T2m: 2-m air temperature (degree Celsius)", ""])


def pvgis_hours(slope=0.0, years=(2019, 2020, 2021), dim=(0.9, 1.0, 0.8)):
    """Hourly data of PVGIS with its parts, by instants at half past."""
    found = []
    for year, share in zip(years, dim, strict=True):
        for n, at in enumerate(pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h")):
            place = min(n + 8, HOURS - 1)
            height = max(np.sin(np.radians(SKY.elevation_deg[place])), 0.0)
            found.append(
                {
                    "time": f"{at:%Y%m%d:%H}30",
                    "Gb(i)": share * SKY.dni[place] * height,
                    "Gd(i)": share * SKY.dhi[place],
                    "Gr(i)": 5.0 if slope else 0.0,
                    "H_sun": max(SKY.elevation_deg[place], 0.0),
                    "T2m": 12.0,
                    "WS10m": 2.0,
                    "Int": 0.0,
                }
            )
    inputs = {
        "location": {"latitude": 34.9, "longitude": 117.5, "elevation": 65.0},
        "meteo_data": {"radiation_db": "PVGIS-SARAH3"},
        "mounting_system": {"fixed": {"slope": {"value": slope}}},
    }
    return json.dumps({"inputs": inputs, "outputs": {"hourly": found}, "meta": {"inputs": {}}})


def test_an_epw_file_is_read_hour_by_hour(tmp_path):
    found = read_weather(epw(tmp_path / "zao.epw"))
    weather = found.weather
    assert (weather.sort, weather.utc_offset_h, weather.middle_min) == ("EPW", 8.0, 30.0)
    assert (weather.lon, weather.lat, weather.altitude_m) == (117.5, 34.9, 65.0)
    assert weather.source == "zao.epw · Zaozhuang, CHN, Made up"
    assert found.notes == ()
    assert weather.hours[0] == pytest.approx(SKY.ghi, abs=0.06)
    assert weather.hours[3] == pytest.approx(AIR)
    assert set(weather.hours[4]) == {2.5}


def test_hours_of_tmy3_are_named_by_their_end(tmp_path):
    weather = read_weather(tmy3(tmp_path / "zao.csv")).weather
    assert weather.sort == "TMY3"
    assert weather.hours[1] == pytest.approx(SKY.dni, abs=0.06)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_typical_year_of_pvgis_comes_by_the_clock_of_greenwich(tmp_path, as_json):
    path = tmp_path / "tmy.txt"
    path.write_text(pvgis(as_json, irradiance_time_offset=0.5), "utf-8", newline="")
    weather = read_weather(path).weather
    assert (weather.sort, weather.utc_offset_h, weather.middle_min) == ("PVGIS TMY", 0.0, 30.0)
    assert np.roll(weather.hours[0], 8) == pytest.approx(SKY.ghi, abs=0.06)


def test_of_many_years_the_median_one_is_taken(tmp_path):
    path = tmp_path / "hours.json"
    path.write_text(pvgis_hours(), "utf-8")
    weather = read_weather(path).weather
    assert weather.sort == "PVGIS hourly"
    assert weather.source == "hours.json · PVGIS-SARAH3 2019"
    assert weather.ghi_kwh_m2 == pytest.approx(0.9 * SKY.ghi.sum() / 1000, rel=0.01)


def test_the_minute_for_which_the_sun_stands_is_found_where_a_file_does_not_keep_to_its_format(
    tmp_path,
):
    path = tmp_path / "late.json"
    path.write_text(pvgis(as_json=True), "utf-8")  # says nothing of its half hour
    found = read_weather(path)
    assert found.weather.middle_min == 30
    assert str(found.notes[0]).startswith(
        "The sun of the file is that of 30 minutes later than its hours say"
    )


def test_gaps_of_the_air_are_filled_and_named(tmp_path):
    air = AIR.copy()
    air[100:105] = 99.9
    found = read_weather(epw(tmp_path / "a.epw", air=air, wind=np.full(HOURS, 999.0)))
    assert found.weather.hours[3][102] == pytest.approx((AIR[99] + AIR[105]) / 2, abs=0.11)
    assert set(found.weather.hours[4]) == {1.0}
    texts = [str(note) for note in found.notes]
    assert texts[0] == "5 hours without temperature of the air are taken from those beside them."
    assert "1 m/s" in texts[1]


def refused(path):
    with pytest.raises(ImportDataError) as caught:
        read_weather(path)
    return str(caught.value)


def test_gaps_of_the_sun_are_refused(tmp_path):
    ghi = sun()["ghi"]
    ghi[4000:4007] = 9999
    text = refused(epw(tmp_path / "a.epw", ghi=ghi))
    assert text.startswith("a.epw lacks global irradiance in 7 of 8760 hours.")


def test_numbers_in_another_unit_are_refused(tmp_path):
    small = {name: np.round(column / 1000, 4) for name, column in sun().items()}
    assert "2 kWh/m² of sun" in refused(epw(tmp_path / "a.epw", **small))
    cold = refused(epw(tmp_path / "b.epw", air=np.full(HOURS, 85.0)))
    assert "no weather on earth" in cold


def test_sun_that_shines_at_night_is_refused(tmp_path):
    shifted = {name: np.roll(column, 7) for name, column in sun().items()}
    assert "does not stand over its place" in refused(epw(tmp_path / "a.epw", **shifted))


def test_a_tilted_plane_is_no_weather(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(pvgis_hours(30.0, (2019,), (1.0,)), "utf-8")
    assert "slope 0" in refused(path)


def test_part_of_a_year_is_refused(tmp_path):
    path = epw(tmp_path / "a.epw")
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(rows[:5000]), "utf-8")
    assert "992 rows that are not the 8760 hours" in refused(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 10_000,
        "LOCATION,",
        "LOCATION,a,b,c,d,e,f,g,h,i\n1\n",
        '{"outputs": {"tmy_hourly": 3}}',
        '{"outputs": {"hourly": [1, 2]}, "inputs": 3, "meta": []}',
        '{"tmy_hourly"' + "[" * 100_000,
        "Latitude (decimal degrees): 1\nLongitude: x\n\ntime(UTC),\n",
        "a,b\nDate (MM/DD/YYYY),Time (HH:MM)\n",
        "Latitude (decimal degrees):\t45\nLongitude:8\nElevation:1\nRadiation:a\n\ntime,P\n1,2\n",
    ],
)
def test_what_is_no_weather_is_refused_in_a_sentence(tmp_path, text):
    path = tmp_path / "a.epw"
    path.write_text(text, "utf-8")
    assert "Wanted is a year hour by hour" in refused(path)


def test_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "none.epw").startswith("none.epw cannot be read")


def test_a_plan_file_keeps_its_weather(tmp_path):
    weather = read_weather(epw(tmp_path / "zao.epw")).weather
    plan = document()
    plan = plan.applied(attach_weather(plan, weather))
    project.save(plan, tmp_path / "plan.gpkg")
    opened = project.load(tmp_path / "plan.gpkg").document
    assert opened.parameters[STORED] == plan.parameters[STORED]
    assert stamp(opened) == stamp(plan) != stamp(document())
    assert weather_in(opened.parameters[STORED]).hours[0] == pytest.approx(weather.hours[0])


def test_a_name_that_nobody_knew_is_not_told(tmp_path):
    path = epw(tmp_path / "a.epw")
    text = path.read_text("utf-8").replace("Zaozhuang,SD,CHN,Made up", "unknown,-,unknown,ERA5")
    path.write_text(text, "utf-8")
    assert read_weather(path).weather.source == "a.epw · ERA5"
