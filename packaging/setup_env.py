"""Prepare `.venv` from the hash-pinned lock, and the few system libraries that Qt needs on Debian.

    python packaging/setup_env.py             everything: to run, test and check the program
    python packaging/setup_env.py --runtime   only what running it needs

Standard library only, and every Python 3 must be able to read it, so that an old one gets a sentence instead
of a syntax error. A stamp of the lock makes the second run cost a fraction of a second. It must not touch
anything outside the checkout except by apt-get, and only for libraries that are missing.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "selfeval-setup-stamp"
LOCKS = {"runtime": ROOT / "requirements" / "lock.txt", "dev": ROOT / "requirements" / "dev-lock.txt"}
EDITION = "1"  # raise it when a `.venv` made by an older version of this script has to be made again
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
VENV_PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")

# What the locked PySide6 offers wheels for; the lock, not our code, sets the upper end.
OLDEST, TOO_NEW = (3, 11), (3, 14)

# Shared library -> Debian package. The first group is needed to import QtGui at all (also without a display).
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",  # QtNetwork, for handing a file over to the running window
}
# Needed by a window on an X display only.
XCB_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
COMMANDS = {"selfeval": "selfeval_gui.cli", "selfeval-gui": "selfeval_gui.gui.app"}
NETWORK_SIGNS = (
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ConnectionError",
    "ProxyError",
    "SSLError",
    "name resolution",
    "timed out",
    "Network is unreachable",
)


class SetupFailed(Exception):
    """Setting up cannot go on; `str()` of it is the one sentence that the user gets."""


def main() -> int:
    """Set up and return the exit status: 0 done, 1 a sentence on standard error says what to do."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description="准备运行环境 .venv")
    parser.add_argument("--runtime", action="store_true", help="只安装运行所需的部分")
    wanted = "runtime" if parser.parse_args().runtime else "dev"
    try:
        check_python()
        if not is_done(wanted):
            make_venv()
            install(wanted)
            connect_project()
            remember(wanted)
            print(f"运行环境已就绪：{VENV}")
        install_system_libraries()
    except SetupFailed as failure:
        print(str(failure), file=sys.stderr)
        return 1
    return 0


def check_python() -> None:
    """Refuse Pythons that the locked packages have no wheels for."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        raise SetupFailed("需要 Python 3.11 至 3.13（64 位），当前是 {}.{}。".format(*sys.version_info[:2]))


def fingerprint(kind: str) -> str:
    """What `.venv` was made of: the way it is made, the lock, and the checkout's place."""
    digest = hashlib.sha256()
    for part in (EDITION.encode(), LOCKS[kind].read_bytes(), str(ROOT).encode("utf-8")):
        digest.update(part + b"\0")
    return f"{kind} {digest.hexdigest()}"


def is_done(kind: str) -> bool:
    """Whether `.venv` already holds what `kind` asks for; the dev lock contains the runtime lock."""
    if not (STAMP.is_file() and VENV_PYTHON.exists()):
        return False
    done = STAMP.read_text(encoding="utf-8").splitlines()
    return fingerprint("dev") in done or fingerprint(kind) in done


def remember(kind: str) -> None:
    """Write the stamp, last of all, so that an interrupted run starts again."""
    STAMP.write_text(fingerprint(kind) + "\n", encoding="utf-8")


