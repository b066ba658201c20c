"""How long the packed program takes to its first paint, against the checkout: medians of interleaved starts.

    python packaging/trial/start_time.py [ROUNDS]

After `make package`, on Linux; no display is needed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bundle.description import ROOT, WORK, name

SAMPLE = str(ROOT / "resources" / "sample" / "sample.zxzp.json")


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else 11
    ways = {
        "checkout": [sys.executable, "-m", "selfeval_gui"],
        "package": [str(WORK / "linux-amd64" / name() / name())],
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SELFEVAL_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        for turn in range(rounds + 1):
            for way, command in ways.items():
                began = time.perf_counter()
                subprocess.run([*command, SAMPLE, "--quit-after-first-paint"], check=True, cwd=ROOT, env=environment)
                if turn:  # the first start fills the system's cache
                    seconds[way].append(time.perf_counter() - began)
    for way, found in seconds.items():
        print(f"{way}: median {statistics.median(found):.3f} s, least {min(found):.3f} s")
    print(f"ratio: {statistics.median(seconds['package']) / statistics.median(seconds['checkout']):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
