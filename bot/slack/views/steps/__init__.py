"""The messages and forms of the kinds of steps: a file a kind."""
