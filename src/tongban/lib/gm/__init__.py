"""National cryptography and signatures that anybody can check; see README.md."""
