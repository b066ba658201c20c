"""The two entries of the preview's bar: which page, and how large. What they mean is the view's."""

import re
import unicodedata

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from selfeval_gui.gui.preview.view import LARGEST, SMALLEST, Fit, PreviewView

FITS = {"适合宽度": Fit.WIDTH, "适合整页": Fit.PAGE}
PERCENTS = (50, 75, 100, 125, 150, 200, 300, 400)
_NUMBER = re.compile(r"(\d{1,4})(?:\.\d*)?\s*%?")


def number_in(text: str) -> int | None:
    """The whole number that was typed, full-width digits and a percent sign allowed; None when it is none."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match[1]) if match else None


class PageEntry(QWidget):
    """第 [3] / 13 页: says which page is in sight, and goes to the one that is typed."""

    def __init__(self, view: PreviewView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.number = QLineEdit(self)
        self.number.setObjectName("preview.page")
        self.number.setAccessibleName("页码")
        self.number.setToolTip("输入页码后按回车，转到该页")
        self.total = QLabel(self)
        self.total.setObjectName("preview.total")
        self._fit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.fontMetrics().height() // 4)
        for widget in (QLabel("第", self), self.number, self.total):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.number.returnPressed.connect(self._go)
        self.number.editingFinished.connect(self._show)
        view.turned.connect(self._show)
        view.zoomed.connect(self._show)  # said after every change of the pages
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "total"):
            self._fit()

    def _fit(self) -> None:
        self.number.setFixedWidth(self.fontMetrics().horizontalAdvance("000") + self.fontMetrics().height())
        # As wide before the pages are there as afterwards: a narrow window would be laid out and painted twice.
        self.total.setMinimumWidth(self.fontMetrics().horizontalAdvance("/ 00 页"))

    def _show(self, *_: object) -> None:
        count = len(self._view.pages)
        self.total.setText(f"/ {count} 页" if count else "页")
        if not self.number.hasFocus() or not self.number.isModified():
            self.number.setText(str(self._view.page_in_sight() + 1) if count else "")

    def _go(self) -> None:
        page = number_in(self.number.text())
        self.number.setModified(False)
        if page is not None:
            self._view.go_to_page(page - 1)
            self._view.setFocus()
        self._show()


class ZoomEntry(QComboBox):
    """50 % to 400 %, chosen or typed, and the two ways to fit."""

    def __init__(self, view: PreviewView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setObjectName("preview.zoom")
        self.setAccessibleName("预览缩放")
        self.setToolTip("表样的大小：可选择，也可输入 50 至 400 后按回车")
        self.edit = QLineEdit(self)
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        for text, fit in FITS.items():
            self.addItem(text, fit)
        for percent in PERCENTS:
            self.addItem(f"{percent}%", percent)
        self.setMaxVisibleItems(self.count())
        self.setMinimumContentsLength(4)
        self._fit()
        self.edit.setObjectName("preview.zoom.text")
        self.edit.setAccessibleName("预览缩放")
        self.edit.returnPressed.connect(self._typed)
        self.edit.editingFinished.connect(self._show)
        self.activated.connect(self._chosen)
        view.zoomed.connect(self._show)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("适合宽度") + 2 * self.fontMetrics().height())

    def _show(self, *_: object) -> None:
        if not self.edit.hasFocus() or not self.edit.isModified():
            self.setEditText(f"{round(self._view.zoom * 100)}%")

    def _chosen(self, index: int) -> None:
        if self.edit.isModified():
            return  # Enter after typing: `_typed` has it
        chosen = self.itemData(index)
        if isinstance(chosen, Fit):
            self._view.set_fit(chosen)
        else:
            self._view.set_zoom(chosen / 100)
        self._view.setFocus()
        self._show()

    def _typed(self) -> None:
        if not self.edit.isModified():
            return  # a combo box tells of Enter twice
        text = self.edit.text().strip()
        percent = number_in(text)
        self.edit.setModified(False)
        if text in FITS:
            self._view.set_fit(FITS[text])
        elif percent is not None:
            self._view.set_zoom(min(LARGEST, max(SMALLEST, percent / 100)))
            self._view.setFocus()
        self._show()
