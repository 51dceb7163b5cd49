"""Amounts in the characters of cheques and contracts: 人民币壹仟贰佰叁拾肆元伍角整 (票据法 practice, 支付结算办法 附一)."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("", "万", "亿", "万亿", "亿亿")


def amount_in_words(fen: int) -> str:
    """The amount of `fen` (whole 分, not negative, below 10¹⁸) in formal characters, with 整 after 元 or 角."""
    if not 0 <= fen < 10**18:
        raise ValueError("an amount is not negative and below 10¹⁸ 分")
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_yuan(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"人民币{words or '零元'}整"
    # 壹仟零伍角, 壹仟元零伍分: a missing place before something that follows is said.
    words += f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"人民币{words}{DIGITS[rest]}分" if rest else f"人民币{words}整"


def _yuan(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if said and (gap or group < 1000):
            said += "零"
        said, gap = said + _group(group) + _GROUPS[place], False
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for place, digit in zip(_PLACES, f"{number:04d}", strict=True):
        if digit == "0":
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[int(digit)] + place
        gap = False
    return said
