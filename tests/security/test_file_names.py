"""File names that are made of what people filled in: valid on every system, and never a way out of a folder."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_gui.gui.files import file_names
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report

# What Windows and its Explorer refuse, written down on its own: not the expression of the program.
WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[ .]$|^[ ]')
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    f"{d}{n}" for d in ("COM", "LPT") for n in "0123456789¹²³"
}
hostile = st.text(
    st.sampled_from('con.CON lpt1¹\\/:*?"<>|\0\t\n\u202e\u200b\ufeff\ud800𬱖项目.. ')
    | st.characters(exclude_categories=())
)


def valid_on_windows(name: str) -> bool:
    return not WINDOWS.search(name) and name.partition(".")[0].rstrip().upper() not in DEVICES


@given(st.text(st.characters(exclude_categories=())) | hostile)
def test_any_text_makes_a_valid_name_or_none(text: str) -> None:
    name = file_names.safe(text)
    assert name == "" or valid_on_windows(name)
    assert len(f"{name}{file_names.SUFFIX}".encode()) <= 255
    assert file_names.safe(name) == name


@pytest.mark.soak
@settings(max_examples=10_000)
@given(st.text(st.characters(exclude_categories=())) | hostile)
def test_ten_thousand_texts_make_valid_names(text: str) -> None:
    test_any_text_makes_a_valid_name_or_none.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(hostile, hostile)
def test_names_of_reports_stay_in_their_folder(unit: str, project: str) -> None:
    report = put(put(Report(), "cover.project_unit", unit), "cover.project_name", project)
    name = file_names.proposed(report)
    assert name
    assert valid_on_windows(name)
    folder = Path("/文档")
    assert file_names.within(folder, name, ".pdf").parent == folder


@settings(max_examples=60)
@given(hostile.filter(lambda text: file_names.safe(text) != ""))
def test_a_name_comes_back_from_the_disk_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("names")
    path = file_names.within(folder, file_names.safe(text), file_names.SUFFIX)
    path.write_bytes(b"x")
    assert [found.name for found in folder.iterdir()] == [path.name]


@given(st.integers(1, 300), st.integers(1, 80))
def test_whole_paths_stay_short_where_they_can(depth: int, length: int) -> None:
    folder = Path("/" + "长" * depth)
    path = file_names.within(folder, "𬱖" * length, ".zxzp.json")
    units = len(str(path).encode("utf-16-le")) // 2
    assert units <= file_names.PATH_LIMIT or len(path.name) <= 8 + len(".zxzp.json")
    assert path.name.endswith(".zxzp.json")


@pytest.mark.parametrize("text", ["CON", "con.txt", "nul .a", "COM¹", "lpt9", "conin$", "AUX.pdf"])
def test_names_of_devices_are_changed(text: str) -> None:
    assert file_names.safe(text).startswith("_")
