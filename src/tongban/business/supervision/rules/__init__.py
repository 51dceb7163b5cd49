"""Rules of supervision on plain values."""
