"""Draws a line as SVG: enough for one plot in the documentation, without a plotting library."""

from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640, 320, 70, 50, 20


def line_plot(points: Sequence[tuple[float, float]], x_name: str, y_name: str) -> str:
    """The points joined by lines, axes from zero."""
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points)

    def place(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + x / most_x * (_WIDTH - _LEFT - 20)
        return across, _HEIGHT - _BOTTOM - y / most_y * (_HEIGHT - _BOTTOM - _TOP)

    across, bottom = [place(x, 0)[0] for x, _ in points], _HEIGHT - _BOTTOM
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in (place(x, y) for x, y in points))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" ',
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>',
        f'<path d="M{_LEFT},{_TOP} V{bottom} H{_WIDTH - 20}" stroke="#888" fill="none"/>',
        f'<polyline points="{path}" fill="none" stroke="#1f5fa8" stroke-width="2"/>',
    ]
    for x, y in points:
        a, b = place(x, y)
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="#1f5fa8"/>')
    for at, (x, _) in list(zip(across, points, strict=True))[1:]:
        parts.append(_text(at, bottom + 18, f"{x:.0f}"))
    for quarter in range(5):
        value = most_y * quarter / 4
        parts.append(_text(_LEFT - 8, place(0, value)[1] + 4, f"{value:.0f}", "end"))
    parts.append(_text(_WIDTH / 2, _HEIGHT - 10, x_name))
    parts.append(f'<g transform="translate(16 {_HEIGHT / 2}) rotate(-90)">{_text(0, 0, y_name)}</g></svg>\n')
    return "".join(parts)


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{words}</text>'
