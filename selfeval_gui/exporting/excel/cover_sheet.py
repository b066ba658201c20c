"""封面 as a sheet. The year of the report, which is not printed, stands beside it. Nothing is computed here."""

from selfeval_gui.exporting.excel.book import NONE, UNDERLINE, Look, Page, Place, Sheet, lines_of
from selfeval_gui.exporting.excel.fields import Fields, tick_line
from selfeval_gui.printing.layout import Layout
from selfeval_gui.report.form import Form
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.narrative import project_title

ASIDE = "888888"
_WIDTHS = (33, 104, 19, 6, 38, 24)
_LABEL, _VALUE, _LAST, _ASIDE = 1, 2, 3, 5
NOT_PRINTED = "（不打印）"


def aside(size: float = 11, across: str = "left") -> Look:
    """How what is not printed looks."""
    return Look("song", size, across, colour=ASIDE)


def draw(sheet: Sheet, fields: Fields, form: Form, layout: Layout) -> None:
    """Fill the sheet."""
    cover, rows = layout.cover, layout.cover.rows
    sheet.columns(_WIDTHS)
    sheet.height(1, 30)
    fields.put(sheet, Place(1, _LABEL), "cover.annex_label", Look(cover.annex.style, cover.annex.size, wrap=False))
    sheet.height(2, 70)
    title = "\n".join(part.format(project=project_title(fields.report), unit="") for part in form.title).strip()
    size = cover.title.sizes[0]
    fields.say(sheet, Place(3, _LABEL, 1, 3), title, Look(cover.title.style, size, "center"))
    sheet.height(3, min(400.0, max(2, lines_of(title, 150, size)) * size * 1.5))
    sheet.height(4, 60)
    label, at = Look(rows.style, rows.size, wrap=False), 5
    for line in cover.lines:
        path = line.field or line.choices
        fields.say(sheet, Place(at, _LABEL), line.label, label)
        border = UNDERLINE if line.underlined else NONE
        place = Place(at, _VALUE)
        fields.put(sheet, place, path, Look(rows.style, rows.size, border=border))
        if line.choices:
            sheet.choices(place, [tick_line(kind) for kind in (*EVALUATION_TYPE_WORDS, EvaluationType.NONE)])
        value = fields.cell_value(path)
        sheet.height(at, 36 + 20 * (lines_of(value if isinstance(value, str) else "", _WIDTHS[1], rows.size) - 1))
        at += 1
    sheet.height(at, 40)
    fields.say(sheet, Place(at + 1, _LABEL, 1, 2), cover.seal.label, Look(rows.style, rows.size, "center"))
    sheet.height(at + 1, 30)
    fields.put(sheet, Place(at + 2, _LABEL, 1, 2), cover.seal.field, Look(rows.style, rows.size, "center"))
    sheet.height(at + 2, 30)
    fields.put(sheet, Place(at + 3, _LABEL, 1, 3), cover.date.field, Look(rows.style, rows.size, "center"))
    sheet.height(at + 3, 30)
    sheet.height(at + 4, 40)
    issuer = Look(rows.style, rows.size, "center")
    fields.put(sheet, Place(at + 5, _LABEL, 1, 3), cover.issuer.field, issuer, suffix=cover.issuer.suffix)
    sheet.height(at + 5, 30)
    fields.say(sheet, Place(1, _ASIDE), form.label("fiscal_year") + NOT_PRINTED, aside())
    fields.put(sheet, Place(1, _ASIDE + 1), "fiscal_year", Look("song", 11, "left"))
    page = layout.page
    area = f"A1:C{at + 5}"
    margins = page.left, page.right, page.top, page.bottom
    sheet.set_up(Page(False, *margins, area=area, numbered=False, one=True))
