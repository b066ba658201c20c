"""A day's work by events only: last year's Word file → this year's checked PDF, once with keys alone, once by mouse.

    python benchmarks/day.py

Counts what a person does (keys, characters, clicks) and compares it with filling the official Word form. Nothing of
the program is called to do the work; it is only asked where things are.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QPoint, Qt, QTimer  # noqa: E402 - the checkout comes first
from PySide6.QtGui import QInputMethodEvent, QTextCursor  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QToolButton,
    QWidget,
)

LAST_YEAR = ROOT / "tests" / "importing" / "fixtures" / "silkworm_2022.doc"
"""Of an invented unit."""
FIELDS: tuple[tuple[str, str], ...] = (
    ("cover.supervising_department", "河池市农业农村局"),
    ("cover.report_date", "20240313"),
    ("basic_info.phone", "0778-5550348"),
    ("basic_info.planned_funds.region", "5"),
    ("basic_info.planned_funds.city_county", "4"),
    ("basic_info.received_funds.region", "5"),
    ("basic_info.received_funds.city_county", "4"),
    ("expenditures[0].planned", "3.2"),
    ("expenditures[0].actual", "3.15"),
    ("expenditures[1].planned", "1.8"),
    ("expenditures[1].actual", "1.76"),
    ("expenditures[2].planned", "1.5"),
    ("expenditures[2].actual", "1.5"),
    ("expenditures[3].planned", "0.5"),
    ("expenditures[3].actual", "0.48"),
    ("expenditures[4].planned", "2"),
    ("expenditures[4].actual", "1.95"),
    (
        "performance.actual",
        "1.检验蚕种样品1305份，复核准确率98.6%。\n2.检验结果在3个工作日内反馈1259份，占96.5%。",
    ),
    ("performance.score", "94"),
    ("performance.grade", "优秀"),
)
"""What is new this year, in the form's order."""
EDITS: tuple[tuple[str, str, str], ...] = (
    ("narrative.outputs.text", "1236", "1305"),
    ("narrative.outputs.text", "214", "228"),
    ("narrative.outputs.text", "9份", "7份"),
    ("narrative.experience_problems_advice.text", "市县财政资金有0.5万元未到位，影响了秋季耗材采购。",
     "夏季样品集中，镜检人手不足，个别批次反馈超过3个工作日。"),
    ("narrative.experience_problems_advice.text", "建议在蚕期开始前下达资金。", "建议在夏蚕期聘用临时检验员。"),
)  # fmt: skip
"""Words of last year's text that no longer hold, and what takes their place."""
NO = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Count:
    """What a person did."""

    keys: int = 0
    characters: int = 0
    clicks: int = 0
    places: dict[str, int] = field(default_factory=dict)

    @property
    def actions(self) -> int:
        return self.keys + self.characters + self.clicks


