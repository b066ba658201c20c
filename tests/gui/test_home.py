"""The home page: everything is at most two actions away, and no disk or share ever holds it up."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.app import _begin_with
from selfeval_gui.gui.document import Origin
from selfeval_gui.gui.files.blank_file import blank_file
from selfeval_gui.gui.home.looking import DAMAGED, GONE, REMOTE, SILENT, Looking, Seen, is_remote
from selfeval_gui.gui.home.page import HomePage
from selfeval_gui.gui.home.shelf import ENTRY, Entry
from selfeval_gui.gui.known.reports import About, KnownReports, about
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import show_active

Home = Callable[[], MainWindow]
SAMPLE = resources.path("sample", "sample.zxzp.json")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "data", tmp_path, now=lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture
def at_home(qtbot: QtBot, places: Places) -> Home:
    """Opens windows on the home page, as a start without a file does."""

    def open_window() -> MainWindow:
        window = MainWindow(places, deferred=True, at_home=True)
        window.home.show()
        return show_active(qtbot, window)

    return open_window


def page(window: MainWindow) -> HomePage:
    found: HomePage | None = window.home.page
    assert found is not None
    return found


def entries(window: MainWindow) -> list[Entry]:
    model = page(window).list.model()
    return [model.index(row, 0).data(ENTRY) for row in range(model.rowCount())]


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until every file has been looked at."""
    looking = window.home._looking
    assert looking is not None
    qtbot.waitUntil(lambda: not looking._timer.isActive() and not looking.busy and looking._until > 0)


def report_file(path: Path, name: str, year: int, state: Literal["draft", "final"] = "draft") -> Path:
    """A saved report of an invented unit."""
    file = storage.load(SAMPLE).file
    cover = replace(file.report.cover, project_name=name, project_unit="某县水利站")
    new = replace(file, report=replace(file.report, cover=cover, fiscal_year=year), state=state, id=path.stem)
    assert storage.save(new, path, expected_digest=None).ok
    return path


def click(widget: QWidget | None) -> None:
    assert isinstance(widget, QAbstractButton)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_first_time_it_offers_last_year_first(at_home: Home, qtbot: QtBot) -> None:
    window = at_home()
    card = in_focus()
    assert card.objectName() == "home.import"
    assert list(page(window).cards) == ["import", "open", "blank", "sample"]
    assert page(window).hints.isVisible()
    click(window.findChild(QWidget, "home.hints.close"))
    assert not page(window).hints.isVisible()
    assert in_focus().objectName() == "home.import"
    window.home.leave()
    window.home.show()
    assert not page(window).hints.isVisible()


def test_one_action_opens_a_sample_or_a_blank(at_home: Home, qtbot: QtBot) -> None:
    window = at_home()
    click(window.findChild(QWidget, "home.sample"))
    assert window.home.page is None
    assert window.document.report.cover.project_name
    assert window.centre.currentIndex() == 0
    other = at_home()
    QTest.keyClick(in_focus(), Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: other.home.page is None)
    assert other.document.path is None
    assert in_focus().objectName() == "cover.project_name"


def test_open_and_import_ask_for_a_file(at_home: Home, answers: Answers, tmp_path: Path) -> None:
    file = report_file(tmp_path / "a.zxzp.json", "甲项目", 2025)
    window = at_home()
    answers.escape()
    click(window.findChild(QWidget, "home.open"))
    page(window)  # nothing was chosen
    answers.choose(file)
    click(window.findChild(QWidget, "home.open"))
    assert window.home.page is None
    assert window.document.path == file
    window.home.show()
    answers.escape()
    click(window.findChild(QWidget, "home.import"))
    page(window)


