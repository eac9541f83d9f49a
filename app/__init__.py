"""Descent Lab: an interactive visualizer of optimizer trajectories."""
