"""Reads of the hall. What is published is for everybody; what a member does is his alone."""
