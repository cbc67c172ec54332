"""Results with which charts are made in tests: those of the small plan with some put in place."""

from dataclasses import replace
from types import MappingProxyType

from layers.analysis import measures
from tests.small_plan import small_plan

_MADE = {}


def results(**values):
    """Return results of the small plan; ``energy__hourly=…`` puts a value in place of its own."""
    if not _MADE:
        _MADE["plain"] = measures().evaluate(small_plan())
    plain = _MADE["plain"]
    entries = dict(plain.entries)
    some = next(iter(entries.values()))
    for name, value in values.items():
        entries[name.replace("__", ".")] = some.exchanged(value)
    return replace(plain, entries=MappingProxyType(entries))
