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
    const answer = await fetch(input.dataset.import, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const found = await answer.json();
    report.textContent = answer.ok ? take(form, found) : found.error;
  } catch {
    report.textContent = "没有读到这个文件，请稍后再试。";
  }
  input.value = "";
});

function take(form, found) {
  form.elements.body.value = found.body;
  if (found.title && !form.elements.title.value) form.elements.title.value = found.title;
  if ([...form.elements.kind.options].some((option) => option.value === found.kind)) form.elements.kind.value = found.kind;
  if (found.main_recipients && !form.elements.main_recipients.value) form.elements.main_recipients.value = found.main_recipients;
  const lost = found.report.length ? "未能带过来的内容：" + found.report.join("；") : "内容已全部带过来。";
  return "已导入。" + lost;
}
