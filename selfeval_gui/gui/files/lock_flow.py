"""Who has a file open: takes the lock with the file, gives it back, and asks when somebody else has it."""

import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, hold_garbage, release_garbage, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping import handover
from selfeval_gui.gui.times import spoken
from selfeval_gui.storage import holder, is_there, locks
from selfeval_gui.storage.holder import Holder
from selfeval_gui.storage.locks import Lock, LockState

_PATIENCE = 2.0
"""Seconds that giving a lock back may take: a share that is gone must not hold the window."""
UNKNOWN = "别人"


class Admission(Enum):
    """How a file may be opened."""

    EDIT = "edit"
    READ_ONLY = "read_only"
    NO = "no"


class LockFlow:
    """Holds the lock of the open document, and for a moment that of the one that is about to be opened."""

    def __init__(self, window: QWidget, document: Document, places: Places) -> None:
        self._window, self._document, self._places = window, document, places
        self.me: Holder = holder.this_process(places.stamp())
        self._held: set[Path] = set()
        self._coming: Path | None = None
        document.state_changed.connect(self._follow)

    def admit(self, path: Path) -> Admission:
        """Take the lock of a file that is about to be opened, until `settle`; asks when somebody has it."""
        if path in self._held:
            return Admission.EDIT
        try:
            lock = wait_for(self._window, f"正在打开“{path.name}”……", lambda: locks.take(path, self.me))
        except Abandoned:
            return Admission.NO
        if lock.state is LockState.CLOSED:
            return Admission.EDIT  # reading and saving say what is wrong with the folder
        if lock.state is LockState.OURS:
            self._hold(path)
            return Admission.EDIT
        if self._shown_by_other_window(path, lock):
            self._document.notice.emit(f"“{path.name}”已在另一个窗口中打开，已切换到那个窗口。")
            return Admission.NO
        return self._ask(path, lock)

    def settle(self) -> None:
        """The file was opened, or was not after all."""
        self._coming = None
        self._follow()

    def may_write(self, path: Path) -> bool:
        """Whether another file may be written, which somebody may have open; asks when somebody has."""
        if path in self._held or not is_there(path):  # a name that is too long is told in saving
            return True
        lock = locks.look(path, self.me)
        if lock.state in (LockState.FREE, LockState.OURS, LockState.STALE, LockState.CLOSED):
            return True
        choices = [Choice("write", "仍要覆盖(&O)", messages.Role.DestructiveRole), CANCEL]
        detail = "覆盖之后，对方保存时会被提醒文件已改动。"
        answer = messages.ask(self._window, self._sentence(path, lock), choices, detail=detail, icon=_WARNING)
        return answer == "write"

    def release(self) -> None:
        """The window is closed."""
        self._document.state_changed.disconnect(self._follow)
        self._give_back(set(self._held))

    def _hold(self, path: Path) -> None:
        self._held.add(path)
        self._coming = path

    def _follow(self) -> None:
        """The document has another file, or none: after opening, saving under another name, new, import."""
        document = self._document
        wanted = {self._coming, None if document.read_only else document.path} - {None}
        self._give_back(self._held - wanted)
        for path in wanted - self._held:
            if path is not None and locks.take(path, self.me).state is LockState.OURS:
                self._held.add(path)

    def _give_back(self, paths: set[Path]) -> None:
        self._held -= paths
        for path in paths:
            _for_a_while(lambda gone=path: locks.release(gone, self.me))  # type: ignore[misc]
        if paths:
            for path in self._held:  # what is kept may have been the same file under another name
                locks.take(path, self.me)

    def _ask(self, path: Path, lock: Lock) -> Admission:
        choices = [
            Choice("read", "只读打开(&R)", default=True),
            Choice("edit", "仍要编辑(&E)", messages.Role.DestructiveRole),
            CANCEL,
        ]
        detail = "只读打开后可以查看、打印，也可以另存为别的文件。两人同时编辑时，后保存的人会被提醒。"
        answer = messages.ask(self._window, self._sentence(path, lock), choices, detail=detail, icon=_WARNING)
        if answer == "read":
            return Admission.READ_ONLY
        if answer != "edit":
            return Admission.NO
        if locks.take(path, self.me, by_force=True).state is LockState.OURS:
            self._hold(path)
        return Admission.EDIT

    def _sentence(self, path: Path, lock: Lock) -> str:
        who = lock.holder
        if who is None:
            return f"“{path.name}”可能正被别人打开（锁文件读不出来）。"
        since = spoken(who.since, self._places.now())
        since = f"，{since} 打开" if since else ""
        name = f"用户 {who.user}" if who.user else UNKNOWN
        if lock.state is LockState.HERE:
            return f"“{path.name}”已在这台电脑上打开（{name}{since}）。"
        words = f"“{path.name}”正在电脑“{who.machine}”上打开（{name}{since}）。"
        return f"{words}\n如果那台电脑上的程序早已退出，可以放心继续编辑。"

    def _shown_by_other_window(self, path: Path, lock: Lock) -> bool:
        who = lock.holder
        if lock.state is not LockState.HERE or who is None or who.user != self.me.user:
            return False
        return handover.ask(self._places.data, who.pid, path)


_WARNING = messages.Icon.Warning


def _for_a_while(action: Callable[[], None]) -> None:
    """Do something that may never answer, and go on after a while."""
    hold_garbage()
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    release_garbage()
