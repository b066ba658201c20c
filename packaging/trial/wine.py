"""One user's Windows under Wine 10: a prefix in a Debian 13 root, entered without a network. It tries out nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bundle.description import DIST, WORK, name, version
from windows import build as windows

from trial import releases
from trial.steps import demand, wait_for

PACKAGES = ["wine", "wine64", "xvfb", "xauth", "locales", "fonts-wqy-microhei", "libgl1", "x11-utils", "xdotool"]
PACKAGES += ["imagemagick", "procps"]
USER, UID = "张三", 1234
DISPLAY = ":88"
PATIENCE = 180


class Trial:
    """One user's Windows: a Wine prefix in a Debian 13 root. Windows' Z: is the root, /w is for our files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.work = root / "w"
        self.home = root / "home" / USER
        self.profile = self.home / ".wine" / "drive_c" / "users" / USER
        self.installed = self.profile / "AppData" / "Local" / "Programs" / name()
        self.data = self.profile / "AppData" / "Local" / name()
        self._window: subprocess.Popen[bytes] | None = None
        self.exe = f"C:\\users\\{USER}\\AppData\\Local\\Programs\\{name()}"

    def run(self, *words: str, seconds: float = PATIENCE) -> "subprocess.CompletedProcess[bytes]":
        """A command of the root, as the user."""
        return subprocess.run(self._command(*words), check=False, capture_output=True, timeout=seconds)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        return subprocess.Popen(self._command(*words), stdout=pipe, stdin=pipe, stderr=subprocess.DEVNULL)

    def launch(self, *words: str) -> None:
        """A command that leaves a program running, which must not hold a pipe of ours."""
        quiet = subprocess.DEVNULL
        subprocess.run(self._command(*words), check=False, stdin=quiet, stdout=quiet, stderr=quiet, timeout=PATIENCE)

    def _command(self, *words: str) -> list[str]:
        settings = {
            "HOME": f"/home/{USER}", "USER": USER, "LOGNAME": USER, "PATH": "/usr/bin:/bin", "DISPLAY": DISPLAY,
            "LC_ALL": "zh_CN.UTF-8", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }  # fmt: skip
        told = [f"{key}={value}" for key, value in settings.items()]
        inner = ["/usr/bin/env", "-i", *told, "sh", "-c", 'cd /w && exec "$@"', "sh", *words]
        return ["chroot", f"--userspec={UID}:{UID}", str(self.root), *inner]

    def console(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """The installed command-line program."""
        return self.run("wine", f"{self.exe}\\selfeval.exe", *words)

    def window(self, *words: str, seconds: float = PATIENCE) -> "subprocess.CompletedProcess[bytes]":
        """The installed window program, until it ends."""
        return self.run("wine", f"{self.exe}\\{name()}.exe", *words, seconds=seconds)

    def titles(self) -> list[str]:
        """The titles of the windows on the screen."""
        tree = self.run("xwininfo", "-root", "-tree").stdout.decode("utf-8", "replace")
        return [line.split('"')[1] for line in tree.splitlines() if line.count('"') >= 2]

    def picture(self, file: str) -> None:
        """The screen, for those who look at it afterwards."""
        self.run("import", "-window", "root", f"/w/{file}")

    # --- as the `Office` of trial/keeping.py

    @property
    def files(self) -> Path:
        return self.work

    @property
    def own(self) -> list[Path]:
        return [self.data]

    def put(self, release: releases.Release) -> None:
        ended = self.run("wine", f"setup-{release.version}.exe", "/S")
        demand(ended.returncode == 0, f"安装程序以 {ended.returncode} 结束")

    def begin(self, file: str) -> None:
        quiet = subprocess.DEVNULL
        command = self._command("wine", f"{self.exe}\\{name()}.exe", file)
        self._window = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)

    def keys(self, title: str, *words: str) -> None:
        focus = ("search", "--onlyvisible", "--name", title, "windowfocus", "--sync")
        for part in (focus, words):
            ended = self.run("xdotool", *part)
            demand(ended.returncode == 0, f"{part}：{ended.stderr.decode()}")

    def crash(self) -> None:
        self.run("wine", "taskkill", "/f", "/im", f"{name()}.exe")
        wait_for("窗口没有结束", lambda: self._window is None or self._window.poll() is not None)

    def leave(self, title: str) -> None:
        self.run("wine", "taskkill", "/im", f"{name()}.exe")
        wait_for(f"“{title}”没有关闭", lambda: self._window is None or self._window.poll() is not None)


def give(trial: Trial, folder: "Path | None" = None) -> None:
    """The user owns what lies in /w."""
    for path in [folder or trial.work, *(folder or trial.work).rglob("*")]:
        os.chown(path, UID, UID, follow_symlinks=False)


def prepare(root: Path) -> Trial:
    """A root with the user, the locale and a Wine prefix as on the first day."""
    trial = Trial(root)
    if not trial.home.is_dir():
        with (root / "etc/locale.gen").open("a", encoding="utf-8") as file:
            file.write("zh_CN.UTF-8 UTF-8\n")
        subprocess.run(["chroot", str(root), "locale-gen"], check=True, stdout=subprocess.DEVNULL)
        for file, line in (("passwd", f"{USER}:x:{UID}:{UID}::/home/{USER}:/bin/bash"), ("group", f"{USER}:x:{UID}:")):
            with (root / "etc" / file).open("a", encoding="utf-8") as opened:
                opened.write(f"{line}\n")
        trial.home.mkdir()
        os.chown(trial.home, UID, UID)
    shutil.rmtree(trial.work, ignore_errors=True)
    trial.work.mkdir()
    shutil.rmtree(trial.home / ".wine", ignore_errors=True)
    return trial


def begin(trial: Trial) -> None:
    """Start the X server and make the prefix; Windows 10."""
    subprocess.Popen(
        ["chroot", str(trial.root), "Xvfb", DISPLAY, "-noreset", "-screen", "0", "1366x768x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    windows.unpack_runtime(windows.runtime_zip(), trial.work / "holder", drop=())
    shutil.copyfile(DIST / f"{name()}-{version()}-windows-setup.exe", trial.work / "setup.exe")
    give(trial)
    demand(trial.run("wineboot", "-i").returncode == 0, "Wine 没有启动")
    key = ["wine", "reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"]
    demand(trial.run(*key).returncode == 0, "不能设置 Windows 版本")


def make_releases(trial: Trial) -> None:
    """Installers of an older and a newer release, packed fast."""
    for release in (releases.OLDER, releases.NEWER):
        program = WORK / "windows" / f"release-{release.version}"
        shutil.rmtree(program, ignore_errors=True)
        shutil.copytree(WORK / "windows" / name(), program)
        releases.turn_into(release, program, sys.executable)
        target = trial.work / f"setup-{release.version}.exe"
        words = windows.installer_words(program, target, windows.LIBRARY, release.version)
        windows.make_installer(["-XSetCompressor /FINAL zlib", *words])
        shutil.rmtree(program)
    give(trial)
