"""The rules: frozen dataclasses and functions. No I/O, no clock, no library."""
