"""Builds the packages: dist/ gets the Windows installer and portable zip, the Debian package, the tar, SBOMs, hashes.

    python packaging/package.py [windows] [linux-amd64] [linux-arm64]      default: all but arm64

Needs the .venv of `make setup` and, for Windows, Debian's gcc-mingw-w64-x86-64 and nsis; for Linux, mmdebstrap and
root's rights (the interpreter is compiled in a root of an old Debian). Root gets missing tools installed; anybody else
is told which they are.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_env
from bundle import content, notices
from bundle.description import DIST, BuildFailed, name, version
from bundle.fetch import digest_of

SYSTEMS = ("windows", "linux-amd64", "linux-arm64")
USUAL = ("windows", "linux-amd64")
TOOLS = {
    "windows": {"x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64", "makensis": "nsis"},
    "linux-amd64": {"mmdebstrap": "mmdebstrap"},
    "linux-arm64": {"mmdebstrap": "mmdebstrap"},
}


def main(arguments: list[str]) -> int:
    """Build what is asked for; 1 when it could not be built."""
    if arguments and arguments[0] in _FOR_WINDOWS:
        return _FOR_WINDOWS[arguments[0]](*map(Path, arguments[1:]))
    wanted = arguments or list(USUAL)
    if set(wanted) - set(SYSTEMS):
        print(__doc__, file=sys.stderr)
        return 2
    os.umask(0o022)  # everybody may read what is packed, whoever packs it
    DIST.mkdir(exist_ok=True)
    try:
        _get_tools(wanted)
        for system in wanted:
            print(f"正在打包：{system}……", flush=True)
            for made in _build(system):
                print(f"  {made.name}　{made.stat().st_size / 1e6:.1f} MB", flush=True)
            notices.write_sbom(DIST / f"{name()}-{version()}-{system}-{notices.SBOM}", system)
        _write_sums()
    except BuildFailed as failed:
        print(f"打包没有完成：{failed}", file=sys.stderr)
        return 1
    print(f"全部文件在：{DIST}")
    return 0


def _build(system: str) -> list[Path]:
    if system == "windows":
        from windows import build as windows

        return windows.build()
    from linux import build as linux

    return linux.build(linux.MACHINES[system])


def _get_tools(systems: list[str]) -> None:
    """Install the tools that are missing, as `make setup` does."""
    missing = [package for system in systems for tool, package in TOOLS[system].items() if shutil.which(tool) is None]
    try:
        if missing:
            setup_env.apt_install(missing, "缺少打包所需的工具")
    except setup_env.SetupFailed as failed:
        raise BuildFailed(str(failed)) from None


def _write_sums() -> None:
    """The hashes of everything of this version, for the IT office: `sha256sum -c SHA256SUMS`."""
    files = sorted(path for path in DIST.iterdir() if path.name.startswith(name()) and version() in path.name)
    text = "".join(f"{digest_of(path)}  {path.name}\n" for path in files)
    (DIST / "SHA256SUMS").write_text(text, encoding="ascii", newline="\n")


# --- pieces that build_on_windows.ps1 asks for


def _dress() -> int:
    from windows import build as windows

    for exe in (name(), "selfeval"):
        windows.dress(windows.LAUNCHER, exe)
        windows.write_version(windows.LAUNCHER, exe)
    return 0


def _finish(program: Path) -> int:
    """Facts, licences and the list of files, for a folder that PyInstaller has made."""
    content.write_facts(program / "_internal" / "resources")
    notices.add(program, "windows", frozen=True)
    content.finish(program)
    return 0


def _make_installer(program: Path, target: Path) -> int:
    from windows import build as windows

    library = next((program / "_internal").glob("python3??.dll")).relative_to(program)
    try:
        windows.make_installer(windows.installer_words(program.resolve(), target.resolve(), str(library)))
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


_FOR_WINDOWS: "dict[str, Callable[..., int]]" = {
    "--dress-windows": _dress,
    "--finish-folder": _finish,
    "--make-installer": _make_installer,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
