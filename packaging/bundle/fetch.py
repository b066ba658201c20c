"""Fetches what goes into the packages, by hash: wheels of the lock, and one file of a project. Runs none of it.

The index and the certificates are those that pip is set up with on this machine; no address stands here.
"""

import hashlib
import json
import os
import re
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from bundle.description import CACHE, BuildFailed, locked

_PAGE = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_ASK_PIP = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
PLATFORMS = {
    "windows": ["win_amd64"],
    "linux-amd64": ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    "linux-arm64": ["manylinux_2_31_aarch64", "manylinux_2_28_aarch64", "manylinux_2_17_aarch64"],
}


def wheels(system: str, python: str) -> Path:
    """A folder with the lock's wheels for a system and a Python (3.11), each checked against the lock."""
    minor = ".".join(python.split(".")[:2])
    pins = locked(system)
    asked = "".join(_asked(package, *pin) for package, pin in sorted(pins.items()))
    folder = CACHE / f"wheels-{system}-{minor}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
    if not (folder / "complete").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "asked.txt").write_text(asked, encoding="ascii")
        command = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--require-hashes"]
        command += ["--only-binary", ":all:", "--disable-pip-version-check", "--no-input", "--python-version", minor]
        command += ["--implementation", "cp"]
        for abi in (f"cp{minor.replace('.', '')}", "abi3", "none"):
            command += ["--abi", abi]
        for platform in PLATFORMS[system]:
            command += ["--platform", platform]
        command += ["--dest", str(folder), "-r", str(folder / "asked.txt")]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            raise BuildFailed(f"下载 {system} 的软件包失败，请检查网络或 pip 的镜像设置。")
        (folder / "complete").touch()
    pinned = frozenset().union(*(digests for _version, digests in pins.values()))
    for wheel in folder.glob("*.whl"):
        if digest_of(wheel) not in pinned:
            raise BuildFailed(f"{wheel.name} 与锁定文件不符，请删除 {folder} 后重新打包。")
    return folder


def _asked(package: str, version: str, digests: frozenset[str]) -> str:
    """A line of pip's requirements file."""
    return " ".join([f"{package}=={version}", *(f"--hash=sha256:{digest}" for digest in sorted(digests))]) + "\n"


def project_file(project: str, file: str, sha256: str) -> Path:
    """One file of a project, as it is, without unpacking or running it."""
    place = CACHE / file
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        page = f"{_index().rstrip('/')}/{project}/"
        partial = place.with_suffix(".part")
        with _opened(_address(page, file)) as source, partial.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        if digest_of(partial) == sha256:
            partial.replace(place)
    if not place.is_file() or digest_of(place) != sha256:
        raise BuildFailed(f"{file} 的 SHA-256 与记录的不符，不能使用。")
    return place


def digest_of(path: Path) -> str:
    """SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _index() -> str:
    told = os.environ.get("PIP_INDEX_URL")
    for question in (["-m", "pip", "config", "get", "global.index-url"], ["-c", _ASK_PIP]):
        if told:
            break
        ended = subprocess.run([sys.executable, *question], check=False, capture_output=True, encoding="utf-8")
        told = ended.stdout.strip()
    if not told:
        raise BuildFailed("不知道从哪里下载：请设置 pip 的 index-url。")
    return told


def _address(page: str, file: str) -> str:
    request = urllib.request.Request(page, headers={"Accept": _PAGE})  # noqa: S310 - what pip is set up with
    with _opened(request) as answer:
        body, kind = answer.read(), answer.headers.get_content_type()
    if kind.endswith("json"):
        links = [str(entry["url"]) for entry in json.loads(body)["files"] if entry["filename"] == file]
    else:
        links = [link for link in re.findall(r'href="([^"]+)"', body.decode("utf-8")) if f"/{file}" in link]
    if not links:
        raise BuildFailed(f"软件源里没有 {file}。可改用 packaging/windows/build_on_windows.ps1 在 Windows 上打包。")
    return urllib.parse.urljoin(page, links[0].partition("#")[0])


def _opened(what: "str | urllib.request.Request") -> Any:
    trusted = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    try:
        return urllib.request.urlopen(what, timeout=120, context=ssl.create_default_context(cafile=trusted))  # noqa: S310
    except OSError as failed:
        raise BuildFailed(f"下载失败（{type(failed).__name__}），请检查网络或 pip 的镜像设置。") from failed
