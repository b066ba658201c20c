"""Read and write JSON strictly: nothing that Python's reader lets pass in silence, and every number as written.

Knows nothing of reports. It must not repair: what is ambiguous (duplicate keys, NaN) is refused with its line.
"""

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from selfeval_gui.report.patterns import late
from selfeval_gui.storage.outcomes import FileRefused

SIZE_LIMIT = 20_000_000
"""Bytes of a file."""
DEPTH_LIMIT = 32
ITEM_LIMIT = 500_000
"""Values in a file, roughly: a full report has some hundreds."""
INTEGER_DIGITS = 40
_LOCATE_LIMIT = 3_000_000  # characters; beyond, finding the line of a fault would take seconds
_SAFE = "文件没有改动。请从备份中恢复，或请对方重新发送一份。"
_TOKEN = late(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|-?[A-Za-z0-9.+-]+')


class Number(str):
    """A number of a JSON file, as it was written."""

    __slots__ = ()


class Parsed(NamedTuple):
    """The value of a JSON file: dict, list, str, `Number`, bool, None; and sentences about how it was read."""

    value: Any
    notes: tuple[str, ...] = ()


class _Refused(Exception):
    """Raised inside the parser's hooks, which know no line."""


def parse(data: bytes) -> Parsed:
    """The content of a JSON file. Raises `FileRefused` with the line of the fault."""
    if len(data) > SIZE_LIMIT:
        raise FileRefused(f"文件太大（超过 {SIZE_LIMIT // 1_000_000} MB），不是本程序的报告文件。文件没有改动。")
    if not data.strip():
        raise FileRefused(f"文件是空的，没有内容。{_SAFE}")
    if not data.strip(b"\0"):
        raise FileRefused(f"文件里全是空字节，可能是保存时断电造成的。{_SAFE}")
    text, notes = decode_text(data)
    if text.count(",") > ITEM_LIMIT:
        raise FileRefused("文件里的数据项过多，不是本程序的报告文件。文件没有改动。")
    try:
        value = json.loads(
            text, parse_float=Number, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_unique
        )
    except RecursionError:
        raise FileRefused(_too_deep(text)) from None
    except _Refused as fault:
        raise FileRefused(f"{fault}{_at(_line_of_fault(text))}。{_SAFE}") from None
    except json.JSONDecodeError as fault:
        raise FileRefused(f"文件不完整或已损坏{_at(fault.lineno)}。{_SAFE}") from None
    if _depth(value) > DEPTH_LIMIT:
        raise FileRefused(_too_deep(text))
    return Parsed(value, notes)


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and a note about its encoding: UTF-8 (with or without mark), UTF-16, GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16"]
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        names = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        names = ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "utf-8-sig":
            return text, ()
        shown = "UTF-16" if name.startswith("utf-16") else "GB18030"
        return text, (f"文件的编码是 {shown}，再次保存时将改为 UTF-8。",)
    raise FileRefused(f"文件的文字编码无法识别，文件可能已损坏，或者不是本程序的报告文件。{_SAFE}")


def write(value: Any) -> bytes:
    """Canonical bytes: UTF-8, two-space indent, keys in the order of the dicts, a line end at the end.

    Takes dict, list, tuple, str, `Number`, bool, int, None. TypeError for anything else: a float is never exact.
    """
    return ("".join(_pieces(value, "\n")) + "\n").encode("utf-8")


def _pieces(value: Any, line: str) -> Iterator[str]:
    if isinstance(value, Number):
        yield str.__str__(value)
    elif isinstance(value, str):
        yield encode_basestring(value)
    elif value is None:
        yield "null"
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int):
        yield str(int(value))
    elif isinstance(value, dict):
        inner = line + "  "
        lead = "{"
        for key, item in value.items():
            yield f"{lead}{inner}{encode_basestring(key)}: "
            yield from _pieces(item, inner)
            lead = ","
        yield f"{line}}}" if value else "{}"
    elif isinstance(value, list | tuple):
        inner = line + "  "
        lead = "["
        for item in value:
            yield f"{lead}{inner}"
            yield from _pieces(item, inner)
            lead = ","
        yield f"{line}]" if value else "[]"
    else:
        raise TypeError(f"no JSON value: {type(value).__name__}")


def _integer(text: str) -> Number:
    if len(text) > INTEGER_DIGITS:
        raise _Refused("文件里有一个过长的数字")
    return Number(text)


def _constant(text: str) -> Number:
    raise _Refused(f"文件里有一个不是数的值（{text}）")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused(f"文件里同一处有两个“{shown(key)}”，无法判断以哪个为准")
            seen.add(key)
    return found


def shown(text: str) -> str:
    """A key for a sentence: printable, and not too long."""
    plain = "".join(c for c in text if c.isprintable())
    return plain if len(plain) <= 40 else plain[:40] + "…"


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        level = [
            item
            for node in level
            if isinstance(node, dict | list)
            for item in (node.values() if isinstance(node, dict) else node)
        ]
        deepest += 1
        if deepest > DEPTH_LIMIT + 1:
            break
    return deepest


def _too_deep(text: str) -> str:
    return f"文件的结构层次过多{_at(_line_of_fault(text))}，不是本程序的报告文件。文件没有改动。"


def _at(line: int | None) -> str:
    return f"（第 {line} 行）" if line else ""


def _line_of_fault(text: str) -> int | None:
    """The line of the first thing that `parse` refuses although it is well formed; None when it takes too long."""
    if len(text) > _LOCATE_LIMIT:
        return None
    keys: list[set[str] | None] = []
    previous = ""
    previous_start = 0
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece in "{[":
            keys.append(set() if piece == "{" else None)
            if len(keys) > DEPTH_LIMIT:
                return _line(text, match.start())
        elif piece in "}]" and keys:
            keys.pop()
        elif piece == ":" and keys and (names := keys[-1]) is not None:
            key = _plain(previous)
            if key in names:
                return _line(text, previous_start)
            names.add(key)
        elif piece in ("NaN", "Infinity", "-Infinity") or (len(piece) > INTEGER_DIGITS and piece.lstrip("-").isdigit()):
            return _line(text, match.start())
        previous, previous_start = piece, match.start()
    return None


def _plain(piece: str) -> str:
    try:
        return str(json.loads(piece))
    except ValueError:
        return piece


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
