"""A whole day through the real window by events alone: last year's .doc becomes this year's PDF (benchmarks/day.py)."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from benchmarks import day as days
from selfeval_gui import checking
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get

SHARE = 1 / 3
"""Of the strokes that the Word form takes."""


@pytest.mark.parametrize("kind", [days.ByKeys, days.ByMouse])
def test_from_last_years_word_file_to_this_years_pdf(kind: type[days.Day], qapp: QApplication) -> None:
    day, word = days.work(kind)
    try:
        report, form = day.window.document.report, day.window.document.form
        for path, words in days.FIELDS:
            kept = blank(path).kind
            assert get(report, path) == kept.read(words), path
        for path, old, new in days.EDITS:
            text = get(report, path)
            assert new in text
            assert old not in text
        errors = [f.message for f in checking.check(report, form) if f.severity.value == "error"]
        assert errors == []
        assert not day.window.document.unreviewed
        assert day.pdf is not None
        pages = pypdf.PdfReader(BytesIO(day.pdf.read_bytes())).pages
        said = "".join(page.extract_text() for page in pages)
        for figure in ("8.84", "98.22%", "1305", "94分", "2024年3月13日", "2023年3月至11月"):
            assert figure in said, figure
        assert "草稿" not in said
        if kind is days.ByKeys:
            assert day.count.clicks == 0
        assert day.count.actions < word * SHARE, (day.count, word)
        print(f"{kind.__name__}: {day.count.actions} actions, Word form {word}: {day.count.actions / word:.2f}")
    finally:
        day.close()
