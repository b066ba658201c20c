"""What an import results in: a proposal with its evidence, or a refusal with its sentence."""

from typing import Literal

from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Report

Certainty = Literal["sure", "check"]


class ImportRefused(ValueError):
    """The file is not taken; `sentence` (Chinese) says what it is and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SeveralReports(ImportRefused):
    """The file holds several reports, and none was chosen; `titles` name them in their order."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__(f"这个文件里有 {len(titles)} 份自评报告（{'；'.join(titles)}），请选择要导入的一份。")
        self.titles = titles


@frozen
class Recognised:
    """A value that was found: its leaf path, the text as it stood in the file, the place, and how certain it is.

    "check" marks what was converted, derived, or read with less than a label beside its value.
    """

    path: str
    text: str
    where: str
    certainty: Certainty


@frozen
class Unplaced:
    """A piece of the file that has no place in the form."""

    text: str
    where: str


@frozen
class Proposal:
    """The report that the file holds, to be accepted or altered by a person.

    `report` holds only what was found (no presets, no empty rows). Every piece of the file's text is in a field, a
    word of the form, or in `unplaced`. `warnings` are sentences in Chinese.
    """

    report: Report
    recognised: tuple[Recognised, ...]
    unplaced: tuple[Unplaced, ...]
    warnings: tuple[str, ...]


@frozen
class OwnFile:
    """A report file of our own that rode in another file.

    `changed` are the paths that somebody changed in the other file afterwards; `notes` are sentences for the user.
    """

    data: bytes
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class FilledForm:
    """A bureau's blank form with a report's values in it.

    `written` are the fields that were written and read back; `left` (field, value) those that found no place;
    `doubtful` those that read back as something else, so that a person must look at them. A row of a table is one
    field, `expenditures[2]`; a section of the narrative is `narrative.process`.
    """

    document: bytes
    written: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    doubtful: tuple[tuple[str, str], ...]
