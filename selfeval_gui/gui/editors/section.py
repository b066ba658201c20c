"""The editor of a narrative section: its text, and whether it follows the tables or is written by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.long_text import CountLabel, LongTextEditor
from selfeval_gui.gui.editors.renumber import RenumberButton
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.report import narrative
from selfeval_gui.report.edit import get
from selfeval_gui.report.model import Section

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_HOW_TO_WRITE = "这一段随表格自动生成，不能直接改。要改写，请先点“断开链接”。"
LINKED, WRITTEN, EMPTY, UNREVIEWED = "自动生成", "自行撰写", "未填写", "未核对"


class SectionEditor(QWidget):
    """Heading, link switch and text of one section (`key`)."""

    state_changed = Signal(str)
    """LINKED, WRITTEN, EMPTY or UNREVIEWED."""

    def __init__(self, document: Document, key: str, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.key = document, key
        self._linkable = key in document.form.sentences
        self._told = ""
        self.heading = QLabel(heading, self)
        self.heading.setWordWrap(True)
        font = QFont(self.heading.font())
        font.setBold(True)
        self.heading.setFont(font)
        self.text = SectionText(document, f"narrative.{key}.text", self)
        self.heading.setBuddy(self.text)
        self.state = QuietLabel("", self)
        self.count = CountLabel(self.text, self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.link = QPushButton(self)
        self.link.setObjectName(f"narrative.{key}.linked" if self._linkable else "")
        self.link.setVisible(self._linkable)
        self.link.setAutoDefault(False)
        self.link.clicked.connect(self._switch)
        self.hint = QuietLabel("随表格自动更新，改写请先断开链接。", self)
        self.hint.setWordWrap(True)
        self._lay_out()
        self.renumber = RenumberButton(self.text, self)
        self._foot.insertWidget(1, self.renumber)
        for name in ("text", "linked"):
            document.watch(f"narrative.{key}.{name}").changed.connect(self._refresh)
        document.state_changed.connect(self._refresh)
        self._refresh()

    @property
    def linked(self) -> bool:
        section: Section = get(self.document.report, f"narrative.{self.key}")
        return section.linked and self._linkable

    @property
    def current_state(self) -> str:
        """What the outline shows."""
        return UNREVIEWED if f"narrative.{self.key}.text" in self.document.unreviewed else self.kept_state

    @property
    def kept_state(self) -> str:
        """Where the text comes from, looked at or not: beside the heading stands a mark of its own for that."""
        if self.linked:
            return LINKED
        return WRITTEN if self.text.toPlainText().strip() else EMPTY

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        head = QHBoxLayout()
        head.setSpacing(gap // 2)
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        head.addWidget(self.link)
        self._foot = foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap // 3)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addLayout(foot)
        QWidget.setTabOrder(self.link, self.text)

    def _switch(self) -> None:
        cut = self.linked
        report = narrative.set_linked(self.document.report, self.document.form, self.key, not cut)
        label = self.document.form.label(f"narrative.{self.key}")
        self.document.apply(report, f"断开“{label}”的链接" if cut else f"恢复“{label}”的链接")
        if cut:
            self.text.setFocus()
        else:
            self.document.notice.emit(f"“{label}”已换成自动生成的内容，按 Ctrl+Z 可以恢复自己写的文字。")

    def _refresh(self) -> None:
        linked, label = self.linked, self.document.form.label(f"narrative.{self.key}")
        self.link.setText("断开链接" if linked else "恢复链接")
        self.link.setAccessibleName(f"{label}：{self.link.text()}")
        self.link.setToolTip(
            "断开后由您自行撰写，不再随表格更新。"
            if linked
            else "恢复后由表格内容自动生成；自己写的文字可以按 Ctrl+Z 找回。"
        )
        self.hint.setVisible(linked)
        self.state.setText(self.kept_state)
        state = self.current_state
        if state != self._told:
            self._told = state
            self.state_changed.emit(state)


class SectionText(LongTextEditor):
    """The section's text; while it is linked, the generated one, to read only."""

    def __init__(self, document: Document, path: str, parent: QWidget) -> None:
        super().__init__(document, path, parent, min_lines=3)

    def _bind(self, document: Document, path: str) -> Binding:
        return SectionBinding(document, path, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        writes = bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & _COMMANDS
        if writes and self.isReadOnly() and not self.binding.document.is_final:
            self.binding.document.notice.emit(_HOW_TO_WRITE)
        super().keyPressEvent(event)


class SectionBinding(Binding):
    """Shows what the section prints; pushes only when the text is the writer's own."""

    widget: SectionText

    @property
    def linked(self) -> bool:
        section: Section = get(self.document.report, self.path.removesuffix(".text"))
        return section.linked and self._key in self.document.form.sentences

    @property
    def _key(self) -> str:
        return self.path.split(".")[1]

    def text(self) -> str:
        return narrative.section_text(self.document.report, self.document.form, self._key)

    def start(self) -> None:
        super().start()
        if self._key in self.document.form.sentences:
            self.document.watch(f"narrative.{self._key}.linked").changed.connect(self.pull)
            self.document.changed.connect(self._follow)
        self.widget.setReadOnly(self.linked or self.document.is_final)

    def edited(self) -> None:
        if not self.linked:
            super().edited()

    def _follow(self) -> None:
        """A linked text may show any figure of the report."""
        if self.linked and self.text() != self._kept:
            self.pull()

    def pull(self, *_: object) -> None:
        if self.widget.preedit:
            super().pull()
            return
        locked = self.linked or self.document.is_final
        if self.widget.isReadOnly() != locked:
            self.widget.setReadOnly(locked)
        if self.linked:
            text = self.text()
            if self.widget.shown() != text:
                self._show(text)
        else:
            super().pull()
