"""An OFD written from pages of text, paths and pictures."""
