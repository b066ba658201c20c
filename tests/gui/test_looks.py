"""How the window looks: contrast of every palette (U11), sizes of type and form, and what is chosen is remembered."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.preferences.looks import LARGE, LARGEST, SMALLEST
from selfeval_gui.gui.style import theme, tones, typeface
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.storage import Review
from tests.gui.driving import in_focus, write
from tests.gui.showing import ShowReport

Role, Group = QPalette.ColorRole, QPalette.ColorGroup
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NEEDED = {"light": 4.5, "dark": 4.5, "contrast": 7.0}


@pytest.fixture
def window(show_report: ShowReport, own_looks: None) -> MainWindow:
    return show_report()


def luminance(colour: QColor) -> float:
    """Relative luminance. Source: WCAG 2.1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: QColor, b: QColor) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(palette: QPalette) -> dict[str, tuple[QColor, QColor]]:
    """Everything that is read, and what it stands on."""
    c = palette.color
    accent, base, window = c(Role.Accent), c(Role.Base), c(Role.Window)
    sheet, quiet, warning = tones.sheet(palette), tones.quiet(palette), tones.warning(palette)
    grounds = {"window": window, "base": base, "sheet": sheet, "alternate": c(Role.AlternateBase)}
    found = {f"text on {name}": (c(Role.Text), ground) for name, ground in grounds.items()}
    found |= {f"quiet on {name}": (quiet, ground) for name, ground in grounds.items()}
    found |= {f"warning on {name}": (warning, ground) for name, ground in grounds.items()}
    return found | {
        "button": (c(Role.ButtonText), c(Role.Button)),
        "placeholder": (c(Role.PlaceholderText), base),
        "chosen": (c(Role.HighlightedText), c(Role.Highlight)),
        "chosen, out of focus": (
            palette.color(Group.Inactive, Role.HighlightedText),
            palette.color(Group.Inactive, Role.Highlight),
        ),
        "link": (c(Role.Link), base),
        "tool tip": (c(Role.ToolTipText), c(Role.ToolTipBase)),
        "tab in front": (accent, window),
        "hot tool": (c(Role.Text), theme.blend(window, accent, 0.08)),
        "pressed tool": (c(Role.Text), theme.blend(window, accent, 0.18)),
        "figure": (c(Role.Text), theme.blend(base, accent, 0.14)),
        "put right": (c(Role.Text), theme.blend(base, warning, 0.14)),
    }


@pytest.mark.parametrize("scheme", theme.SCHEMES)
def test_everything_that_is_read_has_contrast(scheme: str) -> None:
    for name, (text, ground) in pairs(theme.palette(False, scheme)).items():
        assert contrast(text, ground) >= NEEDED[scheme], f"{scheme}: {name} {contrast(text, ground):.2f}"


@pytest.mark.parametrize("scheme", theme.SCHEMES)
def test_the_focus_and_frames_can_be_seen(scheme: str) -> None:
    """WCAG 1.4.11: 3 : 1 for what is no text."""
    palette = theme.palette(False, scheme)
    accent = palette.color(Role.Accent)
    for ground in (palette.color(Role.Window), palette.color(Role.Base), tones.sheet(palette)):
        assert contrast(accent, ground) >= 3


def test_the_check_can_fail() -> None:
    palette = theme.palette(False, "light")
    palette.setColor(Role.Text, QColor("#9a9a9a"))
    assert any(contrast(*pair) < 4.5 for pair in pairs(palette).values())


