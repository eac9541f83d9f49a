"""Measurements beside PyTorch and Optax, and of the page. `make bench` runs them all.

Ratios within one run are what counts: both sides meet the same machine in the same minute.
"""
