"""备份全部 and 从备份恢复: everything in one file for a USB stick, and back. Nothing is ever overwritten unasked."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.files.flow import ALL_FILES, choose_file, choose_target
from selfeval_gui.gui.known.reports import KnownReports
from selfeval_gui.gui.messages import CLOSE, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings

if TYPE_CHECKING:
    from selfeval_gui.storage.archive import Archive
    from selfeval_gui.storage.restore import Restored

ARCHIVES = "备份文件 (*.zip)"
FOLDER = "archive/folder"
_MOST_NAMED = 5


class ArchiveFlow:
    """`may_leave` asks about unsaved work."""

    def __init__(self, window: QWidget, settings: Settings, places: Places, may_leave: Callable[[], bool]) -> None:
        self._window, self._settings, self._places, self._may_leave = window, settings, places, may_leave

    def back_up(self) -> bool:
        """Ask for a file and put everything into it; whether that went well."""
        if not self._may_leave():
            return False
        day = self._places.now().astimezone()
        start = self._folder() / f"自评报告备份-{day.year}{day.month:02d}{day.day:02d}.zip"
        target = choose_target(self._window, "备份全部", start, ARCHIVES, ".zip")
        return target is not None and self._pack(target)

    def _pack(self, target: Path) -> bool:
        from selfeval_gui.storage import archive

        places, made = self._places, self._places.stamp()
        known = [*self._settings.recent(), *KnownReports(places.data).all()]
        self._settings.sync()

        def work() -> archive.Packed:
            return archive.pack(
                target, reports=known, data=places.data, config=places.config, made=made, overwrite=True
            )

        try:
            packed = wait_for(self._window, "正在备份，写完后逐项核对……", work)
        except Abandoned:
            messages.warn(self._window, f"备份没有完成，“{target.name}”可能不完整，请重新备份。")
            return False
        if not packed.outcome.ok:
            elsewhere = Choice("elsewhere", "换一个位置(&E)…", default=True)
            answer = messages.ask(
                self._window, packed.outcome.sentence, [elsewhere, CLOSE], icon=messages.Icon.Warning, title="备份全部"
            )
            return answer == "elsewhere" and self.back_up()
        self._settings.put(FOLDER, str(target.parent))
        done = f"已备份 {packed.reports} 份报告、{packed.versions} 个以前的版本，读回核对无误：\n{target}"
        messages.tell(self._window, done, detail=_named("下面的没有备份：", packed.missing), title="备份全部")
        return True

    def restore(self) -> bool:
        """Ask for a backup file and where its reports go, and put everything back."""
        from selfeval_gui import storage
        from selfeval_gui.storage import archive

        chosen = choose_file(self._window, "从备份恢复", self._folder(), [ARCHIVES, ALL_FILES])
        if chosen is None:
            return False

        def read() -> "Archive":
            opened = archive.open_archive(chosen)
            archive.check(opened)
            return opened

        try:
            opened = wait_for(self._window, "正在核对备份……", read)
        except storage.FileRefused as refused:
            messages.warn(self._window, refused.sentence, title="从备份恢复")
            return False
        except Abandoned:
            return False
        from selfeval_gui.gui.safekeeping.restore_dialog import RestoreDialog

        dialog = RestoreDialog(opened, self._places.documents / "从备份恢复", self._places.now(), self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        folder = dialog.folder
        dialog.deleteLater()
        return accepted and self._put_back(opened, folder)

    def _put_back(self, opened: "Archive", folder: Path) -> bool:
        from selfeval_gui import storage
        from selfeval_gui.storage import restore

        places = self._places
        try:
            found = wait_for(
                self._window,
                "正在恢复……",
                lambda: restore.restore(opened, folder, data=places.data, config=places.config),
            )
        except storage.FileRefused as refused:
            messages.warn(self._window, refused.sentence, title="从备份恢复")
            return False
        except OSError as error:
            words = f"不能在“{folder}”里写文件（错误代码 {error.errno}）。请换一个文件夹。"
            messages.warn(self._window, words, title="从备份恢复")
            return False
        except Abandoned:
            return False
        for path in (*found.there, *found.reports)[::-1]:
            self._settings.add_recent(path)
        self._tell(found, folder)
        return not found.failed

    def _tell(self, found: "Restored", folder: Path) -> None:
        done = f"已恢复 {len(found.reports)} 份报告、{found.versions} 个以前的版本，没有覆盖任何文件。\n{folder}"
        detail = [f"另有 {len(found.there)} 份报告原来就在，内容相同。"] if found.there else []
        detail.append(_named("下面的没有恢复：", [outcome.sentence for outcome in found.failed]))
        show = Choice("folder", "打开所在文件夹(&F)")
        icon = messages.Icon.Warning if found.failed else messages.Icon.Information
        answer = messages.ask(
            self._window, done, [show, CLOSE], detail="\n".join(filter(None, detail)), icon=icon, title="从备份恢复"
        )
        if answer == "folder" and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            messages.tell(self._window, "文件在：", detail=str(folder))

    def _folder(self) -> Path:
        told = self._settings.text_of(FOLDER)
        return Path(told) if told else self._places.documents


def _named(lead: str, sentences: "tuple[str, ...] | list[str]") -> str:
    if not sentences:
        return ""
    rest = len(sentences) - _MOST_NAMED
    more = [f"……还有 {rest} 项。"] if rest > 0 else []
    return "\n".join([lead, *sentences[:_MOST_NAMED], *more])
