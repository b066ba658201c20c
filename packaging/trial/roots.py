"""Clean Debian systems to try packages in: a folder made by mmdebstrap, entered without a network.

Only for machines of developers and CI; needs root's rights. A trial runs in namespaces of its own: its mounts,
processes and X servers are gone when it ends, however it ends.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bundle.description import ROOT

ROOTS = ROOT / "build" / "roots"
INSIDE = "SELFEVAL_TRIAL"


class TrialImpossible(Exception):
    """A trial cannot be made here; `str()` of it says what is missing. That is a failure, not a pass."""


def make(name: str, suite: str, packages: "list[str]") -> Path:
    """A root of a Debian release with these packages, made once."""
    root = ROOTS / name
    if not (root / "made").is_file():
        if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
            raise TrialImpossible("需要 root 权限和 mmdebstrap（apt-get install mmdebstrap）。")
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        print(f"正在建立 Debian {suite} 的环境……", flush=True)
        command = ["mmdebstrap", "--quiet", "--variant=minbase", '--aptopt=Acquire::Languages "none"']
        command += [f"--include={','.join(packages)}"] if packages else []
        if subprocess.run([*command, suite, str(root)], check=False).returncode:
            raise TrialImpossible(f"建立 Debian {suite} 的环境失败，请检查软件源。")
        (root / "made").touch()
    return root


def enter(arguments: "list[str]") -> int:
    """Start this very script again in namespaces of its own, without a network; its exit status."""
    spaces = ["unshare", "--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child", "--propagation", "private"]
    inner = [*spaces, sys.executable, *arguments]
    return subprocess.run(inner, check=False, env={**os.environ, INSIDE: "1"}).returncode


def is_inside() -> bool:
    return os.environ.get(INSIDE) == "1"


def mount(root: Path) -> None:
    """What programs expect of a system: /proc, /dev, /tmp, and the loopback."""
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    subprocess.run(["mount", "--rbind", "/dev", str(root / "dev")], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(root / "tmp")], check=True)
    (root / "tmp").chmod(0o1777)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
