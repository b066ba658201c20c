"""Saving when something stands in the way: others' changes, locks, slow disks; and earlier versions. Real dialogs."""

import errno
import itertools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QProgressDialog, QTreeWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.comparing.differences_view import EMPTY, DifferencesView
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.history_dialog import HistoryDialog
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import put
from selfeval_gui.storage import disk
from tests.gui.driving import Answers
from tests.gui.showing import NOON

NAME = "cover.project_name"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    documents = tmp_path / "文档"
    documents.mkdir()
    ids = iter(range(1, 1000))
    return Places(
        tmp_path / "config", tmp_path / "data", documents, now=lambda: NOON, new_id=lambda: f"report-{next(ids)}"
    )


@pytest.fixture
def window(qtbot: QtBot, places: Places) -> MainWindow:
    made = MainWindow(places)
    qtbot.addWidget(made, before_close_func=lambda w: w.document.undo_stack.setClean())
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    save_first(made, places.documents / "一.zxzp.json")
    return made


@pytest.fixture
def path(places: Places) -> Path:
    return places.documents / "一.zxzp.json"


def save_first(window: MainWindow, path: Path) -> None:
    """Give the report a file without the file dialog, which other tests look at."""
    window.document.put(NAME, "原名")
    outcome = storage.save(window.document.file, path, expected_digest=None, backups=window.places.backups)
    assert outcome.ok
    window.document.mark_saved(outcome)


def name_in(path: Path) -> str:
    return storage.load(path).file.report.cover.project_name


def save(window: MainWindow) -> None:
    window.actions_by_name["save"].trigger()


def others_save(path: Path, name: str = "别人的") -> None:
    file = storage.load(path).file
    path.write_bytes(storage.encode(replace(file, report=put(file.report, NAME, name))))


