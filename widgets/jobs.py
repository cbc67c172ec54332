"""Work beside the window: captured, cancellable, answered on the window's thread.

`Latest` is for answers that overtake one another, as results do; `Jobs` is for what the user
started and waits for, as saving.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from layers.errors import CancelledError
from layers.progress import Progress

Work = Callable[[Progress], object]
Refused = Callable[[object], object]


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread = _Thread()
        self._generation = 0
        thread.voice.progressed.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        thread.voice.done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        # Whoever lets it go without closing it leaves no work behind that would answer it.
        self.destroyed.connect(partial(_Thread.close, thread))

    def ask(self, work: Work) -> None:
        """Start work, or queue it behind what is being cancelled."""
        self.cancel()
        self._generation += 1
        generation = self._generation
        thread = self._thread
        progress = Progress(partial(_tell, thread.voice.progressed))
        thread.progress = progress
        self.running_changed.emit(True)

        def run() -> object:
            progress.at(0.0)
            return work(progress)

        def finished(future: Future[object]) -> None:
            if future.cancelled() or thread.closed:
                return
            error = future.exception()
            value = None if error is not None else future.result()
            with suppress(CancelledError):
                _tell(thread.voice.done, generation, value, error)

        thread.pool.submit(run).add_done_callback(finished)

    def cancel(self) -> None:
        """Ask what runs to stop; its answer is dropped."""
        if self._thread.progress is not None:
            self._thread.progress.cancel()
            self._thread.progress = None
            self._generation += 1
            self.running_changed.emit(False)

    @property
    def running(self) -> bool:
        """Whether an answer is awaited."""
        return self._thread.progress is not None

    def _deliver(self, generation: int, value: object, error: object) -> None:
        if generation != self._generation:
            return
        self._thread.progress = None
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
        self._thread.close()


def _tell(signal: SignalInstance, *values: object) -> None:
    """Emit a signal from the thread that works; CancelledError where nobody is left to hear it.

    Qt takes an object away before it tells so, and work may speak between the two.
    """
    try:
        signal.emit(*values)
    except RuntimeError:
        raise CancelledError from None


class _Voice(QObject):
    """What the thread that works speaks through; it lives as long as that does.

    Were it the owner itself, Qt could take it away in the middle of a word.
    """

    progressed = Signal(float)
    done = Signal(int, object, object)


class _Thread:
    """The thread that works, and what it looks at and speaks through: nothing of its owner."""

    def __init__(self) -> None:
        self.voice = _Voice()
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.progress: Progress | None = None
        self.closed = False

    def close(self) -> None:
        """Cancel what runs and wait for its end."""
        self.closed = True
        if self.progress is not None:
            self.progress.cancel()
        self.pool.shutdown(wait=True, cancel_futures=True)


class Job(QObject):
    """A piece of work that the user started.

    Parameters
    ----------
    title
        What the status bar says while it runs.
    exclusive
        Whether the plan must not be edited meanwhile.
    parent
        Owner in Qt.
    """

    progressed = Signal(float)
    """With a share between 0 and 1, on the window's thread."""

    def __init__(self, title: str, *, exclusive: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.exclusive = exclusive
        self.progress = Progress(partial(_tell, self.progressed))

    def cancel(self) -> None:
        """Ask the work to stop; it ends as it would with an error."""
        self.progress.cancel()


class Jobs(QObject):
    """Runs what the user started, side by side, and says what runs.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    changed = Signal()
    """After a job has started or ended."""
    failed = Signal(object)
    """With the error of a job whose caller does not take it."""
    _done = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2)
        self._numbers = count()
        self._running: dict[int, tuple[Job, Callable[[object], None], Refused | None]] = {}
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[Job, ...]:
        """What has been started and not ended, oldest first."""
        return tuple(job for job, *_ in self._running.values())

    def start(
        self,
        title: str,
        work: Work,
        done: Callable[[object], None],
        *,
        exclusive: bool = False,
        refused: Refused | None = None,
    ) -> Job:
        """Start work beside the window.

        Parameters
        ----------
        title
            What the status bar says meanwhile.
        work
            What is done; it has captured all that it needs.
        done
            Called on the window's thread with the answer; not after an error.
        exclusive
            Whether the plan must not be edited meanwhile.
        refused
            Called on the window's thread with an error; None to tell it by the signal `failed`.
        """
        number = next(self._numbers)
        job = Job(title, exclusive=exclusive, parent=self)
        self._running[number] = (job, done, refused)

        def finished(future: Future[object]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            value = None if error is not None else future.result()
            with suppress(CancelledError):
                _tell(self._done, number, value, error)

        self._pool.submit(work, job.progress).add_done_callback(finished)
        self.changed.emit()
        return job

    def _deliver(self, number: int, value: object, error: object) -> None:
        found = self._running.pop(number, None)
        if found is None:
            return
        job, done, refused = found
        job.deleteLater()
        self.changed.emit()
        if error is None:
            done(value)
        elif refused is not None:
            refused(error)
        else:
            self.failed.emit(error)

    def close(self) -> None:
        """Cancel what runs and wait for its end; nothing is answered any more."""
        for job in self.running:
            job.cancel()
        self._running.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
