"""The neutral list that every reader produces and the recogniser understands: paragraphs and tables, with places.

Nothing here knows a file format or the form's labels. Texts are kept as written.
"""

from selfeval_gui.report.frozen import frozen


@frozen
class Paragraph:
    """One paragraph. `number` is an automatic list number that is not in `text` (一、); `heading_level` 1–9 or None.

    `where` is the place in the file in words for people: 第12段.
    """

    text: str
    where: str
    number: str = ""
    heading_level: int | None = None


@frozen
class Cell:
    """One cell: what stands in it, its first grid column (from 0), and how many columns and rows it covers."""

    blocks: tuple["Paragraph | Table", ...]
    column: int
    col_span: int = 1
    row_span: int = 1


@frozen
class Row:
    """One row; cells covered by one that reaches down from above are left out."""

    cells: tuple[Cell, ...]


@frozen
class Table:
    """A table; `where` names it (表一)."""

    rows: tuple[Row, ...]
    where: str


Block = Paragraph | Table
