"""Puts text and HTML on the clipboard together.

WORKAROUND: a QMimeData made in Python and given to the clipboard crashes PySide6 6.9 when the program ends
(the clipboard outlives the interpreter). One that Qt has made itself does not.
"""

from PySide6.QtGui import QGuiApplication, QStandardItemModel


def put_on_clipboard(text: str, html: str = "") -> None:
    """Replace the clipboard's content; an empty `text` or `html` is left out."""
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for name in data.formats():
        data.removeFormat(name)
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
