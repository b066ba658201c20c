"""What of a page is painted again after a change: enough, and not much more."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import resources
from selfeval_gui.gui.preview.damage import box_of, changed_box, same_sheets
from selfeval_gui.printing.marks import Page, Rule, Run, TickBox, Watermark
from selfeval_gui.storage import load
from tests.gui.watched import Open

LINES = tuple(
    Run(40.0 + 10 * n, "一行字", "fangsong", 16.0, (30.0, 35.6, 41.2), "cover.project_name") for n in range(4)
)
SHEET = Page("cover", None, 210.0, 297.0, LINES, ())


class Painted(QObject):
    """Notes what of a widget was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_nothing_new_is_no_damage() -> None:
    assert changed_box(SHEET, SHEET) is None
    assert changed_box(SHEET, SHEET._replace(marks=tuple(run._replace() for run in LINES))) is None
    assert changed_box(SHEET, SHEET._replace(marks=tuple(reversed(LINES)))) is None


def test_damage_is_the_old_and_the_new_place() -> None:
    moved = LINES[2]._replace(y=90.0, xs=(50.0, 55.6, 61.2))
    box = changed_box(SHEET, SHEET._replace(marks=(*LINES[:2], moved, LINES[3])))
    assert box is not None
    old, new = box_of(LINES[2]), box_of(moved)
    assert box == (old.left, old.top, new.right, new.bottom)
    assert not box.meets(LINES[0])


def test_every_mark_has_a_box_around_it() -> None:
    assert box_of(Rule(20, 30, 20, 90, 0.5)).bottom > 90
    assert box_of(TickBox(20, 30, 4, True)).right > 24
    assert box_of(Watermark(105, 148, "草稿", "hei", 120, 45, 0.8)).top < 100
    for mark in (Rule(20, 30, 20, 90, 0.5), TickBox(20, 30, 4, True)):
        assert changed_box(SHEET, SHEET._replace(marks=(*LINES, mark))) == box_of(mark)


def test_other_sheets_are_other_sheets() -> None:
    assert same_sheets((SHEET,), (SHEET._replace(marks=()),))
    assert not same_sheets((SHEET,), (SHEET, SHEET))
    assert not same_sheets((SHEET,), (SHEET._replace(width=297.0, height=210.0),))


def test_a_letter_paints_a_part_of_the_page_that_looks_like_the_whole(qtbot: QtBot, open_window: Open) -> None:
    """What stands on the screen after keystrokes is what painting everything gives, for lines, cells and the frame."""
    window = open_window()
    window.files.show(load(resources.path("sample", "sample.zxzp.json")))
    window.resize(1366, 728)
    view = window.preview.view
    sheets = view.viewport()
    window.composing.pages()
    for path in ("basic_info.phone", "performance.actual", "narrative.process.text"):
        assert window.reveal(path)
        editor = QApplication.focusWidget()
        assert editor is not None
        assert view.current == path
        QTest.keyClicks(editor, "7")
        window.composing.pages()
        QApplication.processEvents()
        noted = Painted()
        sheets.installEventFilter(noted)
        for key in "13":
            QTest.keyClicks(editor, key)
            window.composing.pages()
        sheets.removeEventFilter(noted)
        assert noted.areas, path
        half = sheets.width() * sheets.height() / 2
        assert all(area.width() * area.height() < half for area in noted.areas), (path, noted.areas)
        shown = window.screen().grabWindow(window.winId()).toImage()
        sheets.repaint()
        whole = window.screen().grabWindow(window.winId()).toImage()
        corner = sheets.mapTo(window, sheets.rect().topLeft())
        part = QRect(corner, sheets.size())
        assert _ink(shown.copy(part)) > 50, "the window was not grabbed"
        assert shown.copy(part) == whole.copy(part), path
    window.document.undo_stack.setClean()


def _ink(picture: QImage) -> int:
    return sum(
        picture.pixelColor(x, y).lightness() < 100
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height(), 3)
    )
