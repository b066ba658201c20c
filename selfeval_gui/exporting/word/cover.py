"""The cover in Word: the same baselines as on the composed page, made of spacing before paragraphs and of row heights.

The label lines are a table without borders, so that values of any length stay on their line.
"""

from datetime import date

from selfeval_gui.exporting.word.markup import Cell, Paragraph, around, row, run, table, tick_box
from selfeval_gui.exporting.word.styles import Faces
from selfeval_gui.printing.cover import CoverPage, LabelLine
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.marks import MM_PER_PT
from selfeval_gui.printing.printed import printed
from selfeval_gui.printing.typeset import Typesetter, em
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import Report
from selfeval_gui.report.text import join_lines

_ABOVE = 0.8
"""Where the baseline stands in an exact line, from its top."""


def _broken(line: LabelLine, text: str) -> str:
    """A value broken where it is broken on paper, unless it could not be put together again."""
    lines = "\n".join(line.value)
    return lines if join_lines(lines) == text else text


class Cover:
    """Writes the cover from the top of the text area down; `y` is where the next paragraph goes, mm."""

    def __init__(self, report: Report, form: Form, layout: Layout, setter: Typesetter, faces: Faces) -> None:
        self._report, self._layout, self._cover, self._faces = report, layout, layout.cover, faces
        self._composed = CoverPage(report, form, layout, setter)
        self._y = layout.page.top

    def xml(self, section: str) -> str:
        """The cover; `section` are the properties of its page, which ends with it."""
        lines = (self._annex(), self._title(), self._labels(), self._seal(), self._date(), self._issuer(section))
        return "".join(lines)

    @staticmethod
    def bottom(layout: Layout) -> float:
        """The cover's bottom margin in mm: the maker's line stands on the edge of the text area, its ink below it."""
        return layout.page.height - max(
            layout.page.text_bottom, layout.cover.issuer.baseline + em(layout.cover.rows.size)
        )

    def _at(
        self, baseline: float, pitch: float, style: str, align: str = "left", left: float | None = None
    ) -> Paragraph:
        """A paragraph with its first baseline at `baseline` mm and lines of `pitch` pt."""
        before = max(0.0, baseline - _ABOVE * em(pitch) - self._y)
        self._y = baseline + (1 - _ABOVE) * em(pitch)
        return Paragraph(style=style, before=before, line=pitch, align=align, left=left)

    def _annex(self) -> str:
        annex = self._cover.annex
        text = run(self._report.cover.annex_label, font=self._faces.name(annex.style), size=annex.size)
        return self._at(annex.baseline, around(annex.size), "CoverText").xml(text)

    def _title(self) -> str:
        _, lines, size = self._composed.title_lines()
        pitch = size * self._cover.title.leading
        first = self._cover.title.centre - (len(lines) - 1) * em(pitch) / 2
        opened = self._at(first, pitch, "Title", "center")
        self._y += (len(lines) - 1) * em(pitch)
        rows = self._cover.rows
        self._y, below = rows.first - rows.pitch + rows.underline_below, self._y
        return opened._replace(after=max(0.0, self._y - below)).xml(run("\n".join(lines), size=size))

    def _labels(self) -> str:
        rows = self._cover.rows
        lines, continuation = self._composed.label_lines()
        made = []
        for line in lines:
            bottom = line.y + (len(line.value) - 1) * continuation + rows.underline_below
            made.append(row(self._cells(line, continuation), bottom - self._y))
            self._y = bottom
        columns = (rows.value_left - rows.left, rows.underline, self._beside)
        return table(made, columns, rule=0.0, left=rows.left - self._layout.page.left)

    @property
    def _beside(self) -> float:
        """Width right of the underlines: the last tick box reaches into it."""
        page, rows = self._layout.page, self._cover.rows
        return page.width - page.right - rows.value_left - rows.underline

    def _cells(self, line: LabelLine, continuation: float) -> list[Cell]:
        rows, entry = self._cover.rows, line.layout
        label_width = rows.value_left - rows.left
        pitch = around(rows.size)

        def under(size: float) -> float:
            return max(0.0, rows.underline_below - (1 - _ABOVE) * em(size))

        further = (len(line.value) - 1) * continuation
        value_pitch = continuation / MM_PER_PT if further else pitch
        # All cells of a row have one bottom margin: programs take the widest for all of them.
        margins = (("bottom", under(value_pitch)),)
        label = Paragraph(style="CoverText", line=pitch)
        beside = Paragraph(style="CoverText", line=pitch, after=further + under(pitch) - under(value_pitch))
        if entry.choices:
            boxes = self._boxes(entry.choices, entry.step)
            return [
                Cell(label.xml(run(entry.label)), label_width, margins=margins, align="bottom"),
                Cell(boxes, rows.underline + self._beside, span=2, margins=margins, align="bottom"),
            ]
        text = printed(self._report, entry.field)
        if not entry.underlined:
            width = label_width + rows.underline + self._beside
            return [Cell(label.xml(run(entry.label + text)), width, span=3, margins=margins, align="bottom")]
        value = Paragraph(style="CoverText", line=value_pitch, align="center").xml(
            run(_broken(line, text), size=line.size)
        )
        underline = (("bottom", rows.rule),)
        return [
            Cell(beside.xml(run(entry.label)), label_width, margins=margins, align="bottom"),
            Cell(value, rows.underline, borders=underline, margins=margins, align="bottom"),
            Cell(label.xml(), self._beside, margins=margins),
        ]

    def _boxes(self, field: str, step: float) -> str:
        """The three kinds of evaluation with a box behind each, at equal steps."""
        chosen = get(self._report, field)
        face = self._faces.name(self._cover.rows.style)
        content = ""
        for index, (value, word) in enumerate(EVALUATION_TYPE_WORDS.items()):
            content += run(("\t" if index else "") + word) + tick_box(1001 + index, value == chosen, word, face)
        tabs = tuple(("left", index * step) for index in range(1, len(EVALUATION_TYPE_WORDS)))
        return Paragraph(style="CoverText", line=around(self._cover.rows.size), tabs=tabs).xml(content)

    def _seal(self) -> str:
        rows, seal = self._cover.rows, self._cover.seal
        opened = self._at(seal.baseline, around(rows.size), "CoverText", left=rows.left - self._layout.page.left)
        return opened.xml(run(seal.label + printed(self._report, seal.field)))

    def _date(self) -> str:
        line = self._cover.date
        given = isinstance(get(self._report, line.field), date)
        text = printed(self._report, line.field) if given else line.empty
        return self._at(line.baseline, around(self._cover.rows.size), "CoverText", "center").xml(run(text))

    def _issuer(self, section: str) -> str:
        issuer = self._cover.issuer
        text = printed(self._report, issuer.field)
        text = text if not text or text.endswith(issuer.suffix) else text + issuer.suffix
        opened = self._at(issuer.baseline, around(self._cover.rows.size), "CoverText", "center")
        return opened._replace(section=section).xml(run(text))
