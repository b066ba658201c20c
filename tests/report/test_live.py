"""Live values: the text always holds the figure, it follows the tables, and no edit of the text is ever disturbed."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui import resources, storage
from selfeval_gui.report import live
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.form import DEFAULT_FORM, load
from selfeval_gui.report.live import LiveValue
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import paragraphs

FORM = load(DEFAULT_FORM)
FIELD = "narrative.outputs.text"
PLANNED, RECEIVED = "basic_info.planned_funds.total", "basic_info.received_funds.total"


def written(text: str) -> Report:
    report = put(put(Report(), PLANNED, Decimal(200)), RECEIVED, Decimal(193))
    return put(report, FIELD, text)


def text_of(report: Report) -> str:
    text: str = get(report, FIELD)
    return text


def test_a_value_stands_in_the_text_as_it_is_printed() -> None:
    report, values = live.insert(written("到位率为。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    assert text_of(report) == "到位率为96.5%。"
    assert values == (LiveValue(FIELD, "arrival_rate", 4, "96.5%"),)
    assert any("96.5%" in paragraph.text for paragraph in paragraphs(report, FORM))


def test_it_follows_the_tables_wherever_the_text_has_moved_it() -> None:
    report, values = live.insert(written("到位率为，共。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    report, values = live.insert(
        report, FORM, values, FIELD, len(text_of(report)) - 1, len(text_of(report)) - 1, "received"
    )
    edited = put(report, FIELD, "本年" + text_of(report) + "完成。")
    values = live.follow(report, edited, values)
    changed, values = live.refresh(put(edited, RECEIVED, Decimal("200.5")), FORM, values)
    assert text_of(changed) == "本年到位率为100.25%，共200.5万元。完成。"
    assert [text_of(changed)[one.start : one.end] for one in values] == ["100.25%", "200.5万元"]


def test_a_value_whose_own_characters_are_edited_is_plain_text() -> None:
    report, values = live.insert(written("到位率为。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    assert live.follow(report, put(report, FIELD, "到位率为97.5%。"), values) == ()
    assert live.follow(report, put(report, FIELD, "到位率为96.5%%。"), values) == values
    assert live.follow(report, put(report, FIELD, "到位率为996.5%。"), values)[0].start == 5


def test_what_the_tables_lack_is_asked_for_by_name() -> None:
    report, values = live.insert(written(""), FORM, (), FIELD, 0, 0, "score")
    assert text_of(report) == "【综合得分】"
    report, values = live.refresh(put(report, "performance.score", Decimal("96.5")), FORM, values)
    assert text_of(report) == "96.5分"


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text("甲1%，9", max_size=4)), max_size=8))
def test_after_any_edits_every_value_stands_where_it_says(edits: list[tuple[int, int, str]]) -> None:
    report, values = live.insert(written("到位率为，支出。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    report, values = live.insert(report, FORM, values, FIELD, 12, 12, "planned")
    for start, count, new in edits:
        text = text_of(report)
        edited = put(report, FIELD, text[:start] + new + text[start + count :])
        values = live.follow(report, edited, values)
        report = edited
        for one in values:
            assert text_of(report)[one.start : one.end] == one.text
        assert all(a.end <= b.start for a, b in pairwise(values))
    changed, values = live.refresh(put(report, RECEIVED, Decimal(1)), FORM, values)
    assert [text_of(changed)[one.start : one.end] for one in values] == [one.text for one in values]
    assert all(one.text == live.figures(changed, FORM)[one.name] for one in values)


def opened_again(file: storage.ReportFile) -> storage.ReportFile:
    return storage.decode(storage.encode(file))


def sample(report: Report, values: live.Live) -> storage.ReportFile:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    return replace(file, report=report, live=values)


def test_a_file_keeps_them_and_a_file_without_any_is_written_as_before() -> None:
    report, values = live.insert(written("到位率为。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    file = sample(report, values)
    assert opened_again(file) == file
    assert b'"live"' not in storage.encode(sample(report, ()))


def test_a_file_that_another_program_has_changed_is_put_right_when_it_is_opened() -> None:
    report, values = live.insert(written("到位率为。"), FORM, (), FIELD, 4, 4, "arrival_rate")
    stale = put(put(report, RECEIVED, Decimal(100)), FIELD, "经核对，到位率为96.5%。")
    again = opened_again(sample(stale, values))
    assert text_of(again.report) == "经核对，到位率为50%。"
    assert again.live == (LiveValue(FIELD, "arrival_rate", 8, "50%"),)
    gone = opened_again(sample(put(report, FIELD, "另写一段。"), values))
    assert (text_of(gone.report), gone.live) == ("另写一段。", ())


def test_places_that_cannot_be_are_plain_text() -> None:
    report = written("到位率为96.5%。")
    odd = (
        LiveValue("cover.no_such", "score", 0, "x"),
        LiveValue(PLANNED, "score", 0, "2"),
        LiveValue(FIELD, "nothing", 4, "96.5%"),
        LiveValue(FIELD, "score", 99, "没有"),
    )
    assert live.sound(report, odd) == ()
