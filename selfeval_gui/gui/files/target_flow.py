"""Writes a file that was made (PDF, workbook, record) where the user wants it, in a thread, and asks when it cannot be.

A target that a reader or Excel holds open is named, and one button saves beside it as name(2). The report itself is
saved by `save_flow`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.files.flow import choose_target
from selfeval_gui.gui.messages import CANCEL, Choice

if TYPE_CHECKING:
    from selfeval_gui.storage import Outcome

ABANDONED = "还没有写完，您不再等待：\n{name}\n这个文件可能不完整。磁盘或网络盘可能没有响应，请写到别的位置。"


def write_target(window: QWidget, path: Path, data: bytes, what: str) -> Path | None:
    """Put `data` at `path`, over what is there (the file dialog has asked); where it is now, or None.

    `what` names the kind of file where another place is asked for.
    """
    from selfeval_gui import storage

    def work() -> "Outcome":
        return storage.write_atomically(path, data, overwrite=True)

    try:
        outcome = wait_for(window, f"正在写入“{path.name}”……", work, give_up="不再等待")
    except Abandoned:
        messages.warn(window, ABANDONED.format(name=path))
        return None
    if outcome.ok:
        return path
    other = storage.free_name(path)
    # A file that stands in the way leaves room beside it; a full disk or a missing folder does not.
    in_the_way = storage.is_there(path) and not isinstance(outcome, storage.DiskFull)
    beside = Choice("numbered", f"改存为“{other.name}”(&2)", default=True)
    choices = [
        *([beside] if in_the_way else []),
        Choice("elsewhere", "换一个位置(&E)…", default=True),
        Choice("again", "再试一次(&R)"),
        CANCEL,
    ]
    answer = messages.ask(window, outcome.sentence, choices, icon=messages.Icon.Warning)
    if answer == "numbered":
        return write_target(window, other, data, what)
    if answer == "again":
        return write_target(window, path, data, what)
    if answer != "elsewhere":
        return None
    chosen = choose_target(window, "换一个位置", path, f"{what.strip()} (*{path.suffix})", path.suffix)
    return None if chosen is None else write_target(window, chosen, data, what)
