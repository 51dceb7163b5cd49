// The properties of the chosen field, the rights of steps, and the checks across fields. Each control writes one word of the JSON.
"use strict";
(() => {
  const board = window.formsBoard;
  if (!board) return;
  const { form, kinds, given, make, write } = board;
  const panel = document.querySelector("[data-forms-panel]");
  const rights = given("forms-rights");
  const dictionaries = given("forms-dictionaries");
  const things = given("forms-things");
  let count = 0;

  const set = (object, word, value) => {
    if (value === "" || value === undefined || value === false || (Array.isArray(value) && !value.length)) delete object[word];
    else object[word] = value;
  };
  const changed = () => { write(); board.reword(); };
  const whole = (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : undefined);

  function labelled(label, control, { hint = "", half = false } = {}) {
    control.id ||= `forms-set-${(count += 1)}`;
    const place = make("div", { className: half ? "tb-field tb-field-half" : "tb-field" }, make("label", { className: "tb-label", htmlFor: control.id, textContent: label }), control);
    if (hint) {
      const line = make("small", { className: "tb-hint", id: `${control.id}-hint`, textContent: hint });
      control.setAttribute("aria-describedby", line.id);
      place.append(line);
    }
    return place;
  }
  function text(label, value, then, options = {}) {
    const control = make(options.rows ? "textarea" : "input", { className: options.rows ? "tb-textarea" : "tb-input", value: value ?? "" });
    if (options.rows) control.rows = options.rows;
    if (options.code) control.classList.add("tb-code");
    control.addEventListener("change", () => { then(control.value.trim()); changed(); });
    return labelled(label, control, options);
  }
  function list(label, value, rows, then, options = {}) {
    const control = make("select", { className: "tb-select" }, ...rows.map(([one, said]) => make("option", { value: one, textContent: said, selected: one === (value ?? "") })));
    control.addEventListener("change", () => { then(control.value); changed(); });
    return labelled(label, control, options);
  }
  function tick(label, value, then) {
    const control = make("input", { type: "checkbox", className: "tb-check", checked: Boolean(value) });
    control.addEventListener("change", () => { then(control.checked); changed(); });
    return make("label", { className: "forms-check" }, control, ` ${label}`);
  }
  const button = (said, then, name = "") => {
    const made = make("button", { type: "button", className: "tb-btn", textContent: said });
    if (name) { made.setAttribute("aria-label", name); made.classList.add("forms-small"); }
    made.addEventListener("click", then);
    return made;
  };
  const group = (...inside) => make("div", { className: "tb-fields" }, ...inside.filter(Boolean));

  function required(name, holder) {
    return tick("必填", (holder.required || []).includes(name), (on) => {
      holder.required = (holder.required || []).filter((one) => one !== name);
      if (on) holder.required.push(name);
    });
  }
  function choices(schema, kind) {
    const owner = kinds[kind].type === "array" ? (schema.items ??= { type: "string" }) : schema;
    const lines = owner.oneOf ? owner.oneOf.map(({ const: value, title }) => `${value}=${title}`) : owner.enum || [];
    return text("选项", lines.join("\n"), (typed) => {
      const rows = typed.split("\n").map((line) => line.trim()).filter(Boolean);
      delete owner.oneOf;
      delete owner.enum;
      if (rows.some((row) => row.includes("="))) {
        owner.oneOf = rows.map((row) => { const [value, ...rest] = row.split("="); return { const: value.trim(), title: rest.join("=").trim() || value.trim() }; });
      } else owner.enum = rows;
    }, { rows: 5, hint: "一行一个；要另外存代码的写成 am=上午。" });
  }
  function bounds(schema, kind) {
    const number = (label, word) => text(label, schema[word], (typed) => set(schema, word, whole(typed)), { half: true });
    if (["text", "textarea", "rich"].includes(kind)) return group(number("最少几个字", "minLength"), number("最多几个字", "maxLength"));
    if (["integer", "money"].includes(kind)) return group(number(kind === "money" ? "最小（分）" : "最小", "minimum"), number(kind === "money" ? "最大（分）" : "最大", "maximum"));
    if (["files", "things", "table", "group"].includes(kind)) return group(number("最少几项", "minItems"), number("最多几项", "maxItems"));
    return null;
  }
  function special(row, kind) {
    if (kind === "file" || kind === "files") {
      const ends = text("文件种类", (row.accept || []).join(" "), (typed) => set(row, "accept", typed.toLowerCase().split(/[\s,，、.]+/).filter(Boolean)), { half: true, hint: "如 pdf docx；空着不限。" });
      return group(ends, text("每个不超过（MB）", row.megabytes, (typed) => set(row, "megabytes", whole(typed)), { half: true }));
    }
    if (kind === "code") return list("从哪个字典选", row.dictionary, [["", "请选择"], ...dictionaries], (value) => set(row, "dictionary", value), { hint: "字典在“数据字典”里维护。" });
    if (kind === "things") return make("div", {}, ...things.map(([one, label]) => tick(`可以选${label}`, (row.of || []).includes(one), (on) => { row.of = (row.of || []).filter((other) => other !== one); if (on) row.of.push(one); })));
    if (kind === "money") return tick("旁边写出大写金额", row.in_words, (on) => set(row, "in_words", on));
    return null;
  }

  function columns(row, schema, again) {
    const items = (schema.items ??= { type: "object", required: [], properties: {} });
    const box = make("fieldset", { className: "forms-columns" }, make("legend", { className: "tb-label", textContent: "列" }));
    const able = Object.entries(kinds).filter(([, kind]) => kind.within).map(([name, kind]) => [name, kind.label]);
    row.columns.forEach((column, at) => {
      const own = (items.properties[column.name] ??= { type: "string", title: column.name });
      const shift = (by) => { row.columns.splice(at, 1); row.columns.splice(at + by, 0, column); write(); again(); };
      const line = make("div", { className: "forms-line" }, button("↑", () => at && shift(-1), `第 ${at + 1} 列向前`), button("↓", () => at + 1 < row.columns.length && shift(1), `第 ${at + 1} 列向后`), button("×", () => {
        row.columns.splice(at, 1);
        delete items.properties[column.name];
        items.required = (items.required || []).filter((one) => one !== column.name);
        write();
        again();
      }, `去掉第 ${at + 1} 列`));
      const kind = list("类型", board.kindOf(column, own), able, (value) => {
        const made = board.fresh(value);
        items.properties[column.name] = { ...made.schema, title: own.title };
        row.columns[at] = { ...made.row, name: column.name };
        again();
      }, { half: true });
      const title = text("名称", own.title, (typed) => { own.title = typed; }, { half: true });
      const code = text("代码", column.name, (typed) => {
        if (!/^[a-z][a-z0-9_]*$/.test(typed) || items.properties[typed]) return again();
        items.properties[typed] = own;
        delete items.properties[column.name];
        items.required = (items.required || []).map((one) => (one === column.name ? typed : one));
        column.name = typed;
        return again();
      }, { half: true, code: true });
      const value = kinds[board.kindOf(column, own)]?.computed ? text("计算", column.value, (typed) => set(column, "value", typed), { half: true, code: true }) : null;
      box.append(make("div", { className: "forms-group" }, line, group(title, kind, code, value), required(column.name, items), kinds[board.kindOf(column, own)]?.listed ? choices(own, board.kindOf(column, own)) : ""));
    });
    box.append(button("加一列", () => {
      let number = row.columns.length + 1;
      while (items.properties[`column_${number}`]) number += 1;
      row.columns.push({ name: `column_${number}`, as: "text" });
      items.properties[`column_${number}`] = { type: "string", title: "新的列" };
      write();
      again();
    }));
    return box;
  }
  function stepRights(name) {
    const steps = Object.entries(form.layout.steps || {});
    if (!steps.length) return "";
    const rows = [["", "同其余字段"], ...Object.entries(rights)];
    return make("fieldset", {}, make("legend", { className: "tb-label", textContent: "各环节的权限" }), group(...steps.map(([step, own]) => list(step, own[name], rows, (value) => set(own, name, value), { half: true }))));
  }
  function rename(place, typed) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(typed) || form.schema.properties[typed]) return board.choose(place.row.name);
    const before = place.row.name;
    form.schema.properties = Object.fromEntries(Object.entries(form.schema.properties).map(([name, value]) => [name === before ? typed : name, value]));
    form.schema.required = (form.schema.required || []).map((one) => (one === before ? typed : one));
    for (const own of Object.values(form.layout.steps || {})) if (before in own) { own[typed] = own[before]; delete own[before]; }
    place.row.name = typed;
    return board.choose(typed, true);
  }

  function ofField(name) {
    const place = board.find(name);
    const { row, schema } = place;
    const kind = board.kindOf(row, schema);
    const again = () => { board.draw(); show(name); };
    const acts = make("div", { className: "forms-line" }, button("↑", () => board.move(name, -1), "向前移"), button("↓", () => board.move(name, 1), "向后移"), button("复制", () => board.copy(name)), button("去掉", () => board.drop(name)));
    const kindList = list("类型", kind, Object.entries(kinds).map(([one, { label }]) => [one, label]), (value) => {
      const made = board.fresh(value);
      form.schema.properties[name] = { ...made.schema, title: schema.title };
      for (const word of ["as", "columns", "of", "accept", "megabytes", "dictionary", "in_words", "value"]) delete row[word];
      Object.assign(row, made.row);
      again();
    });
    return [
      make("h2", { textContent: "字段" }), acts,
      text("名称", schema.title, (typed) => { schema.title = typed; }),
      text("代码", name, (typed) => rename(place, typed), { code: true, hint: "条件和计算里用它；小写字母、数字、下划线。" }),
      kindList,
      kinds[kind]?.listed ? choices(schema, kind) : "",
      row.columns ? columns(row, schema, again) : "",
      special(row, kind) || "", bounds(schema, kind) || "",
      row.value ? "" : required(name, form.schema),
      group(list("宽度", row.width, [["", "整行"], ["half", "半行"], ["short", "短"]], (value) => set(row, "width", value), { half: true }),
        ["textarea", "rich"].includes(kind) ? text("行数", row.rows, (typed) => set(row, "rows", whole(typed)), { half: true }) : null),
      text("提示", row.hint, (typed) => set(row, "hint", typed)),
      text("什么时候显示", row.shown, (typed) => set(row, "shown", typed), { code: true, hint: "如 sort == '事假'；只能用排在前面的字段，空着总是显示。" }),
      row.value ? "" : text("什么时候必填", row.required, (typed) => set(row, "required", typed), { code: true }),
      kinds[kind]?.computed ? text("计算", row.value, (typed) => { set(row, "value", typed); again(); }, { code: true, hint: "如 sum(items.amount)、price * count、add_days(since, 3)；填了就不再让人填写。" }) : "",
      stepRights(name),
    ];
  }
  function ofSteps() {
    const steps = (form.layout.steps ??= {});
    const box = make("details", {}, make("summary", { textContent: `环节的权限（${Object.keys(steps).length}）` }));
    for (const [step, own] of Object.entries(steps)) {
      box.append(make("div", { className: "forms-line" }, list(`${step}：其余字段`, own["*"], [["", "可填"], ...Object.entries(rights)], (value) => set(own, "*", value)), button("×", () => { delete steps[step]; if (!Object.keys(steps).length) delete form.layout.steps; write(); show(current); }, `去掉环节 ${step}`)));
    }
    if (!Object.keys(steps).length) delete form.layout.steps;
    const name = make("input", { className: "tb-input tb-code" });
    name.setAttribute("aria-label", "环节的标识，与流程图中的相同");
    box.append(make("p", { className: "tb-hint", textContent: "写流程图中环节的标识，例如 review。没有写到的环节可以填所有字段。" }), make("div", { className: "forms-line" }, name, button("加环节", () => {
      const step = name.value.trim();
      if (!step || (form.layout.steps || {})[step]) return name.focus();
      (form.layout.steps ??= {})[step] = { "*": "read" };
      write();
      return show(current);
    })));
    return box;
  }
  function ofChecks() {
    const checks = form.layout.checks || [];
    const box = make("details", {}, make("summary", { textContent: `校验（${checks.length}）` }));
    const all = board.names().map((name) => [name, form.schema.properties[name]?.title || name]);
    checks.forEach((check, at) => box.append(make("div", { className: "forms-group" },
      list("提示放在", check.field, all, (value) => { check.field = value; }),
      "apart" in check ? make("p", { className: "tb-hint", textContent: `${check.apart.join("、")} 不能有相同的` }) : text("什么时候不对", check.wrong_when, (typed) => { check.wrong_when = typed; }, { code: true, hint: "如 until < since" }),
      text("提示", check.message, (typed) => { check.message = typed; }),
      button("去掉这条", () => { checks.splice(at, 1); if (!checks.length) delete form.layout.checks; write(); show(current); }))));
    box.append(button("加一条校验", () => {
      (form.layout.checks ??= []).push({ field: board.names()[0] || "", wrong_when: "", message: "请核对。" });
      write();
      show(current, "checks");
    }));
    return box;
  }

  let current = "";
  function show(name, open = "") {
    current = name;
    const opened = [...panel.querySelectorAll("details")].map((one) => one.open);
    const field = board.find(name) ? ofField(name) : [make("p", { className: "tb-hint", textContent: "在左边点一种字段，加到表单里；再点表单中的字段，在这里设置。" })];
    const [steps, checks] = [ofSteps(), ofChecks()];
    [steps.open, checks.open] = [Boolean(opened[0]), Boolean(opened[1]) || open === "checks"];
    panel.replaceChildren(...field.filter((part) => part !== ""), steps, checks);
  }
  // Enter ends an entry and sends nothing.
  panel.closest("[data-forms-desk]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change"));
  });
  window.formsPanel = { show };
  const pressed = document.querySelector(".forms-place[aria-pressed=true]");
  show(pressed ? pressed.dataset.name : "");
})();
