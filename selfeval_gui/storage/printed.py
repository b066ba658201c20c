"""What was printed last as the final copy, and whether the report has changed since: by a short code of its content.

The same content has the same code on every machine; times, marks, reasons and the file's name are no part of it.
Pure: no disk, no clock.
"""

import hashlib
from dataclasses import replace
from datetime import date

from selfeval_gui.report import form as forms
from selfeval_gui.report.model import Report
from selfeval_gui.storage import strict_json
from selfeval_gui.storage.codec import report_object
from selfeval_gui.storage.file import Printed, PrintedHow, ReportFile

CODE_LENGTH = 16


def content_code(report: Report, form_id: str) -> str:
    """内容校验码: the first 16 hexadecimal digits of the SHA-256 of the form's name and everything that is printed."""
    content = report_object(report)
    generated = forms.load(form_id).sentences
    for key, section in content["narrative"].items():
        # What stands in a section that follows the tables is not printed.
        if isinstance(section, dict) and section.get("linked") and key in generated:
            section["text"] = ""
    return hashlib.sha256(strict_json.write({"form": form_id, "report": content})).hexdigest()[:CODE_LENGTH]


def note_print(file: ReportFile, day: date, how: PrintedHow) -> ReportFile:
    """The file, remembering that its content now is what stands on paper. The same file when it knew that already."""
    code = content_code(file.report, file.form)
    if file.printed is not None and file.printed.code == code:
        return file
    return replace(file, printed=Printed(code, day.isoformat(), how))


def changed_since_print(file: ReportFile) -> bool:
    """Whether a final copy was printed and the content is no longer the same."""
    return file.printed is not None and file.printed.code != content_code(file.report, file.form)
