"""Tries the finished packages out as users would: on clean systems without a network."""
