"""Work beside the window: captured, cancellable, answered on the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from layers.errors import CancelledError
from layers.progress import Progress

Work = Callable[[Progress], object]


class Latest(QObject):
    """Runs one piece of work at a time; asking anew cancels what runs, and the newest answers.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    answered = Signal(object)
    failed = Signal(object)
    progressed = Signal(float)
    running_changed = Signal(bool)
    _done = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._generation = 0
        self._progress: Progress | None = None
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, work: Work) -> None:
        """Start work, or queue it behind what is being cancelled."""
        self.cancel()
        self._generation += 1
        generation = self._generation
        progress = Progress(self.progressed.emit)
        self._progress = progress
        self.running_changed.emit(True)

        def run() -> object:
            progress.at(0.0)
            return work(progress)

        def finished(future: Future[object]) -> None:
            error = future.exception()
            value = None if error is not None else future.result()
            self._done.emit(generation, value, error)

        self._pool.submit(run).add_done_callback(finished)

    def cancel(self) -> None:
        """Ask what runs to stop; its answer is dropped."""
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None

    @property
    def running(self) -> bool:
        """Whether an answer is awaited."""
        return self._progress is not None

    def _deliver(self, generation: int, value: object, error: object) -> None:
        if generation != self._generation:
            return
        self._progress = None
        self.running_changed.emit(False)
        if isinstance(error, CancelledError):
            return
        if error is not None:
            self.failed.emit(error)
            return
        self.answered.emit(value)

    def close(self) -> None:
        """Cancel what runs and wait for its end."""
        self._generation += 1
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
