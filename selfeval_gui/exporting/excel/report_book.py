"""A report as a workbook: the form as people draw it, one sheet a part, with its data in a hidden sheet.

Sheets 封面, 基本概况, 支出明细, 绩效, 评价人员, 正文. Labels, columns and order are the form's own data.
"""

from selfeval_gui import storage
from selfeval_gui.exporting.excel import cover_sheet, narrative_sheet, own_data, table_sheets
from selfeval_gui.exporting.excel.book import Book
from selfeval_gui.exporting.excel.fields import Fields
from selfeval_gui.printing import layout as layouts
from selfeval_gui.printing.produce import title_of
from selfeval_gui.report import form as forms

SHEETS = ("封面", "基本概况", "支出明细", "绩效", "评价人员", "正文")


def xlsx_bytes(file: storage.ReportFile) -> bytes:
    """The workbook of a report file: the same file gives the same bytes."""
    form, layout = forms.load(file.form), layouts.load(file.form)
    report = file.report
    book = Book(title_of(report, file.form), report.cover.project_unit)
    fields = Fields(report)
    sheets = {name: book.sheet(name) for name in SHEETS}
    cover_sheet.draw(sheets["封面"], fields, form, layout)
    tables = table_sheets.Tables(fields, form, layout)
    # 支出明细 first: the sums of 基本概况 refer to where its rows stand.
    tables.expenditures(sheets["支出明细"])
    tables.basics(sheets["基本概况"])
    tables.performance(sheets["绩效"])
    tables.evaluators(sheets["评价人员"])
    narrative_sheet.draw(sheets["正文"], fields, form, layout)
    own_data.write(book, storage.encode(file), fields)
    return book.to_bytes()
