"""Words of the hall."""

from dataclasses import dataclass

PERMISSIONS = {
    "hall.take": "接收公布的事项、办件和证照（系统）",
    "hall.ask": "查询办理进度（公众）",
    "hall.begin": "开始申请（公众）",
    "hall.apply": "填写和提交本人的申请（公众）",
    "hall.own": "办理本人的办件（公众）",
}
TRUTH, SERVICE = "truth", "electronic_service"  # consents of an application
CONSENT_VERSION = "2026-11"
PAPERS = "hall.paper"  # the purpose of what the portal prints: receipts, blank forms
MATERIAL = "casework.material"  # the purpose of files under which the office takes materials in
FULL, BLURRED, DARK, SMALL = "", "blurred", "dark", "small"  # what a look at a picture says


@dataclass(frozen=True, slots=True)
class Consent:
    """What an applicant agrees to. `needed`: without it nothing is submitted."""

    key: str
    text: str
    needed: bool


CONSENTS = (
    Consent(TRUTH, "以上内容和材料真实、准确。如有虚假，我承担相应的法律责任。", needed=True),
    Consent(SERVICE, "同意用电子方式接收通知书和决定书（可不选，不选的到窗口领取或者邮寄）。", needed=False),
)
