"""What an import could not place, as the file keeps it: to be copied, or put into a blank, long after the import."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.sentences import too_long
from selfeval_gui.gui.importing.unplaced_panel import UnplacedPanel
from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.style.room import open_at
from selfeval_gui.gui.writing.field_choice import FieldChoice
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import BLANKS, blank
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import Section


class UnplacedDialog(QDialog):
    """Shows the pieces; putting one into a blank is one undo step of the document."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unplaced")
        self.setWindowTitle("导入时未识别的内容")
        self._document = document
        self.panel = UnplacedPanel(self)
        self.panel.asked.connect(self._place)
        box = QDialogButtonBox(self)
        close = box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.panel)
        layout.addWidget(box)
        self.panel.show_pieces(document.file.review.unplaced)
        line = self.fontMetrics().height()
        open_at(self, line * 36, line * 26)

    def _place(self, index: int) -> None:
        paths = [b.path for b in BLANKS if "[" not in b.path and b.kind is not kinds.FLAG and b.path != "fiscal_year"]
        form = self._document.form
        dialog = FieldChoice(paths, lambda path: label_of(form, path), self)
        chosen = dialog.chosen if dialog.exec() == FieldChoice.DialogCode.Accepted else ""
        dialog.deleteLater()
        if not chosen:
            return
        file = self._document.file
        pieces, described = file.review.unplaced, blank(chosen)
        old, text = get(file.report, chosen), pieces[index].text
        text = f"{old}\n{text}" if described.kind is kinds.LINES and old else text
        if len(text) > described.limit:
            self._document.notice.emit(too_long(form.label(chosen), len(text), described.limit))
            return
        value = described.kind.read(text)
        if chosen.startswith("narrative.") and chosen.endswith(".text"):
            report = put(file.report, chosen.removesuffix(".text"), Section(False, value))
        else:
            report = put(file.report, chosen, value)
        review = replace(file.review, unplaced=(*pieces[:index], *pieces[index + 1 :]))
        self._document.apply_file(replace(file, report=report, review=review), f"放入“{form.label(chosen)}”")
        self.panel.show_pieces(self._document.file.review.unplaced)
