"""版本历史: reads the earlier versions of the open report, shows them, and brings one back as an undoable step.

The present content is kept among the versions first. The user's file is not touched: saving is the user's act.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.history_dialog import FINAL, ON_DISK, Entry, HistoryDialog
from selfeval_gui.gui.times import spoken

if TYPE_CHECKING:
    from pathlib import Path

    from selfeval_gui.storage import ReportFile

NONE_YET = "这份报告还没有以前的版本。"
NONE_DETAIL = "第二次保存时，上一次保存的内容会留在这里。"
NOT_KEPT = "现在的内容没有备份成功，备份文件夹所在的磁盘可能满了或不能写入。"
IS_FINAL = "报告已经定稿，内容不再改动，所以没有恢复。"
IS_FINAL_DETAIL = "如要恢复以前的版本，请先取消定稿。"
PARTS = ("report", "review", "explanations", "live", "form", "state")


class HistoryFlow:
    """The window's dealings with earlier versions."""

    def __init__(self, window: QWidget, document: Document, places: Places) -> None:
        self._window, self._document, self._places = window, document, places

    def show(self) -> bool:
        """List the versions; True when one was brought back."""
        from selfeval_gui import storage

        commit_pending()
        present, path = self._document.file, self._document.path
        if present.schema[0] > storage.MAJOR:
            messages.tell(self._window, "这份报告由更新版本的程序保存，本程序不能改写它，也就不能恢复它的旧版本。")
            return False
        dirty, folder = self._document.is_dirty, self._places.backups
        try:
            entries = wait_for(
                self._window, "正在读取以前的版本……", lambda: read_entries(folder, present, path if dirty else None)
            )
        except Abandoned:
            return False
        if not entries:
            messages.tell(self._window, NONE_YET, detail=NONE_DETAIL)
            return False
        dialog = HistoryDialog(entries, self._places.now(), self._document.title, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        if not accepted or chosen is None or chosen.file is None:
            return False
        if self._document.is_final:
            messages.tell(self._window, IS_FINAL, detail=IS_FINAL_DETAIL)
            return False
        return self._restore(chosen, chosen.file)

    def _restore(self, entry: Entry, file: "ReportFile") -> bool:
        from selfeval_gui import storage

        present = replace(self._document.file, modified=self._places.stamp())
        folder = self._places.backups

        def keep() -> bool:
            try:
                return storage.keep(folder, present.id, storage.encode(present)).is_file()
            except OSError:
                return False

        try:
            kept = wait_for(self._window, "正在备份现在的内容……", keep)
        except Abandoned:
            return False
        if not kept:
            go_on = Choice("restore", "仍然恢复(&R)", messages.Role.DestructiveRole)
            detail = "恢复之后按 Ctrl+Z 可以回到现在的内容，但关闭程序后就回不去了。"
            answer = messages.ask(self._window, NOT_KEPT, [go_on, CANCEL], detail=detail, icon=messages.Icon.Warning)
            if answer != "restore":
                return False
        when = spoken(entry.stamp, self._places.now()) or "以前"
        parts = {name: getattr(file, name) for name in PARTS}
        self._document.apply_file(replace(self._document.file, **parts), f"恢复到{when}的版本")
        self._document.notice.emit(f"已恢复到{when}的版本，还没有保存。按 Ctrl+Z 可以撤销。")
        return True


def read_entries(folder: "Path", present: "ReportFile", path: "Path | None") -> list[Entry]:
    """The versions of a report, the newest first, compared with `present`; before them the file at `path`, if any."""
    from selfeval_gui import storage
    from selfeval_gui.report import form
    from selfeval_gui.report.differences import differences

    labels = form.load(present.form)

    def entry(at: "Path", stamp: str, mark: str) -> Entry:
        try:
            file = storage.load(at).file
        except storage.FileRefused as refused:
            return Entry(stamp, mark, None, (), refused.sentence)
        same = all(getattr(file, name) == getattr(present, name) for name in PARTS)
        found = differences(file.report, present.report, labels)
        return Entry(stamp or file.modified, mark, file, found, same=same)

    found = [entry(each.path, each.stamp, FINAL if each.final else "") for each in storage.history(folder, present.id)]
    if path is not None and storage.is_there(path):
        on_disk = entry(path, "", ON_DISK)
        if on_disk.file is not None and on_disk.file.id == present.id:
            found.insert(0, on_disk)
    return found
