// Shows processes as pictures and marks their elements. The bpmn.io mark stays visible: its licence asks for it.
// <div data-flow-picture data-flow-source="id" data-flow-marks="id" data-flow-notes="id">: ids of JSON scripts of the page. Marks are
// {class: [elements]}, notes {element: line under it}; without ids they are flow-source, flow-done and flow-current.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.BpmnJS) return;
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
  document.querySelectorAll("[data-flow-picture]").forEach(async (place) => {
    const viewer = new window.BpmnJS({ container: place });
    try {
      await viewer.importXML(read(place.dataset.flowSource || "flow-source"));
    } catch {
      place.textContent = "这个流程没有图形信息，请看旁边的表。";
      place.classList.add("tb-flow-none");
      return;
    }
    const [canvas, registry, overlays] = ["canvas", "elementRegistry", "overlays"].map((name) => viewer.get(name));
    const marks = read(place.dataset.flowMarks) || { "tb-flow-done": read("flow-done") || [], "tb-flow-current": read("flow-current") || [] };
    Object.entries(marks).forEach(([name, ids]) => ids.forEach((id) => registry.get(id) && canvas.addMarker(id, name)));
    Object.entries(read(place.dataset.flowNotes || "flow-notes") || {}).forEach(([id, text]) => {
      if (!registry.get(id)) return;
      const html = document.createElement("div");
      html.className = "tb-flow-note";
      html.textContent = text;
      overlays.add(id, { position: { bottom: -2, left: 0 }, html });
    });
    canvas.zoom("fit-viewport", "auto");
    const { x, y, width, height } = canvas.viewbox();
    canvas.viewbox({ x: x - width * 0.02, y: y - height * 0.02, width: width * 1.04, height: height * 1.04 });
  });
});
