"""From the open report to paper: asks what to print and sends the very pages that the preview shows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QProgressDialog, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import PATIENCE_MS
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.flow import choose_target
from selfeval_gui.gui.output.print_dialog import TO_FILE, PrintChoice, PrintDialog
from selfeval_gui.gui.output.print_job import paint, prepare, sheets
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview import Composing
from selfeval_gui.gui.preview.glyphs import GlyphBook

PDF = "PDF 文件 (*.pdf)"
PRINTER_SETTING, DUPLEX_SETTING = "print/printer", "print/duplex"


class PrintFlow:
    """Prints the composed pages."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        composing: Composing,
        page_in_sight: Callable[[], int],
        settings: Settings,
        places: Places,
        open_errors: Callable[[], int] = lambda: 0,
    ) -> None:
        """`open_errors` tells how many errors the check finds: with any, only a draft is printed."""
        self._open_errors, self._errors = open_errors, 0
        self._window, self._document, self._composing = window, document, composing
        self._page_in_sight = page_in_sight
        self._settings, self._places = settings, places

    def ask_print(self) -> bool:
        """Ask what to print and print it; True when it was handed over."""
        commit_pending()
        pages = self._composing.pages()
        self._errors = self._open_errors()
        dialog = PrintDialog(
            pages,
            self._page_in_sight(),
            self._window,
            last_printer=self._settings.text_of(PRINTER_SETTING),
            duplex=self._settings.text_of(DUPLEX_SETTING, "yes") == "yes",
            open_errors=self._errors,
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        choice = dialog.choice()
        dialog.deleteLater()
        if not accepted or choice is None:
            return False
        self._settings.put(PRINTER_SETTING, choice.printer or TO_FILE)
        self._settings.put(DUPLEX_SETTING, "yes" if choice.order.duplex else "no")
        return self._print(choice)

    def _print(self, choice: PrintChoice) -> bool:
        printer = self._printer(choice)
        if printer is None:
            return False
        pages = self._composing.draft_pages() if self._errors else self._composing.pages()
        title = file_names.proposed(self._document.report)
        prepare(printer, pages, choice.order, title)
        count = len(sheets(pages, choice.order))
        # Qt packs every page before it takes the next one, which lasts: the window says how far it is.
        waiting = QProgressDialog(f"正在打印，共 {count} 页……", "", 0, count, self._window)
        waiting.setObjectName("waiting")
        waiting.setWindowTitle("请稍候")
        waiting.setCancelButton(None)  # half a report on paper helps nobody
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(PATIENCE_MS)
        waiting.setValue(0)
        done = paint(printer, pages, GlyphBook(self._composing.fonts), choice.order, waiting.setValue)
        waiting.close()
        waiting.deleteLater()
        if done:
            if not self._errors:
                self._document.note_print(self._places.now().astimezone().date(), "print")
            where = f"已交给打印机“{choice.printer}”" if choice.printer else f"已打印到“{printer.outputFileName()}”"
            self._document.notice.emit(f"{where}，共 {count} 页。")
            return True
        place = "该文件可能正被其他程序打开或没有写入权限" if not choice.printer else "请检查打印机是否已连接、有纸"
        messages.warn(self._window, f"没有打印成功：{place}；报告没有改动，可再试一次或改用“导出 PDF”。")
        return False

    def _printer(self, choice: PrintChoice) -> QPrinter | None:
        if choice.printer:
            return QPrinter(QPrinterInfo.printerInfo(choice.printer), QPrinter.PrinterMode.HighResolution)
        folder = self._settings.last_folder(self._places.documents)
        start = file_names.within(folder, file_names.proposed(self._document.report), "-打印.pdf")
        target: Path | None = choose_target(self._window, "打印到 PDF 文件", start, PDF, ".pdf")
        if target is None:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return printer
