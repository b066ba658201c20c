"""Makes an older and a newer release out of the finished program folder, for trials of upgrading and going back.

They are the same program but for three modules: the version, the schema of the report files, and for the newer one a
migration. So what one release has written meets another one that really reads and writes otherwise.
"""

import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bundle import content
from bundle.description import ROOT, WORK, version

MIGRATION = "试用：附件编号改用汉字"
"""What the newer release's migration says of itself; it changes `cover.annex_label`, which is 附件2, to 附件二."""
_STEPS = "STEPS: dict[int, tuple[str, Step]] = {}"
_STEP = f"""
def _to_2(content: dict[str, Any]) -> dict[str, Any]:
    report = content["report"]
    return {{**content, "report": {{**report, "cover": {{**report["cover"], "annex_label": "附件二"}}}}}}


STEPS: dict[int, tuple[str, Step]] = {{1: ({MIGRATION!r}, _to_2)}}
"""


@dataclass(frozen=True)
class Release:
    """A version of the program, and the schema that its report files have."""

    version: str
    major: int

    def modules(self) -> dict[str, str]:
        """The sources that differ, by their place."""
        head = _replaced("selfeval_gui/__init__.py", f'__version__ = "{version()}"', f'__version__ = "{self.version}"')
        told = {"selfeval_gui/__init__.py": head}
        if self.major != 1:
            told["selfeval_gui/storage/file.py"] = _replaced(
                "selfeval_gui/storage/file.py", "MAJOR, MINOR = 1, ", f"MAJOR, MINOR = {self.major}, "
            )
            told["selfeval_gui/storage/migrations.py"] = _replaced("selfeval_gui/storage/migrations.py", _STEPS, _STEP)
        return told


OLDER, NEWER = Release("0.0.9", 1), Release("9.0.0", 2)


def _replaced(file: str, old: str, new: str) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{file} 里没有 {old}")
    return text.replace(old, new)


def turn_into(release: Release, program: Path, python: str) -> None:
    """Put the modules of a release into a copy of the program folder. `python` is of the version that runs them."""
    sources = WORK / "release"
    for place, text in release.modules().items():
        source = sources / place
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text, encoding="utf-8")
        code = "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], sys.argv[3], True,"
        code += " invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)"
        compiled = source.with_suffix(".pyc")
        subprocess.run([python, "-I", "-c", code, str(source), str(compiled), f"lib/{place}"], check=True)
        _put(program / "lib", place.removesuffix(".py") + ".pyc", compiled.read_bytes())
    content.finish(program)


def _put(lib: Path, place: str, compiled: bytes) -> None:
    """As a file, or as an entry of pure.zip."""
    if (lib / place).is_file():
        (lib / place).write_bytes(compiled)
        return
    packed = lib / "pure.zip"
    with zipfile.ZipFile(packed) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    if place not in held:
        raise ValueError(f"{packed} 里没有 {place}")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {**held, place: compiled}.items():
            archive.writestr(content.entry(name), data)
