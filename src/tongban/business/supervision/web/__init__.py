"""Screens of supervision: load by a query, call one operation, answer."""
