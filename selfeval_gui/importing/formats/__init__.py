"""Readers of foreign formats: bytes in, the neutral blocks of `importing.blocks` out.

`sniff.read` chooses by content. A reader must not know the form, must not follow links out of its file,
must not write to disk, and must answer every damaged or hostile file with `ImportRefused`.
"""
