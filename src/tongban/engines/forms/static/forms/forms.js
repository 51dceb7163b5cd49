// Fields that come and go: each block with data-forms-when names the fields it depends on and the cases in which it is shown.
// Without this script every field is shown, and the server leaves out what does not apply.
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
  document.addEventListener("change", (event) => event.target.form && followAll(event.target.form));
  document.addEventListener("htmx:afterSwap", (event) => followAll(event.target));
  document.addEventListener("DOMContentLoaded", () => followAll(document));
})();
