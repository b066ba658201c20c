"""What was made lately is remembered, and no more than that."""

from collections.abc import Callable

from selfeval_gui.printing.lately import Lately


def test_makes_each_thing_once_and_forgets_what_nobody_asks_for() -> None:
    made: list[int] = []

    def making(number: int) -> Callable[[], str]:
        def make() -> str:
            made.append(number)
            return f"made {number}"

        return make

    kept: Lately[int, str] = Lately(3)
    for _ in range(2):
        kept.start()
        for number in range(5):
            assert kept.get(number, making(number)) == f"made {number}"
    assert made == [0, 1, 2, 3, 4], "a version longer than the memory is remembered whole"
    for number in range(10, 30):
        kept.start()
        kept.get(number, making(number))
    assert kept.get(0, making(0)) == "made 0"
    assert made.count(0) == 2, "what was not asked for is forgotten"


def test_remembers_what_is_empty() -> None:
    kept: Lately[str, list[int]] = Lately(3)
    kept.get("nothing", list)
    assert kept.get("nothing", lambda: [1]) == []
