"""Workbooks that other offices open: a report as its form, the summary of many, what differs between two.

openpyxl is loaded when the first workbook is made, never before. Nothing here reads a workbook.
"""
