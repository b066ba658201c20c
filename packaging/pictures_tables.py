"""Pictures of the home page, the settings, and a table after a paste: light and dark, at this process's scale.

Called by `pictures.py`, which knows where they go. What is shown is invented.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from selfeval_gui.gui.window import MainWindow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REPORTS = (
    ("山歌文化节保障经费", "某县文化站", 2025, "draft", "2026-03-02T01:10:00Z"),
    ("油茶低产林改造", "某县林业站", 2025, "draft", "2026-03-01T08:02:00Z"),
    ("农村供水保障工程维修养护", "某县水利站", 2025, "final", "2026-02-11T02:00:00Z"),
    ("农村供水保障工程维修养护", "某县水利站", 2024, "final", "2025-02-20T02:00:00Z"),
)
"""Project, unit, year, state and time of saving of the reports on the home page."""
REMOTE = "//server/绩效/2025-某县林业站-油茶低产林改造.zxzp.json"
DOCUMENTS = Path("文档")
BLOCK = (
    "序号\t支出内容\t计划支出数（元）\t实际支出数（元）\t备注\n1\t办公费\t15000\t14300\t\n2\t差旅费\t42000\t34800\t\n"
    "3\t租赁费\t约8000\t7600\t待查\n\t合计\t65000\t56700\t\n"
)

Grab = Callable[["QWidget", str], None]


def make(window: "MainWindow", home: Path, grab: Grab, settle: Callable[[], None]) -> None:
    """All of them, in both schemes; `grab` saves a widget's picture under a name."""
    for scheme, mark in (("scheme_light", ""), ("scheme_dark", "-dark")):
        window.actions_by_name[scheme].trigger()
        settle()
        for name, widget in _states(window, home):
            settle()
            grab(widget, f"{name}{mark}")
    window.actions_by_name["scheme_system"].trigger()
    window.document.undo_stack.setClean()


def _states(window: "MainWindow", home: Path) -> Iterator[tuple[str, "QWidget"]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from selfeval_gui.gui.copying import put_on_clipboard
    from selfeval_gui.gui.known.entries import KnownEntries
    from selfeval_gui.gui.preferences.dialog import SettingsDialog
    from selfeval_gui.gui.tables.view import RowsView

    window.activateWindow()
    window.document.put("basic_info.planned_funds.total", window.document.report.basic_info.planned_funds.region)
    window.reveal("basic_info.actual_expenditure")
    yield "figures", window
    window.document.undo_stack.setIndex(0)
    window.reveal("expenditures[1].item")
    table = window.findChild(RowsView, "expenditures")
    if table is None:
        sys.exit("no table")
    put_on_clipboard(BLOCK)
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    yield "paste", window
    window.document.undo_stack.setIndex(0)
    window.settings.put("home/hints", "shown")
    for known in window.settings.recent():
        window.settings.remove_recent(known)
    window.home.show()
    yield "home-first", window
    window.home.leave()
    _fill(window, home)
    window.home.show()
    _wait_for_looking(window)
    yield "home", window
    window.home.leave()
    KnownEntries(window.places.data).learn(window.document.report)
    dialog = SettingsDialog(window)
    dialog.show()
    for at, name in ((0, "unit"), (2, "grades"), (3, "entries")):
        dialog.tabs.setCurrentIndex(at)
        yield f"settings-{name}", dialog
    dialog.close()


def _fill(window: "MainWindow", home: Path) -> None:
    """Reports on the home page: one of them on a share, and one whose file has gone."""
    from selfeval_gui import storage
    from selfeval_gui.gui.known.reports import About, KnownReports
    from selfeval_gui.report.edit import put

    os.chdir(home)  # pictures name no folder of this machine
    DOCUMENTS.mkdir(exist_ok=True)
    known = KnownReports(window.places.data)
    for number, (project, unit, year, state, stamp) in reversed(list(enumerate(REPORTS))):
        path = Path(REMOTE) if number == 1 else DOCUMENTS / f"{year}-{unit}-{project}.zxzp.json"
        known.note(path, About(project, unit, year, state, stamp))
        window.settings.add_recent(path)
        if number in (0, 2) and not path.exists():
            report = put(put(window.document.report, "cover.project_name", project), "cover.project_unit", unit)
            file = replace(window.document.file, report=put(report, "fiscal_year", year), state=state, modified=stamp)
            storage.save(file, path, expected_digest=None)


def _wait_for_looking(window: "MainWindow") -> None:
    import time

    from PySide6.QtWidgets import QApplication

    for _ in range(60):
        QApplication.processEvents()
        time.sleep(0.03)
    if window.home.page is None:
        sys.exit("no home page")
