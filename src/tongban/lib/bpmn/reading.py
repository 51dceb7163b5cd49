"""BPMN 2.0 XML → `Model`. Reads everything it knows, and lists what it does not; judging is the work of `checks`."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tongban.lib.bpmn import vendors
from tongban.lib.bpmn.errors import ModelRefused
from tongban.lib.bpmn.model import (
    BPMN,
    TONGBAN,
    Element,
    EventDefinition,
    Model,
    MultiInstance,
    Process,
    SequenceFlow,
    StandardLoop,
)
from tongban.lib.bpmn.xmlsafe import read_xml

MAX_ELEMENTS = 2000
MAX_DEPTH = 16

EVENTS = {
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "implicitThrowEvent",
}
TASKS = {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
CONTAINERS = {"subProcess", "transaction", "adHocSubProcess"}
NODES = EVENTS | TASKS | GATEWAYS | CONTAINERS | {"callActivity", "choreographyTask", "callChoreography"}
# Drawing, text and data declarations: they say nothing about who does what next.
SILENT = {
    "documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "dataObject",
    "dataObjectReference", "dataStoreReference", "property", "incoming", "outgoing", "ioSpecification",
    "dataInput", "dataOutput", "inputSet", "outputSet", "supports", "auditing", "monitoring", "correlationSubscription",
}  # fmt: skip
LOOPS = {"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"}
PERFORMERS = {"potentialOwner", "humanPerformer", "performer"}
NOTED = {"dataInputAssociation", "dataOutputAssociation", "resourceRole", "rendering"}
CALLING = {"receiveTask", "sendTask"}  # they name their message by an attribute
REFERRED = {
    "message": "name",
    "signal": "name",
    "error": "errorCode",
}  # what an event definition refers to, and how it is called


def parse(data: bytes) -> Model:
    """Read a BPMN file. Raises ModelRefused when it is no BPMN, unsafe, or beyond the bounds of this module."""
    root = read_xml(data)
    if root.tag != f"{{{BPMN}}}definitions":
        raise ModelRefused("不是 BPMN 2.0 文件（根元素应为 definitions）", code="not-bpmn")
    reader = _Reader(root)
    processes = tuple(reader.process(node) for node in root.iterfind(f"{{{BPMN}}}process"))
    if not processes:
        raise ModelRefused("文件里没有流程（process）", code="not-bpmn")
    return Model(
        source=data,
        processes=processes,
        duplicates=_duplicates(root),
        strays=tuple(reader.strays),
        notes=tuple(reader.notes),
    )


def _duplicates(root: etree._Element) -> tuple[str, ...]:
    ids = Counter(node.get("id") for node in root.iter(f"{{{BPMN}}}*") if node.get("id"))
    return tuple(sorted(str(name) for name, count in ids.items() if count > 1))


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def _is_bpmn(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and etree.QName(node).namespace == BPMN


def _text(node: etree._Element, tag: str) -> str:
    found = node.find(f"{{{BPMN}}}{tag}")
    return "" if found is None else "".join(found.itertext()).strip()


def _timer(node: etree._Element) -> EventDefinition:
    for kind in ("date", "duration", "cycle"):
        text = _text(node, f"time{kind.capitalize()}")
        if text:
            return EventDefinition("timer", timer=kind, text=text)
    return EventDefinition("timer")


class _Reader:
    """Collects while walking; one per file."""

    def __init__(self, root: etree._Element) -> None:
        self.strays: list[tuple[str, str, str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.count = 0
        self.lanes = {
            (ref.text or "").strip(): lane.get("name") or lane.get("id") or ""
            for lane in root.iter(f"{{{BPMN}}}lane")
            for ref in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
        }
        self.referred = {
            (kind, node.get("id") or ""): node.get(name) or node.get("id") or ""
            for kind, name in REFERRED.items()
            for node in root.iterfind(f"{{{BPMN}}}{kind}")
        }
        self.data_names = {
            node.get("id"): node.get("name") or node.get("id")
            for tag in ("dataInput", "dataObject", "dataObjectReference", "property")
            for node in root.iter(f"{{{BPMN}}}{tag}")
        }

    def process(self, node: etree._Element) -> Process:
        elements: list[Element] = []
        flows: list[SequenceFlow] = []
        name = node.get("id") or ""
        self._content(node, name, 0, elements, flows)
        return Process(
            id=name,
            name=node.get("name") or "",
            executable=node.get("isExecutable") == "true",
            tb=vendors.own(node),
            elements=tuple(elements),
            flows=tuple(flows),
        )

    def _content(
        self, node: etree._Element, parent: str, depth: int, elements: list[Element], flows: list[SequenceFlow]
    ) -> None:
        if depth > MAX_DEPTH:
            raise ModelRefused(f"子流程嵌套超过 {MAX_DEPTH} 层：{parent}", element=parent, code="too-deep")
        for child in filter(_is_bpmn, node):
            tag = _local(child)
            if tag == "sequenceFlow":
                flows.append(self._flow(child, parent))
            elif tag in NODES:
                elements.append(self._element(child, parent))
                if tag in CONTAINERS:
                    self._content(child, child.get("id") or "", depth + 1, elements, flows)
            elif depth == 0 and tag not in SILENT:
                self._stray(child, parent)

    def _counted(self, node: etree._Element) -> str:
        self.count += 1
        name = node.get("id") or ""
        if self.count > MAX_ELEMENTS:
            raise ModelRefused(
                f"流程图元素超过 {MAX_ELEMENTS} 个（到 {name} 为止），不予读取", element=name, code="too-large"
            )
        return name

    def _stray(self, node: etree._Element, place: str) -> None:
        self.strays.append((_local(node), node.get("id") or "", node.get("name") or "", place))

    def _flow(self, node: etree._Element, parent: str) -> SequenceFlow:
        condition = node.find(f"{{{BPMN}}}conditionExpression")
        text = None if condition is None else "".join(condition.itertext()).strip()
        way = node.get(f"{{{TONGBAN}}}way") or ""
        if way and text is None:
            text = f'way == "{way}"'
        return SequenceFlow(
            id=self._counted(node),
            name=node.get("name") or "",
            source=node.get("sourceRef") or "",
            target=node.get("targetRef") or "",
            parent=parent,
            condition=text,
            language="" if condition is None else condition.get("language") or "",
            way=way,
            after=tuple((node.get(f"{{{TONGBAN}}}after") or "").split()),
        )

    def _element(self, node: etree._Element, parent: str) -> Element:
        name = self._counted(node)
        return Element(
            id=name,
            tag=_local(node),
            name=" ".join((node.get("name") or "").split()),
            parent=parent,
            attributes={str(key): str(value) for key, value in node.attrib.items() if not str(key).startswith("{")},
            tb=vendors.own(node),
            vendor=vendors.attributes(node),
            events=tuple(self._events(node)),
            multi=self._multi(node),
            again=self._again(node),
            called=vendors.called(node) if _local(node) == "callActivity" else None,
            fields=vendors.fields(node),
            performers=vendors.performers(node),
            unread=tuple(self._unread(node, name)),
            lane=self.lanes.get(name, ""),
        )

    def _events(self, node: etree._Element) -> Iterator[EventDefinition]:
        for child in filter(_is_bpmn, node):
            if _local(child).endswith("EventDefinition"):
                yield self._event(child)
        if _local(node) in CALLING and node.get("messageRef"):
            yield self._referred("message", node.get("messageRef") or "")

    def _event(self, node: etree._Element) -> EventDefinition:
        kind = _local(node).removesuffix("EventDefinition")
        if kind == "timer":
            return _timer(node)
        if kind in REFERRED:
            return self._referred(kind, node.get(f"{kind}Ref") or "")
        return EventDefinition(kind, node.get("name") or "")

    def _referred(self, kind: str, reference: str) -> EventDefinition:
        name = reference.rpartition(":")[2]
        return EventDefinition(kind, self.referred.get((kind, name), name), name)

    def _again(self, node: etree._Element) -> StandardLoop | None:
        loop = node.find(f"{{{BPMN}}}standardLoopCharacteristics")
        if loop is None:
            return None
        return StandardLoop(
            test_before=loop.get("testBefore") == "true",
            condition=_text(loop, "loopCondition"),
            maximum=(loop.get("loopMaximum") or _text(loop, "loopMaximum")).strip(),
        )

    def _multi(self, node: etree._Element) -> MultiInstance | None:
        loop = node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
        if loop is None:
            return None
        own, vendor = vendors.own(loop), vendors.attributes(loop)
        source = _text(loop, "loopDataInputRef")
        item = loop.find(f"{{{BPMN}}}inputDataItem")
        item_name = "" if item is None else item.get("name") or item.get("id") or ""
        return MultiInstance(
            sequential=loop.get("isSequential") == "true",
            cardinality=_text(loop, "loopCardinality"),
            collection=own.get("collection") or vendor.get("collection") or self.data_names.get(source, source),
            item=own.get("item") or vendor.get("elementVariable") or item_name,
            completion=_text(loop, "completionCondition"),
            result=own.get("result", ""),
        )

    def _unread(self, node: etree._Element, name: str) -> list[str]:
        """Parts of an element that mean something we do not do. Harmless ones are noted instead."""
        found = [key for key in ("isForCompensation", "instantiate") if node.get(key) == "true"]
        found += [key for key in ("startQuantity", "completionQuantity") if node.get(key, "1") != "1"]
        for child in filter(_is_bpmn, node):
            tag = _local(child)
            if tag in NOTED:
                self.notes.append((name, tag))
            elif tag == "script":
                found += ["script"] if (child.text or "").strip() else []
            elif not self._understood(tag, node):
                found.append(tag)
        found += vendors.refused(node)
        self.notes += [(name, _local(child)) for child in vendors.extensions(node, *vendors.LISTENERS)]
        return found

    def _understood(self, tag: str, node: etree._Element) -> bool:
        if tag in SILENT | PERFORMERS | LOOPS or tag.endswith("EventDefinition"):
            return True
        return _local(node) in CONTAINERS and (tag in NODES or tag == "sequenceFlow")
