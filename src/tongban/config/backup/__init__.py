"""One archive with all that an installation keeps, and the way back. docs/operating/backup.md is the page for operators.

archive     the tar file: what goes into it in which order, and out of it again (no Django)
sql         the rows as one consistent copy, and back, for each of the two databases
"""
