"""What the last change of assumptions does to the plan's numbers, in one line."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from layers.edit import Change
from layers.measure import Results
from resources.translations import tr
from widgets import key_totals, theme
from widgets.bridge import Bridge

MOST = 3
"""Numbers that are told; all of them stand in the tooltip."""


class EffectsLine(QLabel):
    """Holds the key numbers of the plan side by side, before and after a change of assumptions.

    Parameters
    ----------
    bridge
        The plan.
    parent
        Owner in Qt.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._before: Results | None = None
        known = bridge.results
        self._whole = None if known is None or known.stale else known
        self.setObjectName("muted")
        self.setWordWrap(True)
        self.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, theme.SPACE)
        self.hide()
        bridge.document_changed.connect(self._follow_document)
        bridge.results_changed.connect(self._follow_results)

    def _follow_document(self, change: Change) -> None:
        of_factors = any(section == "parameters" for section, _ in change.values)
        # Edits of the map in between would be taken for what the assumptions do.
        self._before = self._whole if of_factors else None
        if not of_factors:
            self.hide()

    def _follow_results(self, _: object) -> None:
        results = self._bridge.results
        if results is None or results.stale:
            return
        before, self._whole, self._before = self._before, results, None
        if before is None:
            return
        rows = list(key_totals.changes(key_totals.values(before), key_totals.values(results)))
        texts = [
            tr("{title}: {before} → {after}", title=title, before=old, after=new)
            + (f" ({share})" if share else "")
            for title, old, new, share in rows
        ]
        self.setText(" · ".join(texts[:MOST]) or tr("None of the key numbers changes."))
        self.setToolTip("\n".join(texts))
        self.show()
