"""The last final copy that a file remembers, and the code that tells whether its content has changed."""

import json
from dataclasses import replace
from datetime import date

from selfeval_gui import resources, storage
from selfeval_gui.report.edit import put
from selfeval_gui.storage import Printed, changed_since_print, content_code, note_print

SAMPLE = storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes())
DAY = date(2026, 3, 12)


def code(file: storage.ReportFile) -> str:
    return content_code(file.report, file.form)


def test_the_code_follows_what_is_printed_and_nothing_else() -> None:
    aside = replace(SAMPLE, id="x", modified="2027-01-01T00:00:00Z", state="final",
                    explanations=(storage.Explanation("B8", "basic_info.actual_expenditure", "已说明"),))  # fmt: skip
    assert code(aside) == code(SAMPLE)
    assert len(code(SAMPLE)) == 16
    text = SAMPLE.report.narrative.process.text
    assert code(replace(SAMPLE, report=put(SAMPLE.report, "narrative.process.text", text + "。"))) != code(SAMPLE)
    assert content_code(storage.decode(storage.encode(SAMPLE)).report, SAMPLE.form) == code(SAMPLE)


def test_what_stands_in_a_section_that_follows_the_tables_is_not_printed() -> None:
    section = SAMPLE.report.narrative.opening
    assert section.linked
    beneath = put(SAMPLE.report, "narrative.opening", replace(section, text="以前写的"))
    assert content_code(beneath, SAMPLE.form) == code(SAMPLE)
    cut = put(beneath, "narrative.opening", replace(section, text="以前写的", linked=False))
    assert content_code(cut, SAMPLE.form) != code(SAMPLE)


def test_a_change_after_the_final_copy_is_known_until_it_is_undone_or_printed() -> None:
    assert not changed_since_print(SAMPLE)
    noted = note_print(SAMPLE, DAY, "print")
    assert noted.printed == Printed(code(SAMPLE), "2026-03-12", "print")
    assert not changed_since_print(noted)
    assert note_print(noted, date(2026, 4, 1), "pdf") is noted
    changed = replace(noted, report=put(noted.report, "cover.project_name", "山歌传唱人培养"))
    assert changed_since_print(changed)
    assert not changed_since_print(replace(changed, report=noted.report))
    assert not changed_since_print(note_print(changed, DAY, "pdf"))


def test_it_is_kept_with_what_a_newer_program_adds_and_a_damaged_one_is_none() -> None:
    noted = note_print(SAMPLE, DAY, "final")
    raw = json.loads(storage.encode(noted))
    assert list(raw["printed"]) == ["code", "day", "how"]
    raw["printed"]["copies"] = 3
    read = storage.decode(json.dumps(raw).encode())
    assert read.printed == noted.printed
    assert json.loads(storage.encode(read))["printed"]["copies"] == 3
    for damaged in (5, {}, {"code": 1, "day": "2026-03-12", "how": "print"}, None):
        raw["printed"] = damaged
        assert storage.decode(json.dumps(raw).encode()).printed is None
    assert b'"printed"' not in storage.encode(SAMPLE)
