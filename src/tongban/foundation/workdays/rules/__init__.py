"""Counting of days and working time. Plain Python: calendar.py (the value), counting.py (the law), notice.py (reading lists)."""
