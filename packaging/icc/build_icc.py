"""Makes `resources/icc/srgb-v2.icc`, the colour profile that an archival PDF must carry: sRGB primaries, ICC version 2.

Run it when the profile is to be made anew; the same bytes come out every time. Standard library only.
"""

import struct
from pathlib import Path

_OUT = Path(__file__).resolve().parents[2] / "resources" / "icc" / "srgb-v2.icc"
_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {  # sRGB primaries adapted to D50 (IEC 61966-2-1)
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_GAMMA = 2.2


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def profile() -> bytes:
    """The whole profile."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(_GAMMA * 256)) + b"\0\0"
    name = b"sRGB"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + b"\0" * 78
    tags = {b"desc": description, b"cprt": b"text\0\0\0\0CC0\0", b"wtpt": _xyz(_D50)}
    tags |= {tag: _xyz(values) for tag, values in _PRIMARIES.items()}
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += tag + struct.pack(">II", start + len(body), len(padded))
        body += padded
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(map(_fixed, _D50))
    return head.ljust(128, b"\0") + table + body


if __name__ == "__main__":
    _OUT.parent.mkdir(parents=True, exist_ok=True)
    _OUT.write_bytes(profile())
