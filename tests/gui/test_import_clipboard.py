"""从剪贴板导入: what was copied in another program becomes a draft, through the same review."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import resources
from selfeval_gui.gui.copying import put_on_clipboard
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers
from tests.importing import corpus

LAST_YEAR = resources.path("sample", "last_year.txt").read_text("utf-8")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made = MainWindow(Places(tmp_path / "config", tmp_path / "data", tmp_path))
    qtbot.addWidget(made, before_close_func=lambda w: w.document.undo_stack.setClean())
    return made


def import_clipboard(window: MainWindow) -> None:
    action = window.findChild(QAction, "action.import_clipboard")
    assert action is not None
    action.trigger()


def test_tabbed_text_is_imported_in_one_step(window: MainWindow) -> None:
    put_on_clipboard(LAST_YEAR)
    blank = window.document.report
    answers = Answers().press("accept")
    import_clipboard(window)
    assert answers.all_asked
    assert window.document.report.cover.project_unit
    assert window.document.unreviewed
    source = window.document.file.review.source
    assert source is not None
    assert source["file"] == "剪贴板"
    window.document.undo_stack.undo()
    assert window.document.report == blank


def test_html_goes_before_text(window: MainWindow) -> None:
    blocks, truth = corpus.draw(11, 1)
    put_on_clipboard("无关的文字", corpus.as_html(blocks).decode("utf-8"))
    answers = Answers().press("accept")
    import_clipboard(window)
    assert answers.all_asked
    assert window.document.report.cover.project_unit == truth["cover.project_unit"]


def test_an_empty_clipboard_is_told_and_changes_nothing(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    blank = window.document.report
    answers = Answers().press("close")
    import_clipboard(window)
    assert answers.all_asked
    assert "剪贴板里没有文字" in answers.said[0]
    assert window.document.report == blank
