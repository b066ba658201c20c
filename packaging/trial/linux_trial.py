"""Tries the Debian package and the tar out on clean Debian systems without a network: install, run, upgrade, remove.

    python packaging/trial/linux_trial.py [suite/machine…]      default: all of USUAL

Uses what lies in dist/. What is for arm64 runs in an emulator, many times slower. Exit status 0 only when every step
succeeded; a step that cannot be made is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle.description import DIST, ROOT, WORK, BuildFailed, name, version
from linux.build import MACHINES, compiled_runtime

from trial import keeping, releases, roots
from trial.steps import Failed, demand, wait_for

USUAL = ("bookworm/amd64", "bullseye/amd64")
TOOLS = ["xvfb", "xauth", "x11-utils", "desktop-file-utils", "shared-mime-info", "procps", "imagemagick", "xdotool"]
DISPLAY = ":87"
USER, UID = "zhangsan", 1234


class Trial:
    """A clean system, and an ordinary user of it whose home has a Chinese name.

    It is the `Office` of trial/keeping.py, too.
    """

    def __init__(self, root: Path, machine: str) -> None:
        self.root, self.machine = root, machine
        self.files = self.home = root / "home" / "张三"
        self.patience = 180 if machine == "amd64" else 1200
        self._window: subprocess.Popen[bytes] | None = None

    @property
    def deb(self) -> Path:
        return DIST / f"{name()}_{version()}_{self.machine}.deb"

    def root_does(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        settings = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
        command = ["chroot", str(self.root), "/usr/bin/env", "-i", *settings, *words]
        return subprocess.run(command, check=False, capture_output=True, timeout=self.patience)

    def command(self, *words: str, **more: str) -> list[str]:
        settings = {"HOME": "/home/张三", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "USER": USER, **more}
        told = [f"{key}={value}" for key, value in settings.items()]
        inner = ["/usr/bin/env", "-i", *told, "sh", "-c", 'cd && exec "$@"', "sh", *words]
        return ["chroot", f"--userspec={UID}:{UID}", str(self.root), *inner]

    def user_does(self, *words: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(self.command(*words, **more), check=False, capture_output=True, timeout=self.patience)

    # --- as an office

    @property
    def own(self) -> list[Path]:
        return [self.home / ".config" / name(), self.home / ".local" / "share" / name()]

    def put(self, release: releases.Release) -> None:
        """Install it; what only the older one has is there with it alone."""
        ended = self.root_does("dpkg", "--force-downgrade", "-i", f"/srv/{release.version}.deb")
        demand(ended.returncode == 0, ended.stderr.decode())
        there = (self.root / "opt" / name() / "lib" / "gone.pyc").exists()
        demand(there == (release == releases.OLDER), "旧版本的文件没有换掉")

    def console(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        return self.user_does("selfeval", *words)

    def begin(self, file: str) -> None:
        command = self.command(name(), file, DISPLAY=DISPLAY)
        self._window = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def titles(self) -> list[str]:
        tree = self.user_does("xwininfo", "-root", "-tree", DISPLAY=DISPLAY).stdout.decode("utf-8", "replace")
        return [line.split('"')[1] for line in tree.splitlines() if line.count('"') >= 2]

    def keys(self, title: str, *words: str) -> None:
        focus = ("search", "--onlyvisible", "--name", title, "windowfocus", "--sync")
        for part in (focus, words):
            ended = self.user_does("xdotool", *part, DISPLAY=DISPLAY)
            demand(ended.returncode == 0, f"{part}：{ended.stderr.decode()}")

    def crash(self) -> None:
        if self._window is not None:
            self._window.kill()
            self._window.wait()

    def leave(self, title: str) -> None:
        self.keys(title, "key", "ctrl+q")
        demand(self._window is not None and self._window.wait(self.patience) == 0, "窗口没有正常关闭")

    def picture(self, file: str) -> None:
        self.user_does("import", "-window", "root", file, DISPLAY=DISPLAY)


def install(trial: Trial) -> str:
    shutil.copyfile(trial.deb, trial.root / "srv" / "new.deb")
    before = set(_files(trial.root))
    ended = trial.root_does("dpkg", "-i", "/srv/new.deb")
    demand(ended.returncode == 0, ended.stderr.decode())
    new = set(_files(trial.root)) - before
    demand(all(not path.startswith(("etc/", "home/")) for path in new), "装到了不该装的地方")
    hidden = [path for path in new if not (trial.root / path).lstat().st_mode & 0o004]
    demand(not hidden, f"普通用户读不了 {hidden[:5]}")
    return f"{len(new)} 个文件"


def _files(root: Path) -> "list[str]":
    left_out = ("proc", "dev", "sys", "tmp", "var")
    tops = [top for top in sorted(root.iterdir()) if top.name not in left_out]
    found = []
    for top in tops:
        inside = [path for path in top.rglob("*") if not path.is_dir() or path.is_symlink()]
        found += [path.relative_to(root).as_posix() for path in inside]
    return found


def versions(trial: Trial) -> str:
    for command in ("selfeval", name()):
        told = trial.user_does(command, "--version").stdout.decode().strip()
        demand(told == f"{command} {version()}", f"{command}：{told!r}")
    return told


def linked(trial: Trial) -> str:
    """Every library finds what it needs on a system that has only what the package asks for."""
    look = f"find /opt/{name()} -name '*.so*' -type f -exec ldd {{}} + | grep 'not found' | sort -u"
    missing = trial.root_does("sh", "-c", look).stdout.decode().strip()
    demand(not missing, missing)
    return "所有动态库都找得到"


def selftest(trial: Trial) -> str:
    ended = trial.user_does("selfeval", "selftest", "-o", "自检.txt", "--force")
    demand(ended.returncode == 0, ended.stderr.decode()[-1500:])
    text = (trial.home / "自检.txt").read_text(encoding="utf-8-sig")
    demand("个文件完整无缺" in text, "没有核对程序文件")
    return next(line for line in text.splitlines() if line.endswith(("没有发现问题。", "可以使用。")))


def window_selftest(platform: str) -> "Callable[[Trial], str]":
    def step(trial: Trial) -> str:
        report = trial.home / f"自检-{platform}.txt"
        ended = trial.user_does(name(), "--platform", platform, "--selftest", report.name, DISPLAY=DISPLAY)
        demand(ended.returncode == 0, ended.stderr.decode() + (report.read_text("utf-8") if report.is_file() else ""))
        text = report.read_text(encoding="utf-8-sig")
        demand(f"，{platform}" in text and "[正常] 对话框的语言" in text, text)
        return "窗口的各项检查通过"

    return step


def same_export(trial: Trial) -> str:
    shutil.copyfile(ROOT / "resources" / "sample" / "sample.zxzp.json", trial.home / "样例.zxzp.json")
    ended = trial.user_does("selfeval", "export", "样例.zxzp.json", "--pdf", "样例.pdf", "--bundled-fonts", "--force")
    demand(ended.returncode == 0, ended.stderr.decode())
    here = WORK / "sample.pdf"
    command = [sys.executable, "-m", "selfeval_gui.cli", "export", "resources/sample/sample.zxzp.json", "--pdf"]
    subprocess.run([*command, str(here), "--bundled-fonts", "--force"], check=True, cwd=ROOT, capture_output=True)
    demand(here.read_bytes() == (trial.home / "样例.pdf").read_bytes(), "PDF 与源码导出的不同")
    return f"{here.stat().st_size} 字节相同"


def many_at_once(trial: Trial) -> str:
    """Many reports, worked on by processes of their own: each is what one alone gives."""
    names = [f"批量{number}.zxzp.json" for number in range(1, 5)]
    for file in names:
        shutil.copyfile(trial.home / "样例.zxzp.json", trial.home / file)
    ended = trial.user_does("selfeval", "export", *names, "--to", "批量", "--bundled-fonts", "--force")
    demand(ended.returncode == 0, ended.stderr.decode())
    made = {path.read_bytes() for path in (trial.home / "批量").glob("*.pdf")}
    demand(made == {(trial.home / "样例.pdf").read_bytes()}, "批量导出的与单独导出的不同")
    return f"{len(names)} 份"


def opens(trial: Trial) -> str:
    """The window on a report, on an X display."""
    trial.begin("样例.zxzp.json")
    wait_for("窗口没有打开", lambda: any("样例" in title for title in trial.titles()), trial.patience)
    time.sleep(2 if trial.machine == "amd64" else 60)  # the picture is for those who look at it
    trial.picture("窗口.png")
    title = next(title for title in trial.titles() if "样例" in title)
    trial.leave("样例")
    return title


def is_associated(trial: Trial) -> str:
    """The system knows the type of a report and the program that opens it."""
    shutil.copyfile(trial.home / "样例.zxzp.json", trial.home / "报告.zxzp")
    kinds = trial.root_does("cat", "/usr/share/mime/globs2").stdout.decode()
    demand("application/x-zxzp+json:*.zxzp" in kinds, "没有登记文件类型")
    opened = trial.root_does("cat", "/usr/share/applications/mimeinfo.cache").stdout.decode()
    demand(f"application/x-zxzp+json={name()}.desktop" in opened, "没有登记打开方式")
    ended = trial.root_does("desktop-file-validate", f"/usr/share/applications/{name()}.desktop")
    demand(ended.returncode == 0, ended.stdout.decode())
    return "application/x-zxzp+json"


def upgrade(trial: Trial) -> str:
    """To a newer release with a newer schema of files, and back: what the user has stays, what the old one had goes."""
    python = str(compiled_runtime(MACHINES["linux-amd64"]) / "bin" / "python3.13")
    for release in (releases.OLDER, releases.NEWER):
        changed = WORK / f"deb-{release.version}"
        shutil.rmtree(changed, ignore_errors=True)
        subprocess.run(["dpkg-deb", "-R", str(trial.deb), str(changed)], check=True)
        control = changed / "DEBIAN" / "control"
        told = control.read_text("utf-8").replace(f"Version: {version()}", f"Version: {release.version}")
        control.write_text(told, "utf-8")
        if release == releases.OLDER:
            (changed / "opt" / name() / "lib" / "gone.pyc").write_bytes(b"")
        releases.turn_into(release, changed / "opt" / name(), python)
        packed = trial.root / "srv" / f"{release.version}.deb"
        command = ["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(changed), str(packed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(changed)
    return keeping.keep_all(trial)


def remove(trial: Trial) -> str:
    ended = trial.root_does("dpkg", "--purge", name())
    demand(ended.returncode == 0, ended.stderr.decode())
    left = [path for path in _files(trial.root) if name() in path and not path.startswith(("home/", "srv/"))]
    demand(not left, f"留下了 {left[:5]}")
    demand((trial.home / "样例.zxzp.json").is_file(), "用户的报告不见了")
    return "没有留下任何文件，用户的报告还在"


def unpacked(trial: Trial) -> str:
    """The tar runs from any folder of the user's own."""
    folder = trial.home / "U 盘"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    packed = DIST / f"{name()}-{version()}-linux-{trial.machine}.tar.xz"
    subprocess.run(["tar", "-xf", str(packed), "-C", str(folder)], check=True)
    _give(trial)
    ended = trial.user_does(f"U 盘/{name()}/selfeval", "selftest", "-o", "自检-便携.txt", "--force")
    demand(ended.returncode == 0, ended.stderr.decode()[-1500:])
    ended = trial.user_does(f"U 盘/{name()}/add-to-menu.sh")
    entry = trial.home / ".local/share/applications" / f"{name()}.desktop"
    demand(ended.returncode == 0 and f"/home/张三/U 盘/{name()}/{name()}" in entry.read_text(encoding="utf-8"), "菜单")
    trial.user_does(f"U 盘/{name()}/add-to-menu.sh", "--remove")
    demand(not entry.exists(), "菜单项没有撤销")
    return "自检通过，菜单项能加能撤"


