"""One file per test function."""
