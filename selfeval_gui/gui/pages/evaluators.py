"""The tab 评价人员: the working group and the dates of the signatures."""

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import DateEditor
from selfeval_gui.gui.pages.layout import FieldGrid, Page
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.gui.tables import TablePanel

NAME = "tab.evaluators"
TITLE = TAB_NAMES[NAME]


def build(document: Document, parent: QWidget) -> Page:
    """The page with the table of evaluators and the signature dates."""
    page = Page(NAME, TITLE, parent)
    card = page.add_card(TITLE, "签字栏在纸上留空手签。“组内分工”只用于正文的工作组成员。")
    card.add(TablePanel(document, "evaluators", TITLE, card))
    card = page.add_card("签字日期", "可留空，签字时手写。")
    grid = FieldGrid(card, columns=2)
    for name in ("preparer_date", "leader_date", "agency_date"):
        path = f"signatures.{name}"
        grid.add(document, path, DateEditor(document, path, grid))
    card.add(grid)
    return page
