"""The dialogs of the check: 与上年对比, 审核记录, 本单位用词与检查项."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPushButton, QTableWidget, QTabWidget

from selfeval_gui import checking, resources, storage
from selfeval_gui.gui.comparing.comparison_dialog import ComparisonTree
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import put
from tests.gui.driving import Answers, in_focus, write
from tests.gui.showing import ShowFile

KEY = Qt.Key


@pytest.fixture
def window(show_file: ShowFile) -> MainWindow:
    return show_file()


@pytest.fixture
def last_year(tmp_path: Path) -> Path:
    """The sample as the report of the year before, with another total and another name."""
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    report = put(put(file.report, "fiscal_year", 2024), "basic_info.planned_funds.total", Decimal("77.7"))
    path = tmp_path / "去年.zxzp.json"
    path.write_bytes(storage.encode(replace(file, report=put(report, "cover.project_name", "旧水柜修缮保障"))))
    return path


def trigger(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()
    window.activateWindow()
    QApplication.processEvents()


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def names(dialog: QDialog) -> list[str]:
    """The figures that the comparison shows."""
    tree = dialog.findChild(ComparisonTree, "comparison.list")
    assert tree is not None
    groups = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return [group.child(row).text(0) for group in groups if group is not None for row in range(group.childCount())]


def test_an_older_file_is_chosen_compared_and_used_by_the_rules(
    window: MainWindow, answers: Answers, last_year: Path
) -> None:
    text = window.document.report.narrative.process.text
    window.document.put("narrative.process.text", f"{text}\n旧水柜修缮保障另安排资金77.7万元。")
    assert "E2" not in {one.rule for one in window.check.live.ask()}
    seen: list[list[str]] = []

    def choose_then_look(dialog: QDialog) -> None:
        said = dialog.findChild(QLabel, "comparison.source")
        assert said is not None
        assert "还没有上年的报告" in said.text()
        answers.choose(last_year)
        press(dialog, "comparison.choose")
        assert "去年.zxzp.json（2024 年度）" in said.text()
        seen.append(names(dialog))
        only_big = dialog.findChild(QCheckBox, "comparison.only_big")
        assert only_big is not None
        QTest.mouseClick(only_big, Qt.MouseButton.LeftButton)
        seen.append(names(dialog))
        tree = dialog.findChild(ComparisonTree, "comparison.list")
        assert tree is not None
        QTest.keyClick(tree, KEY.Key_Return)

    answers.do(choose_then_look)
    trigger(window, "compare")
    assert "计划安排资金" in seen[0]
    assert 0 < len(seen[1]) < len(seen[0])
    assert window.current_field == "basic_info.planned_funds.total"
    assert [one.rule for one in window.check.live.ask()].count("E2") == 2
    QTest.keyClick(in_focus(), KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "E2" not in {one.rule for one in window.check.live.ask()}


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_record_is_written_from_the_panel(window: MainWindow, answers: Answers, tmp_path: Path, kind: str) -> None:
    window.document.put("basic_info.planned_funds.total", Decimal(130))
    QTest.keyClick(window, KEY.Key_F5)
    panel = window.check.panel
    assert panel is not None
    target = tmp_path / f"记录.{kind}"
    answers.press(kind).choose(target).press("close")
    QTest.mouseClick(panel.record, Qt.MouseButton.LeftButton)
    assert answers.all_asked
    if kind == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
        assert "130万元" in "".join(text.split())
    else:
        sheet = openpyxl.load_workbook(BytesIO(target.read_bytes())).active
        assert any("130万元" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_an_office_writes_down_its_words_and_switches_a_check_off(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    window.document.put("performance.score", Decimal(100))
    window.document.put("performance.grade", "优秀")
    rules = {one.rule for one in window.check.live.ask()}
    assert "C7" in rules
    assert "E19" not in rules

    def fill(dialog: QDialog) -> None:
        words, checks = (dialog.findChild(QTableWidget, f"office.{name}") for name in ("words", "checks"))
        tabs = dialog.findChild(QTabWidget, "office.tabs")
        assert words is not None
        assert checks is not None
        assert tabs is not None
        dialog.activateWindow()
        QApplication.processEvents()
        words.setFocus()
        words.setCurrentCell(0, 0)
        write("群众")
        enter()
        words.setCurrentCell(0, 1)
        words.setFocus()
        write("居民")
        enter()
        tabs.setCurrentIndex(1)
        row = next(at for at in range(checks.rowCount()) if _id_at(checks, at) == "C7")
        item = checks.item(row, 0)
        assert item is not None
        item.setCheckState(Qt.CheckState.Checked)
        press(dialog, "button.save")
        assert dialog.isVisible()  # a reason is missing
        note = dialog.findChild(QLabel, "office.note")
        assert note is not None
        assert "没有写理由" in note.text()
        checks.setCurrentCell(row, 1)
        checks.setFocus()
        write("得分由上级核定")
        enter()
        cap = dialog.findChild(QCheckBox, "office.cap")
        assert cap is not None
        cap.setFocus()
        QTest.keyClick(cap, KEY.Key_Space)
        press(dialog, "button.save")

    answers.do(fill)
    trigger(window, "office")
    found = {one.rule for one in window.check.live.findings}
    assert "C7" not in found
    assert "E19" in found
    office = checking.Office.read((tmp_path / "data" / checking.OFFICE_FILE).read_bytes())
    assert office.words == (checking.OwnWord("群众", "居民"),)
    assert [entry.reason for entry in office.switched_off] == ["得分由上级核定"]
    assert office.switched_on == ("C8",)


def enter() -> None:
    """Enter in a cell: Qt takes the text when it has handled the key."""
    QTest.keyClick(in_focus(), KEY.Key_Return)
    QApplication.processEvents()


def _id_at(table: QTableWidget, row: int) -> str:
    item = table.item(row, 0)
    return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))


def test_an_import_of_last_year_is_compared_with_it_until_the_fields_are_looked_at(
    window: MainWindow, answers: Answers
) -> None:
    window.files.new()
    answers.press("accept")
    assert window.imports.import_file(resources.path("sample", "last_year.txt"))
    carried = [one for one in window.check.live.ask() if one.rule == "E1"]
    assert "narrative.process.text" in {one.field for one in carried}
    window.document.mark_reviewed(list(window.document.unreviewed), "全部核对")
    assert window.document.unreviewed == {}
    assert [one for one in window.check.live.ask() if one.rule == "E1"] == []
    window.document.put("basic_info.planned_funds.total", Decimal(150))
    text = window.document.report.narrative.process.text
    window.document.put("narrative.process.text", f"{text}\n全年安排资金112万元。")
    assert "E2" in {one.rule for one in window.check.live.ask()}

    def look(dialog: QDialog) -> None:
        tree = dialog.findChild(ComparisonTree, "comparison.list")
        assert tree is not None
        group = tree.topLevelItem(0)
        assert group is not None
        assert [group.child(0).text(column) for column in range(5)] == ["计划安排资金", "112", "150", "+38", "+33.93%"]
        assert "变化大" in group.child(0).text(5)
        press(dialog, "button.close")

    answers.do(look)
    trigger(window, "compare")


def test_damaged_own_words_are_told_and_the_check_goes_on(show_file: ShowFile, tmp_path: Path) -> None:
    file = tmp_path / "data" / checking.OFFICE_FILE
    file.parent.mkdir()
    file.write_bytes(b"{}")
    window = show_file()
    told: list[str] = []
    window.document.notice.connect(told.append)
    window.document.put("basic_info.postcode", "54700")
    assert "A5" in {one.rule for one in window.check.live.ask()}
    assert [sentence for sentence in told if "本单位用词" in sentence] == told != []


def test_an_office_asks_for_the_official_fonts(window: MainWindow, answers: Answers) -> None:
    def ask(dialog: QDialog) -> None:
        tabs = dialog.findChild(QTabWidget, "settings.tabs")
        box = dialog.findChild(QCheckBox, "settings.official_fonts")
        assert tabs is not None
        assert box is not None
        tabs.setCurrentIndex(tabs.count() - 1)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        press(dialog, "button.accept")

    def missing() -> list[str]:
        found = window.check.live.ask()
        return [one.message for one in found if one.rule == "F2" and one.severity.value == "warning"]

    assert missing() == []
    answers.do(ask)
    trigger(window, "settings")
    assert len(missing()) == 4  # the tests' window knows no fonts of the machine
    answers.do(ask)
    trigger(window, "settings")
    assert answers.all_asked
    assert missing() == []