class Answers(QObject):
    """Does what was asked for with the next dialogs, in their order, with real events."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[QDialog], None]] = []
        self._last: QDialog | None = None
        self._seen = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible() or dialog.objectName() == "waiting":
            return
        self._seen = self._seen + 1 if dialog is self._last else 0
        self._last = dialog
        if self._seen > 12 and self.waiting:
            self._seen = 0
            self.waiting.pop(0)(dialog)


class Day:
    """One way of working. `window` is the real one, opened as on any morning."""

    def __init__(self, folder: Path) -> None:
        from selfeval_gui.gui.places import Places
        from selfeval_gui.gui.window import MainWindow

        self.folder, self.count, self.answers = folder, Count(), Answers()
        (folder / "2022.doc").write_bytes(LAST_YEAR.read_bytes())
        places = Places(folder / "config", folder / "data", folder, now=lambda: datetime(2024, 3, 13, 8, tzinfo=UTC))
        self.window = MainWindow(places)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.composing.start()
        self._wait(lambda: QApplication.activeWindow() is self.window)
        if not self._focus_in_form():
            self.window.reveal("cover.project_name")  # where the cursor stands when the window opens

    def run(self) -> None:
        """The whole day."""
        for name, act in (
            ("导入上年", self.take_last_year),
            ("填写", self.fill_in),
            ("改正文", self.edit_text),
            ("核对", self.look_at_marks),
            ("检查", self.check),
            ("导出", self.export),
        ):
            before = self.count.actions
            act()
            self.count.places[name] = self.count.actions - before

    def close(self) -> None:
        self.window.document.undo_stack.setClean()
        self.window.close()
        self.window.deleteLater()

    @property
    def pdf(self) -> Path | None:
        return next(iter(self.folder.glob("*.pdf")), None)

    # --- steps that both ways share

    def fill_in(self) -> None:
        for path, words in FIELDS:
            self.go(path)
            self.write(words)

    def edit_text(self) -> None:
        for path, old, new in EDITS:
            self.find(path, old)
            self.type(new)

    def take_last_year(self) -> None:
        raise NotImplementedError

    def go(self, path: str) -> None:
        raise NotImplementedError

    def find(self, path: str, words: str) -> None:
        raise NotImplementedError

    def look_at_marks(self) -> None:
        raise NotImplementedError

    def check(self) -> None:
        raise NotImplementedError

    def export(self) -> None:
        raise NotImplementedError

    def write(self, words: str) -> None:
        """Over what stands there."""
        widget = self.focus()
        if not isinstance(widget, QAbstractItemView) and _shown(widget):
            self.key(Qt.Key.Key_A, CONTROL)
        self.type(words)

    # --- hands

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO, where: QWidget | None = None) -> None:
        self.count.keys += 1
        QTest.keyClick(where or self.focus(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Latin key by key, the rest through the input method, which hands over what it has composed."""
        for part in text:
            self.count.characters += 1
            if part == "\n":
                QTest.keyClick(self.focus(), Qt.Key.Key_Return)
            elif part.isascii():
                QTest.keyClicks(self.focus(), part)
            else:
                event = QInputMethodEvent()
                event.setCommitString(part)
                QApplication.sendEvent(self.focus(), event)
        QApplication.processEvents()

    def click(self, widget: QWidget, place: QPoint | None = None, double: bool = False) -> None:
        self.count.clicks += 1
        press = QTest.mouseDClick if double else QTest.mouseClick
        if place is None:
            press(widget, Qt.MouseButton.LeftButton)
        else:
            press(widget, Qt.MouseButton.LeftButton, NO, place)
        QApplication.processEvents()

    def focus(self) -> QWidget:
        widget: QWidget | None = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def _back(self) -> None:
        """The dialogs are gone; a desktop makes the window active again, and so does this."""
        self._wait(lambda: QApplication.activeModalWidget() is None)
        self.window.activateWindow()
        self._wait(lambda: QApplication.activeWindow() is self.window)

    def _focus_in_form(self) -> bool:
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and self.window.tabs.isAncestorOf(focus) and bool(self.window.current_field)

    def _wait(self, until: Callable[[], bool]) -> None:
        for _ in range(400):
            QApplication.processEvents()
            if until():
                return
            QTest.qWait(20)
        raise AssertionError("waited in vain")


