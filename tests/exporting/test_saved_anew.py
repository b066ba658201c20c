"""Our Word file and our workbook, opened in LibreOffice and saved again, in the same or in another format.

What comes back is the same report: whole where the data still rides along, all that is printed where it does not.
"""

from pathlib import Path

import pytest

from selfeval_gui import storage
from selfeval_gui.exporting.excel.report_book import xlsx_bytes
from selfeval_gui.exporting.word import docx_bytes
from selfeval_gui.importing import intake
from selfeval_gui.importing.proposal import OwnFile, Proposal
from selfeval_gui.storage import ReportFile
from tests.checking.clean_reports import clean_report
from tests.exporting import office
from tests.exporting.test_word import FORM, shown
from tests.exporting.test_workbook import file_of

pytestmark = pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
WITH_DATA = ("docx", "xlsx", "xls")


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> office.Office:
    return office.Office(tmp_path_factory.mktemp("office") / "home")


def saved_anew(writer: office.Office, folder: Path, seeds: range, suffix: str) -> dict[int, bytes]:
    """The reports' Word files or workbooks, whichever can be saved in this format."""
    for seed in seeds:
        file = file_of(clean_report(seed))
        data = storage.encode(file)
        word = suffix not in ("xlsx", "xls")
        source = folder / f"{seed}.{'docx' if word else 'xlsx'}"
        source.write_bytes(docx_bytes(file.report, FORM.id, data=data) if word else xlsx_bytes(file))
    saved = writer.saved_as(suffix, sorted(folder.iterdir()))
    return {seed: saved[str(seed)].read_bytes() for seed in seeds}


def came_back(data: bytes, name: str) -> ReportFile | Proposal:
    found = intake.read(data, name, FORM)
    if isinstance(found, Proposal):
        return found
    assert not isinstance(found, OwnFile) or (found.changed, found.notes) == ((), ())
    return storage.load_bytes(found.data if isinstance(found, OwnFile) else found).file


def holds(writer: office.Office, folder: Path, seeds: range, suffix: str) -> None:
    for seed, data in saved_anew(writer, folder, seeds, suffix).items():
        file = file_of(clean_report(seed))
        found = came_back(data, f"报告.{suffix}")
        if suffix in WITH_DATA:
            assert found == file, (seed, suffix)
        else:
            assert isinstance(found, Proposal)
            assert shown(found.report) == shown(file.report), (seed, suffix)
            assert (found.unplaced, found.warnings) == ((), ())


@pytest.mark.parametrize("suffix", ["docx", "doc", "xls"])
def test_a_file_saved_anew_is_the_same_report(writer: office.Office, tmp_path: Path, suffix: str) -> None:
    holds(writer, tmp_path, range(5, 6), suffix)


@pytest.mark.soak
@pytest.mark.parametrize("suffix", ["docx", "doc", "odt", "rtf", "xlsx", "xls"])
def test_a_dozen_files_saved_anew_are_the_same_reports(writer: office.Office, tmp_path: Path, suffix: str) -> None:
    holds(writer, tmp_path, range(0, 240, 20), suffix)


def test_what_was_written_into_an_old_workbook_counts(writer: office.Office, tmp_path: Path) -> None:
    file = file_of(clean_report(5))
    old = file.report.basic_info.phone
    phone = old[:-1] + ("5" if old[-1] != "5" else "6")
    source = tmp_path / "报告.xlsx"
    source.write_bytes(xlsx_bytes(file))
    data = writer.saved_as("xls", [source])["报告"].read_bytes()
    # The visible cell's text stands before the hidden sheet's.
    changed = data.replace(old.encode("ascii"), phone.encode("ascii"), 1)
    assert changed != data
    found = intake.read(changed, "报告.xls", FORM)
    assert isinstance(found, OwnFile)
    assert found.changed == ("basic_info.phone",)
    new = storage.load_bytes(found.data).file
    assert new.report.basic_info.phone == phone
    assert new.review.unreviewed["basic_info.phone"] == {"previous": old}
