"""The recovery copy follows what is typed, whatever else happens, and never touches the user's file."""

import gc
import os
import shutil
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import State
from tests.gui.driving import Answers, Script, in_focus, write
from tests.gui.opened import compose
from tests.gui.watched import ME, Open, keeping_of, report_in, sessions

KEPT = "● 有未保存修改（已自动留底）"


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")
    assert action is not None
    action.trigger()


def kept(window: MainWindow, qtbot: QtBot, *, at_once: bool = True) -> None:
    """Wait until the window says that the work has a copy; `at_once` without the pause that typing must make."""
    if at_once:
        keeping_of(window).keep()
    qtbot.waitUntil(lambda: window.status.saved.text() == KEPT)


def save_as(window: MainWindow, path: Path) -> None:
    answers = Answers().choose(path)
    trigger(window, "save")
    assert answers.all_asked
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)


def test_what_is_typed_has_a_copy_soon_and_never_saved_work_too(
    open_window: Open, places: Places, qtbot: QtBot
) -> None:
    window = open_window()
    window.reveal("cover.project_name")
    QTest.keyClicks(in_focus(), "abc")
    write("供水")
    assert window.status.saved.text() == "● 有未保存修改"
    kept(window, qtbot, at_once=False)
    (session,) = sessions(places)
    assert session.copy.state is State.UNSAVED
    assert report_in(session.copy).cover.project_name == "abc供水"
    assert (session.copy.path, session.copy.changed) == ("", ("cover.project_name",))
    assert session.live
    assert list(places.documents.iterdir()) == []


