"""批量处理: many files and one piece of work. Lists, starts, stops, tries again; the work goes on beside it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from selfeval_gui.batch.task import IMPORTABLE, REPORT_SUFFIXES, Action, Outcome, Task, files_below
from selfeval_gui.gui import messages
from selfeval_gui.gui.batch.files_model import FILE, STATE, FilesModel, State
from selfeval_gui.gui.batch.jobs import HINTS, INTO_FILE, INTO_FOLDER, Job, Order, Result, work
from selfeval_gui.gui.batch.runner import Runner
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files.flow import ALL_FILES, REPORTS, choose_target
from selfeval_gui.gui.files.written import offer
from selfeval_gui.gui.importing.flow import IMPORTABLE as IMPORTABLE_FILTER
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.style.push import push_button
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.style.room import open_at

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

NO_FILES = "还没有文件。请添加报告文件或文件夹，也可以从文件管理器拖进来。"


class BatchDialog(QDialog):
    """`opened` is the file that the user wants to open when it closes, or None."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("batch")
        self.setWindowTitle("批量处理")
        self.setAcceptDrops(True)
        self._window = window
        self.opened: Path | None = None
        self._closing = False
        self.files = FilesModel(self)
        self.runner = Runner(self)
        line = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addLayout(self._adding())
        column.addWidget(self._table(), 1)
        column.addLayout(self._choosing())
        self.hint = QuietLabel("", self)
        self.hint.setWordWrap(True)
        column.addWidget(self.hint)
        column.addLayout(self._options())
        column.addLayout(self._running())
        open_at(self, line * 46, line * 34)
        self.runner.began.connect(lambda number: self.files.set_state(number, State.WORKING))
        self.runner.done.connect(self._done)
        self.runner.ended.connect(self._ended)
        self.files.rowsInserted.connect(self._show)
        self.files.rowsRemoved.connect(self._show)
        self._choose_job()

    @staticmethod
    def show_for(window: "MainWindow") -> None:
        """Run the dialog; afterwards the report that was asked for is opened."""
        commit_pending()
        dialog = BatchDialog(window)
        dialog.exec()
        opened = dialog.opened
        dialog.deleteLater()
        if opened is not None:
            window.take_file(opened)

    # --- building

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        return push_button(self, f"button.{name}", text, act)

    def _adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.editing = [
            self._button("add_files", "添加文件(&A)…", self._add_files),
            self._button("add_folder", "添加文件夹(&F)…", self._add_folder),
            self._button("remove", "移除所选(&M)", self._remove),
            self._button("clear", "清空列表", lambda: self.files.remove(range(len(self.files.rows)))),
        ]
        for button in self.editing[:2]:
            row.addWidget(button)
        row.addStretch(1)
        for button in self.editing[2:]:
            row.addWidget(button)
        return row

    def _table(self) -> QTableView:
        table = self.table = QTableView(self)
        table.setObjectName("batch.files")
        table.setAccessibleName("要处理的文件")
        table.setModel(self.files)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        em = self.fontMetrics().horizontalAdvance("中")
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStretchLastSection(True)
        head.resizeSection(FILE, em * 16)
        head.resizeSection(STATE, em * 5)
        head.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        table.activated.connect(self._open_row)
        return table

    def _choosing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel("要做什么(&W)", self)
        self.job = QComboBox(self)
        self.job.setObjectName("batch.job")
        self.job.setAccessibleName("要做什么")
        for job in Job:
            self.job.addItem(str(job))
        self.job.activated.connect(self._choose_job)
        label.setBuddy(self.job)
        row.addWidget(label)
        row.addWidget(self.job)
        row.addStretch(1)
        return row

    def _options(self) -> QHBoxLayout:
        from selfeval_gui.exporting.products import SUFFIXES

        row = QHBoxLayout()
        names = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word"}
        self.formats = {kind: self._switch(f"format.{kind}", names[kind], on=kind == "pdf") for kind in SUFFIXES}
        self.overwrite = self._switch("overwrite", "覆盖已有的文件(&V)")
        self.count_on = self._switch("count_on", "页码连续编排(&N)")
        self.double_sided = self._switch("double_sided", "双面打印：每份从新的一张纸开始(&D)")
        for box in (*self.formats.values(), self.overwrite, self.count_on, self.double_sided):
            row.addWidget(box)
        row.addStretch(1)
        return row

    def _switch(self, name: str, text: str, *, on: bool = False) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setObjectName(f"batch.{name}")
        box.setChecked(on)
        return box

    def _running(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.progress = QProgressBar(self)
        self.progress.setObjectName("batch.progress")
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(self.fontMetrics().horizontalAdvance("中") * 12)
        self.said = QuietLabel("", self)
        self.said.setObjectName("batch.said")
        row.addWidget(self.progress)
        row.addWidget(self.said, 1)
        self.start_button = self._button("start", "开始(&S)", self._start)
        self.stop_button = self._button("stop", "停止(&T)", self._stop)
        self.retry_button = self._button("retry", "重试失败的(&R)", self._retry)
        self.close_button = self._button("close", "关闭", self.reject)
        for button in (self.retry_button, self.stop_button, self.start_button, self.close_button):
            row.addWidget(button)
        self.start_button.setDefault(True)
        return row

    # --- the list

    def _suffixes(self) -> tuple[str, ...]:
        return IMPORTABLE if self._chosen is Job.IMPORT else REPORT_SUFFIXES[:2]

    def _add_files(self) -> None:
        settings, places = self._window.settings, self._window.places
        dialog = QFileDialog(self, "添加文件", str(settings.last_folder(places.documents)))
        dialog.setObjectName("dialog.open")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([IMPORTABLE_FILTER if self._chosen is Job.IMPORT else REPORTS, ALL_FILES])
        chosen = [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
        dialog.deleteLater()
        self.add(chosen)

    def _add_folder(self) -> None:
        folder = self._ask_folder("添加文件夹")
        if folder is not None and not self.add([folder]):
            self.said.say("这个文件夹里没有可以处理的文件。", alarming=True)

    def _ask_folder(self, title: str) -> Path | None:
        settings, places = self._window.settings, self._window.places
        dialog = QFileDialog(self, title, str(settings.last_folder(places.documents)))
        dialog.setObjectName("dialog.folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def add(self, paths: Sequence[Path]) -> int:
        """Add files, and the files in folders; how many are new."""
        found = [path for given in paths for path in files_below(given, self._suffixes())]
        if paths:
            self._window.settings.put("folder", str(paths[0] if paths[0].is_dir() else paths[0].parent))
        return self.files.add(found)

    def _remove(self) -> None:
        self.files.remove(index.row() for index in self.table.selectionModel().selectedRows())

    def _open_row(self, index: QModelIndex) -> None:
        if not self.runner.is_running:
            self.opened = self.files.rows[index.row()].path
            self.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.runner.is_running and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # --- the work

    @property
    def _chosen(self) -> Job:
        return list(Job)[self.job.currentIndex()]

    def _choose_job(self) -> None:
        job = self._chosen
        self.hint.setText(HINTS[job])
        for box in self.formats.values():
            box.setVisible(job is Job.EXPORT)
        self.overwrite.setVisible(job in INTO_FOLDER)
        for box in (self.count_on, self.double_sided):
            box.setVisible(job is Job.MERGE)
        self._reset()

    def _reset(self) -> None:
        """What was done by another job says nothing about this one."""
        for number in range(len(self.files.rows)):
            self.files.set_state(number, State.WAITING)
        self._show()

    def _start(self) -> None:
        target = self._ask_target()
        if target is None and self._chosen is not Job.CHECK:
            return
        self._order = Order(self._chosen, self._pattern(), target, self._formats())
        self._reset()
        self._begin(list(range(len(self.files.rows))), {})

    def _retry(self) -> None:
        again = self.files.numbers_in(State.FAILED, State.STOPPED)
        rows = self.files.rows
        kept = {n: row.outcome for n, row in enumerate(rows) if row.state is State.DONE and row.outcome is not None}
        for number in again:
            self.files.set_state(number, State.WAITING)
        self._begin(again, kept)

    def _begin(self, numbers: list[int], kept: dict[int, Outcome]) -> None:
        order = self._order
        if order.job in (Job.MERGE, Job.ZIP):  # the whole is made anew
            numbers = list(range(len(self.files.rows)))
            for number in numbers:
                self.files.set_state(number, State.WAITING)
        self._numbers = numbers
        self.runner.start(work(order, [row.path for row in self.files.rows], numbers, kept))
        self._show()

    def _ask_target(self) -> Path | None:
        job = self._chosen
        if job in INTO_FOLDER:
            return self._ask_folder("写到哪个文件夹")
        if job in INTO_FILE:
            name, name_filter, suffix = INTO_FILE[job]
            folder = self._window.settings.last_folder(self._window.places.documents)
            return choose_target(self, str(job), folder / f"{name}{suffix}", name_filter, suffix)
        return None

    def _formats(self) -> tuple[str, ...]:
        return tuple(kind for kind, box in self.formats.items() if box.isChecked()) or ("pdf",)

    def _pattern(self) -> Task:
        window = self._window
        return Task(
            Action.CHECK,
            "",
            window.places.now().astimezone().date().isoformat(),
            force=self.overwrite.isChecked(),
            fonts=() if window.composing.bundled_only else tuple(map(str, window.places.fonts())),
            office=window.check.office.office().write().decode("utf-8"),
            count_on=self.count_on.isChecked(),
            double_sided=self.double_sided.isChecked(),
            official=window.check.paper.wants_official,
        )

    def _done(self, number: int, outcome: Outcome) -> None:
        self.files.set_state(number, State.DONE if outcome.done else State.FAILED, outcome)
        self._show_progress()

    def _stop(self) -> None:
        self.runner.stop()
        self.stop_button.setEnabled(False)
        self.said.say("正在停止，等已经开始的文件处理完……")

    def _ended(self, ended: Result | None) -> None:
        result = ended or Result()
        for number in self.files.numbers_in(State.WAITING, State.WORKING):
            self.files.set_state(number, State.STOPPED)
        self._show()
        if self._closing:
            self.reject()
            return
        failed = len(self.files.numbers_in(State.FAILED))
        done, left = len(self.files.numbers_in(State.DONE)), len(self.files.numbers_in(State.STOPPED))
        parts = (
            [f"完成 {done} 个"] + ([f"失败 {failed} 个"] if failed else []) + ([f"未处理 {left} 个"] if left else [])
        )
        self.said.say("，".join(parts) + "。" + self._sum(), alarming=bool(failed))
        if result.failed:
            messages.warn(self, result.sentence)
        elif result.file is not None and done and self._order.job in INTO_FILE and not left:
            offer(self, result.file, str(self._order.job))

    def _sum(self) -> str:
        """What the check found in all of them."""
        if self._order.job is not Job.CHECK:
            return ""
        outcomes = [row.outcome for row in self.files.rows if row.outcome is not None and row.outcome.done]
        words = {"error": "错误", "warning": "警告", "hint": "提示"}
        sums = {word: sum(outcome.value["counts"][kind] for outcome in outcomes) for kind, word in words.items()}
        return "共有" + "，".join(f"{word} {number} 处" for word, number in sums.items()) if outcomes else ""

    # --- showing

    def _show(self, *_: object) -> None:
        running, count = self.runner.is_running, len(self.files.rows)
        for button in self.editing:
            button.setEnabled(not running)
        self.job.setEnabled(not running)
        self.start_button.setEnabled(not running and count > 0)
        self.stop_button.setVisible(running)
        self.stop_button.setEnabled(running)
        again = self.files.numbers_in(State.FAILED, State.STOPPED)
        self.retry_button.setVisible(bool(again) and not running)
        self.progress.setVisible(running)
        if running:
            self._show_progress()
        elif not self.files.numbers_in(State.DONE, State.FAILED):
            self.said.say(f"共 {count} 个文件。" if count else NO_FILES)

    def _show_progress(self) -> None:
        waiting = {State.WAITING, State.WORKING}
        done = sum(1 for number in self._numbers if self.files.rows[number].state not in waiting)
        busy = self._order.job is Job.MERGE
        self.progress.setRange(0, 0 if busy else len(self._numbers))
        self.progress.setValue(done)
        if self.stop_button.isEnabled():
            self.said.say(f"正在{self._order.job}……" if busy else f"已处理 {done} / {len(self._numbers)}")

    def reject(self) -> None:
        if not self.runner.is_running:
            super().reject()
            return
        if self._closing:
            return
        stop = Choice("stop", "停止并关闭", default=True)
        if messages.ask(self, "还有文件没有处理完。要停止并关闭吗？", [stop, CANCEL]) == "stop":
            self._closing = True
            self._stop()
            if not self._goes_on():  # it may have ended while the question was open
                super().reject()

    def _goes_on(self) -> bool:
        return self.runner.is_running

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.runner.is_running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)
