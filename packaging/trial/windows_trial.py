"""Tries the Windows package out under Wine 10, as a user whose name is Chinese, with code page 936 and no network.

    python packaging/trial/windows_trial.py

Uses what lies in dist/. Exit status 0 only when every step succeeded; a step that cannot be made is a failure. Wine is
not Windows: looks, input methods, printers, scanners and network shares are not tried here.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle.description import DIST, ROOT, BuildFailed, described, name, version

from trial import keeping, roots
from trial.steps import Failed, demand, wait_for
from trial.wine import PACKAGES, USER, Trial, begin, give, make_releases, prepare

# --- the steps, in their order


def install(trial: Trial) -> str:
    """Silently, for this user alone, under a Chinese user name."""
    ended = trial.run("wine", "setup.exe", "/S")
    demand(ended.returncode == 0, f"安装程序以 {ended.returncode} 结束")
    missing = _different(trial.installed)
    demand(not missing, f"安装后文件不对：{missing[:5]}")
    demand((trial.profile / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs").is_dir(), "没有开始菜单")
    shortcuts = [path.name for path in trial.profile.rglob(f"{described()['program']['title']}.lnk")]
    demand(len(shortcuts) == 2, f"快捷方式 {shortcuts}")
    return f"{sum(1 for _ in trial.installed.rglob('*'))} 个文件和文件夹，2 个快捷方式"


def _different(program: Path) -> list[str]:
    lines = (program / "files.sha256").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("  ", 1) for line in lines]
    return [file for digest, file in pairs if not _is(program / file, digest)]


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def versions(trial: Trial) -> str:
    told = trial.console("--version").stdout.decode().strip()
    demand(told == f"selfeval {version()}", f"selfeval --version：{told!r}")
    window = trial.window("--version").stdout.decode().strip()
    demand(window == f"{name()} {version()}", f"{name()} --version：{window!r}")
    return told


def selftest_on(platform: str) -> Callable[[Trial], str]:
    """The program's own checks, those of the window too, with a platform plugin of Qt."""

    def step(trial: Trial) -> str:
        report = trial.work / f"自检-{platform}.txt"
        report.unlink(missing_ok=True)
        ended = trial.window("--platform", platform, "--selftest", f"Z:\\w\\{report.name}")
        demand(report.is_file(), f"没有自检报告（结束状态 {ended.returncode}）")
        text = report.read_text(encoding="utf-8-sig")
        bad = [line for line in text.splitlines() if line.startswith("[不正常]")]
        demand(ended.returncode == 0 and not bad, "\n".join(bad) or f"结束状态 {ended.returncode}")
        demand(f"，{platform}" in text, "不是这个显示平台")
        demand("代码页 936" in text, "不是代码页 936")
        demand(USER not in text, "自检报告里有用户名")
        return next(line for line in text.splitlines() if "项" in line and "。" in line)

    return step


def import_probe(trial: Trial) -> str:
    """A Word 97 file, read in the child process."""
    shutil.copyfile(ROOT / "resources" / "probes" / "probe.doc", trial.work / "去年 的报告.doc")
    ended = trial.console("import", "去年 的报告.doc", "--json")
    demand(ended.returncode == 0, ended.stderr.decode("utf-8", "replace"))
    found = json.loads(ended.stdout)["report"]
    demand(found["basic_info"]["actual_expenditure"] == "35.82", "金额不对")
    demand(found["evaluators"][1]["name"] == "覃䶮", "生僻字不对")
    return found["cover"]["project_name"]


def same_export(trial: Trial) -> str:
    """The sample's PDF is the one that the checkout makes on Linux, byte for byte."""
    shutil.copyfile(ROOT / "resources" / "sample" / "sample.zxzp.json", trial.work / "样例.zxzp.json")
    ended = trial.console("export", "样例.zxzp.json", "--pdf", "样例.pdf", "--bundled-fonts", "--force")
    demand(ended.returncode == 0, ended.stderr.decode("utf-8", "replace"))
    here = ROOT / "build" / "packages" / "sample.pdf"
    command = [sys.executable, "-m", "selfeval_gui.cli", "export", "resources/sample/sample.zxzp.json", "--pdf"]
    subprocess.run([*command, str(here), "--bundled-fonts", "--force"], check=True, cwd=ROOT, capture_output=True)
    ours, theirs = here.read_bytes(), (trial.work / "样例.pdf").read_bytes()
    demand(ours == theirs, f"PDF 不同：{len(ours)} 与 {len(theirs)} 字节")
    return f"{len(theirs)} 字节相同"


