"""New, open, save, close: what happens between the window, its document and the disk, and every question asked.

Nothing that was typed is lost without a question, and no file that somebody else changed is overwritten without one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from selfeval_gui import resources
from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document, Origin
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.blank_file import blank_file
from selfeval_gui.gui.known.entries import KnownEntries
from selfeval_gui.gui.known.reports import KnownReports, about
from selfeval_gui.gui.messages import CANCEL, DISCARD, SAVE, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.status import Status

if TYPE_CHECKING:
    from selfeval_gui.gui.files.lock_flow import LockFlow
    from selfeval_gui.gui.files.save_flow import SaveFlow
    from selfeval_gui.gui.safekeeping.archive_flow import ArchiveFlow
    from selfeval_gui.gui.safekeeping.recovery_flow import RecoveryFlow
    from selfeval_gui.storage import Loaded

REPORTS = "自评报告 (*.zxzp.json *.zxzp *.json)"
ALL_FILES = "所有文件 (*)"


class FileFlow:
    """The window's dealings with files. Methods return whether they went through."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        settings: Settings,
        places: Places,
        saved: Callable[[Sequence[str]], None],
        status: Status,
    ) -> None:
        self._window, self._document = window, document
        self._settings, self._places = settings, places
        self._saved, self._status = saved, status
        self.unasked = False
        """The session ends: unsaved work is left in its recovery copy without a question."""
        self.refusing: Callable[[], None] = lambda: None
        """Called before the user is told that a file cannot be opened."""

    @cached_property
    def locks(self) -> "LockFlow":
        """Who has which file open."""
        from selfeval_gui.gui.files.lock_flow import LockFlow

        return LockFlow(self._window, self._document, self._places)

    @cached_property
    def recovery(self) -> "RecoveryFlow":
        """Recovery copies, and how they come back."""
        from selfeval_gui.gui.safekeeping.recovery_flow import RecoveryFlow

        me, recent = self.locks.me, self._settings.recent
        return RecoveryFlow(self._window, self._document, self._places, me, self.may_leave, recent)

    def show_recovered(self) -> None:
        """The list of work that is in no file."""
        self.recovery.show_list()

    def close(self) -> None:
        """The window is closed: others may have the file."""
        self.locks.release()

    def new(self) -> bool:
        """A blank report instead of the open one."""
        if not self.may_leave():
            return False
        self._document.replace_file(blank_file(self._places), None, None)
        return True

    def open_sample(self) -> bool:
        """The filled-in sample as a new report: the file that ships with the program is never written."""
        from selfeval_gui import storage

        if not self.may_leave():
            return False
        loaded = storage.load(resources.path("sample", "sample.zxzp.json"))
        now = self._places.stamp()
        sample = replace(loaded.file, id=self._places.new_id(), created=now, modified=now)
        self._document.replace_file(sample, None, None)
        return True

    def ask_open(self) -> bool:
        """Let the user choose a file and open it."""
        folder = self._settings.last_folder(self._places.documents)
        chosen = choose_file(self._window, "打开自评报告", folder, [REPORTS, ALL_FILES])
        return chosen is not None and self.open(chosen)

    def open(self, path: Path) -> bool:
        """Open a report file; what cannot be opened is told, and the open report stays."""
        from selfeval_gui.gui.files.lock_flow import Admission

        if not self.may_leave():
            return False
        admission = self.locks.admit(path)
        if admission is Admission.NO:
            return False
        loaded = self.read(path)
        if loaded is not None:
            self.show(loaded._replace(read_only=loaded.read_only or admission is Admission.READ_ONLY))
        self.locks.settle()
        return loaded is not None or self._document.recovered == Origin(path)  # its copy was opened instead

    def read(self, path: Path) -> "Loaded | None":
        """What is in a file, or None after the user was told why not."""
        from selfeval_gui import storage

        try:
            return wait_for(self._window, f"正在打开“{path.name}”……", lambda: storage.load(path))
        except storage.FileRefused as refusal:
            self.refusing()
            if not self.recovery.rescue(path, refusal.sentence):
                messages.warn(self._window, refusal.sentence)
        except Abandoned:
            pass
        return None

    def show(self, loaded: "Loaded") -> None:
        """Make what was loaded the open report."""
        self._document.replace_file(loaded.file, loaded.path, loaded.digest, loaded.read_only)
        self._remember(loaded.path)
        if loaded.notes:
            messages.tell(self._window, "\n".join(loaded.notes))

    def save(self) -> bool:
        """Save to the report's own file, or ask for one when it has none or is read-only."""
        commit_pending()
        origin = self._document.recovered
        if origin is not None and origin.path is not None and origin.digest:
            return self._save_recovered(origin.path, origin.digest)
        if self._document.path is None or self._document.read_only:
            return self.save_as()
        return self._save_flow.save(self._document.path, self._document.digest)

    def save_as(self) -> bool:
        """Ask for a file and save there."""
        commit_pending()
        document = self._document
        folder = self._settings.last_folder(self._places.documents)
        start = document.path or file_names.within(folder, file_names.proposed(document.report), file_names.SUFFIX)
        if document.recovered is not None and document.recovered.path is not None:
            start = file_names.copy_of(document.recovered.path)
        chosen = choose_target(self._window, "另存为", start, REPORTS, file_names.SUFFIX)
        if chosen is None:
            return False
        own = chosen == document.path and not document.read_only
        if not own and not self.locks.may_write(chosen):
            return False
        return self._save_flow.save(chosen, document.digest if own else None, overwrite=not own)

    def may_leave(self) -> bool:
        """Whether the open report may be left: asks 保存、不保存、取消 when there is unsaved work."""
        commit_pending()
        if not self._document.is_dirty or self.unasked:
            return True
        question = f"“{self._document.title}”有未保存的修改，要保存吗？"
        answer = messages.ask(self._window, question, [SAVE, DISCARD, CANCEL])
        return answer == "discard" or (answer == "save" and self.save())

    def _save_recovered(self, path: Path, digest: str) -> bool:
        """Recovered work goes back to its file only when the user says so."""
        back = Choice("back", "保存到原文件(&S)", default=True)
        elsewhere = Choice("save_as", "另存为(&A)…", messages.Role.ActionRole)
        words = f"这是“{path.name}”恢复的副本。要保存到原文件吗？"
        detail = "原文件现在的内容会先留一份备份；如果它后来被别人改过，不会直接覆盖。"
        answer = messages.ask(self._window, words, [back, elsewhere, CANCEL], detail=detail)
        if answer == "save_as":
            return self.save_as()
        return answer == "back" and self.locks.may_write(path) and self._save_flow.save(path, digest)

    @cached_property
    def _save_flow(self) -> "SaveFlow":
        from selfeval_gui.gui.files.save_flow import SaveFlow

        def saved(path: Path, notes: Sequence[str]) -> None:
            self.locks.settle()  # a copy of a read-only file is ours from now on
            self._remember(path)
            self._saved(notes)

        return SaveFlow(
            self._window,
            self._document,
            self._places,
            saving=lambda: self._status.show_saved("正在保存……"),
            saved=saved,
            failed=self._document.state_changed.emit,
            save_as=self.save_as,
        )

    def show_history(self) -> bool:
        """Earlier versions of the open report; whether one was brought back."""
        from selfeval_gui.gui.safekeeping.history_flow import HistoryFlow

        return HistoryFlow(self._window, self._document, self._places).show()

    def back_up_all(self) -> bool:
        """Everything into one file, for a USB stick."""
        return self._archive_flow().back_up()

    def restore_all(self) -> bool:
        """What such a file holds, back."""
        return self._archive_flow().restore()

    def _archive_flow(self) -> "ArchiveFlow":
        from selfeval_gui.gui.safekeeping.archive_flow import ArchiveFlow

        return ArchiveFlow(self._window, self._settings, self._places, self.may_leave)

    def open_backups(self) -> None:
        """Show the folder of earlier versions in the file manager."""
        folder = self._places.backups
        if not folder.is_dir():
            words = "还没有备份。第二次保存同一份报告时，上一次的内容会留在这里。"
            messages.tell(self._window, words, detail=str(folder))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            messages.tell(self._window, "备份文件夹：", detail=str(folder))

    def _remember(self, path: Path) -> None:
        self._settings.add_recent(path)
        KnownReports(self._places.data).note(path, about(self._document.file))
        KnownEntries(self._places.data).learn(self._document.report)
        self._settings.put("folder", str(path.parent))


def choose_file(window: QWidget, title: str, folder: Path, filters: list[str]) -> Path | None:
    """The file that the user chooses to open."""
    dialog = QFileDialog(window, title, str(folder))
    dialog.setObjectName("dialog.open")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(filters)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def choose_target(window: QWidget, title: str, start: Path, name_filter: str, suffix: str) -> Path | None:
    """The file that the user chooses to write; the suffix is added when it is left out."""
    dialog = QFileDialog(window, title, str(start.parent))
    dialog.setObjectName("dialog.save")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters([name_filter])
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(start.name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
