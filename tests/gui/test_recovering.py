"""Unsaved work comes back by the user's act only: the list, comparing, the copy, ignoring, and damaged files."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPlainTextEdit, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.background import is_waiting, wait_for
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.times import spoken
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import changed_paths, put
from selfeval_gui.report.model import Report
from selfeval_gui.storage import recovery
from selfeval_gui.storage.recovery import Copy, Slots, State
from tests.gui.driving import Answers, Script, text_of
from tests.gui.showing import NOON
from tests.gui.test_keeping import kept, trigger
from tests.gui.watched import ME, STAMP, Open, keeping_of, report_in, sessions

GONE = replace(ME, pid=2**22 + 1)
BLANK = "空白报告"
WHEN = spoken(STAMP, NOON)


@pytest.fixture
def path(places: Places) -> Path:
    """A report in a file."""
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    path = places.documents / "报告.zxzp.json"
    assert storage.save(sample, path, expected_digest=None).ok
    return path


def left_behind(places: Places, path: Path | None, *changes: tuple[str, str], state: State = State.UNSAVED) -> Slots:
    """What a program that ended suddenly leaves: a copy of the file's report with these blanks changed."""
    loaded = storage.load(path or resources.path("sample", "sample.zxzp.json"))
    report = loaded.file.report
    for blank, value in changes:
        report = put(report, blank, value)
    changed = tuple(sorted(changed_paths(loaded.file.report, report)))
    slots = Slots.begin(places.recovery, GONE)
    base = loaded.digest if path else ""
    body = storage.encode(replace(loaded.file, report=report))
    slots.write(Copy(state, loaded.file.id, str(path or ""), base, STAMP, changed, body))
    return slots


def rows(dialog: QDialog) -> list[list[str]]:
    tree = dialog.findChild(QTreeWidget)
    assert tree is not None
    items = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(tree.columnCount())] for item in items if item is not None]


def click(dialog: QDialog, key: str) -> None:
    button = dialog.findChild(QPushButton, f"button.{key}")
    assert button is not None
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def showing(*expected: str) -> Callable[[QDialog], bool]:
    """Whether a list shows rows that begin with these words, and no others."""
    return lambda dialog: [row[0] for row in rows(dialog)] == list(expected)


def show_all(dialog: QDialog) -> None:
    box = dialog.findChild(QCheckBox, "recovery.all")
    assert box is not None
    box.click()


def done(script: Script) -> Callable[[], bool]:
    return lambda: script.done


def heading(dialog: QDialog) -> str:
    label = dialog.findChild(QLabel, "recovery.heading")
    assert label is not None
    return label.text()


def test_work_that_was_left_behind_is_offered_and_opens_as_a_copy(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("cover.project_name", "新名"), ("basic_info.phone", "0778-1"))
    before, seen = path.read_bytes(), list[object]()

    def look(dialog: QDialog) -> None:
        seen.extend([rows(dialog), heading(dialog)])
        click(dialog, "open")

    script = Script().on("recovery", look)
    window = open_window()
    qtbot.waitUntil(lambda: script.done and window.document.recovered is not None)
    assert seen[0] == [["报告.zxzp.json", WHEN, "2 处：项目名称、联系电话", "未保存"]]
    assert "没有正常退出" in str(seen[1])
    assert window.windowTitle().startswith("恢复的副本：报告.zxzp.json[*]")
    assert window.isWindowModified()
    assert window.document.path is None
    assert window.document.report.cover.project_name == "新名"
    assert path.read_bytes() == before
    found = sessions(places)
    assert [one.copy.state for one in found] == [State.UNSAVED, State.RESTORED]
    assert report_in(found[0].copy).cover.project_name == "新名"
    assert found[0].copy.changed == ("basic_info.phone", "cover.project_name")


def test_the_list_comes_again_until_something_is_decided(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("cover.project_name", "新名"))
    for script, left in (
        (Script().on("recovery", "close", showing("报告.zxzp.json")), State.UNSAVED),
        (
            Script().on("recovery", "ignore", showing("报告.zxzp.json")).on("recovery", "close", showing()),
            State.IGNORED,
        ),
    ):
        window = open_window()
        qtbot.waitUntil(done(script))
        assert window.document.recovered is None
        assert [one.copy.state for one in sessions(places)] == [left]
        window.close()
    window = open_window()
    QTest.qWait(100)
    assert QApplication.activeModalWidget() is None