STEPS = (
    ("安装", install),
    ("动态库", linked),
    ("版本", versions),
    ("自检", selftest),
    ("窗口自检（xcb）", window_selftest("xcb")),
    ("窗口自检（offscreen）", window_selftest("offscreen")),
    ("导出与源码逐字节相同", same_export),
    ("批量导出", many_at_once),
    ("打开窗口", opens),
    ("文件关联", is_associated),
    ("升级和退回", upgrade),
    ("卸载", remove),
    ("解压即用", unpacked),
)


def _give(trial: Trial) -> None:
    for path in [trial.home, *trial.home.rglob("*")]:
        os.chown(path, UID, UID, follow_symlinks=False)


def depends(machine: str) -> list[str]:
    """What the package asks of a system: the names, of alternatives all."""
    told = subprocess.run(
        ["dpkg-deb", "-f", str(DIST / f"{name()}_{version()}_{machine}.deb"), "Depends"],
        check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip
    return [choice.split(" (")[0].strip() for entry in told.split(",") for choice in entry.split("|")]


def root_of(suite: str, machine: str) -> Path:
    """A root with only what the package asks for, and what tries it out."""
    absent = {"bullseye": "t64", "bookworm": "t64"}.get(suite, "no such ending")  # names that are not known there yet
    packages = [package for package in depends(machine) if not package.endswith(absent) and package != "libgcc1"]
    kinds = () if machine == "amd64" else (machine,)
    return roots.make(f"try-{suite}-{machine}", suite, sorted({*packages, *TOOLS}), kinds)


def try_on(suite: str, machine: str) -> None:
    trial = Trial(roots.ROOTS / f"try-{suite}-{machine}", machine)
    shutil.rmtree(trial.home, ignore_errors=True)
    trial.home.mkdir()
    trial.root_does("dpkg", "--purge", name())
    _give(trial)
    roots.mount(trial.root)
    subprocess.Popen(
        ["chroot", str(trial.root), "Xvfb", DISPLAY, "-noreset", "-screen", "0", "1366x768x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for title, step in STEPS:
        at = time.monotonic()
        told = step(trial)
        _give(trial)
        print(f"通过　{suite}/{machine}　{title}（{time.monotonic() - at:.1f} 秒）：{told}", flush=True)


def main(arguments: "list[str]") -> int:
    systems = arguments or list(USUAL)
    try:
        if roots.is_inside():
            try_on(*systems[0].split("/"))
            return 0
        for system in systems:
            root_of(*system.split("/"))
            if roots.enter([__file__, system]):
                return 1
    except (Failed, roots.TrialImpossible, BuildFailed, ValueError, OSError, subprocess.SubprocessError) as fault:
        print(f"失败：{fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
