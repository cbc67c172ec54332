"""Commands as data."""

from PySide6.QtWidgets import QMenu, QWidget

from app.action import Action, ActionSet


def test_a_command_becomes_an_action_with_key_tooltip_and_state(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    done, usable = [], [False]
    commands = ActionSet(window)
    made = commands.add(
        Action(
            "file.do",
            "&Do it…",
            lambda: done.append(1),
            key="Ctrl+D; Ctrl+F",
            when=lambda: usable[0],
            label=lambda: "&Do it now" if usable[0] else "",
        )
    )
    commands.refresh()
    assert not made.isEnabled()
    assert not made.isVisible()
    usable[0] = True
    commands.refresh()
    assert (made.isEnabled(), made.isVisible(), made.text()) == (True, True, "&Do it now")
    assert made.toolTip() == "Do it (Ctrl+D)"
    assert len(made.shortcuts()) == 2
    assert made.data() == ""
    made.trigger()
    assert done == [1]


def test_menus_take_their_own_commands_and_submenus(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    commands = ActionSet(window)
    for id_, submenu in (("file.a", ""), ("file.b", "More"), ("file.c", "More"), ("edit.d", "")):
        commands.add(Action(id_, id_, list, submenu=submenu))
    menu = QMenu(window)
    commands.fill(menu, "file")
    assert [action.text() for action in menu.actions()] == ["file.a", "More"]
    assert [action.text() for action in menu.actions()[1].menu().actions()] == ["file.b", "file.c"]