def trigger(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


@pytest.mark.parametrize("scheme", theme.SCHEMES)
def test_a_scheme_is_chosen_and_remembered(window: MainWindow, qapp: QApplication, scheme: str) -> None:
    trigger(window, f"scheme_{scheme}")
    assert qapp.palette().color(Role.Base) == theme.palette(False, scheme).color(Role.Base)
    ticked = [n for n in ("system", "light", "dark", "contrast") if window.actions_by_name[f"scheme_{n}"].isChecked()]
    assert ticked == [scheme]
    assert window.settings.text_of("looks/scheme") == scheme
    trigger(window, "scheme_system")


def test_the_form_grows_by_key_apart_from_the_page(window: MainWindow) -> None:
    window.reveal("basic_info.phone")
    page, usual = window.preview.view.zoom, in_focus().fontMetrics().height()
    QTest.keyClick(in_focus(), Qt.Key.Key_Equal, CONTROL)
    QTest.keyClick(in_focus(), Qt.Key.Key_Plus, CONTROL)
    assert in_focus().objectName() == "basic_info.phone"
    assert in_focus().fontMetrics().height() > usual
    assert window.looks.zoom == 120
    assert window.preview.view.zoom == pytest.approx(page, rel=0.03)  # a pixel of the splitter
    assert window.menuBar().fontMetrics().height() == usual
    write("1")
    assert window.document.report.basic_info.phone.endswith("1")
    QTest.keyClick(in_focus(), Qt.Key.Key_Minus, CONTROL)
    assert window.looks.zoom == 110
    trigger(window, "form_normal")
    assert in_focus().fontMetrics().height() == usual
    for edge, name in ((LARGEST, "form_larger"), (SMALLEST, "form_smaller")):
        window.settings.put("looks/zoom", str(edge))
        trigger(window, name)
        assert window.looks.zoom == edge


def test_large_type_is_for_everything_and_keeps_work_and_undo(window: MainWindow, qapp: QApplication) -> None:
    usual = typeface.usual_points(qapp)
    window.reveal("narrative.process.text", 3)
    write("大")
    steps, text = window.document.undo_stack.count(), window.document.report.narrative.process.text
    trigger(window, "large_type")
    assert qapp.font().pointSizeF() == pytest.approx(usual * LARGE)
    assert {label.font().pointSizeF() for label in window.statusBar().findChildren(QLabel)} == {usual * LARGE}
    assert in_focus().objectName() == "narrative.process.text"
    assert window.document.report.narrative.process.text == text
    assert window.document.undo_stack.count() == steps
    for part in (window.tabs.tabBar(), window.menuBar(), window.toolbar, window.preview.page_entry.number):
        assert part.font().pointSizeF() == pytest.approx(usual * LARGE), part
    window.document.undo_stack.undo()
    assert "大" not in window.document.report.narrative.process.text[:5]
    trigger(window, "large_type")
    assert qapp.font().pointSizeF() == pytest.approx(usual)


def test_the_next_window_looks_as_the_last_one_did(window: MainWindow, qapp: QApplication) -> None:
    usual = typeface.usual_points(qapp)
    trigger(window, "large_type")
    trigger(window, "form_larger")
    other = MainWindow(window.places)
    try:
        assert other.actions_by_name["large_type"].isChecked()
        field = other.findChild(QWidget, "basic_info.phone")
        assert field is not None
        assert field.font().pointSizeF() == pytest.approx(usual * LARGE * 1.1)
    finally:
        other.deleteLater()
        trigger(window, "large_type")


def test_marks_and_findings_take_the_colours_of_a_new_scheme(window: MainWindow, qtbot: QtBot) -> None:
    """They have colours of their own, which must be seen on the new ground."""
    document = window.document
    document.apply_file(replace(document.file, review=Review({}, {"cover.project_name": {"previous": ""}})), "试")
    document.put("cover.report_date", None)
    trigger(window, "check")
    for scheme in ("dark", "light"):
        trigger(window, f"scheme_{scheme}")
        ground = theme.palette(False, scheme).color(Role.Base)
        for name in ("mark.cover.project_name", "finding.cover.report_date"):
            widget = window.findChild(QWidget, name)
            assert widget is not None
            assert contrast(widget.palette().color(Role.WindowText), ground) >= 4.5, f"{scheme}: {name}"
        rows = window.findChild(QTreeWidget, "findings.list")
        assert rows is not None
        qtbot.waitUntil(partial(is_readable, rows, ground))
    trigger(window, "scheme_system")


def is_readable(rows: QTreeWidget, ground: QColor) -> bool:
    group = rows.topLevelItem(0)
    return group is not None and contrast(group.child(0).foreground(0).color(), ground) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_narrow_window_hides_has_a_button_that_is_seen(window: MainWindow, scheme: str) -> None:
    trigger(window, f"scheme_{scheme}")
    window.resize(window.minimumSizeHint().width(), 600)
    QApplication.processEvents()
    more = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert more is not None
    assert more.isVisible()
    picture = more.grab().toImage()
    ground = theme.palette(False, scheme).color(Role.Window)
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert max(contrast(QColor(name), ground) for name in seen) >= 4.5
