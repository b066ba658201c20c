"""What a command loads before it does its work: a start pays for nothing that it does not use."""

import json
import subprocess
import sys
from pathlib import Path

import selfeval_gui
from selfeval_gui import resources

ROOT = Path(selfeval_gui.__file__).parent.parent
SAMPLE = ("sample", "sample.zxzp.json")
TOLD = """
import json, sys
from selfeval_gui.cli.entry import main
ended = main()
print(json.dumps(sorted(sys.modules)))
sys.exit(ended)
"""
NOT_FOR_A_PDF = (
    "PIL.Image",
    "PySide6",
    "docx",
    "email",
    "fontTools",
    "http",
    "logging",
    "lxml",
    "openpyxl",
    "pypdf",
    "selfeval_gui.batch",
    "selfeval_gui.gui",
    "selfeval_gui.importing",
    "selfeval_gui.storage.archive",
    "selfeval_gui.storage.backups",
    "selfeval_gui.storage.recovery",
    "socket",
    "subprocess",
    "uuid",
    "xml",
    "zipfile",
)


def modules_after(*words: str) -> set[str]:
    command = [sys.executable, "-c", TOLD, *words]
    ended = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60)
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_a_pdf_is_made_without_what_it_does_not_use(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    loaded = modules_after("export", str(resources.path(*SAMPLE)), "--pdf", str(target))
    assert target.read_bytes().startswith(b"%PDF")
    assert "reportlab.lib.utils" in loaded
    early = {name for name in loaded for late in NOT_FOR_A_PDF if name == late or name.startswith(f"{late}.")}
    assert early == set()


PICTURE = """
import sys
from selfeval_gui.printing import archive
from reportlab.lib import utils
assert "PIL.Image" not in sys.modules
made = utils.Image.new("L", (3, 2))
import PIL.Image
assert type(made) is PIL.Image.Image and PIL.Image is not utils.Image
print(utils.ImageReader(made).getSize())
"""


def test_whoever_wants_a_picture_of_reportlab_gets_pillow() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PICTURE], check=True, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60
    )
    assert ended.stdout == "(3, 2)\n"
