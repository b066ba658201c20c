"""Shows that the pinned CPython for Windows is the Python Software Foundation's own build: checks every signature.

    python packaging/windows/verify_runtime.py

For maintainers who change the pin in bundle.toml; needs `pip install signify==0.9.3`. Each program and library inside
must bear a valid, time-stamped signature of the foundation, or Microsoft's for its C runtime. Nothing is run.
"""

import io
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from windows import build

SIGNERS = ("Python Software Foundation", "Microsoft Corporation")
_OLD_PATTERN, _NEW_PATTERN = r"\b(\d\.\d\.\d[a-z]*)\b", r"\b(\d\.\d\.\d+[a-z]*)\b"


def load_signify() -> Any:
    """The class that reads a signed file. WORKAROUND: oscrypto 1.3.0 cannot read a version like OpenSSL's 3.0.16."""
    search = re.search
    re.search = lambda pattern, *rest: search(_NEW_PATTERN if pattern == _OLD_PATTERN else pattern, *rest)
    try:
        from signify.authenticode import AuthenticodeFile
    finally:
        re.search = search
    return AuthenticodeFile


def main() -> int:
    """Check all; 1 when a file is not signed as it has to be."""
    signed = load_signify()
    good, bad = 0, []
    with build.runtime_zip() as archive:
        for file in archive.namelist():
            if not file.lower().endswith((".exe", ".dll", ".pyd")):
                continue
            read = signed.from_stream(io.BytesIO(archive.read(file)), file_name=file)
            result, _error = read.explain_verify()
            signers = {str(entry.signer_info.program_name or "") + _subject(entry) for entry in read.signatures}
            if str(result).endswith("OK") and any(known in signer for known in SIGNERS for signer in signers):
                good += 1
            else:
                bad.append(f"{file}: {result} {signers}")
    print("\n".join([*bad, f"{good} good, {len(bad)} not"]))
    return 1 if bad else 0


def _subject(entry: Any) -> str:
    return " ".join(certificate.subject.dn for certificate in entry.certificates)


if __name__ == "__main__":
    sys.exit(main())
