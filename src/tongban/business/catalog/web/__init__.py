"""Screens of catalog: load by a query, call one operation, answer."""
