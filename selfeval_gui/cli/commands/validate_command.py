"""`selfeval validate`: can this file be opened, what schema is it in, and what would be changed in opening it."""

import argparse

from selfeval_gui import storage
from selfeval_gui.cli.console import Refused, give, give_json
from selfeval_gui.report import form as forms

_STATES = {"draft": "草稿", "final": "定稿"}


def run(options: argparse.Namespace) -> int:
    """Say what the file is. Raises `Refused` when it cannot be opened."""
    try:
        data = storage.read_bytes(options.input)  # its own sentence names the file
        try:
            content = storage.load_bytes(data)
        except storage.FileRefused as refused:
            raise storage.FileRefused(f"打不开“{options.input}”：{refused.sentence}") from None
    except storage.FileRefused as refused:
        if options.json:
            give_json({"readable": False, "reason": refused.sentence})
        raise Refused(refused.sentence) from None
    version = ".".join(map(str, content.schema))
    if options.json:
        give_json(
            {
                "readable": True,
                "read_only": content.read_only,
                "schema": version,
                "form": content.file.form,
                "state": content.file.state,
                "migrations": list(content.migrated),
                "notes": list(content.notes),
            }
        )
        return 0
    steps = content.migrated or ("不需要",)
    lines = [
        f"可以打开{'（只读）' if content.read_only else ''}：{options.input}",
        f"结构版本：{version}（本程序的版本：{storage.MAJOR}.{storage.MINOR}）",
        f"表样：{forms.load(content.file.form).name}（{content.file.form}）",
        f"状态：{_STATES[content.file.state]}",
        *(f"升级：{step}" for step in steps),
        *(f"提示：{note}" for note in content.notes),
    ]
    give("\n".join(lines))
    return 0
