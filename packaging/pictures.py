"""Makes the pictures of README and docs by itself, without a display: the window, its dialogs, and the pages.

    python packaging/pictures.py [FOLDER]      default: docs/pictures

A palette PNG of at most 200 kB each. What is shown is the sample report, or the invented reports of the tests.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw  # noqa: E402 - the checkout has to be found first

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from selfeval_gui.gui.window import MainWindow
    from selfeval_gui.printing.marks import Page

LIMIT = 200_000
WIDTH, HEIGHT = 1366, 768
BACK, LINE = (223, 228, 234), (120, 130, 145)
SHEETS = ("long-names", "many-rows", "long-goal", "empty", "one-liners")
FIELDS = {
    "cover": "cover.project_unit",
    "expenditures": "expenditures[3].planned",
    "performance": "performance.actual",
    "evaluators": "evaluators[1].title",
    "narrative": "narrative.implementation.text",
}
"""The tabs, and the field that has the cursor."""


FAULTS = {
    "basic_info.postcode": "54700",
    "performance.grade": "良好",
    "cover.supervising_department": "",
    "expenditures[9].item": "业务委托费",
}
"""What is put wrong for the picture of the check."""


def save(picture: Image.Image, path: Path) -> None:
    """Write a palette PNG, with fewer colours or smaller until it is light enough."""
    for colours, scale in ((256, 1.0), (96, 1.0), (32, 1.0), (32, 0.85), (32, 0.75), (16, 0.65), (16, 0.5)):
        size = (round(picture.width * scale), round(picture.height * scale))
        small = picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)
        stored = BytesIO()
        # Few pixels have the accent's colour: the usual median cut would lose it.
        method = Image.Quantize.MEDIANCUT if colours > 96 else Image.Quantize.MAXCOVERAGE
        small.quantize(colours, method, dither=Image.Dither.NONE).save(stored, "PNG", optimize=True)
        if len(stored.getvalue()) <= LIMIT:
            break
    path.write_bytes(stored.getvalue())
    print(f"{path.name}  {len(stored.getvalue()) // 1000} kB  {small.width}×{small.height}")


def of_qt(image: Any) -> Image.Image:
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(plain.constBits())
    return Image.frombytes("RGB", (plain.width(), plain.height()), data, "raw", "RGB", plain.bytesPerLine())


def grabbed(widget: "QWidget") -> Image.Image:
    return of_qt(widget.grab().toImage())


# --- pages


def sheet_picture(page: "Page", width: int) -> Image.Image:
    """One page as the preview draws it, `width` px wide."""
    from PySide6.QtGui import QImage, QPainter

    from selfeval_gui.gui.preview.glyphs import GlyphBook
    from selfeval_gui.gui.preview.pen import draw_page
    from selfeval_gui.printing import produce

    scale = width / page.width
    image = QImage(width, round(page.height * scale), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    draw_page(painter, page, GlyphBook(produce.bundled_fonts()), scale)
    painter.end()
    return of_qt(image)


def contact_sheet(pages: Iterable["Page"], width: int, columns: int) -> Image.Image:
    """All pages side by side, `columns` in a row."""
    small = [sheet_picture(page, width) for page in pages]
    gap = width // 16
    columns = min(columns, len(small))
    rows = -(-len(small) // columns)
    height = small[0].height
    sheet = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), BACK)
    pen = ImageDraw.Draw(sheet)
    for place, picture in enumerate(small):
        x, y = gap + place % columns * (width + gap), gap + place // columns * (height + gap)
        sheet.paste(picture, (x, y))
        pen.rectangle((x - 1, y - 1, x + width, y + height), outline=LINE)
    return sheet


def page_pictures(folder: Path) -> None:
    from selfeval_gui import resources, storage
    from selfeval_gui.printing import produce
    from tests.printing import reports

    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    pages = produce.composer(file.form).pages(file.report)
    for name, index in (("cover", 0), ("form", 1), ("narrative", len(pages) - 1)):
        save(sheet_picture(pages[index], 760), folder / f"page-{name}.png")
    save(contact_sheet(pages, 300, 5), folder / "pages-sample.png")
    draft = produce.composer(file.form).pages(file.report, draft=True)
    save(contact_sheet(draft[:3], 360, 3), folder / "pages-draft.png")
    for name in SHEETS:
        stressed = produce.composer(reports.FORM.id).pages(reports.ALL[name]())
        save(contact_sheet(stressed, 260, 6), folder / f"pages-{name}.png")


# --- the window


def opened(home: Path) -> "MainWindow":
    """The window on the sample, as it looks on a small screen."""
    from selfeval_gui import resources, storage
    from selfeval_gui.gui.places import Places
    from selfeval_gui.gui.window import MainWindow

    window = MainWindow(Places(home / "config", home / "data", home))
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.activateWindow()
    loaded = storage.load(resources.path("sample", "sample.zxzp.json"))
    window.document.replace_file(loaded.file, home / "供水保障自评报告.zxzp.json", loaded.digest)
    window.composing.start()
    settle()
    return window


def settle(times: int = 8) -> None:
    """Let everything that waits happen."""
    import time

    from PySide6.QtWidgets import QApplication

    for _ in range(times):
        QApplication.processEvents()
        time.sleep(0.04)


def window_pictures(folder: Path, mark: str, home: Path) -> None:
    window = opened(home)
    for name, path in FIELDS.items():
        window.reveal(path)
        settle()
        save(grabbed(window), folder / f"tab-{name}{mark}.png")
    if mark:
        return
    window.reveal("basic_info.received_funds.region")
    settle()
    save(grabbed(window), folder / "window.png")
    window.actions_by_name["thumbnails"].trigger()
    window.reveal("narrative.outputs.text", 30)
    settle()
    save(grabbed(window), folder / "thumbnails.png")
    window.actions_by_name["full_preview"].trigger()
    settle()
    save(grabbed(window), folder / "full-preview.png")
    window.actions_by_name["full_preview"].trigger()
    window.actions_by_name["thumbnails"].trigger()
    for path, value in FAULTS.items():
        window.document.put(path, value)
    window.actions_by_name["check"].trigger()
    window.actions_by_name["next_finding"].trigger()
    settle()
    save(grabbed(window), folder / "check.png")
    window.document.undo_stack.setIndex(0)
    window.actions_by_name["check"].trigger()
    if window.check.panel is not None:
        window.check.panel.hide()
    state_pictures(window, folder)
    for name in ASKED:
        asked(window, name, folder)
    for name, dialog in dialogs(window):
        dialog.show()
        settle()
        save(grabbed(dialog), folder / f"dialog-{name}.png")
        dialog.close()
    window.document.undo_stack.setClean()
    window.close()


def state_pictures(window: "MainWindow", folder: Path) -> None:
    """What a writer sees: figures in the text, find and replace, help; every tab in dark; high contrast; large type."""
    from dataclasses import replace

    from selfeval_gui.report.live import insert

    document, place = window.document, "narrative.process.text"
    document.put(place, "本项目资金到位率，支出。\n（一）制度健全，专账核算。\n（三）管理到位，两单核对。")
    for name, at in (("spent", 11), ("arrival_rate", 8)):
        document.put_live(*insert(document.report, document.form, document.live, place, at, at, name), "插入表格数据")
    marks = {place: {"previous": ""}, "narrative.outputs.text": {"previous": ""}}
    document.apply_file(replace(document.file, review=replace(document.file.review, unreviewed=marks)), "标记")
    window.reveal(place, 4)
    window.actions_by_name["replace"].trigger()
    bar = window.writing._shown()
    bar.words.setText("管水员")
    bar.step.emit(1)
    window.reveal(place, 4)
    settle()
    save(grabbed(window), folder / "find.png")
    bar.left.emit()
    document.undo_stack.setIndex(0)
    window.actions_by_name["scheme_dark"].trigger()
    for name, path in FIELDS.items():
        window.reveal(path)
        settle()
        save(grabbed(window), folder / f"tab-{name}-dark.png")
    window.actions_by_name["scheme_contrast"].trigger()
    window.reveal("basic_info.phone")
    window.actions_by_name["field_help"].trigger()
    settle()
    save(grabbed(window), folder / "contrast.png")
    window.actions_by_name["scheme_light"].trigger()
    settle()
    save(grabbed(window), folder / "help.png")
    window.actions_by_name["field_help"].trigger()
    window.actions_by_name["large_type"].trigger()
    window.reveal("expenditures[3].planned")
    settle()
    save(grabbed(window), folder / "large-type.png")
    window.actions_by_name["large_type"].trigger()
    window.actions_by_name["scheme_system"].trigger()


ASKED = ("shortcuts",)
"""Actions whose dialog is pictured as it comes; those that there are not are left out."""


def asked(window: "MainWindow", name: str, folder: Path) -> None:
    """Choose an action, picture its dialog, and leave it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QDialog

    def picture() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            settle(3)
            save(grabbed(dialog), folder / f"dialog-{name}.png")
            dialog.reject()

    try:
        action = window.actions_by_name[name]
    except KeyError:
        return
    if not action.isEnabled():
        return
    QTimer.singleShot(300, window, picture)
    action.trigger()
    settle()


