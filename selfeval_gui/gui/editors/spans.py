"""Where two texts differ, and how Qt counts characters: what keeps a cursor in its place. Pure; no widgets."""


def utf16_length(text: str) -> int:
    """Positions that `text` takes in Qt, which counts characters beyond the BMP as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def changed_span(old: str, new: str) -> tuple[int, int, int]:
    """(start, end in old, end in new) of the one stretch in which the texts differ, in characters."""
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shortest - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - tail, len(new) - tail


def characters(text: str, position: int) -> int:
    """The inverse of `utf16_length`: how many characters of `text` stand before Qt's `position`."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore"))
