"""Lessons: statements about optimizers, each with races that show it and claims that hold."""
