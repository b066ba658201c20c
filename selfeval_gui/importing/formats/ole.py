"""What lies at the root of an OLE2 container: enough to tell one old office format from the other."""

from functools import lru_cache
from io import BytesIO

import olefile  # type: ignore[import-untyped]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


STREAM_LIMIT = 30 << 20


@lru_cache(maxsize=2)
def root_names(data: bytes) -> frozenset[str]:
    """Names of the streams and storages at the root, of which embedded files' are none; empty when it is damaged."""
    if not data.startswith(SIGNATURE):
        return frozenset()
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            return frozenset(entry[0] for entry in container.listdir(streams=True, storages=True))
    except Exception:  # noqa: BLE001 - olefile fails on damage in a dozen ways; all mean that nothing can be told
        return frozenset()


def read_stream(data: bytes, name: str) -> bytes:
    """A stream at the root. Raises what olefile raises for damage, and OSError for one that claims to be too long."""
    with olefile.OleFileIO(BytesIO(data)) as container:
        if container.get_size(name) > STREAM_LIMIT:
            raise OSError("stream too long")
        content: bytes = container.openstream(name).read()
        return content
