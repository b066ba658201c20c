"""Writes a report as .docx and .xlsx, and a folder of reports as one summary.

It must not compute what `report` already knows, and must not write user text as a formula.
"""
