"""Screens of processes: designing them on the console, the moves of a step on the pages of its host."""
