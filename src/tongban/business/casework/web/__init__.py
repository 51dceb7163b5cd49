"""Screens of casework: load by a query, call one operation, answer."""
