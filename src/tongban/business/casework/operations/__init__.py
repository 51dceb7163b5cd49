"""What can be done with cases. Each @operation has one name, one permission and one audit entry."""
