"""Sample authority, signers and seal picture for tests and demonstrations. Every picture carries the word 样章.

The keys are made anew in each process and the root is trusted by nobody: nothing signed with them has any legal force.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from tongban.lib.gm.ca import Authority, Subject, Validity, issue, make_root
from tongban.lib.gm.keys import PrivateKey, generate
from tongban.lib.gm.x509 import Certificate

SAMPLE_VALIDITY = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


@cache
def sample_authority() -> Authority:
    """A root of ours, the same within one process."""
    subject = Subject(common_name="样章测试根证书", organization="通办样例")
    return make_root(signer=generate(), subject=subject, validity=SAMPLE_VALIDITY)


def sample_signer(unit: str, *, validity: Validity = SAMPLE_VALIDITY) -> tuple[PrivateKey, Certificate]:
    """A fresh key and its certificate under the sample authority, for the seal of `unit`."""
    key = generate()
    subject = Subject(common_name=f"{unit}（样章）", organization=unit)
    return key, issue(authority=sample_authority(), subject=subject, public_key=key.public, validity=validity)


def sample_seal_picture(millimetres: float = 42) -> bytes:
    """A round red seal with a star and the word 样章, as a one-page vector PDF with a transparent ground."""
    drawing = " ".join(
        [
            "0.85 0 0 RG 0.85 0 0 rg 2.4 w",
            _circle(48),
            _star(20, centre=(50, 58)),
            "2.2 w 1 J 1 j",
            *_strokes(_YANG, at=(30, 12)),
            *_strokes(_ZHANG, at=(52, 12)),
        ]
    )
    points = millimetres * 72 / 25.4
    return _one_page_pdf(f"{points / 100:.6f} 0 0 {points / 100:.6f} 0 0 cm {drawing}", points)


# The two characters in strokes, on a square of 18 by 18.
_YANG = [
    "0 12 8 12",
    "4 17 4 0",
    "4 12 0 5",
    "4 11 8 7",
    "10 17 11 14",
    "16 17 15 14",
    "9 13 18 13",
    "10 9 17 9",
    "8 5 18 5",
    "13 13 13 0",
]
_ZHANG = [
    "9 18 9 16",
    "2 16 16 16",
    "6 15 7 12",
    "12 15 11 12",
    "0 12 18 12",
    "4 10 14 10",
    "4 5 14 5",
    "4 10 4 5",
    "14 10 14 5",
    "4 7.5 14 7.5",
    "1 2.5 17 2.5",
    "9 5 9 0",
]


def _strokes(strokes: Iterable[str], *, at: tuple[float, float]) -> Iterable[str]:
    for stroke in strokes:
        x1, y1, x2, y2 = (float(figure) for figure in stroke.split())
        yield f"{x1 + at[0]} {y1 + at[1]} m {x2 + at[0]} {y2 + at[1]} l S"


def _circle(radius: float) -> str:
    bend = radius * 0.5523  # four Bézier curves that pass for a circle
    quarters = []
    for dx, dy in ((0, 1), (-1, 0), (0, -1), (1, 0)):
        ex, ey = dy, -dx  # from (ex, ey) on the circle to (dx, dy)
        points = (
            (ex * radius + dx * bend, ey * radius + dy * bend),
            (dx * radius + ex * bend, dy * radius + ey * bend),
        )
        ends = (*points, (dx * radius, dy * radius))
        quarters.append(" ".join(f"{50 + x:.3f} {50 + y:.3f}" for x, y in ends) + " c")
    return f"{50 + radius} 50 m {' '.join(quarters)} s"


def _star(radius: float, *, centre: tuple[float, float]) -> str:
    corners = []
    for number in range(10):
        reach, angle = (radius, radius * 0.382)[number % 2], math.pi / 2 + number * math.pi / 5
        corners.append(f"{centre[0] + reach * math.cos(angle):.3f} {centre[1] + reach * math.sin(angle):.3f}")
    return f"{corners[0]} m {' l '.join(corners[1:])} l f"


def _one_page_pdf(drawing: str, points: float) -> bytes:
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {points:.3f} {points:.3f}]/Resources<<>>/Contents 4 0 R>>",
        f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream",
    ]
    out, offsets = "%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{tail}".encode()
