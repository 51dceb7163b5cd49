"""Screens of login and of one's own account."""
