"""Makes the pictures of docs/word.md: the Word file as LibreOffice shows it beside our PDF, and a filled blank form.

    python packaging/word_pictures.py [FOLDER]      default: docs/pictures

Needs LibreOffice. What is shown is the sample report; the blank form is the official one, exported empty.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import pypdfium2  # noqa: E402 - the checkout has to be found first
from pictures import save  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402

from selfeval_gui import resources, storage  # noqa: E402
from selfeval_gui.exporting.word import docx_bytes  # noqa: E402
from selfeval_gui.importing.template.filling import fill  # noqa: E402
from selfeval_gui.printing import produce  # noqa: E402
from selfeval_gui.report import form as forms  # noqa: E402
from tests.exporting import office  # noqa: E402
from tests.printing import reports  # noqa: E402

SCALE, GAP, BACK = 0.75, 8, (223, 228, 234)
COMPARED = (0, 1, 2, 3, 4, 12)
"""Pages of the sample that are shown side by side: cover, form, first and last of the narrative."""


def pages(pdf: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[number].render(scale=SCALE).to_pil().convert("RGB") for number in range(len(document))]
    finally:
        document.close()


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    width, height = rows[0][0].size
    columns = max(map(len, rows))
    made = Image.new("RGB", (columns * (width + GAP) + GAP, len(rows) * (height + GAP) + GAP), BACK)
    for down, row in enumerate(rows):
        for right, picture in enumerate(row):
            made.paste(picture, (GAP + right * (width + GAP), GAP + down * (height + GAP)))
    return made


def over(ours: Image.Image, words: Image.Image) -> Image.Image:
    """Both pages on one: ours in blue, Word's in red, black where they agree."""
    blue, red = ours.convert("L"), words.convert("L").resize(ours.size)
    return Image.merge("RGB", (blue, ImageChops.darker(blue, red), red))


def main(folder: Path) -> None:
    report = storage.load_bytes(resources.path("sample", "sample.zxzp.json").read_bytes()).file.report
    form = forms.load(forms.DEFAULT_FORM)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        writer = office.Office(work / "home")
        (work / "sample.docx").write_bytes(docx_bytes(report, form.id))
        (work / "blank.docx").write_bytes(docx_bytes(reports.empty(), form.id))
        (work / "filled.docx").write_bytes(fill((work / "blank.docx").read_bytes(), report, form).document)
        (work / "ours.pdf").write_bytes(produce.pdf_bytes(report, form.id))
        shown = writer.pdfs(sorted(work.glob("*.docx")))
        ours, words = pages(work / "ours.pdf"), pages(shown["sample"])
        compared = [number for number in COMPARED if number < min(len(ours), len(words))]
        beside = [[each[number] for number in compared] for each in (ours, words)]
        save(
            sheet([*beside, [over(ours[number], words[number]) for number in compared]]), folder / "word-beside-pdf.png"
        )
        save(sheet([pages(shown["blank"])[:5], pages(shown["filled"])[:5]]), folder / "word-template.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
