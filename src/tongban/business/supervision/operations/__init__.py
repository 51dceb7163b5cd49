"""What can be done in supervision. Each @operation has one name, one permission and one audit entry."""
