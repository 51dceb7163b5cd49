// Fields that come and go, values that are computed, rows and searches, formatted text and drawn signatures.
// Without this script every field is shown, the buttons post the form, and the server leaves out what does not apply.
"use strict";
(() => {
  const valueOf = (form, name) => {
    const found = form.elements.namedItem(name);
    if (!found) return null;
    if (found instanceof RadioNodeList) return found.value;
    return found.type === "checkbox" ? found.checked : found.value;
  };
  const follow = (block) => {
    const { names, cases } = JSON.parse(block.dataset.formsWhen);
    const now = names.map((name) => valueOf(block.closest("form"), name));
    if (now.includes(null)) return;
    block.hidden = !cases.some((wanted) => wanted.every((value, at) => value === now[at]));
  };
  const followAll = (root) => root.querySelectorAll("[data-forms-when]").forEach(follow);

  // The page as the server draws it after a button of the form; chosen files stay where they are.
  async function asked(form, act) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("forms_act", act);
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (!answer.ok || !/html/.test(answer.headers.get("content-type"))) throw new Error("not drawn");
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  const liven = (page, root) => root.querySelectorAll("[data-forms-live]").forEach((place) => {
    const fresh = page.querySelector(`[data-forms-live="${place.dataset.formsLive}"]`);
    if (fresh) place.textContent = fresh.textContent;
  });

  let waiting;
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form) return;
    followAll(form);
    if (!form.querySelector("[data-forms-live]") || target.type === "file") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => asked(form, "compute").then((page) => liven(page, form)).catch(() => {}), 250);
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=forms_act]");
    if (!button || !button.form) return;
    event.preventDefault();
    const [form, part] = [button.form, button.closest("[data-forms-part]")];
    const rows = part ? part.querySelectorAll("tbody tr, fieldset").length : 0;
    try {
      const page = await asked(form, button.value);
      const fresh = part && page.querySelector(`[data-forms-part="${part.dataset.formsPart}"]`);
      if (fresh) part.replaceWith(document.adoptNode(fresh));
      liven(page, form);
      if (fresh) lead(fresh, rows);
    } catch {
      const sent = document.createElement("input");
      Object.assign(sent, { type: "hidden", name: "forms_act", value: button.value });
      form.append(sent);
      form.submit();
    }
  });
  function lead(part, before) {
    const rows = [...part.querySelectorAll("tbody tr, fieldset")];
    const place = rows.length > before ? rows[rows.length - 1] : part;
    const first = place.querySelector("input:not([type=hidden]), select, textarea, button");
    if (first) first.focus();
  }
  // Enter in a search looks for things; it does not send the form.
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.(".forms-find");
    if (event.key !== "Enter" || !box || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    box.querySelector("button").click();
  });

  // Formatted text
  const TOOLS = [["bold", "加粗", "B"], ["italic", "斜体", "I"], ["underline", "下划线", "U"], ["insertUnorderedList", "项目符号", "•"], ["insertOrderedList", "编号", "1."], ["formatBlock", "小标题", "H"], ["removeFormat", "去掉格式", "×"]];
  function editor(box) {
    const plain = box.querySelector("textarea");
    const [before, sent] = [box.querySelector("input"), document.createElement("input")];
    Object.assign(sent, { type: "hidden", name: `${plain.name}-html`, value: before.value });
    const field = document.createElement("div");
    field.className = "forms-editor";
    field.contentEditable = "true";
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    const legend = box.closest("fieldset")?.querySelector("legend");
    field.setAttribute("aria-label", legend ? legend.firstChild.textContent.trim() : "文字");
    field.innerHTML = before.value; // cleaned by the server
    const tools = document.createElement("div");
    tools.className = "forms-tools";
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", "格式");
    for (const [command, title, sign] of TOOLS) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "tb-btn", title, textContent: sign });
      button.setAttribute("aria-label", title);
      button.addEventListener("click", () => {
        field.focus();
        const inside = document.queryCommandValue("formatBlock").toLowerCase() === "h3";
        document.execCommand(command, false, command === "formatBlock" ? (inside ? "p" : "h3") : undefined);
        keep();
      });
      tools.append(button);
    }
    const keep = () => {
      sent.value = field.innerHTML;
      plain.value = field.innerText;
      plain.dispatchEvent(new Event("input", { bubbles: true }));
    };
    field.addEventListener("input", keep);
    plain.addEventListener("change", () => { // given back after a time-out or from a saved draft
      if (plain.value.trim() !== field.innerText.trim()) { field.innerText = plain.value; keep(); }
    });
    plain.hidden = true;
    box.append(tools, field, sent);
  }

  // A drawn signature
  function pad(box) {
    const drawn = box.querySelector("input[type=hidden]");
    const canvas = document.createElement("canvas");
    canvas.className = "forms-pad";
    Object.assign(canvas, { width: 600, height: 200 });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "手写签名区，也可以只写姓名");
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "tb-btn tb-btn-text", textContent: "擦掉重写" });
    const pen = canvas.getContext("2d");
    Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#1b2430" });
    const place = (event) => {
      const edge = canvas.getBoundingClientRect();
      return [(event.clientX - edge.left) * (canvas.width / edge.width), (event.clientY - edge.top) * (canvas.height / edge.height)];
    };
    let down = false;
    canvas.addEventListener("pointerdown", (event) => {
      down = true;
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!down) return;
      pen.lineTo(...place(event));
      pen.stroke();
    });
    canvas.addEventListener("pointerup", () => {
      down = false;
      drawn.value = canvas.toDataURL("image/png");
      drawn.dispatchEvent(new Event("input", { bubbles: true }));
    });
    again.addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn.value = "";
    });
    const line = document.createElement("p");
    line.className = "tb-hint";
    line.textContent = "或者在框里手写：";
    box.append(line, canvas, again);
  }

  // What is typed is kept on the server a moment after the typing stops, at most each ten seconds.
  const times = new WeakMap();
  document.addEventListener("input", ({ target }) => {
    const line = target.form?.querySelector("[data-forms-keep]");
    if (!line || times.get(line)?.waits) return;
    const after = Math.max(2000, 10000 - (Date.now() - (times.get(line)?.last || 0)));
    times.set(line, { waits: true, last: times.get(line)?.last });
    setTimeout(() => keepTyped(target.form, line), after);
  });
  async function keepTyped(form, line) {
    times.set(line, { waits: false, last: Date.now() });
    if (!form.isConnected || form.dataset.tbSent) return;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(line.dataset.formsKeep, { method: "POST", body: data, credentials: "same-origin" });
      const now = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      line.textContent = answer.ok ? `${now} 已自动保存` : "没有自动保存，请尽快提交。";
    } catch {
      line.textContent = "连不上服务器，暂时没有自动保存。";
    }
  }

  const begin = (root) => {
    followAll(root);
    root.querySelectorAll("[data-forms-rich]:not([data-forms-on])").forEach((box) => { box.dataset.formsOn = ""; editor(box); });
    root.querySelectorAll("[data-forms-signature]:not([data-forms-on])").forEach((box) => { box.dataset.formsOn = ""; pad(box); });
    root.querySelectorAll(".forms-compute").forEach((line) => { line.hidden = true; });
  };
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
  document.addEventListener("DOMContentLoaded", () => begin(document));
})();
