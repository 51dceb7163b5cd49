"""The audit trail: insert-only entries of every operation, sealed into a keyed chain, checked and read by the auditor."""
