"""Charts on a sheet: the drawing of the window, in the type of the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.exporters.sheets.blocks import Type, draw_head
from app.exporters.sheets.board import Board
from app.exporters.sheets.declared import Sheet
from app.exporters.wording import Wording
from layers.measure import Results
from layers.progress import Progress
from resources.translations import speaking
from widgets.chart import Chart
from widgets.charts import charts
from widgets.plots.dress import PAPER, Dress
from widgets.plots.picture import Picture


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart beside the map; it is left out where legend and tables leave no room.

    Parameters
    ----------
    chart
        What is drawn.
    language
        In which numbers and units are written.
    """

    chart: Chart
    language: str
    spare = True

    def _picture(self, board: Board, type_: Type) -> Picture:
        dress = Dress(PAPER, board.font(type_.size), thousands=",")  # as tables beside it
        return Picture(self.chart, dress, titled=False)

    def height(self, board: Board, width: float, type_: Type) -> float:
        """Return its height. [mm]."""
        with speaking(self.language):
            high = self._picture(board, type_).height(width * board.units)
        return type_.head + high / board.units

    def draw(self, board: Board, place: QRectF, type_: Type) -> None:
        """Draw it at the top of a place."""
        top = draw_head(board, place, self.chart.title, type_)
        body = QRectF(place.left(), top, place.width(), place.bottom() - top)
        with speaking(self.language):
            self._picture(board, type_).draw(board.painter, board.units_of(body))


def chart_blocks(
    results: Results, sheet: Sheet, wording: Wording, progress: Progress | None = None
) -> Iterator[ChartBlock]:
    """Yield the charts that a sheet asks for and that the plan has.

    Parameters
    ----------
    results
        Results of the plan.
    sheet
        Which sheet.
    wording
        In which language.
    progress
        Looked at by charts that take long.
    """
    for id_ in sheet.charts:
        with speaking(wording.language):
            made = charts()[id_].made(results, progress=progress)
        if isinstance(made, Chart):
            yield ChartBlock(made, wording.language)