def test_what_was_ignored_can_still_be_opened_or_removed(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("cover.project_name", "忽略过的"), state=State.IGNORED)
    left_behind(places, None, ("cover.project_name", "不要的"), state=State.DISCARDED)
    window = open_window()
    states: list[str] = []

    def look(dialog: QDialog) -> None:
        states.extend(row[3] for row in rows(dialog))
        show_all(dialog)

    names = ("未命名（不要的）", "报告.zxzp.json")
    script = Script().on("recovery", look, showing(*names)).on("recovery", show_all, showing())
    script.on("recovery", "remove", showing(*names)).on("message", "remove")
    script.on("recovery", "open", showing(names[1]))
    trigger(window, "recover")
    assert script.done
    assert states == ["已选“不保存”", "已忽略"]
    assert [one.copy.path for one in sessions(places)][1:] == [str(path)]
    assert window.document.report.cover.project_name == "忽略过的"


def test_comparing_shows_the_file_and_the_work_side_by_side(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("narrative.process.text", "全新的一段。"))
    window = open_window()
    shown: list[object] = []

    def look(dialog: QDialog) -> None:
        texts = [dialog.findChild(QPlainTextEdit, f"differences.{side}") for side in ("old", "new")]
        shown.extend([rows(dialog)[0][0], *(text.toPlainText() for text in texts if text is not None), text_of(dialog)])
        click(dialog, "close")

    script = Script().on("recovery", "compare").on("differences", look).on("recovery", "close")
    qtbot.waitUntil(done(script))
    before = storage.load(path).file.report.narrative.process.text
    label = window.document.form.label("narrative.process.text")
    assert shown[:3] == [label, before, "全新的一段。"]
    assert "原文件" in str(shown[3])
    assert sessions(places)[0].copy.state is State.UNSAVED


def test_never_saved_work_is_compared_with_a_blank_report(open_window: Open, places: Places, qtbot: QtBot) -> None:
    left_behind(places, None)
    script = Script().on("recovery", "compare").on("differences", "close").on("recovery", "close")
    open_window()
    qtbot.waitUntil(done(script))
    assert BLANK in script.said[1]


def test_what_is_in_the_file_already_is_not_offered(open_window: Open, places: Places, path: Path) -> None:
    """The program ended between saving and noting that it had saved."""
    left_behind(places, path)
    window = open_window()
    assert window.files.recovery.unfinished() == []
    left_behind(places, path, ("cover.project_name", "新名"))
    assert len(window.files.recovery.unfinished()) == 1


