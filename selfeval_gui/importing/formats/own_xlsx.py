"""Our own .xlsx: how it is known and opened; what is made of it is `own_book`'s."""

from functools import lru_cache

from selfeval_gui.importing.formats import own_book
from selfeval_gui.importing.formats.content import refusing
from selfeval_gui.importing.formats.xlsx import KIND, WAY_OUT, Workbook
from selfeval_gui.importing.formats.zip_guard import Archive, part_names
from selfeval_gui.importing.proposal import ImportRefused, OwnFile, Proposal

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@lru_cache(maxsize=2)
def recognises(data: bytes) -> bool:
    """Whether a workbook has our hidden sheet, or our names."""
    if "xl/workbook.xml" not in part_names(data):
        return False
    try:
        main = Archive(data, KIND, WAY_OUT).read("xl/workbook.xml").decode("utf-8", "replace")
    except ImportRefused:
        return False
    return own_book.is_own(name for name in own_book.TELLING if name in main)


def content(data: bytes) -> OwnFile | Proposal:
    """What `own_book.content` makes of it. Raises `ImportRefused` for a damaged workbook."""
    with refusing(KIND, WAY_OUT):
        workbook = Workbook(data)
        root, listed = workbook.open()
        sheets = {name: workbook.raw_cells(part) for name, _, kind, part in listed if kind == "worksheet"}
        names = {
            entry.get("name", ""): entry.text or "" for entry in root.iterfind(f"{_S}definedNames/{_S}definedName")
        }
        return own_book.content(own_book.Book(sheets, names))
