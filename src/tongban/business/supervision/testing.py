"""Factories of supervision, for its own tests and its neighbours'."""
