"""The programs and the installer for Windows, as their tools have made them here: what Windows reads in them."""

import importlib
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import selfeval_gui

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "makensis")
ICON, VERSION, MANIFEST = 14, 16, 24
"""Kinds of resources: a group of icons, the version, the manifest."""
pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="the tools for Windows are not installed")


@pytest.fixture
def windows() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging"))
        yield importlib.import_module("windows.build")


class Program:
    """A program for Windows of 64 bits, read as far as is asked here."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        (head,) = struct.unpack_from("<I", self.data, 0x3C)
        assert self.data[head : head + 4] == b"PE\0\0"
        count, size = struct.unpack_from("<H12xH", self.data, head + 6)
        optional = head + 24
        (self.timestamp,) = struct.unpack_from("<I", self.data, head + 8)
        self.subsystem, self.characteristics = struct.unpack_from("<HH", self.data, optional + 68)
        (self._resources,) = struct.unpack_from("<I", self.data, optional + 112 + 2 * 8)
        self._sections = [struct.unpack_from("<8x4I", self.data, optional + size + 40 * at) for at in range(count)]

    def _place(self, address: int) -> int:
        for virtual_size, virtual, raw_size, raw in self._sections:
            if virtual <= address < virtual + max(virtual_size, raw_size):
                return int(raw + address - virtual)
        raise AssertionError(address)

    def _entries(self, at: int) -> list[tuple[int, int]]:
        named, numbered = struct.unpack_from("<HH", self.data, at + 12)
        return [struct.unpack_from("<II", self.data, at + 16 + 8 * one) for one in range(named + numbered)]

    def resource(self, kind: int) -> bytes:
        """The first resource of a kind."""
        root = at = self._place(self._resources)
        for wanted in (kind, None, None):
            offset = next(place for number, place in self._entries(at) if wanted in (None, number))
            at = root + (offset & 0x7FFFFFFF)
        address, size = struct.unpack_from("<II", self.data, at)
        return self.data[self._place(address) :][:size]


def told(program: Program) -> str:
    return program.resource(VERSION).decode("utf-16-le")


def icon_sizes(program: Program) -> list[int]:
    icons = program.resource(ICON)
    return [icons[6 + 14 * at] or 256 for at in range(icons[4])]


def test_the_two_programs_are_what_windows_wants(windows: Any, tmp_path: Path) -> None:
    windows.compile_launchers(tmp_path, tmp_path / "made")
    for exe, subsystem in (("selfeval-gui", 2), ("selfeval", 3)):  # of a window: no console flashes
        program = Program(tmp_path / f"{exe}.exe")
        assert program.subsystem == subsystem
        assert program.characteristics & 0x160 == 0x160, "addresses at random, data not run"
        assert program.timestamp == 0, "two builds are equal"
        assert {16, 32, 48, 256} <= set(icon_sizes(program))
        words = told(program)
        assert f"ProductVersion\0{selfeval_gui.__version__}\0" in words
        assert f"OriginalFilename\0{exe}.exe\0" in words.replace("\0\0", "\0")
        assert "项目支出绩效自评" in words
        manifest = program.resource(MANIFEST).decode("utf-8")
        for demanded in (">PerMonitorV2, PerMonitor<", "longPathAware", 'level="asInvoker"', "8e0f7a12-bfb3-4fe8"):
            assert demanded in manifest


def test_the_installer_is_what_windows_wants(windows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, made = tmp_path / "program", tmp_path / "made"
    (program / "lib").mkdir(parents=True)
    (program / "lib" / "文件.txt").write_text("x", encoding="utf-8")
    windows.dress(made, "selfeval-gui")
    monkeypatch.setattr(windows, "LAUNCHER", made)
    target = tmp_path / "安装 setup.exe"
    windows.make_installer(windows.installer_words(program, target, windows.LIBRARY))
    installer = Program(target)
    assert installer.subsystem == 2
    assert {16, 32, 48, 256} <= set(icon_sizes(installer))
    assert "项目支出绩效自评 安装程序" in told(installer)
    assert selfeval_gui.__version__ in told(installer)
    manifest = installer.resource(MANIFEST).decode("utf-8")
    for demanded in ("dpiAware", "longPathAware", 'level="asInvoker"', "8e0f7a12-bfb3-4fe8"):
        assert demanded in manifest
    before = target.read_bytes()
    windows.make_installer(windows.installer_words(program, target, windows.LIBRARY))
    assert target.read_bytes() == before


def test_pyinstaller_is_told_the_same_version(windows: Any, tmp_path: Path) -> None:
    windows.dress(tmp_path, "selfeval")
    windows.write_version(tmp_path, "selfeval")
    text = (tmp_path / "selfeval.version").read_text(encoding="utf-8")
    numbers = f"({selfeval_gui.__version__.replace('.', ', ')}, 0)"
    assert text.count(numbers) == 2
    assert f"StringStruct('ProductVersion', '{selfeval_gui.__version__}')" in text
    assert "StringStruct('OriginalFilename', 'selfeval.exe')" in text
    compile(text, "selfeval.version", "eval")
