"""`@frozen`: the frozen dataclass of this program, made in half the time.

`@dataclass(frozen=True, slots=True)` writes and compiles six functions for every class, and a start of the window makes
dozens of classes. Three of the six say the same for every class: they stand here once, and the standard library is
spared writing them. What one meets is what `@dataclass` gives; ordering stays `@dataclass`'s matter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """Make a class of annotated attributes a dataclass with slots, whose instances never change and can be compared."""
    made: Any = dataclass(frozen=True, slots=True, repr=False, eq=False)(cls)
    for name, function in _shared(made).items():
        if name not in cls.__dict__:
            function.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(made, name, function)
    return made  # type: ignore[no-any-return]


def _shared(cls: Any) -> dict[str, Callable[..., Any]]:
    given = fields(cls)
    shown = tuple(f.name for f in given if f.repr)
    values = attrgetter(*(f.name for f in given if f.compare))

    def equals(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown_as(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return {"__eq__": equals, "__hash__": hashed, "__repr__": shown_as}
