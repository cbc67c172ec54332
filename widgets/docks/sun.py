"""Sun on roofs: by which route their yield is taken, what it is by month, and what policies ask."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from layers.analysis.hourly import ROUTE, ROUTES, Modelled
from layers.analysis.solar_why import NEAR_KM, distance_km
from layers.analysis.yields import Place
from layers.edits.parameters import set_parameter
from layers.measure import Results
from layers.parameters import SETTINGS
from layers.weather import STORED, weather_in
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.sun_sections import sections
from widgets.docks.totals import SectionView
from widgets.panel import Attentive, Panel

_MEASURES: Final = ("solar.sums", "solar.life", "solar.monthly", "solar.floors", "solar.modelled")


class SunPanel(Attentive, QScrollArea):
    """The route to the yield of roofs with its sky, and what comes of it.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._sections: dict[str, SectionView] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.route = QComboBox()
        self.route.setAccessibleName(tr("Yield of roof PV"))
        for name in ROUTES:
            self.route.addItem(words.declared(SETTINGS[ROUTE].choices[name]), name)
        self.place, self.sky, self.state = QLabel(), QLabel(), QLabel()
        for label in (self.place, self.sky, self.state):
            label.setWordWrap(True)
        self.state.setObjectName("muted")
        form = QFormLayout()
        form.setSpacing(theme.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Yield"), self.route)
        form.addRow(tr("Place"), self.place)
        form.addRow(tr("Weather"), self.sky)
        body = QWidget()
        self._layout = QVBoxLayout(body)
        space = 2 * theme.SPACE
        self._layout.setContentsMargins(space, space, space, space)
        self._layout.setSpacing(4 * theme.SPACE)
        self._layout.addLayout(form)
        self._layout.addWidget(self.state)
        self._layout.addStretch(1)
        self.setWidget(body)

        self.route.activated.connect(self._choose)
        bridge.results_changed.connect(self.follow)
        bridge.display_changed.connect(self.follow)
        bridge.document_changed.connect(self._follow_document)
        self.show_present()

    def _choose(self) -> None:
        wanted = str(self.route.currentData())
        self._bridge.attempt(lambda plan: set_parameter(plan, ROUTE, wanted))
        self._show_route()

    def _follow_document(self, _: object) -> None:
        self._show_route()
        self._show_sky()

    def _show_route(self) -> None:
        route = str(self._bridge.document.parameters.get(ROUTE))
        self.route.setCurrentIndex(max(self.route.findData(route), 0))

    @override
    def show_present(self) -> None:
        """Show what the sun brings now."""
        self._show_route()
        self._show_sky()
        results = self._bridge.results
        if results is None:
            self.state.setText(tr("computing…"))
            return
        stale = any(results.entries[id_].stale for id_ in _MEASURES)
        for section in sections(results, self._bridge.area_unit):
            view = self._sections.get(section.id)
            if view is None:
                view = SectionView(section, self)
                view.asked.connect(self._bridge.why_requested)
                self._sections[section.id] = view
                self._layout.insertWidget(self._layout.count() - 1, view)
            view.show_section(section, stale=stale)
        self.state.setText(_warned(results))
        self.state.setVisible(bool(self.state.text()))

    def _show_sky(self) -> None:
        results = self._bridge.results
        place = cast("Place | None", results.value("solar.place")) if results else None
        self.place.setText(words.MISSING if place is None else _degrees(place))
        weather = weather_in(self._bridge.document.parameters.get(STORED))
        if weather is None:
            self.sky.setText(tr("None attached (Analyse, Attach weather)"))
            self.sky.setToolTip("")
            return
        texts = [f"{weather.sort} – {weather.source}"]
        if place is not None:
            km = words.number(distance_km(weather, place))
            texts.append(tr("{km} km from the plan", km=km))
        level = words.number(weather.ghi_kwh_m2)
        texts.append(tr("{kwh} kWh/(m²·a) on the level", kwh=level))
        self.sky.setText("\n".join(texts))

    def section(self, id_: str) -> SectionView:
        """Return a table of the panel."""
        return self._sections[id_]


def _degrees(place: Place) -> str:
    east, north = tr("E") if place.lon >= 0 else tr("W"), tr("N") if place.lat >= 0 else tr("S")
    lat, lon = (words.number(abs(value), 2) for value in (place.lat, place.lon))
    return f"{lat}° {north}, {lon}° {east}"


def _warned(results: Results) -> str:
    """Return what must be known of the numbers, empty where nothing."""
    route = str(results.document.parameters.get(ROUTE))
    modelled = cast("Modelled | None", results.value("solar.modelled"))
    if modelled is not None and modelled.clear:
        return tr(
            "Upper bound: the sky is computed without clouds, and no year is like that. Attach a"
            " file of weather."
        )
    weather = weather_in(results.document.parameters.get(STORED))
    place = cast("Place | None", results.value("solar.place"))
    if weather is not None and place is not None and distance_km(weather, place) > NEAR_KM:
        km = words.number(distance_km(weather, place))
        return tr("The weather is that of a place {km} km away.", km=km)
    if route == "shaded" and results.value("solar.shading") is None:
        return tr("The shading of the roofs is not computed yet: Analyse, Compute the shading.")
    if route == "table" and len(results.document.layer("rooftops")):
        return tr("Months and hours have the shape of a year of sun; their sum is the table's.")
    return ""


PANEL = Panel(
    id="sun",
    title=lambda: tr("Sun on roofs"),
    icon="sun",
    area="right",
    order=6,
    key="F12",
    make=SunPanel,
    tab="numbers",
    hidden=True,
)