def work_pictures(folder: Path, mark: str, home: Path) -> None:
    """The home page, the settings and a table after a paste, light and dark."""
    from pictures_tables import make  # beside this file

    window = opened(home)
    make(window, home, lambda widget, name: save(grabbed(widget), folder / f"{name}{mark}.png"), settle)
    window.close()


def dialogs(window: "MainWindow") -> Iterator[tuple[str, "QDialog"]]:
    """The dialogs as they open, without being asked."""
    from selfeval_gui import importing, resources, selftest
    from selfeval_gui.gui.helping import selftest_checks
    from selfeval_gui.gui.helping.selftest_dialog import SelftestDialog
    from selfeval_gui.gui.helping.selftest_flow import machine_of
    from selfeval_gui.gui.importing.review import ImportReview
    from selfeval_gui.gui.labels import label_of
    from selfeval_gui.gui.output.export_dialog import ExportDialog
    from selfeval_gui.gui.output.fonts_dialog import FontsDialog
    from selfeval_gui.gui.output.print_dialog import PrintDialog
    from selfeval_gui.printing.coverage import Missing
    from selfeval_gui.report.form import blank_report

    form = window.document.form
    told: Callable[[str], str] = lambda path: label_of(form, path)  # noqa: E731
    last_year = resources.path("sample", "last_year.txt")
    proposal = importing.propose(last_year.read_bytes(), last_year.name, form)
    yield "import", ImportReview(proposal, form, last_year.name, window, base=blank_report(form), year=2025)
    yield "print", PrintDialog(window.composing.pages(), 1, window)
    lacking = [
        Missing("evaluators[2].name", ("\U000306ea",), 0),
        Missing("basic_info.address", ("\ue5e5", "\ue5e6"), 3),
    ]
    yield "export", ExportDialog(lacking, told, data=True, open_errors=2, parent=window)
    yield "fonts", FontsDialog(window.composing, window.settings, window)
    machine = machine_of(window.places, window.places.data / "logs")
    results = selftest.run(machine) + selftest.run(machine, selftest_checks.CHECKS)
    yield "selftest", SelftestDialog(results, {}, window.places.documents, window)


def main(arguments: list[str]) -> int:
    """Make them all; the window at 150 % needs a process of its own."""
    from tempfile import TemporaryDirectory

    words = [word for word in arguments if not word.startswith("--")]
    folder = Path(words[0]) if words else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as home:
        os.environ["SELFEVAL_HOME"] = home
        from selfeval_gui.gui.app import _application

        application = _application("")
        large = "--large" in arguments
        mark = "-150" if large else ""
        window_pictures(folder, mark, Path(home))
        work_pictures(folder, mark, Path(home))
        if not large:
            page_pictures(folder)
            scaled = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
            command = [sys.executable, __file__, str(folder), "--large"]
            return subprocess.run(command, check=False, env=scaled).returncode
        del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
