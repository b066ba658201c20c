"""`selfeval finalize`: a report that has nothing open, or a stated reason, becomes final; `--undo` is the way back."""

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

from selfeval_gui import checking, folders, storage
from selfeval_gui.cli.commands.check_command import WORDS, findings_of
from selfeval_gui.cli.console import Refused, give, say
from selfeval_gui.cli.report_files import name_of, opened
from selfeval_gui.report import form as forms

DONE, NOT_CLEAN = 0, 1
REASON_RULE = "F1"
"""The rule under which a file keeps why it was made final in spite of what was found."""


def run(options: argparse.Namespace) -> int:
    """Make one file final and keep a frozen copy; 1 when findings are open and no reason is given. Raises `Refused`."""
    loaded = opened(options.file)
    if loaded.read_only:
        raise Refused(f"“{options.file.name}”由更新的版本保存，本程序不能修改。请升级本程序。")
    file = loaded.file
    if options.undo:
        if file.state != "final":
            say("报告是草稿，没有定稿。")
            return DONE
        _save(loaded, "draft", "", None)
        say("已取消定稿，报告又是草稿。定稿时的副本仍然保留。")
        return DONE
    if file.state == "final":
        say("报告已经定稿，没有改动。")
        return DONE
    reason = (options.reason or "").strip()
    today = datetime.now().astimezone().date()
    open_ = [one for one in findings_of(file, today, options) if one.severity is not checking.HINT]
    if open_ and not reason:
        form = forms.load(file.form)
        give("\n".join(f"{WORDS[one.severity]} {one.rule}  {name_of(form, one.field)}：{one.message}" for one in open_))
        say(f"还有 {len(open_)} 处错误或没有说明的警告，没有定稿。请先处理；确需定稿的，用 --reason 写明理由。")
        return NOT_CLEAN
    final = _save(loaded, "final", reason if open_ else "", today)
    outcome = storage.freeze(final, folders.data() / "backups")
    if not outcome.ok:
        raise Refused(f"报告已定稿，但定稿副本没有存成：{outcome.sentence}")
    say(f"已定稿：{options.file}")
    return DONE


def _save(
    loaded: storage.Loaded, state: Literal["draft", "final"], reason: str, day: date | None
) -> storage.ReportFile:
    """The file with another state, written over the old one unless somebody has changed it. Raises `Refused`.

    `day` when the content becomes the final copy, that paper has to agree with.
    """
    file = loaded.file
    others = tuple(entry for entry in file.explanations if entry.rule != REASON_RULE)
    added = (storage.Explanation(REASON_RULE, "", reason),) if reason else ()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = replace(file, state=state, explanations=others + added, modified=now)
    if day is not None:
        new = storage.note_print(new, day, "final")
    outcome = storage.save(new, loaded.path, expected_digest=loaded.digest, backups=folders.data() / "backups")
    if not outcome.ok:
        raise Refused(outcome.sentence)
    return new
