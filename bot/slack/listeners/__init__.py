"""A file a feature: unpack the payload, call one use case."""
