// The strip of open documents. Kept for this browser tab and this account only; at most eight, the oldest untouched closes.
(() => {
  "use strict";
  const strip = document.querySelector("[data-tb-docs]");
  if (!strip) return;
  const key = "tb-docs";
  const limit = 8;
  const account = document.body.dataset.tbAccount || "";

  function read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
      return kept.account === account && Array.isArray(kept.docs) ? kept.docs : [];
    } catch {
      return [];
    }
  }
  function write(docs) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ account, docs }));
    } catch {
      /* private windows may refuse: the strip then holds this page only */
    }
  }
  function room(docs, current) {
    while (docs.length > limit) {
      const untouched = docs.findIndex((d) => !d.dirty && d.url !== current);
      docs.splice(untouched < 0 ? 0 : untouched, 1);
    }
    return docs;
  }
  function draw(docs, current) {
    strip.querySelectorAll("[data-tb-doc]").forEach((node) => node.remove());
    for (const doc of docs) strip.append(tab(doc, doc.url === current));
    strip.hidden = docs.length === 0;
    document.documentElement.classList.toggle("tb-has-docs", docs.length > 0);
  }
  function tab(doc, current) {
    const node = document.createElement("div");
    node.className = "tb-doc" + (current ? " tb-doc-current" : "") + (doc.dirty ? " tb-doc-dirty" : "");
    node.dataset.tbDoc = doc.url;
    const link = document.createElement("a");
    link.href = doc.url;
    link.title = doc.dirty ? doc.title + "（有未提交的内容）" : doc.title;
    if (current) link.setAttribute("aria-current", "page");
    const word = document.createElement("span");
    word.textContent = doc.title;
    link.append(word);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "关闭 " + doc.title);
    close.addEventListener("click", () => shut(doc.url, current));
    node.append(link, close);
    return node;
  }
  function shut(url, current) {
    const docs = read().filter((d) => d.url !== url);
    write(docs);
    if (current) location.href = docs.length ? docs[docs.length - 1].url : document.querySelector(".tb-brand").href;
    else draw(docs, open);
  }

  const given = strip.querySelector("[data-tb-open]");
  const open = given ? given.dataset.tbOpen : "";
  const docs = read();
  if (open && !docs.some((d) => d.url === open)) docs.push({ url: open, title: given.dataset.tbTitle, dirty: false });
  write(room(docs, open));
  draw(docs, open);

  window.tongbanTabs = {
    dirty(yes) {
      const all = read();
      const mine = all.find((d) => d.url === open);
      if (!mine || mine.dirty === yes) return;
      mine.dirty = yes;
      write(all);
      draw(all, open);
    },
    step(by) {
      const all = read();
      const at = all.findIndex((d) => d.url === open);
      if (all[at + by]) location.href = all[at + by].url;
    },
  };
})();
