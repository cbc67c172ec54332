"""The open plan and its file: new, open, save, import and export, beside the window."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.keeping import Keeper
from app.settings import Settings
from layers.document import Document
from layers.message import Message
from layers.progress import Progress
from layers.session import Session
from resources.translations import tr
from widgets.bridge import Bridge
from widgets.dialogs.questions import Answer
from widgets.jobs import Job, Jobs, Refused

if TYPE_CHECKING:
    from app.exporter import Options as ExportOptions
    from layers.edit import Edit
    from layers.files.importing import Options as ImportOptions
    from layers.files.project import Opened
    from layers.files.report import Report
    from widgets.map.scene import Scene

Then = Callable[[], object]


def _nothing(*_: object) -> None:
    return None


class Documents(QObject):
    """Holds the one open plan and brings it from and to files.

    Parameters
    ----------
    settings
        Preferences; recent plans are noted there.
    parent
        Owner in Qt.
    """

    opened = Signal()
    """After another plan, or none, is the open one."""
    noticed = Signal(str)
    lacked = Signal(tuple)
    """After a plan was opened whose file lacks factors: their ids."""
    """With a sentence about what was done."""
    failed = Signal(object)
    """With an error that the user can act on."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = Jobs(self)
        self.bridge: Bridge | None = None
        self.scene: Scene | None = None
        """What is to be seen of a plan that is just being opened; its map takes it over."""
        self._saving: Job | None = None
        self._keeper = Keeper(self)
        self.ask_unsaved: Callable[[str], Answer] = _cancel
        self.ask_path: Callable[[], Path | None] = _no_path
        self.show_report: Callable[[Report], object] = _nothing
        self.jobs.failed.connect(self.failed)

    # ---- the open plan --------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The session of the open plan."""
        return self.bridge.session if self.bridge is not None else None

    @property
    def name(self) -> str:
        """What the open plan is called: by its file, else by itself."""
        session = self.session
        if session is None:
            return ""
        if session.path is not None:
            return session.path.stem
        return session.document.name or tr("Untitled")

    @property
    def modified(self) -> bool:
        """Whether the open plan has changes that no file has."""
        return self.session is not None and self.session.modified

    @property
    def editable(self) -> bool:
        """Whether there is a plan that may be edited now."""
        busy = any(job.exclusive for job in self.jobs.running)
        return self.session is not None and not self.session.read_only and not busy

    @property
    def saving(self) -> bool:
        """Whether the plan is being saved now."""
        return self._saving is not None and self._saving in self.jobs.running

    def show(self, session: Session | None, scene: Scene | None = None) -> None:
        """Make this session the open plan, whose scene may have been made beside the window."""
        old = self.bridge
        self._keeper.drop()
        if session is None:
            self.bridge = None
        else:
            self.bridge = Bridge(session, self)
            self.bridge.show_areas_in(self.settings.area_unit)
            self.bridge.choose_land_use(_first_land_use(session.document))
        self.scene = scene
        self.opened.emit()
        self.scene = None
        if old is not None:
            old.close()
            old.deleteLater()

    def show_new(
        self, document: Document, *, worth_saving: bool = True, scene: Scene | None = None
    ) -> None:
        """Make a plan without a file the open one."""
        session = Session(document, who=_account())
        if not worth_saving:
            session.forgo_saving()
        self.show(session, scene)

    def leave(self, then: Then) -> None:
        """Do something that ends the work on the open plan, after asking about its changes."""
        if not self.modified:
            then()
            return
        answer = self.ask_unsaved(self.name)
        if answer == "discard":
            then()
        elif answer == "save":
            self.save(then)

    def close_plan(self) -> None:
        """Close the open plan, after asking about its changes."""
        self.leave(lambda: self.show(None))

    # ---- files ----------------------------------------------------------------------------------

    def open_file(self, path: Path, *, read_only: bool = False) -> None:
        """Open a plan, after asking about the changes in the one that is open."""
        self.leave(lambda: self._load(path, read_only=read_only))

    def _load(self, path: Path, *, read_only: bool) -> None:
        def work(progress: Progress) -> object:
            from layers.files import project

            opened = project.load(path, progress=progress)
            return opened, _seen(opened.document)

        def done(answer: object) -> None:
            opened, scene = cast("tuple[Opened, Scene]", answer)
            self.settings.remember(path)
            session = Session(
                opened.document,
                path,
                read_only=read_only or opened.read_only,
                who=_account(),
                earlier=opened.history,
            )
            self.show(session, scene)
            self._keeper.keep_later(path, opened.document)
            if opened.notes:
                self.noticed.emit(_sentence(Message.joined(opened.notes)))
            for note in opened.notes:
                if ids := note.values.get("details"):
                    self.lacked.emit(ids)

        self.jobs.start(tr("Opening {name}", name=path.name), work, done, exclusive=True)

    def save(self, then: Then = _nothing) -> None:
        """Save the plan to its file; ask for one where it has none or may not be written."""
        session = self.session
        if session is None:
            return
        path = session.path if not session.read_only else None
        path = path or self.ask_path()
        if path is not None:
            self.save_to(path, then)

    def save_to(self, path: Path, then: Then = _nothing) -> None:
        """Save the plan to a file and go on with it."""
        bridge = self.bridge
        if bridge is None or self.saving:
            return
        session, document = bridge.session, bridge.document
        base, origin, history = session.saved, session.path, session.history

        def work(progress: Progress) -> object:
            from layers.files import project

            project.save(
                document,
                path,
                base=base,
                history=history.done,
                origin=origin,
                progress=progress,
            )
            return None

        def done(_: object) -> None:
            session.saved_to(path, document, history.mark)
            self.settings.remember(path)
            bridge.state_changed.emit()
            self._keeper.keep_later(path, document)
            self.noticed.emit(tr("Saved as {path}.", path=str(path)))
            then()

        self._saving = self.jobs.start(tr("Saving {name}", name=path.name), work, done)

    def open_sample(self) -> None:
        """Open the sample park, after asking about the changes in the plan that is open."""
        self.leave(self._make_sample)

    def _make_sample(self) -> None:
        def work(_: Progress) -> object:
            from sample_data.plan import sample_document

            return sample_document()

        self.jobs.start(
            tr("Laying out the sample park"),
            work,
            lambda document: self.show_new(cast("Document", document), worth_saving=False),
            exclusive=True,
        )

    # ---- other files ----------------------------------------------------------------------------

    def make_plan(
        self,
        name: str,
        options: Sequence[ImportOptions],
        settings: tuple[str, int],
        *,
        agreed: Then = _nothing,
        refused: Refused | None = None,
    ) -> Job:
        """Make a plan from files; once it is there, ask about the changes in the one that is open.

        Parameters
        ----------
        name, options
            What it is called, and the files.
        settings
            Code set, and the year from which the age of plantings is counted. [a]
        agreed
            Called before the new plan becomes the open one.
        refused
            Called with what speaks against it, with None where the user keeps the open plan.
        """
        set_id, base_year = settings

        def work(progress: Progress) -> object:
            from layers.files import importing

            document, report = importing.new_plan(
                name, options, set_id=set_id, base_year=base_year, progress=progress
            )
            return document, report, _seen(document)

        def done(answer: object) -> None:
            document, report, scene = cast("tuple[Document, Report, Scene]", answer)
            left: list[bool] = []

            def show() -> None:
                left.append(True)
                agreed()
                self.show_new(document, scene=scene)
                self.show_report(report)

            self.leave(show)
            if not left and refused is not None:
                refused(None)

        title = tr("Making the plan {name}", name=name)
        return self.jobs.start(title, work, done, exclusive=True, refused=refused)

    def import_file(
        self,
        options: ImportOptions,
        *,
        replace: bool,
        then: Then | None = None,
        refused: Refused | None = None,
    ) -> None:
        """Bring a file into the open plan, as one step that can be undone; then go on."""
        bridge = self.bridge
        if bridge is None:
            return
        document = bridge.document

        def work(progress: Progress) -> object:
            from layers.files import importing

            return importing.import_file(document, options, replace=replace, progress=progress)

        def done(answer: object) -> None:
            edit, report = cast("tuple[Edit, Report]", answer)
            if bridge.attempt(lambda _: edit):
                bridge.activate(options.kind)
                bridge.look_at(options.kind)
                self.show_report(report)
                if then is not None:
                    then()

        title = tr("Importing {name}", name=Path(options.path).name)
        self.jobs.start(title, work, done, exclusive=True, refused=refused)

    def export(self, path: Path, options: ExportOptions) -> None:
        """Write the plan, or a part of it, in another format."""
        bridge = self.bridge
        if bridge is None:
            return
        document, results = bridge.document, bridge.results
        question = bridge.session.question()

        def work(progress: Progress) -> object:
            from app import exporter

            fresh = results
            if fresh is None or fresh.stale or fresh.document is not document:
                fresh = question(progress).results
            exporter.export(document, fresh, path, options, progress)
            return None

        def done(_: object) -> None:
            self.noticed.emit(tr("Written: {path}.", path=str(path)))

        self.jobs.start(tr("Writing {name}", name=path.name), work, done)

    def close(self) -> None:
        """Stop what runs and let go of the plan."""
        self._keeper.close()
        self.jobs.close()
        if self.bridge is not None:
            self.bridge.close()


def _seen(document: Document) -> Scene:
    """Return what is to be seen of a plan; of a large one that takes long, beside the window."""
    from widgets.map.scene import Scene

    return Scene.of(document).remembered()


def _cancel(_: str) -> Answer:
    return "cancel"


def _no_path() -> Path | None:
    return None


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _first_land_use(document: Document) -> str:
    """Return the industrial class, which such a plan paints first, else the first class."""
    for code in ("M1", "100101"):
        if code in document.codes:
            return code
    return next(iter(document.codes.classes), "")


def _sentence(note: object) -> str:
    from resources.translations import Sentence, current

    return current().sentence(note) if isinstance(note, Sentence) else str(note)
