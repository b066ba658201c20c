"""Which place of a blank form belongs to which field, found by asking the recogniser; then the report's values there.

Every place gets a sign of its own, the form with the signs is read like any file, and the recogniser says where each
sign belongs. So a template is understood exactly as far as the importer understands such a form when it is filled in.
What was written is read back; what does not read as the report says is named.
"""

import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from selfeval_gui.importing.formats import docx
from selfeval_gui.importing.formats.content import damaged, refusing
from selfeval_gui.importing.formats.zip_guard import Archive
from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.proposal import FilledForm, ImportRefused, Proposal, SeveralReports
from selfeval_gui.importing.reading import choice_marks
from selfeval_gui.importing.recogniser import recognise
from selfeval_gui.importing.template.scan import Paragraph, Row, Scan
from selfeval_gui.importing.template.spots import Edit, Spot, Writer, applied, spots_of
from selfeval_gui.printing.printed import column_decimals, printed, value_of
from selfeval_gui.report import kinds, totals
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import print_day, print_period
from selfeval_gui.report.edit import ROW_TYPES, get, leaf_paths
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import SECTION_KEYS, Report
from selfeval_gui.report.money import show_fixed, show_plain
from selfeval_gui.report.narrative import project_title, section_text
from selfeval_gui.report.text import squeeze

MACROS = "这个 Word 文件含有宏，为安全起见不能用作模板。请在 Word 中另存为不含宏的 .docx 后再用。"
NO_UTF8 = "这个 Word 文件的编码少见，不能用作模板。请在 Word 或 WPS 中打开它，另存为 .docx 后再用。"
NOT_EMPTY = "模板里没有找到可以填写的空。请选用空白的表样，不要用已经填好的文件。"
_FIRST_SIGN, _SIGNS = 0xE000, 6000
_FIRST_DAY = date(1950, 1, 1)
_SIGN = re.compile("[\ue000-\uf8ff]{2}")
_UNIT = re.compile(r"(?:单位[:：]?(?:人民币)?|\()(万元|千元|元)\)?")
_PERIOD = ("basic_info.period_start", "basic_info.period_end")
_FACTORS = {"元": Decimal(10000), "千元": Decimal(10)}


def fill(data: bytes, report: Report, form: Form) -> FilledForm:
    """The blank form with the report's values. Raises `ImportRefused` for files that are no such form."""
    with refusing(docx.KIND, docx.WAY_OUT):
        return _Filler(data, report, form).fill()


