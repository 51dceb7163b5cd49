"""The one expression language of the platform: gateways, forms, supervision rules. See docs/reference/expressions.md.

An expression reads plain data and gives a value. It has no loops, no attributes of objects, no input or output;
its length, depth and number of parts are bounded, so its time is bounded by the data it is given.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from tongban.lib.bpmn.errors import ExpressionError
from tongban.lib.bpmn.functions import FUNCTIONS, METHODS, Value, contains, empty, is_list, is_number, part, same

MAX_LENGTH = 2000
MAX_DEPTH = 30
MAX_PARTS = 300
Lookup = Callable[[str], Value]
Run = Callable[[Lookup], Value]

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+\.\d+|\d+)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<sign>==|!=|<>|<=|>=|&&|\|\||[-+*/%()\[\],?:<>=!.])
  | (?P<end>$)
    )""",
    re.VERBOSE,
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "not",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "mod": "%",
}
_KEYWORDS = {*_WORDS, "in", "if", "then", "else", "empty"}
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod}


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. `names` are the dotted names it reads."""

    source: str
    names: frozenset[str]
    _run: Run = field(repr=False, compare=False)

    def evaluate(self, lookup: Lookup) -> Value:
        """The value; `lookup` gives the value of a first name part, None when it is unknown. Never raises by itself."""
        return self._run(lookup)

    def holds(self, lookup: Lookup) -> bool:
        """As a condition: only `true` holds; null, numbers and text do not."""
        return self._run(lookup) is True


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Parse, with or without `${ }` or `#{ }` around, or a `=` before it. Raises ExpressionError with the position of the mistake."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"表达式超过 {MAX_LENGTH} 个字符", position=MAX_LENGTH)
    inner, offset = _unwrap(text)
    parser = _Parser(_tokens(inner, offset))
    run = parser.whole()
    return Expression(source=text, names=frozenset(parser.names), _run=run)


def _unwrap(text: str) -> tuple[str, int]:
    start = len(text) - len(text.lstrip())
    body = text.strip()
    if body[:2] in ("${", "#{") and body.endswith("}"):
        return body[2:-1], start + 2
    if body.startswith("=") and not body.startswith("=="):
        return body[1:], start + 1
    return body, start


def _tokens(text: str, offset: int) -> list[_Token]:
    found, place = [], 0
    while True:
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise ExpressionError(f"第 {at + offset + 1} 个字符「{text[at]}」无法识别", position=at + offset)
        kind = str(match.lastgroup)
        value = match[kind]
        sign = _WORDS.get(value) if kind == "word" else None
        found.append(_Token("sign" if sign else kind, sign or value, match.start(kind) + offset))
        if kind == "end":
            return found
        place = match.end()


class _Parser:
    """Recursive descent, each rule giving a closure that computes its part."""

    def __init__(self, tokens: list[_Token]) -> None:
        if len(tokens) > MAX_PARTS:
            raise ExpressionError(f"表达式超过 {MAX_PARTS} 个词", position=tokens[MAX_PARTS].position)
        self.tokens = tokens
        self.next = 0
        self.depth = 0
        self.names: set[str] = set()

    def whole(self) -> Run:
        run = self.choice()
        if self.peek().kind != "end":
            raise self.wrong()
        return run

    def peek(self) -> _Token:
        return self.tokens[self.next]

    def take(self) -> _Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def takes(self, *texts: str) -> str:
        """Consume and return the next sign or keyword if it is one of these, else ''."""
        token = self.peek()
        if token.text in texts and (token.kind == "sign" or (token.kind == "word" and token.text in _KEYWORDS)):
            self.next += 1
            return token.text
        return ""

    def expect(self, text: str) -> None:
        if not self.takes(text):
            raise self.wrong(f"，此处应为「{text}」")

    def wrong(self, hint: str = "") -> ExpressionError:
        token = self.peek()
        what = f"「{token.text}」" if token.text else "结尾"
        return ExpressionError(f"第 {token.position + 1} 个字符处的{what}不合语法{hint}", position=token.position)

    def deeper(self, rule: Callable[[], Run]) -> Run:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"表达式嵌套超过 {MAX_DEPTH} 层", position=self.peek().position)
        run = rule()
        self.depth -= 1
        return run

    def choice(self) -> Run:
        return self.deeper(self.if_then_else if self.takes("if") else self.ternary)

    def if_then_else(self) -> Run:
        test = self.choice()
        self.expect("then")
        yes = self.choice()
        self.expect("else")
        no = self.choice()
        return lambda look: yes(look) if test(look) is True else no(look)

    def ternary(self) -> Run:
        test = self.either()
        if not self.takes("?"):
            return test
        yes = self.choice()
        self.expect(":")
        no = self.choice()
        return lambda look: yes(look) if test(look) is True else no(look)

    def either(self) -> Run:
        runs = [self.both()]
        while self.takes("||"):
            runs.append(self.both())
        return runs[0] if len(runs) == 1 else lambda look: any(run(look) is True for run in runs)

    def both(self) -> Run:
        runs = [self.negation()]
        while self.takes("&&"):
            runs.append(self.negation())
        return runs[0] if len(runs) == 1 else lambda look: all(run(look) is True for run in runs)

    def negation(self) -> Run:
        if not self.takes("not"):
            return self.comparison()
        run = self.deeper(self.negation)
        return lambda look: run(look) is not True

    def comparison(self) -> Run:
        left = self.additive()
        sign = self.takes("==", "=", "!=", "<>", "<", "<=", ">", ">=", "in")
        if not sign and self.peek().text == "not" and self.tokens[self.next + 1].text == "in":
            self.next += 2
            sign = "not in"
        return _compare(sign, left, self.additive()) if sign else left

    def additive(self) -> Run:
        run = self.product()
        while sign := self.takes("+", "-"):
            run = _compute(sign, run, self.product())
        return run

    def product(self) -> Run:
        run = self.unary()
        while sign := self.takes("*", "/", "%"):
            run = _compute(sign, run, self.unary())
        return run

    def unary(self) -> Run:
        sign = self.takes("-", "!")
        if not sign:
            return self.primary()
        run = self.deeper(self.unary)
        return _compute("*", lambda look: -1, run) if sign == "-" else lambda look: run(look) is not True

    def primary(self) -> Run:
        run = self.operand()
        while sign := self.takes("[", "."):
            run = self.index(run) if sign == "[" else self.member(run)
        return run

    def index(self, run: Run) -> Run:
        place = self.choice()
        self.expect("]")
        return lambda look: part(run(look), place(look))

    def member(self, run: Run) -> Run:
        token = self.take()
        if token.kind != "word":
            self.next -= 1
            raise self.wrong()
        *keys, last = token.text.split(".")
        if not self.takes("("):
            return lambda look: _path(run(look), [*keys, last])
        return self.method(token, lambda look: _path(run(look), keys), last)

    def method(self, token: _Token, run: Run, name: str) -> Run:
        if name not in METHODS:
            raise ExpressionError(f"没有「{name}」这个方法", position=token.position)
        function, least, most = METHODS[name]
        items = self.arguments(name, token, least, most)
        return lambda look: function(run(look), *(item(look) for item in items))

    def operand(self) -> Run:
        token = self.peek()
        if self.takes("("):
            run = self.choice()
            self.expect(")")
            return run
        if self.takes("["):
            items = self.listed("]")
            return lambda look: [item(look) for item in items]
        if token.kind == "word" and token.text == "empty" and self.tokens[self.next + 1].text != "(":
            self.take()
            run = self.deeper(self.primary)
            return lambda look: empty(run(look))
        if token.kind in ("number", "text"):
            return _constant(_literal(self.take()))
        if token.kind != "word" or (token.text in _KEYWORDS and token.text != "empty"):
            raise self.wrong()
        return self.name(self.take())

    def name(self, token: _Token) -> Run:
        if token.text in _CONSTANTS:
            return _constant(_CONSTANTS[token.text])
        if self.takes("("):
            return self.call(token)
        self.names.add(token.text)
        first, *rest = token.text.split(".")
        if not rest:
            return lambda look: look(first)
        return lambda look: _path(look(first), rest)

    def call(self, token: _Token) -> Run:
        target, _, name = token.text.rpartition(".")
        if target == "execution" and name in ("getVariable", "hasVariable"):
            (item,) = self.arguments(token.text, token, 1, 1)
            missing = name == "hasVariable"
            return lambda look: (_named(look, item(look)) is not None) if missing else _named(look, item(look))
        if target:
            self.names.add(target)
            first, *rest = target.split(".")
            return self.method(token, lambda look: _path(look(first), rest), name)
        if name not in FUNCTIONS:
            raise ExpressionError(f"没有「{name}」这个函数", position=token.position)
        function, least, most = FUNCTIONS[name]
        items = self.arguments(name, token, least, most)
        return lambda look: function(*(item(look) for item in items))

    def arguments(self, name: str, token: _Token, least: int, most: int) -> list[Run]:
        items = self.listed(")")
        if not least <= len(items) <= most:
            raise ExpressionError(f"函数「{name}」的参数个数不对", position=token.position)
        return items

    def listed(self, close: str) -> list[Run]:
        items: list[Run] = []
        if self.takes(close):
            return items
        items.append(self.choice())
        while self.takes(","):
            items.append(self.choice())
        self.expect(close)
        return items


def _constant(value: Value) -> Run:
    return lambda look: value


def _literal(token: _Token) -> Value:
    if token.kind == "text":
        return re.sub(r"\\(.)", r"\1", token.text[1:-1])
    return float(token.text) if "." in token.text else int(token.text)


def _path(value: Value, keys: list[str]) -> Value:
    """The part of data; of a list of data, the list of that part of each item that has it."""
    for key in keys:
        if is_list(value):
            value = [item[key] for item in value if isinstance(item, Mapping) and item.get(key) is not None]
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value


def _named(look: Lookup, name: Value) -> Value:
    return look(name) if isinstance(name, str) else None


def _compare(sign: str, left: Run, right: Run) -> Run:
    if sign in ("==", "="):
        return lambda look: same(left(look), right(look))
    if sign in ("!=", "<>"):
        return lambda look: not same(left(look), right(look))
    if sign == "in":
        return lambda look: contains(right(look), left(look))
    if sign == "not in":
        return lambda look: contains(right(look), left(look)) is not True
    return lambda look: _ordered(sign, left(look), right(look))


def _ordered(sign: str, left: Value, right: Value) -> Value:
    """Numbers with numbers and text with text (dates as ISO text); anything else gives null."""
    alike = (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str))
    return _ORDER[sign](left, right) if alike else None


def _compute(sign: str, left: Run, right: Run) -> Run:
    return lambda look: _arithmetic(sign, left(look), right(look))


def _arithmetic(sign: str, left: Value, right: Value) -> Value:
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if not is_number(left) or not is_number(right) or (sign in "/%" and right == 0):
        return None
    try:
        return _ARITHMETIC[sign](left, right)
    except OverflowError:
        return None
