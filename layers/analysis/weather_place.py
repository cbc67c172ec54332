"""Whether weather is that of the plan's place: it may come from a file of anywhere on earth."""

from __future__ import annotations

from typing import cast

from layers.analysis.solar_why import NEAR_KM, distance_km
from layers.analysis.yields import MEASURES, Place
from layers.document import Document
from layers.measure import MeasureSet
from layers.message import Message
from layers.weather import Weather
from resources.translations import grouped


def far_away(document: Document, weather: Weather) -> Message | None:
    """Return a warning where weather is from far away, None where it is near or nothing is drawn.

    Parameters
    ----------
    document
        The plan.
    weather
        Weather of a year.
    """
    only = MeasureSet(MEASURES).behind(["solar.place"])
    place = cast("Place | None", only.evaluate(document).value("solar.place"))
    if place is None or (km := distance_km(weather, place)) <= NEAR_KM:
        return None
    return Message.of(
        "This weather is that of a place {km} km away from the plan, and so would be the yield."
        " Attach weather from within {near} km, or undo.",
        km=grouped(km),
        near=round(NEAR_KM),
    )
