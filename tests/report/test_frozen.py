"""`@frozen` gives what `@dataclass(frozen=True, slots=True)` gives: every promise is put to both."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest

from selfeval_gui.report.frozen import frozen


@frozen
class Ours:
    """Doc."""

    word: str
    count: int = 3
    rows: list[int] = field(default_factory=list)
    hidden: bytes = field(default=b"", repr=False)
    aside: int = field(default=0, compare=False)
    kind: ClassVar[str] = "k"

    @property
    def doubled(self) -> int:
        return 2 * self.count


@dataclass(frozen=True, slots=True)
class Theirs:
    """Doc."""

    word: str
    count: int = 3
    rows: list[int] = field(default_factory=list)
    hidden: bytes = field(default=b"", repr=False)
    aside: int = field(default=0, compare=False)
    kind: ClassVar[str] = "k"

    @property
    def doubled(self) -> int:
        return 2 * self.count


@frozen
class OurChild(Ours):
    more: int = 1


@dataclass(frozen=True, slots=True)
class TheirChild(Theirs):
    more: int = 1


@frozen
class OurKey:
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class TheirKey:
    name: str
    number: int


@frozen
class OurOwn:
    """With methods of its own, which stay."""

    word: str

    def __repr__(self) -> str:
        return f"<{self.word}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OurOwn) and self.word.lower() == other.word.lower()

    def __hash__(self) -> int:
        return hash(self.word.lower())


PAIRS = [pytest.param(Ours, id="ours"), pytest.param(Theirs, id="theirs")]


@pytest.mark.parametrize("made", PAIRS)
def test_values_defaults_and_what_is_shown(made: Any) -> None:
    one = made("a", hidden=b"secret")
    assert (one.word, one.count, one.rows, one.hidden, one.aside, one.kind, one.doubled) == (
        "a", 3, [], b"secret", 0, "k", 6,
    )  # fmt: skip
    assert repr(one) == f"{made.__qualname__}(word='a', count=3, rows=[], aside=0)"
    assert made("a").rows is not made("a").rows
    assert made.__doc__ == "Doc."
    assert made.__match_args__ == ("word", "count", "rows", "hidden", "aside")
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("made", PAIRS)
def test_equal_by_what_is_compared_and_by_class(made: Any) -> None:
    assert made("a", aside=1) == made("a", aside=2)
    assert made("a") != made("a", 4)
    assert made("a").__eq__("a") is NotImplemented
    child = OurChild if made is Ours else TheirChild
    assert made("a") != child("a")
    with pytest.raises(TypeError, match="unhashable"):
        hash(made("a"))  # for its list


@pytest.mark.parametrize("made", [pytest.param(OurKey, id="ours"), pytest.param(TheirKey, id="theirs")])
def test_hash_and_match(made: Any) -> None:
    assert len({made("a", 1), made("a", 1), made("a", 2)}) == 2
    match made("a", 2):
        case OurKey(name, number) | TheirKey(name, number):
            assert (name, number) == ("a", 2)
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize("made", PAIRS)
def test_no_change_and_no_removal(made: Any) -> None:
    one = made("a")
    with pytest.raises(FrozenInstanceError, match="field 'word'"):
        one.word = "b"
    with pytest.raises(FrozenInstanceError, match="field 'word'"):
        del one.word
    with pytest.raises((FrozenInstanceError, TypeError)):  # the standard library's own stumbles over its slots here
        one.other = 1
    assert one == made("a")


@pytest.mark.parametrize("made", PAIRS)
def test_the_tools_of_the_standard_library_work(made: Any) -> None:
    one: Any = made("a", rows=[1])
    described: Any = is_dataclass(made)
    assert described
    assert [f.name for f in fields(made)] == ["word", "count", "rows", "hidden", "aside"]
    assert replace(one, count=9) == made("a", 9, [1])
    assert asdict(one) == {"word": "a", "count": 3, "rows": [1], "hidden": b"", "aside": 0}
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made a moment ago


@pytest.mark.parametrize("made", [pytest.param(OurChild, id="ours"), pytest.param(TheirChild, id="theirs")])
def test_a_child_has_the_fields_of_both(made: Any) -> None:
    one = made("a", 1, [2], b"", 0, 5)
    assert (one.word, one.more) == ("a", 5)
    assert made.__slots__ == ("more",)
    assert not hasattr(one, "__dict__")
    assert replace(one, word="b").more == 5


@pytest.mark.parametrize("made", PAIRS)
@pytest.mark.parametrize("call", [lambda c: c(), lambda c: c("a", nothing=1), lambda c: c("a", 1, [], b"", 0, 0)])
def test_a_wrong_call_is_told_as_ever(made: Any, call: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        call(made)


def test_methods_of_its_own_stay() -> None:
    assert repr(OurOwn("A")) == "<A>"
    assert OurOwn("A") == OurOwn("a")
    assert len({OurOwn("A"), OurOwn("a")}) == 1


@frozen
class OurChecked:
    word: str

    def __post_init__(self) -> None:
        if not self.word:
            raise ValueError("empty")


def test_what_has_to_be_checked_is_checked_when_it_is_made() -> None:
    assert OurChecked("a").word == "a"
    with pytest.raises(ValueError, match="empty"):
        OurChecked("")
