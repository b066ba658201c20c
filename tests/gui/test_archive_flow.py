"""备份全部 and 从备份恢复 in the window: from one machine to another, with real dialogs."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.restore_dialog import RestoreDialog
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers
from tests.gui.showing import NOON

NAME = "cover.project_name"


def machine(qtbot: QtBot, folder: Path) -> MainWindow:
    documents = folder / "文档"
    documents.mkdir(parents=True)
    ids = iter(range(1, 1000))
    places = Places(folder / "config", folder / "data", documents, lambda: NOON, lambda: f"report-{next(ids)}")
    made = MainWindow(places)
    qtbot.addWidget(made, before_close_func=lambda w: w.document.undo_stack.setClean())
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def old(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A machine with a report that was saved three times."""
    made = machine(qtbot, tmp_path / "旧电脑")
    save_three_times(made)
    return made


def save_three_times(window: MainWindow) -> None:
    answers = Answers().choose(window.places.documents / "一.zxzp.json")
    for name in ("甲", "乙", "丙"):
        window.document.put(NAME, name)
        window.actions_by_name["save"].trigger()
    assert answers.all_asked


def test_everything_goes_to_a_stick_and_to_another_machine(old: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    stick = tmp_path / "备份.zip"
    answers = Answers().choose(stick).press("close")
    old.actions_by_name["back_up"].trigger()
    assert answers.all_asked
    assert "1 份报告、2 个以前的版本" in answers.said[1]
    assert "核对无误" in answers.said[1]

    new = machine(qtbot, tmp_path / "新电脑")
    place = tmp_path / "新电脑" / "文档" / "取回"
    seen: list[list[str]] = []

    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        item = dialog.list.topLevelItem(0)
        assert item is not None
        seen.append([item.text(0), item.text(1)])
        dialog.place.selectAll()
        written = QInputMethodEvent()
        written.setCommitString(str(place))
        QApplication.sendEvent(dialog.place, written)
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    answers.choose(stick).do(accept).press("close")
    new.actions_by_name["restore"].trigger()
    assert answers.all_asked
    assert seen == [["一.zxzp.json", str(old.places.documents)]]
    assert "已恢复 1 份报告、2 个以前的版本" in answers.said[-1]
    assert new.settings.recent() == [place / "一.zxzp.json"]
    assert new.files.open(place / "一.zxzp.json")
    assert new.document.report.cover.project_name == "丙"
    versions = storage.history(new.places.backups, new.document.file.id)
    assert [storage.load(v.path).file.report.cover.project_name for v in versions] == ["乙", "甲"]


def test_unsaved_work_is_asked_about_first(old: MainWindow, tmp_path: Path) -> None:
    old.document.put(NAME, "丁")
    answers = Answers().press("cancel")
    old.actions_by_name["back_up"].trigger()
    assert answers.all_asked
    stick = tmp_path / "备份.zip"
    answers.press("save").choose(stick).press("close")
    old.actions_by_name["back_up"].trigger()
    assert answers.all_asked
    assert "1 份报告、3 个以前的版本" in answers.said[-1]


def test_a_damaged_backup_restores_nothing(old: MainWindow, tmp_path: Path) -> None:
    stick = tmp_path / "备份.zip"
    answers = Answers().choose(stick).press("close")
    old.actions_by_name["back_up"].trigger()
    stick.write_bytes(stick.read_bytes()[:-200])
    answers.choose(stick).press("close")
    assert not old.files.restore_all()
    assert "损坏" in answers.said[-1]


def test_a_backup_that_does_not_fit_can_go_elsewhere(old: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "满的.zip"
    folder.mkdir()  # whatever stands there, it cannot be written
    answers = Answers().press("elsewhere").choose(tmp_path / "备份.zip").press("close")
    assert old.files._archive_flow()._pack(folder)
    assert answers.all_asked


def test_nothing_saved_is_nothing_to_back_up(qtbot: QtBot, tmp_path: Path) -> None:
    window = machine(qtbot, tmp_path / "电脑")
    answers = Answers().choose(tmp_path / "备份.zip").press("close")
    window.actions_by_name["back_up"].trigger()
    assert "没有找到可以备份的报告" in answers.said[1]
    assert not (tmp_path / "备份.zip").exists()
