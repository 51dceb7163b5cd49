"""What a file is and whether it is harmless, decided from its content. Pure."""
