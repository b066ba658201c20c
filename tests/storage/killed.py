"""A process that is there to be killed: keeps recovery copies and saves as fast as it can, and says what is done.

Started once; for each line `FOLDER SEED` on its standard input it forks a worker, says `pid N`, then what the worker
acknowledges (`recovered N`, `saved N`), then `dead`.
"""

import os
import random
import sys
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.report import edit
from selfeval_gui.report.model import Report
from selfeval_gui.storage import holder, recovery

STAMP = "2026-01-01T00:00:00Z"


def file_of(number: int, size: int) -> storage.ReportFile:
    """A report that says which one it is, at both ends of a text of some size."""
    report = edit.put(Report(), "cover.project_name", f"第{number}稿")
    report = edit.put(report, "narrative.process.text", "过" * size + f"第{number}稿")
    return storage.new_file(report, "hechi-2018", file_id="1", now=STAMP)


def work(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    slots = recovery.Slots.begin(folder / "recovery", holder.this_process(STAMP))
    path, digest, number = folder / "报告.zxzp.json", None, 0
    while True:
        number += 1
        file = file_of(number, chance.randrange(4000))
        changed = ("cover.project_name",)
        path_then = str(path) if digest else ""
        slots.write(
            recovery.Copy(recovery.State.UNSAVED, "1", path_then, digest or "", STAMP, changed, storage.encode(file))
        )
        _say(f"recovered {number}")
        if chance.random() < 0.3:
            outcome = storage.save(file, path, expected_digest=digest, backups=folder / "backups")
            if not isinstance(outcome, storage.Saved):
                _say(f"failed {type(outcome).__name__}")
                os._exit(1)
            digest = outcome.digest
            _say(f"saved {number}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    for line in sys.stdin:
        folder, _, seed = line.strip().rpartition(" ")
        child = os.fork()
        if child == 0:
            work(Path(folder), int(seed))
        _say(f"pid {child}")
        os.waitpid(child, 0)
        _say("dead")


if __name__ == "__main__":
    main()
