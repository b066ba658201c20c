"""An unexpected error: the work first, then the words, a report without content, and the program goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

import selfeval_gui
from selfeval_gui.gui import app
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.crash import CrashKeeper
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.model import Report
from selfeval_gui.storage.recovery import State
from tests.gui.driving import Script, in_focus
from tests.gui.watched import Open, report_in, sessions

ROOT = Path(selfeval_gui.__file__).parent.parent
SECRET = "秘密项目"  # noqa: S105 – what people write
pytestmark = pytest.mark.expects_log


def fail(keeper: CrashKeeper, text: str) -> None:
    """An error in a slot reaches `sys.excepthook` with what the user wrote in its message."""
    try:
        raise ValueError(f"cannot do {text}")
    except ValueError as error:
        keeper._hook(type(error), error, error.__traceback__)


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window()


@pytest.fixture
def keeper(window: MainWindow) -> CrashKeeper:
    hook = sys.excepthook
    made = app._keep(window)
    made.uninstall()
    sys.excepthook = hook  # pytest's own
    return made


def report_of(dialog: QDialog) -> str:
    text = dialog.findChild(QPlainTextEdit, "crash.report")
    assert text is not None
    return text.toPlainText()


def test_the_work_is_on_disk_before_anything_is_said(
    window: MainWindow, keeper: CrashKeeper, places: Places, qtbot: QtBot
) -> None:
    window.reveal("cover.project_name")
    QTest.keyClicks(in_focus(), "typed")
    found: list[Report] = []

    def look(dialog: QDialog) -> None:
        found.append(report_in(sessions(places)[0].copy))
        dialog.reject()

    script = Script().on("crash", look)
    fail(keeper, SECRET)
    assert script.done
    assert found[0].cover.project_name == "typed"
    assert "没有丢失" in script.said[0]
    assert sessions(places)[0].copy.state is State.UNSAVED
    window.activateWindow()  # the offscreen platform does not do it when a dialog closes
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.reveal("basic_info.phone")
    QTest.keyClicks(in_focus(), "12")  # the program goes on
    assert window.document.report.basic_info.phone == "12"


def test_the_report_can_be_read_copied_and_saved_and_holds_no_content(
    window: MainWindow, keeper: CrashKeeper, places: Places, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    window.document.put("cover.project_name", SECRET)
    target, ticks, seen = tmp_path / "错误.txt", iter(range(12)), list[str]()

    def name_it(dialog: QDialog) -> None:
        line, buttons = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
        assert line is not None
        assert buttons is not None
        line.setText(str(target))
        QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)

    def look(dialog: QDialog) -> bool:
        seen.append(report_of(dialog))
        return True

    script = Script().on("crash", "copy", look)
    script.on("crash", "save_report")
    script.on("dialog.save", name_it, lambda _: next(ticks, None) is None).on("crash", "close")
    fail(keeper, SECRET)
    assert script.done
    assert "ValueError" in seen[0]
    assert "test_crash.py" in seen[0]
    for text in (seen[0], target.read_text(encoding="utf-8"), QApplication.clipboard().text(), caplog.text):
        assert SECRET not in text
    assert target.read_text(encoding="utf-8") == QApplication.clipboard().text() == seen[0]


def test_a_window_whose_copies_fail_saves_the_work_by_itself(
    window: MainWindow, keeper: CrashKeeper, places: Places
) -> None:
    window.document.put("cover.project_name", "甲")
    assert window.safety is not None
    window.safety.end()
    script = Script().on("crash", "close")
    fail(keeper, SECRET)
    assert script.done
    assert (places.recovery / f"{window.document.file.id}.zxzp.json").exists()


def test_an_error_while_a_change_is_told_leaves_the_report_whole(window: MainWindow, qtbot: QtBot) -> None:
    """H16: the report is a value, and one command puts it in: a listener that fails has nothing to half-change."""
    before = window.document.report

    def fails(_old: Report, _new: Report) -> None:
        raise ValueError(SECRET)

    window.document.changed.connect(fails)
    with qtbot.captureExceptions() as caught:
        window.document.put("cover.project_name", "乙")
    window.document.changed.disconnect(fails)
    assert len(caught) == 1
    assert window.document.report.cover.project_name == "乙"
    window.document.undo_stack.undo()
    assert window.document.report == before


@pytest.mark.skipif(not hasattr(signal, "SIGSEGV"), reason="signals of POSIX")
def test_a_fault_that_ends_the_process_leaves_where_it_stood(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from selfeval_gui.gui.safekeeping import crash;"
        "crash.trace_hard_crashes(Path(sys.argv[1])); secret = sys.argv[2]; os.kill(os.getpid(), signal.SIGSEGV)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), SECRET], cwd=ROOT, check=False, capture_output=True, timeout=60
    )
    assert ended.returncode == -signal.SIGSEGV
    told = (tmp_path / "hard-crashes.log").read_text(encoding="utf-8")
    assert "Segmentation fault" in told
    assert SECRET not in told
