"""Screens of licences: load by a query, call one operation, answer."""
