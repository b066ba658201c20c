"""The bytes of a report file → its value, with everything worth telling about them.

Pure: no disk, no clock. It refuses what it cannot understand; only of a file of a newer major version it reads what
it can, for showing, never for saving.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, NamedTuple

from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import ROW_LIMIT, blank
from selfeval_gui.report.edit import ROW_TYPES
from selfeval_gui.report.live import LiveValue, refresh, sound
from selfeval_gui.report.model import Report
from selfeval_gui.report.text import clean
from selfeval_gui.storage import migrations, strict_json
from selfeval_gui.storage.codec import FORMAT, HASH, is_part, name_of, seal_of
from selfeval_gui.storage.file import (
    MAJOR,
    MINOR,
    Explanation,
    Extra,
    Printed,
    ReportFile,
    Review,
    RowExtras,
    Unknown,
    Unplaced,
)
from selfeval_gui.storage.outcomes import FileRefused
from selfeval_gui.storage.strict_json import Number
from selfeval_gui.storage.unknown import extras_of, plain
from selfeval_gui.storage.values import Unreadable, from_json, hard_limit

ROWS_LIMIT = 10 * ROW_LIMIT
"""Rows beyond which a file is refused. More than `ROW_LIMIT` are opened, and told."""
ENTRIES_LIMIT = 20_000
"""Entries of a review or explanation list."""
_TOP = {
    "format", "schema", "schema_minor", "form", "app", "id", "created", "modified", "state", "report", "review",
    "explanations", "live", "printed", HASH,
}  # fmt: skip
_SAFE = "文件没有改动。请从备份中恢复，或请对方重新发送一份。"


class Content(NamedTuple):
    """What bytes hold: the file, the schema they are in, the steps that brought it here, and notes for the user."""

    file: ReportFile
    schema: tuple[int, int]
    migrated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    altered: bool = False
    """The content does not match the hash that stands in the file."""

    @property
    def read_only(self) -> bool:
        return self.schema[0] > MAJOR


def decode(data: bytes) -> ReportFile:
    """The file that the bytes hold. Raises `FileRefused`, also for a newer major version."""
    content = read(data)
    if content.read_only:
        raise FileRefused(_newer(content.schema[0]) + "请升级本程序后再打开。文件没有改动。")
    return content.file


def read(data: bytes) -> Content:
    """Like `decode`, with notes; a newer major version is read as far as it is understood. Raises `FileRefused`."""
    parsed = strict_json.parse(data)
    raw = parsed.value
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise FileRefused("这是 JSON 文件，但不是项目支出绩效自评报告。文件没有改动。请选择本程序保存的文件。")
    schema = _schema(raw)
    reader = _Reader(lenient=schema[0] > MAJOR)
    notes = list(parsed.notes)
    if schema[0] > MAJOR:
        notes.append(_newer(schema[0]) + "现以只读方式打开，只显示能识别的内容，不能保存。请升级本程序。")
    elif schema > (MAJOR, MINOR):
        notes.append("文件由更新的版本保存，其中本程序不认识的内容会原样保留。")
    altered = HASH in raw and not _is_sealed(raw)
    if altered:
        notes.append("文件曾被其他程序修改，请核对内容。")
    file = reader.file(migrations.migrate(raw, schema[0]), data, schema)
    if schema <= (MAJOR, MINOR) and (strange := reader.strange()):
        # No newer program wrote them: a slip of whoever edited the file by hand, or damage.
        notes.append(f"文件里有本程序不认识的项目（{'、'.join(strange[:3])}），会原样保留，但不会显示。")
    return Content(file, schema, tuple(migrations.needed(schema[0])), (*notes, *reader.notes()), altered)


def _newer(major: int) -> str:
    return f"文件由更新的版本保存（结构版本 {major}，本程序支持到 {MAJOR}）。"


def _is_sealed(raw: dict[str, Any]) -> bool:
    try:
        return bool(raw[HASH] == seal_of(raw))
    except UnicodeEncodeError:  # halves of characters: no program of ours has written this
        return False


def _schema(raw: dict[str, Any]) -> tuple[int, int]:
    numbers = []
    for key, default in (("schema", None), ("schema_minor", "0")):
        value = raw.get(key, Number(default) if default else None)
        if not isinstance(value, Number) or not value.isdigit() or len(value) > 6:
            raise FileRefused(f"文件没有写明有效的结构版本（{key}）。{_SAFE}")
        numbers.append(int(value))
    if numbers[0] < 1:
        raise FileRefused(f"文件的结构版本 {numbers[0]} 不存在。{_SAFE}")
    return numbers[0], numbers[1]


class _Reader:
    """Walks the JSON along the dataclasses and collects notes and unknown keys on the way."""

    def __init__(self, lenient: bool) -> None:
        self.lenient = lenient
        self.form = forms.DEFAULT_FORM
        self.cleaned = 0
        self.faults: list[str] = []
        self.long: list[str] = []
        self.unknown_at: dict[str, tuple[Extra, ...]] = {}
        self.unknown_rows: dict[str, list[RowExtras]] = {}

    def notes(self) -> list[str]:
        """Sentences about what was met, in the order of their weight."""
        found = list(self.faults)
        if self.long:
            found.append(f"{'、'.join(self.long)} 的内容超过了长度限制，请删减。")
        if self.cleaned:
            found.append(f"有 {self.cleaned} 处文字含有不可见的字符或多余的空白，已经清理。")
        return found

    def strange(self) -> list[str]:
        """The names of the unknown keys, for a sentence."""
        rows = (row.extras for table in self.unknown_rows.values() for row in table)
        return [strict_json.shown(extra.key) for extras in (*self.unknown_at.values(), *rows) for extra in extras]

    def fault(self, sentence: str, instead: Any) -> Any:
        if not self.lenient:
            raise FileRefused(f"{sentence}。{_SAFE}")
        self.faults.append(f"{sentence}，已留空。")
        return instead

    def file(self, raw: dict[str, Any], data: bytes, schema: tuple[int, int]) -> ReportFile:
        self.form = self.text(raw, "form", "表样", forms.DEFAULT_FORM)
        try:
            forms.load(self.form)
        except KeyError:
            raise FileRefused(f"报告使用的表样“{self.form}”本程序没有。文件没有改动。请升级本程序后再打开。") from None
        if "report" not in raw:
            raise FileRefused(f"文件里没有报告的内容（report）。{_SAFE}")
        self.keep("", raw, _TOP)
        report = self.part(Report, raw["report"], "")
        review = self.review(raw.get("review"))
        explanations = self.entries(Explanation, raw.get("explanations"), "explanations", "情况说明")
        # A program that knew nothing of them may have changed tables or texts.
        report, live = refresh(report, forms.load(self.form), sound(report, self.live(raw.get("live"))))
        state = self.text(raw, "state", "状态", "draft")
        if state not in ("draft", "final"):
            state = self.fault("文件的状态（state）应当是 draft 或 final", "draft")
        # A file that was made by hand has no name yet: the same content gets the same one.
        file_id = self.text(raw, "id", "编号") or _id_from(data)
        return ReportFile(
            report=report,
            form=self.form,
            id=file_id,
            created=self.text(raw, "created", "创建时间"),
            modified=self.text(raw, "modified", "修改时间"),
            state="final" if state == "final" else "draft",
            review=review,
            explanations=explanations,
            live=live,
            printed=self.printed(raw.get("printed")),
            unknown=Unknown(self.unknown_at, {table: tuple(rows) for table, rows in self.unknown_rows.items()}),
            schema=schema if schema[0] > MAJOR else (MAJOR, schema[1] if schema[0] == MAJOR else MINOR),
        )

    def keep(self, path: str, raw: dict[str, Any], known: set[str]) -> None:
        if extras := extras_of(raw, known):
            self.unknown_at[path] = extras

    def text(self, raw: dict[str, Any], key: str, name: str, default: str = "") -> str:
        value = raw.get(key, default)
        if value is None:
            return default
        if type(value) is not str:
            return str(self.fault(f"文件的{name}（{key}）应当是文字", default))
        return self.clean(value)

    def clean(self, text: str) -> str:
        cleaned = clean(text)
        self.cleaned += cleaned != text
        return cleaned

    def part(self, kind: Any, raw: Any, path: str) -> Any:
        """A part of the report's tree: what is not in the file is empty."""
        if not isinstance(raw, dict):
            return self.fault(f"{name_of(path, self.form) if path else '报告的内容（report）'}应当是一组数据", kind())
        found: dict[str, Any] = {}
        for f in fields(kind):
            if f.name not in raw:
                continue
            at = f"{path}.{f.name}" if path else f.name
            if at in ROW_TYPES:
                found[f.name] = self.rows(ROW_TYPES[at], raw[f.name], at)
            elif is_part(f.type):
                found[f.name] = self.part(f.type, raw[f.name], at)
            else:
                found[f.name] = self.leaf(raw[f.name], at)
        # Rows keep theirs by row, for rows move.
        if not path.endswith("]"):
            self.keep(f"report.{path}".rstrip("."), raw, {f.name for f in fields(kind)})
        return kind(**found)

    def leaf(self, raw: Any, path: str) -> Any:
        described = blank(path)
        try:
            value = from_json(described.kind, raw)
        except Unreadable as fault:
            return self.fault(f"{name_of(path, self.form)}{fault}", described.kind.empty)
        if type(raw) is str:
            length = len(raw)
            if length > hard_limit(described):
                return self.fault(f"{name_of(path, self.form)}的内容过长（{length} 字）", described.kind.empty)
            if length > described.limit:
                self.long.append(name_of(path, self.form))
            self.cleaned += isinstance(value, str) and type(value) is str and value != raw
        return value

    def rows(self, kind: Any, raw: Any, path: str) -> tuple[Any, ...]:
        name = {"expenditures": "项目支出明细", "evaluators": "评价人员"}[path]
        if len(self.list(raw, path, name, ROWS_LIMIT)) > ROW_LIMIT:
            self.long.append(f"“{name}”（{path}）")
        return self.each(
            path, self.list(raw, path, name, ROWS_LIMIT), lambda item, at: self.part(kind, item, at),
            {f.name for f in fields(kind)},
        )  # fmt: skip

    def entries(self, kind: type[Any], raw: Any, key: str, name: str) -> tuple[Any, ...]:
        """A list of entries that are nothing but texts."""
        names = [f.name for f in fields(kind)]

        def one(item: Any, at: str) -> Any:
            if not isinstance(item, dict):
                return self.fault(f"{name}（{at}）应当是一组数据", kind(*("" for _ in names)))
            return kind(*(self.text(item, name, name) for name in names))

        return self.each(key, self.list(raw, key, name, ENTRIES_LIMIT), one, set(names))

    def live(self, raw: Any) -> tuple[LiveValue, ...]:
        """Where figures stand in texts. One that cannot be read is plain text: nothing is lost, and nothing is told."""

        def one(item: Any, _at: str) -> LiveValue | None:
            if not isinstance(item, dict):
                return None
            words = [item.get(key) for key in ("field", "name", "text")]
            start = item.get("start")
            if not all(type(word) is str for word in words) or not isinstance(start, Number) or not start.isdigit():
                return None
            return LiveValue(clean(str(words[0])), clean(str(words[1])), int(start[:9]), clean(str(words[2])))

        names = {f.name for f in fields(LiveValue)}
        found = self.each("live", self.list(raw, "live", "表格数据的引用", ENTRIES_LIMIT), one, names)
        return tuple(entry for entry in found if entry is not None)

    def printed(self, raw: Any) -> Printed | None:
        """What was printed last. One that cannot be read is none: nothing of the report is lost."""
        names = [f.name for f in fields(Printed)]
        if not isinstance(raw, dict) or not all(type(raw.get(name)) is str for name in names):
            return None
        self.keep("printed", raw, set(names))
        return Printed(*(self.text(raw, name, name) for name in names))

    def each(self, table: str, items: list[Any], one: Callable[[Any, str], Any], known: set[str]) -> tuple[Any, ...]:
        found = []
        for index, item in enumerate(items):
            row = one(item, f"{table}[{index}]")
            found.append(row)
            if isinstance(item, dict) and (extras := extras_of(item, known)):
                self.unknown_rows.setdefault(table, []).append(RowExtras(index, row, extras))
        return tuple(found)

    def list(self, raw: Any, path: str, name: str, limit: int) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.fault(f"“{name}”（{path}）应当是一个列表", None)
            return []
        if len(raw) > limit:
            self.fault(f"“{name}”（{path}）的条数过多（{len(raw)} 条）", None)
            return []
        return raw

    def review(self, raw: Any) -> Review:
        if raw is None:
            return Review()
        if not isinstance(raw, dict):
            self.fault("核对记录（review）应当是一组数据", None)
            return Review()
        self.keep("review", raw, {"source", "unreviewed", "unplaced"})
        source, marks = raw.get("source"), raw.get("unreviewed")
        if source is not None and not isinstance(source, dict):
            source = self.fault("来源（review.source）应当是一组数据", None)
        if marks is None:
            marks = {}
        if not isinstance(marks, dict) or not all(isinstance(mark, dict) for mark in marks.values()):
            marks = self.fault("未核对的标记（review.unreviewed）应当是一组数据", {})
        if len(marks) > ENTRIES_LIMIT:
            marks = self.fault(f"未核对的标记（review.unreviewed）过多（{len(marks)} 条）", {})
        return Review(
            source=None if source is None else self.json(source),
            unreviewed=self.json(marks),
            unplaced=self.entries(Unplaced, raw.get("unplaced"), "unplaced", "未识别的内容"),
        )

    def json(self, raw: Any) -> Any:
        """JSON of our own making, every text in it cleaned."""
        if isinstance(raw, dict):
            return {self.clean(key): self.json(item) for key, item in raw.items()}
        if isinstance(raw, list):
            return [self.json(item) for item in raw]
        return self.clean(raw) if type(raw) is str else plain(raw)


def _id_from(data: bytes) -> str:
    """An id for a file that has none: the same for the same bytes."""
    import hashlib
    import uuid  # both take milliseconds to import, and hardly any file needs them here

    return str(uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(data).hexdigest()))
