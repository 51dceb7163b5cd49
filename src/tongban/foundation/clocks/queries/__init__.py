"""Reads: clocks.py (clocks and what moved them), left.py (the badge), effects.py (what another calendar would do)."""
