"""The official pages beside the form: composed marks, drawn with QPainter, linked to their fields both ways.

Draws what `printing` composes and nothing else; where a mark stands is never decided here.
"""

from selfeval_gui.gui.preview.composing import Composing
from selfeval_gui.gui.preview.pane import PreviewPane
from selfeval_gui.gui.preview.view import PreviewView

__all__ = ["Composing", "PreviewPane", "PreviewView"]
