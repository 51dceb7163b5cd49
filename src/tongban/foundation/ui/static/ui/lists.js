// Lists with a selection, pickers with search and tri-state boxes, files before they are sent.
(() => {
  "use strict";
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  // selection: the batch bar takes the place of the filters
  function selection(form) {
    const boxes = [...form.querySelectorAll("[data-tb-rows] tbody .tb-pick input")];
    const chosen = boxes.filter((b) => b.checked);
    boxes.forEach((b) => b.closest("tr").classList.toggle("tb-selected", b.checked));
    const all = form.querySelector("[data-tb-all]");
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    const bar = form.querySelector(".tb-batch");
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    const filters = form.parentElement.querySelector(".tb-filters");
    if (filters) filters.hidden = chosen.length > 0;
    bar.querySelectorAll("[data-tb-selected]").forEach((node) => (node.textContent = chosen.length));
    bar.querySelectorAll("button[data-tb-each]").forEach((b) => (b.dataset.tbConfirm = b.dataset.tbEach.replace("{n}", chosen.length)));
  }
  const lists = () => document.querySelectorAll("form[data-tb-batch]");
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-tb-batch]");
    if (!form) return;
    if (event.target.matches("[data-tb-all]"))
      form.querySelectorAll("[data-tb-rows] tbody .tb-pick input").forEach((b) => (b.checked = event.target.checked));
    selection(form);
  });
  document.addEventListener("click", (event) => {
    const none = event.target.closest("[data-tb-none]");
    if (!none) return;
    const form = none.closest("form");
    form.querySelectorAll("[data-tb-rows] .tb-pick input").forEach((b) => (b.checked = false));
    selection(form);
  });

  // pickers
  function picker(root) {
    const nodes = [...root.querySelectorAll("[data-tb-node]")];
    const search = root.querySelector('input[type="search"]');
    const named = () => [...root.querySelectorAll("input[name]")];
    const own = (node) => node.querySelector("input[name]");

    const groups = [...root.querySelectorAll("[data-tb-group]")];
    let among = null; // the people of the group that was chosen

    function filter() {
      const typed = plain(search.value);
      const wanted = typed || among;
      let hits = 0;
      nodes.forEach((node) => (node.hidden = Boolean(wanted)));
      nodes.forEach((node) => {
        if (!wanted || !plain(node.dataset.tbText).includes(typed)) return;
        if (among && !among.has(own(node).value)) return;
        if (node.querySelector(":scope > label input[name], :scope > details > summary input[name]")) hits += 1;
        show(node);
      });
      root.querySelector(".tb-picker-none").hidden = !wanted || hits > 0 || nodes.some((n) => !n.hidden);
      root.querySelector("[data-tb-hits]").textContent = wanted ? hits + " 个" : "";
    }
    function show(node) {
      node.querySelectorAll("[data-tb-node]").forEach((child) => (child.hidden = false));
      for (let up = node; up && root.contains(up); up = up.parentElement.closest("[data-tb-node]")) {
        up.hidden = false;
        const details = up.querySelector(":scope > details");
        if (details) details.open = true;
      }
    }
    function gather() {
      root.querySelectorAll("input[data-tb-gathers]").forEach((box) => {
        const below = [...box.closest("[data-tb-node]").querySelectorAll("input[name]")];
        const chosen = below.filter((b) => b.checked).length;
        box.checked = chosen > 0 && chosen === below.length;
        box.indeterminate = chosen > 0 && chosen < below.length;
        const count = box.closest("summary") && box.closest("summary").querySelector("[data-tb-size]");
        if (count) count.textContent = count.dataset.tbSize + " 个" + (chosen ? "，已选 " + chosen : "");
      });
    }
    function one(box) {
      const fold = root.closest("[data-tb-one]");
      if (!fold || !box || !box.checked) return;
      fold.querySelector("[data-tb-chosen]").textContent = box.closest("[data-tb-node]").dataset.tbName;
    }
    function chips() {
      const list = root.querySelector("[data-tb-picked]");
      if (!list) return;
      const chosen = named().filter((b) => b.checked);
      root.querySelector("[data-tb-total]").textContent = "已选 " + chosen.length + " 个单位";
      list.replaceChildren(...chosen.slice(0, 60).map(chip));
    }
    function chip(box) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const words = box.closest("label").textContent.trim();
      button.type = "button";
      button.className = "tb-chip tb-chip-on";
      button.textContent = words + " ×";
      button.setAttribute("aria-label", "去掉 " + words);
      button.addEventListener("click", () => {
        box.checked = false;
        box.dispatchEvent(new Event("change", { bubbles: true }));
        search.focus();
      });
      item.append(button);
      return item;
    }
    root.addEventListener("change", (event) => {
      if (event.target.matches("[data-tb-gathers]"))
        event.target.closest("[data-tb-node]").querySelectorAll("input[name]").forEach((b) => (b.checked = event.target.checked));
      gather();
      chips();
      one(event.target);
    });
    search.addEventListener("input", filter);
    groups.forEach((button, place) => {
      button.addEventListener("click", () => {
        among = button.dataset.tbGroup ? new Set(button.dataset.tbGroup.split(" ")) : null;
        groups.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        filter();
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const next = step && groups[place + step];
        if (!next) return;
        event.preventDefault();
        next.focus();
      });
    });
    const all = root.querySelector("[data-tb-all-shown]");
    if (all)
      all.addEventListener("click", () => {
        const shown = nodes.filter((n) => !n.hidden).map(own);
        const tick = !shown.every((box) => box.checked);
        shown.forEach((box) => (box.checked = tick));
        root.dispatchEvent(new Event("change", { bubbles: true }));
      });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = nodes.find((n) => !n.hidden && own(n) && plain(n.dataset.tbText).includes(plain(search.value)));
      if (!first || !search.value) return;
      own(first).click();
      const fold = root.closest("[data-tb-one]");
      if (fold) {
        fold.open = false;
        fold.querySelector("summary").focus();
      }
    });
    gather();
    chips();
  }

  // files: the limit is said before the upload, not after it
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-tb-upload]");
    if (!box || event.target.type !== "file") return;
    const limit = Number(box.dataset.tbUpload);
    const lines = [...event.target.files].map((file) => {
      const line = document.createElement("li");
      const size = file.size / 1048576;
      const over = size > limit;
      line.className = over ? "tb-bad" : "";
      line.textContent = file.name + " ・ " + size.toFixed(1) + " MB" + (over ? "，超过 " + limit + " MB。请压缩，或分成两个文件上传。" : "");
      return line;
    });
    box.querySelector(".tb-upload-files").replaceChildren(...lines);
  });

  function start(root) {
    root.querySelectorAll("[data-tb-picker]").forEach((node) => {
      if (node.dataset.tbReady) return;
      node.dataset.tbReady = "1";
      picker(node);
    });
    lists().forEach(selection);
  }
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => event.detail.target && start(event.detail.target.parentElement || document));
})();
