// What the screens do in the browser, without eval and without inline styles: notices, focus, menus, dialogs, news.
(() => {
  "use strict";
  const live = document.getElementById("tb-live");
  const say = (text) => {
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 60);
  };
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest && event.target.closest(selector);
      if (found) act(event, found);
    });

  // notices
  function notice(text, kind) {
    const box = document.getElementById("tb-notices");
    const node = document.createElement("div");
    node.className = "tb-notice tb-notice-" + (kind || "error");
    node.setAttribute("role", kind === "success" ? "status" : "alert");
    const words = document.createElement("div");
    words.textContent = text;
    node.append(words);
    if (box) box.replaceChildren(node);
    else say(text);
  }
  on("click", "[data-tb-dismiss]", (event, button) => button.closest(".tb-notice").remove());

  // focus: the error summary of a page that came back, and the changed part after a swap
  function focusIn(root) {
    const target = root.querySelector("[data-tb-focus]");
    if (target) target.focus();
    return target;
  }
  focusIn(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.target;
    if (!part || part.closest("[data-tb-quiet]")) return;
    if (focusIn(part.parentElement || part)) return;
    const heading = part.matches("[data-tb-heading]") ? part : part.querySelector("[data-tb-heading]");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
    const words = part.querySelector("[data-tb-say]");
    if (words) say(words.dataset.tbSay || words.textContent.trim());
  });

  // htmx: an answer that names its own place (a notice) is shown; one without is told in words
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (!xhr.getResponseHeader("HX-Retarget") && !xhr.getResponseHeader("HX-Redirect")) notice("没有成功，请刷新后再试。填的内容还在。");
  });
  document.addEventListener("htmx:sendError", () => notice("网络不通，没有提交成功。填的内容还在，请稍后再试。"));
  document.addEventListener("htmx:timeout", () => notice("等了太久没有回应。填的内容还在，请稍后再试。"));

  // menus: close on a click elsewhere and on Esc
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-tb-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-tb-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    drawer(false);
    sheet(false);
  });

  // the side menu as a drawer
  function drawer(open) {
    const burger = document.querySelector("[data-tb-drawer]");
    const was = document.body.classList.contains("tb-drawer-open");
    if (!burger || open === was) return;
    document.body.classList.toggle("tb-drawer-open", open);
    burger.setAttribute("aria-expanded", String(open));
    const side = document.getElementById("tb-side");
    (open ? side.querySelector("ul a") : burger).focus();
  }
  on("click", "[data-tb-drawer]", () => drawer(true));
  on("click", "[data-tb-drawer-close]", () => drawer(false));
  document.addEventListener("click", (event) => {
    if (event.target !== document.body) return;
    drawer(false);
    sheet(false);
  });

  // the action panel as a bottom sheet on phones
  function sheet(open, opener) {
    const panel = document.querySelector("[data-tb-sheet]");
    if (!panel || open === document.body.classList.contains("tb-sheet-open")) return;
    document.body.classList.toggle("tb-sheet-open", open);
    panel.toggleAttribute("aria-modal", open);
    if (open) panel.setAttribute("role", "dialog");
    else panel.removeAttribute("role");
    const back = document.querySelector("[data-tb-open-sheet]");
    const first = panel.querySelector("textarea,input:not([type=hidden])") || panel.querySelector("form button,button");
    (open ? first : opener || back).focus();
  }
  on("click", "[data-tb-open-sheet]", () => sheet(true));
  on("click", "[data-tb-close-sheet]", () => sheet(false));

  // dialogs
  on("click", "[data-tb-dialog]", (event, button) => {
    const dialog = document.querySelector(button.dataset.tbDialog);
    if (dialog) dialog.showModal();
  });
  on("click", "[data-tb-dialog-close]", (event, button) => button.closest("dialog").close());
  let asked = null;
  function ask(button) {
    const dialog = document.getElementById("tb-confirm");
    const words = button.dataset;
    dialog.querySelector("h2").textContent = words.tbConfirm;
    dialog.querySelector("p").textContent = words.tbText || "";
    dialog.querySelector("[data-tb-yes]").textContent = words.tbYes || button.textContent.trim();
    dialog.querySelector("[data-tb-no]").textContent = words.tbNo || "不" + (words.tbYes || button.textContent.trim());
    asked = button;
    dialog.returnValue = "no";
    dialog.showModal();
  }
  const confirmation = document.getElementById("tb-confirm");
  confirmation.addEventListener("close", () => {
    const button = asked;
    asked = null;
    if (!button || confirmation.returnValue !== "yes") return;
    button.dataset.tbConfirmed = "1";
    button.click();
    delete button.dataset.tbConfirmed;
  });
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest && event.target.closest("[data-tb-confirm]");
      if (!button || button.dataset.tbConfirmed || button.disabled) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(button);
    },
    true,
  );

  // small things
  on("click", "[data-tb-back]", () => (history.length > 1 ? history.back() : (location.href = "/")));
  on("click", "[data-tb-large]", (event, button) => {
    const large = document.body.classList.toggle("tb-large");
    button.setAttribute("aria-pressed", String(large));
  });
  on("click", "[data-tb-print]", () => window.print());
  on("click", "[data-tb-copy]", (event, button) => {
    const field = document.querySelector(button.dataset.tbCopy);
    field.focus();
    field.select();
    const done = () => say("已复制");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, () => document.execCommand("copy"));
    else if (document.execCommand("copy")) done();
  });
  on("click", "[data-tb-insert]", (event, button) => {
    const field = document.querySelector(button.dataset.tbInto);
    const text = button.dataset.tbInsert;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  on("input", "[data-tb-counter]", (event, field) => {
    document.querySelector(field.dataset.tbCounter).textContent = field.value.length + " / " + field.maxLength + " 字";
  });
  on("click", "[data-tb-show-part]", (event, link) => {
    const grid = document.querySelector("[data-tb-show]");
    event.preventDefault();
    grid.dataset.tbShow = link.dataset.tbShowPart;
    link.closest("ul").querySelectorAll("a").forEach((a) => a.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "page");
  });

  // news: the counts of the menus, asked every 30 s with an ETag, not while the page is hidden
  const address = document.body.dataset.tbNews;
  let tag = "";
  async function look() {
    if (document.hidden || !navigator.onLine) return;
    const headers = { "X-Tongban-Poll": "1" };
    if (tag) headers["If-None-Match"] = tag;
    const answer = await fetch(address, { headers, redirect: "manual", credentials: "same-origin" });
    if (answer.status === 401) return stop();
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag") || "";
    tell((await answer.json()).counts);
  }
  function tell(counts) {
    for (const [name, text] of Object.entries(counts)) {
      document.querySelectorAll('[data-tb-count="' + CSS.escape(name) + '"]').forEach((node) => {
        if (node.textContent === text) return;
        node.textContent = text;
        if (node.closest(".tb-top")) say(node.parentElement.textContent.trim().replace(/\s+/g, " "));
      });
    }
  }
  function stop() {
    clearInterval(timer);
    notice("登录已超时。提交前请先在新窗口重新登录，这一页填的内容还在。", "warning");
  }
  const timer = address && document.body.dataset.tbAccount ? setInterval(() => look().catch(() => {}), 30000) : 0;

  window.tongban = { say, notice };
})();
