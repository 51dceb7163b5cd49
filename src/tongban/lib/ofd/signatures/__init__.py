"""Electronic seals and signatures in an OFD (GB/T 38540, GM/T 0031, GB/T 35275): read, examined, written."""
