"""Starts the window: arguments, Qt's set-up, the safety net for errors. Nothing of Qt is imported before it is needed.

stdout and stderr may be None (a windowed start on Windows).
"""

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval_gui import __version__, children

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from selfeval_gui.gui.places import Places
    from selfeval_gui.gui.safekeeping.crash import CrashKeeper
    from selfeval_gui.gui.window import MainWindow

USAGE = """用法：selfeval-gui [文件] [选项]
  文件                       启动后打开的自评报告，也可以是要导入的上年文件
选项：
  --version                  显示版本
  --platform 名称            指定 Qt 的显示平台，如 xcb、offscreen
  --selftest 报告文件        不打开窗口，自检本机并把报告写入这个文本文件
  --quit-after-first-paint   窗口完整显示后立即退出（用于检查安装是否完好）
  --help                     显示本说明
"""
DONE, FAULTS, WRONG_USE, NO_WINDOW = 0, 1, 2, 3


class _Options:
    """What the command line says."""

    file: Path | None = None
    platform: str = ""
    quit_after_first_paint: bool = False
    selftest: Path | None = None
    ends_with: str = ""
    """What to print instead of opening a window."""


class _WrongUse(Exception):
    """The command line cannot be understood; `str()` of it is the sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window on the file named in `argv` (default: the command line) and return the exit status.

    0 when the window was closed, 1 when `--selftest` has found faults, 2 for wrong use, 3 when no window can be shown
    or, with `--quit-after-first-paint`, the file cannot be read.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if (status := children.ended(words)) is not None:
        return status
    try:
        options = _read_options(words)
    except _WrongUse as wrong:
        _say(f"{wrong}\n{USAGE}")
        return WRONG_USE
    if options.ends_with:
        if sys.stdout is not None:
            sys.stdout.write(options.ends_with)
        return DONE
    gc.disable()  # until the window is painted (`_settle`): what a start makes is there to stay
    from selfeval_gui.gui.display import missing_library, obstacle

    sentence = obstacle(options.platform, os.environ)
    if sentence:
        _say(sentence)
        return NO_WINDOW
    try:
        import PySide6.QtWidgets  # noqa: F401 - to see whether it can be
    except ImportError as missing:
        _say(missing_library(str(missing)) if ".so" in str(missing) else f"缺少界面程序库 PySide6（{missing.name}）。")
        return NO_WINDOW
    _import_plainly()
    from selfeval_gui.resources import ResourceMissing

    if options.file is not None and not options.quit_after_first_paint and _has_a_window(options.file.absolute()):
        return DONE
    try:
        return _run(options)
    except ResourceMissing as incomplete:
        _tell(str(incomplete))
        return NO_WINDOW


def _import_plainly() -> None:
    """Take back the import that PySide sets for `__feature__`: other names for Qt's functions, which nobody uses here.

    It reads the source of every module that is imported, to see whether the switch may matter: 4 ms of a start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _read_options(arguments: Sequence[str]) -> _Options:
    options = _Options()
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in ("--help", "-h"):
            options.ends_with = USAGE
        elif word == "--version":
            options.ends_with = f"selfeval-gui {__version__}\n"
        elif word == "--quit-after-first-paint":
            options.quit_after_first_paint = True
        elif word == "--platform" or word.startswith("--platform="):
            name = word.partition("=")[2] or (rest.pop(0) if rest else "")
            if not name:
                raise _WrongUse("--platform 后面要写平台名称。")
            options.platform = name
        elif word == "--selftest":
            if not rest:
                raise _WrongUse("--selftest 后面要写报告文件。")
            options.selftest = Path(rest.pop(0))
        elif word == "--" and len(rest) == 1:  # a name that begins with a dash
            options.file = Path(rest.pop())
        elif word.startswith("-") and word != "-":
            raise _WrongUse(f"不认识的选项：{word}")
        elif options.file is not None:
            raise _WrongUse("一次只能打开一个文件。")
        else:
            options.file = Path(word)
    return options


def _run(options: _Options) -> int:
    application = _application(options.platform)
    from selfeval_gui.gui import places
    from selfeval_gui.gui.safekeeping import crash

    here = places.of_this_machine()
    crash.log_qt_messages()
    from selfeval_gui import folders

    crash.write_log(folders.logs())
    if options.selftest is not None:
        return _test_machine(application, here, options.selftest.absolute())
    from selfeval_gui.gui.window import MainWindow

    opened = None
    if options.quit_after_first_paint and options.file is not None:
        from selfeval_gui import storage

        try:
            opened = storage.load(options.file.absolute())
        except storage.FileRefused as refusal:
            _say(refusal.sentence)
            return NO_WINDOW
    at_home = options.file is None and not options.quit_after_first_paint
    window = MainWindow(here, opened, deferred=True, at_home=at_home)
    window.first_painted.connect(_settle)
    keeper = _keep(window)
    if options.quit_after_first_paint:
        return _paint_once(application, window)
    if options.file is not None:
        from PySide6.QtCore import QTimer

        file = options.file.absolute()
        QTimer.singleShot(0, window, lambda: _begin_with(window, file))
        window.composing.begin()
    else:
        window.home.show()
    window.first_painted.connect(lambda: _guard(application))
    window.first_painted.connect(lambda: _watch(window, application))
    window.open_first()
    status = application.exec()
    keeper.uninstall()
    return status