def test_typing_without_a_pause_is_kept_all_the_same(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.reveal("narrative.process.text")
    keys = 0
    while window.status.saved.text() != KEPT:
        QTest.keyClick(in_focus(), Qt.Key.Key_X)
        QTest.qWait(40)
        keys += 1
        assert keys < 200
    (session,) = sessions(places)
    assert 0 < report_in(session.copy).narrative.process.text.count("x") <= keys


def test_an_open_cell_is_in_the_copy(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.reveal("expenditures[0].item")
    write("租赁费")
    QTest.keyClicks(in_focus(), "1")
    kept(window, qtbot)
    assert report_in(sessions(places)[0].copy).expenditures[0].item == "租赁费1"
    assert in_focus().objectName() == "expenditures[0].item.cell"  # the editor is still open


def test_saving_settles_the_copy_and_keeps_what_was_saved(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.document.put("cover.project_name", "甲")
    kept(window, qtbot)
    path = places.documents / "报告.zxzp.json"
    save_as(window, path)
    assert window.status.saved.text().startswith("已保存 ")
    assert keeping_of(window).keep_at_once()
    (session,) = sessions(places)
    assert session.copy.state is State.SAVED
    assert session.copy.body == path.read_bytes()
    window.document.put("cover.project_name", "乙")
    kept(window, qtbot)
    (session,) = sessions(places)
    assert (session.copy.path, session.copy.base) == (str(path), window.document.digest)
    assert storage.load(path).file.report.cover.project_name == "甲"


def test_work_that_was_taken_back_is_nothing_to_recover(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.document.put("cover.project_name", "甲")
    kept(window, qtbot)
    trigger(window, "undo")
    assert window.status.saved.text() == "尚未保存"
    keeping_of(window).keep_at_once()
    assert sessions(places)[0].copy.state is State.SAVED


@pytest.mark.parametrize("way", ["close", "new"])
def test_what_the_user_does_not_save_stays_in_the_bin(
    way: str, open_window: Open, places: Places, qtbot: QtBot
) -> None:
    window = open_window()
    window.document.put("cover.project_name", "不要的")
    answers = Answers().press("discard")
    if way == "close":
        assert window.close()
    else:
        trigger(window, "new")
        assert keeping_of(window).keep_at_once()
    assert answers.all_asked
    (session,) = sessions(places)
    assert session.copy.state is State.DISCARDED
    assert report_in(session.copy).cover.project_name == "不要的"


def test_each_document_has_its_own_copies(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.document.put("cover.project_name", "一")
    kept(window, qtbot)
    answers = Answers().press("discard")
    trigger(window, "new")
    assert answers.all_asked
    window.document.put("cover.project_name", "二")
    kept(window, qtbot)
    found = [(one.copy.state, report_in(one.copy).cover.project_name) for one in sessions(places)]
    assert found == [(State.UNSAVED, "二"), (State.DISCARDED, "一")]


def test_the_end_of_the_session_writes_at_once_and_asks_nothing(
    open_window: Open, places: Places, qapp: QApplication
) -> None:
    window = open_window()
    window.document.put("cover.project_name", "写到一半")
    assert sessions(places) == []
    qapp.commitDataRequest.emit(None)
    (session,) = sessions(places)
    assert report_in(session.copy).cover.project_name == "写到一半"
    answers = Answers()
    assert window.close()
    assert answers.said == []
    assert sessions(places)[0].copy.state is State.UNSAVED


def test_after_a_session_that_did_not_end_questions_are_asked_again(open_window: Open, qapp: QApplication) -> None:
    window = open_window()
    window.document.put("cover.project_name", "甲")
    qapp.commitDataRequest.emit(None)
    assert window.safety is not None
    window.safety._ending.setInterval(0)
    window.safety._ending.start()
    QTest.qWait(20)
    answers = Answers().press("cancel")
    assert not window.close()
    assert answers.all_asked


def test_a_disk_that_fails_is_told_and_tried_again(
    open_window: Open, places: Places, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    places.data.mkdir(exist_ok=True)
    for folder in places.recovery_roots():
        folder.write_bytes(b"a file where the folder should be")
    window.document.put("cover.project_name", "甲")
    keeping_of(window).keep()
    qtbot.waitUntil(lambda: "自动留底失败" in window.status.saved.text())
    assert window.document.report.cover.project_name == "甲"
    places.recovery.unlink()
    kept(window, qtbot, at_once=False)
    assert report_in(sessions(places)[0].copy).cover.project_name == "甲"


def test_a_full_disk_sends_the_copy_beside_the_document_and_the_next_start_finds_it(
    open_window: Open, places: Places, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    stick = tmp_path / "U盘"
    stick.mkdir()
    save_as(window, stick / "报告.zxzp.json")
    assert keeping_of(window).keep_at_once()
    shutil.rmtree(places.recovery, ignore_errors=True)
    places.recovery.write_bytes(b"a file where the folder should be")
    window.document.put("cover.project_name", "甲")
    keeping_of(window).keep()
    qtbot.waitUntil(lambda: window.status.saved.text() == "● 有未保存修改（已留底在别处）")
    spare = stick / recovery.SPARE
    assert str(spare) in window.status.saved.toolTip()
    assert keeping_of(window).spare == spare
    window.files.unasked = True  # as when the session ends
    window.close()
    places.recovery.unlink()
    (session,) = recovery.sessions(spare, ME)
    (session.folder / recovery.OWNER).write_bytes(holder.write(replace(ME, pid=2**22 + 1)))  # that process has ended
    script = Script().on("recovery", "open")
    again = open_window()
    qtbot.waitUntil(lambda: script.done and again.document.recovered is not None)
    assert again.document.report.cover.project_name == "甲"
    assert keeping_of(again).spare is None
    qtbot.waitUntil(lambda: again.status.saved.text() == KEPT)
    assert again.status.saved.toolTip() == ""


def test_a_spare_folder_is_given_up_when_the_own_one_takes_copies_again(
    open_window: Open, places: Places, qtbot: QtBot
) -> None:
    window = open_window()
    places.data.mkdir(exist_ok=True)
    places.recovery.write_bytes(b"a file where the folder should be")
    window.document.put("cover.project_name", "甲")
    assert keeping_of(window).keep_at_once()
    qtbot.waitUntil(lambda: keeping_of(window).spare == places.documents / recovery.SPARE)
    places.recovery.unlink()
    window.document.put("cover.project_name", "乙")
    kept(window, qtbot)
    assert keeping_of(window).spare is None
    assert not (places.documents / recovery.SPARE).exists()
    assert report_in(sessions(places)[0].copy).cover.project_name == "乙"


def test_no_exception_ends_the_writer(
    open_window: Open, places: Places, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    with monkeypatch.context() as patch:
        patch.setattr(recovery.Slots, "write", lambda *_: 1 / 0)
        window.document.put("cover.project_name", "甲")
        keeping_of(window).keep()
        qtbot.waitUntil(lambda: "自动留底失败" in window.status.saved.text())
    kept(window, qtbot)


@pytest.mark.parametrize("action", ["save", "check", "export_pdf", "print", "close"])
def test_cells_and_compositions_are_taken_in_before(action: str, open_window: Open, places: Places) -> None:
    """An open cell editor and a composition that was chosen but not yet delivered count before every act."""
    window = open_window()
    save_as(window, places.documents / "报告.zxzp.json")
    window.reveal("expenditures[0].item")
    write("租赁费")
    compose(in_focus(), "zufang")
    table = window.findChild(RowsView, "expenditures")
    assert table is not None
    assert in_focus().objectName() == "expenditures[0].item.cell"
    answers = Answers()
    if action in ("export_pdf", "print"):
        answers.escape()
    if action == "close":
        answers.press("cancel")
        window.close()
    else:
        trigger(window, action)
    assert answers.all_asked
    assert window.document.report.expenditures[0].item == "租赁费zufang"
    assert table.cells.editor is None
    if action == "save":
        assert storage.load(places.documents / "报告.zxzp.json").file.report.expenditures[0].item == "租赁费zufang"


def test_two_hundred_copies_cost_no_handles_and_no_threads(open_window: Open, places: Places) -> None:
    handles = Path("/proc/self")
    if not handles.exists():
        pytest.skip("no way to count handles")
    window = open_window()
    for number in range(20):
        window.document.put("cover.project_name", f"第{number}稿")
        assert keeping_of(window).keep_at_once()
    before = [len(os.listdir(handles / what)) for what in ("fd", "task")]  # noqa: PTH208
    for number in range(200):
        window.document.put("cover.project_name", f"又{number}稿")
        assert keeping_of(window).keep_at_once()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [len(os.listdir(handles / what)) for what in ("fd", "task")] == before  # noqa: PTH208
    assert len(sessions(places)) == 1


class _Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_collected_in_the_windows_thread_only(open_window: Open, qtbot: QtBot) -> None:
    assert gc.isenabled()
    window = open_window()
    assert not gc.isenabled()
    threads: list[int] = []

    def note(phase: str, _about: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.get_ident())

    gone = weakref.ref(_Knot())
    rest = [_Knot() for _ in range(2000)]
    del rest
    gc.callbacks.append(note)
    qtbot.waitUntil(lambda: gone() is None, timeout=60_000)
    gc.callbacks.remove(note)
    assert set(threads) == {threading.get_ident()}
    window.close()
    assert gc.isenabled()
