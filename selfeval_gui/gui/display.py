"""Whether a window can be shown at all, found out before Qt is asked: Qt would end the process without a sentence.

Knows Linux only; Windows always has a display. Must not import Qt.
"""

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

NO_DISPLAY = "没有检测到图形界面（DISPLAY、WAYLAND_DISPLAY 均未设置），窗口无法打开。可以改用命令行：selfeval --help"
NO_CONNECTION = "连接不上图形界面（{where}），窗口无法打开。请在桌面环境中运行，或改用命令行：selfeval --help"
NO_LIBRARY = (
    "系统缺少图形界面所需的程序库（{library}），窗口无法打开。"
    "请安装后再试（Debian、Ubuntu：sudo apt-get install {package}）。"
)
_PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-image": "libxcb-image0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxcb-xinerama": "libxcb-xinerama0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-randr": "libxcb-randr0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libxkbcommon": "libxkbcommon0",
    "libfontconfig": "libfontconfig1",
    "libdbus": "libdbus-1-3",
}


def obstacle(platform: str | None, environment: Mapping[str, str]) -> str:
    """Why no window can be shown, as a sentence for the user; "" when nothing is known to stand in the way.

    `platform` is a Qt platform that was asked for by name; `environment` the process's variables.
    """
    if not sys.platform.startswith("linux"):
        return ""
    named = platform or environment.get("QT_QPA_PLATFORM", "")
    wanted = [part.split(":")[0] for part in named.split(";") if part]
    if not wanted:
        wanted = ["wayland"] if environment.get("WAYLAND_DISPLAY") else []
        wanted += ["xcb"] if environment.get("DISPLAY") else []
    if not wanted:
        return NO_DISPLAY
    found = ""
    for name in wanted:
        found = _of_platform(name, environment)
        if not found:
            return ""
    return found


def missing_library(error: str) -> str:
    """The sentence for the loader's message about a shared library that is not there (`libEGL.so.1: cannot open …`)."""
    library = error.split(":", maxsplit=1)[0].strip()
    package = _PACKAGES.get(library.split(".so")[0].rstrip("-0123456789."), library.split(".so")[0])
    return NO_LIBRARY.format(library=library, package=package)


def _of_platform(name: str, environment: Mapping[str, str]) -> str:
    if name == "xcb":
        if not environment.get("DISPLAY"):
            return NO_DISPLAY
        return _plugin("libqxcb.so") or _x_server(environment["DISPLAY"])
    if name.startswith("wayland"):
        socket = environment.get("WAYLAND_DISPLAY", "wayland-0")
        place = Path(environment.get("XDG_RUNTIME_DIR", "/"), socket)
        return "" if place.exists() else NO_CONNECTION.format(where=f"WAYLAND_DISPLAY={socket}")
    return ""


def _plugin(file: str) -> str:
    """Load Qt's platform plugin as Qt will do, for its libraries to be missed here and not there."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        return ""
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / file
    if not plugin.exists():  # Qt of a distribution: it has cared for its libraries
        return ""
    import ctypes

    try:
        ctypes.CDLL(str(plugin), mode=os.RTLD_LAZY)
    except OSError as error:
        return missing_library(str(error))
    return ""


def _x_server(display: str) -> str:
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return missing_library(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return NO_CONNECTION.format(where=f"DISPLAY={display}") if refused else ""
