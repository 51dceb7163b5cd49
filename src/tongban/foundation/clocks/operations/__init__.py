"""What changes clocks: moving.py is called inside other apps' operations, running.py by the sweep and the calendar."""
