"""OFD (GB/T 33190-2016): read, shown, written, sealed; see README.md."""
