"""What the totals say about industry chains."""

from __future__ import annotations

from layers.document import Document
from resources.translations import tr
from widgets import words
from widgets.docks.figures import Row
from widgets.docks.section import Section, Totals


def chains(totals: Totals, document: Document, unit: str) -> Section:
    """Return how near partners are, how whole the chains are, and what is too near."""
    del document, unit
    found = totals["chains"]
    heads = (tr("Industry chains"), tr("Value"), tr("Unit"))
    title = tr("Industry chains")
    if not found["parcels"]:
        text = tr("Give parcels a node of an industry chain to see which neighbours fit.")
        return Section("chains", title, heads, [], text)
    rows = [
        Row((name, words.figures(found[key]), ""), f"chains.{key}")
        for name, key in (
            (tr("Adjacency (0–1)"), "adjacency"),
            (tr("Completeness (0–1)"), "completeness"),
            (tr("Parcels with a node"), "parcels"),
            (tr("Links that a nuisance forbids"), "vetoed"),
            (tr("Parcels too near to a nuisance (pairs)"), "conflicts"),
        )
    ]
    return Section("chains", title, heads, rows)
