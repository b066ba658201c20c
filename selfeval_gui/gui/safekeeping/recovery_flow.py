"""From recovery copies back into the window: the list at start and at wish, compare, open, ignore, damaged files.

Nothing is restored without the user's act, nothing is overwritten, and what is not wanted is kept for a month.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, is_waiting, wait_for
from selfeval_gui.gui.document import UNTITLED, Document, Origin
from selfeval_gui.gui.labels import names_of
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.keeping import Keeping
from selfeval_gui.gui.safekeeping.recovery_dialog import RecoveryDialog, Row
from selfeval_gui.gui.times import spoken
from selfeval_gui.report import form
from selfeval_gui.report.differences import differences
from selfeval_gui.report.model import Report
from selfeval_gui.storage import FileRefused, ReportFile, load, load_bytes, recovery, salvage
from selfeval_gui.storage.holder import Holder
from selfeval_gui.storage.recovery import Session, State

WORDS = {
    State.UNSAVED: "未保存",
    State.DISCARDED: "已选“不保存”",
    State.IGNORED: "已忽略",
    State.RESTORED: "已恢复过",
}
ANSWER_SECONDS = 2.0
"""So long a disk may take to answer before it counts as dead."""
_NAMED = 4
_LATER_MS = 200


class Work(NamedTuple):
    """A session whose copy can be opened, read."""

    session: Session
    file: ReportFile


class RecoveryFlow:
    """The window's dealings with recovery copies. `may_leave` asks about unsaved work in the window first."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        places: Places,
        me: Holder,
        may_leave: Callable[[], bool],
        recent: Callable[[], list[Path]],
    ) -> None:
        self._window, self._document, self._places, self._me = window, document, places, me
        self._may_leave, self._recent = may_leave, recent
        self._roots: tuple[Path, ...] = (places.recovery,)
        self.keeping: Keeping | None = None
        """What writes the copies of this window, once it does."""
        self._works: list[Work] = []

    def know_roots(self) -> None:
        """Take in where copies may lie: the program's own folder, and spare ones beside the reports opened lately."""
        opened = [self._document.path] if self._document.path is not None else []
        self._roots = self._places.recovery_roots(*map(str, [*opened, *self._recent()]))

    def unfinished(self) -> list[Work]:
        """Work that no living window holds and nobody has decided about, and that its file does not have.

        For a thread: reads the disk and touches nothing else. It also sweeps what was settled long ago.
        """
        self._roots = _that_answer(self._roots)
        recovery.sweep(self._roots, self._me, self._places.now())
        found = [one for one in self._readable() if one.session.copy.state is State.UNSAVED]
        return [one for one in found if not _is_saved(one)]

    def offer(self, works: list[Work]) -> None:
        """Show the list at the start of the program, when no question and no file is just being opened."""
        if not works:
            return
        if is_waiting() or QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_LATER_MS, self._window, lambda: self.offer(works))
            return
        self._show(at_start=True)

    def show_list(self) -> None:
        """Show the list because the user wants it."""
        self.know_roots()
        with suppress(Abandoned):
            self._roots = wait_for(self._window, "正在查找未保存的内容……", lambda: _that_answer(self._roots))
            self._show(at_start=False)

    def rescue(self, path: Path, sentence: str) -> bool:
        """The file at `path` was refused with `sentence`: offer the newest whole copy. True when the user was told."""
        try:
            found = wait_for(self._window, "正在查找可用的副本……", lambda: self._first_copy(path))
        except Abandoned:
            return False
        if found is None:
            return False
        kind = "以前保存的版本" if found.from_backup else "自动留底的内容"
        when = spoken(found.time, self._places.now())
        words = f"{sentence}\n\n找到了{kind}（{when}），可以打开它的副本。"
        detail = "打开的是“恢复的副本”，损坏的文件原样保留，不会改动。"
        choices = [Choice("open", "打开恢复的副本(&O)", default=True), CANCEL]
        if messages.ask(self._window, words, choices, detail=detail, icon=messages.Icon.Warning) == "open":
            self._document.replace_file(found.content.file, None, None, unsaved=True, recovered=Origin(path))
        return True

    def _first_copy(self, path: Path) -> salvage.Found | None:
        if not salvage.is_damaged(path):
            return None
        roots = self._places.recovery_roots(str(path))
        return next(salvage.copies_of(path, roots, self._places.backups, self._me), None)

    # --- the list

    def _readable(self) -> list[Work]:
        found = []
        for session in recovery.sessions(self._roots, self._me):
            if not session.live and session.copy.state is not State.SAVED:
                try:
                    found.append(Work(session, load_bytes(session.copy.body).file))
                except FileRefused:
                    continue  # of a newer program: it stays for that one
        return found

    def _show(self, *, at_start: bool) -> None:
        self._works = self._readable()
        dialog = RecoveryDialog(self._rows(), at_start=at_start, parent=self._window)
        dialog.opened.connect(lambda at: self._open(dialog, at))
        dialog.compared.connect(lambda at: self._compare(dialog, self._works[at]))
        dialog.ignored.connect(lambda at: self._mark(dialog, self._works[at], State.IGNORED))
        dialog.removed.connect(lambda at: self._remove(dialog, self._works[at]))
        dialog.exec()
        dialog.deleteLater()

    def _rows(self) -> list[Row]:
        return [self._row(one) for one in self._works]

    def _row(self, work: Work) -> Row:
        copy = work.session.copy
        project = work.file.report.cover.project_name
        name = Path(copy.path).name if copy.path else f"{UNTITLED}（{project}）" if project else UNTITLED
        names = names_of(form.load(work.file.form), copy.changed)
        changes = f"{len(copy.changed)} 处：{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}"
        time = spoken(copy.time, self._places.now())
        settled = copy.state is not State.UNSAVED
        return Row(name, copy.path, time, changes if names else "—", WORDS[copy.state], settled)

    def _open(self, dialog: RecoveryDialog, at: int) -> None:
        work = self._works[at]
        if not self._may_leave():
            return
        dialog.accept()
        copy = work.session.copy
        origin = Origin(Path(copy.path) if copy.path else None, copy.base)
        self._document.replace_file(work.file, None, None, unsaved=True, recovered=origin)
        if self.keeping is None:
            return
        self.keeping.base = self._original(work).report
        # The old copy is settled only when the open one has a copy of its own.
        if self.keeping.keep_at_once():
            self._mark(None, work, State.RESTORED)

    def _compare(self, dialog: RecoveryDialog, work: Work) -> None:
        from selfeval_gui.gui.comparing.differences_dialog import DifferencesDialog

        original = self._original(work)
        found = differences(original.report, work.file.report, form.load(work.file.form))
        title = f"{self._row(work).document}：{original.words}与恢复的内容比较"
        shown = DifferencesDialog(found, original.words, "恢复的内容", title, dialog)
        shown.exec()
        shown.deleteLater()

    def _mark(self, dialog: RecoveryDialog | None, work: Work, state: State) -> None:
        try:
            recovery.mark(work.session.folder, state)
        except OSError as error:
            if dialog is not None:
                messages.warn(dialog, f"没有记下来：{error.strerror}。这份内容仍保留在列表中。")
        if dialog is not None:
            self._works = self._readable()
            dialog.show_rows(self._rows())

    def _remove(self, dialog: RecoveryDialog, work: Work) -> None:
        choices = [Choice("remove", "彻底删除(&R)", messages.Role.DestructiveRole), CANCEL]
        words = f"彻底删除“{self._row(work).document}”的这份未保存内容？删除后不能找回。"
        if messages.ask(dialog, words, choices, icon=messages.Icon.Warning) != "remove":
            return
        try:
            recovery.remove_session(work.session)
        except OSError as error:
            messages.warn(dialog, f"没有删除成功：{error.strerror}。")
        self._works = self._readable()
        dialog.show_rows(self._rows())

    def _original(self, work: Work) -> "_Original":
        """What the work is to be compared with: its file as it is now, or a blank report."""
        copy = work.session.copy
        blank = form.blank_report(form.load(work.file.form))
        if not copy.path:
            return _Original(blank, "空白报告")
        path = Path(copy.path)
        try:
            loaded = wait_for(self._window, f"正在读取“{path.name}”……", lambda: load(path))
        except (FileRefused, Abandoned):
            return _Original(blank, "空白报告（原文件现在读不到）")
        now = "" if loaded.digest == copy.base else "（之后又保存过）"
        return _Original(loaded.file.report, f"原文件{now}")


class _Original(NamedTuple):
    report: Report
    words: str


def _that_answer(roots: Sequence[Path]) -> tuple[Path, ...]:
    """The first folder, and those of the spare ones that are there, as far as their disks answer within two seconds."""
    there: set[Path] = set()

    def look(root: Path) -> None:
        if root.is_dir():
            there.add(root)

    threads = [threading.Thread(target=look, args=(root,), daemon=True) for root in roots[1:]]
    for thread in threads:
        thread.start()
    until = monotonic() + ANSWER_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    return (roots[0], *(root for root in roots[1:] if root in there))


def _is_saved(work: Work) -> bool:
    """Whether the file has the same content: the program ended between saving and noting it. A dead share is left."""
    path = Path(work.session.copy.path)
    if not work.session.copy.path:
        return False
    same: list[bool] = []

    def look() -> None:
        try:
            same.append(load(path).file.report == work.file.report)
        except FileRefused:
            return

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(ANSWER_SECONDS)
    return same == [True]