def no_room_for(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """No file comes to be whose path has `part` in it."""
    real = os.replace

    def full(source: Any, target: Any) -> None:
        if part in str(target):
            raise OSError(errno.ENOSPC, "full")
        real(source, target)

    monkeypatch.setattr(os, "replace", full)


# --- changed by others


def test_the_comparison_lists_what_differs_and_comes_back_to_the_question(
    window: MainWindow, answers: Answers, path: Path
) -> None:
    others_save(path)
    window.document.put(NAME, "我的")
    rows: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        listed = dialog.findChild(QTreeWidget, "differences.list")
        assert listed is not None
        for at in range(listed.topLevelItemCount()):
            item = listed.topLevelItem(at)
            assert item is not None
            rows.append([item.text(column) for column in range(3)])
        dialog.reject()

    answers.press("compare").do(look).press("cancel")
    save(window)
    assert answers.all_asked
    assert rows == [["项目名称", "别人的", "我的"]]
    assert name_in(path) == "别人的"
    assert window.document.is_dirty


def test_both_are_kept(window: MainWindow, answers: Answers, path: Path) -> None:
    others_save(path)
    window.document.put(NAME, "我的")
    answers.press("both").press("close")
    save(window)
    second = path.with_name("一(2).zxzp.json")
    assert (name_in(path), name_in(second)) == ("别人的", "我的")
    assert window.document.path == second
    assert not window.document.is_dirty
    assert second.name in answers.said[1]


def test_overwriting_keeps_theirs_first_and_asks_again_when_it_changes_meanwhile(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others_save(path)
    window.document.put(NAME, "我的")
    real = os.replace

    def meanwhile(source: Any, target: Any) -> None:
        real(source, target)
        if "对方修改" in Path(target).name and "(2)" not in Path(target).name:
            others_save(path, "又是别人的")

    monkeypatch.setattr(os, "replace", meanwhile)
    answers.press("overwrite").press("overwrite")
    save(window)
    assert answers.all_asked
    kept = sorted(name_in(f) for f in path.parent.iterdir() if "对方修改" in f.name)
    assert kept == ["别人的", "又是别人的"]
    assert name_in(path) == "我的"


def test_theirs_that_cannot_be_kept_is_not_overwritten(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others_save(path)
    window.document.put(NAME, "我的")

    no_room_for(monkeypatch, "对方修改")
    answers.press("overwrite").press("close")
    save(window)
    assert name_in(path) == "别人的"
    assert "没有覆盖" in answers.said[1]
    assert window.document.is_dirty


def test_a_file_that_is_gone_is_written_back(window: MainWindow, answers: Answers, path: Path) -> None:
    path.unlink()
    window.document.put(NAME, "我的")
    answers.press("write")
    save(window)
    assert name_in(path) == "我的"
    assert "不在原处" in answers.said[0]


# --- locks and slowness


def lock(monkeypatch: pytest.MonkeyPatch, path: Path, times: int) -> None:
    """Another program holds `path`: the next `times` replacements are refused as on Windows."""
    real, left = os.replace, [times]

    def refuse(source: Any, target: Any) -> None:
        if Path(target) == path and left[0]:
            left[0] -= 1
            error = PermissionError(13, "denied")
            error.__dict__["winerror"] = 32  # an attribute that exists on Windows only
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_a_locked_file_gets_a_second_name_and_that_is_told(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "WAITS", (0.001,) * 8)
    lock(monkeypatch, path, 10**6)
    window.document.put(NAME, "我的")
    answers.press("close")
    save(window)
    second = path.with_name("一(2).zxzp.json")
    assert (name_in(path), name_in(second)) == ("原名", "我的")
    assert window.document.path == second
    assert not window.document.is_dirty
    assert "一(2).zxzp.json" in answers.said[0]
    assert "占用" in answers.said[0]
    window.document.put(NAME, "我的二")
    save(window)
    assert name_in(second) == "我的二"


def test_the_window_lives_while_a_lock_is_waited_for(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock goes away only when the window's own timer has run: a frozen window would wait for ever."""
    released = threading.Event()
    real, said = os.replace, []

    def until_released(source: Any, target: Any) -> None:
        if Path(target) == path and not released.wait(10):
            raise OSError(5, "the window stood still")
        real(source, target)

    monkeypatch.setattr(os, "replace", until_released)

    def free() -> None:
        said.append(window.status.saved.text())
        released.set()

    window.document.put(NAME, "我的")
    QTimer.singleShot(50, window, free)
    save(window)
    assert name_in(path) == "我的"
    assert said == ["正在保存……"]
    assert window.status.saved.text().startswith("已保存 ")


@pytest.mark.soak
@pytest.mark.parametrize("times", [0, 3, 8, 10**6])
def test_the_window_is_never_held_up_for_50_ms(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The longest time between two ticks of the window's own timer, with a full report and the real waits."""
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    lock(monkeypatch, path, times)
    window.document.apply(sample.report, "导入")
    QTest.qWait(1500)  # composing and checking what was taken over is not what is measured
    ticks: list[float] = []
    ticker = QTimer(window)
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticker.start(1)
    if times > len(disk.WAITS):
        answers.press("close")
    saved: list[float] = []

    def note() -> None:
        if not window.document.is_dirty:
            saved.append(time.perf_counter())

    window.document.state_changed.connect(note)
    began = time.perf_counter()
    save(window)
    ticker.stop()
    ended = saved[0]  # a message about a second name comes after that
    inside = [began, *(tick for tick in ticks if began < tick < ended), ended]
    longest = max(after - before for before, after in itertools.pairwise(inside))
    print(f"\n{times} refusals: {ended - began:.2f} s, longest silence {longest * 1000:.0f} ms")
    assert longest < 0.05


def test_a_disk_that_does_not_answer_can_be_left(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answered = threading.Event()
    arrived = threading.Event()
    real = os.replace

    def late(source: Any, target: Any) -> None:
        if Path(target) == path:
            answered.wait(10)
        real(source, target)
        if Path(target) == path:
            arrived.set()

    monkeypatch.setattr(os, "replace", late)
    window.document.put(NAME, "我的")

    def give_up() -> None:
        waiting = next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog) and w.isVisible()), None
        )
        if waiting is None:
            QTimer.singleShot(20, window, give_up)
            return
        button = next(b for b in waiting.findChildren(QAbstractButton) if b.text() == "不再等待")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, window, give_up)
    answers.press("close")
    save(window)
    assert window.document.is_dirty
    assert "还没有存完" in answers.said[0]
    assert name_in(path) == "原名"
    # It arrives after all; that is no change by others.
    answered.set()
    assert arrived.wait(10)
    qtbot.waitUntil(lambda: name_in(path) == "我的")
    window.document.put(NAME, "我的二")
    save(window)
    assert name_in(path) == "我的二"
    assert not window.document.is_dirty


def test_a_failure_can_be_tried_again(
    window: MainWindow, answers: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = os.fsync, [1]

    def full_once(descriptor: int) -> None:
        if left[0]:
            left[0] -= 1
            raise OSError(28, "full")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full_once)
    window.document.put(NAME, "我的")
    answers.press("again")
    save(window)
    assert "磁盘空间不足" in answers.said[0]
    assert name_in(path) == "我的"


# --- earlier versions


def saved_as(window: MainWindow, *names: str) -> None:
    for name in names:
        window.document.put(NAME, name)
        window.document.break_merge()
        save(window)


def with_history(answers: Answers, act: Callable[[HistoryDialog], None]) -> None:
    def do(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        act(dialog)

    answers.do(do)


def texts(tree: QTreeWidget) -> list[list[str]]:
    found = []
    for at in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(at)
        assert item is not None
        found.append([item.text(column) for column in range(tree.columnCount())])
    return found


def test_the_history_shows_each_version_and_what_differs(window: MainWindow, answers: Answers) -> None:
    saved_as(window, "二", "三")
    seen: list[Any] = []

    def look(dialog: HistoryDialog) -> None:
        seen.append(texts(dialog.list))
        seen.append(texts(dialog.view.list))
        seen.append((dialog.view.old_text.toPlainText(), dialog.view.new_text.toPlainText()))
        dialog.reject()

    with_history(answers, look)
    assert not window.files.show_history()
    assert [row[1] for row in seen[0]] == ["1 处不同", "1 处不同"]
    assert all(row[0].startswith(("3月2日", "今天", "2026")) for row in seen[0])
    assert seen[1] == [["项目名称", "二", "三"]]
    assert seen[2] == ("二", "三")


def test_any_version_is_restored_with_three_clicks_and_taken_back(
    window: MainWindow, answers: Answers, path: Path
) -> None:
    names = [f"第{n}版" for n in range(1, 22)]
    saved_as(window, *names)
    window.document.put("basic_info.phone", "0778-1234567")  # not saved yet
    before = window.document.report
    for back in (1, 7, 20):
        # The file on disk stands first, because there is unsaved work.
        def restore(dialog: HistoryDialog, back: int = back) -> None:
            item = next(
                i
                for at in range(dialog.list.topLevelItemCount())
                if (i := dialog.list.topLevelItem(at)) is not None
                and (entry := dialog._entries[at]).file is not None
                and entry.file.report.cover.project_name == names[-1 - back]
            )
            dialog.list.scrollToItem(item)
            place = dialog.list.visualItemRect(item).center()
            QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert dialog.restore.isEnabled()
            QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

        with_history(answers, restore)
        window.actions_by_name["history"].trigger()
        assert answers.all_asked
        assert window.document.report.cover.project_name == names[-1 - back]
        assert window.document.report.basic_info.phone == ""
        kept = storage.history(window.places.backups, window.document.file.id)[0]
        assert storage.load(kept.path).file.report == before
        assert name_in(path) == names[-1]
        window.actions_by_name["undo"].trigger()
        assert window.document.report == before


def test_restoring_brings_marks_and_state_back_too(window: MainWindow, answers: Answers) -> None:
    from selfeval_gui.storage import Explanation

    file = window.document.file
    window.document.apply_file(replace(file, explanations=(Explanation("B8", NAME, "理由"),)), "说明")
    save(window)
    window.document.apply_file(replace(window.document.file, explanations=()), "删去说明")
    save(window)

    def restore(dialog: HistoryDialog) -> None:
        assert texts(dialog.list)[0][1] == "填的内容相同"  # and yet there is something to restore
        assert "情况说明" in dialog.view.count.text()
        assert dialog.restore.toolTip() == ""
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    with_history(answers, restore)
    assert window.files.show_history()
    assert [each.reason for each in window.document.file.explanations] == ["理由"]


def test_the_present_version_cannot_be_restored_and_a_damaged_one_says_why(
    window: MainWindow, answers: Answers
) -> None:
    saved_as(window, "二", "三")
    kept = storage.history(window.places.backups, window.document.file.id)
    kept[0].path.write_bytes(b"\0" * 100)
    window.document.put(NAME, "原名")
    window.document.break_merge()
    seen: list[tuple[str, bool, str]] = []
    tips: list[str] = []

    def look(dialog: HistoryDialog) -> None:
        for at in range(dialog.list.topLevelItemCount()):
            item = dialog.list.topLevelItem(at)
            assert item is not None
            dialog.list.setCurrentItem(item)
            seen.append((item.text(1), dialog.restore.isEnabled(), dialog.view.count.text()))
            tips.append(dialog.restore.toolTip())
        dialog.reject()

    with_history(answers, look)
    window.files.show_history()
    assert [row[:2] for row in seen] == [("1 处不同（已保存的文件）", True), ("读不出来", False), ("与现在相同", False)]
    assert "没有改动" in seen[1][2] or "备份" in seen[1][2]
    assert tips == ["", "这个版本读不出来，不能恢复。", "这个版本与现在完全相同，不需要恢复。"]


def test_a_final_report_is_not_turned_back_unasked(window: MainWindow, answers: Answers) -> None:
    saved_as(window, "二")
    window.document.apply_file(replace(window.document.file, state="final"), "定稿")
    before = window.document.file
    with_history(answers, lambda dialog: QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton))
    answers.press("close")
    assert not window.files.show_history()
    assert window.document.file == before
    assert "定稿" in answers.said[1]


# --- files that others hold open: PDF, workbooks


def test_a_pdf_that_a_reader_holds_open_gets_a_number_at_one_click(
    window: MainWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "报告.pdf"
    target.write_bytes(b"open elsewhere")
    monkeypatch.setattr(disk, "WAITS", (0.001,) * 8)
    lock(monkeypatch, target, 10**6)
    answers.press("numbered").press("close")
    assert window.exports._write(target, b"%PDF-1.7 new")
    assert "“报告.pdf”正被其他程序占用" in answers.said[0]
    assert target.read_bytes() == b"open elsewhere"
    assert (tmp_path / "报告(2).pdf").read_bytes() == b"%PDF-1.7 new"
    assert "报告(2).pdf" in answers.said[1]


def test_a_target_is_written_when_the_reader_lets_go(
    window: MainWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "报告.pdf"
    target.write_bytes(b"open elsewhere")
    monkeypatch.setattr(disk, "WAITS", (0.001,) * 8)
    lock(monkeypatch, target, 9)
    answers.press("again").press("close")
    assert window.exports._write(target, b"%PDF-1.7 new")
    assert target.read_bytes() == b"%PDF-1.7 new"


def test_a_target_in_a_folder_that_is_gone_goes_elsewhere(window: MainWindow, answers: Answers, tmp_path: Path) -> None:
    answers.press("elsewhere").choose(tmp_path / "报告.pdf").press("close")
    assert window.exports._write(tmp_path / "没有" / "报告.pdf", b"%PDF-1.7 new")
    assert "找不到文件夹" in answers.said[0]
    assert (tmp_path / "报告.pdf").read_bytes() == b"%PDF-1.7 new"


def test_a_report_without_versions_says_so(window: MainWindow, answers: Answers) -> None:
    window.actions_by_name["new"].trigger()
    answers.press("close")
    assert not window.files.show_history()
    assert "还没有以前的版本" in answers.said[0]


def test_a_state_that_cannot_be_kept_is_replaced_only_when_wanted(
    window: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(window, "二")

    def restore(dialog: HistoryDialog) -> None:
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    no_room_for(monkeypatch, str(window.places.backups))
    with_history(answers, restore)
    answers.press("cancel")
    assert not window.files.show_history()
    assert window.document.report.cover.project_name == "二"
    with_history(answers, restore)
    answers.press("restore")
    assert window.files.show_history()
    assert window.document.report.cover.project_name == "原名"


def test_long_texts_are_shown_from_where_they_differ(qtbot: QtBot) -> None:
    from selfeval_gui.report.differences import Difference, Kind

    view = DifferencesView("那个版本", "现在")
    qtbot.addWidget(view)
    lead = "𬱖" + "前" * 200
    one = Difference(Kind.CHANGED, NAME, "项目概况", lead + "甲" + "后" * 300, lead + "乙" + "后" * 300, NAME)
    two = Difference(Kind.CHANGED, NAME, "地址", "", "河边\n路", NAME)
    view.show_differences([one, two])
    rows = texts(view.list)
    assert rows[0][1].startswith("…前")
    assert "甲" in rows[0][1]
    assert "乙" in rows[0][2]
    assert rows[1] == ["地址", EMPTY, "河边 路"]
    (marked,) = view.old_text.extraSelections()
    assert marked.cursor.selectedText() == "甲"  # type: ignore[attr-defined, unused-ignore]