def make_venv() -> None:
    """Make `.venv` unless a working one is there."""
    if VENV_PYTHON.exists() and succeeds([str(VENV_PYTHON), "-m", "pip", "--version"]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        apt_install([package], "缺少 Python 的虚拟环境组件")
    if VENV.exists():
        shutil.rmtree(VENV)
    print("正在创建虚拟环境……", flush=True)
    run([sys.executable, "-m", "venv", str(VENV)], "无法创建虚拟环境 .venv，请检查磁盘空间和目录权限。")


def install(kind: str) -> None:
    """Install exactly the locked wheels; pip refuses every file whose hash is not in the lock.

    The lock is complete, so nothing is resolved: pip 23 would look at the newest `coverage` for `coverage[toml]`, find
    no hash for it, and stop on the day after its release.
    """
    print("正在下载并安装所需的软件包（首次约需几分钟）……", flush=True)
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["-r", str(LOCKS[kind])]
    run(command, "安装软件包失败，请把上面的信息发给维护人员。")


def connect_project() -> None:
    """Let `.venv` import the project from the checkout, and give it the two commands; nothing is built."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(VENV_PYTHON), "-c", where], check=True, stdout=subprocess.PIPE)
    site = Path(os.fsdecode(found.stdout).strip())
    (site / "selfeval_gui.pth").write_text(path_line(ROOT), encoding="ascii")
    for name, module in COMMANDS.items():
        if WINDOWS:
            script, text = SCRIPTS / (name + ".cmd"), f'@"%~dp0python.exe" -m {module} %*\n'
        else:
            script = SCRIPTS / name
            text = f'#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m {module} "$@"\n'
        script.write_text(text, encoding="ascii")
        script.chmod(0o755)


def path_line(folder: Path) -> str:
    """The line of a .pth file that puts a folder on the path. ASCII whatever the folder is called.

    Pythons before 3.13 read it in the machine's own encoding: GBK on Windows, ASCII where the locale is not installed.
    """
    return f"import os, sys; sys.path.append(os.fsdecode({os.fsencode(str(folder))!r}))\n"


def install_system_libraries() -> None:
    """Install what Qt needs from the system and does not find; Linux only."""
    if not sys.platform.startswith("linux"):
        return
    needed = dict(QT_LIBRARIES)
    if os.environ.get("DISPLAY"):
        needed.update(XCB_LIBRARIES)
    packages = sorted(package for library, package in needed.items() if not loads(library))
    if packages:
        apt_install(packages, "缺少 Qt 所需的系统库")


def loads(library: str) -> bool:
    """Whether the dynamic loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: "list[str]", why: str) -> None:
    """Install Debian packages as root or by a sudo that asks nothing; else say which, in one sentence."""
    names = " ".join(map(todays_name, packages))
    advice = f"{why}，请先运行：sudo apt-get install {names}"
    if shutil.which("apt-get") is None:
        raise SetupFailed(f"{why}（Debian 中的名称：{names}），请先用系统的软件包管理器安装。")
    if os.geteuid() == 0:
        prefix = []  # type: list[str]
    elif shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        prefix = ["sudo", "-n"]
    else:
        raise SetupFailed(advice)
    print(f"{why}，正在安装：{names}", flush=True)
    prefix += ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Acquire::Retries=3"]
    succeeds([*prefix, "update"])  # stale lists may still do, and the next line tells if not
    # Asked again: on a fresh machine only the update told apt the names.
    run([*prefix, "install", "-y", "--no-install-recommends", *map(todays_name, packages)], advice)


def todays_name(package: str) -> str:
    """What this Debian calls a package: Debian 13 renamed some in the 64-bit time transition."""
    renamed = package + "t64"
    return renamed if succeeds(["apt-cache", "show", renamed]) else package


def succeeds(command: "list[str]") -> bool:
    """Run quietly; whether it ended well."""
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, check=False).returncode == 0
    except OSError:
        return False


def run(command: "list[str]", sentence: str) -> None:
    """Run; when it fails, show what it wrote and raise `SetupFailed` with the sentence that fits."""
    ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ended.returncode == 0:
        return
    output = ended.stdout.decode("utf-8", "replace")
    if any(sign in output for sign in NETWORK_SIGNS):
        raise SetupFailed("连接不到软件包仓库，请检查网络（或 pip 的镜像设置）后再试一次。")
    print("\n".join(output.strip().splitlines()[-8:]), file=sys.stderr)
    raise SetupFailed(sentence)


if __name__ == "__main__":
    sys.exit(main())
