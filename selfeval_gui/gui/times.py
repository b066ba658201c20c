"""Times as people read them beside a document: 今天 10:32, 昨天 16:05, 3月2日 9:00, 2025年11月3日.

A time that lies ahead (a clock was set back) is shown with its date, never as an age.
"""

from datetime import datetime, timedelta


def spoken(stamp: str, now: datetime) -> str:
    """An ISO time in words, in the zone of this machine; "" when it is none."""
    try:
        then = datetime.fromisoformat(stamp).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    today = now.astimezone().date()
    clock = f"{then.hour}:{then.minute:02d}"
    if then.date() == today:
        return f"今天 {clock}"
    if then.date() == today - timedelta(days=1):
        return f"昨天 {clock}"
    day = f"{then.month}月{then.day}日 {clock}"
    return day if then.year == today.year else f"{then.year}年{day}"
