"""The program's icon in the formats that systems want, drawn from resources/icons/app.svg."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bundle.description import ROOT

_BANNER_ICON = 176
_BANNER_COLOURS = ((235, 242, 250), (150, 184, 222))
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
_DRAW = """
import sys
from pathlib import Path
from typing import Any
from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
application = QGuiApplication(["icons"])
drawing = QSvgRenderer(sys.argv[1])
for size in map(int, sys.argv[3:]):
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    picture.save(str(Path(sys.argv[2], f"{size}.png")))
"""


def write_pngs(folder: Path, *sizes: int) -> None:
    """PNG files named by their size. In a process of its own: the build has no window."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = ROOT / "resources" / "icons" / "app.svg"
    command = [sys.executable, "-c", _DRAW, str(drawing), str(folder), *map(str, sizes)]
    subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def write_ico(target: Path) -> None:
    """A Windows icon: bitmaps for the small sizes, which every part of Windows reads, and one large picture."""
    from PIL import Image

    folder = target.parent / "icon"
    write_pngs(folder, *SIZES)
    head, bodies = b"", []
    offset = 6 + 16 * len(SIZES)
    for size in SIZES:
        place = folder / f"{size}.png"
        with Image.open(place) as picture:
            body = place.read_bytes() if size > 64 else _bitmap(picture.convert("RGBA"))
        head += bytes((size % 256, size % 256, 0, 0)) + _little(1, 2) + _little(32, 2)
        head += _little(len(body), 4) + _little(offset, 4)
        bodies.append(body)
        offset += len(body)
    target.write_bytes(_little(0, 2) + _little(1, 2) + _little(len(SIZES), 2) + head + b"".join(bodies))


def write_banner(target: Path) -> None:
    """The picture beside the first and the last page of the installer, 164 × 314 as NSIS wants it, twice as large."""
    from PIL import Image

    folder = target.parent / "icon"
    write_pngs(folder, _BANNER_ICON)
    wide, high = 328, 628
    banner = Image.new("RGB", (wide, high))
    for line in range(high):
        share = line / high
        colour = tuple(round(top + (end - top) * share) for top, end in zip(*_BANNER_COLOURS, strict=True))
        banner.paste(colour, (0, line, wide, line + 1))
    with Image.open(folder / f"{_BANNER_ICON}.png") as icon:
        banner.paste(icon, ((wide - _BANNER_ICON) // 2, 96), icon)
    banner.save(target, "BMP")


def _bitmap(picture: Any) -> bytes:
    """The picture as an icon's bitmap: twice the height, bottom line first, and a mask that is all clear."""
    wide, high = picture.size
    red, green, blue, alpha = (channel.tobytes() for channel in picture.transpose(1).split())
    pixels = bytes(byte for pixel in zip(blue, green, red, alpha, strict=True) for byte in pixel)
    mask = bytes((wide + 31) // 32 * 4 * high)
    head = _little(40, 4) + _little(wide, 4) + _little(2 * high, 4) + _little(1, 2) + _little(32, 2) + bytes(24)
    return head + pixels + mask


def _little(number: int, width: int) -> bytes:
    return number.to_bytes(width, "little")
