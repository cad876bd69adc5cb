"""What a kind of step works out, as plain functions: a file a kind."""