def test_reports_are_listed_by_state_with_unit_and_year(at_home: Home, qtbot: QtBot, tmp_path: Path) -> None:
    first = at_home()
    assert first.files.open(report_file(tmp_path / "a.zxzp.json", "甲项目", 2024, "final"))
    assert first.files.open(report_file(tmp_path / "b.zxzp.json", "乙项目", 2025))
    first.close()
    window = at_home()
    # What is known is shown at once, before any disk is asked.
    assert [(e.title, e.group, e.year, e.what.unit) for e in entries(window)] == [
        ("乙项目", "进行中", "2025 年度", "某县水利站"),
        ("甲项目", "已定稿", "2024 年度", "某县水利站"),
    ]
    assert in_focus().objectName() == "home.reports"
    QTest.keyClick(in_focus(), Qt.Key.Key_Down)
    QTest.keyClick(in_focus(), Qt.Key.Key_Return)
    assert window.document.report.cover.project_name == "甲项目"
    assert window.home.page is None


def test_a_double_click_opens(at_home: Home, tmp_path: Path) -> None:
    file = report_file(tmp_path / "a.zxzp.json", "甲项目", 2025)
    window = at_home()
    window.settings.add_recent(file)
    window.home.leave()
    window.home.show()
    view = page(window).list
    centre = view.visualRect(view.model().index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert window.document.path == file


def test_what_is_new_on_disk_is_seen(at_home: Home, qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    changed = report_file(tmp_path / "a.zxzp.json", "新名字", 2025, "final")
    broken = tmp_path / "b.zxzp.json"
    broken.write_text("{", encoding="utf-8")
    gone, remote = tmp_path / "c.zxzp.json", Path("//server/share/d.zxzp.json")
    known = KnownReports(places.data)
    for path in (changed, broken, gone, remote):
        known.note(path, About("旧名字", "某站", 2025, "draft"))
    window = at_home()
    for path in (changed, broken, gone, remote):
        window.settings.add_recent(path)
    window.home.leave()
    window.home.show()
    settled(window, qtbot)
    told = {e.path: (e.title, e.problem) for e in entries(window)}
    assert told == {
        changed: ("新名字", ""),
        broken: ("旧名字", DAMAGED),
        gone: ("旧名字", GONE),
        remote: ("旧名字", REMOTE),
    }
    assert entries(window)[-1].group == "已定稿"
    assert page(window).current is not None


def test_a_dead_share_holds_up_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfeval_gui.gui.home.looking.PATIENCE_S", 0.3)
    dead = threading.Event()
    asked: list[Path] = []

    def look(path: Path) -> Seen:
        asked.append(path)
        if path.name == "dead":
            dead.wait(20)
        return Seen(path, "", About("甲"))

    told: list[Seen] = []
    looking = Looking(told.append, look=look)
    remote = [Path("\\\\server\\share\\a"), Path("//server/b")]
    began = time.monotonic()
    looking.start([Path("dead"), *remote, Path("alive")])
    assert time.monotonic() - began < 0.2
    qtbot.waitUntil(lambda: not looking.busy)
    local = {(seen.path.name, seen.problem) for seen in told if seen.path not in remote}
    assert local == {("dead", SILENT), ("alive", "")}
    assert [seen.problem for seen in told if seen.path in remote] == [REMOTE, REMOTE]
    assert set(asked) == {Path("dead"), Path("alive")}  # no network path was touched
    dead.set()
    qtbot.wait(20)
    assert len(told) == 4  # what comes too late is not heard


def test_which_paths_name_another_computer() -> None:
    assert is_remote(Path("\\\\server\\share\\a.json"))
    assert not is_remote(Path("/home/某人/文档/a.json"))


def test_entries_are_pinned_and_taken_off(at_home: Home, tmp_path: Path) -> None:
    files = [report_file(tmp_path / f"{name}.zxzp.json", name, 2025) for name in ("甲", "乙", "丙")]
    window = at_home()
    for file in files:
        window.files.open(file)
    window.home.show()
    assert [e.title for e in entries(window)] == ["丙", "乙", "甲"]
    page(window).mark(files[0])
    click(window.findChild(QWidget, "home.pin"))
    assert [(e.title, e.group) for e in entries(window)] == [("甲", "已固定"), ("丙", "进行中"), ("乙", "进行中")]
    page(window).mark(files[2])
    QTest.keyClick(in_focus(), Qt.Key.Key_Delete)
    assert [e.title for e in entries(window)] == ["甲", "乙"]
    assert files[2].exists()
    assert files[2] not in window.settings.recent()


def test_only_what_makes_sense_can_be_done_there(at_home: Home) -> None:
    window = at_home()
    names = {"save", "check", "export_pdf", "print", "preview", "undo"}
    actions = {action.objectName(): action for action in window.findChildren(QAction)}
    assert not any(actions[f"action.{name}"].isEnabled() for name in names)
    assert all(actions[f"action.{name}"].isEnabled() for name in ("new", "open", "import", "sample", "quit"))
    QTest.keyClick(in_focus(), Qt.Key.Key_Escape)
    assert window.home.page is None
    assert all(actions[f"action.{name}"].isEnabled() for name in names - {"undo"})
    assert window.windowTitle().startswith("未命名")


def test_the_way_back_keeps_the_work(at_home: Home) -> None:
    window = at_home()
    window.home.leave()
    window.document.put("cover.project_name", "甲项目")
    window.actions_by_name["home"].trigger()
    click(window.findChild(QWidget, "home.back"))
    assert window.document.report.cover.project_name == "甲项目"
    assert window.actions_by_name["undo"].isEnabled()


def test_the_status_bar_says_nothing_of_a_report_that_is_not_in_sight(at_home: Home, tmp_path: Path) -> None:
    window = at_home()
    window.take_file(report_file(tmp_path / "报告.zxzp.json", "抗旱", 2025))
    window.status.show_selection("求和 3")
    window.document.notice.emit("已粘贴 3 行。")
    window.actions_by_name["home"].trigger()
    assert not window.status.selection.isVisible()
    window.status.show_selection("求和 4")  # a table that settles late
    assert not window.status.selection.isVisible()
    assert window.statusBar().currentMessage() == ""


@pytest.mark.usefixtures("own_looks")
def test_large_type_is_for_the_page_too(at_home: Home) -> None:
    window = at_home()
    paused = [name for name in ("save", "check", "print") if not window.actions_by_name[name].isEnabled()]
    assert len(paused) == 3
    before = page(window).cards["import"].height()
    window.actions_by_name["large_type"].trigger()
    try:
        assert page(window).cards["import"].sizeHint().height() > before * 1.2
        assert [name for name in paused if window.actions_by_name[name].isEnabled()] == []
        QTest.keyClick(in_focus(), Qt.Key.Key_Escape)
        assert window.home.page is None
        assert [name for name in paused if not window.actions_by_name[name].isEnabled()] == []
    finally:
        window.actions_by_name["large_type"].trigger()


def test_a_file_can_be_dropped_on_it(at_home: Home, qtbot: QtBot, tmp_path: Path) -> None:
    file = report_file(tmp_path / "a.zxzp.json", "甲项目", 2025)
    window = at_home()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(80, 80), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(80, 80), copy, data, left, none))
    qtbot.waitUntil(lambda: window.document.path == file)
    assert window.home.page is None