class _Filler:
    def __init__(self, data: bytes, report: Report, form: Form) -> None:
        self._archive = Archive(data, docx.KIND, docx.WAY_OUT)
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in self._archive.names):
            raise ImportRefused(MACROS)
        self._main = docx.main_part(self._archive, "word/document.xml")
        self._document = self._archive.read(self._main)
        if re.match(rb"\s*<\?xml[^>]*encoding=[\"'](?!utf-8)", self._document, re.IGNORECASE) or (
            self._document[:2] in (b"\xff\xfe", b"\xfe\xff")
        ):
            raise ImportRefused(NO_UTF8)
        docx.read(data)  # with all of the reader's limits, before anything is looked at here
        self._report, self._form = report, form
        self._scan = Scan(self._document)
        self._writer = Writer(self._scan)
        self._spots = spots_of(self._scan)[:_SIGNS]
        if not self._spots:
            raise ImportRefused(NOT_EMPTY)

    def fill(self) -> FilledForm:
        places = self._places()
        edits, rows = self._values(places)
        edits += self._ticks()
        edits += self._rows(rows)
        document = self._packed(applied(self._document, edits))
        return self._checked(document)

    # --- which place belongs to which field

    def _sign(self, index: int) -> str:
        high, low = divmod(index, 1000)
        return chr(_FIRST_SIGN + high) + chr(_FIRST_SIGN + 100 + low)

    def _places(self) -> dict[str, Spot]:
        edits: list[Edit] = []
        days: dict[str, Spot] = {}
        for index, spot in enumerate(self._spots):
            sign = self._sign(index)
            if spot.kind == "date":
                sign = print_day(_FIRST_DAY + timedelta(days=index))
                days[sign] = spot
            edits += self._writer.edits(spot, [sign])
        found = self._read(self._packed(applied(self._document, edits)))
        places: dict[str, Spot] = {}
        taken: set[int] = set()
        for entry in found.recognised:
            # Below a chapter's heading its first section begins: the last place of a section is the section's own.
            spot_index = self._meant(entry.text, days, last=entry.path.endswith(".text"))
            if spot_index is not None and entry.path not in places:
                places[entry.path] = self._spots[spot_index]
                taken.add(spot_index)
        self._units = {
            entry.path: unit
            for entry in found.recognised
            if (unit := self._unit(get(found.report, entry.path))) is not None
        }
        self._free = [spot for index, spot in enumerate(self._spots) if index not in taken]
        return places

    def _meant(self, text: str, days: dict[str, Spot], *, last: bool) -> int | None:
        signs = _SIGN.findall(text)
        if signs:
            high, low = signs[-1 if last else 0]
            index = (ord(high) - _FIRST_SIGN) * 1000 + ord(low) - _FIRST_SIGN - 100
            return index if 0 <= index < len(self._spots) else None
        spot = days.get(text.strip())
        return None if spot is None else self._spots.index(spot)

    @staticmethod
    def _unit(value: Any) -> str | None:
        """The unit that the form gives an amount, told by what the recogniser hung on the sign."""
        text = str(value)
        return next((unit for unit in ("千元", "元") if text.endswith(unit) and _SIGN.search(text)), None)

    def _read(self, document: bytes) -> Proposal:
        try:
            return recognise(docx.read(document).blocks, self._form)
        except SeveralReports:
            raise ImportRefused("这个文件里有几份表样，不能用作模板。请只留下一份。") from None

    # --- what is written there

    def _values(self, places: dict[str, Spot]) -> tuple[list[Edit], dict[str, dict[int, dict[str, Spot]]]]:
        edits: list[Edit] = []
        rows: dict[str, dict[int, dict[str, Spot]]] = {table: {} for table in ROW_TYPES}
        start, end = (places.get(path) for path in _PERIOD)
        for path, spot in places.items():
            if "[" in path:
                table, index, name = re.match(r"(\w+)\[(\d+)\]\.(\w+)", path).groups()  # type: ignore[union-attr]
                rows[table].setdefault(int(index), {})[name] = spot
                continue
            if path == _PERIOD[1] and end is start:
                continue
            if path == _PERIOD[0] and end is start:
                text = print_period(*(get(self._report, each) for each in _PERIOD))
            else:
                text = self._text(path)
            if text:
                edits += self._writer.edits(spot, text.split("\n"))
        return [*edits, *self._titles(), *self._sign_off()], rows

    def _text(self, path: str) -> str:
        if path.startswith("narrative.") and path.endswith(".text"):
            lines = section_text(self._report, self._form, path.split(".")[1]).split("\n")
            return "\n".join(line.strip() for line in lines if line.strip())
        kind = blank(path).kind
        if kind is kinds.MONEY:
            return self._amount(path, value_of(self._report, path))
        text = printed(self._report, path)
        return "\n".join(line.strip() for line in text.split("\n") if line.strip()) if kind is kinds.LINES else text

    def _amount(self, path: str, value: object) -> str:
        if not isinstance(value, Decimal):
            return ""
        factor = _FACTORS.get(self._units.get(path, ""))
        if factor is not None:
            return show_plain(value * factor)
        return show_plain(value)

    def _titles(self) -> list[Edit]:
        """The project's name before 项目 in a title: blanks that the recogniser reads over."""
        edits: list[Edit] = []
        name = project_title(self._report).removesuffix("项目")
        for spot in self._free:
            behind = squeeze(spot.paragraph.text[spot.end :])
            if spot.kind == "gap" and spot.start == 0 and behind.startswith("项目") and name:
                edits += self._writer.edits(spot, [name])
        return edits

    def _sign_off(self) -> list[Edit]:
        """The date below the narrative is the report's, as on the cover."""
        text = printed(self._report, "cover.report_date")
        last = [spot for spot in self._free if spot.kind == "date" and spot.paragraph.cell is None]
        return self._writer.edits(last[-1], [text]) if text and last else []

    def _ticks(self) -> list[Edit]:
        """The box of the chosen 评价类型 is ticked."""
        options = vocabulary().options
        chosen = str(self._report.cover.evaluation_type)
        for paragraph in self._scan.paragraphs:
            marks = choice_marks(paragraph.text, options) if chosen else {}
            if len(marks) >= 2 and chosen in marks:
                return self._tick(paragraph, *marks[chosen])
        return []

    def _tick(self, paragraph: Paragraph, start: int, end: int) -> list[Edit]:
        control = next((box for box in paragraph.boxes if box.at == start), None)
        if control is not None:
            raw = self._document[control.start : control.end]
            raw = re.sub(rb'(<w14:checked w14:val=)"\w+"', rb'\1"1"', raw)
            raw = raw.replace("☐".encode(), "☒".encode()).replace("□".encode(), "■".encode())
            return [(control.start, control.end, raw)]
        mark = paragraph.text[start:end]
        ticked = mark.replace("□", "■").replace("☐", "☑")
        if ticked == mark:
            ticked = re.sub(r"([（(\[【〔]).*([）)\]】〕])", r"\1√\2", mark)
        return self._writer.edits(Spot(paragraph, "box", start, end), [ticked])

    # --- tables

    def _rows(self, tables: dict[str, dict[int, dict[str, Spot]]]) -> list[Edit]:
        edits: list[Edit] = []
        for table, rows in tables.items():
            if not rows:
                continue
            filled = [index for index in range(len(get(self._report, table))) if self._has_text(table, index)]
            decimals = self._decimals(table)
            order = sorted(rows)
            for place, index in zip(order, filled, strict=False):
                edits += self._row(rows[place], table, index, decimals)
            edits += self._more(rows[order[-1]], table, filled[len(order) :], decimals)
            if table == "expenditures":
                edits += self._totals(rows[order[0]], decimals)
        return edits

    def _has_text(self, table: str, index: int) -> bool:
        names = ROW_TYPES[table].__dataclass_fields__
        return any(printed(self._report, f"{table}[{index}].{name}") for name in names if name != "role")

    def _decimals(self, table: str) -> int:
        rows = get(self._report, table)
        return column_decimals(getattr(row, name, None) for row in rows for name in ("planned", "actual"))

    def _row(self, spots: dict[str, Spot], table: str, index: int, decimals: int) -> list[Edit]:
        edits: list[Edit] = []
        for name, spot in spots.items():
            path = f"{table}[{index}].{name}"
            if blank(path).kind is kinds.MONEY:
                text = self._item_amount(spot, get(self._report, path), decimals)
            else:
                text = printed(self._report, path)
            if text:
                edits += self._writer.edits(spot, [text])
        return edits

    def _item_amount(self, spot: Spot, value: object, decimals: int) -> str:
        """An amount in the unit that its table names; in 万元, and saying so, when it names none."""
        if not isinstance(value, Decimal):
            return ""
        unit = self._unit_of_table(spot)
        if unit in _FACTORS:
            return show_plain(value * _FACTORS[unit])
        return show_fixed(value, decimals) + ("" if unit else "万元")

    def _unit_of_table(self, spot: Spot) -> str:
        """The unit in the table's words, or in the line right above it."""
        cell = spot.paragraph.cell
        if cell is None:
            return ""
        rows = [row for row in self._scan.rows if row.table == cell.row.table]
        above = [each for each in self._scan.paragraphs if each.start < rows[0].start and each.text.strip()][-1:]
        words = [each.text for row in rows for each in row.cells]
        words += [each.text for each in above if each.cell is None]
        found = (_UNIT.search(squeeze(text)) for text in words)
        return next((match[1] for match in found if match), "")

    def _more(self, spots: dict[str, Spot], table: str, indexes: list[int], decimals: int) -> list[Edit]:
        """Rows that the form has not: copies of its last empty one."""
        row = next((spot.paragraph.cell.row for spot in spots.values() if spot.paragraph.cell is not None), None)
        if row is None or not indexes:
            return []
        made = b""
        for index in indexes:
            shifted = [
                (start - row.start, end - row.start, new)
                for start, end, new in self._row(spots, table, index, decimals)
            ]
            made += applied(self._document[row.start : row.end], shifted)
        return [(row.end, row.end, made)]

    def _totals(self, spots: dict[str, Spot], decimals: int) -> list[Edit]:
        """支出合计, which no field holds: in the columns of the amounts, in the row that is called so."""
        columns = {name: _column(spot) for name, spot in spots.items() if name in ("planned", "actual")}
        table = next((spot.paragraph.cell.row.table for spot in spots.values() if spot.paragraph.cell), None)
        words = vocabulary().item_totals
        edits: list[Edit] = []
        for row in self._scan.rows:
            if row.table != table or not row.cells or key(row.cells[0].text) not in words:
                continue
            for name, column in columns.items():
                sums = totals.add(getattr(each, name) for each in self._report.expenditures)
                spot = _in_column(self._spots, row, column)
                text = "" if spot is None else self._item_amount(spot, sums, decimals)
                if spot is not None and text:
                    edits += self._writer.edits(spot, [text])
        return edits

    # --- the result

    def _packed(self, document: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._archive.names:
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, document if name == self._main else self._archive.read(name))
        return out.getvalue()

    def _checked(self, document: bytes) -> FilledForm:
        """What the form says now, read like any other file, beside what the report says."""
        read = self._read(document).report
        written: list[str] = []
        left: list[tuple[str, str]] = []
        doubtful: list[tuple[str, str]] = []
        for name, (wanted, said) in _compared(self._report, read, self._form).items():
            if not wanted:
                continue
            if said == wanted:
                written.append(name)
            else:
                (doubtful if said else left).append((name, self._said(name, wanted)))
        if not written:
            raise damaged(docx.KIND, docx.WAY_OUT)
        return FilledForm(document, tuple(written), tuple(left), tuple(doubtful))

    def _said(self, field: str, squeezed: str) -> str:
        """The value as it is written in the report."""
        if field.endswith("]"):
            return squeezed
        if field.startswith("narrative.") and field != "narrative.addressee":
            return section_text(self._report, self._form, field.split(".")[1])
        return printed(self._report, field)


