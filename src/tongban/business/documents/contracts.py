"""Words of official documents that other apps may use."""

from dataclasses import dataclass
from enum import StrEnum

from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "documents.draft": "发文起草",
    "documents.edit": "修改正文和发文单",
    "documents.override": "格式检查放行",
    "documents.number": "编文号",
    "documents.lay_out": "生成版式文件",
    "documents.seal": "用印",
    "documents.distribute": "分发",
    "documents.remind": "催办签收",
    "documents.urge": "催办",
    "documents.circulate": "传阅",
    "documents.receive": "签收、退文和收文登记",
    "documents.return_to_sender": "初审退回来文单位",
    "documents.for_leaders": "查看领导待办（秘书）",
    "documents.limit": "定承办科室的限时",
    "documents.see_unit": "查看本单位公文",
    "documents.void": "作废",
    "documents.purge": "涉密清除",
    "documents.confirm_purge": "确认涉密清除",
    "documents.export": "导出列表",
    "documents.phrases": "保存和删除本人的常用意见",
}


URGES_LATE = "documents.urges_late"  # the setting: steps past their limit are urged each day


class State(StrEnum):
    """Where an outgoing document stands. Each state is reached from the one above it, or back to DRAFT on return."""

    DRAFT = "draft"  # 拟稿
    REVIEW = "review"  # 审核、会签、核稿
    SIGNED = "signed"  # 已签发：正文锁定
    NUMBERED = "numbered"  # 已编号
    LAID_OUT = "laid_out"  # 已制版
    SEALED = "sealed"  # 已用印
    ISSUED = "issued"  # 已分发
    VOID = "void"  # 作废
    PURGED = "purged"  # 涉密清除: only the row is left


class CopyState(StrEnum):
    """What a receiving unit did with its copy."""

    UNSIGNED = "unsigned"  # 未签收
    SIGNED = "signed"  # 已签收
    REFUSED = "refused"  # 退回
    COMPLETED = "completed"  # 已办结
    WITHDRAWN = "withdrawn"  # 发文单位撤回


class Urgency(StrEnum):
    """紧急程度 as the draft form offers it (F-OD-02)."""

    ORDINARY = "ordinary"  # 一般
    URGENT = "urgent"  # 加急
    EXPRESS = "express"  # 特急


@dataclass(frozen=True, slots=True)
class DocumentSigned(Event):
    """签发: the body is frozen by its hash."""

    document: Reference
    digest: str


@dataclass(frozen=True, slots=True)
class DocumentIssued(Event):
    """分发: every receiving unit has its copy."""

    document: Reference
    unit_id: int
    copies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CopySigned(Event):
    """签收, or 退文 when `refused`."""

    copy_id: int
    document: Reference
    unit_id: int
    refused: bool


@dataclass(frozen=True, slots=True)
class IncomingCompleted(Event):
    """办结 of a received document."""

    incoming: Reference
    copy_id: int | None
