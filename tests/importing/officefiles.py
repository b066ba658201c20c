"""Writes small office files by hand, construct by construct, with nothing but zipfile. Does not use the readers."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(
    body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", more: Mapping[str, str] | None = None
) -> bytes:
    """A Word file with this content of `w:body`, and of the roots of its other parts."""
    kinds = {"numbering": numbering, "styles": styles, "footnotes": footnotes}
    present = {name: content for name, content in kinds.items() if content}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{"document.main" if name == "document" else name}+xml"/>'
        for name in ("document", *present)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for at, name in enumerate(present)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in present.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{content}</w:{name}>"
    return zipped({**parts, **(more or {})})


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run that is no markup becomes one."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return (
        f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def numbered(list_id: int, level: int = 0) -> str:
    """Paragraph properties of a list item."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def lists(*abstracts: Iterable[tuple[str, str]]) -> str:
    """numbering.xml: one list for each argument, whose levels are (format, text)."""
    described = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for at, levels in enumerate(abstracts, 1)
    )
    used = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(abstracts) + 1)
    )
    return described + used


def tc(*content: str, span: int = 1, merge: str = "", more: str = "") -> str:
    """A cell; `merge` is "restart" or "continue"."""
    inner = "".join(part if part.startswith("<") else p(part) for part in content) or p()
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{vertical}{more}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, columns: int = 4) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def docx_of(blocks: Iterable[Block]) -> bytes:
    """A Word file that shows these blocks."""
    return docx("".join(_block(block) for block in blocks))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return p(block.number + block.text)
    columns = max((cell.column + cell.col_span for row in block.rows for cell in row.cells), default=1)
    return tbl(*(tr(*(_cell(cell) for cell in row.cells)) for row in block.rows), columns=columns)


def _cell(cell: Cell) -> str:
    return tc(*(_block(block) for block in cell.blocks), span=cell.col_span)


def shown(blocks: Iterable[Block]) -> list[object]:
    """Blocks in short: a paragraph as number and text, a table as rows of (text, column, columns, rows)."""
    return [_shown(block) for block in blocks]


def _shown(block: Block) -> object:
    if isinstance(block, Paragraph):
        return block.number + block.text
    return [[(cell_text(cell), cell.column, cell.col_span, cell.row_span) for cell in row.cells] for row in block.rows]


def cell_text(cell: Cell) -> str:
    """The text of a cell, inner tables with strokes between cells and rows."""
    return "\n".join(block.text if isinstance(block, Paragraph) else _flat(block) for block in cell.blocks)


def _flat(table: Table) -> str:
    return "/".join("|".join(cell_text(cell) for cell in row.cells) for row in table.rows)


def texts(blocks: Iterable[Block]) -> list[str]:
    """The paragraphs outside of tables that say something."""
    return [block.number + block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
