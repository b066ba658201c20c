"""文件 → 导出 → 填入本单位的 Word 模板…: asks for the blank form and the new file, and names what found no place.

Filling is the importer's, in a process of its own; nothing of the open report changes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.flow import choose_file, choose_target
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings

if TYPE_CHECKING:
    from selfeval_gui.importing import FilledForm

WORD = "Word 文件 (*.docx)"
TEMPLATE_SETTING = "export/template"
_MOST_LINES = 12


def fill_template(
    window: QWidget,
    document: Document,
    settings: Settings,
    places: Places,
    write: Callable[[Path, bytes, str], bool],
) -> bool:
    """Ask, fill and write; True when it is written. `write(path, bytes, what)` says what went wrong by itself."""
    from selfeval_gui.importing import ImportRefused, template

    commit_pending()
    known = Path(settings.text_of(TEMPLATE_SETTING, ""))
    folder = known.parent if known.name and known.parent.is_dir() else settings.last_folder(places.documents)
    blank = choose_file(window, "选择空白的 Word 表样", folder, [WORD])
    if blank is None:
        return False
    file, form = document.file, document.form
    try:
        made = wait_for(window, "正在填入模板……", lambda: template.fill_file(blank, file, form))
    except Abandoned:
        return False
    except ImportRefused as refused:
        messages.warn(window, refused.sentence, detail="报告没有改动。")
        return False
    settings.put(TEMPLATE_SETTING, str(blank))
    if not _agreed(window, made, lambda field: template.name_of(form, field)):
        return False
    start = folder / (file_names.proposed(document.report) + ".docx")
    if start == blank:
        start = start.with_name(f"{start.stem}（已填）.docx")
    chosen = choose_target(window, "保存填好的 Word 文件", start, WORD, ".docx")
    if chosen is None:
        return False
    if chosen == blank:
        messages.warn(window, "这是空白表样本身，没有覆盖。", detail="请换一个文件名，空白表样下次还要用。")
        return False
    return write(chosen, made.document, "Word 文件")


def _agreed(window: QWidget, made: "FilledForm", name_of: Callable[[str], str]) -> bool:
    """Whether the user goes on, knowing what was left out; not asked when everything found its place."""
    if not made.left and not made.doubtful:
        return True
    lines = [f"· {name_of(field)}" for field, _ in made.left]
    lines += [f"· {name_of(field)}（填入后读出的不同，请在 Word 中核对）" for field, _ in made.doubtful]
    shown = lines[:_MOST_LINES] + ([f"……共 {len(lines)} 项"] if len(lines) > _MOST_LINES else [])
    text = f"已填入 {len(made.written)} 项，还有 {len(lines)} 项在这份表样里没有找到地方，需要在 Word 中自己补上："
    choices = [Choice("go", "保存填好的文件(&S)…", default=True), CANCEL]
    answer = messages.ask(
        window, text, choices, detail="\n".join(shown), icon=messages.Icon.Information, title="填入模板"
    )
    return answer == "go"
