"""Plain Python: changes.py (how versions are laid over each other), notice.py (reading lists). The counting is lib/days."""
