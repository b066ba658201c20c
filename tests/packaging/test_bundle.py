"""What the packages are made of: the description, equal results, notices for everything, files that systems read.

The packages themselves are tried out by `make package-test`, on clean systems.
"""

import hashlib
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import selfeval_gui
from selfeval_gui.selftest import Status, disk_checks

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture(autouse=True)
def builders() -> Iterator[None]:
    """The scripts in packaging/ find each other as they do when they are run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PACKAGING))
        yield


def builder(name: str) -> Any:
    return importlib.import_module(name)


# --- the description


def test_the_version_has_one_place() -> None:
    assert builder("bundle.description").version() == selfeval_gui.__version__


def test_the_lock_is_read_whole() -> None:
    locked = builder("bundle.description").locked()
    text = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
    assert len(locked) == text.count("==")
    assert sum(len(digests) for _version, digests in locked.values()) == text.count("sha256:")
    assert locked["pyside6-essentials"][0] == "6.9.3"


def test_a_system_may_have_other_versions_than_the_lock() -> None:
    description = builder("bundle.description")
    common, here = description.locked(), description.locked("linux-arm64")
    assert description.locked("windows") == description.locked("linux-amd64") == common
    different = {name for name in common if here[name] != common[name]}
    assert different == {"pyside6-essentials", "shiboken6"}
    assert here.keys() == common.keys()
    assert {here[name][0] for name in different} == {"6.8.0.2"}
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for name in different for digest in here[name][1])


def test_every_module_of_qt_that_is_imported_is_packed() -> None:
    modules = builder("bundle.content").qt_modules()
    assert {"Core", "Gui", "Widgets", "PrintSupport", "Svg"} <= modules
    assert "WebEngineCore" not in modules
    keep = builder("windows.build")._keep_qt
    for module in modules:
        assert keep(f"Qt6{module}.dll")
        assert keep(f"Qt{module}.pyd")
    assert keep("translations/qtbase_zh_CN.qm")
    assert not any(keep(file) for file in ("Qt6Quick.dll", "opengl32sw.dll", "translations/qtbase_de.qm", "QtQml.pyd"))


def test_the_linux_package_keeps_the_like() -> None:
    keep = builder("linux.build")._keep_qt
    assert keep("Qt/lib/libQt6Core.so.6")
    assert keep("QtWidgets.abi3.so")
    assert keep("Qt/plugins/platforms/libqxcb.so")
    assert not keep("Qt/lib/libQt6Quick.so.6")


def test_what_pillow_is_left_with_is_what_the_pdf_needs() -> None:
    kept = builder("bundle.description").described()["libraries"]["pillow"]
    code = (
        "import sys; from selfeval_gui.selftest.paper_checks import sample_pdf; sample_pdf();"
        "print(sorted(m[4:] for m in sys.modules if m.startswith('PIL.') and not m.startswith('PIL._imaging')))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    assert set(json.loads(ended.stdout.replace("'", '"'))) <= set(kept)


# --- equal results


def test_a_folder_is_packed_equal_whenever_it_is_packed(tmp_path: Path) -> None:
    content = builder("bundle.content")
    packed = []
    for name in ("first", "second"):
        program = tmp_path / name / "program"
        (program / "lib").mkdir(parents=True)
        for file in ("b.txt", "a.txt") if name == "first" else ("a.txt", "b.txt"):
            (program / "lib" / file).write_text(file, encoding="utf-8")
        content.finish(program)
        content.zip_folder(program, tmp_path / f"{name}.zip")
        packed.append((tmp_path / f"{name}.zip").read_bytes())
    assert packed[0] == packed[1]
    with zipfile.ZipFile(io.BytesIO(packed[0])) as archive:
        assert archive.namelist() == ["program/files.sha256", "program/lib/a.txt", "program/lib/b.txt"]


def test_the_self_test_reads_the_list_that_is_packed(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "名字.txt").write_text("x", encoding="utf-8")
    builder("bundle.content").finish(tmp_path)
    assert disk_checks.files_of(tmp_path).status is Status.PASSED
    (tmp_path / "lib" / "名字.txt").write_text("y", encoding="utf-8")
    assert disk_checks.files_of(tmp_path).facts == ("lib/名字.txt",)


def test_byte_code_does_not_depend_on_times(tmp_path: Path) -> None:
    content, made = builder("bundle.content"), []
    for name in ("a", "b"):
        folder = tmp_path / name / "lib"
        folder.mkdir(parents=True)
        (folder / "module.py").write_text("NAMES = {'x', 'y', 'z'}\n", encoding="utf-8")
        content.compile_with(sys.executable, folder)
        content.zip_pure(folder)
        assert [path.name for path in folder.iterdir()] == ["pure.zip"]
        made.append((folder / "pure.zip").read_bytes())
    assert made[0] == made[1]
    code = f"import sys; sys.path.insert(0, {str(tmp_path / 'a' / 'lib' / 'pure.zip')!r}); import module; module.NAMES"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_trials_releases_differ_as_they_should() -> None:
    """The sources that a trial's older and newer release replace are still written as it expects."""
    releases = builder("trial.releases")
    assert set(releases.OLDER.modules()) == {"selfeval_gui/__init__.py"}
    newer = releases.NEWER.modules()
    assert "MAJOR, MINOR = 2, 0" in newer["selfeval_gui/storage/file.py"]
    space: dict[str, Any] = {"__name__": "selfeval_gui.storage.migrations"}
    exec(compile(newer["selfeval_gui/storage/migrations.py"], "migrations.py", "exec"), space)  # noqa: S102 - our own
    sentence, step = space["STEPS"][1]
    assert sentence == releases.MIGRATION
    old = json.loads((ROOT / "resources" / "sample" / "sample.zxzp.json").read_text(encoding="utf-8"))
    assert step(old)["report"]["cover"] == {**old["report"]["cover"], "annex_label": "附件二"}


