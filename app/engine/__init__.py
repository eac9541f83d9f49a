"""The engine: problems, rules and the loop that joins them.

NumPy and the standard library alone.
"""
