"""What must hold of official documents, on plain values."""
