"""Demo data: the fictional county 临江县, made by the operations, so that audit, numbers and clocks are true.

Deterministic: the same day and seed give the same county, documents and cases (signatures excepted). All names are invented.
"""
