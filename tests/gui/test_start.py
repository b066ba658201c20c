"""What the first paint waits for, and what is made after it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

import selfeval_gui
from selfeval_gui import resources, storage
from selfeval_gui.gui.pages import Deferred
from selfeval_gui.gui.pages.cover_basic import FUNDS_WIDTH, FundsGrid
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preview.glyphs import FirstGlyphs, GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.gui.style import typeface
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.printing import produce
from selfeval_gui.printing.marks import Page
from selfeval_gui.storage import Review
from tests.gui.driving import in_focus

SAMPLE = ("sample", "sample.zxzp.json")
TOLD = """
import builtins, json, sys
from selfeval_gui.gui.app import main
ended = main()
assert builtins.__import__ is builtins.__orig_import__, "PySide reads the source of what is imported"
print(json.dumps(sorted(sys.modules)))
sys.exit(ended)
"""
NOT_AT_THE_START = (
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PIL",
    "email",
    "logging.handlers",
    "openpyxl",
    "pypdf",
    "reportlab",
    "selfeval_gui.checking",
    "selfeval_gui.exporting",
    "selfeval_gui.gui.collector",
    "selfeval_gui.gui.comparing.comparison_flow",
    "selfeval_gui.gui.editors.calendar",
    "selfeval_gui.gui.editors.long_text",
    "selfeval_gui.gui.editors.plain_text",
    "selfeval_gui.gui.output.export_flow",
    "selfeval_gui.gui.files.flow",
    "selfeval_gui.gui.checks.final_flow",
    "selfeval_gui.gui.checks.final_lock",
    "selfeval_gui.gui.checks.finding_marks",
    "selfeval_gui.gui.checks.findings_panel",
    "selfeval_gui.gui.safekeeping.handover",
    "selfeval_gui.gui.home",
    "selfeval_gui.gui.importing.flow",
    "selfeval_gui.gui.safekeeping.keeping",
    "selfeval_gui.gui.known",
    "selfeval_gui.gui.files.lock_flow",
    "selfeval_gui.gui.messages",
    "selfeval_gui.gui.checks.office_dialog",
    "selfeval_gui.gui.pages.narrative",
    "selfeval_gui.gui.safekeeping.recovery_flow",
    "selfeval_gui.gui.safekeeping.safety",
    "selfeval_gui.gui.preferences.dialog",
    "selfeval_gui.gui.tables",
    "selfeval_gui.importing",
    "selfeval_gui.printing.draw",
    "selfeval_gui.printing.form_pages",
    "selfeval_gui.printing.narrative_pages",
    "selfeval_gui.storage.archive",
    "selfeval_gui.storage.backups",
    "selfeval_gui.storage.holder",
    "selfeval_gui.storage.locks",
    "selfeval_gui.storage.recovery",
    "uuid",
)
TABLES = {"expenditures", "evaluators"}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window as the program opens it, not shown yet, with the sample in it."""
    places = Places(tmp_path / "config", tmp_path / "data", tmp_path)
    window = MainWindow(places, storage.load(resources.path(*SAMPLE)), deferred=True)
    qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
    window.composing.begin()
    return window


@pytest.fixture
def own_look(own_looks: None, qapp: QApplication) -> None:
    """The program's typeface and style, with which the first tab is higher than the screen of the tests."""
    typeface.install(qapp)


def unbuilt(window: MainWindow) -> list[str]:
    """The tabs that hold nothing yet."""
    return [
        tab.object_name for tab in window.pages if isinstance(tab.widget, Deferred) and not tab.widget.children()[1:]
    ]


def test_the_first_paint_imports_only_what_it_shows(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TOLD, str(resources.path(*SAMPLE)), "--quit-after-first-paint"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SELFEVAL_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    root = Path(selfeval_gui.__file__).parent.parent
    ended = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env=environment, cwd=root, timeout=60
    )
    loaded = set(json.loads(ended.stdout))
    assert "selfeval_gui.gui.window" in loaded
    early = {name for name in loaded for late in NOT_AT_THE_START if name == late or name.startswith(f"{late}.")}
    assert early == set()


