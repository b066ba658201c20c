"""The window: the document with its undo stack, pages, preview, findings, dialogs.

The only place that knows Qt. What can be said without Qt is said in the packages below.
"""
