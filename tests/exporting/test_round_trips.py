"""The same report through every format that carries it: .json, .xlsx, .docx and .pdf give it back, whole."""

import pytest

from selfeval_gui import storage
from selfeval_gui.exporting.excel.report_book import xlsx_bytes
from selfeval_gui.exporting.word import docx_bytes
from selfeval_gui.importing import intake
from selfeval_gui.importing.proposal import Proposal
from selfeval_gui.printing import produce
from tests.checking.clean_reports import clean_report
from tests.exporting.test_word import FORM
from tests.exporting.test_workbook import file_of


def through(seed: int) -> None:
    file = file_of(clean_report(seed))
    data = storage.encode(file)
    made = {
        "json": data,
        "xlsx": xlsx_bytes(file),
        "docx": docx_bytes(file.report, FORM.id, data=data),
        "pdf": produce.pdf_bytes(file.report, FORM.id, data=data),
    }
    for suffix, content in made.items():
        found = intake.read(content, f"报告.{suffix}", FORM)
        assert not isinstance(found, Proposal)
        back = storage.load_bytes(found if isinstance(found, bytes) else found.data).file
        assert back == file, (seed, suffix)


@pytest.mark.parametrize("seed", [7, 77])
def test_a_report_comes_back_from_every_format(seed: int) -> None:
    through(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(240))
def test_many_reports_come_back_from_every_format(seed: int) -> None:
    through(seed)
