"""Saves the open report, in a thread of its own, and asks what to do when it cannot be saved as it is.

A locked file gets a second name, a file that others have changed is compared, kept beside, or overwritten after
theirs was kept. Nothing is overwritten without a question, and the window goes on living meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.messages import CANCEL, CLOSE, Choice
from selfeval_gui.gui.places import Places

if TYPE_CHECKING:
    from selfeval_gui.storage import Outcome, ReportFile, Saved

CHANGED = "这个文件已被别人改动：\n{name}\n直接保存会盖掉对方的内容。您的内容还在窗口中。"
CHOICES = (
    "“比较”列出两份不同的地方。“两份都留”把您的一份另存为“{other}”。"
    "“覆盖”之前会把对方的一份另存为副本，放在同一文件夹。"
)
GONE = "这个文件已不在原处，可能被移走、改名或删除：\n{name}\n您的内容还在窗口中，没有丢失。"
ABANDONED = "还没有存完，您不再等待。您的内容还在窗口中。\n{name}"
WAY_OUT = "磁盘或网络盘可能没有响应。请用“另存为”保存到别的磁盘。"
_LONGEST_LIST = 20
"""Digests remembered of what was written without our hearing that it arrived."""


class SaveFlow:
    """`saving` is told when it begins, `saved` (notes) and `failed` how it ended, `save_as` asks for another file."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        places: Places,
        *,
        saving: Callable[[], None],
        saved: Callable[[Path, Sequence[str]], None],
        failed: Callable[[], None],
        save_as: Callable[[], bool],
    ) -> None:
        self._window, self._document, self._places = window, document, places
        self._saving, self._saved, self._failed, self._save_as = saving, saved, failed, save_as
        self._sent: list[str] = []

    @property
    def shelter(self) -> Path:
        """Where a report goes whose own folder cannot be written."""
        return self._places.data / "saved"

    def save(self, path: Path, digest: str | None, *, overwrite: bool = False) -> bool:
        """Save to `path`, which held content of SHA-256 `digest` when it was opened; whether it is saved."""
        outcome = self._write(path, digest, overwrite)
        if outcome is None:
            return False
        from selfeval_gui.storage import ChangedOnDisk, Saved, is_there

        if isinstance(outcome, Saved):
            self._take(outcome)
            return True
        self._failed()
        if isinstance(outcome, ChangedOnDisk):
            return self._changed(path) if is_there(path) else self._gone(path)
        choices = [
            Choice("save_as", "另存为(&A)…", default=True),
            Choice("again", "再试一次(&R)"),
            CLOSE,
        ]
        answer = messages.ask(self._window, outcome.sentence, choices, icon=messages.Icon.Warning)
        if answer == "again":
            return self.save(path, digest, overwrite=overwrite)
        return answer == "save_as" and self._save_as()

    def _write(self, path: Path, digest: str | None, overwrite: bool) -> "Outcome | None":
        """How it ended; None after the user was told that it did not end."""
        from selfeval_gui import storage
        from selfeval_gui.storage.disk import digest_of

        file = replace(self._document.file, modified=self._places.stamp())
        backups, shelter, sent = self._places.backups, self.shelter, tuple(self._sent)

        def work() -> "Outcome":
            def attempt(expected: str | None) -> "Outcome":
                return storage.save_somehow(
                    file, path, expected_digest=expected, overwrite=overwrite, backups=backups, shelter=shelter
                )

            outcome = attempt(digest)
            if isinstance(outcome, storage.ChangedOnDisk) and sent:
                # What arrived after we had given up waiting, or could not be read back, is nobody else's change.
                try:
                    there = digest_of(storage.read_bytes(path))
                except storage.FileRefused:
                    return outcome
                if there in sent:
                    return attempt(there)
            return outcome

        self._saving()
        try:
            outcome: Outcome = wait_for(self._window, f"正在保存“{path.name}”……", work, give_up="不再等待")
        except Abandoned:
            self._note_sent(file)
            self._failed()
            messages.warn(self._window, ABANDONED.format(name=path), detail=WAY_OUT)
            return None
        if isinstance(outcome, storage.NotVerified):
            self._note_sent(file)
        return outcome

    def _note_sent(self, file: "ReportFile") -> None:
        from selfeval_gui import storage
        from selfeval_gui.storage.disk import digest_of

        self._sent = [*self._sent, digest_of(storage.encode(file))][-_LONGEST_LIST:]

    def _take(self, outcome: "Saved") -> None:
        self._document.mark_saved(outcome)
        self._document.read_only = False
        self._saved(outcome.path, outcome.notes)
        if outcome.instead_of is not None:
            messages.tell(self._window, outcome.sentence)

    def _gone(self, path: Path) -> bool:
        back = Choice("write", "写回原处(&W)", default=True)
        elsewhere = Choice("save_as", "另存为(&A)…")
        question = GONE.format(name=path)
        answer = messages.ask(self._window, question, [back, elsewhere, CANCEL], icon=messages.Icon.Warning)
        if answer == "save_as":
            return self._save_as()
        return answer == "write" and self.save(path, None)

    def _changed(self, path: Path) -> bool:
        from selfeval_gui import storage

        other = storage.free_name(path)
        choices = [
            Choice("compare", "比较(&D)…"),
            Choice("both", "两份都留(&B)", default=True),
            Choice("overwrite", "覆盖(&O)", messages.Role.DestructiveRole),
            CANCEL,
        ]
        while True:
            question, detail = CHANGED.format(name=path.name), CHOICES.format(other=other.name)
            answer = messages.ask(self._window, question, choices, detail=detail, icon=messages.Icon.Warning)
            if answer != "compare":
                break
            self._compare(path)
        if answer == "both":
            return self._keep_both(path, other)
        if answer != "overwrite":
            return False
        theirs = self._keep_theirs(path)
        # Changed once more while it was being kept: then it is asked once more.
        return theirs is not None and self.save(path, theirs)

    def _keep_both(self, path: Path, other: Path) -> bool:
        if not self.save(other, None):
            return False
        messages.tell(
            self._window,
            f"两份都保留了：\n您的一份：{other.name}\n对方的一份：{path.name}",
            detail="窗口里现在是您的一份，以后也保存到这个文件。",
        )
        return True

    def _compare(self, path: Path) -> None:
        from selfeval_gui import storage
        from selfeval_gui.gui.comparing.differences_dialog import DifferencesDialog
        from selfeval_gui.report.differences import differences

        try:
            theirs = wait_for(self._window, f"正在读取“{path.name}”……", lambda: storage.load(path))
        except storage.FileRefused as refused:
            messages.warn(self._window, f"对方的一份读不出来，不能比较。{refused.sentence}")
            return
        except Abandoned:
            return
        found = differences(theirs.file.report, self._document.report, self._document.form)
        title = f"左边是“{path.name}”里对方的内容，右边是窗口里您的内容。"
        dialog = DifferencesDialog(found, "对方的", "您的", title, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _keep_theirs(self, path: Path) -> str | None:
        """Copy the file as it is on disk now, under a name that is free; its SHA-256, or None when that failed."""
        from selfeval_gui import storage
        from selfeval_gui.storage.disk import digest_of

        now = self._places.now().astimezone()
        mark = f"-对方修改{now.year}{now.month:02d}{now.day:02d}-{now.hour:02d}{now.minute:02d}{now.second:02d}"
        stem = path.name.split(".")[0]
        kept = path.with_name(stem + mark + path.name[len(stem) :])
        if storage.is_there(kept):
            kept = storage.free_name(kept)

        def copy() -> "tuple[Outcome, str]":
            theirs = storage.read_bytes(path)
            return storage.write_atomically(kept, theirs), digest_of(theirs)

        try:
            outcome, digest = wait_for(self._window, "正在保留对方的一份……", copy)
        except storage.FileRefused as refused:
            messages.warn(self._window, f"对方的一份读不出来，没有覆盖。{refused.sentence}")
            return None
        except Abandoned:
            return None
        if not outcome.ok:
            messages.warn(self._window, f"没有覆盖：对方的一份没有留住。{outcome.sentence}")
            return None
        return digest
