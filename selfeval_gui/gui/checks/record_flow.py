"""审核记录 from the window: asks for PDF or Excel and the place, has it made, writes it safely, offers to open it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.checks.live_check import LiveCheck
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.flow import choose_target
from selfeval_gui.gui.messages import CANCEL, CLOSE, Choice
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview import Composing

if TYPE_CHECKING:
    from selfeval_gui.checking import Office

TITLE = "审核记录"
_KINDS = {"pdf": "PDF 文件 (*.pdf)", "xlsx": "Excel 工作簿 (*.xlsx)"}


class RecordFlow:
    """Writes the record of the open report as it is now."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        live: LiveCheck,
        composing: Composing,
        settings: Settings,
        places: Places,
        office: "Office",
    ) -> None:
        self._window, self._document, self._live, self._composing = window, document, live, composing
        self._settings, self._places, self._office = settings, places, office

    def write(self) -> bool:
        """Ask, make and write; True when it is written."""
        commit_pending()
        kind = self._ask_kind()
        if not kind:
            return False
        folder = self._settings.last_folder(self._places.documents)
        start = file_names.within(folder, file_names.proposed(self._document.report), f"-{TITLE}.{kind}")
        target = choose_target(self._window, f"保存{TITLE}", start, _KINDS[kind], f".{kind}")
        if target is None:
            return False
        try:
            data = wait_for(self._window, f"正在生成{TITLE}……", self._maker(kind))
        except Abandoned:
            return False
        return self._write(target, data)

    def _ask_kind(self) -> str:
        choices = [
            Choice("pdf", "PDF（打印、签字存档）(&P)", default=True),
            Choice("xlsx", "Excel 工作簿(&X)"),
            CANCEL,
        ]
        said = "审核记录列出检查发现的问题、情况说明、定稿理由和与上年的对比，末尾留有签字处。"
        answer = messages.ask(self._window, said, choices, title=TITLE, detail="按报告现在的内容生成。")
        return answer if answer in _KINDS else ""

    def _maker(self, kind: str) -> "_Maker":
        return _Maker(self._document, self._live, self._composing, self._office, kind)

    def _write(self, path: Path, data: bytes) -> bool:
        from selfeval_gui.gui.files.target_flow import write_target

        written = write_target(self._window, path, data, TITLE)
        if written is None:
            return False
        self._offer(written)
        return True

    def _offer(self, path: Path) -> None:
        choices = [Choice("open", "打开文件(&O)", default=True), CLOSE]
        said = f"{TITLE}已保存：\n{path}"
        answer = messages.ask(self._window, said, choices, icon=messages.Icon.Information, title=TITLE)
        if answer == "open" and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            messages.warn(self._window, f"没有能打开它的程序，文件在：\n{path}")


class _Maker:
    """Everything that the making thread needs, taken before it starts: it must not touch the document."""

    def __init__(self, document: Document, live: LiveCheck, composing: Composing, office: "Office", kind: str) -> None:
        self._file, self._kind = document.file, kind
        self._day, self._context, self._office = live.today(), live.context(), office
        self._fonts = composing.fonts

    def __call__(self) -> bytes:
        from selfeval_gui.exporting import check_record

        file = self._file
        record = check_record.record_of(file, self._context, self._day, self._office)
        if self._kind == "pdf":
            return check_record.pdf(record, file.form, self._fonts)
        return check_record.xlsx(record, self._day)
