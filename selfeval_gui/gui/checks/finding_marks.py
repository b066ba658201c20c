"""What the check found, beside the fields: lines with sign, colour and sentence, cells of tables, counts on the tabs.

Shows only; what was found comes from the live check. Lines are made when there is something to say.
"""

import weakref
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QWidget,
)

from selfeval_gui.gui.style.severities import LOOKS, ORDER, colour
from selfeval_gui.gui.tab_names import tab_of

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding
    from selfeval_gui.gui.tab_counts import TabCounts

_MOST_LINES = 2
_BY_F5 = "还有 {} 处，按 F5 查看全部。"


class FindingLine(QLabel):
    """The line below a field; `sentences` are (severity, sentence), the gravest first."""

    def __init__(self, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"finding.{path}")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)  # never wider than its field
        font = self.font()
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() * 0.92)
        self.setFont(font)
        self._severity = "hint"

    def say(self, sentences: list[tuple[str, str]]) -> None:
        """Show the first ones; all of them as tool tip."""
        self._severity = sentences[0][0]
        lines = [f"{LOOKS[severity].sign} {sentence}" for severity, sentence in sentences]
        more = len(lines) - _MOST_LINES
        self.setText("\n".join(lines[:_MOST_LINES] + ([_BY_F5.format(more)] if more > 0 else [])))
        self.setToolTip("\n".join(lines))
        word = LOOKS[self._severity].word
        self.setAccessibleName(f"{word}：{'；'.join(sentence for _, sentence in sentences)}")
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A style sheet that is laid on anew puts the old palette back, and is heard of as a change of it.
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange):
            self._tint()

    def _tint(self) -> None:
        tone = colour(self._severity, QGuiApplication.palette())
        if self.palette().color(QPalette.ColorRole.WindowText) != tone:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, tone)
            self.setPalette(palette)


class FindingMarks:
    """Keeps the lines of the tab in front up to date; other tabs follow when they come to the front."""

    def __init__(self, tabs: QTabWidget, counts: "TabCounts") -> None:
        self._tabs, self._counts = tabs, counts
        self._findings: tuple[Finding, ...] = ()
        self._lines: weakref.WeakValueDictionary[str, FindingLine] = weakref.WeakValueDictionary()
        self._marked: weakref.WeakSet[QWidget] = weakref.WeakSet()
        self._told = False
        tabs.currentChanged.connect(lambda _at: self._show())

    def show(self, findings: "tuple[Finding, ...]") -> None:
        """These are the findings now."""
        self._findings = findings
        if findings or self._told:
            self._told = True
            by_kind = {
                kind: Counter(tab_of(one.field) for one in findings if one.severity.value == severity)
                for kind, severity in (("errors", "error"), ("warnings", "warning"))
            }
            self._counts.tell(**by_kind)
        self._show()

    def page_built(self) -> None:
        """There are new editors."""
        if self._told:
            QTimer.singleShot(0, self._tabs, self._rebuilt)

    def _rebuilt(self) -> None:
        self._counts.show()
        self._show()

    def _show(self) -> None:
        if not self._told or not self._tabs.count():
            return
        page = self._tabs.currentWidget()
        sentences = self._by_editor(page)
        steady = _Steady()
        for widget in list(self._marked):
            if widget not in sentences and page.isAncestorOf(widget):
                self._unmark(widget)
        for widget, said in sentences.items():
            self._mark(widget, said)
        self._mark_passages(page)
        steady.restore()

    def _mark_passages(self, page: QWidget) -> None:
        """The very words, within the long texts of a page."""
        from selfeval_gui.gui.editors.live_marks import FoundSpan
        from selfeval_gui.gui.editors.long_text import LongTextEditor

        spans: dict[str, list[FoundSpan]] = defaultdict(list)
        for one in self._findings:
            for place in one.passages:
                if place.end > place.start:
                    spans[place.field].append(FoundSpan(place.start, place.end, one.severity.value, one.message))
        for editor in page.findChildren(LongTextEditor):
            text = editor.toPlainText()
            known = (one for one in spans.get(editor.objectName(), ()) if one.end <= len(text))
            # The gravest is drawn last, over the others.
            editor.show_found(tuple(sorted(known, key=lambda one: -ORDER[one.severity])))

    def _by_editor(self, page: QWidget) -> "dict[QWidget, list[Finding]]":
        from selfeval_gui.gui.pages import editor_of

        by_field: dict[str, list[Finding]] = defaultdict(list)
        for one in self._findings:
            if tab_of(one.field) == page.objectName():
                by_field[one.field].append(one)
        found: dict[QWidget, list[Finding]] = defaultdict(list)
        for field, findings in by_field.items():
            editor = editor_of(page, field)
            if editor is not None:
                found[editor] += findings
        return {
            editor: sorted(findings, key=lambda one: ORDER[one.severity.value]) for editor, findings in found.items()
        }

    def _mark(self, editor: QWidget, findings: "list[Finding]") -> None:
        path = editor.objectName()
        said = [(one.severity.value, one.message) for one in findings]
        rows = getattr(editor, "rows", None)
        if rows is not None:
            rows.show_findings(_by_cell(findings))
            said = [(one.severity.value, _with_row(one)) for one in findings]
        else:
            _restore_words(editor)
            sentences = "\n".join(f"{LOOKS[severity].sign} {sentence}" for severity, sentence in said)
            editor.setToolTip("\n\n".join(part for part in (sentences, editor.toolTip()) if part))
            editor.setAccessibleDescription(sentences)
        self._marked.add(editor)
        line, parent = self._lines.get(path), editor.parentWidget()
        if parent is None:
            return
        if line is None or line.parentWidget() is not parent:
            line = FindingLine(path, parent)
            if not _put_below(editor, line):
                line.deleteLater()
                return
            self._lines[path] = line
        line.say(said)
        line.show()

    def _unmark(self, editor: QWidget) -> None:
        self._marked.discard(editor)
        rows = getattr(editor, "rows", None)
        if rows is not None:
            rows.show_findings({})
        else:
            _restore_words(editor)
        line = self._lines.get(editor.objectName())
        if line is not None:
            line.hide()


