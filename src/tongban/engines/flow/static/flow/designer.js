// The drawing board of a process: bpmn-js draws, the panel beside it sets our own attributes, the form sends the whole file.
// The bpmn.io mark stays visible: its licence asks for it.
document.addEventListener("DOMContentLoaded", async () => {
  const form = document.querySelector("[data-flow-designer]");
  if (!form || !window.BpmnJS) return;
  const STEP = ["role", "relation", "fallback", "form", "legal", "moves", "limit", "timeout", "opinion", "decisions"];
  const TYPES = [
    { name: "Step", extends: ["bpmn:UserTask", "bpmn:ManualTask"], properties: STEP.map(attribute) },
    { name: "Served", extends: ["bpmn:ServiceTask", "bpmn:SendTask", "bpmn:BusinessRuleTask"], properties: [attribute("service")] },
    { name: "Called", extends: ["bpmn:CallActivity"], properties: ["in", "out"].map(attribute) },
    { name: "Each", extends: ["bpmn:MultiInstanceLoopCharacteristics"], properties: ["collection", "item", "result"].map(attribute) },
    { name: "Ended", extends: ["bpmn:EndEvent"], properties: [attribute("abandoned")] },
  ];
  const words = window.flowWords || {};
  const translate = (text, values = {}) => (words[text] || text).replace(/{([^}]+)}/g, (_, name) => values[name] ?? `{${name}}`);
  const board = new window.BpmnJS({
    container: form.querySelector("[data-flow-canvas]"),
    moddleExtensions: { tb: { name: "Tongban", uri: "urn:tongban:bpmn:1", prefix: "tb", xml: { tagAlias: "lowerCase" }, types: TYPES } },
    additionalModules: [{ translate: ["value", translate] }],
  });
  const [canvas, registry, selection, modeling, moddle] = ["canvas", "elementRegistry", "selection", "modeling", "moddle"].map((n) => board.get(n));
  try {
    await board.importXML(form.elements.source.value);
    canvas.zoom("fit-viewport", "auto");
    const { x, y, width, height } = canvas.viewbox();
    canvas.viewbox({ x: x - width * 0.13, y: y - height * 0.04, width: width * 1.17, height: height * 1.17 }); // room for the tools
  } catch {
    form.querySelector("[data-flow-canvas]").textContent = "这个文件没有图形信息，画板打不开。请用带图形的 BPMN 文件。";
    return;
  }

  let shown = null; // the element in the panel
  const find = (name) => [...form.querySelectorAll(name)];
  const loopOf = (element) => element.businessObject.loopCharacteristics;
  const isLoop = (element) => loopOf(element)?.$type === "bpmn:MultiInstanceLoopCharacteristics";

  function show(element) {
    shown = element && element.type !== "label" ? element : element?.labelTarget || null;
    if (shown && !shown.parent) shown = null; // the page itself
    find("[data-flow-nothing]").forEach((hint) => { hint.hidden = Boolean(shown); });
    find("[data-flow-for]").forEach((group) => { group.hidden = !shown || !fits(group.dataset.flowFor); });
    if (shown) fill(shown.businessObject);
  }

  function fits(kinds) {
    if (kinds === "*") return true;
    return kinds === "loop" ? isLoop(shown) : kinds.split(" ").includes(shown.type);
  }

  function fill(subject) {
    find("[data-flow-set]").forEach((field) => put(field, subject.get(field.dataset.flowSet)));
    const moves = (subject.get("tb:moves") || "").split(/\s+/);
    find("[data-flow-move]").forEach((box) => { box.checked = moves.includes(box.dataset.flowMove); });
    find("[data-flow-loop]").forEach((field) => put(field, subject.loopCharacteristics?.get(field.dataset.flowLoop)));
    put(find("[data-flow-completion]")[0], subject.loopCharacteristics?.completionCondition?.body);
    put(find("[data-flow-condition]")[0], subject.conditionExpression?.body);
    find("[data-flow-default]")[0].checked = subject.sourceRef?.default === subject;
  }

  function put(field, value) {
    if (field.type === "checkbox") field.checked = value === "true";
    else field.value = value || "";
  }

  const given = (field) => (field.type === "checkbox" ? (field.checked ? field.value : undefined) : field.value.trim() || undefined);
  const expression = (text, parent) => {
    if (!text.trim()) return undefined;
    const made = moddle.create("bpmn:FormalExpression", { body: text.trim() });
    made.$parent = parent;
    return made;
  };

  form.addEventListener("change", ({ target }) => {
    if (!shown) return;
    const data = target.dataset;
    if (data.flowSet) modeling.updateProperties(shown, { [data.flowSet]: given(target) });
    if (data.flowMove) {
      const chosen = find("[data-flow-move]:checked").map((box) => box.dataset.flowMove);
      modeling.updateProperties(shown, { "tb:moves": chosen.join(" ") || undefined });
    }
    if (data.flowLoop) modeling.updateModdleProperties(shown, loopOf(shown), { [data.flowLoop]: given(target) });
    if ("flowCompletion" in data) {
      modeling.updateModdleProperties(shown, loopOf(shown), { completionCondition: expression(target.value, loopOf(shown)) });
    }
    if ("flowCondition" in data) modeling.updateProperties(shown, { conditionExpression: expression(target.value, shown.businessObject) });
    if ("flowDefault" in data) {
      modeling.updateProperties(shown.source, { default: target.checked ? shown.businessObject : undefined });
    }
  });

  board.on("selection.changed", ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null));
  board.on("element.changed", ({ element }) => element === shown && show(element));
  find("[data-flow-show]").forEach((button) => {
    const element = registry.get(button.dataset.flowShow);
    if (!element) return;
    canvas.addMarker(element, "flow-wrong");
    button.addEventListener("click", () => { selection.select(element); canvas.scrollToElement(element); });
  });

  // The form always holds what is drawn; Enter in the panel ends an entry and sends nothing.
  board.on("commandStack.changed", async () => {
    form.elements.source.value = (await board.saveXML({ format: true })).xml;
  });
  form.querySelector("[data-flow-panel]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    event.target.blur();
  });

  function attribute(name) {
    return { name, isAttr: true, type: "String" };
  }
});
