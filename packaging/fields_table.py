"""Writes `docs/fields.md`: every blank of the form with its place on paper, its tab and the words that old files use.

The table is gathered from the adapters themselves, so that it cannot say what they do not do. A test fails when the
file is not what this script writes, and when a blank has no place and no reason. Run it after adding a blank:
`QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/fields_table.py`.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication, QTabWidget, QWidget  # noqa: E402 - the path comes first

from selfeval_gui import resources, storage  # noqa: E402
from selfeval_gui.gui import pages as tabs  # noqa: E402
from selfeval_gui.gui.document import Document  # noqa: E402
from selfeval_gui.gui.tables.model import COLUMNS  # noqa: E402
from selfeval_gui.printing import produce  # noqa: E402
from selfeval_gui.report import form as forms  # noqa: E402
from selfeval_gui.report.catalogue import BLANKS, pattern  # noqa: E402
from selfeval_gui.report.edit import put  # noqa: E402
from selfeval_gui.report.kinds import FLAG  # noqa: E402
from selfeval_gui.report.model import SECTION_KEYS, SOURCES, Report, Section  # noqa: E402

TARGET = ROOT / "docs" / "fields.md"
NOT_ON_PAPER = {
    "fiscal_year": "不印在表上，用于检查和正文自动生成的句子",
    "basic_info.period_end": "与开始年月印在同一格",
    "evaluators[].role": "印在正文“工作组成员”中",
    "narrative.basis_document": "印在正文开头段中",
    "narrative.evaluation_date": "印在正文开头段中",
}
NOT_IMPORTED = {
    "cover.annex_label": "封面第一行，按位置认出",
    "narrative.addressee": "正文开头顶格的一行，按位置认出",
    "narrative.basis_document": "从开头段中取出",
    "narrative.evaluation_date": "从开头段中取出",
    "narrative.opening.text": "主送单位之后的第一段，按位置认出",
}
PARTS = {"cover": "封面", "form": "自评表", "narrative": "正文"}


@dataclass(frozen=True)
class Row:
    """One blank: where it is printed, on which tab it is edited, which words an import knows it by."""

    path: str
    label: str
    kind: str
    unit: str
    limit: int
    paper: tuple[str, ...]
    tab: str
    words: tuple[str, ...]


def rows() -> list[Row]:
    """All blanks in the catalogue's order; switches of links are left out."""
    form = forms.load(forms.DEFAULT_FORM)
    sample = storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes())
    paper, tab, words = _paper(sample.report, form), _tabs(sample), _words()
    return [
        Row(
            entry.path,
            form.label(entry.path),
            entry.kind.name,
            entry.unit,
            entry.limit,
            tuple(PARTS[part] for part in PARTS if part in paper.get(entry.path, set())),
            tab.get(entry.path, ""),
            words.get(entry.path, ()),
        )
        for entry in BLANKS
        if entry.kind is not FLAG
    ]


def _paper(report: Report, form: forms.Form) -> dict[str, set[str]]:
    """Parts of the document that have an area for the blank, every link cut so that each section has its own."""
    for key in SECTION_KEYS:
        report = put(report, f"narrative.{key}", Section(False, "自行撰写。"))
    found: dict[str, set[str]] = {}
    for page in produce.composer(form.id).pages(report):
        for area in page.areas:
            found.setdefault(pattern(area.path), set()).add(page.part)
    return found


def _tabs(file: Any) -> dict[str, str]:
    parent = QTabWidget()
    document = Document(file, parent=parent)
    found: dict[str, str] = {}
    for tab in tabs.build(document, parent):
        names = {tab.widget.objectName(), *(child.objectName() for child in tab.widget.findChildren(QWidget))}
        for name in names:
            for column in COLUMNS.get(name, ()):
                found[f"{name}[].{column}"] = tab.title
            found.setdefault(name, tab.title)
    parent.deleteLater()
    return found


def _words() -> dict[str, tuple[str, ...]]:
    raw = resources.read_json("import", "labels.json")
    found = {path: tuple(words) for path, words in raw["labels"].items()}
    for part in ("planned", "received"):
        total = found.get(part, ())
        found[f"basic_info.{part}_funds.total"] = total
        for source in SOURCES:
            found[f"basic_info.{part}_funds.{source}"] = tuple(raw["sources"][source])
    for month in ("period_start", "period_end"):
        found[f"basic_info.{month}"] = (*found.get("period", ()), *found.get(f"basic_info.{month}", ()))
    found |= {f"expenditures[].{name}": tuple(words) for name, words in raw["items"].items()}
    found |= {f"evaluators[].{name}": tuple(words) for name, words in raw["people"].items()}
    found |= _sections(raw["outline"])
    return found


def _sections(entries: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if "section" in entry:
            path = f"narrative.{entry['section']}.text"
            found[path] = (*found.get(path, ()), *entry["words"])
        for path, words in _sections(entry.get("children", [])).items():
            found[path] = (*found.get(path, ()), *words)
    return found


def text() -> str:
    """The whole document."""
    lines = [
        "# 每个空在哪里",
        "",
        "由 `packaging/fields_table.py` 从程序各部分收集生成，不要手改。",
        "",
        "| 字段 | 名称 | 类型 | 单位 | 字数上限 | 印在 | 页签 | 导入时认得的写法 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows():
        paper = "、".join(row.paper) or NOT_ON_PAPER.get(row.path, "")
        words = "、".join(row.words[:6]) + ("……" if len(row.words) > 6 else "")
        words = words or NOT_IMPORTED.get(row.path, "")
        cells = (f"`{row.path}`", row.label, row.kind, row.unit, str(row.limit), paper, row.tab, words)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    application = QApplication([])
    TARGET.write_text(text(), encoding="utf-8")