def _test_machine(application: "QApplication", here: "Places", target: Path) -> int:
    """The self-test with the window's checks, without a window."""
    from selfeval_gui.gui.helping.selftest_flow import write_report

    faults = write_report(application, here, target)
    if faults < 0:
        _tell(f"自检报告写不到“{target}”，请换一个位置。")
        return NO_WINDOW
    return FAULTS if faults else DONE


def _application(platform: str) -> "QApplication":
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from selfeval_gui.gui import language
    from selfeval_gui.gui.style import theme, typeface
    from selfeval_gui.gui.style.icons import app_icon

    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # The style stands here, not in a call of setStyle: the platform's own one is not even loaded.
    words = ["selfeval-gui", "-style", "Fusion", *(["-platform", platform] if platform else [])]
    application = QApplication(words)
    application.setApplicationName("selfeval-gui")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("selfeval-gui")
    typeface.install(application)
    theme.Theme(application)
    language.install(application)
    application.setWindowIcon(app_icon())
    return application


def _keep(window: "MainWindow") -> "CrashKeeper":
    """The net under everything: unexpected errors save the work and are told."""
    from selfeval_gui.gui.safekeeping.crash import CrashKeeper

    def rescue() -> Path:
        if window.safety is not None and (folder := window.safety.rescue()) is not None:
            return folder
        from selfeval_gui import storage

        folder = window.places.recovery
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{window.document.file.id}.zxzp.json"
        place.write_bytes(storage.encode(window.document.file))
        return place

    def show(sentence: str, saved: str, details: str) -> None:
        from selfeval_gui.gui.safekeeping.crash_dialog import CrashDialog

        parent = window if window.isVisible() else None
        dialog = CrashDialog(sentence, saved, details, window.settings.last_folder(window.places.documents), parent)
        dialog.exec()
        dialog.deleteLater()

    keeper = CrashKeeper(rescue, show, window)
    keeper.install()
    return keeper


def _begin_with(window: "MainWindow", file: Path) -> None:
    """Open the file that was named, with the cursor in the first blank; the home page when it cannot be opened."""
    window.files.refusing = window.home.show  # behind the message, and not a blank report that nobody asked for
    opened = window.take_file(file)
    window.files.refusing = lambda: None
    if not opened:
        window.home.show()
    elif not window.current_field:
        window.reveal("cover.project_name")


def _paint_once(application: "QApplication", window: "MainWindow") -> int:
    """Show the window until the form and the pages are painted."""
    from PySide6.QtCore import QTimer

    # `exit`, not `quit`: nothing is closed and nothing remembered, the user's settings stay as they are.
    window.preview.view.painted.connect(lambda: QTimer.singleShot(0, application, lambda: application.exit(DONE)))
    window.preview.setVisible(True)
    window.composing.begin()
    window.show()
    return application.exec()


def _settle() -> None:
    """What can wait until the window is painted."""
    # Everything made so far lives as long as the window: the collector need not look through it ever again.
    gc.freeze()
    gc.enable()


def _guard(application: "QApplication") -> None:
    """Watch the wheel, once there is something to turn it over."""
    from selfeval_gui.gui.wheel import WheelGuard

    application.installEventFilter(WheelGuard(application))


def _watch(window: "MainWindow", application: "QApplication") -> None:
    """Keep recovery copies from now on, and look for work that was left behind."""
    from selfeval_gui import folders
    from selfeval_gui.gui.safekeeping import crash
    from selfeval_gui.gui.safekeeping.safety import Safety

    crash.trace_hard_crashes(folders.logs())
    window.safety = Safety(window)
    window.safety.begin(application)


def _has_a_window(file: Path) -> bool:
    """Whether another window of this user shows the file already; it has come to the front then."""
    if str(file).startswith("\\\\"):
        return False  # a share may take a minute to answer: the window comes first
    real = Path(os.path.realpath(file))
    # Most files are not open: this spares the start what knows of locks. Their name is that of `locks.place_of`.
    if not os.path.lexists(real.with_name(f".~{real.name}.lock")):
        return False
    from selfeval_gui import folders
    from selfeval_gui.gui import places
    from selfeval_gui.gui.safekeeping import handover

    return handover.hand_over(folders.data(), file, places.of_this_machine().stamp())


def _tell(sentence: str) -> None:
    """Say it where it is seen: a windowed start has no stderr."""
    from PySide6.QtWidgets import QApplication

    if sys.stderr is None and QApplication.instance() is not None:
        from selfeval_gui.gui import messages

        messages.warn(None, sentence)
    _say(sentence)


def _say(sentence: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