RULES_IN_A_THREAD = """
import sys, threading, tempfile
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
loaded = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "selfeval_gui.checking.registry":
            loaded.append(threading.current_thread() is threading.main_thread())
sys.meta_path.insert(0, Watch())
from selfeval_gui import resources, storage
from selfeval_gui.gui.pages.cover_basic import FUNDS_WIDTH, FundsGrid
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preview.glyphs import FirstGlyphs, GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.gui.style import typeface
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.printing import produce
from selfeval_gui.printing.marks import Page
application = QApplication([])
home = Path(sys.argv[1])
window = MainWindow(Places(home, home, home), storage.load(resources.path("sample", "sample.zxzp.json")), deferred=True)
loop = QEventLoop()
window.check.live.found.connect(loop.quit)
window.show()
loop.exec()
print(loaded, [one.rule for one in window.check.live.findings], window.status.check.text())
"""


def test_the_first_check_loads_its_rules_beside_the_window(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SELFEVAL_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    root = Path(selfeval_gui.__file__).parent.parent
    command = [sys.executable, "-c", RULES_IN_A_THREAD, str(tmp_path)]
    ended = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env=environment, cwd=root, timeout=60
    )
    assert ended.stdout.strip() == "[False] [] 检查：没有问题"


def test_a_first_paint_changes_no_settings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "selfeval_gui", "--quit-after-first-paint"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SELFEVAL_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    root = Path(selfeval_gui.__file__).parent.parent
    subprocess.run(command, check=True, env=environment, cwd=root, timeout=60)
    assert list(tmp_path.rglob("settings.ini")) == []


def test_the_first_paint_shows_the_form_and_the_pages_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.first_painted):
        window.show()
    name = window.findChild(QLineEdit, "cover.project_name")
    assert name is not None
    assert name.text() == window.document.report.cover.project_name != ""
    assert 0 in window.preview.view.pages_painted


def test_tabs_out_of_sight_wait_for_the_first_paint(window: MainWindow, qtbot: QtBot) -> None:
    waiting = ["tab.expenditures", "tab.performance", "tab.evaluators", "tab.narrative"]
    still: list[list[str]] = []
    window.first_painted.connect(lambda: still.append(unbuilt(window)))
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert still == [waiting]


def test_what_lies_below_the_screen_comes_after_the_first_paint(
    own_look: None, window: MainWindow, qtbot: QtBot
) -> None:
    there: list[FundsGrid | None] = []
    tab = window.pages[0].widget
    window.first_painted.connect(lambda: there.append(tab.findChild(FundsGrid)))
    with qtbot.waitSignal(window.first_painted):
        window.show()
    narrow = tab.minimumSizeHint().width()
    assert there == [None]
    qtbot.waitUntil(lambda: not unbuilt(window))
    grid = window.findChild(FundsGrid)
    assert grid is not None
    assert grid.minimumSizeHint().width() <= grid.fontMetrics().horizontalAdvance("中") * FUNDS_WIDTH
    QApplication.processEvents()
    assert tab.minimumSizeHint().width() == narrow  # nothing jumps when the funds come
    end = window.findChild(QLineEdit, "basic_info.period_end")
    assert end is not None
    assert end.nextInFocusChain() is grid.editors["basic_info.planned_funds.total"]


