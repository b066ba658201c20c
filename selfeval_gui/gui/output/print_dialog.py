"""Asks what to print, on which printer, how often. The pages themselves and the printing are `print_job`'s."""

from collections.abc import Sequence

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.output.print_job import Part, PrintOrder, pages_in_ranges, pages_of, sealed_pages, sheets
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.frozen import frozen

TO_FILE = "保存为 PDF 文件"
_MOST_COPIES = 99


@frozen
class PrintChoice:
    """`printer` is the printer's name, "" for a PDF file."""

    printer: str
    order: PrintOrder


class PrintDialog(QDialog):
    """Printer, part, page range, copies, duplex, further copies of the pages that are stamped."""

    def __init__(
        self,
        pages: Sequence[Page],
        current: int,
        parent: QWidget | None = None,
        *,
        last_printer: str = "",
        duplex: bool = True,
        open_errors: int = 0,
    ) -> None:
        """`last_printer` is what was chosen the last time, if it is still there; else the system's own choice.

        `open_errors`: errors that the check finds, for which 草稿 is printed across every page.
        """
        from selfeval_gui.checking import final_print_refusal

        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle("打印")
        self._pages, self._refusal = pages, final_print_refusal(open_errors)
        self.printer = QComboBox(self)
        self.printer.setObjectName("print.printer")
        names = QPrinterInfo.availablePrinterNames()
        self.printer.addItems([*names, TO_FILE])
        wanted = [last_printer, QPrinterInfo.defaultPrinterName()]
        self.printer.setCurrentIndex(
            next((i for name in wanted if name and (i := self.printer.findText(name)) >= 0), 0)
        )
        self.part = QComboBox(self)
        self.part.setObjectName("print.part")
        for part in Part:
            self.part.addItem(part.value, part)
        self.ranges = QLineEdit(self)
        self.ranges.setObjectName("print.ranges")
        self.ranges.setPlaceholderText(f"全部；可填 2-4,{min(6, len(pages))}（当前第 {current + 1} 页）")
        self.copies = _count("print.copies", "1", self)
        self.seal_copies = _count("print.seal_copies", "0", self)
        self.duplex = QCheckBox("双面打印，沿长边翻转(&D)", self)
        self.duplex.setObjectName("print.duplex")
        self.duplex.setChecked(duplex)
        self.note = QLabel(self)
        self.note.setObjectName("print.note")
        self.note.setWordWrap(True)
        self._build()
        for edit in (self.ranges, self.copies, self.seal_copies):
            edit.textChanged.connect(self._judge)
        for box in (self.part, self.printer):
            box.currentIndexChanged.connect(self._judge)
        self._judge()

    def _build(self) -> None:
        form = QFormLayout()
        for text, field in (
            ("打印机(&P)", self.printer),
            ("内容(&T)", self.part),
            ("页码范围(&R)", self.ranges),
            ("份数(&C)", self.copies),
            ("盖章页另加份数(&S)", self.seal_copies),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text.split("(")[0])
            form.addRow(label, field)
        form.addRow("", self.duplex)
        self.buttons = QDialogButtonBox(self)
        self.ok = self.buttons.addButton("打印", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("button.print")
        self.ok.setDefault(True)
        cancel = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("button.cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(round(self.fontMetrics().height() * 0.8))
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("宽") * 30)

    def choice(self) -> PrintChoice | None:
        """What was chosen; None while a range or a number is none."""
        ranged = pages_in_ranges(self.ranges.text(), len(self._pages))
        copies, more = _number(self.copies.text(), 1), _number(self.seal_copies.text(), 0)
        if ranged is None or copies is None or more is None:
            return None
        part = self.part.currentData()
        pages = tuple(index for index in pages_of(part, self._pages) if index in ranged)
        name = self.printer.currentText()
        order = PrintOrder(pages, copies, self.duplex.isChecked(), more)
        return PrintChoice("" if name == TO_FILE else name, order) if pages else None

    def _judge(self) -> None:
        choice = self.choice()
        self.ok.setEnabled(choice is not None)
        self.duplex.setEnabled(self.printer.currentText() != TO_FILE)
        if choice is None:
            self.note.setText(f"页码请填 1 至 {len(self._pages)}，如 2-4,6；份数请填 1 至 {_MOST_COPIES}。")
            return
        count = len(sheets(self._pages, choice.order))
        stamped = "、".join(str(index + 1) for index in sealed_pages(self._pages))
        said = f"共 {count} 页，A4 原始大小（100%）。盖章页：第 {stamped} 页。"
        self.note.setText("\n".join(part for part in (said, self._refusal) if part))


def _count(name: str, text: str, parent: QWidget) -> QLineEdit:
    edit = QLineEdit(text, parent)
    edit.setObjectName(name)
    return edit


def _number(text: str, least: int) -> int | None:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 2):
        return None
    return int(plain) if least <= int(plain) <= _MOST_COPIES else None
