"""查询码: read back as they were given, and nobody invents one."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.prints import rules
from tongban.foundation.prints.rules import Seen

KEY = b"of this installation"
seen = st.builds(
    Seen, st.integers(1, 2**rules.PERSON - 1), st.integers(1, 2**rules.FILE - 1),
    st.integers(rules.EPOCH, rules.EPOCH + 2**rules.MINUTE - 1),
)  # fmt: skip


@given(seen)
def test_a_code_of_the_screen_says_who_saw_what_when_however_it_is_typed(one):
    code = rules.shown(rules.screen_code(one, KEY)).lower().replace("-", " - ").replace("1", "l").replace("0", "o")
    assert rules.read_screen_code(rules.typed(code), KEY) == one


def test_a_code_of_another_installation_says_nothing():
    codes = [rules.screen_code(Seen(n, n, rules.EPOCH + n), b"another") for n in range(1, 200)]
    assert sum(rules.read_screen_code(code, KEY) is not None for code in codes) <= 1  # one in 16,384 by chance


@given(st.text(alphabet=rules.DIGITS, max_size=25))
def test_nonsense_says_nothing(text):
    found = rules.read_screen_code(text, KEY)
    assert found is None or rules.screen_code(found, KEY) == text
