"""Convener helps a coalition to start sharing data, and to keep at it."""

__version__ = "0.1.0"
