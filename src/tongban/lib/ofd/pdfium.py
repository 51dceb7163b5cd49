"""PDFium is not made for threads: whoever calls it holds this lock."""

from threading import Lock

ONE_AT_A_TIME = Lock()