def test_known_reports_outlive_damage(tmp_path: Path) -> None:
    known = KnownReports(tmp_path)
    for number in range(70):
        known.note(Path(f"{number}.json"), About(f"第{number}个", "某站", 2025, "draft", "2026-03-01T01:00:00Z"))
    assert next(iter(known.all())) == Path("69.json")
    assert len(known.all()) == 60
    for damage in ("", "[]", '{"reports": [1, {"path": 2}, {"path": "a", "year": "x"}]}', "\x00"):
        (tmp_path / "reports.json").write_text(damage, encoding="utf-8")
        assert set(known.all()) <= {Path("a")}
    assert about(storage.load(SAMPLE).file).state == "draft"


def test_times_as_people_say_them() -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    stamps = ("2026-03-02T01:05:00Z", "2026-03-01T23:59:00Z", "2026-01-05T00:00:00Z", "2025-12-31T00:00:00Z", "")
    said = [Entry(Path("a"), About(modified=stamp)).when(now) for stamp in stamps]
    assert said == ["今天 1:05", "昨天 23:59", "1月5日", "2025年12月31日", ""]


def test_an_import_begins_there_and_leaves_it(at_home: Home, answers: Answers) -> None:
    window = at_home()
    answers.choose(resources.path("sample", "last_year.txt")).press("accept")
    click(window.findChild(QWidget, "home.import"))
    assert window.home.page is None
    assert window.document.report.cover.project_name
    assert window.document.is_dirty


