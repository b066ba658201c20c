"""The log holds places and kinds of errors, never what people wrote, and never grows beyond a megabyte."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping import crash
from selfeval_gui.gui.safekeeping.crash import CrashKeeper, write_log
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers

WRITTEN = "机密的项目名称"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The program's log in a folder of its own, for the length of a test."""
    root = logging.getLogger()
    before, level, told = list(root.handlers), root.level, logging.raiseExceptions
    write_log(tmp_path / "logs")
    yield tmp_path / "logs"
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.raiseExceptions = told


def everything_in(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())


@pytest.mark.expects_log
def test_what_people_wrote_is_never_in_the_log(log: Path, qtbot: QtBot, tmp_path: Path) -> None:
    documents = tmp_path / "文档"
    documents.mkdir()
    window = MainWindow(Places(tmp_path / "config", tmp_path / "data", documents))
    qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
    with qtbot.waitExposed(window):
        window.show()
    window.document.put("cover.project_name", WRITTEN)
    answers = Answers().choose(documents / "一.zxzp.json")
    assert window.files.save()
    # Damaged, changed by others, and an error that quotes what was typed.
    (documents / "二.zxzp.json").write_text(f'{{"format": "selfeval-report", "{WRITTEN}', encoding="utf-8")
    answers.press("close")
    window.files.open(documents / "二.zxzp.json")
    keeper = CrashKeeper(lambda: None, lambda *_: None)

    def fails() -> None:
        raise ValueError(WRITTEN) from KeyError(WRITTEN)

    try:
        fails()
    except ValueError as error:
        keeper.handle(error)
    logging.getLogger("selfeval_gui").info(
        "outcome: %s", storage.save(window.document.file, documents, expected_digest=None)
    )
    written = everything_in(log)
    assert "ValueError" in written
    assert WRITTEN not in written


@pytest.mark.expects_log
def test_the_log_is_a_ring_of_a_megabyte(log: Path) -> None:
    logger = logging.getLogger("selfeval_gui.test")
    for number in range(6_000):
        logger.warning("%06d %s", number, "x" * 300)
    sizes = [path.stat().st_size for path in log.iterdir()]
    assert sum(sizes) <= 2 * crash.LOG_BYTES + 500 <= 1_000_500
    assert "005999" in everything_in(log)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_bytes(b"")
    before = list(logging.getLogger().handlers)
    write_log(tmp_path / "logs")
    assert logging.getLogger().handlers == before
