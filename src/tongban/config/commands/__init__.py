"""The commands of `tongban`, one module each: main(argv) -> exit code. The table is in tongban.__main__."""
