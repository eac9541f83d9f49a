"""One file for each door into the engine."""
