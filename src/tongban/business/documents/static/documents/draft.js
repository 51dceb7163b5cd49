// 本地文件导入: sends the chosen file to be read, and puts its text into the form. Nothing is kept on the server.
document.addEventListener("change", async (event) => {
  const input = event.target.closest("[data-import]");
  if (!input || !input.files.length) return;
  const report = document.getElementById("import-report");
  const form = document.getElementById("draft");
  const data = new FormData();
  data.append("file", input.files[0]);
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  report.hidden = false;
  report.textContent = "正在读取 " + input.files[0].name + " …";
  try {
    const answer = await fetch(input.dataset.import, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    report.textContent = await told(answer, form);
  } catch {
    report.textContent = "没有读到这个文件，请稍后再试。";
  }
  input.value = "";
});

// found text, a message as JSON, or the system's notice as a page
async function told(answer, form) {
  const text = await answer.text();
  if (!(answer.headers.get("Content-Type") || "").includes("json"))
    return new DOMParser().parseFromString(text, "text/html").body.textContent.trim() || "没有成功，请刷新后再试。";
  const found = JSON.parse(text);
  return answer.ok ? take(form, found) : found.error;
}

function take(form, found) {
  form.elements.body.value = found.body;
  form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  if (found.title && !form.elements.title.value) form.elements.title.value = found.title;
  if ([...form.elements.kind.options].some((option) => option.value === found.kind)) form.elements.kind.value = found.kind;
  if (found.main_recipients && !form.elements.main_recipients.value) form.elements.main_recipients.value = found.main_recipients;
  const lost = found.report.length ? "未能带过来的内容：" + found.report.join("；") : "内容已全部带过来。";
  return "已导入。" + lost;
}

// Nothing typed is lost, and nothing typed is stored: a draft may turn out to be secret, so it never enters the browser's
// storage. Leaving asks first; before sending, the session is looked at, and a new login happens in another tab.
(() => {
  "use strict";
  const form = document.querySelector("form[data-guard]");
  if (!form) return;
  const news = document.body.dataset.tbNews;
  let dirty = false;
  let expired = false;
  let sending = false;
  form.addEventListener("input", () => (dirty = true));
  window.addEventListener("beforeunload", (event) => {
    if (!dirty || sending) return;
    event.preventDefault();
    event.returnValue = "";
  });
  form.addEventListener(
    "submit",
    async (event) => {
      if (sending || !news) return void (sending = true);
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      if (await alive()) {
        sending = true;
        form.requestSubmit(button);
      }
    },
    true,
  );

  async function alive() {
    try {
      const answer = await fetch(news, { headers: { "X-Tongban-Poll": "1" } });
      if (answer.status === 401) {
        expired = true;
        window.tongban.notice("登录已超时。请在新的标签页里重新登录，再回到这里保存，填的内容还在。");
        return false;
      }
      if (expired) await renew();
      return true;
    } catch {
      window.tongban.notice("网络不通，没有保存。填的内容还在，请稍后再试。");
      return false;
    }
  }
  // a new login has a new token for forms
  async function renew() {
    const answer = await fetch(location.href);
    const token = (await answer.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
    expired = false;
  }
})();
