"""What the commands of the libraries share at the terminal: how a wrong command ends, and what may be printed."""

import argparse
import sys
from typing import NoReturn

USAGE, UNAVAILABLE, UNWRITABLE = 64, 69, 73  # exit codes, as sysexits.h has them


class Parser(argparse.ArgumentParser):
    """Ends with USAGE where the command itself is wrong; argparse's own 2 is a verdict of some of our commands."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{message}\n")


def printable(line: str) -> str:
    """A line with words out of a file: no escape sequence of theirs may reach the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\u3000" else "\ufffd" for letter in line)
