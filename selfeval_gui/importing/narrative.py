"""The narrative: title, addressee, opening, sections by the outline, sign-off, and what follows it."""

import re
from datetime import date

from selfeval_gui.importing.cover import explain, read_titles
from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.ledger import Line, Slot, Span
from selfeval_gui.importing.narrative_outline import Outline, chapter_number, number_of
from selfeval_gui.importing.proposal import Certainty
from selfeval_gui.importing.reading import DATE, is_day, same
from selfeval_gui.report.dates import read_day
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import SECTION_KEYS, Role, Section
from selfeval_gui.report.narrative import linked_text
from selfeval_gui.report.text import clean_lines, squeeze

_ADDRESSEE = re.compile(r"\s*[^，。；：:]{2,40}(?:局|厅|委|府|部|办|处|科|股|所|中心|单位|领导|会)[）)]?\s*[：:]\s*")
_BASIS = re.compile(
    r"(?:根据|按照|依据|遵照|按)\s*(?P<doc>[^，。；：]{0,40}?《[^》]+》(?:\s*[（(][^（）()]*?号\s*[）)])?"
    r"(?:\s*[、和及与]\s*[^，。；：]{0,30}?《[^》]+》(?:\s*[（(][^（）()]*?号\s*[）)])?)*)"
)
_ROLE = re.compile(r"\s*(?P<role>副\s*组\s*长|组\s*长|组\s*员|成\s*员)\s*(?:[：:]|\s+)")
_ROLES = {"组长": Role.LEADER, "副组长": Role.DEPUTY, "成员": Role.MEMBER, "组员": Role.MEMBER}
_BLANKS = " \t\u3000\u00a0"
_LINKED_BY_TEXT = {"performance_goal": "performance.expected", "effects": "performance.actual"}


def is_addressee(text: str) -> bool:
    """Whether a line is the addressee: `…财政局：`."""
    return len(text.strip()) <= 40 and _ADDRESSEE.fullmatch(text) is not None and number_of(text)[0] == 0


