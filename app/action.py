"""What can be done, as data: one declaration for menu, toolbar, key, tooltip and command list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from widgets import theme, words


def always() -> bool:
    """Return True, for what can always be done."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    Parameters
    ----------
    id
        ``<menu>.<name>``, unique.
    title
        What the menu says, in the language of the window.
    run
        Does it.
    key
        Its key, as `QKeySequence` reads it; several are parted by ``; ``.
    icon
        Name of its icon; empty for none.
    tooltip
        What it does, where the title does not say all.
    when
        Whether it can be done now.
    checked
        Whether its mark is set, for commands that switch something.
    submenu
        Title of the menu within the menu that holds it; empty for none.
    separated
        Whether a line stands above it.
    toolbar
        Whether the toolbar has it.
    label
        Gives a title that changes, as that of Undo; empty while the command is not offered.
    on_map
        Whether its key holds on the map and the table alone, as single letters do.
    """

    id: str
    title: str
    run: Callable[[], object]
    key: str = ""
    icon: str = ""
    tooltip: str = ""
    when: Callable[[], bool] = always
    checked: Callable[[], bool] | None = None
    submenu: str = ""
    separated: bool = False
    toolbar: bool = False
    label: Callable[[], str] | None = None
    on_map: bool = False

    @property
    def menu(self) -> str:
        """Id of the menu: the part of the id before the first point."""
        return self.id.partition(".")[0]


class ActionSet(QObject):
    """The commands of a window as Qt has them; their data is the title of their submenu.

    A child of the window: with it goes what follows the plan, which stays.

    Parameters
    ----------
    window
        The window whose keys these are.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, tuple[Action, QAction]] = {}

    def add(self, action: Action) -> QAction:
        """Take a command in and return Qt's."""
        made = QAction(action.title, self._window)
        if action.icon:
            made.setIcon(theme.icon(action.icon))
        keys = [QKeySequence(key) for key in action.key.split("; ")] if action.key else []
        made.setShortcuts(keys)
        text = words.without_mnemonic(action.tooltip or action.title).rstrip("…")
        key = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        made.setToolTip(f"{text} ({key})" if key else text)
        made.setCheckable(action.checked is not None)
        made.setData(words.without_mnemonic(action.submenu))
        made.triggered.connect(lambda _=False: action.run())
        self._actions[action.id] = (action, made)
        if action.on_map:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            self._window.addAction(made)
        return made

    def __getitem__(self, id_: str) -> QAction:
        return self._actions[id_][1]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._actions

    @property
    def all(self) -> tuple[tuple[Action, QAction], ...]:
        """Declarations and Qt's commands, in the order of the menus."""
        return tuple(self._actions.values())

    def add_to_map(self, widget: QWidget) -> None:
        """Let the keys that belong to the map hold on a widget."""
        for action, made in self._actions.values():
            if action.on_map:
                widget.addAction(made)

    def refresh(self) -> None:
        """Show which commands can be used now, which are marked, and what they are called."""
        for action, made in self._actions.values():
            made.setEnabled(action.when())
            if action.checked is not None:
                made.setChecked(action.checked())
            if action.label is not None:
                made.setText(action.label())
                made.setVisible(bool(made.text()))

    def fill(self, menu: QMenu, id_: str) -> None:
        """Put the commands of a menu into it."""
        inner: dict[str, QMenu] = {}
        first = True
        for action, made in self._actions.values():
            if action.menu != id_:
                continue
            if action.separated or (first and not action.on_map and not menu.isEmpty()):
                menu.addSeparator()
            first = first and action.on_map
            if action.submenu:
                if action.submenu not in inner:
                    inner[action.submenu] = menu.addMenu(action.submenu)
                inner[action.submenu].addAction(made)
            else:
                menu.addAction(made)
