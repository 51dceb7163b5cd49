"""Figures of the product, as ratios with the machine's own figures beside: `make bench`. Never part of the tests."""
