"""A crowd of clients against a real server: `make load`, and what tests/survival is made of."""