class ByKeys(Day):
    """No mouse."""

    def take_last_year(self) -> None:
        self.answers.waiting += [self._name_file, lambda dialog: self.key(Qt.Key.Key_Return, where=dialog)]
        self.key(Qt.Key.Key_I, CONTROL)
        self._wait(lambda: bool(self.window.document.report.cover.project_unit) and not self.answers.waiting)
        self._back()

    def _name_file(self, dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setFocus()
        self.type("2022.doc")
        self.key(Qt.Key.Key_Return)

    def go(self, path: str) -> None:
        from selfeval_gui.gui.tab_names import TAB_NAMES, tab_of

        wanted = list(TAB_NAMES).index(tab_of(path))
        while self.window.tabs.currentIndex() != wanted:
            self.key(Qt.Key.Key_PageDown, CONTROL)
        for _ in range(120):
            here = self.window.current_field
            if here == path and self._focus_in_form():
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {path}, but to {self.window.current_field}")

    def find(self, path: str, words: str) -> None:
        """As people find a place: by its first characters, and then mark the rest."""
        seek = words[:6]
        self.key(Qt.Key.Key_F, CONTROL)
        self.type(seek)
        self.key(Qt.Key.Key_Return)
        for _ in range(20):
            if self.window.current_field == path:
                break
            self.key(Qt.Key.Key_Return)
        self.key(Qt.Key.Key_Escape)
        editor = self.focus()
        assert editor.objectName() == path
        if len(words) > len(seek):  # to the end of the paragraph or sentence
            assert isinstance(editor, QPlainTextEdit)
            text = editor.toPlainText()
            end = text.find("\n", text.find(words))
            assert text[text.find(words) : end if end >= 0 else len(text)] == words, "not the end of a paragraph"
            self.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
            cursor = editor.textCursor()
            while cursor.selectedText().replace("\u2029", "\n") != words:
                self.key(Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
                if editor.textCursor().selectedText() == cursor.selectedText():
                    self.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
                cursor = editor.textCursor()

    def look_at_marks(self) -> None:
        for _ in range(5):
            if _marks_on_tab(self.window):
                self.key(Qt.Key.Key_K, CONTROL | Qt.KeyboardModifier.ShiftModifier)
            self.key(Qt.Key.Key_PageDown, CONTROL)

    def check(self) -> None:
        self.key(Qt.Key.Key_F5)

    def export(self) -> None:
        enter: Callable[[QDialog], None] = lambda dialog: self.key(Qt.Key.Key_Return, where=_line(dialog))  # noqa: E731
        self.answers.waiting += [enter, enter, lambda dialog: self.key(Qt.Key.Key_Escape, where=dialog)]
        self.key(Qt.Key.Key_E, CONTROL)
        self._wait(lambda: self.pdf is not None and not self.answers.waiting)


class ByMouse(Day):
    """Clicks wherever a hand on the mouse would not let go of it; words are typed."""

    def take_last_year(self) -> None:
        self.answers.waiting += [self._name_file, lambda dialog: self._press(dialog, "button.accept")]
        self._tool("import")
        self._wait(lambda: bool(self.window.document.report.cover.project_unit) and not self.answers.waiting)
        self._back()

    def _name_file(self, dialog: QDialog) -> None:
        """A double click on the file in the list."""
        view = dialog.findChild(QAbstractItemView, "listView")
        assert view is not None
        model: Any = view.model()
        root = view.rootIndex()
        rows = [model.index(row, 0, root) for row in range(model.rowCount(root))]
        index = next(index for index in rows if index.data() == "2022.doc")
        view.scrollTo(index)
        place = view.visualRect(index).center()
        self.click(view.viewport(), place)
        self.click(view.viewport(), place, double=True)

    def _tool(self, name: str) -> None:
        action = self.window.actions_by_name[name]
        button = next(b for b in self.window.toolbar.findChildren(QToolButton) if b.defaultAction() is action)
        self.click(button)

    def _press(self, dialog: QDialog, name: str) -> None:
        button = dialog.findChild(QAbstractButton, name)
        assert button is not None, name
        self.click(button)

    def go(self, path: str) -> None:
        from selfeval_gui.gui.tab_names import TAB_NAMES, tab_of

        self._turn(list(TAB_NAMES).index(tab_of(path)))
        page = self.window.tabs.currentWidget()
        if "[" in path:
            table = page.findChild(QTableView, path.split("[", maxsplit=1)[0])
            assert table is not None
            index = table.model().index(int(path[path.index("[") + 1]), table.rows.columns.index(path.split(".")[1]))  # type: ignore[attr-defined]
            self._into_sight(table)
            self.click(table.viewport(), table.visualRect(index).center())
        else:
            editor = page.findChild(QWidget, path)
            assert editor is not None
            self._into_sight(editor)
            inner: QWidget | None = editor.focusProxy()
            target = inner if inner is not None else editor
            self.click(target.viewport() if isinstance(target, QPlainTextEdit) else target)

    def _turn(self, number: int) -> None:
        if self.window.tabs.currentIndex() != number:
            bar = self.window.tabs.tabBar()
            self.click(bar, bar.tabRect(number).center())

    def _into_sight(self, widget: QWidget) -> None:
        """The wheel, counted as one act."""
        from selfeval_gui.gui.pages.layout import Page

        area = widget.parentWidget()
        while area is not None and not isinstance(area, Page):
            area = area.parentWidget()
        if area is not None and widget.visibleRegion().isEmpty():
            self.count.clicks += 1
            area.ensureWidgetVisible(widget)
            QApplication.processEvents()

    def find(self, path: str, words: str) -> None:
        """Press at the beginning, draw to the end."""
        from selfeval_gui.gui.tab_names import TAB_NAMES

        self._turn(list(TAB_NAMES).index("tab.narrative"))
        editor = self.window.tabs.currentWidget().findChild(QPlainTextEdit, path)
        assert editor is not None
        self._into_sight(editor)
        start = editor.toPlainText().find(words)
        assert start >= 0, words
        view = editor.viewport()
        spots = []
        for at in (start, start + len(words)):
            cursor = QTextCursor(editor.document())
            cursor.setPosition(at)
            spots.append(editor.cursorRect(cursor).center())
        self.count.clicks += 1
        QTest.mousePress(view, Qt.MouseButton.LeftButton, NO, spots[0])
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NO, spots[0])
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spots[1])
        self.count.clicks += 1
        assert editor.textCursor().selectedText().replace("\u2029", "\n") == words

    def look_at_marks(self) -> None:
        for number in range(5):
            self._turn(number)
            if _marks_on_tab(self.window):
                self.count.clicks += 2  # the menu, and its entry
                self.window.actions_by_name["tab_reviewed"].trigger()

    def check(self) -> None:
        self._tool("check")

    def export(self) -> None:
        self.answers.waiting += [
            lambda dialog: self._press(dialog, "button.export"),
            self._accept,
            lambda dialog: self._press(dialog, "button.close"),
        ]
        self._tool("export_pdf")
        self._wait(lambda: self.pdf is not None and not self.answers.waiting)

    def _accept(self, dialog: QDialog) -> None:
        buttons = [b for b in dialog.findChildren(QAbstractButton) if getattr(b, "isDefault", bool)()]
        self.click(buttons[0])


