"""Every message box of the window, in Chinese, with buttons named for what they do. Nothing is decided here.

Buttons carry object names (`button.save`), so that a test clicks the real button of the real dialog.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

Icon = QMessageBox.Icon
Role = QMessageBox.ButtonRole


class Choice(NamedTuple):
    """One button: `key` is what is returned; `escape` marks the one that Esc and the closing cross mean."""

    key: str
    text: str
    role: QMessageBox.ButtonRole = Role.AcceptRole
    default: bool = False
    escape: bool = False


SAVE = Choice("save", "保存(&S)", default=True)
DISCARD = Choice("discard", "不保存(&N)", Role.DestructiveRole)
CANCEL = Choice("cancel", "取消", Role.RejectRole, escape=True)
CLOSE = Choice("close", "知道了", Role.RejectRole, default=True, escape=True)


def ask(
    parent: QWidget | None,
    text: str,
    choices: Sequence[Choice],
    *,
    detail: str = "",
    icon: Icon = Icon.Question,
    title: str = "",
) -> str:
    """Show a question and return the key of the button that was pressed."""
    box = QMessageBox(icon, title or "项目支出绩效自评", text, QMessageBox.StandardButton.NoButton, parent)
    box.setObjectName("message")
    box.setTextFormat(Qt.TextFormat.PlainText)  # file names and sentences are no markup
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if detail:
        box.setInformativeText(detail)
        for label in box.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
    keys = {}
    for choice in choices:
        button = box.addButton(choice.text, choice.role)
        button.setObjectName(f"button.{choice.key}")
        keys[button] = choice.key
        if choice.default and box.defaultButton() is None:  # the first one that wants to be it
            box.setDefaultButton(button)
        if choice.escape:
            box.setEscapeButton(button)
    box.exec()
    pressed = keys.get(box.clickedButton(), "")  # type: ignore[call-overload]
    box.deleteLater()
    return str(pressed) or next((choice.key for choice in choices if choice.escape), choices[-1].key)


def tell(
    parent: QWidget | None, text: str, *, detail: str = "", icon: Icon = Icon.Information, title: str = ""
) -> None:
    """Show a sentence with one button."""
    ask(parent, text, [CLOSE], detail=detail, icon=icon, title=title)


def warn(parent: QWidget | None, text: str, *, detail: str = "", title: str = "") -> None:
    """Show a sentence about something that did not succeed."""
    tell(parent, text, detail=detail, icon=Icon.Warning, title=title)
