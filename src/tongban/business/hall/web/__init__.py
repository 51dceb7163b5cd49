"""Screens of the hall: load by a query, call one operation, answer."""