# --- notices


def test_the_sbom_names_what_is_held() -> None:
    notices = builder("bundle.notices")
    held = [
        notices.Part("appdirs", "1.4.4", "MIT", "pkg:pypi/appdirs@1.4.4", "0" * 64, "appdirs.whl"),
        notices.Part("NSIS", "3.08", "Zlib"),
    ]
    told = notices.sbom("windows", held)
    assert told == notices.sbom("windows", held)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", told["serialNumber"])
    assert [entry["name"] for entry in told["components"]] == ["NSIS", "appdirs"]
    assert told["components"][1]["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]
    references = {entry["bom-ref"] for entry in told["components"]}
    assert set(told["dependencies"][0]["dependsOn"]) == references
    assert told["serialNumber"] != notices.sbom("windows", held[:1])["serialNumber"]


@pytest.mark.parametrize("system", ["windows", "linux-amd64", "linux-arm64"])
def test_every_locked_package_is_named_in_the_notices(system: str) -> None:
    text = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8").lower().replace("_", "-")
    for package, (version, _digests) in builder("bundle.description").locked(system).items():
        assert package in text, package
        assert version in text, (package, version)


def test_the_licences_of_qt_go_with_it() -> None:
    for name, words in (("LGPL-3.0", "LESSER GENERAL PUBLIC LICENSE"), ("GPL-3.0", "GENERAL PUBLIC LICENSE")):
        assert words in (PACKAGING / "licences" / f"{name}.txt").read_text(encoding="utf-8")


# --- files that systems read


def test_the_icon_has_all_sizes(tmp_path: Path) -> None:
    target = tmp_path / "app.ico"
    builder("bundle.icons").write_ico(target)
    with Image.open(target) as opened:
        icon: Any = opened
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= icon.info["sizes"]
        for size in (16, 48, 256):
            icon.size = (size, size)
            opaque = icon.convert("RGBA").getchannel("A").getextrema()
            assert opaque == (0, 255), size
            middle = (size // 2, size // 2)
            with Image.open(tmp_path / "icon" / f"{size}.png") as drawn:
                assert icon.convert("RGBA").getpixel(middle) == drawn.convert("RGBA").getpixel(middle)


def test_the_windows_resources_are_filled_in(tmp_path: Path) -> None:
    windows = builder("windows.build")
    (tmp_path / "app.ico").touch()
    windows.dress(tmp_path, "selfeval")
    manifest, resource = (tmp_path / "app.manifest").read_text("utf-8"), (tmp_path / "launcher.rc").read_text("utf-8")
    assert "@" not in manifest + resource
    root = ET.fromstring(manifest)  # noqa: S314 - our own
    found = {element.tag.split("}")[1]: element for element in root.iter()}
    assert found["requestedExecutionLevel"].get("level") == "asInvoker"
    assert found["longPathAware"].text == "true"
    assert found["dpiAwareness"].text == "PerMonitorV2, PerMonitor"
    assert f'"{selfeval_gui.__version__}"' in resource


def test_the_installer_is_told_all_that_it_asks_for(tmp_path: Path) -> None:
    script = (PACKAGING / "windows" / "installer.nsi").read_text(encoding="utf-8")
    given = {word[2:].split("=")[0] for word in builder("windows.build").installer_words(tmp_path, tmp_path, "x")}
    own = set(re.findall(r"!define (\w+)", script))
    used = {word for word in re.findall(r"\$\{([A-Z_]+)\}", script) if not word.startswith("MUI")}
    assert used <= given | own
    assert given - {"APP_ID"} <= used | {"NAME"}
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


def test_uninstalling_touches_nothing_of_the_users() -> None:
    script = (PACKAGING / "windows" / "installer.nsi").read_text(encoding="utf-8")
    removed = set(re.findall(r'RMDir /r "([^"]+)"', script))
    assert removed == {rf"$INSTDIR\{folder}" for folder in ("runtime", "_internal", "lib", "licenses")}
    assert "APPDATA\\selfeval" not in script


def test_the_desktop_knows_reports_and_their_program() -> None:
    share = PACKAGING / "linux" / "files" / "share"
    kind = builder("bundle.description").described()["program"]["mime"]
    entry = (share / "selfeval-gui.desktop").read_text(encoding="utf-8")
    assert f"MimeType={kind};" in entry
    assert "Terminal=false" in entry
    root = ET.fromstring((share / "selfeval-gui.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (told,) = root.findall(f"{space}mime-type")
    assert told.get("type") == kind
    assert {glob.get("pattern") for glob in told.findall(f"{space}glob")} == {"*.zxzp", "*.zxzp.json"}


@pytest.mark.parametrize("script", ["selfeval-gui", "selfeval", "add-to-menu.sh"])
@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_the_shell_scripts_are_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(PACKAGING / "linux" / "files" / script)], check=True)


def test_a_fetched_file_has_to_be_the_one_that_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = builder("bundle.fetch")
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    (tmp_path / "a.tar.gz").write_bytes(b"content")
    digest = hashlib.sha256(b"content").hexdigest()
    assert fetch.project_file("a", "a.tar.gz", digest) == tmp_path / "a.tar.gz"
    with pytest.raises(builder("bundle.description").BuildFailed, match="不能使用"):
        fetch.project_file("a", "a.tar.gz", "0" * 64)


def test_a_checkout_may_lie_in_a_folder_with_a_chinese_name(tmp_path: Path) -> None:
    """Also where the machine's encoding does not know these letters."""
    checkout, site = tmp_path / "第二份 check 'out'", tmp_path / "site"
    checkout.mkdir()
    site.mkdir()
    (checkout / "found_by_the_line.py").touch()
    line = builder("setup_env").path_line(checkout)
    (site / "selfeval_gui.pth").write_text(line, encoding="ascii")
    code = "import site, sys; site.addsitedir(sys.argv[1]); import found_by_the_line"
    plain = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ended = subprocess.run([sys.executable, "-S", "-c", code, str(site)], check=False, env=plain, capture_output=True)
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")