def _line(dialog: QDialog) -> QWidget:
    """Where Enter is pressed in a file dialog: in the name."""
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    return line if line is not None else dialog


def _marks_on_tab(window: Any) -> bool:
    from selfeval_gui.gui.tab_names import tab_of

    name = window.pages[window.tabs.currentIndex()].object_name
    return any(tab_of(path) == name for path in window.document.unreviewed)


def _shown(widget: QWidget) -> str:
    text = getattr(widget, "toPlainText", None) or getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def word_strokes(report: Any, form: Any) -> int:
    """Characters and cell moves for filling the blank official form in Word with the same report: every printed value
    once for each place where the form wants it, sums by hand, one key from cell to cell."""
    from selfeval_gui.report import totals
    from selfeval_gui.report.catalogue import blank
    from selfeval_gui.report.dates import print_day
    from selfeval_gui.report.edit import get, leaf_paths
    from selfeval_gui.report.money import show_plain
    from selfeval_gui.report.narrative import paragraphs, project_title

    strokes = 0
    for path in leaf_paths(report):
        text = blank(path).kind.show(get(report, path))
        if text and not path.startswith("narrative.") and path != "fiscal_year" and not path.endswith(".role"):
            strokes += len(text) + 1
    strokes += sum(len(paragraph.text) + 1 for paragraph in paragraphs(report, form))
    cover = report.cover
    strokes += 2 * len(project_title(report)) + 2 * len(cover.project_unit)  # two titles, the sign-off
    strokes += len(print_day(cover.report_date)) if cover.report_date else 0
    for value in (
        totals.planned_sum(report.expenditures),
        totals.actual_sum(report.expenditures),
        totals.total_of(report.basic_info.planned_funds),
        totals.total_of(report.basic_info.received_funds),
        totals.expenditure_of(report),
    ):
        strokes += len(show_plain(value)) + 1 if value is not None else 0
    return strokes


def work(kind: type[Day]) -> tuple[Day, int]:
    """Do the day; the day, still open, and the strokes of the Word form."""
    day = kind(Path(tempfile.mkdtemp()))
    day.run()
    document = day.window.document
    return day, word_strokes(document.report, document.form)


def figures() -> str:
    """Both ways as a table, against filling the official Word form."""
    from benchmarks.measure import table

    rows = [["做法", "动作", "其中按键", "文字", "点击", "填 Word 表", "比值", "各步"]]
    for kind, name in ((ByKeys, "只用键盘"), (ByMouse, "用鼠标，文字键入")):
        day, word = work(kind)
        count = day.count
        steps = "，".join(f"{step} {number}" for step, number in count.places.items())
        numbers = (count.actions, count.keys, count.characters, count.clicks, word)
        rows.append([name, *(str(number) for number in numbers), f"{count.actions / word:.2f}", steps])
        day.close()
    return "在真实窗口里只用键盘、鼠标和输入法事件完成；虚构单位，动作数不含看屏幕的时间。\n\n" + table(rows)


def main() -> None:
    from selfeval_gui.gui.app import _application

    os.environ.setdefault("SELFEVAL_HOME", tempfile.mkdtemp())
    application = _application("")
    print(figures())
    del application


if __name__ == "__main__":
    main()
