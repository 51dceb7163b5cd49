// Nothing typed is lost: unsent text is marked, warned about, and kept while the person logs in again.
(() => {
  "use strict";
  const key = "tb-kept";
  const account = document.body.dataset.tbAccount || "";
  const forms = () => [...document.querySelectorAll("form[data-tb-keep]")];
  const name = (form) => form.id || forms().indexOf(form);
  const kinds = ["hidden", "password", "file", "submit", "button"];
  const controls = (form) => [...form.elements].filter((e) => e.name && !kinds.includes(e.type));
  const storage = {
    get: () => {
      try {
        return JSON.parse(sessionStorage.getItem(key) || "null");
      } catch {
        return null;
      }
    },
    set: (value) => {
      try {
        if (value) sessionStorage.setItem(key, JSON.stringify(value));
        else sessionStorage.removeItem(key);
      } catch {
        /* no storage: the browser's own form memory has to do */
      }
    },
  };

  function keep(form) {
    const values = controls(form).map((e) => (e.type === "checkbox" || e.type === "radio" ? e.checked : e.value));
    const names = controls(form).map((e) => e.name);
    storage.set({ account, path: location.pathname, form: name(form), names, values, back: false });
  }
  function restore(kept) {
    const form = forms().find((f) => name(f) === kept.form);
    if (!form || kept.account !== account || kept.path !== location.pathname) return;
    controls(form).forEach((e, i) => {
      if (e.name !== kept.names[i]) return;
      if (e.type === "checkbox" || e.type === "radio") e.checked = kept.values[i];
      else e.value = kept.values[i];
      e.dispatchEvent(new Event("change", { bubbles: true }));
    });
    storage.set(null);
    mark(form, true);
    window.tongban.notice("已把您填的内容放回来了，请检查后提交。", "success");
  }

  // unsent text
  const unsent = new Set();
  function mark(form, yes) {
    if (yes) unsent.add(form);
    else unsent.delete(form);
    if (window.tongbanTabs) window.tongbanTabs.dirty(unsent.size > 0);
  }
  // the page after a time-out asks for it back; any other page of the system means that it arrived
  const kept = storage.get();
  if (kept && "tbExpired" in document.body.dataset) storage.set({ ...kept, back: true });
  else if (kept && account && kept.back) restore(kept);
  else if (kept && account) storage.set(null);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "tbKeep" in form.dataset) mark(form, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.form || event.detail.elt.closest("form");
    if (form && event.detail.successful && event.detail.requestConfig.verb !== "get") mark(form, false);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsent.size) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  // sending: once, and the button says so when it takes long
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.tbSent) return event.preventDefault();
    form.dataset.tbSent = "1";
    if ("tbKeep" in form.dataset) keep(form);
    if ("tbLeave" in form.dataset) sessionStorage.clear();
    mark(form, false);
    const button = event.submitter;
    if (button) setTimeout(() => busy(form, button), 400);
    setTimeout(() => delete form.dataset.tbSent, 15000);
  });
  function busy(form, button) {
    if (!form.dataset.tbSent || !button.isConnected || button.querySelector("svg:only-child")) return;
    button.dataset.tbWord = button.textContent;
    button.textContent = "正在" + button.dataset.tbWord.trim();
    button.classList.add("tb-btn-busy");
    button.disabled = true;
  }
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-tb-sent]").forEach((form) => delete form.dataset.tbSent);
    document.querySelectorAll(".tb-btn-busy").forEach((button) => {
      button.disabled = false;
      button.classList.remove("tb-btn-busy");
      button.textContent = button.dataset.tbWord || button.textContent;
    });
  });
})();
