"""Changes the program in small ways and asks the tests whether they notice: storage, money and checks.

`make mutants`, or `python benchmarks/mutants.py [--each N] [--seed S] [--only WORD …] [--jobs N]`. First every test of
`TESTS` runs once, to learn which lines it reaches and how long it takes. Then for each module a sample of mutants is
drawn; the tests that reach the changed line run, the quickest first, until one fails. What survives is printed with its
line; `EQUIVALENT` names those that no test can find, each with its reason. Sentences are not changed: a test that
repeats them proves nothing. Branches of other systems (win32) are left out. It must not touch the checkout: each job
works on a copy.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.mutations import Mutant, mutant, places_in  # noqa: E402 - the path comes first

TESTS = ["tests/storage", "tests/checking", "tests/report", "tests/cli/test_recover.py"]
LEFT_OUT = ["test_kill", "test_system_calls", "test_every_call", "test_crashes", "test_bad_disks", "test_imported"]
"""Campaigns that take long: only what survives all else is put to them."""
SECOND_LOOK = {
    "storage": [f"tests/storage/{name}.py" for name in ("test_crashes", "test_every_call", "test_bad_disks")],
    "checking": ["tests/checking"],
    "report": ["tests/report"],
}
MONEY = ("money", "money_words", "totals", "grades", "derivations")
MODULES = {
    "storage": sorted(path.relative_to(ROOT) for path in (ROOT / "selfeval_gui/storage").glob("*.py")),
    "money": [Path(f"selfeval_gui/report/{name}.py") for name in MONEY],
    "checking": sorted(path.relative_to(ROOT) for path in (ROOT / "selfeval_gui/checking").glob("*.py")),
}
EQUIVALENT = {
    ("backups.py", "if False", "if sum(weighed.size for _, weighed in listed) <= cap:"):
        "nothing is beyond the cap then: the line only saves reading",
    ("disk.py", "Gt → GtE", "while left is None or left > 0:"): "reading no bytes ends the loop as well",
    ("disk.py", "0.0 → 1.0", 'newest = max(dated, default=(0.0, ""))[0]'): "without entries no loop runs",
    ("last_year.py", "LtE → Lt", "if missing <= 0:"): "adding no rows changes nothing",
    ("last_year_rules.py", "if False", "if last is None:"): "the rule does not run without: the line is for the types",
    ("consistency.py", "True → False",
     "text.passage(by_name[name].span) for name, row in zip(order, listed, strict=True) if name != row"):
        "both lists hold the same names",
    ("recovery.py", "if False", "view = memoryview(data if len(data) <= room else data + bytes(-len(data) % block))"):
        "the file is whole blocks long already: more NULs change nothing in it",
    ("salvage.py", "200000 → 200001", "_LOOKED_AT = 200_000"): "a bound without an edge that matters",
    ("holder.py", "return None", 'return str(times[0]) if kernel.GetProcessTimes(handle, *places) else ""'):
        "only Windows comes here",
    ("registry.py", "200 → 201", "MOST = 200"): "a bound against floods, without an edge that matters",
}  # fmt: skip
"""Mutants that no test can find: module, change, line → why."""
WANTED = 90.0
"""Percent of the mutants of each group that have to be found."""
BUDGET = 20.0
"""Seconds of tests that a mutant is worth; what is not found in them counts as survived."""
SLACK, LONG = 15.0, 300.0
"""Seconds that a run may take: beyond what its tests take by themselves, and with the campaigns."""
INI = """[pytest]
addopts = --import-mode=importlib -m "not soak"
pythonpath = .
filterwarnings =
    error
    ignore:Module already imported
log_level = INFO
markers =
    expects_log: as in pyproject.toml
    soak: as in pyproject.toml
"""


class Reach(NamedTuple):
    """Which tests reach which line, and how long each of them takes."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]


# --- running tests


OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:pytest-qt", "-p", "no:cov"]
ZYGOTE = """
import json, os, signal, sys, time
import hypothesis, hypothesis.strategies, openpyxl, pytest
import _pytest.assertion.rewrite, _pytest.junitxml, _pytest.pastebin, _pytest.terminal

for line in sys.stdin:
    arguments, seconds = json.loads(line)
    child = os.fork()
    if not child:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os._exit(int(pytest.main(arguments)))
    end = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
            break
        time.sleep(0.01)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""
"""A process that has loaded what all tests need; each run is a fork of it, which saves a second."""


class Copy:
    """A copy of the checkout that may be changed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        for name in ("selfeval_gui", "tests", "benchmarks", "packaging"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "resources").symlink_to(ROOT / "resources")
        for name in ("pyproject.toml", "README.md", "Makefile"):
            shutil.copy(ROOT / name, folder / name)
        (folder / "pytest.ini").write_text(INI, encoding="utf-8")

        (folder / "zygote.py").write_text(ZYGOTE, encoding="utf-8")
        own = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"}
        self._zygote = subprocess.Popen(
            [sys.executable, "zygote.py"], cwd=folder, env={**os.environ, **own}, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, arguments: list[str], seconds: float) -> int:
        """Pytest's exit status; -9 when the time was over."""
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.write(json.dumps([[*OPTIONS, *arguments], seconds]) + "\n")
        self._zygote.stdin.flush()
        return int(self._zygote.stdout.readline())

    def end(self) -> None:
        self._zygote.communicate()

    def put(self, mutant: Mutant) -> None:
        (self.folder / mutant.module).write_text(mutant.text, encoding="utf-8")

    def restore(self, module: Path) -> None:
        shutil.copy(ROOT / module, self.folder / module)


