"""Background entry points of the audit trail."""
