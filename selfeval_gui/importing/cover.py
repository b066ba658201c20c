"""The cover's lines without labels, and title lines of cover and narrative, which repeat what is known already."""

import re

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import WS, key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot, Span
from selfeval_gui.importing.reading import choice_slot, is_day, is_day_blank, ticked
from selfeval_gui.report.dates import read_day
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.text import squeeze

_ANNEX = re.compile(r"\s*附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[：:]?\s*")
_ISSUER = re.compile(r"\s*(?P<name>\S.*?[局厅委部府室])\s*[（(]?\s*(?:制|印制|监制)\s*[）)]?\s*")
_REPORT = (
    f"(?:项{WS}目{WS})?(?:支{WS}出{WS})?(?:预{WS}算{WS})?(?:绩{WS}效{WS})?"
    f"(?:(?:自{WS}评|评{WS}价|考{WS}评|自{WS}我{WS}评{WS}价){WS})?(?:情{WS}况{WS})?(?:报{WS}告{WS})?(?:[书表]{WS})?"
)
_TITLE = re.compile(r"(?P<name>.*?)(?:项\s*目)?\s*(?:支\s*出\s*)?绩\s*效\s*(?:自\s*评|评\s*价|考\s*评).*报\s*告\s*")
_TITLE_YEAR = re.compile(r"[（(]?\s*(\d{4})\s*年\s*度?\s*[）)]?")
_TITLED = re.compile(r"绩\s*效|年\s*度\s*[）)]\s*$")
_UNIT = re.compile(
    r"[\u3400-\u9fff（）()·]{2,30}(?:局|委|委员会|办|办公室|中心|站|馆|院|所|队|校|学|园|公司|政府|厅|处|会|社|部|场|联)"
)
_UNIT_FIRST = re.compile(rf"\s*(?P<unit>{_UNIT.pattern})(?=(?:关于)?\s*\d{{4}}\s*年)")
_OFFICE_FIRST = re.compile(
    r"\s*(?P<unit>[\u3400-\u9fff]{2,28}(?:局|委员会|办公室|政府|厅))(?=\s*(?:项\s*目\s*)?支\s*出\s*绩\s*效)"
)
_YEAR = re.compile(r"(\d{4})\s*年度?")


class Cover:
    """Reads lines without labels; title lines wait until unit and project are known."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = vocabulary()
        self.waiting: list[Span] = []

    def read(self, line: Line) -> None:
        for slot in line.filled:
            self._slot(slot)

    def _slot(self, slot: Slot) -> None:
        draft, text = self.draft, slot.text
        if _ANNEX.fullmatch(text) and not draft.has("cover.annex_label"):
            draft.value("cover.annex_label", squeeze_keep(text).rstrip("：:"), slot)
        elif is_day(text) and not draft.has("cover.report_date"):
            draft.value("cover.report_date", read_day(text), slot)
        elif is_day_blank(text) or self.words.form_words & {key(text)}:
            slot.use()
        elif self._type(slot):
            pass
        elif (issuer := _ISSUER.fullmatch(text)) and not draft.has("cover.form_issuer"):
            draft.value("cover.form_issuer", issuer["name"].strip(), slot)
        else:
            self.waiting.extend(slot.spans)

    def _type(self, slot: Slot) -> bool:
        """The options of 评价类型 on a line of their own."""
        names, boxes = ticked(slot.text, self.words.options)
        if not boxes or not names or len(names) != 1 or self.draft.has("cover.evaluation_type"):
            return False
        chosen = choice_slot(slot, self.words.options)
        return self.draft.value("cover.evaluation_type", EvaluationType(names[0]), chosen, text=slot.text)

    def finish(self) -> None:
        """Explain the title lines now; a project name that only the title gives is taken from it."""
        draft = self.draft
        read_titles(self.waiting, draft)
        for span in self.waiting:
            title = _TITLE.fullmatch(span.text)
            if title and not draft.has("cover.project_name"):
                name = _YEAR.sub("", title["name"]).strip(" \u3000《》关于")
                if name and squeeze(name) not in ("", squeeze(draft.report.cover.project_unit), "项目"):
                    at = span.text.index(name)
                    slot = Slot((span.part(at, at + len(name)),), 0)
                    draft.value("cover.project_name", name, slot, "check")
        explain(self.waiting, draft)


def read_titles(spans: list[Span], draft: Draft) -> None:
    """The unit above the title or at its beginning, and the year in it, where the file does not say them elsewhere."""
    before: Span | None = None
    for span in spans:
        if _TITLED.search(span.text) is None:
            before = span
            continue
        part = None
        if before is not None and _UNIT.fullmatch(before.text.strip()):
            part = before
        elif (match := _UNIT_FIRST.match(span.text) or _OFFICE_FIRST.match(span.text)) is not None:
            part = span.part(match.start("unit"), match.end("unit"))
        if part is not None and not draft.has("cover.project_unit"):
            draft.value("cover.project_unit", part.text.strip(), Slot((part,), 0), "check")
        year = _TITLE_YEAR.search(span.text)
        if year is not None and draft.report.fiscal_year is None:
            draft.value("fiscal_year", int(year[1]), Slot((span.part(*year.span()),), 0), "check", text=year[0].strip())
        before = None


def explain(spans: list[Span], draft: Draft) -> None:
    """Use up lines that only repeat unit, project, year and the words of the form's titles, up to four joined."""
    at = 0
    while at < len(spans):
        for count in range(min(4, len(spans) - at), 0, -1):
            if _explained(spans[at : at + count], draft):
                at += count
                break
        else:
            at += 1


def _explained(spans: list[Span], draft: Draft) -> bool:
    cover, year = draft.report.cover, draft.report.fiscal_year
    text = "\n".join(span.text for span in spans)
    names = [name for name in (cover.project_unit, cover.seal_unit) if name]
    unit = "|".join(WS.join(map(re.escape, squeeze_keep(name))) for name in names) or "(?!)"
    project = WS.join(map(re.escape, squeeze_keep(cover.project_name))) if cover.project_name else "(?!)"
    pattern = (
        rf"{WS}(?:关于)?(?:(?P<year>\d{{4}}){WS}年{WS}度?{WS})?(?P<unit>{unit})?{WS}(?:关于)?[《“]?"
        rf"(?:(?P<year2>\d{{4}}){WS}年{WS}度?{WS})?(?P<project>{project})?[》”]?{WS}的?{_REPORT}(?:正文)?{WS}"
    )
    match = re.fullmatch(pattern, text)
    if match is None:
        return False
    for found in (match["year"], match["year2"]):
        if found and isinstance(year, int) and int(found) not in (year, year + 1):
            return False
    for span in spans:
        span.use()
    return True


def squeeze_keep(text: str) -> str:
    """`text` without white space, otherwise as it is."""
    return re.sub(r"\s+", "", text)


def is_issuer(text: str) -> bool:
    """Whether a line is the cover's last: 河池市财政局（制）."""
    return _ISSUER.fullmatch(text) is not None and len(text) <= 40
