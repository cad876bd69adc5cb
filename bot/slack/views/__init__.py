"""A file a feature: domain value in, blocks out."""
