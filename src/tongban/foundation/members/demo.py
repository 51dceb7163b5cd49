"""A register for trying out: it knows nobody and asks nobody, and has the faults of a real one.

The order number of a person (digits 15 to 17), or the last three digits before the check character of an enterprise's code,
decide: 999 the register does not answer in time, 998 it is too busy, 997 something does not match. All others match.
"""

from tongban.foundation.members.contracts import NoAnswer

TIME_OUT, BUSY, MISMATCH = "999", "998", "997"


class DemoVerifier:
    def person(self, *, name: str, number: str) -> bool:
        return _answer(number[14:17])

    def enterprise(self, *, name: str, code: str, representative: str) -> bool:
        return _answer(code[14:17])


def _answer(key: str) -> bool:
    if key == TIME_OUT:
        raise NoAnswer("核验服务没有及时回答，您填的内容还在，请过几分钟再提交。")
    if key == BUSY:
        raise NoAnswer("核验的人太多，服务正忙，您填的内容还在，请过几分钟再提交。")
    return key != MISMATCH
