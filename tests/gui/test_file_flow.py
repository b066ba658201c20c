"""Files: saving, opening, being overtaken by others, import with review, PDF. Real dialogs, real files."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.safekeeping.crash import CrashKeeper, without_content
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report
from tests.gui.driving import Answers, in_focus, write
from tests.gui.showing import show_active


@pytest.fixture
def window(qtbot: QtBot, places: Places) -> MainWindow:
    """On a blank report."""
    return show_active(qtbot, MainWindow(places))


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")
    assert action is not None
    action.trigger()


def stored(path: Path) -> Report:
    return storage.load(path).file.report


def saved_report(window: MainWindow, name: str = "一.zxzp.json") -> Path:
    """Give the open report a file of its own."""
    path = window.places.documents / name
    answers = Answers().choose(path)
    window.document.put("cover.project_name", "原名")
    trigger(window, "save")
    assert answers.all_asked
    window.activateWindow()  # the offscreen platform does not do it when a dialog closes
    assert QTest.qWaitForWindowActive(window)
    return path


def test_the_first_save_asks_for_a_name(window: MainWindow, answers: Answers) -> None:
    path = window.places.documents / "报告.zxzp.json"
    window.document.put("cover.project_name", "甲")
    answers.choose(path)
    trigger(window, "save")
    assert stored(path).cover.project_name == "甲"
    assert not window.isWindowModified()
    assert window.windowTitle() == "报告.zxzp.json[*] - 项目支出绩效自评"
    assert window.status.saved.text().startswith("已保存 ")
    assert window.settings.recent() == [path]


def test_the_suffix_is_added(window: MainWindow, answers: Answers) -> None:
    answers.choose(window.places.documents / "报告")
    trigger(window, "save")
    assert (window.places.documents / "报告.zxzp.json").exists()


def test_saving_again_asks_nothing_and_keeps_a_backup(window: MainWindow) -> None:
    path = saved_report(window)
    window.document.put("cover.project_name", "新名")
    trigger(window, "save")
    assert stored(path).cover.project_name == "新名"
    kept = [f for f in window.places.backups.rglob("*") if f.is_file()]
    assert any("原名" in f.read_text(encoding="utf-8") for f in kept)


def test_control_s_saves_what_is_being_typed(window: MainWindow) -> None:
    path = saved_report(window)
    window.reveal("expenditures[0].item")
    write("租赁费")
    QTest.keyClick(in_focus(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stored(path).expenditures[0].item == "租赁费"


def test_a_cancelled_save_changes_nothing(window: MainWindow, answers: Answers) -> None:
    window.document.put("cover.project_name", "甲")
    answers.escape()
    trigger(window, "save")
    assert window.isWindowModified()
    assert window.document.path is None


def test_overwrites_others_work_only_after_keeping_it(window: MainWindow, answers: Answers) -> None:
    path = saved_report(window)
    other = replace(storage.load(path).file, report=put(stored(path), "cover.project_name", "别人的"))
    path.write_bytes(storage.encode(other))
    window.document.put("cover.project_name", "我的")
    answers.press("cancel")
    trigger(window, "save")
    assert stored(path).cover.project_name == "别人的"
    assert window.isWindowModified()
    answers.press("overwrite")
    trigger(window, "save")
    assert stored(path).cover.project_name == "我的"
    copies = [f for f in path.parent.iterdir() if "对方修改" in f.name]
    assert [stored(f).cover.project_name for f in copies] == ["别人的"]
    assert "已被别人改动" in answers.said[0]


def test_a_folder_that_is_gone_is_told(window: MainWindow, answers: Answers) -> None:
    folder = window.places.documents / "临时"
    folder.mkdir()
    path = saved_report(window, "临时/一.zxzp.json")
    assert path.exists()
    shutil.rmtree(folder)
    window.document.put("cover.project_name", "乙")
    answers.press("close")
    trigger(window, "save")
    assert window.isWindowModified()
    assert answers.all_asked
    assert answers.said[0].strip()


def test_a_read_only_file_is_saved_elsewhere(window: MainWindow, answers: Answers) -> None:
    path = saved_report(window)
    window.document.replace_file(window.document.file, path, window.document.digest, read_only=True)
    assert window.status.saved.text() == "只读文件"
    window.document.put("cover.project_name", "乙")
    other = path.with_name("二.zxzp.json")
    answers.choose(other)
    trigger(window, "save")
    assert stored(other).cover.project_name == "乙"
    assert stored(path).cover.project_name == "原名"
    assert not window.document.read_only


def test_opening_asks_for_unsaved_work_first(window: MainWindow, answers: Answers) -> None:
    path = saved_report(window)
    trigger(window, "new")
    window.document.put("cover.project_name", "没保存")
    answers.choose(path).press("cancel")
    trigger(window, "open")
    assert window.document.report.cover.project_name == "没保存"
    answers.choose(path).press("discard")
    trigger(window, "open")
    assert window.document.report.cover.project_name == "原名"
    assert not window.document.is_dirty
    assert not window.document.undo_stack.canUndo()


@pytest.mark.parametrize("content", [b"", b"\x00" * 64, b"[1, 2]", "不是报告".encode(), None])
def test_what_cannot_be_opened_is_told_and_the_open_report_stays(
    window: MainWindow, answers: Answers, content: bytes | None
) -> None:
    path = window.places.documents / "坏.zxzp.json"
    if content is not None:
        path.write_bytes(content)
    answers.press("close")
    assert not window.take_file(path)
    assert answers.all_asked
    assert "Error" not in answers.said[0]
    assert window.document.path is None


def test_the_sample_opens_as_a_new_report(window: MainWindow) -> None:
    trigger(window, "sample")
    assert window.document.report.cover.project_name
    assert window.document.path is None
    assert window.document.file.id != storage.load(resources.path("sample", "sample.zxzp.json")).file.id


def test_recent_files_open_again(window: MainWindow, answers: Answers) -> None:
    path = saved_report(window)
    trigger(window, "new")
    window.recent.aboutToShow.emit()
    entry = next(a for a in window.recent.actions() if path.name in a.text())
    entry.trigger()
    assert window.document.path == path
    trigger(window, "new")
    path.unlink()
    answers.press("close")
    entry.trigger()
    assert answers.all_asked


def test_recent_files_are_few_and_ordered(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for number in [*range(12), 5]:
        settings.add_recent(tmp_path / f"{number}.json")
    assert [p.stem for p in settings.recent()] == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
    settings.sync()
    again = Settings(tmp_path)
    assert [p.stem for p in again.recent()][:2] == ["5", "11"]
    again.remove_recent(tmp_path / "5.json")
    again.clear_recent()
    assert again.recent() == []


def test_last_years_text_becomes_a_new_report_in_one_step(window: MainWindow, answers: Answers) -> None:
    before = window.document.report
    shown: list[int] = []

    def look(dialog: QDialog) -> None:
        tree = dialog.findChild(QTreeWidget, "import.recognised")
        assert tree is not None
        assert tree.findItems("项目名称", Qt.MatchFlag.MatchRecursive)
        assert dialog.findChild(QListWidget, "import.unplaced") is not None
        shown.append(len(tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)))
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answers.choose(resources.path("sample", "last_year.txt")).do(look)
    trigger(window, "import")
    assert shown
    assert shown[0] > 20
    assert window.document.report.cover.project_name
    assert window.document.path is None
    assert window.document.is_dirty
    assert window.document.file.review.source["file"] == "last_year.txt"
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.report == before


def test_a_declined_import_changes_nothing(window: MainWindow, answers: Answers) -> None:
    before = window.document.file
    answers.choose(resources.path("sample", "last_year.txt")).press("cancel")
    trigger(window, "import")
    assert window.document.file is before


def test_an_import_never_replaces_the_open_file(window: MainWindow, answers: Answers) -> None:
    path = saved_report(window)
    answers.choose(resources.path("sample", "last_year.txt")).press("accept")
    trigger(window, "import")
    assert window.document.path is None
    assert stored(path).cover.project_name == "原名"


def test_a_report_of_our_own_can_be_imported(window: MainWindow, answers: Answers) -> None:
    answers.choose(resources.path("sample", "sample.zxzp.json")).press("accept")
    trigger(window, "import")
    assert window.document.report == stored(resources.path("sample", "sample.zxzp.json"))
    assert window.document.is_dirty


def test_a_file_that_is_no_report_is_refused_with_a_sentence(window: MainWindow, answers: Answers) -> None:
    path = window.places.documents / "图.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    answers.press("close")
    assert not window.take_file(path)
    assert answers.said[0].strip()


def test_a_dropped_file_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    path = saved_report(window)
    trigger(window, "new")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, none))
    qtbot.waitUntil(lambda: window.document.path == path)


def test_the_pdf_is_written_where_it_was_asked(window: MainWindow, answers: Answers) -> None:
    trigger(window, "sample")
    path = window.places.documents / "报告.pdf"
    answers.press("export").choose(path).press("close")
    trigger(window, "export_pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in answers.said[2]


def test_a_pdf_that_cannot_be_replaced_gets_a_number(window: MainWindow, answers: Answers) -> None:
    path = window.places.documents / "报告.pdf"
    path.mkdir()  # whatever stands there, it cannot be replaced
    answers.press("numbered").press("close")
    assert window.exports._write(path, b"%PDF-1.7 test")
    assert (window.places.documents / "报告(2).pdf").read_bytes() == b"%PDF-1.7 test"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某局/某项目", "某局_某项目"),
        ('a<b>c:"d|e?f*g', "a_b_c_d_e_f_g"),
        ("尾点...", "尾点"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("", ""),
        ("长" * 200, "长" * 80),
    ],
)
def test_names_are_safe_on_every_system(text: str, name: str) -> None:
    assert file_names.safe(text) == name


def test_the_proposed_name_says_year_unit_and_project() -> None:
    report = put(put(put(Report(), "fiscal_year", 2025), "cover.project_unit", "某局"), "cover.project_name", "甲:乙")
    assert file_names.proposed(report) == "2025-某局-甲_乙"
    assert file_names.proposed(Report()) == "绩效自评报告"
    assert file_names.numbered("甲.zxzp.json", 2) == "甲(2).zxzp.json"


def test_slow_work_can_be_given_up(window: MainWindow) -> None:
    import threading

    stop = threading.Event()

    def give_up() -> None:
        waiting = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "waiting" and w.isVisible())
        QTest.keyClick(waiting, Qt.Key.Key_Escape)

    from PySide6.QtCore import QTimer

    QTimer.singleShot(600, give_up)
    with pytest.raises(Abandoned):
        wait_for(window, "正在等", lambda: stop.wait(20))
    stop.set()
    assert wait_for(window, "很快", lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        wait_for(window, "出错", lambda: 1 // 0)


@pytest.mark.expects_log
def test_an_unexpected_error_saves_the_work_and_goes_on(tmp_path: Path, qapp: QApplication) -> None:
    told: list[tuple[str, str, str]] = []
    place = tmp_path / "recovery" / "x.json"

    def rescue() -> Path:
        place.parent.mkdir()
        place.write_bytes(b"{}")
        return place

    keeper = CrashKeeper(rescue, lambda *words: told.append(words))
    failing: Callable[[], None] = lambda: _fail("张三的电话 13800000000")  # noqa: E731
    for _ in range(3):
        try:
            failing()
        except ValueError as error:
            keeper.handle(error)
    assert len(told) == 1
    assert str(place) in told[0][1]
    assert "ValueError" in told[0][2]
    assert "张三" not in "".join(told[0])


@pytest.mark.expects_log
def test_an_error_while_saving_the_work_is_survived(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    def rescue() -> Path:
        raise OSError("满了")

    CrashKeeper(rescue, lambda _what, work, _details: told.append(work)).handle(ValueError("秘密"))
    assert told == ["当前内容仍在窗口中，您的文件没有被改动。请立即用“另存为”保存到别处，然后重新打开本程序。"]
    assert "秘密" not in caplog.text
    assert "满了" not in caplog.text


def test_details_hold_no_content() -> None:
    try:
        _fail("机密")
    except ValueError as error:
        details = without_content(error)
    assert "机密" not in details
    assert "_fail" in details


def _fail(text: str) -> None:
    raise ValueError(text)


def test_settings_that_cannot_be_written_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    settings = Settings(folder / "tiefer")
    settings.add_recent(tmp_path / "a.json")
    settings.sync()
    assert settings.last_folder(tmp_path) == tmp_path
    folder.chmod(stat.S_IRWXU)


def test_waiting_needs_no_parent_that_is_shown(qtbot: QtBot) -> None:
    hidden = QWidget()
    qtbot.addWidget(hidden)
    assert wait_for(hidden, "很快", lambda: "好") == "好"
