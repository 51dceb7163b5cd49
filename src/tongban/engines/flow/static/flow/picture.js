// Shows the process as a picture and marks what is done and what is open. The bpmn.io mark stays visible: its licence asks for it.
document.addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector("[data-flow-picture]");
  if (!place || !window.BpmnJS) return;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const viewer = new window.BpmnJS({ container: place });
  try {
    await viewer.importXML(read("flow-source"));
  } catch {
    place.textContent = "这个流程没有图形信息，办理过程请看处理单。";
    return;
  }
  const canvas = viewer.get("canvas");
  const mark = (ids, name) => ids.forEach((id) => viewer.get("elementRegistry").get(id) && canvas.addMarker(id, name));
  mark(read("flow-done"), "tb-flow-done");
  mark(read("flow-current"), "tb-flow-current");
  canvas.zoom("fit-viewport", "auto");
  const { x, y, width, height } = canvas.viewbox();
  canvas.viewbox({ x: x - width * 0.02, y: y - height * 0.02, width: width * 1.04, height: height * 1.04 });
});
