"""Puts a report on paper: composes pages of marks in millimetres, and draws marks as PDF.

The only place that knows reportlab. It must not know Qt, storage or checking.
"""
