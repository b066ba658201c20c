"""Last year's file, whatever its format, becomes a new report: read, shown for review, taken over in one undo step."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files.blank_file import blank_file
from selfeval_gui.gui.files.flow import ALL_FILES, FileFlow, choose_file
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.report.dates import year_reported_on

if TYPE_CHECKING:
    from selfeval_gui.gui.importing.last_year import LastYear
    from selfeval_gui.importing import Taken
    from selfeval_gui.importing.plan import Plan

IMPORTABLE = (
    "上年文件 (*.docx *.doc *.wps *.docm *.dotx *.xlsx *.xls *.et *.odt *.ods *.rtf *.txt *.pdf *.html *.htm *.mht"
    " *.xml *.zxzp.json *.zxzp *.json)"
)
WHAT = "导入上年文件"
ACTION = messages.Role.ActionRole
Cancelled = Callable[[], bool]
Read = Callable[[int | None, Cancelled], "Taken"]
"""Reads the report of a number (None: the only one), until cancelled."""


class ImportFlow:
    """The window's way from a foreign file to the document."""

    def __init__(
        self, window: QWidget, document: Document, files: FileFlow, settings: Settings, places: Places
    ) -> None:
        self._window, self._document, self._files = window, document, files
        self._settings, self._places = settings, places

    def ask_import(self) -> bool:
        """Import last year's report: the one that is known, or a file that the user chooses."""
        known = self._last_year()
        if known is not None:
            words = f"找到了上年的报告：\n{known.path.name}（{known.year} 年度，{known.unit}）"
            this, other = Choice("this", "导入这一份", default=True), Choice("other", "选择其他文件…", ACTION)
            answer = messages.ask(self._window, words, [this, other, CANCEL], detail=str(known.path.parent))
            if answer != "other":
                return answer == "this" and self.import_file(known.path)
        folder = self._settings.last_folder(self._places.documents)
        chosen = choose_file(self._window, "导入上年文件", folder, [IMPORTABLE, ALL_FILES])
        return chosen is not None and self.import_file(chosen)

    def show_unplaced(self) -> None:
        """The pieces of the imported file that are in no field."""
        from selfeval_gui.gui.importing.unplaced_dialog import UnplacedDialog

        commit_pending()
        dialog = UnplacedDialog(self._document, self._window)
        dialog.exec()
        dialog.deleteLater()

    def import_file(self, path: Path) -> bool:
        """Read a file, show what was recognised, and take over what the user wants of it."""
        from selfeval_gui import importing

        def read(number: int | None, cancelled: Cancelled) -> "Taken":
            return importing.take_file(path, self._document.form, report_index=number, cancelled=cancelled)

        if not self._import(path.name, read):
            return False
        self._settings.put("folder", str(path.parent))
        return True

    def import_clipboard(self) -> bool:
        """Like `import_file`, from what was copied in Word, WPS or Excel."""
        from PySide6.QtGui import QGuiApplication

        from selfeval_gui import importing

        copied: QMimeData | None = QGuiApplication.clipboard().mimeData()  # the stubs know no empty clipboard
        html, text = (copied.html(), copied.text()) if copied is not None else ("", "")

        def read(number: int | None, cancelled: Cancelled) -> "Taken":
            return importing.take_pasted(html, text, self._document.form, report_index=number, cancelled=cancelled)

        return self._import(importing.PASTED, read)

    def _import(self, name: str, read: Read) -> bool:
        from selfeval_gui.gui.importing.review import ImportReview

        commit_pending()
        document = self._document
        taken = self._read(name, read)
        if taken is None:
            return False
        base = document.report if document.path is None else blank_file(self._places).report
        review = ImportReview(
            taken.proposal,
            document.form,
            name,
            self._window,
            base=base,
            year=self._year_reported_on(),
            own=taken.own is not None,
        )
        accepted = review.exec() == ImportReview.DialogCode.Accepted
        plan = review.plan
        review.deleteLater()
        return accepted and self._take(taken, plan, name)

    def _year_reported_on(self) -> int:
        now = self._places.now().astimezone()
        return year_reported_on(now.year, now.month)

    def _last_year(self) -> "LastYear | None":
        """The report of the year before among the recent files, if it can be told soon."""
        from selfeval_gui.gui.importing.last_year import find

        document = self._document
        year = document.report.fiscal_year
        if not isinstance(year, int):
            year = self._year_reported_on()
        recent = [path for path in self._settings.recent() if path != document.path]
        cover = document.report.cover
        return find(recent, cover.project_unit, cover.project_name, year)

    def _read(self, name: str, read: Read, report_index: int | None = None) -> "Taken | None":
        """What it holds, or None after the user was told why not, or did not want to wait or to choose."""
        from selfeval_gui import importing

        given_up = threading.Event()
        try:
            return wait_for(
                self._window,
                f"正在识别“{name}”……",
                lambda: read(report_index, given_up.is_set),
            )
        except importing.SeveralReports as several:
            chosen = self._choose(several.titles)
            return None if chosen is None else self._read(name, read, chosen)
        except importing.ImportRefused as refusal:
            self._files.refusing()
            messages.warn(self._window, refusal.sentence)
        except Abandoned:
            given_up.set()
        return None

    def _choose(self, titles: tuple[str, ...]) -> int | None:
        """Which of several reports; None when the user wants none."""
        from selfeval_gui.gui.importing.choice import ImportChoice

        dialog = ImportChoice(titles, self._window)
        accepted = dialog.exec() == ImportChoice.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen if accepted else None

    def _take(self, taken: "Taken", plan: "Plan", name: str) -> bool:
        """One undo step on a new report. An open file is left first, so that saving does not write over it."""
        from selfeval_gui import storage
        from selfeval_gui.importing import live_figures, rollover
        from selfeval_gui.importing.plan import Mode

        if self._document.path is not None:
            if not self._files.may_leave():
                return False
            self._document.replace_file(blank_file(self._places), None, None)
        result = plan.result()
        marks, explanations = result.unreviewed, self._document.file.explanations
        source: dict[str, Any] = {"file": name, "imported": self._places.stamp()}
        old, live = taken.proposal.report, taken.own.live if taken.own is not None else ()
        if plan.mode is Mode.START:
            source["year"] = rollover.last_year(old)
            source["cleared"] = rollover.cleared(old, result.report)
            source["last_year"] = rollover.remembered(old)
            live = live_figures.carried(old, result.report, live, plan.year)
        elif taken.own is not None:
            decided = {entry.path for entry in plan.entries if entry.edited or not entry.ticked}
            marks = {at: mark for at, mark in taken.own.review.unreviewed.items() if at not in decided}
            explanations = taken.own.explanations
            live = live_figures.copied(old, result.report, live)
        unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in result.unplaced)
        new = replace(
            self._document.file,
            report=result.report,
            review=storage.Review(source, marks, unplaced),
            explanations=explanations,
            live=live,
            state="draft",
        )
        self._document.apply_file(new, WHAT)
        return True
