"""Boxes, matrices and arrays of numbers as OFD writes them (GB/T 33190-2016, clause 7.3); lengths in millimetres."""

import math
from dataclasses import dataclass

MAX_NUMBERS = 200_000
_FARTHEST = 1e7  # millimetres; farther than any sheet of paper, near enough for arithmetic


def numbers(written: str) -> tuple[float, ...]:
    """The numbers of an ST_Array without repeats; what is no number reads as 0, so that one slip loses no page."""
    return tuple(number(word) for word in written.split()[:MAX_NUMBERS])


def number(word: str, default: float = 0.0) -> float:
    """One finite number, or the default."""
    try:
        found = float(word)
    except ValueError:
        return default
    return max(-_FARTHEST, min(_FARTHEST, found)) if math.isfinite(found) else default


def repeated(written: str, *, most: int) -> tuple[float, ...]:
    """The numbers of a DeltaX: `g n v` stands for n times v (clause 11.3). At most `most` are returned."""
    found: list[float] = []
    words = iter(written.split())
    for word in words:
        if word in {"g", "G"}:
            times, step = number(next(words, "0")), number(next(words, "0"))
            found += [step] * max(0, min(int(times), most - len(found)))
        else:
            found.append(number(word))
        if len(found) >= most:
            break
    return tuple(found[:most])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def read(cls, written: str) -> "Box | None":
        """The box of an ST_Box; None where it is none."""
        found = numbers(written)
        return cls(*found[:4]) if len(found) >= 4 else None


A4 = Box(0, 0, 210, 297)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A transformation: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def read(cls, written: str) -> "Matrix | None":
        """The matrix of a CTM; None where it is none."""
        found = numbers(written)
        return cls(*found[:6]) if len(found) >= 6 else None

    def after(self, first: "Matrix") -> "Matrix":
        """This transformation applied to the result of `first`."""
        return Matrix(
            a=self.a * first.a + self.c * first.b,
            b=self.b * first.a + self.d * first.b,
            c=self.a * first.c + self.c * first.d,
            d=self.b * first.c + self.d * first.d,
            e=self.a * first.e + self.c * first.f + self.e,
            f=self.b * first.e + self.d * first.f + self.f,
        )

    def moved(self, x: float, y: float) -> "Matrix":
        """This transformation of points that are first moved by x and y."""
        return self.after(Matrix(e=x, f=y))

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """By how much lengths grow on average."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


IDENTITY = Matrix()


def short(value: float) -> str:
    """A number for SVG or OFD: at most four decimals, no exponent, no trailing zeros."""
    written = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written
