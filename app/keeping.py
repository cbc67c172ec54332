"""What the next opening of a large plan needs is kept beside the window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from layers.document import Document
from layers.progress import Progress
from widgets.jobs import Latest

LATER_MS: Final = 5_000
"""So long after a plan was opened or saved it is begun: the map comes first."""


class Keeper(QObject):
    """Keeps what was read of the open plan, once it has been open for a while.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: tuple[Path, Document] | None = None
        self._work = Latest(self)
        self._work.failed.connect(_raise)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._begin)

    @property
    def running(self) -> bool:
        """Whether something is being kept, or will be soon."""
        return self._work.running or self._later.isActive()

    def keep_later(self, path: Path, document: Document) -> None:
        """Keep a plan that was just read from a file or saved to it."""
        self._plan = path, document
        self._later.start()

    def drop(self) -> None:
        """Keep nothing more of a plan that is being closed."""
        self._later.stop()
        self._plan = None
        self._work.cancel()

    def _begin(self) -> None:
        if self._plan is None:
            return
        (path, document), self._plan = self._plan, None

        def work(progress: Progress) -> object:
            from layers.files import kept_layers

            kept_layers.write(path, document, progress)
            return None

        self._work.ask(work)

    def close(self) -> None:
        """Stop what runs beside the window."""
        self.drop()
        self._work.close()


def _raise(error: Exception) -> None:
    raise error
