"""Last year's file, whatever its format, becomes a new report: read, shown for review, taken over in one undo step."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.file_flow import ALL_FILES, FileFlow, blank_file, choose_file
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.settings import Settings
from selfeval_gui.report.form import Form

if TYPE_CHECKING:
    from selfeval_gui.importing import Proposal, Taken

IMPORTABLE = (
    "上年文件 (*.docx *.doc *.wps *.docm *.dotx *.xlsx *.xls *.et *.odt *.ods *.rtf *.txt *.pdf *.html *.htm *.mht"
    " *.xml *.zxzp.json *.zxzp *.json)"
)
WHAT = "导入上年文件"


class ImportFlow:
    """The window's way from a foreign file to the document."""

    def __init__(
        self, window: QWidget, document: Document, files: FileFlow, settings: Settings, places: Places
    ) -> None:
        self._window, self._document, self._files = window, document, files
        self._settings, self._places = settings, places

    def ask_import(self) -> bool:
        """Let the user choose a file and import it."""
        folder = self._settings.last_folder(self._places.documents)
        chosen = choose_file(self._window, "导入上年文件", folder, [IMPORTABLE, ALL_FILES])
        return chosen is not None and self.import_file(chosen)

    def import_file(self, path: Path) -> bool:
        """Read a file, show what was recognised, and take it over when the user wants that."""
        from selfeval_gui.gui.import_review import ImportReview

        commit_pending()
        form = self._document.form
        taken = self._read(path, form)
        if taken is None:
            return False
        proposal = taken.proposal
        review = ImportReview(proposal, form, path.name, self._window)
        accepted = review.exec() == ImportReview.DialogCode.Accepted
        review.deleteLater()
        return accepted and self._take(proposal, path)

    def _read(self, path: Path, form: Form, report_index: int | None = None) -> "Taken | None":
        """What a file holds, or None after the user was told why not, or did not want to wait or to choose."""
        from selfeval_gui import importing

        given_up = threading.Event()
        try:
            return wait_for(
                self._window,
                f"正在识别“{path.name}”……",
                lambda: importing.take_file(path, form, report_index=report_index, cancelled=given_up.is_set),
            )
        except importing.SeveralReports as several:
            chosen = self._choose(several.titles)
            return None if chosen is None else self._read(path, form, chosen)
        except importing.ImportRefused as refusal:
            messages.warn(self._window, refusal.sentence)
        except Abandoned:
            given_up.set()
        return None

    def _choose(self, titles: tuple[str, ...]) -> int | None:
        """Which of several reports; None when the user wants none."""
        from selfeval_gui.gui.import_choice import ImportChoice

        dialog = ImportChoice(titles, self._window)
        accepted = dialog.exec() == ImportChoice.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen if accepted else None

    def _take(self, proposal: "Proposal", path: Path) -> bool:
        """One undo step on a new report. An open file is left first, so that saving does not write over it."""
        from selfeval_gui import storage

        if self._document.path is not None:
            if not self._files.may_leave():
                return False
            self._document.replace_file(blank_file(self._places), None, None)
        old = self._document.file
        unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in proposal.unplaced)
        source = {"file": path.name, "imported": self._places.stamp()}
        review = replace(old.review, source=source, unplaced=unplaced)
        self._document.apply_file(replace(old, report=proposal.report, review=review), WHAT)
        self._settings.put("folder", str(path.parent))
        return True
