"""Plans whose energy a person can work out."""

from layers.analysis import measures
from layers.analysis.totals import totals
from layers.edit import Edit, ValueDelta
from layers.message import Message
from tests.strategies import document, layer, squares


def parcels(*uses, **values):
    """Squares of 1 ha with these uses and lists of values by column."""
    return layer("parcels", squares(len(uses)), land_use=list(uses), **values)


def plan(*uses, **values):
    """A plan of parcels alone; all of their columns as lists."""
    return document(parcels(*uses, **values))


def with_settings(found, **settings):
    """The plan with other settings, named without ``plan.``."""
    deltas = tuple(
        ValueDelta("parameters", f"plan.{name}", found.parameters[f"plan.{name}"], value)
        for name, value in settings.items()
    )
    return found.applied(Edit(Message("set"), deltas))


def with_factor(found, id_, **values):
    """The plan with another factor."""
    before = found.parameters[id_]
    after = before.edited(**values)
    return found.applied(Edit(Message("set"), (ValueDelta("parameters", id_, before, after),)))


def energy(found):
    """The totals of energy and of carbon."""
    answer = totals(measures().evaluate(found), stamped=False)
    return answer["energy"], answer["carbon"]


def lacking(found, path):
    """What a path of the totals lacks."""
    answer = totals(measures().evaluate(found), stamped=False)
    return [one["needs"] for one in answer["missing"] if one["path"] == path]
