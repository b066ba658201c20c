"""自评报告正文 as a sheet: one row a paragraph, every section's rows under its name; what feeds the opening aside."""

from itertools import groupby

from selfeval_gui.exporting.excel.book import ROW_LIMIT, Look, Page, Place, Sheet, cells_of, lines_of
from selfeval_gui.exporting.excel.cover_sheet import NOT_PRINTED, aside
from selfeval_gui.exporting.excel.fields import Fields
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.printed import printed
from selfeval_gui.report.form import Form
from selfeval_gui.report.narrative import Paragraph, paragraphs, project_title

INDENT = "　　"
_WIDTH = 156.0
_ASIDE = 3


class _Letter:
    """Writes row after row."""

    def __init__(self, sheet: Sheet, fields: Fields, layout: Layout) -> None:
        self.sheet, self.fields, self.layout = sheet, fields, layout.narrative
        self.row = 1

    def line(self, text: str, look: Look, pitch: float) -> None:
        """Words of the form, or of the cover, said again."""
        self.fields.say(self.sheet, Place(self.row, 1), text, look)
        self.sheet.height(self.row, max(pitch, lines_of(text, _WIDTH, look.size) * pitch))
        self.row += 1

    def paragraph(self, text: str, look: Look) -> list[str]:
        """A paragraph of a section, over as many merged rows as its height needs; the cells' texts."""
        written = []
        for piece in cells_of(INDENT + text):
            height = lines_of(piece, _WIDTH, look.size) * self.layout.pitch
            rows = -int(-height // ROW_LIMIT)
            self.sheet.put(Place(self.row, 1, rows), piece, look, "@")
            for at in range(self.row, self.row + rows):
                self.sheet.height(at, height / rows)
            self.row += rows
            written.append(piece)
        return written

    def section(self, path: str, entries: list[Paragraph]) -> None:
        """The heading, then the paragraphs; a section without any has an empty row to write into."""
        for entry in entries:
            if entry.level:
                style = self.layout.headings[entry.level - 1]
                self.line(INDENT + entry.text, Look(style, self.layout.size), self.layout.pitch)
        if not path:
            return
        first, body = self.row, Look(self.layout.style, self.layout.size, "justify", "distributed")
        written = [piece for entry in entries if not entry.level for piece in self.paragraph(entry.text, body)]
        if not written:
            self.sheet.put(Place(self.row, 1), None, body, "@")
            self.sheet.height(self.row, self.layout.pitch)
            self.row += 1
        self.fields.named(self.sheet, Place(first, 1, self.row - first), path, "\n".join(written))


def draw(sheet: Sheet, fields: Fields, form: Form, layout: Layout) -> None:
    """Fill the sheet."""
    report = fields.report
    sheet.columns((_WIDTH, 6, 34, 90))
    letter, page, narrative = _Letter(sheet, fields, layout), layout.page, layout.narrative
    title = narrative.title
    unit, project = report.cover.project_unit, project_title(report)
    for part in form.narrative_title:
        if text := part.format(unit=unit, project=project):
            letter.line(text, Look(title.style, title.size, "center"), title.pitch)
    letter.row += 1
    fields.put(sheet, Place(letter.row, 1), "narrative.addressee", Look(narrative.style, narrative.size))
    sheet.height(letter.row, narrative.pitch)
    letter.row += 1
    for path, entries in groupby(paragraphs(report, form), key=lambda entry: entry.path):
        letter.section(path, list(entries))
    letter.row += 2
    right = Look(narrative.style, narrative.size, "right")
    letter.line(unit, right, narrative.pitch)
    letter.line(printed(report, "cover.report_date"), right, narrative.pitch)
    for row, path in enumerate(("narrative.basis_document", "narrative.evaluation_date"), 1):
        fields.say(sheet, Place(row, _ASIDE), form.label(path) + NOT_PRINTED, aside())
        fields.put(sheet, Place(row, _ASIDE + 1), path, Look("song", 11, wrap=False))
    area = f"A1:A{letter.row - 1}"
    sheet.set_up(Page(left=page.left, right=page.right, top=page.top, bottom=page.bottom, area=area))
