"""Which elements are executed, with which events, and what elements are called in messages."""

from tongban.lib.bpmn.model import Element

NAMES = {
    "intermediateCatchEvent": "中间捕获事件", "intermediateThrowEvent": "中间抛出事件", "boundaryEvent": "边界事件",
    "startEvent": "开始事件", "endEvent": "结束事件", "receiveTask": "接收任务", "complexGateway": "复杂网关",
    "eventBasedGateway": "事件网关", "transaction": "事务子流程", "adHocSubProcess": "特别子流程", "callActivity": "调用活动",
    "script": "脚本", "isForCompensation": "补偿", "instantiate": "由事件启动流程", "compensate": "补偿", "cancel": "取消",
    "escalation": "升级", "conditional": "条件", "message": "消息", "timer": "定时", "signal": "信号", "error": "错误",
    "terminate": "终止", "link": "链接",
}  # fmt: skip
ACTIVITIES = {
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "subProcess",
    "callActivity",
}  # fmt: skip
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
# tag: the event definitions it may carry
EVENTS = {
    "startEvent": {"", "message", "timer", "signal", "error"},
    "endEvent": {"", "terminate", "error", "message", "signal"},
    "intermediateThrowEvent": {"", "link", "message", "signal"},
    "intermediateCatchEvent": {"link", "message", "timer", "signal"},
    "boundaryEvent": {"timer", "error", "message", "signal"},
    "receiveTask": {"", "message"},
    "sendTask": {"", "message"},
}


def executed(element: Element) -> bool:
    """Is this kind of element executed, with the events it carries?"""
    if element.attributes.get("eventGatewayType") == "Parallel":
        return False
    kinds = [event.kind for event in element.events] or [""]
    known = element.tag in EVENTS or element.tag in ACTIVITIES or element.tag in GATEWAYS
    return known and len(kinds) == 1 and kinds[0] in EVENTS.get(element.tag, {""})


def is_handler(element: Element) -> bool:
    """Is it an event sub-process?"""
    return element.tag == "subProcess" and element.attributes.get("triggeredByEvent") == "true"