def _compared(report: Report, read: Report, form: Form) -> dict[str, tuple[str, str]]:
    """Field → what the report prints and what was read, both without white space."""
    found: dict[str, tuple[str, str]] = {}
    for path in leaf_paths(Report()):
        if path.startswith("narrative.") and path != "narrative.addressee":
            continue
        if path in ("fiscal_year", "cover.annex_label", "cover.form_issuer"):
            continue
        found[path] = (squeeze(printed(report, path)), squeeze(printed(read, path)))
    for part in SECTION_KEYS:
        texts = (squeeze(section_text(report, form, part)), squeeze(get(read, f"narrative.{part}").text))
        found[f"narrative.{part}"] = texts if texts[0] not in texts[1] else (texts[0], texts[0])
    for table in ROW_TYPES:
        names = [name for name in ROW_TYPES[table].__dataclass_fields__ if name != "role"]
        for index, row in enumerate(_shown(report, table, names)):
            rows = _shown(read, table, names)
            found[f"{table}[{index}]"] = ("　".join(row), "　".join(rows[index]) if index < len(rows) else "")
    return found


def _shown(report: Report, table: str, names: list[str]) -> list[list[str]]:
    rows = []
    for index in range(len(get(report, table))):
        values = [value_of(report, f"{table}[{index}].{name}") for name in names]
        texts = [show_plain(value) if isinstance(value, Decimal) else squeeze(str(value or "")) for value in values]
        if any(texts):
            rows.append(texts)
    return rows


def _column(spot: Spot) -> int:
    """The place of the spot's cell in its row, counted from the right: a label at the left may take several columns."""
    cell = spot.paragraph.cell
    return 0 if cell is None else next(at for at, each in enumerate(reversed(cell.row.cells), 1) if each is cell)


def _in_column(spots: list[Spot], row: Row, column: int) -> Spot | None:
    inside = (spot for spot in spots if spot.paragraph.cell is not None and spot.paragraph.cell.row is row)
    return next((spot for spot in inside if _column(spot) == column), None)
