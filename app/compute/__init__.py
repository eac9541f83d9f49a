"""Races computed in processes of their own: in turns, once for all who ask for the same."""
