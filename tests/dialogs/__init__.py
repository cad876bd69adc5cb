"""Whole sessions as recorded by ``convener simulate --transcript``, replayed through the real Bolt app."""
