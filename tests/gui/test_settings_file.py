"""The settings file: what another version of the program wrote is kept before this one writes."""

from pathlib import Path

import pytest

from selfeval_gui import __version__
from selfeval_gui.gui.preferences.settings import Settings


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize(("head", "name"), [("written_by=0.0.9\n", "settings-0.0.9.ini"), ("", "settings-old.ini")])
def test_the_file_of_another_version_is_kept_before_it_is_written(head: str, name: str, tmp_path: Path) -> None:
    before = f"[General]\n{head}folder=/old\n"
    (tmp_path / "settings.ini").write_text(before, encoding="utf-8")
    settings = Settings(tmp_path)
    assert settings.text_of("folder") == "/old"
    assert list(texts(tmp_path)) == ["settings.ini"]  # reading changes nothing
    settings.put("folder", "/new")
    settings.sync()
    assert texts(tmp_path)[name] == before
    assert f"written_by={__version__}" in texts(tmp_path)["settings.ini"]


def test_one_s_own_file_and_a_first_start_need_no_copy(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        settings = Settings(tmp_path)
        settings.put("folder", folder)
        settings.sync()
    assert list(texts(tmp_path)) == ["settings.ini"]
    assert Settings(tmp_path).text_of("folder") == "乙"
