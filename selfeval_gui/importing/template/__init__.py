"""A bureau's own blank Word form, filled in place by the labels that the importer knows.

It must not lay anything out: what is not a value stays byte for byte as it was. The form is foreign, so that it is read
and filled in a process of its own, under the limits of every import.
"""

from collections.abc import Callable
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.importing.proposal import FilledForm, ImportRefused
from selfeval_gui.report.form import Form

FILE_LIMIT = 30 << 20
NO_WORD = "“{name}”不是 .docx 格式的 Word 文件，不能用作模板。请在 Word 或 WPS 中打开它，另存为 .docx 后再用。"


def fill_file(
    template: Path, file: storage.ReportFile, form: Form, *, cancelled: Callable[[], bool] = lambda: False
) -> FilledForm:
    """The blank form with the report's values. Raises `ImportRefused`, `isolation.Cancelled`."""
    from selfeval_gui.importing import isolation
    from selfeval_gui.importing.formats import docx

    try:
        data = storage.read_bytes(template, FILE_LIMIT)
    except storage.FileRefused as refused:
        raise ImportRefused(refused.sentence) from None
    if not docx.recognises(data):
        raise ImportRefused(NO_WORD.format(name=template.name))
    return isolation.fill(data, template.name, storage.encode(file), form, cancelled)


def name_of(form: Form, field: str) -> str:
    """What a field of a filled form is called: 支出内容（第 3 行）."""
    if not field.endswith("]"):
        return form.label(field)
    table, row = field[:-1].split("[")
    name = {"expenditures": "支出明细", "evaluators": "评价人员"}[table]
    return f"{name}（第 {int(row) + 1} 行）"
