"""Which Chinese typeface the window itself is written in, and how large. The form's typefaces are printing's matter."""

import logging
import sys

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from selfeval_gui import resources

PREFERRED = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体 CN",
    "HarmonyOS Sans SC",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "文泉驿微米黑",
    "WenQuanYi Zen Hei",
    "文泉驿正黑",
)
POINTS = 9.5 if sys.platform == "win32" else 10.0
_USUAL = "usual_points"
_log = logging.getLogger(__name__)


def usual_points(application: QGuiApplication) -> float:
    """The size of the window's type without 大字, in points."""
    kept = application.property(_USUAL)
    if not isinstance(kept, float):
        kept = application.font().pointSizeF()
        application.setProperty(_USUAL, kept)
    return kept


def install(application: QGuiApplication) -> str:
    """Set the application's font and return the family; the bundled face when the machine has none of the good ones."""
    family = ""
    # The offscreen platform may know families whose files are elsewhere on the developer's machine: pictures made with
    # it have to look alike everywhere.
    if application.platformName() != "offscreen":
        family = next((name for name in PREFERRED if QFontDatabase.hasFamily(name)), "")
    if not family:
        number = QFontDatabase.addApplicationFont(str(resources.path("fonts", "hei.ttf")))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        family = families[0] if families else application.font().family()
    font = QFont(family)
    font.setPointSizeF(POINTS)
    application.setFont(font)
    _log.info("interface font: %s %.1f pt", family, POINTS)
    return family
