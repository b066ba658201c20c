"""合规检查 in the window: F5 and the panel below, F8 to the next finding, marks beside the fields, the status bar."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from selfeval_gui.gui.checks.live_check import LiveCheck
from selfeval_gui.gui.checks.office_file import OfficeFile
from selfeval_gui.gui.checks.on_paper import PaperInSight
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.status import Status
from selfeval_gui.gui.style.storeys import Storeys
from selfeval_gui.gui.tab_counts import TabCounts

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding
    from selfeval_gui.gui.checks.final_lock import FinalLock
    from selfeval_gui.gui.checks.finding_marks import FindingMarks
    from selfeval_gui.gui.checks.findings_panel import FindingsPanel
    from selfeval_gui.gui.window import MainWindow

_SHARE = 0.32
"""Of the window's height, for the panel."""


class CheckFlow:
    """Ties the live check to what shows it. `reveal` leads to a blank and a character of its text."""

    def __init__(
        self,
        window: "MainWindow",
        document: Document,
        places: Places,
        status: Status,
        reveal: Callable[[str, int], object],
    ) -> None:
        self._window, self._document, self._status, self._reveal = window, document, status, reveal
        self.places = places
        self.office = OfficeFile(places.data)
        self.paper = PaperInSight(document, window.composing, window.settings)
        self.live = LiveCheck(document, self._today, self.office.office, self.paper.now, window)
        self.live.found.connect(self._show)
        self._storeys: Storeys | None = None
        self._tabs: tuple[QTabWidget, TabCounts] | None = None
        self._marks: FindingMarks | None = None
        self._lock: FinalLock | None = None
        self._told_problem = False
        self.panel: FindingsPanel | None = None
        document.state_changed.connect(self._follow_state)

    def _today(self) -> date:
        return self.places.now().astimezone().date()

    def below(self, storeys: Storeys) -> None:
        """Where the panel comes when it is first asked for."""
        self._storeys = storeys

    def beside(self, tabs: QTabWidget, counts: TabCounts) -> None:
        """The tabs whose fields are marked."""
        self._tabs = tabs, counts

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the window's actions do."""
        return {
            "check": self.now,
            "next_finding": lambda: self.step(1),
            "previous_finding": lambda: self.step(-1),
            "compare": self.compare,
            "record": self.record,
            "finalize": self.finalize,
            "office": self.edit_office,
        }

    def start(self) -> None:
        """The window is seen: check what is open, when there is nothing else to do."""
        self.live.start()
        self._follow_state()

    def page_built(self) -> None:
        """A tab has new editors."""
        if self._marks is not None:
            self._marks.page_built()
        if self._lock is not None:
            self._lock.page_built()

    def errors_on_paper(self) -> int:
        """How many errors make paper a draft: none once somebody has made the report final."""
        return 0 if self._document.is_final else self.live.open_errors()

    def finalize(self) -> bool:
        """定稿 or 取消定稿."""
        from selfeval_gui.gui.checks.final_flow import FinalFlow

        window = self._window
        flow = FinalFlow(window, self._document, self.live, lambda: window.files, self.places, self.now)
        return flow.toggle()

    def now(self) -> None:
        """Check, and show what was found."""
        commit_pending()
        self.live.ask()
        panel = self._shown()
        panel.mark_first()
        panel.list.setFocus()

    def step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) finding."""
        commit_pending()
        if self.panel is None:
            self.live.ask()
        elif not self.live.settled:
            self.live.refresh()  # what was just typed counts
        self._shown().step(by)

    def compare(self) -> None:
        """与上年对比."""
        from selfeval_gui.gui.comparing.comparison_flow import ComparisonFlow

        ComparisonFlow(self._window, self._document, self._window.settings, self.places, self._reveal).show()

    def record(self) -> bool:
        """审核记录 as PDF or workbook."""
        from selfeval_gui.gui.checks.record_flow import RecordFlow

        window, office = self._window, self.office.office()
        settings, composing = window.settings, window.composing
        return RecordFlow(window, self._document, self.live, composing, settings, self.places, office).write()

    def edit_office(self) -> None:
        """The office's own words and the checks that it switches off."""
        from selfeval_gui.gui import messages
        from selfeval_gui.gui.checks.office_dialog import OfficeDialog

        commit_pending()
        office = self.office.office()
        dialog = OfficeDialog(office, self._window, self.office.problem)
        wanted = dialog.office() if dialog.exec() else None
        dialog.deleteLater()
        if wanted is None:
            return
        outcome = self.office.keep(wanted)
        if not outcome.ok:
            messages.warn(self._window, outcome.sentence)
        self.live.refresh()

    def _shown(self) -> "FindingsPanel":
        if self.panel is None:
            from selfeval_gui.gui.checks.findings_panel import FindingsPanel

            self.panel = FindingsPanel(self.live, self._document, self._label_of, self._storeys)
            self.panel.located.connect(self._reveal)
            self.panel.final_wanted.connect(self.finalize)
            self.panel.record_wanted.connect(self.record)
        if self._storeys is not None:
            self._storeys.show_pane(self.panel, _SHARE)
        return self.panel

    def _show_progress(self) -> None:
        from selfeval_gui.gui.checks.findings_panel import summary

        self._status.show_check(
            "已定稿" if self._document.is_final else progress(self.live.left, summary(self.live.findings))
        )

    def _follow_state(self) -> None:
        if self._lock is None and self._document.is_final and self._tabs is not None:
            from selfeval_gui.gui.checks.final_lock import FinalLock

            action = self._window.actions_by_name["finalize"]
            self._lock = FinalLock(self._window, self._document, self._tabs[0], action)

    def _label_of(self, path: str) -> str:
        return label_of(self._document.form, path)

    def _show(self, findings: "tuple[Finding, ...]") -> None:
        from selfeval_gui.gui.checks.finding_marks import FindingMarks

        self._show_progress()
        if self.office.problem and not self._told_problem:
            self._told_problem = True
            self._document.notice.emit(f"没有用上本单位用词：{self.office.problem}")
        if self._marks is None and self._tabs is not None:
            self._marks = FindingMarks(*self._tabs)
        if self._marks is not None:
            self._marks.show(findings)


def progress(left: int, found: str) -> str:
    """What is left to do before 定稿, for the status bar: `还差 5 项（错误 3，警告 2）`."""
    if left:
        return f"还差 {left} 项" + (f"（{found}）" if found else "")
    return f"可以定稿（{found}）" if found else "检查：没有问题"
