"""Rules of cases on plain values."""
