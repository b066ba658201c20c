"""Keeps reports on disk: codec between value and JSON, migrations, atomic save, recovery copies, backups.

Outcomes are values with names. It must not show anything and must not know printing or checking.
"""
