"""Regular expressions that are compiled when they are first asked for.

A hundred patterns stand at the heads of modules; compiling them all costs more than reading a report does, and
use few. It must not hold patterns of its own.
"""

import re
from typing import Any, cast

_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups")

HAN_LETTER = r"[^\W\d_A-Za-z]"
"""A letter that is not of the Latin alphabet: in these texts, a Han character.

Written as a range, `re` would walk through all of its twenty thousand members to compile it.
"""


class _Late:
    """Becomes, attribute by attribute, the pattern that it stands for."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        # From now on the attributes are found in the instance, and this is not called again.
        self.__dict__.update({each: getattr(compiled, each) for each in _ASKED})
        return getattr(compiled, name)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but a fault in `source` (`re.error`) shows only when the pattern is used."""
    return cast("re.Pattern[str]", _Late(source, flags))
