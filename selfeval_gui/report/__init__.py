"""What a report is: values, fields, the tree of frozen dataclasses, edits, totals, narrative.

Standard library only. It must not open files, read the clock, or know how a report is shown, kept or printed.
"""
