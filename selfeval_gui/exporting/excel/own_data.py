"""The hidden sheet that makes a workbook our own: the whole report file, and what was written into its visible cells.

The reader is `importing.formats.own_book`; both know the sheet's name and its keys. Nothing is read here.
"""

import hashlib

from selfeval_gui.exporting.excel.book import Book, Look, Place
from selfeval_gui.exporting.excel.fields import Fields

SHEET = "selfeval_data"
"""By this name an importer knows the workbook as ours."""
VERSION = "1"
NOTE = "本页是程序数据，用来把这个文件再导入“项目支出绩效自评”程序，请不要修改或删除。"
_CHUNK = 15_000
"""Characters a cell: far below the limit, whatever their width."""
_WORDS = 1_000


def write(book: Book, data: bytes, fields: Fields) -> None:
    """Add the sheet: rows of key, name, value."""
    # Spreadsheets take _x0041_ for a character; JSON says the same with an escape.
    text = data.decode("utf-8").replace("_x", "\\u005fx")
    rows = [("note", NOTE, ""), ("version", VERSION, ""), ("sha256", hashlib.sha256(text.encode()).hexdigest(), "")]
    rows += [("json", text[at : at + _CHUNK], "") for at in range(0, len(text), _CHUNK)]
    rows += [("cell", name, written) for name, written in fields.record.items()]
    words = sorted(fields.words)
    rows += [("words", " ".join(words[at : at + _WORDS]), "") for at in range(0, len(words), _WORDS)]
    sheet = book.sheet(SHEET, hidden=True)
    look = Look("song", 10, wrap=False)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.put(Place(number, column), value, look, "@")
