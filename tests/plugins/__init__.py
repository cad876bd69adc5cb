"""What pytest is told besides the tests."""
