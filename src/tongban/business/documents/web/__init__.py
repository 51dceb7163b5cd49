"""Screens of official documents. A view loads through a query that takes the viewer, calls one operation, translates the outcome."""
