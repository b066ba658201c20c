"""Tries the Debian package and the tar out on clean Debian systems without a network: install, run, upgrade, remove.

    python packaging/trial/linux_trial.py [suite…]      default: bookworm and bullseye

Uses what lies in dist/. Exit status 0 only when every step succeeded; a step that cannot be made is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle.description import DIST, ROOT, WORK, name, version

from trial import roots

SUITES = ("bookworm", "bullseye")
TOOLS = ["xvfb", "xauth", "x11-utils", "desktop-file-utils", "shared-mime-info", "procps", "imagemagick"]
DISPLAY = ":87"
USER, UID = "zhangsan", 1234


class Failed(Exception):
    """A step did not end as it has to."""


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)


class Trial:
    """A clean system, and an ordinary user of it whose home has a Chinese name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home" / "张三"

    def root_does(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        settings = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
        command = ["chroot", str(self.root), "/usr/bin/env", "-i", *settings, *words]
        return subprocess.run(command, check=False, capture_output=True, timeout=180)

    def command(self, *words: str, **more: str) -> list[str]:
        settings = {"HOME": "/home/张三", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "USER": USER, **more}
        told = [f"{key}={value}" for key, value in settings.items()]
        inner = ["/usr/bin/env", "-i", *told, "sh", "-c", 'cd && exec "$@"', "sh", *words]
        return ["chroot", f"--userspec={UID}:{UID}", str(self.root), *inner]

    def user_does(self, *words: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(self.command(*words, **more), check=False, capture_output=True, timeout=180)


def install(trial: Trial) -> str:
    shutil.copyfile(DIST / f"{name()}_{version()}_amd64.deb", trial.root / "srv" / "new.deb")
    before = set(_files(trial.root))
    ended = trial.root_does("dpkg", "-i", "/srv/new.deb")
    demand(ended.returncode == 0, ended.stderr.decode())
    new = set(_files(trial.root)) - before
    demand(all(not path.startswith(("etc/", "home/")) for path in new), "装到了不该装的地方")
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


def opens(trial: Trial) -> str:
    """The window on a report, on an X display."""
    process = subprocess.Popen(
        trial.command(name(), "样例.zxzp.json", DISPLAY=DISPLAY), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    end, title = time.monotonic() + 60, ""
    while not title and time.monotonic() < end and process.poll() is None:
        tree = trial.user_does("xwininfo", "-root", "-tree", DISPLAY=DISPLAY).stdout.decode("utf-8", "replace")
        title = next((line.split('"')[1] for line in tree.splitlines() if "样例" in line and '"' in line), "")
        time.sleep(0.3)
    time.sleep(2)
    trial.user_does("import", "-window", "root", "窗口.png", DISPLAY=DISPLAY)
    process.terminate()
    told = process.communicate(timeout=30)[1].decode()
    demand(bool(title), f"窗口没有打开：{told}")
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
    """From an older package: what the user has stays, what the old one had is gone."""
    older = trial.root / "srv" / "older"
    shutil.rmtree(older, ignore_errors=True)
    demand(trial.root_does("dpkg-deb", "-R", "/srv/new.deb", "/srv/older").returncode == 0, "dpkg-deb")
    control = older / "DEBIAN" / "control"
    control.write_text(control.read_text("utf-8").replace(f"Version: {version()}", "Version: 0.0.9"), "utf-8")
    (older / "opt" / name() / "lib" / "gone.pyc").write_bytes(b"")
    demand(trial.root_does("dpkg-deb", "-Znone", "-b", "/srv/older", "/srv/older.deb").returncode == 0, "dpkg-deb")
    keep = trial.home / ".config" / "selfeval-gui" / "settings.ini"
    keep.parent.mkdir(parents=True, exist_ok=True)
    keep.write_text("[window]\n", encoding="utf-8")
    for package in ("older", "new", "older"):  # and back, as somebody may want to
        ended = trial.root_does("dpkg", "--force-downgrade", "-i", f"/srv/{package}.deb")
        demand(ended.returncode == 0, ended.stderr.decode())
        there = (trial.root / "opt" / name() / "lib" / "gone.pyc").exists()
        demand(there == (package == "older"), "旧版本的文件没有换掉")
    demand(keep.read_text(encoding="utf-8") == "[window]\n", "用户的设置变了")
    return f"0.0.9 → {version()}，也能退回"


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
    packed = DIST / f"{name()}-{version()}-linux-amd64.tar.xz"
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
    ("打开窗口", opens),
    ("文件关联", is_associated),
    ("升级和退回", upgrade),
    ("卸载", remove),
    ("解压即用", unpacked),
)


def _give(trial: Trial) -> None:
    for path in [trial.home, *trial.home.rglob("*")]:
        os.chown(path, UID, UID, follow_symlinks=False)


def depends() -> list[str]:
    """What the package asks of a system: the names, of alternatives all."""
    told = subprocess.run(
        ["dpkg-deb", "-f", str(DIST / f"{name()}_{version()}_amd64.deb"), "Depends"],
        check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip
    return [choice.split(" (")[0].strip() for entry in told.split(",") for choice in entry.split("|")]


def try_on(suite: str) -> None:
    root = roots.ROOTS / f"try-{suite}"
    trial = Trial(root)
    shutil.rmtree(trial.home, ignore_errors=True)
    trial.home.mkdir()
    trial.root_does("dpkg", "--purge", name())
    _give(trial)
    roots.mount(root)
    subprocess.Popen(
        ["chroot", str(root), "Xvfb", DISPLAY, "-screen", "0", "1366x768x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for title, step in STEPS:
        at = time.monotonic()
        told = step(trial)
        _give(trial)
        print(f"通过　{suite}　{title}（{time.monotonic() - at:.1f} 秒）：{told}", flush=True)


def main(arguments: "list[str]") -> int:
    suites = arguments or list(SUITES)
    try:
        if roots.is_inside():
            try_on(suites[0])
            return 0
        known = {"bullseye": "t64", "bookworm": "t64"}  # names that those releases do not have yet
        for suite in suites:
            absent = known.get(suite, "no such ending")
            packages = [package for package in depends() if not package.endswith(absent) and package != "libgcc1"]
            roots.make(f"try-{suite}", suite, sorted(set(packages + TOOLS)))
            if roots.enter([__file__, suite]):
                return 1
    except (Failed, roots.TrialImpossible, OSError, subprocess.SubprocessError) as fault:
        print(f"失败：{fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
