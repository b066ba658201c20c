"""Where the program keeps its own files on this machine, and where the user's documents are.

The only module that knows appdirs. Only the doors (`gui`, `cli`) ask it; everything else is given folders as
parameters. It must not create folders: whoever writes first does.

The environment variable SELFEVAL_HOME puts everything of the program's own below one folder: portable use
from a stick, and tests.
"""

import os
import sys
from pathlib import Path
from typing import Any

HOME_VARIABLE = "SELFEVAL_HOME"
_APPLICATION = "selfeval-gui"


def data() -> Path:
    """The folder of recovery copies, backups and the list of last year's files; per user, never roaming."""
    return _own("data") or _long(_appdirs().user_data_dir(_APPLICATION, appauthor=False))


def config() -> Path:
    """The folder of settings: window size, recent files."""
    return _own("config") or _long(_appdirs().user_config_dir(_APPLICATION, appauthor=False))


def logs() -> Path:
    """The folder of the log, which holds field paths and error types, never what people wrote."""
    return _own("logs") or _long(_appdirs().user_log_dir(_APPLICATION, appauthor=False))


def temporary() -> Path | None:
    """The folder of this user's own, in the machine's temporary one, for recovery copies that fit nowhere else.

    None with SELFEVAL_HOME: whoever works from a stick leaves nothing behind on the machine.
    """
    if os.environ.get(HOME_VARIABLE):
        return None
    import tempfile

    who = os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    return _long(tempfile.gettempdir()) / f"selfeval-recovery-{who}"


def documents() -> Path:
    """The folder that file dialogs open first: the user's documents, or their home when there is none.

    SELFEVAL_HOME does not move it, for it belongs to the user. Read from the registry on Windows (offices
    move it to D: or to a share), from user-dirs.dirs on Linux (it is called 文档 there).
    """
    home = Path.home()
    told = _windows_documents() if sys.platform == "win32" else _xdg_documents(home)
    for folder in (told, home / "Documents", home / "文档"):
        if folder is not None and folder.is_dir():
            return _long(str(folder))
    return _long(str(home))


def _own(name: str) -> Path | None:
    told = os.environ.get(HOME_VARIABLE)
    return _long(os.path.join(os.path.expanduser(told), name)) if told else None  # noqa: PTH111, PTH118


def _long(folder: str) -> Path:
    # appdirs returns an 8.3 short path (C:\users\__~~~1SU) when the Windows user name is Chinese; realpath
    # gives the long one back, also when the folder does not exist yet.
    return Path(os.path.realpath(folder))


def _appdirs() -> Any:
    import appdirs  # late: most commands need none of these folders

    return appdirs


def _xdg_documents(home: Path) -> Path | None:
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    try:
        lines = settings.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    for line in lines:
        key, _, value = line.strip().partition("=")
        if key == "XDG_DOCUMENTS_DIR":
            return Path(value.strip('"').replace("$HOME", str(home)))
    return None


def _windows_documents() -> Path | None:
    if sys.platform == "win32":
        import winreg

        place = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:
                value, _ = winreg.QueryValueEx(key, "Personal")
        except OSError:
            return None
        return Path(os.path.expandvars(str(value)))
    return None


def fonts() -> tuple[Path, ...]:
    """The folders where this machine and this user keep installed fonts; folders that do not exist are left out."""
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", "")
        told = [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    else:
        home = Path.home()
        told = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
    return tuple(folder for folder in told if folder.is_dir())
