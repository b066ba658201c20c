"""`@frozen`: the frozen dataclass of this program, made in a quarter of the time.

`@dataclass(frozen=True, slots=True)` writes and compiles six functions for every class, 0.45 ms each time; a start of
the window made twenty such classes, an export fifty. Here only `__init__` is compiled, and the others are shared.
What one meets is the same: `fields`, `replace`, `is_dataclass` and `match` work, a change raises `FrozenInstanceError`.
It must not learn more than that: ordering, `__post_init__`, fields that are no argument are `@dataclass`'s matter.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_Class = TypeVar("_Class")
_set = object.__setattr__


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """Make a class of annotated attributes a dataclass with slots, whose instances never change and can be compared."""
    # The standard library reads the annotations, defaults and inherited fields; it is only spared the writing.
    described: Any = dataclass(init=False, repr=False, eq=False)(cls)
    made = _with_slots(described)
    ours = {name: function for name, function in _methods(made).items() if name not in cls.__dict__}
    for name, function in ours.items():
        function.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(made, name, function)
    return made  # type: ignore[no-any-return]


def _with_slots(cls: Any) -> Any:
    """The same class with slots: they cannot be added to one that exists (so does `dataclass(slots=True)`)."""
    inherited = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    names = tuple(f.name for f in fields(cls))
    space = {key: value for key, value in cls.__dict__.items() if key not in names}
    for made_by_python in ("__dict__", "__weakref__"):
        space.pop(made_by_python, None)
    space["__slots__"] = tuple(name for name in names if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made


def _methods(cls: Any) -> dict[str, Callable[..., Any]]:
    given = fields(cls)
    names = tuple(f.name for f in given)
    shown = tuple(f.name for f in given if f.repr)
    values = attrgetter(*(f.name for f in given if f.compare))

    def equals(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown_as(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def refuse_change(_self: Any, name: str, _value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def refuse_removal(_self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def restore(self: Any, kept: list[Any]) -> None:
        for name, value in zip(names, kept, strict=True):
            _set(self, name, value)

    return {
        "__init__": _initialiser(cls, given),
        "__eq__": equals,
        "__hash__": hashed,
        "__repr__": shown_as,
        "__setattr__": refuse_change,
        "__delattr__": refuse_removal,
        "__getstate__": state,
        "__setstate__": restore,
    }


def _initialiser(cls: Any, given: tuple[Field[Any], ...]) -> Callable[..., None]:
    """`__init__` as one would write it by hand, so that a call costs no more and a wrong one is told as usual."""
    if beyond := [f.name for f in given if not f.init or f.kw_only] or [
        n for n in ("__post_init__",) if hasattr(cls, n)
    ]:
        raise TypeError(f"{cls.__name__}: @frozen does not know {beyond[0]}")
    space: dict[str, Any] = {"_set": _set, "_MISSING": MISSING}
    head, body = ["self"], []
    for at, f in enumerate(given):
        value = f.name
        if f.default_factory is not MISSING:
            space[f"_{at}"] = f.default_factory
            value = f"_{at}() if {f.name} is _MISSING else {f.name}"
            head.append(f"{f.name}=_MISSING")
        elif f.default is not MISSING:
            space[f"_{at}"] = f.default
            head.append(f"{f.name}=_{at}")
        else:
            head.append(f.name)
        body.append(f" _set(self, {f.name!r}, {value})")
    # Made of names of fields alone, which are identifiers.
    exec(f"def __init__({', '.join(head)}):\n" + "\n".join(body), space)  # noqa: S102
    made: Callable[..., None] = space["__init__"]
    made.__annotations__ = {f.name: f.type for f in given} | {"return": None}
    made.__module__ = cls.__module__
    return made
