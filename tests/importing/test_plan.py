"""What an import would take over: the two ways, ticks, and what the open report keeps."""

from dataclasses import replace

from selfeval_gui import resources
from selfeval_gui.importing import Unplaced, propose
from selfeval_gui.importing.plan import Mode, plan
from selfeval_gui.importing.rollover import rollover
from selfeval_gui.report.edit import put
from selfeval_gui.report.form import blank_report, load
from selfeval_gui.report.model import Section

FORM = load("hechi-2018")
BLANK = blank_report(FORM)
PROPOSAL = propose(resources.path("sample", "last_year.txt").read_bytes(), "去年.txt", FORM)


def test_untouched_plans_are_the_rollover_and_the_copy() -> None:
    start = plan(PROPOSAL, BLANK, FORM, Mode.START, 2025).result()
    assert (start.report, start.unreviewed) == rollover(PROPOSAL.report, FORM, 2025)
    assert plan(PROPOSAL, BLANK, FORM, Mode.COPY, 2025).result().report == PROPOSAL.report


def test_what_belongs_to_a_year_is_ticked_only_in_a_copy() -> None:
    for mode, ticked in ((Mode.START, False), (Mode.COPY, True)):
        entries = {entry.path: entry for entry in plan(PROPOSAL, BLANK, FORM, mode, 2025).entries}
        for path in ("performance.score", "cover.report_date", "expenditures[0].actual", "signatures.leader_date"):
            assert entries[path].ticked is ticked, path
        assert entries["expenditures[0].item"].ticked
        assert entries["signatures.agency_date"].certainty == "missing"


def test_what_was_not_found_cannot_be_ticked() -> None:
    made = plan(PROPOSAL, BLANK, FORM, Mode.COPY, 2025)
    assert made.tick({"signatures.agency_date"}, True) == made


def test_what_the_open_report_says_stays() -> None:
    base = put(put(BLANK, "cover.seal_unit", "章"), "narrative.other_matters", Section(False, "补充"))
    base = put(base, "basic_info.phone", "1")
    for mode in Mode:
        made = plan(PROPOSAL, base, FORM, mode, 2025)
        report = made.result().report
        assert (report.cover.seal_unit, report.narrative.other_matters.text) == ("章", "补充")
        assert report.basic_info.phone == "0778-5550136"
        unwanted = made.tick({"basic_info.phone"}, False).result()
        assert unwanted.report.basic_info.phone == "1"
        assert "basic_info.phone" not in unwanted.unreviewed


def test_a_row_without_ticks_does_not_come_along() -> None:
    made = plan(PROPOSAL, BLANK, FORM, Mode.COPY, 2025)
    row = {f"expenditures[0].{name}" for name in ("item", "planned", "actual")}
    report = made.tick(row, False).result().report
    assert report.expenditures == PROPOSAL.report.expenditures[1:]


def test_a_linked_text_can_be_taken_as_it_was() -> None:
    made = plan(PROPOSAL, BLANK, FORM, Mode.START, 2025).tick({"narrative.inputs.text"}, True).result()
    section = made.report.narrative.inputs
    assert (section.linked, section.text[:5]) == (False, "2025年")
    assert made.unreviewed["narrative.inputs.text"]["previous"].startswith("2024年")


def test_pieces_go_behind_long_texts_and_instead_of_short_ones() -> None:
    proposal = replace(PROPOSAL, unplaced=(Unplaced("甲", "1"), Unplaced("乙", "2"), Unplaced("丙", "3")))
    made = plan(proposal, BLANK, FORM, Mode.COPY, 2025)
    result = made.place(0, "narrative.process.text").place(1, "basic_info.phone").result()
    assert result.report.narrative.process.text == f"{PROPOSAL.report.narrative.process.text}\n甲"
    assert result.report.basic_info.phone == "丙"
    assert result.unplaced == (Unplaced("乙", "2"),)