def many_at_once(trial: Trial) -> str:
    """Many reports, worked on by processes of their own: each is what one alone gives."""
    names = [f"批量{number}.zxzp.json" for number in range(1, 5)]
    for file in names:
        shutil.copyfile(trial.work / "样例.zxzp.json", trial.work / file)
    ended = trial.console("export", *names, "--to", "批量", "--bundled-fonts", "--force")
    demand(ended.returncode == 0, ended.stderr.decode("utf-8", "replace"))
    made = {path.read_bytes() for path in (trial.work / "批量").glob("*.pdf")}
    demand(made == {(trial.work / "样例.pdf").read_bytes()}, "批量导出的与单独导出的不同")
    return f"{len(names)} 份"


_HOLD = "import sys; f = open(sys.argv[1], 'rb'); print('held', flush=True); sys.stdin.readline()"
_REPLACE = """
import sys
sys.path.insert(0, sys.argv[1] + '\\\\lib\\\\pure.zip')
from pathlib import Path
from selfeval_gui.storage import disk, outcomes
try:
    disk.replace(Path(sys.argv[2]), Path(sys.argv[3]), lambda _: None)
    print('replaced')
except OSError as error:
    print(error.winerror, type(outcomes.of_error(error, Path(sys.argv[3]))).__name__)
"""


def locked_file(trial: Trial) -> str:
    """Another process has the file open: nothing is lost, and the sentence says so. Both real errors of Windows."""
    target = trial.work / "被占用.zxzp.json"
    target.write_bytes(b"old")
    (trial.work / "source.tmp").write_bytes(b"new")
    give(trial)
    found = []
    for held in ("被占用.zxzp.json", "source.tmp"):
        holder = trial.start("wine", "holder\\python.exe", "-c", _HOLD, held)
        demand(holder.stdout.readline().strip() == b"held", "占用文件的程序没有启动")
        told = trial.run("wine", "holder\\python.exe", "-c", _REPLACE, trial.exe, "source.tmp", "被占用.zxzp.json")
        found.append(told.stdout.decode().strip())
        if held == target.name:
            ended = trial.console("sample", "-o", target.name, "--force")
            sentence = ended.stderr.decode("utf-8", "replace").strip()
            demand(ended.returncode == 3 and "占用" in sentence, f"{ended.returncode} {sentence}")
            demand(target.read_bytes() == b"old", "原文件被改动")
            left = list(trial.work.glob(".selfeval-*.tmp"))
            demand(not left, f"留下了 {left}")
        holder.communicate(b"\n", timeout=60)
    demand(found == ["5 InUse", "32 InUse"], f"系统错误：{found}")
    ended = trial.console("sample", "-o", target.name, "--force")
    demand(ended.returncode == 0 and target.read_bytes() != b"old", "释放后仍不能保存")
    return "系统错误 5 和 32 都认出来，原文件完好，释放后保存成功"


def open_by_association(trial: Trial) -> str:
    """A double click on a report opens it in a real window."""
    report = trial.work / "汛期 报告.zxzp"
    shutil.copyfile(ROOT / "resources" / "sample" / "sample.zxzp.json", report)
    give(trial)
    progid = described()["program"]["progid"]
    for key in (".zxzp", progid):  # Wine's shell looks for associations among the machine's keys only
        pair = [f"{hive}\\Software\\Classes\\{key}" for hive in ("HKCU", "HKLM")]
        demand(trial.run("wine", "reg", "copy", *pair, "/s", "/f").returncode == 0, f"没有登记 {key}")
    trial.launch("wine", "start", f"Z:\\w\\{report.name}")
    wait_for("窗口没有打开", lambda: any(report.name in title for title in trial.titles()))
    time.sleep(3)
    trial.picture("window.png")
    return next(title for title in trial.titles() if report.name in title)


def refuse_while_running(trial: Trial) -> str:
    """Neither the installer nor the uninstaller touches a program that is in use."""
    ended = trial.run("wine", "setup.exe", "/S")
    demand(ended.returncode == 5, f"运行时安装，结束状态 {ended.returncode}")
    demand(not _different(trial.installed), "正在运行的程序被改动")
    return "结束状态 5，程序没有改动"


def close_window(trial: Trial) -> str:
    """The window closes when it is told to, as at the end of a session."""
    trial.run("wine", "taskkill", "/im", f"{name()}.exe")
    wait_for("窗口没有关闭", lambda: not any("汛期" in title for title in trial.titles()), 30)
    settings = list(self_files(trial))
    demand(bool(settings), "没有留下设置")
    return f"设置在 {settings[0].parent.relative_to(trial.profile)}"