def _by_cell(findings: "list[Finding]") -> dict[str, list[tuple[str, str]]]:
    cells: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in findings:
        cells[one.field].append((one.severity.value, one.message))
    return dict(cells)


def _with_row(finding: "Finding") -> str:
    """The sentence with the row that it is about, unless it says so itself."""
    field = finding.field
    if "[" not in field or "行" in finding.message:
        return finding.message
    return f"第{int(field[field.index('[') + 1 : field.index(']')]) + 1}行：{finding.message}"


def _restore_words(editor: QWidget) -> None:
    """Tool tip and description as the editor itself wants them."""
    binding = getattr(editor, "binding", None)
    if binding is not None:
        binding.mark_again()


def _put_below(editor: QWidget, line: QWidget) -> bool:
    """Put a line right below an editor; False when its layout has no place for it."""
    parent = editor.parentWidget()
    layout = _holder(parent.layout(), editor) if parent is not None and parent.layout() is not None else None
    if isinstance(layout, QGridLayout):
        place: Any = layout.getItemPosition(layout.indexOf(editor))
        row, column, height, width = place
        if layout.itemAtPosition(row + height, column) is not None:
            return False
        layout.addWidget(line, row + height, column, 1, width)
        return True
    if isinstance(layout, QBoxLayout) and layout.direction() == QBoxLayout.Direction.TopToBottom:
        layout.insertWidget(layout.indexOf(editor) + 1, line)
        return True
    return False


def _holder(layout: QLayout | None, editor: QWidget) -> QLayout | None:
    """The layout, among this one and those inside it, that an editor stands in."""
    if layout is None or layout.indexOf(editor) >= 0:
        return layout
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        if inner is not None and (found := _holder(inner, editor)) is not None:
            return found
    return None


class _Steady:
    """Keeps the field that is being edited where it is on the screen while lines come and go above it."""

    def __init__(self) -> None:
        self._focus = QApplication.focusWidget()
        self._area = _area_of(self._focus)
        self._before = self._place()

    def restore(self) -> None:
        if self._area is None:
            return
        # Layouts settle when their requests are handled; now, so that nothing is seen to jump.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        moved = self._place() - self._before
        if moved:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + moved)

    def _place(self) -> int:
        if self._area is None or self._focus is None:
            return 0
        return self._focus.mapTo(self._area.viewport(), QPoint(0, 0)).y()


def _area_of(widget: QWidget | None) -> QScrollArea | None:
    if widget is None:
        return None
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent
