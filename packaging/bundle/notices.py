"""Who made what is in a package, and on what terms: the SBOM (CycloneDX), the folder of licences, the table of sizes.

All of it is made from the lock and from what the wheels themselves carry. It names versions and hashes, no addresses.
"""

import email.parser
import hashlib
import json
import platform
import shutil
import sys
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundle import content
from bundle.description import CACHE, PACKAGING, ROOT, WORK, BuildFailed, described, locked, name, runtime, version
from bundle.fetch import digest_of, wheels

SBOM = "sbom.cdx.json"
QT = "6"
_NOT_PACKED = ("charset-normalizer",)  # its users here are not packed either
_QT_NOTICE = """\
Qt {qt} 和 PySide6 {version} 按 GNU 宽松通用公共许可证第 3 版（LGPL-3.0）使用，未作修改，以独立的动态库随附：
{libraries}
您可以用接口相同的其他版本替换这些文件（Qt 的各个库要一起换，版本不一致时 Qt 自己会拒绝启动）；替换后自检会指出
文件与清单不同，不影响使用。本程序的许可不禁止为此目的进行的反向工程。
源代码由 The Qt Company 随同一版本号发布：qt-everywhere-src-{qt}（Qt）、pyside-setup-everywhere-src-{version}
（PySide6 与 shiboken6），也可在 Debian 等系统的源码包中取得。许可证全文：LGPL-3.0.txt、GPL-3.0.txt。

Qt {qt} and PySide6 {version} are used under the LGPL-3.0, unmodified, as separate shared libraries in the folder named
above. You may replace them by compatible builds, all of Qt's together (Qt refuses to mix versions); the self-test will
name them as changed. Our licence does not forbid reverse engineering for that purpose.
Their source is published by The Qt Company under the same version number.
"""


@dataclass(frozen=True)
class Part:
    """One component of the SBOM. `digest` is of the file as fetched, "" for what is made here."""

    name: str
    version: str
    licence: str
    purl: str = ""
    digest: str = ""
    remark: str = ""


def add(program: Path, system: str, *, frozen: bool = False) -> None:
    """Write licenses/ and the SBOM into a program folder. `frozen`: PyInstaller has made it, of this very Python."""
    folder = program / "licenses"
    folder.mkdir()
    shutil.copyfile(ROOT / "LICENSE", folder / "selfeval-gui.txt")
    shutil.copyfile(ROOT / "THIRD_PARTY_NOTICES.md", folder / "THIRD_PARTY_NOTICES.md")
    for text in sorted((PACKAGING / "licences").glob("*.txt")):
        shutil.copyfile(text, folder / text.name)
    for text in sorted((ROOT / "resources" / "fonts").glob("LICENSE*")):
        shutil.copyfile(text, folder / f"fonts-{text.name.removeprefix('LICENSE-')}")
    for wheel in sorted(wheels(system, _python(system, frozen)).glob("*.whl")):
        _licences_of(wheel, folder)
    qt = locked(system)["pyside6-essentials"][0]
    lib = "_internal" if frozen else "lib"
    where = f"{lib}/PySide6" if system == "windows" else f"{lib}/PySide6、{lib}/PySide6/Qt/lib"
    libraries = f"它们在程序文件夹的 {where} 和 {lib}/shiboken6 里。"
    (folder / "Qt.txt").write_text(
        _QT_NOTICE.format(version=qt, qt=_qt_within(qt), libraries=libraries), encoding="utf-8"
    )
    own = Path(sys.base_prefix) / "LICENSE.txt" if frozen else program / "runtime" / "LICENSE.txt"
    if own.is_file():
        shutil.copyfile(own, folder / "Python.txt")
    write_sbom(program / SBOM, system, frozen=frozen)


def _python(system: str, frozen: bool) -> str:
    """The version of the interpreter that is packed."""
    return platform.python_version() if frozen else str(runtime(system)["python"])


def _licences_of(wheel: Path, folder: Path) -> None:
    """The licence texts that a wheel carries. Qt's commercial terms are not ours to pass on."""
    package = wheel.name.split("-")[0]
    with zipfile.ZipFile(wheel) as archive:
        for inside in archive.namelist():
            file = inside.rsplit("/", 1)[-1]
            metadata = ".dist-info/" in inside
            wanted = any(word in file.upper() for word in ("LICEN", "COPYING", "NOTICE"))
            if metadata and wanted and "Commercial" not in file and not inside.endswith("/"):
                (folder / f"{package}-{file}".removesuffix(".txt").__add__(".txt")).write_bytes(archive.read(inside))


