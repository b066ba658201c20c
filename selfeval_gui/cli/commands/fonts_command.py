"""`selfeval fonts`: which typeface each style of the form uses here, and what fills its gaps."""

import argparse

from selfeval_gui import folders, resources
from selfeval_gui.cli.console import Refused, give, give_json
from selfeval_gui.printing import fonts, produce


def run(options: argparse.Namespace) -> int:
    """List the styles. Raises `Refused` when a font of the program is missing."""
    try:
        rows = produce.font_rows(() if options.bundled_fonts else folders.fonts())
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        raise Refused(str(missing)) from None
    if options.json:
        give_json(
            [
                {
                    "style": row.style,
                    "label": row.label,
                    "face": row.face,
                    "file": str(row.path),
                    "bundled": row.bundled,
                    "fallback": list(row.fallback),
                }
                for row in rows
            ]
        )
        return 0
    for row in rows:
        origin = "随程序提供" if row.bundled else "本机已安装"
        give(f"{row.label}：{row.face}（{origin}，{row.path.name}）；缺字时依次用：{'、'.join(row.fallback)}")
    return 0
