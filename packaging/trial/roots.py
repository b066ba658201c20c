"""Clean Debian systems to try packages in: a folder made by mmdebstrap, entered without a network.

Only for machines of developers and CI; needs root's rights. A trial runs in namespaces of its own: its mounts,
processes and X servers are gone when it ends, however it ends.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import setup_env
from bundle.description import ROOT

ROOTS = ROOT / "build" / "roots"
INSIDE = "SELFEVAL_TRIAL"


class TrialImpossible(Exception):
    """A trial cannot be made here; `str()` of it says what is missing. That is a failure, not a pass."""


def make(name: str, suite: str, packages: "list[str]", kinds: "Sequence[str]" = ()) -> Path:
    """A root of a Debian release with these packages, made once.

    `kinds`: Debian's names of the kinds of machine, if others than this one's; the first is that of the root.
    """
    root, note = ROOTS / name, f"{suite} {' '.join(kinds)} {' '.join(sorted(packages))}\n"
    made = root / "made"
    if not made.is_file() or made.read_text("ascii") != note:
        if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
            raise TrialImpossible("需要 root 权限和 mmdebstrap（apt-get install mmdebstrap）。")
        os.umask(0o022)
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        print(f"正在建立 Debian {suite} 的环境……", flush=True)
        command = ["mmdebstrap", "--quiet", "--variant=minbase", '--aptopt=Acquire::Languages "none"']
        command += [f"--include={','.join(packages)}"] if packages else []
        if kinds:
            if kinds[0] not in ("amd64", "all"):
                emulate(kinds[0])
            # The archive of updates of an old release does not hold every kind of machine whole.
            command += [f"--architectures={','.join(kinds)}", "--setup-hook=sed -i /security/d $1/etc/apt/sources.list"]
        if subprocess.run([*command, suite, str(root)], check=False).returncode:
            raise TrialImpossible(f"建立 Debian {suite} 的环境失败，请检查软件源。")
        made.write_text(note, "ascii")
    return root


def emulate(kind: str) -> None:
    """Let this system run programs of another kind of machine, by the emulator that Debian's package brings."""
    machine = {"arm64": "aarch64"}[kind]
    there = Path("/proc/sys/fs/binfmt_misc")
    try:
        if shutil.which(f"qemu-{machine}-static") is None:
            setup_env.apt_install(["qemu-user-static"], f"缺少 {kind} 的模拟器")
        if not (there / "register").exists():
            subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(there)], check=True)
        if not (there / f"qemu-{machine}").exists():
            (there / "register").write_text(Path(f"/usr/lib/binfmt.d/qemu-{machine}.conf").read_text("ascii"), "ascii")
    except (setup_env.SetupFailed, OSError, subprocess.SubprocessError) as fault:
        raise TrialImpossible(f"不能运行 {kind} 的程序：{fault}") from None


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
