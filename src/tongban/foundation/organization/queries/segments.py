"""预留号段: the numbers that a county or city keeps for the codes of its units (F-ID-06)."""

from tongban.foundation.organization.models import Region, Unit


def segment_of(region: Region | None) -> tuple[str, str, str] | None:
    """First, last and whose: of the region itself, or of the nearest above it that has one."""
    while region is not None:
        if region.code_first:
            return region.code_first, region.code_last, region.name
        region = region.parent
    return None


def code_fault(code: str, region: Region | None, *, unit: Unit | None = None) -> str:
    """What is wrong with a 单位编码 there; empty when nothing is. Each unit has its own."""
    code = code.strip()
    if not code:
        return ""
    found = segment_of(region)
    if found is not None:
        first, last, name = found
        if not (code.isascii() and code.isdigit() and len(code) == len(first) and first <= code <= last):
            return f"单位编码应在{name}预留的号段 {first} 至 {last} 内。"
    other = Unit.objects.filter(code=code, valid_to=None).first()
    return f"单位编码 {code} 已是“{other.name}”的。" if other and other != unit else ""
