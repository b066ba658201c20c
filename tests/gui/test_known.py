"""What earlier reports said is proposed again, never over a composition, and can be removed; 设置 keeps few things."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QDialog, QLineEdit, QListWidget, QTabWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.editors import LineEditor
from selfeval_gui.gui.editors.proposing import Proposer
from selfeval_gui.gui.known import defaults
from selfeval_gui.gui.known.entries import KnownEntries, Person
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.dialog import SettingsDialog
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Evaluator, Report
from tests.gui.driving import Answers, in_focus
from tests.gui.opened import commit, compose, type_in

Opener = Callable[[], MainWindow]
PEOPLE = (
    Evaluator("韦小宝", "站长", "某县水利站"),
    Evaluator("覃大明", "会计", "某县水利站"),
    Evaluator("\U0002c2f6䶮", "副局长", "某县水利局"),
)


def report() -> Report:
    """A report with invented people."""
    made = put(Report(evaluators=PEOPLE), "cover.project_unit", "某县水利站")
    made = put(made, "cover.supervising_department", "某县水利局")
    made = put(made, "basic_info.project_leader", "韦小宝")
    return put(made, "basic_info.phone", "0778-1234567")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "data", tmp_path)


@pytest.fixture
def opener(qtbot: QtBot, places: Places) -> Opener:
    def open_window() -> MainWindow:
        window = MainWindow(places)
        qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
        window.resize(1366, 768)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window and window.preferences.known is not None)
        return window

    return open_window


def proposer_of(line: object) -> Proposer:
    found = getattr(line, "proposer", None)
    assert isinstance(found, Proposer)
    return found


def test_people_and_units_are_learnt_and_found_by_initials(tmp_path: Path) -> None:
    KnownEntries(tmp_path).learn(report())
    known = KnownEntries(tmp_path)
    assert known.people[0] == Person("韦小宝", "站长", "某县水利站", "0778-1234567")
    assert known.matching("unit", "slz") == ["某县水利站"]
    assert known.matching("unit", "水利") == ["某县水利站", "某县水利局"]
    assert [person.name for person in known.people_matching("qdm")] == ["覃大明"]
    assert [person.name for person in known.people_matching("䶮")] == ["\U0002c2f6䶮"]
    newer = replace(report(), evaluators=(Evaluator("覃大明", "出纳", ""),))
    known.learn(newer)
    assert [p for p in KnownEntries(tmp_path).people if p.name == "覃大明"] == [Person("覃大明", "出纳", "某县水利站")]


def test_nothing_is_learnt_when_it_shall_not_be(tmp_path: Path) -> None:
    known = KnownEntries(tmp_path)
    known.remembers = False
    known.keep()
    KnownEntries(tmp_path).learn(report())
    assert KnownEntries(tmp_path).people == []
    (tmp_path / "entries.json").write_text('{"people": [1, {"name": 2}], "unit": {"a": 1}}', encoding="utf-8")
    assert KnownEntries(tmp_path).texts["unit"] == []


def test_a_saved_report_teaches_and_the_next_one_is_helped(
    opener: Opener, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    first = opener()
    first.document.apply(report(), "改")
    answers.choose(tmp_path / "a.zxzp.json")
    assert first.files.save()
    first.files.new()
    first.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is first)
    first.reveal("basic_info.project_leader")
    line = in_focus()
    assert isinstance(line, LineEditor)
    compose(line, "wei")
    assert not proposer_of(line).is_open  # not over the candidates of the input method
    commit(line, "韦")
    assert proposer_of(line).is_open
    compose(line, "xiao")
    assert not proposer_of(line).is_open
    commit(line, "小")
    popup = line.completer().popup()
    assert popup.y() >= line.mapToGlobal(line.rect().bottomLeft()).y() - 1  # below the line
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert first.document.report.basic_info.project_leader == "韦小宝"
    assert first.document.report.basic_info.phone == "0778-1234567"


def test_initials_and_enter_fill_a_person_into_the_table(opener: Opener, places: Places) -> None:
    KnownEntries(places.data).learn(report())
    window = opener()
    window.reveal("evaluators[0].name")
    view = in_focus()
    assert isinstance(view, RowsView)
    type_in(view, "q")
    editor = view.cells.editor
    assert isinstance(editor, QLineEdit)
    type_in(editor, "dm")
    assert proposer_of(editor).texts() == ["覃大明"]
    QTest.keyClick(editor.completer().popup(), Qt.Key.Key_Return)  # the popup has the keyboard
    QApplication.processEvents()
    assert window.document.report.evaluators[0] == Evaluator("覃大明", "会计", "某县水利站")
    assert window.document.undo_stack.undoText() == "填入覃大明的职务和单位"


def test_free_text_stays_free(opener: Opener, places: Places) -> None:
    KnownEntries(places.data).learn(report())
    window = opener()
    window.reveal("cover.project_unit")
    line = in_focus()
    type_in(line, "某县")
    assert proposer_of(line).is_open
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert window.document.report.cover.project_unit == "某县"


def test_settings_fill_new_reports(opener: Opener, places: Places, answers: Answers) -> None:
    window = opener()
    window.document.apply(report(), "改")

    def take(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        press(dialog, "settings.unit.take")
        dialog.fields["basic_info.postcode"].setText("547000")
        press(dialog, "settings.grades.you-liang-zhong-cha")
        dialog.folder.setText(str(places.documents / "绩效"))
        press(dialog, "button.accept")

    answers.do(take)
    window.actions_by_name["settings"].trigger()
    window.document.undo_stack.setClean()
    window.files.new()
    made = window.document.report
    assert (made.cover.project_unit, made.basic_info.postcode) == ("某县水利站", "547000")
    assert not window.document.is_dirty
    window.document.put("performance.score", Decimal(95))
    proposal = window.findChild(QLineEdit, "performance.score")
    assert proposal is not None
    assert window.document.grade_scheme == "you-liang-zhong-cha"
    assert window.settings.last_folder(places.documents) == places.documents / "绩效"
    assert defaults.read(places.data)["basic_info.phone"] == "0778-1234567"


def press(dialog: QDialog, name: str) -> None:
    tabs = dialog.findChild(QTabWidget, "settings.tabs")
    button = dialog.findChild(QAbstractButton, name)
    assert tabs is not None
    assert button is not None, name
    for at in range(tabs.count()):
        if tabs.widget(at).isAncestorOf(button):
            tabs.setCurrentIndex(at)
    if isinstance(button, QCheckBox):  # only its words can be clicked, and it is wider
        QTest.keyClick(button, Qt.Key.Key_Space)
    else:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_cancelled_settings_change_nothing(opener: Opener, places: Places, answers: Answers) -> None:
    window = opener()

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        dialog.fields["cover.project_unit"].setText("甲")
        press(dialog, "button.cancel")

    answers.do(leave)
    window.actions_by_name["settings"].trigger()
    assert defaults.read(places.data) == {}


def test_remembered_entries_are_removed_at_once(opener: Opener, places: Places, answers: Answers) -> None:
    KnownEntries(places.data).learn(report())
    window = opener()

    def remove(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        entries = dialog.findChild(QListWidget, "settings.entries")
        assert entries is not None
        shown = [entries.item(row).text() for row in range(entries.count())]
        assert "人员：韦小宝　某县水利站 站长 0778-1234567" in shown
        entries.setCurrentRow(shown.index("单位：某县水利局"))
        press(dialog, "settings.entries.remove")
        assert KnownEntries(places.data).texts["unit"] == ["某县水利站"]
        press(dialog, "settings.entries.clear")
        assert entries.count() == 0
        press(dialog, "settings.entries.remember")
        press(dialog, "button.accept")

    answers.do(remove)
    window.actions_by_name["settings"].trigger()
    known = KnownEntries(places.data)
    assert (known.people, known.texts["unit"], known.remembers) == ([], [], False)


def test_the_settings_can_be_reached_by_keyboard_and_are_named(opener: Opener, answers: Answers) -> None:
    window = opener()

    def look(dialog: QDialog) -> None:
        for field in dialog.findChildren(QLineEdit):
            assert field.accessibleName(), field.objectName()
        for button in dialog.findChildren(QAbstractButton):
            assert button.text() or button.accessibleName() or button.toolTip() or not button.isVisible()
        dialog.reject()

    answers.do(look)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)


def test_a_first_report_of_the_sample_is_no_earlier_report(opener: Opener, places: Places) -> None:
    window = opener()
    window.files.open_sample()
    assert KnownEntries(places.data).people == []
    assert storage.load(resources.path("sample", "sample.zxzp.json")).file.report.evaluators
