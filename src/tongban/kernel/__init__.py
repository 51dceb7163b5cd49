"""The kernel: a handful of concepts that everything else uses. It has no tables and imports nothing of Tongban."""
