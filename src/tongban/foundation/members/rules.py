"""Rules of the public's accounts on plain values: addresses, codes and their limits, passwords, what is accepted."""

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from tongban.foundation.members.contracts import AT_THE_DOOR, VERSIONS, Document
from tongban.lib.typed import Wrong, mobile

DIGITS = 6
LIVES = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
MOST_TRIES = 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_AN_HOUR, MOST_A_DAY = 5, 10  # codes to one address
MOST_ASKED = 100  # codes an hour for one network address: a whole village may share it
PASSWORD_LENGTH = 8
MOST_CHECKS = 5  # of a name or an enterprise, a day
MOST_AGENTS = 50

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}", re.ASCII)


def contact_of(text: str) -> str:
    """A telephone number or mail address in its one form. Raises Wrong with what to write."""
    text = text.strip()
    if "@" not in text:
        return mobile(text)
    if len(text) > 120 or not _MAIL.fullmatch(text):
        raise Wrong("邮箱的写法不对，例如：zhou@example.cn。")
    return text.lower()


def is_mail(contact: str) -> bool:
    return "@" in contact


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def refusal(sent: Collection[datetime], asked: int, *, at: datetime) -> str:
    """Why no further code goes out now: `sent` are those to this address within a day, `asked` those for this network address
    within an hour. Empty when one may."""
    last_hour = sum(1 for moment in sent if at - moment < HOUR)
    if any(at - moment < PAUSE for moment in sent):
        return "刚刚发过验证码，请等 1 分钟再要。"
    if last_hour >= MOST_AN_HOUR:
        return f"1 小时内最多发 {MOST_AN_HOUR} 次验证码，请过一会儿再试，或到窗口办理。"
    if len(sent) >= MOST_A_DAY:
        return f"一天内最多发 {MOST_A_DAY} 次验证码，请明天再试，或到窗口办理。"
    if asked >= MOST_ASKED:
        return "您所在的网络要验证码太频繁，请过一会儿再试。"
    return ""


def outstanding(accepted: Iterable[tuple[str, str]]) -> list[Document]:
    """The texts whose present version was not accepted."""
    known = set(accepted)
    return [document for document in AT_THE_DOOR if (document, VERSIONS[document]) not in known]
