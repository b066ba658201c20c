"""`selfeval recover`: what the window's recovery copies hold, and one of them written to a file. Changes no copy.

The list is that of unsaved work, as the window offers it at its start; `--all` adds what was saved or decided about.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from selfeval_gui import folders, storage
from selfeval_gui.cli.console import Misused, Refused, give, give_json, say
from selfeval_gui.cli.report_files import write
from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import Session, State

STATES = {
    State.UNSAVED: "未保存",
    State.SAVED: "已保存",
    State.DISCARDED: "已选“不保存”",
    State.IGNORED: "已忽略",
    State.RESTORED: "已恢复过",
}


def run(options: argparse.Namespace) -> int:
    """List the copies, or write the one that is named. Raises `Refused`."""
    if options.number is None and options.output is not None:
        raise Misused("要写出哪一份：请在 recover 后面写编号。")
    if options.number is not None and options.output is None:
        raise Misused("写到哪里：请用 -o 写出文件名。")
    me = holder.this_process(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    found = recovery.sessions(_roots(options.beside), me)
    if options.number is not None:
        return _extract(found, options)
    shown = [one for one in found if options.all or one.copy.state is State.UNSAVED]
    if options.json:
        give_json([_as_json(one) for one in shown])
    elif shown:
        give("\n".join(_line(one) for one in shown))
    else:
        more = f"另有 {len(found)} 份处理过的留底，用“selfeval recover --all”列出。" if found else ""
        say(f"没有未保存的内容。{more}")
    return 0


def _roots(document: Path | None) -> list[Path]:
    """The folders that copies may lie in: the program's own, and the spare ones that it takes when its disk is full."""
    temporary = folders.temporary()
    beside = [document.absolute().parent] if document is not None else []
    spares = [folder / recovery.SPARE for folder in (*beside, folders.documents())]
    return [folders.data() / "recovery", *spares, *([temporary] if temporary is not None else [])]


def _extract(found: list[Session], options: argparse.Namespace) -> int:
    session = next((one for one in found if one.number == options.number), None)
    if session is None:
        raise Refused(f"没有编号为 {options.number} 的留底内容。用“selfeval recover --all”列出全部。")
    try:
        storage.load_bytes(session.copy.body)
    except storage.FileRefused as refused:
        raise Refused(f"编号为 {options.number} 的留底内容打不开：{refused.sentence}") from None
    write(session.copy.body, options.output, options.force)
    say(f"已写出：{options.output}")
    return 0


def _line(session: Session) -> str:
    copy = session.copy
    state = "正在窗口中编辑" if session.live else STATES[copy.state]
    place = copy.path or "（从未保存过）"
    return f"{session.number}　{_clock(copy.time)}　{state}　改动 {len(copy.changed)} 处　{place}"


def _clock(stamp: str) -> str:
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return "时间不明"


def _as_json(session: Session) -> dict[str, object]:
    copy = session.copy
    return {
        "number": session.number,
        "time": copy.time,
        "state": copy.state.value,
        "live": session.live,
        "path": copy.path or None,
        "changed": list(copy.changed),
    }
