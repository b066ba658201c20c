"""工具 → 批量处理: files listed, work done beside the window, what failed tried again, stopping and closing."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QTableView
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.batch.dialog import BatchDialog
from selfeval_gui.gui.batch.files_model import State
from selfeval_gui.gui.batch.jobs import Job
from selfeval_gui.gui.batch.runner import Reporter
from selfeval_gui.gui.window import MainWindow
from tests.batch.test_pool import save
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "报告"
    found.mkdir()
    for seed in range(3):
        save(found, seed)
    (found / "坏.zxzp.json").write_bytes(b"{")
    return found


@pytest.fixture
def dialog(show_report: ShowReport, qtbot: QtBot, folder: Path) -> BatchDialog:
    window = show_report()
    made = BatchDialog(window)
    qtbot.addWidget(
        made, before_close_func=lambda _: qtbot.waitUntil(lambda: not made.runner.is_running, timeout=20_000)
    )
    with qtbot.waitExposed(made):
        made.show()
    made.add([folder])
    return made


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, f"button.{name}")
    assert button is not None
    assert button.isEnabled()
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(dialog: QDialog, job: Job) -> None:
    """Choose the work by keys, as the list shows it."""
    box = dialog.findChild(QComboBox, "batch.job")
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(list(Job).index(job)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == str(job)


def wait(qtbot: QtBot, dialog: BatchDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.runner.is_running, timeout=30_000)


def states(dialog: BatchDialog) -> list[str]:
    return [str(row.state) for row in dialog.files.rows]


def test_the_check_shows_what_each_file_has_and_a_bad_one_can_be_tried_again(
    dialog: BatchDialog, qtbot: QtBot, folder: Path
) -> None:
    assert states(dialog) == ["等待"] * 4
    press(dialog, "start")
    assert dialog.runner.is_running
    wait(qtbot, dialog)
    assert states(dialog) == ["完成", "完成", "完成", "失败"]
    assert "完成 3 个，失败 1 个。共有错误 0 处" in dialog.said.text()
    model = dialog.files
    assert "损坏" in model.data(model.index(3, 2))
    save(folder, 7, "坏.zxzp.json")
    press(dialog, "retry")
    wait(qtbot, dialog)
    assert states(dialog) == ["完成"] * 4
    retry = dialog.findChild(QAbstractButton, "button.retry")
    assert retry is not None
    assert not retry.isVisible()


def test_exporting_writes_into_the_folder_that_was_chosen(
    dialog: BatchDialog, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    choose(dialog, Job.EXPORT)
    box = dialog.formats["xlsx"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    out = tmp_path / "out"
    out.mkdir()
    answers.choose(out)
    press(dialog, "start")
    wait(qtbot, dialog)
    assert answers.all_asked
    assert sorted(path.name for path in out.iterdir()) == [f"{s:03d}{e}" for s in range(3) for e in (".pdf", ".xlsx")]


@pytest.mark.parametrize("job", [Job.SUMMARY, Job.MERGE, Job.ZIP])
def test_what_ends_in_one_file_is_written_and_offered(
    dialog: BatchDialog, qtbot: QtBot, answers: Answers, tmp_path: Path, job: Job
) -> None:
    choose(dialog, job)
    target = tmp_path / {Job.SUMMARY: "汇总.xlsx", Job.MERGE: "汇编.pdf", Job.ZIP: "上报.zip"}[job]
    answers.choose(target).press("close")
    press(dialog, "start")
    qtbot.waitUntil(lambda: answers.all_asked, timeout=30_000)
    wait(qtbot, dialog)
    assert states(dialog) == ["完成", "完成", "完成", "失败"]
    data = target.read_bytes()
    if job is Job.SUMMARY:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book["汇总"]["A8"].value == "合计（3 个项目）"
        assert book["未能汇总"]["A2"].value == "坏.zxzp.json"
    elif job is Job.MERGE:
        assert len([entry for entry in pypdf.PdfReader(target).outline if not isinstance(entry, list)]) == 3
    else:
        with zipfile.ZipFile(target) as archive:
            assert archive.testzip() is None
            assert "清单.txt" in archive.namelist()


def test_a_summary_tried_again_holds_the_files_of_both_times(
    dialog: BatchDialog, qtbot: QtBot, answers: Answers, tmp_path: Path, folder: Path
) -> None:
    choose(dialog, Job.SUMMARY)
    target = tmp_path / "汇总.xlsx"
    answers.choose(target).press("close").press("close")
    press(dialog, "start")
    wait(qtbot, dialog)
    save(folder, 7, "坏.zxzp.json")
    press(dialog, "retry")
    qtbot.waitUntil(lambda: answers.all_asked, timeout=30_000)
    wait(qtbot, dialog)
    book = openpyxl.load_workbook(target)
    assert book["汇总"]["A9"].value == "合计（4 个项目）"
    assert "未能汇总" not in book.sheetnames


def test_stopping_leaves_the_rest_undone_and_they_can_be_done_later(
    dialog: BatchDialog, qtbot: QtBot, folder: Path
) -> None:
    for seed in range(8, 40):
        save(folder, seed)
    dialog.add([folder])
    press(dialog, "start")
    qtbot.waitUntil(lambda: bool(dialog.files.numbers_in(State.DONE)), timeout=20_000)
    press(dialog, "stop")
    wait(qtbot, dialog)
    left = len(dialog.files.numbers_in(State.STOPPED))
    assert left > 0
    assert f"未处理 {left} 个" in dialog.said.text()
    press(dialog, "retry")
    wait(qtbot, dialog)
    assert not dialog.files.numbers_in(State.STOPPED, State.WAITING, State.WORKING)


def test_closing_while_it_works_asks_and_then_stops(
    dialog: BatchDialog, qtbot: QtBot, answers: Answers, folder: Path
) -> None:
    for seed in range(8, 40):
        save(folder, seed)
    dialog.add([folder])
    press(dialog, "start")
    answers.press("stop")
    dialog.close()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    assert not dialog.runner.is_running
    assert "停止并关闭" in answers.said[0]


def test_files_are_dropped_removed_and_listed_once(dialog: BatchDialog, folder: Path, tmp_path: Path) -> None:
    other = save(tmp_path, 9)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (other, folder)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), copy, mime, left, none)
    QApplication.sendEvent(dialog, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(QPointF(9, 9), copy, mime, left, none))
    assert [row.path for row in dialog.files.rows][-1] == other
    assert len(dialog.files.rows) == 5
    table = dialog.findChild(QTableView, "batch.files")
    assert table is not None
    table.selectRow(1)
    press(dialog, "remove")
    assert len(dialog.files.rows) == 4
    press(dialog, "clear")
    assert dialog.files.rows == []
    start = dialog.findChild(QAbstractButton, "button.start")
    assert start is not None
    assert not start.isEnabled()


def test_the_menu_opens_it_and_a_row_opens_its_report(
    show_report: ShowReport, answers: Answers, folder: Path, qtbot: QtBot
) -> None:
    window: MainWindow = show_report()
    window.document.undo_stack.setClean()

    def open_second(dialog: QDialog) -> None:
        assert isinstance(dialog, BatchDialog)
        dialog.add([folder])
        table = dialog.findChild(QTableView, "batch.files")
        assert table is not None
        table.setFocus()
        table.selectRow(1)
        QTest.keyClick(table, Qt.Key.Key_Return)

    answers.do(open_second)
    action = window.findChild(QAction, "action.batch")
    assert action is not None
    action.trigger()
    assert answers.all_asked
    assert window.document.path == folder / "001.zxzp.json"


def test_the_window_goes_on_while_it_works(dialog: BatchDialog, qtbot: QtBot, folder: Path) -> None:
    press(dialog, "start")
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(10)
    wait(qtbot, dialog)
    timer.stop()
    assert len(beats) >= 5


def test_work_that_fails_in_a_way_nobody_foresaw_is_told_and_the_dialog_goes_on(
    dialog: BatchDialog, qtbot: QtBot
) -> None:
    press(dialog, "start")
    wait(qtbot, dialog)

    def fail(_: Reporter) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        dialog.runner.start(fail)
        wait(qtbot, dialog)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    start = dialog.findChild(QAbstractButton, "button.start")
    assert start is not None
    assert start.isEnabled()
