// The drawing board of a form. What is designed is the JSON in the form's field: every change writes it back, so that saving is
// the form's own button, and without this script the JSON itself can be edited. The panel of properties is designer_panel.js.
"use strict";
(() => {
  const page = document.querySelector("[data-forms-designer]");
  if (!page) return;
  const source = page.elements.definition;
  let form;
  try {
    form = JSON.parse(source.value);
    form.schema.properties ??= {};
    form.layout.sections.forEach((section) => section.fields.forEach((row) => row.name));
  } catch {
    return; // what cannot be read is mended as text
  }
  const given = (id) => JSON.parse(document.getElementById(id).textContent);
  const kinds = given("forms-kinds");
  const desk = page.querySelector("[data-forms-desk]");
  const paper = page.querySelector("[data-forms-paper]");
  const wrong = new Set([...page.querySelectorAll("[data-forms-show]")].map((button) => button.dataset.formsShow));
  const kept = `forms-chosen-${page.dataset.code}`;
  let chosen = sessionStorage.getItem(kept) || "";
  let dragged = "";

  const make = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const sections = () => form.layout.sections;
  const find = (name) => {
    for (const [at, section] of sections().entries()) {
      const place = section.fields.findIndex((row) => row.name === name);
      if (place >= 0) return { section, at, place, row: section.fields[place], schema: form.schema.properties[name] ?? {} };
    }
    return null;
  };
  const names = () => sections().flatMap((section) => section.fields.map((row) => row.name));
  const kindOf = (row, schema) => row.as || (schema.enum || schema.oneOf ? "choice" : schema.format === "date" ? "date" : { integer: "integer", boolean: "checkbox" }[schema.type] || "text");

  function write() {
    source.value = JSON.stringify(form, null, 1);
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function free(base) {
    const taken = new Set(names());
    for (let number = 1; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
  }
  function fresh(kind) {
    const { type, label, listed } = kinds[kind];
    const schema = { type, title: label };
    if (listed && type === "array") schema.items = { type: "string", enum: ["选项一", "选项二"] };
    else if (listed) schema.enum = ["选项一", "选项二"];
    else if (type === "array") schema.items = { type: /unit|people/.test(kind) ? "integer" : "string" };
    const row = { as: kind };
    if (kind === "table" || kind === "group") {
      row.columns = [{ name: "column_1", as: "text" }];
      schema.items = { type: "object", required: [], properties: { column_1: { type: "string", title: "第一列" } } };
    }
    if (kind === "things") row.of = ["document"];
    if (kind === "date") schema.format = "date";
    return { schema, row };
  }
  function add(kind, before = "") {
    const name = free(kind);
    const { schema, row } = fresh(kind);
    form.schema.properties[name] = schema;
    const place = find(before || chosen);
    const section = place ? place.section : sections()[sections().length - 1];
    section.fields.splice(place ? place.place + (before ? 0 : 1) : section.fields.length, 0, { name, ...row });
    choose(name, true);
  }
  function drop(name) {
    const place = find(name);
    if (!place) return;
    place.section.fields.splice(place.place, 1);
    delete form.schema.properties[name];
    form.schema.required = (form.schema.required || []).filter((one) => one !== name);
    for (const rights of Object.values(form.layout.steps || {})) delete rights[name];
    const next = place.section.fields[place.place] || place.section.fields[place.place - 1];
    choose(next ? next.name : "", true);
  }
  function copy(name) {
    const place = find(name);
    const made = free(place.row.as || "field");
    form.schema.properties[made] = structuredClone(place.schema);
    place.section.fields.splice(place.place + 1, 0, { ...structuredClone(place.row), name: made });
    choose(made, true);
  }
  function move(name, by) {
    const { section, at, place, row } = find(name);
    const target = place + by;
    section.fields.splice(place, 1);
    if (target < 0 && at > 0) sections()[at - 1].fields.push(row);
    else if (target > section.fields.length && at + 1 < sections().length) sections()[at + 1].fields.unshift(row);
    else section.fields.splice(Math.max(0, Math.min(target, section.fields.length)), 0, row);
    choose(name, true);
  }
  function put(name, before, end) {
    if (name === before) return;
    const { section, place, row } = find(name);
    section.fields.splice(place, 1);
    const target = before ? find(before) : null;
    if (target) target.section.fields.splice(target.place, 0, row);
    else end.fields.push(row);
    choose(name, true);
  }
  function choose(name, changed = false) {
    chosen = name;
    sessionStorage.setItem(kept, name);
    if (changed) write();
    draw();
    window.formsPanel?.show(name);
    const button = paper.querySelector(`[data-name="${name}"]`);
    if (button) button.focus({ preventScroll: false });
  }

  function draw() {
    paper.replaceChildren(...sections().map((section, at) => drawn(section, at)));
  }
  function drawn(section, at) {
    const title = make("input", { className: "tb-input", value: section.title || "", placeholder: "这一部分的标题，可以不写" });
    title.setAttribute("aria-label", `第 ${at + 1} 部分的标题`);
    title.addEventListener("change", () => { section.title = title.value.trim(); write(); });
    const head = make("header", {}, title);
    if (sections().length > 1) {
      const away = make("button", { type: "button", className: "tb-btn tb-btn-text", textContent: "去掉" });
      away.setAttribute("aria-label", `去掉第 ${at + 1} 部分，字段并到前一部分`);
      away.addEventListener("click", () => {
        const other = sections()[at ? at - 1 : 1];
        other.fields[at ? "push" : "unshift"](...section.fields);
        sections().splice(at, 1);
        choose(chosen, true);
      });
      head.append(away);
    }
    const list = make("ul", { className: "forms-places" }, ...section.fields.map(place));
    list.addEventListener("dragover", (event) => event.preventDefault());
    list.addEventListener("drop", (event) => {
      event.preventDefault();
      const over = event.target.closest("[data-name]")?.dataset.name || "";
      if (dragged.startsWith("kind:")) { if (!over) chosen = section.fields.at(-1)?.name || chosen; add(dragged.slice(5), over); }
      else if (dragged) put(dragged, over, section);
      dragged = "";
    });
    return make("div", { className: "forms-section" }, head, list);
  }
  function place(row) {
    const button = make("button", { type: "button", className: "forms-place", draggable: true }, make("span"), make("small"));
    button.dataset.name = row.name;
    button.setAttribute("aria-pressed", String(row.name === chosen));
    button.setAttribute("aria-describedby", "forms-keys");
    button.classList.toggle("forms-wrong", wrong.has(row.name));
    button.addEventListener("click", () => choose(row.name));
    button.addEventListener("dragstart", (event) => { dragged = row.name; event.dataTransfer.setData("text/plain", row.name); });
    button.addEventListener("dragover", () => button.classList.add("forms-over"));
    button.addEventListener("dragleave", () => button.classList.remove("forms-over"));
    button.addEventListener("keydown", (event) => pressed(event, row.name));
    const item = make("li", {}, button);
    word(item, row);
    return item;
  }
  function word(item, row) {
    const schema = form.schema.properties[row.name] ?? {};
    const kind = kindOf(row, schema);
    const must = (form.schema.required || []).includes(row.name) ? "必填 ・ " : row.value ? "计算 ・ " : "";
    item.classList.toggle("forms-whole", row.width !== "half");
    item.querySelector("span").textContent = schema.title || row.name;
    item.querySelector("small").textContent = must + (kinds[kind]?.label || kind);
  }
  // In place: what is about to be clicked or has the focus must not be replaced when an entry in the panel ends.
  function reword() {
    paper.querySelectorAll("[data-name]").forEach((button) => {
      const place = find(button.dataset.name);
      if (place) word(button.parentElement, place.row);
    });
  }
  function pressed(event, name) {
    const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (turn && event.altKey) { event.preventDefault(); move(name, turn); }
    else if (turn) {
      event.preventDefault();
      const all = names();
      choose(all[Math.max(0, Math.min(all.length - 1, all.indexOf(name) + turn))]);
    } else if (event.key === "Delete") { event.preventDefault(); drop(name); }
    else if (event.key === "d" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); copy(name); }
  }

  const box = page.querySelector("[data-forms-kinds]");
  for (const [kind, { label }] of Object.entries(kinds)) {
    const button = make("button", { type: "button", className: "tb-btn", textContent: label, draggable: true });
    button.addEventListener("click", () => add(kind));
    button.addEventListener("dragstart", (event) => { dragged = `kind:${kind}`; event.dataTransfer.setData("text/plain", label); });
    box.append(button);
  }
  const title = page.querySelector("#forms-name");
  title.value = form.name || "";
  title.addEventListener("change", () => { form.name = title.value.trim(); write(); });
  page.querySelector("[data-forms-do=section]").addEventListener("click", () => {
    sections().push({ title: "", fields: [] });
    write();
    draw();
    paper.lastElementChild.querySelector("input").focus();
  });
  page.querySelectorAll("[data-forms-show]").forEach((button) => button.addEventListener("click", () => choose(button.dataset.formsShow)));

  // 预览: the saved draft in a frame, as wide as a desk or a phone
  const look = document.querySelector("[data-forms-look]");
  const frame = look.querySelector("iframe");
  page.querySelector("[data-forms-preview]").addEventListener("click", () => {
    look.hidden = false;
    look.scrollIntoView({ block: "start" });
  });
  look.querySelectorAll("[data-forms-width]").forEach((button) => button.addEventListener("click", () => {
    frame.classList.toggle("forms-phone", button.dataset.formsWidth === "phone");
    look.querySelectorAll("[data-forms-width]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  }));

  window.formsBoard = { form, kinds, given, find, names, kindOf, make, write, draw, reword, choose, drop, copy, move, fresh };
  page.querySelector("[data-forms-source]").hidden = true;
  desk.hidden = false;
  if (!find(chosen)) chosen = names()[0] || "";
  draw();
})();
