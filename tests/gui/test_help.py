"""F1 and the list of keys: every blank has a note, an example and a mistake, and the pane follows the cursor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTreeWidget, QWidget

from selfeval_gui.gui.actions import SPECS
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import BLANKS
from selfeval_gui.report.guidance import guidance, guided
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import ShowReport


@pytest.fixture
def window(show_report: ShowReport) -> MainWindow:
    return show_report()


def shown(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


@pytest.mark.parametrize("form_id", forms.form_ids())
def test_every_blank_has_a_note_an_example_and_a_mistake(form_id: str) -> None:
    form = forms.load(form_id)
    for blank in BLANKS:
        told = guidance(form, blank.path)
        assert all(len(text.strip()) >= 1 for text in told), blank.path
        assert len(told.note) >= 12, blank.path
        assert len(told.mistake) >= 10, blank.path
        assert told.note != told.mistake
    assert guided(form) == {forms.named(blank.path) for blank in BLANKS}


def test_examples_are_values_of_their_blank() -> None:
    """What is shown as good would be taken by the field itself."""
    from selfeval_gui.report.text import Unparsed

    form = forms.load(forms.DEFAULT_FORM)
    for blank in BLANKS:
        example = guidance(form, blank.path).example
        if not example.startswith("（留空") and not blank.path.endswith(".linked"):
            assert not isinstance(blank.kind.read(example), Unparsed), blank.path
            assert len(example) <= blank.limit


def test_f1_shows_the_help_of_the_field_and_follows_the_cursor(window: MainWindow) -> None:
    window.reveal("basic_info.phone")
    QTest.keyClick(in_focus(), Qt.Key.Key_F1)
    assert shown(window, "help.title") == "联系电话"
    told = guidance(window.document.form, "basic_info.phone")
    assert [shown(window, f"help.{n}") for n in ("note", "example", "mistake")] == list(told)
    assert in_focus().objectName() == "basic_info.phone"
    QTest.keyClick(in_focus(), Qt.Key.Key_Tab)
    assert shown(window, "help.title") == "地址"
    window.reveal("expenditures[2].actual")
    assert shown(window, "help.title") == "实际支出数（第 3 行）"
    pane = window.findChild(QWidget, "help")
    assert pane is not None
    assert told.note not in pane.accessibleDescription()
    QTest.keyClick(in_focus(), Qt.Key.Key_F1)
    assert pane.isHidden()
    QTest.keyClick(in_focus(), Qt.Key.Key_F1)
    assert pane.isVisible()


def test_the_longest_help_is_not_cut(window: MainWindow) -> None:
    window.reveal("basic_info.phone")
    QTest.keyClick(in_focus(), Qt.Key.Key_F1)
    pane = window.findChild(QWidget, "help")
    assert pane is not None
    content = window.findChild(QWidget, "help.content")
    assert content is not None
    for blank in BLANKS:
        window.help.follow(blank.path.replace("[]", "[0]"))
        QApplication.processEvents()
        room = content.parentWidget()
        assert room is not None
        assert content.height() <= room.height(), blank.path


def test_all_keys_are_in_the_list(window: MainWindow) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        tree = dialog.findChild(QTreeWidget, "shortcuts.list")
        assert tree is not None
        for at in range(tree.topLevelItemCount()):
            group = tree.topLevelItem(at)
            assert group is not None
            seen.extend(group.child(row).text(0) for row in range(group.childCount()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answers = Answers().do(look)
    window.actions_by_name["shortcuts"].trigger()
    assert answers.all_asked
    for spec in SPECS:
        if spec.keys:
            assert spec.keys[0] in seen, spec.name
    assert "Alt+↑、Alt+↓" in seen


def test_no_two_actions_share_a_key_and_no_menu_a_letter(window: MainWindow) -> None:
    keys = [key for spec in SPECS for key in spec.keys]
    assert len(keys) == len(set(keys))
    for top in window.menuBar().actions():
        menu = top.menu()
        assert menu is not None
        letters = []
        for action in menu.actions():  # type: ignore[attr-defined] # the stubs say QObject
            if action.isSeparator() or not action.isVisible():
                continue
            at = action.text().replace("&&", "").find("&")
            assert at >= 0, f"{top.text()}: {action.text()} has no letter"
            letters.append(action.text().replace("&&", "")[at + 1])
        assert len(letters) == len(set(letters)), f"{top.text()}: {letters}"