def test_what_a_living_window_is_writing_is_not_offered(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window()
    window.document.put("cover.project_name", "正在写")
    kept(window, qtbot)
    assert window.files.recovery.unfinished() == []
    script = Script().on("recovery", show_all, showing()).on("recovery", "close", showing())
    trigger(window, "recover")
    assert script.done
    assert "没有未保存的内容。" in script.said[1]


def test_unsaved_work_in_the_window_is_asked_about_first(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("cover.project_name", "旧的"))
    window = open_window()
    script = Script().on("recovery", "close")
    qtbot.waitUntil(done(script))
    window.document.put("cover.project_name", "新写的")
    script.on("recovery", "open").on("message", "cancel").on("recovery", "close")
    trigger(window, "recover")
    assert script.done
    assert window.document.report.cover.project_name == "新写的"


# --- a copy is saved


def recovered(open_window: Open, places: Places, path: Path, qtbot: QtBot) -> MainWindow:
    left_behind(places, path, ("cover.project_name", "恢复的"))
    script = Script().on("recovery", "open")
    window = open_window()
    qtbot.waitUntil(lambda: script.done and window.document.recovered is not None)
    return window


def test_a_copy_goes_back_to_its_file_only_when_the_user_says_so(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    window, before = recovered(open_window, places, path, qtbot), path.read_bytes()
    answers = Answers().press("cancel")
    trigger(window, "save")
    assert path.read_bytes() == before
    answers.press("back")
    trigger(window, "save")
    assert answers.all_asked
    assert storage.load(path).file.report.cover.project_name == "恢复的"
    assert before in [kept.read_bytes() for kept in places.backups.rglob("*.json")]
    assert window.windowTitle().startswith("报告.zxzp.json")
    assert not window.isWindowModified()


def test_a_copy_never_covers_what_was_saved_since(open_window: Open, places: Places, path: Path, qtbot: QtBot) -> None:
    window = recovered(open_window, places, path, qtbot)
    theirs = replace(storage.load(path).file, report=Report())
    path.write_bytes(storage.encode(theirs))
    answers = Answers().press("back").press("cancel")
    trigger(window, "save")
    assert answers.all_asked
    assert "已被别人改动" in answers.said[1]
    assert storage.load(path).file.report == Report()


def test_another_place_is_proposed_beside_the_file(open_window: Open, places: Places, path: Path, qtbot: QtBot) -> None:
    window, proposed = recovered(open_window, places, path, qtbot), []

    def look(dialog: QDialog) -> None:
        proposed.append(Path(dialog.selectedFiles()[0]).name)  # type: ignore[attr-defined]
        dialog.reject()

    answers = Answers().press("save_as").do(look)
    trigger(window, "save")
    assert answers.all_asked
    assert proposed == ["报告（恢复的副本）.zxzp.json"]


def test_recovered_work_survives_the_next_crash_too(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    window = recovered(open_window, places, path, qtbot)
    window.document.put("basic_info.phone", "0778-2")
    assert keeping_of(window).keep_at_once()
    session = sessions(places)[0]
    assert (session.copy.path, session.copy.state) == (str(path), State.UNSAVED)
    assert session.copy.changed == ("basic_info.phone", "cover.project_name")


# --- damaged files


Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "empty": lambda _: b"",
    "NUL": lambda data: bytes(len(data)),
    "half": lambda data: data[: len(data) // 2],
    "last line": lambda data: data[:-80],
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_file_opens_as_its_newest_copy_and_stays_as_it_is(
    damage: str, open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    left_behind(places, path, ("cover.project_name", "早先的"), state=State.SAVED)
    left_behind(places, path, ("cover.project_name", "最新的"), state=State.SAVED)
    window = open_window()
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    damaged = path.read_bytes()
    answers = Answers().press("open")
    assert window.take_file(path)
    assert answers.all_asked
    assert f"自动留底的内容（{WHEN}）" in answers.said[0]
    assert window.document.report.cover.project_name == "最新的"
    assert window.document.title == "恢复的副本：报告.zxzp.json"
    assert window.isWindowModified()
    other = places.documents / "好的.zxzp.json"
    answers.choose(other)
    trigger(window, "save")
    assert storage.load(other).file.report.cover.project_name == "最新的"
    assert path.read_bytes() == damaged


def test_without_recovery_copies_the_newest_backup_is_offered(open_window: Open, places: Places, path: Path) -> None:
    window = open_window()
    window.take_file(path)
    for name in ("甲", "乙", "丙"):
        window.document.put("cover.project_name", name)
        trigger(window, "save")
    keeping_of(window).keep_at_once()
    trigger(window, "new")
    for session in sessions(places):
        recovery.remove(session.folder)
    path.write_bytes(path.read_bytes()[:-100])
    answers = Answers().press("open")
    window.take_file(path)
    assert answers.all_asked
    assert "以前保存的版本" in answers.said[0]
    assert window.document.report.cover.project_name == "乙"  # the version before the damaged one


def test_a_damaged_file_without_any_copy_is_told(open_window: Open, places: Places) -> None:
    window, path = open_window(), places.documents / "坏.zxzp.json"
    path.write_bytes(b"{")
    answers = Answers().press("close")
    window.take_file(path)
    assert answers.all_asked
    assert "打不开“坏.zxzp.json”" in answers.said[0]


def test_the_list_waits_until_nothing_else_is_asked_or_opened(
    open_window: Open, places: Places, path: Path, qtbot: QtBot
) -> None:
    """A list that came in between could put another report under what is just being opened."""
    left_behind(places, path, ("cover.project_name", "新名"))
    window = open_window()
    works = window.files.recovery.unfinished()
    script = Script().on("recovery", "close")
    qtbot.waitUntil(done(script))
    script.on("recovery", "close")
    waiting: list[bool] = []

    def offer() -> None:
        window.files.recovery.offer(works)
        waiting.append(is_waiting())

    QTimer.singleShot(20, window, offer)
    wait_for(window, "正在打开", lambda: time.sleep(0.2))
    assert waiting == [True]
    assert len(script.said) == 1
    qtbot.waitUntil(done(script))
    assert len(script.said) == 2
