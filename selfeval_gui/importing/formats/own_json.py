"""Our own report file: recognised here, read by storage with storage's checks. Nothing is parsed."""

import re

KIND = "数据文件(.json)"
_START = re.compile(rb"""(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*\{[\s\x00]*(?:["'}]|[A-Za-z]|$)""")


def recognises(data: bytes) -> bool:
    """Whether this begins as JSON does, in any encoding; whether it is a report is found by reading."""
    return _START.match(data) is not None and not data.startswith(b"{\\rtf")


def content(data: bytes) -> bytes:
    """The bytes of the report file: all of them."""
    return data