def test_it_fits_a_small_screen(at_home: Home, qtbot: QtBot) -> None:
    window = at_home()
    window.resize(1093, 614)  # 1366 × 768 at 125 %
    shown = page(window)
    qtbot.waitUntil(lambda: shown.viewport().width() <= 1093)
    assert shown.widget().width() <= shown.viewport().width()
    for card in shown.cards.values():
        assert card.width() >= card.minimumSizeHint().width()
        assert card.height() >= card.sizeHint().height()


def test_reports_that_left_the_menu_stay_on_the_page_until_the_list_is_cleared(at_home: Home, tmp_path: Path) -> None:
    window = at_home()
    known = KnownReports(window.places.data)
    for number in range(15):
        path = tmp_path / f"{number}.zxzp.json"
        known.note(path, About(f"第{number}个", "某站", 2025, "draft"))
        window.settings.add_recent(path)
    window.home.leave()
    window.home.show()
    assert len(entries(window)) == 15 > len(window.settings.recent())
    window.recent.fill()
    window.recent.actions()[-1].trigger()
    window.home.leave()
    window.home.show()
    assert entries(window) == []


@pytest.mark.parametrize("name", ["没有.zxzp.json", "坏.zxzp.json", "坏.docx"])
def test_a_start_with_a_file_that_cannot_be_opened_shows_it_behind_the_message(
    name: str, qtbot: QtBot, places: Places, answers: Answers
) -> None:
    file = places.documents / name
    if name.startswith("坏"):
        file.write_bytes(b"{")
    window = show_active(qtbot, MainWindow(places))
    behind: list[bool] = []

    def look(dialog: QDialog) -> None:
        behind.append(window.home.page is not None and window.home.page.isVisible())
        dialog.reject()

    answers.do(look)
    _begin_with(window, file)
    assert behind == [True]
    assert window.home.page is not None


def test_a_start_with_a_damaged_file_leads_to_its_copy(qtbot: QtBot, places: Places, answers: Answers) -> None:
    file = places.documents / "报告.zxzp.json"
    whole = storage.load(resources.path("sample", "sample.zxzp.json")).file
    assert storage.save(whole, file, expected_digest=None).ok
    digest = storage.load(file).digest
    assert storage.save(whole, file, expected_digest=digest, backups=places.backups).ok
    storage.keep(places.backups, whole.id, storage.encode(whole))
    file.write_bytes(file.read_bytes()[:-50])
    window = show_active(qtbot, MainWindow(places))
    answers.press("open")
    _begin_with(window, file)
    assert window.document.recovered == Origin(file)
    assert window.home.page is None
    window.document.undo_stack.setClean()


def test_recovered_work_without_a_name_has_a_way_back(at_home: Home, places: Places) -> None:
    window = at_home()
    window.document.replace_file(blank_file(places), None, None, unsaved=True, recovered=Origin())
    window.home.show()
    click(page(window).findChild(QAbstractButton, "home.back"))
    assert window.home.page is None
    assert window.document.recovered == Origin()
    window.document.undo_stack.setClean()
