"""The report as a Word file (.docx): the official form as Word, WPS and LibreOffice show and edit it."""

from selfeval_gui.exporting.word.document import docx_bytes

__all__ = ["docx_bytes"]
