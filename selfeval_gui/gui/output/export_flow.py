"""From the open report to a PDF, a Word file, a workbook: asks how and where, writes it, offers to open it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.flow import choose_target
from selfeval_gui.gui.messages import CLOSE, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview import Composing

if TYPE_CHECKING:
    from selfeval_gui.gui.output.export_dialog import ExportChoice

PDF = "PDF 文件 (*.pdf)"
WORD = "Word 文件 (*.docx)"
EXCEL = "Excel 文件 (*.xlsx)"
DATA_SETTING = "export/data"


class ExportFlow:
    """Writes what the preview shows."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        composing: Composing,
        settings: Settings,
        places: Places,
        reveal: Callable[[str, int], object],
        open_errors: Callable[[], int] = lambda: 0,
    ) -> None:
        """`open_errors` tells how many errors the check finds that nobody has explained: then 草稿 is proposed."""
        self._window, self._document, self._composing = window, document, composing
        self._settings, self._places = settings, places
        self._reveal, self._open_errors = reveal, open_errors

    def export_pdf(self) -> bool:
        """Ask how and where, and write the PDF there; True when it is written."""
        commit_pending()
        choice = self._ask_how()
        if choice is None:
            return False
        folder = self._settings.last_folder(self._places.documents)
        start = file_names.within(folder, file_names.proposed(self._document.report), ".pdf")
        chosen = choose_target(self._window, "导出 PDF", start, PDF, ".pdf")
        if chosen is None:
            return False
        from selfeval_gui.printing.face import FaceError

        try:
            data = wait_for(self._window, "正在生成 PDF……", _Maker(self._document, self._composing, choice))
        except Abandoned:
            return False
        except FaceError as damaged:
            advice = "请在“帮助 → 字体情况”里改为只用随程序提供的字体，再导出一次。报告没有改动。"
            messages.warn(self._window, f"{damaged}。", detail=advice)
            return False
        if not self._write(chosen, data):
            return False
        if not choice.draft:
            self._document.note_print(self._places.now().astimezone().date(), "pdf")
        return True

    def _ask_how(self, *, word: bool = False) -> "ExportChoice | None":
        from selfeval_gui.gui.labels import label_of
        from selfeval_gui.gui.output.export_dialog import ExportDialog
        from selfeval_gui.printing.coverage import missing

        # A Word file holds no fonts: what the machine that opens it lacks cannot be known here.
        lacking = () if word else missing(self._composing.pages(), self._composing.fonts)
        dialog = ExportDialog(
            lacking,
            lambda path: label_of(self._document.form, path),
            data=self._settings.text_of(DATA_SETTING, "yes") == "yes",
            open_errors=self._open_errors(),
            word=word,
            parent=self._window,
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        choice, place = dialog.choice(), dialog.place
        dialog.deleteLater()
        if place is not None:
            self._window.activateWindow()  # the field gets the keyboard only in an active window
            self._reveal(place.path, place.start)
        if not accepted:
            return None
        self._settings.put(DATA_SETTING, "yes" if choice.data else "no")
        return choice

    def export_docx(self) -> bool:
        """Ask how and where, and write the Word file there; True when it is written."""
        from selfeval_gui.exporting import products

        commit_pending()
        choice = self._ask_how(word=True)
        if choice is None:
            return False
        folder = self._settings.last_folder(self._places.documents)
        start = folder / (file_names.proposed(self._document.report) + ".docx")
        chosen = choose_target(self._window, "导出 Word", start, WORD, ".docx")
        if chosen is None:
            return False
        file, wish = self._document.file, products.Wish(self._composing.fonts, choice.draft, choice.data)
        try:
            made = wait_for(self._window, "正在生成 Word 文件……", lambda: products.made(file, "docx", wish).data)
        except Abandoned:
            return False
        return self._write(chosen, made, "Word 文件")

    def fill_template(self) -> bool:
        """Fill a blank form of the office in place; True when it is written."""
        from selfeval_gui.gui.output.template_flow import fill_template

        return fill_template(self._window, self._document, self._settings, self._places, self._write)

    def export_xlsx(self) -> bool:
        """Ask where, and write the workbook there; True when it is written."""
        from selfeval_gui.exporting.excel import report_book

        commit_pending()
        folder = self._settings.last_folder(self._places.documents)
        start = file_names.within(folder, file_names.proposed(self._document.report), ".xlsx")
        chosen = choose_target(self._window, "导出 Excel", start, EXCEL, ".xlsx")
        if chosen is None:
            return False
        file = self._document.file
        try:
            data = wait_for(self._window, "正在生成 Excel 文件……", lambda: report_book.xlsx_bytes(file))
        except Abandoned:
            return False
        return self._write(chosen, data, "Excel 文件")

    def _write(self, path: Path, data: bytes, what: str = "PDF ") -> bool:
        from selfeval_gui.gui.files.target_flow import write_target

        written = write_target(self._window, path, data, what)
        if written is None:
            return False
        self._offer(written, what)
        return True

    def _offer(self, path: Path, what: str) -> None:
        choices = [
            Choice("open", "打开文件(&O)", default=True),
            Choice("folder", "打开所在文件夹(&F)"),
            CLOSE,
        ]
        answer = messages.ask(
            self._window, f"{what}已导出：\n{path}", choices, icon=messages.Icon.Information, title="导出"
        )
        if answer in ("open", "folder"):
            place = path if answer == "open" else path.parent
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
                messages.warn(self._window, f"没有能打开它的程序，文件在：\n{path}")


class _Maker:
    """Everything that the drawing thread needs, taken before it starts: it must not touch the document."""

    def __init__(self, document: Document, composing: Composing, choice: "ExportChoice") -> None:
        from selfeval_gui import storage

        self._pages = composing.draft_pages() if choice.draft else composing.pages()
        self._fonts = composing.fonts
        self._report, self._form = document.report, document.form.id
        # The report rides along, so that the PDF can be imported again.
        self._data = storage.encode(document.file) if choice.data else None
        self._code = storage.content_code(document.report, document.form.id)

    def __call__(self) -> bytes:
        from selfeval_gui.printing import produce

        pages, fonts = self._pages, self._fonts
        return produce.pdf_of_pages(pages, self._report, self._form, fonts, data=self._data, code=self._code)
