"""What the public pages say about the hall: its names, telephone, place and hours, and the marks that a government site must carry."""

from tongban.config import env

_demo = env.flag("TONGBAN_DEMO")  # the fictional county


def _words(name: str, demo: str = "", plain: str = "") -> str:
    return env.text(f"TONGBAN_PORTAL_{name}", demo if _demo else plain)


PORTAL = {
    "name": _words("NAME", "临江县政务服务", "政务服务"),
    "government": _words("GOVERNMENT", "临江县人民政府"),
    "host": _words("HOST", "临江县行政审批服务局"),  # 主管单位
    "phone": _words("PHONE", "0999-620 1200"),
    "place": _words("PLACE", "临江县政务服务中心，滨江路18号"),
    "hours": _words("HOURS", "工作日 9:00—12:00，13:30—17:30"),
    "identity": _words("IDENTITY", "9999990001"),  # 政府网站标识码
    "record": _words("RECORD"),  # ICP备案号
}
