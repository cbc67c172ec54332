"""A year of weather, attached to the plan and taken off again."""

from __future__ import annotations

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.errors import InvalidEditError
from layers.message import Message
from layers.weather import STORED, Weather, text_of


def attach_weather(document: Document, weather: Weather) -> Edit:
    """Return the edit that gives the plan a year of weather; it replaces the one it has.

    Parameters
    ----------
    document
        The plan.
    weather
        Weather of a year.
    """
    before = document.parameters.get(STORED)
    title = Message.of("Attach the weather {source}", source=weather.source)
    return Edit(title, (ValueDelta("parameters", STORED, before, text_of(weather)),))


def remove_weather(document: Document) -> Edit:
    """Return the edit that takes the plan's weather off.

    Raises
    ------
    InvalidEditError
        Where it has none.
    """
    before = document.parameters.get(STORED)
    if before is None:
        raise InvalidEditError("The plan has no weather attached.")
    return Edit(Message.of("Remove the weather"), (ValueDelta("parameters", STORED, before, None),))