def parts(system: str, *, frozen: bool = False) -> list[Part]:
    """Everything that a package holds."""
    release, told = _python(system, frozen), runtime(system)
    origin = ("", "the packing machine's") if frozen else (told["sha256"], told["file"])
    found = [Part("CPython", release, "Python-2.0", f"pkg:generic/cpython@{release}", *origin)]
    folder = wheels(system, release)
    by_name = {_normal(wheel.name.split("-")[0]): wheel for wheel in folder.glob("*.whl")}
    for package, (release, _digests) in locked(system).items():
        if package in _NOT_PACKED:
            continue
        wheel = by_name.get(package)
        if wheel is None:
            raise BuildFailed(f"没有 {package} 的软件包。")
        licence = _spdx(package, wheel)
        found.append(Part(package, release, licence, f"pkg:pypi/{package}@{release}", digest_of(wheel), wheel.name))
    qt = _qt_within(locked(system)["pyside6-essentials"][0])
    found.append(Part("Qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}", "", "within pyside6-essentials"))
    found += _fonts()
    if system == "windows":
        terms = "LicenseRef-Microsoft-Redistributable"
        found.append(Part("Microsoft Visual C++ runtime", "14", terms, remark="within pyside6-essentials"))
        if frozen:
            terms = "GPL-2.0-or-later WITH Bootloader-exception"
            found.append(Part("PyInstaller", "6", terms, remark="start code of the two programs"))
        else:
            found.append(Part("mingw-w64 runtime", "10", "ZPL-2.1", remark="start code of the two launchers"))
        found.append(Part("NSIS", "3.08", "Zlib", remark="code of the installer"))
    else:
        found += _system_libraries(system)
    return found


def _qt_within(pyside: str) -> str:
    """The version of Qt that a version of PySide6 holds: 6.8.0 in 6.8.0.2."""
    return ".".join(pyside.split(".")[:3])


def _fonts() -> list[Part]:
    found = []
    remark = "subset, see resources/fonts/fonts.json"
    for file in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        licence = "GPL-3.0-only WITH Font-exception-2.0" if file.stem in ("kai", "fangsong") else "OFL-1.1"
        found.append(Part(f"font {file.stem}", version(), licence, "", digest_of(file), remark))
    return found


def noted_libraries(system: str) -> Path:
    """Where the build notes the old Debian's libraries that it has taken."""
    return CACHE / f"{system}-libraries.json"


def _system_libraries(system: str) -> list[Part]:
    """The libraries of the old Debian, as the build has noted them, and the one that PySide6 brings."""
    place = noted_libraries(system)
    if not place.is_file():
        return []
    noted = [(entry["package"], entry["version"]) for entry in json.loads(place.read_text(encoding="utf-8"))]
    terms = described()["licences"]
    found = [Part(package, at, terms.get(package, "MIT"), f"pkg:deb/debian/{package}@{at}") for package, at in noted]
    return [*found, Part("ICU", "73", "Unicode-DFS-2016", remark="within pyside6-essentials")]


def _spdx(package: str, wheel: Path) -> str:
    told = described()["licences"].get(package)
    if told:
        return str(told)
    with zipfile.ZipFile(wheel) as archive:
        inside = next(entry for entry in archive.namelist() if entry.endswith(".dist-info/METADATA"))
        words = email.parser.BytesHeaderParser().parsebytes(archive.read(inside))
    licence = words.get("License-Expression")
    if not licence:
        raise BuildFailed(f"bundle.toml 的 [licences] 里缺少 {package}。")
    return str(licence)


def sbom(system: str, held: list[Part]) -> dict[str, Any]:
    """The SBOM as CycloneDX 1.5: no time and no random number, so that the same content gives the same file."""
    components = []
    for part in held:
        entry: dict[str, Any] = {
            "type": "library",
            "bom-ref": part.purl or f"{part.name}@{part.version}",
            "name": part.name,
            "version": part.version,
            "licenses": [{"expression": part.licence}],
        }
        if part.purl:
            entry["purl"] = part.purl
        if part.digest:
            entry["hashes"] = [{"alg": "SHA-256", "content": part.digest}]
        if part.remark:
            entry["properties"] = [{"name": "selfeval-gui:from", "value": part.remark}]
        components.append(entry)
    components.sort(key=lambda entry: str(entry["bom-ref"]))
    reference = f"pkg:generic/{name()}@{version()}"
    about = {"type": "application", "bom-ref": reference, "name": name(), "version": version()}
    made = json.dumps(components, sort_keys=True).encode()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(made).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {**about, "licenses": [{"expression": "MIT"}]},
            "properties": [{"name": "selfeval-gui:system", "value": system}],
        },
        "components": components,
        "dependencies": [{"ref": reference, "dependsOn": [entry["bom-ref"] for entry in components]}],
    }


def write_sbom(target: Path, system: str, *, frozen: bool = False) -> None:
    text = json.dumps(sbom(system, parts(system, frozen=frozen)), ensure_ascii=False, indent=2) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")


def trim_table(system: str, saved: dict[str, int], program: Path) -> None:
    """What was left out and what is left, as a table of Markdown, to build/packages/."""
    size, count = content.size_of(program)
    lines = [f"| {system}：去掉的部分 | MB |", "| --- | ---: |"]
    lines += [f"| {words} | {left / 1e6:.1f} |" for words, left in sorted(saved.items(), key=lambda item: -item[1])]
    lines += [f"| 合计去掉 | {sum(saved.values()) / 1e6:.1f} |", f"| 留下（{count} 个文件） | {size / 1e6:.1f} |", ""]
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / f"trim-{system}.md").write_text("\n".join(lines), encoding="utf-8")


def _normal(package: str) -> str:
    return package.lower().replace("_", "-")
