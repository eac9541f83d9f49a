"""One file per rule. A file defines its Rules (formulas) and one Optimizer (the menu entry)."""
