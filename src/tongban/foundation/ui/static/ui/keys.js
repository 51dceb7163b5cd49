// The keyboard of ui/README 3. Single letters are off while a field has focus, and can be switched off for good.
(() => {
  "use strict";
  const off = document.getElementById("tb-keys-off");
  off.checked = localStorage.getItem("tb-keys-off") === "1";
  off.addEventListener("change", () => localStorage.setItem("tb-keys-off", off.checked ? "1" : "0"));

  const find = (selector) => document.querySelector(selector);
  const press = (selector) => {
    const button = [...document.querySelectorAll(selector)].find((b) => b.offsetParent !== null && !b.disabled);
    if (button) button.click();
    return Boolean(button);
  };
  const rows = () => [...document.querySelectorAll("[data-tb-rows] tbody tr")];
  const row = () => document.activeElement && document.activeElement.closest("[data-tb-rows] tbody tr");
  function move(by) {
    const all = rows();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row()) + by))] || all[0];
    const link = next && next.querySelector("a");
    if (link) link.focus();
    return Boolean(link);
  }
  function pick() {
    const box = row() && row().querySelector('input[type="checkbox"]');
    if (box) box.click();
    return Boolean(box);
  }
  function search() {
    const box = find("[data-tb-search]");
    if (box) box.focus();
    return Boolean(box);
  }
  function focus(selector) {
    const field = find(selector);
    if (field) field.focus();
    return Boolean(field);
  }

  const letters = {
    "/": search,
    j: () => move(1),
    k: () => move(-1),
    x: pick,
    "[": () => press("[data-tb-key='previous']"),
    "]": () => press("[data-tb-key='next']"),
    "?": () => !find("#tb-keys").open && (find("#tb-keys").showModal(), true),
  };
  let after = "";
  function single(key) {
    if (after === "g" && key === "h") return press(".tb-brand");
    after = key;
    setTimeout(() => (after = ""), 1000);
    return letters[key] ? letters[key]() : false;
  }
  function withAlt(event) {
    if (event.code === "KeyO") return focus("[data-tb-opinion]");
    if (event.code === "KeyR") return press("[data-tb-key='return']");
    const number = /^Digit([1-4])$/.exec(event.code);
    const tabs = number ? [...document.querySelectorAll("[data-tb-leaves] a")] : [];
    if (!number || !tabs[number[1] - 1]) return false;
    tabs[number[1] - 1].click();
    return true;
  }
  function withControl(event) {
    if (event.key === "Enter") {
      const form = event.target.form;
      const own = form && form.querySelector("[data-tb-key='submit']");
      if (own && !own.disabled) own.click();
      return own ? true : press("[data-tb-key='submit']");
    }
    if (event.code === "KeyS") return press("[data-tb-key='save']");
    if (event.code === "KeyP") return press("[data-tb-key='print']");
    return false;
  }
  const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(checkbox|radio|button|submit)$/.test(node.type);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || (find("dialog[open]") && event.key !== "?" && !event.ctrlKey)) return;
    let done = false;
    if (event.ctrlKey || event.metaKey) done = !event.altKey && withControl(event);
    else if (event.altKey) done = withAlt(event);
    else if (event.key === "F9") done = press("[data-tb-key='issue']");
    else if (!typing(event.target) && !off.checked) done = single(event.key);
    if (done) event.preventDefault();
  });
})();
