"""The tab 项目支出明细."""

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.pages.layout import Page
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.gui.tables import TablePanel

NAME = "tab.expenditures"
TITLE = TAB_NAMES[NAME]


def build(document: Document, parent: QWidget) -> Page:
    """The page with the table of expenditures and its sums."""
    page = Page(NAME, TITLE, parent)
    card = page.add_card(TITLE, "按经济科目填写，单位：万元。可从 Excel、WPS 整块粘贴。")
    card.add(TablePanel(document, "expenditures", TITLE, card))
    return page
