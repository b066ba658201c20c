"""The self-test's checks that need the window: Qt's own parts, its words in Chinese, printing.

Each is a function like those of `selftest`, run in the window's thread. Nothing is shown and nothing is decided here.
"""

import re

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator, qVersion
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QGuiApplication, QIcon, QImage, QImageReader
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from selfeval_gui import resources, storage
from selfeval_gui.gui.style.icons import icon
from selfeval_gui.printing import produce
from selfeval_gui.selftest.machine import Machine
from selfeval_gui.selftest.results import Verdict, noted, passed, wrong

_CHINESE = re.compile("[\u4e00-\u9fff]")
_PAGE = re.compile(rb"/Type\s*/Page\b")


def display(machine: Machine) -> Verdict:
    """Screens and their scale: facts for whoever cannot see them."""
    del machine
    facts = [f"Qt {qVersion()}，{QGuiApplication.platformName()}"]
    for screen in QGuiApplication.screens():
        size = screen.size()
        facts.append(f"屏幕 {size.width()}×{size.height()}，缩放 {screen.devicePixelRatio() * 100:.0f}%")
    pixmap = icon("save").pixmap(16, 16)
    if pixmap.isNull() or not _inked(pixmap.toImage()):
        return wrong("工具栏图标画不出来，程序文件可能不完整。", *facts)
    if QIcon(str(resources.path("icons", "app.svg"))).pixmap(32, 32).isNull():
        return wrong("程序图标画不出来，程序文件可能不完整。", *facts)
    return passed("窗口和图标正常。", *facts)


def chinese_words(machine: Machine) -> Verdict:
    """Qt speaks Chinese in its own dialogs: buttons, file dialogs, context menus."""
    del machine
    box = QDialogButtonBox()
    kinds = QDialogButtonBox.StandardButton
    spoken = [box.addButton(kind).text() for kind in (kinds.Ok, kinds.Cancel, kinds.Save, kinds.Discard, kinds.Close)]
    box.deleteLater()
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    spoken += [dialog.labelText(label) for label in (QFileDialog.DialogLabel.FileName, QFileDialog.DialogLabel.LookIn)]
    dialog.deleteLater()
    spoken += [QCoreApplication.translate(*word) for word in (("QPlatformTheme", "Cancel"), ("QLineEdit", "&Paste"))]
    foreign = [word for word in spoken if not _CHINESE.search(word)]
    language = QLocale().name()
    if not QTranslator().load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        return wrong("缺少 Qt 的中文词条（qtbase_zh_CN.qm），对话框会显示英文。请重新安装本程序。", *foreign)
    if foreign or language != "zh_CN":
        return wrong("有的对话框显示英文。", language, *foreign)
    return passed("各种对话框都是中文。", "、".join(spoken))


def interface_font(machine: Machine) -> Verdict:
    """The window's own typeface shows Chinese."""
    del machine
    font = QGuiApplication.font()
    metrics = QFontMetricsF(font)
    lacking = [char for char in "项目支出绩效自评报告" if not metrics.inFont(char)]
    system = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    facts = (f"{font.family()} {font.pointSizeF():g} 磅", f"系统中文字体 {len(system)} 种")
    if lacking and not system:
        return wrong("窗口显示不出中文，请安装一种中文字体。", *facts)
    if not system:
        return noted("本机没有中文字体，窗口用随程序提供的黑体。", *facts)
    return passed("窗口的字体正常。", *facts)


def printing(machine: Machine) -> Verdict:
    """The sample goes through Qt's printing into a PDF, every page of it."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    from selfeval_gui.gui.output.print_job import PrintOrder, paint, prepare
    from selfeval_gui.gui.preview.glyphs import GlyphBook

    names = QPrinterInfo.availablePrinterNames()
    facts = [f"打印机 {len(names)} 台", f"图片格式：{_formats()}"]
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    book = produce.bundled_fonts()
    pages = produce.composer(file.form, book).pages(file.report)
    folder = machine.work / "打印"
    folder.mkdir(parents=True)
    target = folder / "样例-打印.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    order = PrintOrder(tuple(range(len(pages))))
    prepare(printer, pages, order, "样例")
    if not paint(printer, pages, GlyphBook(book), order):
        return wrong("打印没有成功。", *facts)
    data = target.read_bytes()
    printed = len(_PAGE.findall(data))
    facts.append(f"打印到 PDF：{printed} 页，{len(data)} 字节")
    if printed != len(pages) or not data.startswith(b"%PDF"):
        return wrong(f"打印到 PDF 应有 {len(pages)} 页，实际 {printed} 页。", *facts)
    if not names:
        return noted("打印到 PDF 正常；本机没有安装打印机，打印前请先安装，或导出 PDF 后到别处打印。", *facts)
    return passed("打印到 PDF 正常，本机有打印机。", *facts)


CHECKS = (
    ("display", "窗口显示", display),
    ("chinese_words", "对话框的语言", chinese_words),
    ("interface_font", "窗口的字体", interface_font),
    ("printing", "打印", printing),
)


def _inked(image: QImage) -> bool:
    shown = image.convertToFormat(QImage.Format.Format_ARGB32)
    return any(shown.pixelColor(x, y).alpha() for x in range(shown.width()) for y in range(shown.height()))


def _formats() -> str:
    return "、".join(sorted(bytes(name.data()).decode("ascii") for name in QImageReader.supportedImageFormats()))
