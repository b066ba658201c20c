"""Finds what the finance bureau would send back: one short pure function a rule, and their registry.

It must not change a report, read files, or know printing or storage.
"""
