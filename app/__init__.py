"""Descent Lab: an interactive visualizer of optimizer trajectories."""

import os

# Races run side by side in threads of their own, and matrices here are small: more threads inside
# one multiplication would only wait for each other. Read once, when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
