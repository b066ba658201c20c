"""Last year's file, whatever its format, becomes a new report: read, shown for review, taken over in one undo step."""

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
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.importing import Proposal

IMPORTABLE = "上年文件 (*.docx *.doc *.wps *.xlsx *.txt *.pdf *.rtf *.zxzp.json *.zxzp *.json)"
LARGEST = 50_000_000  # bytes
WHAT = "导入上年文件"


class Refused(Exception):
    """The file is not taken; `str()` of it is the sentence."""


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
        try:
            proposal = wait_for(self._window, f"正在识别“{path.name}”……", lambda: _propose(path, form))
        except Refused as refusal:
            messages.warn(self._window, str(refusal))
            return False
        except Abandoned:
            return False
        review = ImportReview(proposal, form, path.name, self._window)
        accepted = review.exec() == ImportReview.DialogCode.Accepted
        review.deleteLater()
        return accepted and self._take(proposal, path)

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


def _propose(path: Path, form: Form) -> "Proposal":
    """What a file holds; `Refused` with a sentence. Runs in a thread."""
    from selfeval_gui import importing, storage

    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"“{path.name}”太大（超过 50 MB），不像一份自评报告，没有导入。")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"找不到文件：\n{path}\n它可能已被移动、改名，或所在的磁盘没有接上。") from None
    except OSError:
        raise Refused(f"文件读不出来：\n{path}\n请检查它是否被别的程序占用、您是否有权限，然后再试。") from None
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return _own(storage.load_bytes(data).file.report)
        return importing.propose(data, path.name, form)
    except (storage.FileRefused, importing.ImportRefused) as refusal:
        raise Refused(refusal.sentence) from refusal


def _own(report: Report) -> "Proposal":
    """A file of the program's own: everything is certain."""
    from selfeval_gui.importing import Proposal, Recognised
    from selfeval_gui.report.catalogue import blank

    found = []
    for path in leaf_paths(report):
        kind = blank(path).kind
        value = get(report, path)
        if not path.endswith(".linked") and value not in (None, ""):
            found.append(Recognised(path, kind.show(value), "本程序文件", "sure"))
    return Proposal(report, tuple(found), (), ())
