"""The words of a process for the designer's panel: who does a step, where he is looked for, what he may do besides."""

from datetime import timedelta

ROLES = {
    "head": "负责人", "leader": "正副职领导", "deputy": "副职领导", "person": "指定的人", "drafter": "起草人", "receiver": "收发员",
    "registrar": "机要员", "vetter": "核稿人", "seal_keeper": "公章管理员", "document_manager": "公文管理员", "window": "窗口",
}  # fmt: skip
RELATIONS = {
    "organ": "本单位", "drafter-unit": "起草科室（承办科室）", "overseer": "起草科室的分管领导", "item": "会签（承办）的各单位",
    "previous": "上一步办理人",
}  # fmt: skip
FALLBACKS = {"administrator": "交公文管理员", "skip": "跳过这一步", "block": "停下，等人处理"}
TIMEOUTS = {"remind": "催办", "escalate": "报上级", "pass-on": "交下一步", "approve": "视为同意", "return": "退回"}
MOVES = {
    "return": "退回上一步", "return-any": "退回任一步", "return-drafter": "退回起草人", "return-direct": "退回后直送", "withdraw": "撤回",
    "transfer": "转办", "delegate": "委派", "add-before": "前加签", "add-after": "后加签", "add-parallel": "并行加签",
    "add-member": "增加会签人", "remove": "减签", "consult": "征询", "circulate": "传阅", "copy": "抄送", "claim": "认领和放回",
    "batch": "批量办理", "urge": "催办", "suspend": "挂起", "terminate": "终止", "jump": "跳转",
}  # fmt: skip
# How a step passed from one desk to another: `decision` of a step that was passed on.
PASSED = {
    "transfer": "转办", "delegate": "委派", "add-before": "加签", "claim": "认领", "put-back": "放回", "jump": "跳转",
}  # fmt: skip
DIFFERENCES = {"added": "增加", "removed": "去掉", "changed": "改动"}
SAID = {
    "kind": "种类", "name": "名称", "default": "默认走的线", "event": "事件", "loop": "多人（循环）",
    "called": "调用的流程", "from": "从", "to": "到", "condition": "条件",
    "tb:role": "谁来办", "tb:relation": "到哪里找", "tb:fallback": "找不到人时", "tb:form": "表单",
    "tb:legal": "法定环节", "tb:moves": "可以这样办", "tb:limit": "时限", "tb:timeout": "超时后",
    "tb:opinion": "意见栏", "tb:decisions": "提交以外的按钮", "tb:service": "系统动作",
}  # fmt: skip


def lasting(time: timedelta) -> str:
    """A length of time as people say it: 3 天 4 小时, 25 分钟."""
    minutes = int(time.total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    return f"{hours} 小时 {minutes % 60} 分钟" if hours else f"{minutes} 分钟"
