"""What this machine has seen before: report files, units and people. Local, removable, never needed to go on working.

Kept as small JSON files in the program's data folder. A file that cannot be read or written only means that nothing
is remembered. Importing this package loads nothing else.
"""
