"""Two windows, two computers: who has a file open is told before it is opened, and one file has one window."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

import selfeval_gui
from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping import handover
from selfeval_gui.storage import holder, locks
from selfeval_gui.storage.locks import LockState
from tests.gui.driving import Answers, Script
from tests.gui.test_keeping import trigger
from tests.gui.watched import ME, Open
from tests.storage.test_locks import Other

ROOT = Path(selfeval_gui.__file__).parent.parent
ELSEWHERE = replace(ME, machine="财务室-2", mark="f" * 16, user="李四")


@pytest.fixture
def path(places: Places) -> Path:
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    path = places.documents / "报告.zxzp.json"
    assert storage.save(sample, path, expected_digest=None).ok
    return path


def state_of(path: Path) -> LockState:
    return locks.look(path, ME).state


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_an_open_file_is_locked_until_it_is_left(open_window: Open, path: Path) -> None:
    window = open_window()
    window.take_file(path)
    assert state_of(path) is LockState.OURS
    trigger(window, "new")
    assert names(path) == [path.name]
    window.take_file(path)
    window.close()
    assert names(path) == [path.name]


def test_the_lock_goes_with_the_file_to_its_new_name(open_window: Open, path: Path) -> None:
    window, other = open_window(), path.with_name("另一份.zxzp.json")
    window.take_file(path)
    answers = Answers().choose(other)
    trigger(window, "save_as")
    assert answers.all_asked
    assert (state_of(path), state_of(other)) == (LockState.FREE, LockState.OURS)


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_the_same_file_under_another_name_stays_locked(open_window: Open, path: Path) -> None:
    window, link = open_window(), path.with_name("链接.zxzp.json")
    link.symlink_to(path)
    window.take_file(path)
    window.take_file(link)
    assert window.document.path == link
    assert state_of(path) is LockState.OURS
    window.close()
    assert state_of(path) is LockState.FREE


def test_a_file_that_was_not_opened_after_all_is_free(open_window: Open, path: Path) -> None:
    window, broken = open_window(), path.with_name("坏.zxzp.json")
    broken.write_bytes(b"{")
    window.take_file(path)
    answers = Answers().press("close")
    window.take_file(broken)
    assert answers.all_asked
    assert (state_of(path), state_of(broken)) == (LockState.OURS, LockState.FREE)
    assert window.document.path == path


def test_a_file_that_another_computer_has_is_opened_read_only(open_window: Open, path: Path) -> None:
    window = open_window()
    locks.place_of(path).write_bytes(holder.write(ELSEWHERE))
    answers = Answers().press("read")
    window.take_file(path)
    assert answers.all_asked
    assert "正在电脑“财务室-2”上打开（用户 李四，" in answers.said[0]
    assert window.document.read_only
    assert window.document.path == path
    assert window.status.saved.text() == "只读文件"
    assert locks.look(path, ME).holder == ELSEWHERE
    trigger(window, "new")
    assert locks.look(path, ME).holder == ELSEWHERE


def test_a_copy_of_a_read_only_file_is_ours(open_window: Open, path: Path) -> None:
    window, copy = open_window(), path.with_name("我的.zxzp.json")
    locks.place_of(path).write_bytes(holder.write(ELSEWHERE))
    answers = Answers().press("read").choose(copy)
    window.take_file(path)
    trigger(window, "save")
    assert answers.all_asked
    assert state_of(copy) is LockState.OURS
    assert not window.document.read_only


def test_or_not_at_all_or_all_the_same(open_window: Open, path: Path) -> None:
    window = open_window()
    locks.place_of(path).write_bytes(holder.write(ELSEWHERE))
    answers = Answers().press("cancel")
    window.take_file(path)
    assert window.document.title == "未命名"
    answers.press("edit")
    window.take_file(path)
    assert answers.all_asked
    assert window.document.path == path
    assert not window.document.read_only
    assert state_of(path) is LockState.OURS


def test_what_a_dead_program_left_is_taken_without_a_word(open_window: Open, path: Path) -> None:
    window, gone = open_window(), Other()
    gone("take", path)
    gone.kill()
    answers = Answers()
    window.take_file(path)
    assert answers.said == []
    assert state_of(path) is LockState.OURS


def test_a_program_of_another_user_here_is_told(open_window: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERNAME", "王五")
    other = Other()
    other("take", path)
    monkeypatch.delenv("USERNAME")
    window = open_window()
    answers = Answers().press("cancel")
    window.take_file(path)
    other.close()
    assert answers.all_asked
    assert "已在这台电脑上打开（用户 王五，" in answers.said[0]


def test_a_lock_that_cannot_be_read_is_told(open_window: Open, path: Path) -> None:
    window = open_window()
    locks.place_of(path).write_bytes(b"?")
    answers = Answers().press("edit")
    window.take_file(path)
    assert answers.all_asked
    assert "锁文件读不出来" in answers.said[0]
    assert state_of(path) is LockState.OURS


def test_a_folder_without_locks_is_no_obstacle(open_window: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, real = open_window(), os.open

    def refuse(name: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and Path(name).parent == path.parent:
            raise PermissionError(13, "read-only folder", str(name))
        return real(name, flags, mode)

    monkeypatch.setattr(os, "open", refuse)  # root may write everywhere
    answers = Answers()
    window.take_file(path)
    assert answers.said == []
    assert window.document.path == path


def test_writing_over_a_file_that_somebody_has_open_is_asked(open_window: Open, path: Path) -> None:
    window = open_window()
    window.document.put("cover.project_name", "我的")
    locks.place_of(path).write_bytes(holder.write(ELSEWHERE))
    before, ticks = path.read_bytes(), iter(range(12))

    def name_it(dialog: QDialog) -> None:
        line, buttons = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
        assert line is not None
        assert buttons is not None
        line.setText(str(path))
        QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)

    def say_yes(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        QTest.mouseClick(box.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)

    # A file dialog reads its folder in a thread and then sets the name anew.
    script = Script().on("dialog.save", name_it, lambda _: next(ticks, None) is None)
    script.on("", say_yes, lambda box: isinstance(box, QMessageBox)).on("message", "cancel")
    trigger(window, "save_as")
    assert script.done
    assert "财务室-2" in script.said[-1]
    assert path.read_bytes() == before


def test_a_change_by_another_computer_is_always_noticed(open_window: Open, path: Path) -> None:
    """Whatever locks say: the file is compared before every save."""
    window = open_window()
    window.take_file(path)
    theirs = replace(window.document.file, modified="2026-01-01T00:00:00Z")
    path.write_bytes(storage.encode(theirs))
    window.document.put("cover.project_name", "我的")
    answers = Answers().press("cancel")
    trigger(window, "save")
    assert answers.all_asked
    assert "已被别人改动" in answers.said[0]
    assert path.read_bytes() == storage.encode(theirs)


# --- one window for one file


def test_a_letter_brings_the_window_to_the_front(open_window: Open, places: Places, path: Path, qtbot: QtBot) -> None:
    window = open_window()
    window.take_file(path)
    window.showMinimized()
    box = handover.box_of(places.data, os.getpid())
    (box / "1.tmp").write_text(f'{{"path": {str(path)!r}}}'.replace("'", '"'), encoding="utf-8")
    (box / "1.tmp").rename(box / "1.open")
    qtbot.waitUntil(lambda: not (box / "1.open").exists())
    assert not window.isMinimized()
    assert list(box.iterdir()) == []
    window.close()
    assert not box.exists()


def test_a_letter_for_another_file_is_not_answered(open_window: Open, places: Places, path: Path) -> None:
    window = open_window()
    assert window.document.path is None
    assert not handover.ask(places.data, os.getpid(), path, patience=0)
    assert list(handover.box_of(places.data, os.getpid()).iterdir()) == []


def test_a_window_that_is_no_more_is_not_asked(places: Places, path: Path) -> None:
    assert not handover.ask(places.data, 2**22 + 1, path)
    assert not handover.hand_over(places.data, path, "2026-03-02T04:00:00Z")


def test_letter_boxes_of_dead_windows_are_removed(places: Places) -> None:
    for pid in ("1", "2"):
        handover.box_of(places.data, int(pid)).mkdir(parents=True)
        (handover.box_of(places.data, int(pid)) / "x.open").write_bytes(b"{}")
    handover.tidy(places.data, lambda pid: pid == 1)
    assert [box.name for box in handover.root(places.data).iterdir()] == ["1"]


@pytest.fixture
def program(places: Places) -> Iterator[list["subprocess.Popen[str]"]]:
    """Real programs, ended at the end."""
    running: list[subprocess.Popen[str]] = []
    yield running
    for process in running:
        process.kill()
        process.communicate(timeout=10)


def start(home: Path, path: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SELFEVAL_HOME": str(home), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "selfeval_gui", str(path)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def test_a_second_start_hands_its_file_to_the_first(
    program: list["subprocess.Popen[str]"], path: Path, tmp_path: Path
) -> None:
    other = path
    if sys.platform != "win32":
        other = path.with_name("链接.zxzp.json")
        other.symlink_to(path)
    first = start(tmp_path / "home", path)
    program.append(first)
    box = handover.box_of(tmp_path / "home" / "data", first.pid)
    end = time.monotonic() + 30
    while not (box.exists() and locks.place_of(path).exists()):
        assert time.monotonic() < end
        assert first.poll() is None
        time.sleep(0.02)
    second = start(tmp_path / "home", other)
    program.append(second)
    assert second.communicate(timeout=30) == ("", "")
    assert second.returncode == 0
    assert first.poll() is None
    found = locks.look(path, ME)
    assert found.state is LockState.HERE
    assert found.holder is not None
    assert found.holder.pid == first.pid


def test_a_name_that_is_too_long_is_told_and_nothing_is_lost(open_window: Open, path: Path) -> None:
    window = open_window()
    window.document.put("cover.project_name", "我的")
    answers = Answers().choose(path.with_name(f"{'长' * 90}.zxzp.json")).press("close")
    trigger(window, "save_as")
    assert answers.all_asked
    assert "太长" in answers.said[-1]
    assert window.document.is_dirty
    assert names(path) == [path.name]
