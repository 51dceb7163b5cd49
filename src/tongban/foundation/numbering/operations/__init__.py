"""What changes numbers: allocation.py is called inside other apps' operations, administration.py by people."""
