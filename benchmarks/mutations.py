"""Small errors made on purpose in a module: what `mutants.py` puts to the tests. It must not write or run anything."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
OTHERS = ("TYPE_CHECKING", "win32", "'nt'")
"""Branches that are not taken here."""
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed module: where, what was done to it, its new text."""

    module: Path
    line: int
    what: str
    text: str


Change = Callable[[Any, ast.AST], None]
"""Changes a node in its tree."""


def places_in(module: Path) -> list[tuple[int, int]]:
    """Every possible change of a module: the number of its node in the tree, and of the change at this node."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    left_out = _left_out(tree)
    nodes = [(at, node) for at, node in enumerate(ast.walk(tree)) if id(node) not in left_out]
    return [(at, which) for at, node in nodes for which, _ in enumerate(_changes(node))]


def mutant(module: Path, at: int, which: int) -> Mutant:
    """The module with one change."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[at]
    what, change = list(_changes(node))[which]
    line = node.ifs[0].lineno if isinstance(node, ast.comprehension) else node.lineno  # type: ignore[attr-defined]
    change(node, tree)
    return Mutant(module, line, what, ast.unparse(ast.fix_missing_locations(tree)))


def _left_out(tree: ast.AST) -> set[int]:
    """Nodes that are words, types, or meant for other systems."""
    found: set[int] = set()

    def leave(node: ast.AST | None) -> None:
        if node is not None:
            found.update(id(each) for each in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.If) and any(
            word in ast.unparse(node.test) for word in ("TYPE_CHECKING", "win32", "'nt'")
        ):
            for each in (node.test, *node.body):
                leave(each)
            found.add(id(node))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            leave(node.returns)
            for each in node.decorator_list:
                leave(each)
        if isinstance(node, ast.ClassDef):
            for each in node.decorator_list:
                leave(each)
        if isinstance(node, (ast.arg, ast.AnnAssign)):
            leave(node.annotation)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("dict", "list", "tuple", "set"):
            leave(node.slice)  # a type
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            leave(node)
        if isinstance(node, ast.JoinedStr):
            leave(node)
    return found


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and (new := SWAPS.get(type(node.ops[0]))):
        yield f"{type(node.ops[0]).__name__} → {new.__name__}", lambda twin, _t, new=new: setattr(twin, "ops", [new()])
    if isinstance(node, ast.BoolOp):
        new = SWAPS[type(node.op)]
        yield f"{type(node.op).__name__} → {new.__name__}", lambda twin, _t, new=new: setattr(twin, "op", new())
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and (new := SWAPS.get(type(node.op))):
        yield f"{type(node.op).__name__} → {new.__name__}", lambda twin, _t, new=new: setattr(twin, "op", new())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not x → x", _put(lambda twin: twin.operand)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "-x → x", _put(lambda twin: twin.operand)
    if isinstance(node, (ast.If, ast.IfExp)):
        for value in (True, False):
            yield f"if {value}", lambda twin, _t, value=value: setattr(twin, "test", ast.Constant(value))
    if isinstance(node, ast.While):
        yield "while False", lambda twin, _t: setattr(twin, "test", ast.Constant(False))
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "no filter", lambda twin, _t: setattr(twin, "ifs", [])
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} → {not node.value}", lambda twin, _t: setattr(twin, "value", not twin.value)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"{node.value} → {node.value + 1}", lambda twin, _t: setattr(twin, "value", twin.value + 1)
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield "return None", lambda twin, _t: setattr(twin, "value", ast.Constant(None))
    called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if called or isinstance(node, (ast.Raise, ast.Continue, ast.Break)):
        yield f"without {ast.unparse(node)[:60]}", _put(lambda _twin: ast.Pass())


def _put(make: Callable[[Any], ast.AST]) -> Change:
    """Replace a node by another one, wherever it hangs."""

    def change(twin: Any, tree: ast.AST) -> None:
        new = make(twin)
        for parent in ast.walk(tree):
            for name, value in ast.iter_fields(parent):
                if value is twin:
                    setattr(parent, name, new)
                elif isinstance(value, list) and any(each is twin for each in value):
                    setattr(parent, name, [new if each is twin else each for each in value])

    return change
