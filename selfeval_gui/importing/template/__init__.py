"""A bureau's own blank Word form, filled in place by the labels that the importer knows.

It must not lay anything out: what is not a value stays byte for byte as it was.
"""
