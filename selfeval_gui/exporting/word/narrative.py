"""The narrative in Word: title, addressee, headings with Word's own heading styles, paragraphs, unit and date.

Lines are broken by the program that shows them. Where that would make a paragraph a line longer or shorter than on
the composed page, its characters are set a hair closer or wider, so that pages end where they end on paper.
"""

from selfeval_gui.exporting.word import wrapping
from selfeval_gui.exporting.word.markup import Paragraph, run
from selfeval_gui.exporting.word.styles import HEADINGS, Faces, character_spacing
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.marks import MM_PER_PT
from selfeval_gui.printing.narrative_pages import NarrativePages, is_own_heading
from selfeval_gui.printing.typeset import Typesetter
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import Paragraph as Entry
from selfeval_gui.report.narrative import paragraphs

_HAIR = 0.5
"""mm"""


class Narrative:
    """Writes the narrative of one report."""

    def __init__(self, report: Report, form: Form, layout: Layout, setter: Typesetter, faces: Faces) -> None:
        self._report, self._layout, self._setter, self._faces = report, layout, setter, faces
        self._entries = tuple(paragraphs(report, form))
        self._pages = NarrativePages(report, self._entries, form, layout, setter)

    def xml(self) -> str:
        made = [self._title()]
        if self._report.narrative.addressee:
            made.append(Paragraph(style="Salutation").xml(run(self._report.narrative.addressee)))
        else:
            made.append(Paragraph(style="Salutation").xml())
        tail = self._sign_off()
        for index, entry in enumerate(self._entries):
            last = index == len(self._entries) - 1
            made.append(self._entry(entry, keep_next=last and bool(tail)))
        return "".join((*made, tail))

    def _title(self) -> str:
        """The title in the middle of as many lines of the text's grid as it needs, and the blank lines around it."""
        title, pitch = self._layout.narrative.title, self._layout.narrative.pitch
        lines = [text for text, _ in self._pages.title_lines()]
        height = len(lines) * title.pitch
        grid = -int(-height // pitch) * pitch
        before = (title.blank_above * pitch + (grid - height) / 2) * MM_PER_PT
        after = (title.blank_below * pitch + (grid - height) / 2) * MM_PER_PT
        opened = Paragraph(style="NarrativeTitle", page_break=True, before=before, after=after)
        return opened.xml(run("\n".join(lines)))

    def _entry(self, entry: Entry, keep_next: bool) -> str:
        spacing = self._spacing(entry)
        if entry.level:
            return Paragraph(style=HEADINGS[entry.level - 1]).xml(run(entry.text, spacing=spacing))
        own = is_own_heading(entry, self._layout.narrative)
        face = self._faces.name(self._layout.narrative.headings[1]) if own else ""
        return Paragraph(style="BodyText", keep_next=keep_next or own).xml(run(entry.text, font=face, spacing=spacing))

    def _spacing(self, entry: Entry) -> float | None:
        """The spacing of the paragraph's characters, None for the style's own."""
        layout = self._layout.narrative
        lines, style = self._pages.set_paragraph(entry)
        unit = self._layout.page.text_width / MM_PER_PT
        measured = wrapping.Paragraph(
            entry.text, self._setter.advance(style), layout.size, unit, layout.indent * unit / layout.characters
        )
        usual = character_spacing(self._layout)
        spacing = measured.spacing(lines, usual)
        return None if spacing == usual else spacing

    def _sign_off(self) -> str:
        """Unit and date: the date so many characters from the right edge, the unit centred on it in its own lines."""
        layout, page = self._layout.narrative, self._layout.page
        unit = page.text_width / layout.characters
        *names, (day, day_left, _) = self._pages.sign_off_lines()
        right = page.width - page.right - day_left - day.width * unit
        name, left, _ = max(names, key=lambda line: line[0].width)
        middle = left + name.width * unit / 2 - page.left
        half = min(middle, page.text_width - middle)
        before = layout.sign_off.blank_above * layout.pitch * MM_PER_PT
        signed = Paragraph(style="Closing", keep_next=True, before=before, align="center")
        # A hair wider than the line on paper, which programs do not squeeze.
        signed = signed._replace(left=middle - half, right=page.text_width - middle - half - _HAIR)
        dated = Paragraph(style="Closing", right=max(0.0, right), align="right")
        return signed.xml(run(self._report.cover.project_unit)) + dated.xml(run(day.text))
