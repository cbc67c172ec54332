"""Why a number is what it is: formula, inputs with sources, features, and what was left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from layers.analysis.absent import title_of
from layers.analysis.leaf_titles import part_title
from layers.analysis.plain import unit_of
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.errors import PlanError
from layers.kinds import kinds
from layers.measure import Results
from layers.parameters import Factor
from resources.translations import current, tr
from widgets import indicator_words, theme, words
from widgets.bridge import Bridge
from widgets.docks import energy_sections, sun_sections
from widgets.docks.factors import confidences
from widgets.docks.figures import Row
from widgets.docks.section import Section
from widgets.docks.sections import sections
from widgets.panel import Attentive, Panel

_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
"""A number is not broken between two lines, nor from its unit."""
_PATH: Final = re.compile(r"[a-z_]+(\.[a-zA-Z0-9_-]+)+")
"""How a number is named that went into another one."""
_UNTOLD: Final = frozenset({"area_ha", "year"})
"""Parts of a number that stand beside it already."""
_MOST_PARTS: Final = 6


class WhyPanel(Attentive, QWidget):
    """Explains the number that was asked for last, and follows it.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._path = ""
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow_link)
        self.text.setAccessibleName(tr("Why?"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)

        bridge.why_requested.connect(self.explain)
        bridge.results_changed.connect(self.follow)
        bridge.display_changed.connect(self.follow)
        self.show_present()

    def explain(self, path: str) -> None:
        """Explain the number of a path of the totals."""
        self._path = path
        self.show_present()
        self.text.verticalScrollBar().setValue(0)

    def _follow_link(self, link: QUrl) -> None:
        """Ask for the number that went into this one."""
        self._bridge.why_requested.emit(link.toString())

    @override
    def show_present(self) -> None:
        """Show the reasons as they are now."""
        results = self._bridge.results
        if not self._path:
            self.text.setHtml(_note(tr("Click a number in Totals to see where it comes from.")))
        elif results is None:
            self.text.setHtml(_note(tr("computing…")))
        else:
            try:
                found = why(results, self._path, speak=current().sentence)
            except PlanError as error:
                self.text.setHtml(_note(words.sentence(error.message)))
                return
            place = self.text.verticalScrollBar().value()
            unit = self._bridge.area_unit
            title = named(self._path, results, unit)
            self.text.setHtml(_page(found, unit, title))
            self.text.verticalScrollBar().setValue(place)


def _note(text: str) -> str:
    return f'<p style="color:{theme.colours().muted}">{html.escape(text)}</p>'


def named(path: str, results: Results, unit: str) -> str:
    """Return what the totals call a number: its table and its row, else its path.

    Parameters
    ----------
    path
        Path of the number.
    results
        Results of the plan.
    unit
        Unit of areas.
    """
    norm = results.document.parameters.get(path.replace("land.norms.", "norm."))
    if path.startswith("land.norms.") and isinstance(norm, Factor):
        return f"{tr('Land beside standards')} · {words.named(norm)}"
    found = totals(results, speak=current().sentence, stamped=False)
    for section in _sections(found, results, unit):
        name = _row_name(section.rows, path)
        if name:
            return f"{section.title.partition(' [')[0]} · {name}"
    for row in found["indicators"]:
        if path == f"indicators.{row['id']}":
            return f"{tr('Targets')} · {indicator_words.title(row)}"
    others = {"land.parcels_m2": tr("All parcels"), "land.site_m2": tr("Site")}
    return others.get(path) or words.sentence(title_of(path))


def _sections(found: Mapping[str, Any], results: Results, unit: str) -> Iterator[Section]:
    """Yield the tables of all panels; most numbers are found in the first ones."""
    yield from sections(found, results.document, unit)
    yield from energy_sections.sections(found, results.document, unit)
    yield from sun_sections.sections(results, unit)


def _row_name(rows: Iterable[Row], path: str) -> str:
    for row in rows:
        name = row.cells[0] if row.path == path else _row_name(row.children, path)
        if name:
            return name
    return ""


def _page(found: Mapping[str, Any], unit: str, title: str) -> str:
    """Return the reasons as HTML; all that comes from files is escaped."""
    colours = theme.colours()
    parts = [
        f"<p><b>{html.escape(title)}</b></p>",
        f'<p style="font-size:large"><b>{_quantity(found["value"], found["unit"], unit)}</b></p>',
        f"<p>{html.escape(found['formula'])}</p>",
    ]
    if found["steps"]:
        parts.append(_head(tr("The formula with values put in")))
        items = "".join(f"<li>{_step(line)}</li>" for line in found["steps"])
        parts.append(f'<ul style="margin-left:-24px">{items}</ul>')
    if found["inputs"]:
        parts.append(_head(tr("Inputs")))
        parts.append('<table cellspacing="0" cellpadding="3" width="100%">')
        parts += [_input(term, unit) for term in found["inputs"]]
        parts.append("</table>")
    if found["features"]:
        parts.append(_head(tr("Features in it")))
        parts.append(f"<p>{html.escape(', '.join(_features(found['features'])))}</p>")
    if found["left_out"]:
        parts.append(_head(tr("Left out and assumed")))
        items = "".join(f"<li>{html.escape(text)}</li>" for text in found["left_out"])
        parts.append(f'<ul style="margin-left:-24px">{items}</ul>')
    parts.append(f'<p style="color:{colours.muted}">{html.escape(found["path"])}</p>')
    return "".join(parts)


def _step(line: str) -> str:
    """Return a line with values put in, of which what comes out is not broken."""
    before, sign, after = line.rpartition(" = ")
    whole = f"{before}{sign}{after.replace(' ', _UNBROKEN)}"
    return html.escape(whole.replace(words.THIN, _UNBROKEN))


def _head(text: str) -> str:
    return f'<p style="color:{theme.colours().accent}"><b>{html.escape(text)}</b></p>'


def _quantity(value: object, own: str, unit: str) -> str:
    """Return a value with its unit; the parts of one that has several, the sum of a list."""
    if isinstance(value, Mapping):
        if "value" in value:
            return _beside_bounds(value)
        shown = [
            f"{html.escape(_part(key))} {_quantity(part, _unit(key, own), unit)}"
            for key, part in value.items()
            if _told(key, part)
        ]
        return " · ".join(shown[:_MOST_PARTS])
    return _of_list(value, own, unit) if isinstance(value, list) else _single(value, own, unit)


def _single(value: object, own: str, unit: str) -> str:
    if isinstance(value, bool):
        return html.escape(tr("yes") if value else tr("no"))
    if not isinstance(value, int | float):
        return words.MISSING if value is None else html.escape(str(value)[:200])
    if own == "m²":
        return _unbroken(words.area_with_sign(float(value), unit))
    return _unbroken(f"{words.figures(float(value), 6)} {words.unit(own)}")


def _unbroken(text: str) -> str:
    text = text.strip().replace(words.THIN, _UNBROKEN).replace(" ", _UNBROKEN)
    return html.escape(text)


def _beside_bounds(found: Mapping[str, Any]) -> str:
    """Return a figure beside the range of a standard; square metres per head are no area."""
    sign = str(found.get("unit") or "")
    signs = {"value": "", "low": "≥ ", "high": "≤ "}
    shown = [
        _unbroken(f"{before}{words.figures(float(found[key]), 6)} {words.unit(sign)}")
        for key, before in signs.items()
        if isinstance(found.get(key), int | float)
    ]
    return " · ".join(shown) or words.MISSING


def _of_list(values: list[Any], own: str, unit: str) -> str:
    """Return the sum of numbers, as of months; of rows how many there are."""
    if all(isinstance(one, int | float) for one in values):
        return _quantity(float(sum(values)), own, unit)
    return html.escape(tr("{n} rows", n=len(values)))


def _told(key: str, part: object) -> bool:
    """Return whether part of a number is told: figures, each once."""
    figure = part is None or (isinstance(part, int | float) and not isinstance(part, bool))
    return figure and key not in _UNTOLD


def _unit(key: str, own: str) -> str:
    """Return the unit of a part: the one that it names, none for what is counted."""
    return unit_of(key, "" if key in kinds() or key in {"roofs", "parcels"} else own)


def _part(key: str) -> str:
    names = {
        "low": tr("low"),
        "central": tr("central"),
        "high": tr("high"),
        "area_m2": tr("Area"),
        "share_pct": tr("share"),
        "site_pct": tr("of the site"),
        "floor_pct": tr("Asked"),
        "possible_pct": tr("possible"),
        "roofs": tr("Roofs"),
    }
    known = part_title(key, {})
    return names.get(key) or (key.replace("_", " ") if known is None else words.sentence(known))


def _input(term: Mapping[str, Any], unit: str) -> str:
    muted = theme.colours().muted
    sure = str(confidences().get(term["confidence"], term["confidence"]))
    source, year = str(term["source"]), str(term["year"] or "")
    if _PATH.fullmatch(source):  # a number of the totals, which can be asked why itself
        link = f'<a href="{source}" style="color:{theme.colours().accent}">'
        source = f"{link}{html.escape(tr('computed'))}</a>"
    else:
        source = html.escape(source)
    footing = " · ".join(filter(None, (source, html.escape(year), html.escape(sure))))
    return (
        f"<tr><td>{html.escape(term['name'])}<br/>"
        f'<span style="color:{muted}; font-size:small">{footing}</span></td>'
        f'<td align="right" nowrap="nowrap">{_quantity(term["value"], term["unit"], unit)}'
        "</td></tr>"
    )


def _features(found: Mapping[str, int]) -> Iterable[str]:
    for kind, count in found.items():
        title = words.declared(kinds()[kind].title) if kind in kinds() else kind
        yield f"{title} {words.number(count)}"


PANEL = Panel(
    id="why",
    title=lambda: tr("Why?"),
    icon="why",
    area="right",
    order=9,
    key="Ctrl+9",
    make=WhyPanel,
    hidden=True,
)