def self_files(trial: Trial) -> list[Path]:
    """The program's own files of this user."""
    return [path for path in trial.profile.rglob("*") if path.is_file() and path.name == "settings.ini"]


def upgrade(trial: Trial) -> str:
    """Over an installed program: all files new, none of the old ones left, what the user has stays."""
    stale, own = trial.installed / "lib" / "旧版本.pyc", trial.installed / "我的文件.txt"
    stale.write_bytes(b"")
    own.write_bytes(b"mine")
    before = {path: path.read_bytes() for path in self_files(trial)}
    (trial.installed / "lib" / "pure.zip").write_bytes(b"an older one")
    give(trial, trial.installed)
    ended = trial.run("wine", "setup.exe", "/S")
    demand(ended.returncode == 0, f"结束状态 {ended.returncode}")
    demand(not _different(trial.installed) and not stale.exists(), "升级后文件不对")
    demand(own.read_bytes() == b"mine", "用户的文件不见了")
    demand(before == {path: path.read_bytes() for path in self_files(trial)}, "用户的设置变了")
    return versions(trial)


def another_version(trial: Trial) -> str:
    """To a newer release with a newer schema of files, and back: what the user has stays."""
    make_releases(trial)
    return keeping.keep_all(trial)


def uninstall(trial: Trial) -> str:
    """Without rest, but for what is the user's."""
    before = {path: path.read_bytes() for path in self_files(trial)}
    trial.run("wine", f"{trial.exe}\\uninstall.exe", "/S")
    own = trial.installed / "我的文件.txt"
    wait_for("没有卸载完", lambda: list(trial.installed.rglob("*")) == [own], 60)
    left = [path.name for path in trial.profile.rglob("*.lnk") if described()["program"]["title"] in path.name]
    demand(not left, f"留下了 {left}")
    progid = described()["program"]["progid"]
    for key in (f"Classes\\{progid}", "Classes\\.zxzp", f"Classes\\Applications\\{name()}.exe", name()):
        demand(trial.run("wine", "reg", "query", f"HKCU\\Software\\{key}").returncode != 0, f"留下了登记项 {key}")
    demand(before == {path: path.read_bytes() for path in self_files(trial)}, "用户的设置被删除")
    return "程序、快捷方式、登记项都没有留下；用户的文件和设置还在"


def portable(trial: Trial) -> str:
    """The zip runs from any folder, without an installation."""
    folder = trial.work / "便携 版"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(DIST / f"{name()}-{version()}-windows-portable.zip") as archive:
        archive.extractall(folder)
    give(trial)
    ended = trial.run("wine", f"便携 版\\{name()}\\selfeval.exe", "selftest", "-o", "自检-便携.txt", "--force")
    demand(ended.returncode == 0, ended.stderr.decode("utf-8", "replace")[-600:])
    return "自检通过"


STEPS: "tuple[tuple[str, Callable[[Trial], str]], ...]" = (
    ("静默安装", install),
    ("版本", versions),
    ("自检（windows 平台）", selftest_on("windows")),
    ("自检（offscreen 平台）", selftest_on("offscreen")),
    ("导入 .doc", import_probe),
    ("导出与 Linux 逐字节相同", same_export),
    ("批量导出", many_at_once),
    ("文件被别的程序占用", locked_file),
    ("双击报告打开", open_by_association),
    ("运行时拒绝安装", refuse_while_running),
    ("关闭窗口", close_window),
    ("覆盖安装", upgrade),
    ("卸载", uninstall),
    ("便携版", portable),
    ("跨版本升级和退回", another_version),
)


def main() -> int:
    try:
        if not roots.is_inside():
            roots.make("wine", "trixie", PACKAGES)
            return roots.enter([__file__])
        trial = prepare(roots.ROOTS / "wine")
        roots.mount(trial.root)
        began = time.monotonic()
        begin(trial)
        print(f"Wine 就绪（{time.monotonic() - began:.0f} 秒）", flush=True)
        for title, step in STEPS:
            at = time.monotonic()
            told = step(trial)
            print(f"通过　{title}（{time.monotonic() - at:.1f} 秒）：{told}", flush=True)
    except (Failed, roots.TrialImpossible, BuildFailed, ValueError, OSError, subprocess.SubprocessError) as fault:
        print(f"失败：{fault}", file=sys.stderr)
        return 1
    print(f"Windows 包试用通过，{len(STEPS)} 步，{time.monotonic() - began:.0f} 秒。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
