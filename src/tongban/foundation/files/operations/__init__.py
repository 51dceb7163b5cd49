"""What changes files: receiving.py takes content in, keeping.py makes files of it, erasing.py takes everything away."""