PLUGIN = """
import json, os, sys, threading, time
import coverage, pytest
cov = coverage.Coverage(data_file=None, source=["selfeval_gui"], branch=False)
spent = {}

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    cov.switch_context(item.nodeid)
    start = time.monotonic()
    yield
    spent[item.nodeid] = time.monotonic() - start
    cov.switch_context("")

def pytest_sessionstart(session):
    cov.start()

def pytest_sessionfinish(session):
    cov.stop()
    data = cov.get_data()
    lines = {}
    for file in data.measured_files():
        found = {line: [c for c in contexts if c] for line, contexts in data.contexts_by_lineno(file).items()}
        lines[os.path.relpath(file)] = found
    with open("reach.json", "w") as out:
        json.dump([lines, spent], out)
"""


def reach(place: Copy) -> Reach:
    """Run all tests once."""
    (place.folder / "reaching.py").write_text(PLUGIN, encoding="utf-8")
    left_out = [f"--ignore-glob=*/{name}.py" for name in LEFT_OUT]
    status = place.run(["-p", "reaching", *left_out, *TESTS], 3600)
    if status:
        raise SystemExit(f"the tests fail without any change (status {status}): {place.folder}")
    return read_reach(place.folder / "reach.json")


def read_reach(path: Path) -> Reach:
    """What an earlier run has found."""
    lines, seconds = json.loads(path.read_text(encoding="utf-8"))
    return Reach({file: {int(at): tests for at, tests in found.items()} for file, found in lines.items()}, seconds)


def tests_for(mutant: Mutant, known: Reach) -> list[str]:
    """The tests that reach its line, quickest first; those that reach the module, when the line runs at import."""
    lines = known.lines.get(str(mutant.module), {})
    tests = lines.get(mutant.line) or sorted({test for found in lines.values() for test in found})
    if not tests:  # nothing but declarations: whoever works with its neighbours
        beside = str(mutant.module.parent)
        tests = [
            test
            for file, found in known.lines.items()
            if file.startswith(beside)
            for at in found.values()
            for test in at
        ]
    tests = sorted(set(tests), key=lambda test: known.seconds.get(test, 0.0))
    chosen, spent = [], 0.0
    for test in tests:
        spent += known.seconds.get(test, 0.0)
        if chosen and spent > BUDGET:
            break
        chosen.append(test)
    return chosen[:400]


def is_killed(mutant: Mutant, place: Copy, known: Reach) -> bool:
    tests = tests_for(mutant, known)
    if not tests:
        return False
    spent = sum(known.seconds.get(test, 0.0) for test in tests)
    place.put(mutant)
    try:
        if place.run(["-x", *tests], SLACK + 4 * spent) != 0:
            return True
        more = SECOND_LOOK.get(mutant.module.parent.name, [])
        return bool(more) and place.run(["-x", *more], LONG) != 0
    finally:
        place.restore(mutant.module)


def sample(module: Path, each: int, seed: int) -> list[Mutant]:
    """So many mutants of a module, drawn by the seed and the module's name: the same ones in every run."""
    found = places_in(module)
    drawn = random.Random(f"{seed} {module}").sample(found, min(each, len(found)))
    return sorted((mutant(module, *one) for one in drawn), key=lambda one: one.line)


class Result(NamedTuple):
    """A module's mutants: all, and those alive that are not `EQUIVALENT`, as lines to read."""

    drawn: int
    killed: int
    equivalent: int
    alive: list[str]


def judge(module: Path, each: int, seed: int, places: list[Copy], known: Reach) -> Result:
    """Put the tests to a sample of a module's mutants, one in each copy at a time."""
    drawn, free = sample(module, each, seed), list(places)

    def dies(one: Mutant) -> bool:
        place = free.pop()
        try:
            return is_killed(one, place, known)
        finally:
            free.append(place)

    with ThreadPoolExecutor(len(places)) as pool:
        dead = list(pool.map(dies, drawn))
    lines = (ROOT / module).read_text(encoding="utf-8").splitlines()
    left = [(one, lines[one.line - 1].strip()) for one, gone in zip(drawn, dead, strict=True) if not gone]
    alive = [(one, line) for one, line in left if (module.name, one.what, line) not in EQUIVALENT]
    told = [f"    {module}:{one.line} [{one.what}] {line}" for one, line in alive]
    return Result(len(drawn), sum(dead), len(left) - len(alive), told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=40, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="parts of the modules' names")
    parser.add_argument("--reach", type=Path, help="reach.json of an earlier run, to save the first one")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    worst = 100.0
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        places = [Copy(Path(name) / str(job)) for job in range(options.jobs)]
        known = reach(places[0]) if options.reach is None else read_reach(options.reach)
        (build / "reach.json").write_text(json.dumps(known), encoding="utf-8")
        for group, modules in MODULES.items():
            found = []
            for module in modules:
                if not options.only or any(word in str(module) for word in options.only):
                    found.append(judge(module, options.each, options.seed, places, known))
                    one = found[-1]
                    print(f"{module}: {one.drawn}, killed {one.killed}, equivalent {one.equivalent}", flush=True)
                    print("\n".join(one.alive), flush=True) if one.alive else None
            counted = sum(one.drawn - one.equivalent for one in found)
            killed = sum(one.killed for one in found)
            if counted:
                worst = min(worst, 100 * killed / counted)
                print(f"== {group}: {killed} of {counted} killed, {100 * killed / counted:.0f} %", flush=True)
        for place in places:
            place.end()
    return 0 if worst >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
