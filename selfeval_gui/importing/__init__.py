"""Turns foreign files and last year's report into a proposal that a person accepts or alters.

It must not lose text in silence: what has no place is reported as unplaced. It must not change the file that
it reads.
"""