class NarrativeReader:
    """Reads the lines from the title on into a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.paragraphs: dict[str, list[Span]] = {}
        self.doubtful: set[str] = set()

    def read(self, lines: list[Line]) -> None:
        spans = [line.slots[0].spans[0] for line in lines if line.loose]
        if any(not line.loose for line in lines):
            self.draft.warn("正文里的表格没有导入，列入了未识别的内容。")
        heads = self._heads(spans)
        first = heads[0] if heads else len(spans)
        end = self._sign_off(spans, heads[-1] + 1 if heads else 0)
        self._front(spans[: min(first, end)])
        self._body(spans[:end], first)
        self._store()
        self._roles()

    @staticmethod
    def _heads(spans: list[Span]) -> list[int]:
        """Places of the known headings."""
        outline = Outline()
        return [at for at, span in enumerate(spans) if outline.find(span) is not None]

    def _sign_off(self, spans: list[Span], start: int) -> int:
        """Use up unit and date at the end; the index of the first line of the sign-off, or the number of lines."""
        cover = self.draft.report.cover
        names = [name for name in (cover.project_unit, cover.seal_unit) if name]
        for at in range(start, len(spans)):
            text = spans[at].text.strip(_BLANKS)
            dated = DATE.search(text)
            if dated and dated.end() == len(text) and len(text) < 60 and self._unit(text[: dated.start()], names):
                self._date_line(spans[at], names)
                return at
            if is_day(text) and at > 0:
                before = spans[at - 1]
                unit = before.text.strip(_BLANKS)
                if any(same(unit, name) for name in names):
                    before.use()
                    self._date_line(spans[at], names)
                    return at - 1
                plain = not re.search(r"[，。；：！？:;]", unit) and not number_of(unit)[0]
                if at > start and len(unit) <= 30 and plain:
                    self.draft.warn("正文落款的单位与封面的项目单位不一致，请核对。")
                    self._date_line(spans[at], names)
                    return at - 1
                self._date_line(spans[at], names)
                return at
            if at == len(spans) - 1 and any(same(text, name) for name in names):
                spans[at].use()
                return at
        return len(spans)

    @staticmethod
    def _unit(text: str, names: list[str]) -> bool:
        return bool(text.strip()) and any(same(text, name) for name in names)

    def _date_line(self, span: Span, names: list[str]) -> None:
        dated = DATE.search(span.text)
        if dated is None:
            day = read_day(span.text)
            part = span
        else:
            day = read_day(dated[0])
            part = span.part(dated.start(), dated.end())
            if self._unit(span.text[: dated.start()], names):
                span.use(0, dated.start())
        written = self.draft.report.cover.report_date
        if written is None and not self.draft.has("cover.report_date"):
            self.draft.value("cover.report_date", day, Slot((part,), 0), "check")
        elif written == day:
            part.use()
        else:
            self.draft.warn("正文落款的日期与封面的日期不一致，采用了封面的日期。")

    def _front(self, spans: list[Span]) -> None:
        """Title lines, addressee, opening."""
        draft = self.draft
        place = next((at for at, span in enumerate(spans) if is_addressee(span.text)), None)
        if place is not None:
            draft.text("narrative.addressee", Slot((spans[place],), 0))
            opening = spans[place + 1 :]
            titles = spans[:place]
        else:
            cut = next((at for at, span in enumerate(spans) if re.search(r"[，。；]", span.text)), len(spans))
            titles, opening = spans[:cut], spans[cut:]
        read_titles(titles, draft)
        explain(titles, draft)
        if opening:
            self.paragraphs["opening"] = list(opening)
            self._opening(opening)

    def _opening(self, spans: list[Span]) -> None:
        text = "\n".join(span.text for span in spans)
        where = spans[0].piece.where
        basis = _BASIS.search(text)
        if basis:
            self._derive("narrative.basis_document", basis["doc"].strip(), where)
        found = self._day(_without(text, basis))
        if found is not None:
            self._derive("narrative.evaluation_date", found[0], where, found[1])

    @staticmethod
    def _day(text: str) -> tuple[date, str] | None:
        """The date of the self-evaluation: the one behind 于, or the only one."""
        days = [(match, day) for match in DATE.finditer(text) if isinstance(day := read_day(match[0]), date)]
        behind = [(match, day) for match, day in days if re.search(r"[于在自从]\s*$", text[: match.start()])]
        for match, day in behind or (days if len(days) == 1 else []):
            return day, match[0]
        return None

    def _derive(self, path: str, value: object, where: str, text: str | None = None) -> None:
        """A value that is read from a text which stays in its section."""
        empty = Slot((), 0)
        if self.draft.value(path, value, empty, "check", text=str(value) if text is None else text):
            last = self.draft.recognised[-1]
            self.draft.recognised[-1] = type(last)(last.path, last.text, where, last.certainty)

    def _body(self, spans: list[Span], first: int) -> None:
        outline = Outline()
        section, count, skipping, lead = "", 0, False, False
        for span in spans[first:]:
            found = outline.find(span)
            if found is not None:
                if found.node is found.chapter:
                    count = max(count + 1, chapter_number(span.text))
                section, skipping, lead = found.node.first, False, not found.node.section
                if section == "experience_problems_advice" and (section in self.paragraphs or _one_topic(span.text)):
                    # 四、经验总结 五、存在问题 六、有关建议 are one chapter of the form: headings inside it.
                    self.paragraphs.setdefault(section, []).append(span)
                    self.doubtful.add(section)
                    continue
                # A heading that was only guessed from a word stays listed: its wording is nowhere else.
                if found.certain or found.end < len(span.text):
                    span.use(0, found.end)
                self.draft.labels.add(f"narrative.{section}")
                rest = span.part(found.end)
                self.paragraphs.setdefault(section, [])
                if not found.node.section or not found.certain:
                    self.doubtful.add(section)
                if rest.text.strip(_BLANKS):
                    self.paragraphs[section].append(rest)
                continue
            if self._unknown_chapter(span, count):
                self.draft.warn(f"正文里“{span.text.strip(_BLANKS)}”这一部分在表中没有对应的位置，列入了未识别的内容。")
                count, skipping = count + 1, True
            if not skipping and section:
                if lead:
                    self.doubtful.add(section)
                self.paragraphs[section].append(span)

    @staticmethod
    def _unknown_chapter(span: Span, count: int) -> bool:
        """A short line with the number that the next chapter would have."""
        text = span.text.strip(_BLANKS)
        number = chapter_number(text)
        return count > 0 and number == count + 1 and len(text) <= 20 and not re.search(r"[，。；：:]", text)

    def _store(self) -> None:
        for name in SECTION_KEYS:
            spans = self.paragraphs.get(name, [])
            lines = [span.text.strip(_BLANKS) for span in spans]
            text = clean_lines("\n".join(line for line in lines if line))
            if not text:
                continue
            slot = Slot(tuple(spans), 0)
            path = f"narrative.{name}"
            certainty: Certainty = "check" if name in self.doubtful else "sure"
            self.draft.value(f"{path}.text", text, slot, certainty, text=text)
            self.draft.report = put(self.draft.report, path, Section(self._linked(name, text), text))

    def _linked(self, name: str, text: str) -> bool:
        """Whether the text is what the form would print by itself, so that it can go on following the fields."""
        form, report = self.draft.form, self.draft.report
        if name not in form.linked or name == "opening":
            return False
        source = _LINKED_BY_TEXT.get(name)
        if source is not None and _plain(str(get(report, source))) == _plain(text):
            return True
        return squeeze(linked_text(report, form, name)) == squeeze(text)

    def _roles(self) -> None:
        """组长：/副组长：/成员： lines give the evaluators their roles."""
        role: Role | None = None
        people = sorted(enumerate(self.draft.report.evaluators), key=lambda pair: -len(pair[1].name))
        for span in self.paragraphs.get("working_group", []):
            for text in re.split(r"[\n；;]", span.text):
                label = _ROLE.match(text)
                if label:
                    role = _ROLES[re.sub(r"\s", "", label["role"])]
                rest = squeeze(text[label.end() :] if label else text)
                met = False
                for index, person in people:
                    if role is None or not person.name or squeeze(person.name) not in rest:
                        continue
                    met = True
                    rest = rest.replace(squeeze(person.name), "\n")
                    if not self.draft.has(f"evaluators[{index}].role"):
                        self._derive(f"evaluators[{index}].role", role, span.piece.where, text.strip())
                if not met and not label:
                    role = None


def _one_topic(heading: str) -> bool:
    """Whether a heading names only one of 经验, 问题, 建议."""
    return sum(word in heading for word in ("经验", "问题", "建议")) == 1


def _without(text: str, match: re.Match[str] | None) -> str:
    """`text` without the quoted document: the dates in its title are not the evaluation's."""
    return text if match is None else text[: match.start()] + "　" * (match.end() - match.start()) + text[match.end() :]


def _plain(text: str) -> str:
    return "\n".join(line.strip(_BLANKS) for line in text.split("\n") if line.strip(_BLANKS))
