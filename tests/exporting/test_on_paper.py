"""How a report stands on paper, as the check hears of it: fonts, faults of pages, the last final copy."""

from dataclasses import replace
from datetime import date

from selfeval_gui import checking, resources, storage
from selfeval_gui.exporting import on_paper
from selfeval_gui.printing import produce
from selfeval_gui.printing.fonts import FontBook, FontsMissing
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import put

SAMPLE = storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes())
FORM = forms.load(SAMPLE.form)
DAY = date(2026, 3, 12)


def found(file: storage.ReportFile, *, official: bool = False) -> list[tuple[str, str, str]]:
    paper, note = on_paper.paper_of(file, produce.bundled_fonts, official=official)
    assert note == ""
    context = checking.context_of(file, DAY, paper=paper)
    return [(one.rule, one.severity.value, one.field) for one in checking.check(file.report, FORM, context)]


def with_value(field: str, value: object) -> storage.ReportFile:
    return replace(SAMPLE, report=put(SAMPLE.report, field, value))


def test_the_sample_has_nothing_to_say_with_the_programs_own_fonts() -> None:
    assert [one for one in found(SAMPLE) if one[0].startswith("F")] == []


def test_an_office_that_wants_the_official_fonts_hears_of_each_that_is_not_there() -> None:
    told = [one for one in found(SAMPLE, official=True) if one[0] == "F2"]
    assert [severity for _, severity, _ in told].count("warning") == 4
    assert ("F2", "warning", "cover.project_name") in told
    assert [field for _, severity, field in told if severity == "hint"] == ["basic_info.project_leader"]


def test_a_character_that_no_font_has_is_found_where_it_stands() -> None:
    file = with_value("basic_info.address", "金城江区文体路\U0003134f3号")
    paper, _ = on_paper.paper_of(file, produce.bundled_fonts)
    one = next(
        one
        for one in checking.check(file.report, FORM, checking.context_of(file, DAY, paper=paper))
        if one.rule == "F2"
    )
    assert (one.severity.value, one.field) == ("warning", "basic_info.address")
    assert [(place.text, place.start) for place in one.passages] == [("\U0003134f", 7)]


def test_what_the_form_cannot_hold_and_a_change_after_printing_are_told() -> None:
    assert ("F3", "warning", "cover.seal_unit") in found(with_value("cover.seal_unit", "河池市文化传承保护中心" * 8))
    printed = storage.note_print(SAMPLE, DAY, "print")
    assert [one for one in found(printed) if one[0] == "F4"] == []
    changed = replace(printed, report=put(printed.report, "basic_info.phone", "0778-5550199"))
    assert ("F4", "warning", "cover.report_date") in found(changed)


def test_a_reason_for_a_change_after_printing_is_quiet_until_the_next_change() -> None:
    printed = storage.note_print(SAMPLE, DAY, "print")
    changed = replace(printed, report=put(printed.report, "basic_info.phone", "0778-5550199"))
    paper, _ = on_paper.paper_of(changed, produce.bundled_fonts)
    context = checking.context_of(changed, DAY, paper=paper)
    one = next(one for one in checking.check(changed.report, FORM, context) if one.rule == "F4")
    assert "2026年3月12日" in one.message
    told = replace(changed, explanations=(storage.Explanation(one.mark, one.field, "电话改号，已手工更正并签字"),))
    assert [each for each in found(told) if each[0] == "F4"] == []
    again = replace(told, report=put(told.report, "basic_info.phone", "0778-5550198"))
    assert [each[0] for each in found(again) if each[0] == "F4"] == ["F4"]


def test_damaged_fonts_leave_the_rest_of_the_check() -> None:
    def damaged() -> FontBook:
        raise FontsMissing("song.ttf")

    printed = storage.note_print(SAMPLE, DAY, "print")
    changed = replace(printed, report=put(printed.report, "basic_info.phone", "0778-5550199"))
    paper, note = on_paper.paper_of(changed, damaged)
    assert paper.changed is not None
    assert "没有检查字体和版面" in note
