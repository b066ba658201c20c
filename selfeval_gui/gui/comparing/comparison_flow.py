"""与上年对比 in the window: shows the comparison, and takes another file as last year's report into the open one."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.comparing.comparison_dialog import ComparisonDialog
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files.flow import ALL_FILES, choose_file
from selfeval_gui.gui.importing.flow import IMPORTABLE
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings

if TYPE_CHECKING:
    from selfeval_gui.checking import Line
    from selfeval_gui.report.model import Report

_WHAT = "选择对比的上年报告"


class ComparisonFlow:
    """What is chosen is kept in the file, as one undo step; the rules about last year use it too."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        settings: Settings,
        places: Places,
        reveal: Callable[[str, int], object],
    ) -> None:
        self._window, self._document, self._settings, self._places = window, document, settings, places
        self._reveal = reveal
        self._chosen: tuple[Report, str] | None = None

    def show(self) -> None:
        """The dialog; a figure that is chosen there is shown in its tab."""
        commit_pending()
        dialog = ComparisonDialog(self._compared, self._choose, self._window)
        dialog.exec()
        field = dialog.field
        dialog.deleteLater()
        if field:
            self._window.activateWindow()  # the field gets the keyboard only in an active window
            self._reveal(field, 0)

    def _compared(self) -> "tuple[Report | None, tuple[Line, ...], str]":
        from selfeval_gui import checking

        document = self._document
        source: dict[str, Any] = document.file.review.source or {}
        last, name = self._chosen or (
            checking.last_year_kept(document.file.review),
            str(source.get("compared") or source.get("file") or ""),
        )
        if last is None:
            return None, (), ""
        year = f"{last.fiscal_year} 年度" if isinstance(last.fiscal_year, int) else "年度不明"
        return last, checking.compare(document.report, last, document.form), f"上年：{name}（{year}）"

    def _choose(self) -> bool:
        folder = self._settings.last_folder(self._places.documents)
        path = choose_file(self._window, "选择上年的报告", folder, [IMPORTABLE, ALL_FILES])
        last = self._read(path) if path is not None else None
        if path is None or last is None:
            return False
        if self._document.is_final:
            self._chosen = last, path.name  # to be looked at; the final file stays as it is
        else:
            self._keep(last, path.name)
        return True

    def _keep(self, last: "Report", name: str) -> None:
        from selfeval_gui.importing import rollover

        file = self._document.file
        source = {key: value for key, value in (file.review.source or {}).items() if key != "cleared"}
        source |= {"compared": name, "year": rollover.last_year(last), "last_year": rollover.remembered(last)}
        self._document.apply_file(replace(file, review=replace(file.review, source=source)), _WHAT)

    def _read(self, path: Path) -> "Report | None":
        """The report in a file, or None after the user was told why not, or did not want to wait."""
        from selfeval_gui import importing

        given_up = threading.Event()
        form = self._document.form
        try:
            taken = wait_for(
                self._window,
                f"正在识别“{path.name}”……",
                lambda: importing.take_file(path, form, cancelled=given_up.is_set),
            )
            return taken.proposal.report
        except importing.SeveralReports:
            messages.warn(self._window, f"“{path.name}”里有几份报告，请先用“导入上年文件”选出一份另存。")
        except importing.ImportRefused as refusal:
            messages.warn(self._window, refusal.sentence)
        except Abandoned:
            given_up.set()
        return None
