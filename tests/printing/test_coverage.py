"""Characters that no font has are found with the fields that print them."""

from selfeval_gui.printing import produce
from selfeval_gui.printing.coverage import Missing, missing
from tests.printing import reports

NONE, OTHER = "\U000f0000", "\U000f0001"  # of the private use plane: nobody has them


def test_characters_are_grouped_by_field_in_the_order_of_the_pages() -> None:
    report = reports.filled(
        performance__actual=f"达标{OTHER}。\n又{NONE}{OTHER}。",
        cover__project_name=f"山{NONE}水",
        basic_info__address="㛃𬱖路",
    )
    pages = produce.composer(reports.FORM.id).pages(report)
    found = missing(pages, produce.bundled_fonts())
    assert found[0] == Missing("cover.project_name", (NONE,), 1)
    actual = next(lack for lack in found if lack.path == "performance.actual")
    assert (set(actual.characters), actual.start) == ({NONE, OTHER}, 2)
    assert len({lack.path for lack in found}) == len(found)
    assert "basic_info.address" not in {lack.path for lack in found}


def test_nothing_is_missing_from_an_ordinary_report() -> None:
    pages = produce.composer(reports.FORM.id).pages(reports.filled(), draft=True)
    assert missing(pages, produce.bundled_fonts()) == ()