def test_what_lies_below_the_screen_is_reached_before_it_came(own_look: None, window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitExposed(window):
        window.show()
    assert window.pages[0].widget.findChild(FundsGrid) is None
    assert window.reveal("basic_info.received_funds.region")
    found = window.findChild(QLineEdit, "basic_info.received_funds.region")
    assert found is not None
    assert found.isVisible()


class _Sizes(QObject):
    """What sizes a window is given."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.given: list[QSize] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, MainWindow):
            self.given.append(watched.size())
        return False


def test_the_window_is_laid_out_once_for_the_first_paint(window: MainWindow, qtbot: QtBot) -> None:
    sizes = _Sizes(window)
    with qtbot.waitSignal(window.preview.view.painted):
        window.show()
    with qtbot.waitSignal(window.first_painted):
        pass
    assert len(sizes.given) == 1


def test_glyphs_cut_for_the_first_pages_look_like_the_whole_faces(window: MainWindow) -> None:
    fonts, report = window.composing.fonts, window.document.report
    composer = produce.composer(window.document.file.form, fonts)
    first, pages = composer.first_pages(report), composer.pages(report)

    def picture(page: Page, glyphs: GlyphBook) -> QImage:
        image = QImage(500, 700, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        draw_page(painter, page, glyphs, 500 / page.width)
        painter.end()
        return image

    cut, whole = FirstGlyphs(fonts, first), GlyphBook(fonts)
    assert picture(first[0], cut) == picture(first[0], whole)
    assert cut.font(fonts.resolve("fangsong", "项")[0], 16.0).fontTable("glyf").size() < 100_000
    # Asked for anything else, it is as good as the other.
    assert picture(pages[1], cut) == picture(pages[1], whole)
    assert picture(first[0], cut) == picture(first[0], whole)


def test_all_tabs_and_pages_come_by_themselves(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    qtbot.waitUntil(lambda: not unbuilt(window))
    assert {table.objectName() for table in window.findChildren(QTableView)} >= TABLES
    assert window.findChild(QPlainTextEdit, "narrative.conclusion.text") is not None
    qtbot.waitUntil(lambda: any(page.part == "narrative" for page in window.preview.view.pages))


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("performance.actual", "tab.performance"),
        ("evaluators[1].name", "tab.evaluators"),
        ("narrative.conclusion.text", "tab.narrative"),
        ("expenditures", "tab.expenditures"),
    ],
)
def test_a_field_of_a_tab_that_is_not_built_is_reached(window: MainWindow, qtbot: QtBot, path: str, tab: str) -> None:
    with qtbot.waitExposed(window):
        window.show()
    assert tab in unbuilt(window)
    assert window.reveal(path)
    assert window.pages[window.tabs.currentIndex()].object_name == tab
    name = path.split("[", maxsplit=1)[0]
    found = window.findChild(QWidget, name)
    assert found is not None
    assert found.isVisible()


def test_a_tab_that_is_clicked_is_built_at_once(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitExposed(window):
        window.show()
    window.tabs.setCurrentIndex(2)
    assert "tab.performance" not in unbuilt(window)


def test_a_check_while_tabs_wait_is_counted_on_them(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitExposed(window):
        window.show()
    window.document.put("performance.score", None)
    assert "tab.performance" in unbuilt(window)
    window.check.live.ask()
    assert "✖" in window.tabs.tabText(2)
    window.document.undo_stack.setClean()


def test_a_window_that_built_its_tabs_late_does_all_that_one_built_at_once_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.put("cover.report_date", None)
    window.document.apply_file(
        replace(
            window.document.file,
            review=Review({}, {"evaluators[0].name": {"previous": "覃小满"}, "evaluators[1].name": {"previous": ""}}),
        ),
        "试",
    )
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: not unbuilt(window) and len(window.preview.view.pages) > 5)
    _act(window, "check")
    said = window.findChild(QWidget, "finding.cover.report_date")
    assert said is not None
    assert said.isVisible()
    window.tabs.setCurrentIndex(4)  # the page follows the tab
    page = window.preview.view.pages[window.preview.view.page_in_sight()]
    assert page.part == "narrative"
    window.tabs.setCurrentIndex(3)
    _act(window, "tab_reviewed")
    assert window.document.unreviewed == {}


def test_turning_tabs_comes_back_to_the_field_that_was_left(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.reveal("cover.project_unit")
    for name in ("next_tab", "previous_tab"):
        _act(window, name)
    assert in_focus().objectName() == "cover.project_unit"


def _act(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")
    assert action is not None
    action.trigger()


def test_an_editor_is_found_by_its_name_before_its_tab_is_built(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitExposed(window):
        window.show()
    assert "tab.narrative" in unbuilt(window)
    for name in ("basic_info.phone", "expenditures", "narrative.process.text", "signatures.leader_date"):
        assert window.findChild(QWidget, name) is not None, name
    assert unbuilt(window) == []
