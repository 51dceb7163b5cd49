"""The pictures of docs/manual, taken anew: starts the product on the demo county in Chromium, plays one document, looks.

    python tools/manual_pictures.py [folder]        (default: docs/manual/images)

Takes about two minutes. CHROMIUM names the browser where it is not at /usr/bin/chromium.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FilePayload, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import office as running  # noqa: E402
from tests.browser import pictures  # noqa: E402
from tests.browser.conftest import ARGUMENTS  # noqa: E402
from tests.browser.office import Office, act, choose, open_todo  # noqa: E402
from tongban.engines.forms.testing import sample  # noqa: E402

NOTICE = ROOT / "docs" / "start" / "notice.md"
TITLE = "关于做好协同办公系统开通运行有关工作的通知"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


class Studio:
    """The running office and the folder where the pictures go."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder

    def open(self, part: str, address: str = "") -> Page:
        """The window of the person who plays this part."""
        page = self.office.page_of(part)
        if address:
            page.goto(address)
        return page

    def todo(self, part: str) -> Page:
        return open_todo(self.office, part, TITLE)

    def take(self, page: Page, name: str) -> None:
        pictures.save(page, self.folder / f"{name}.png")
        print(name)

    def take_on_phone(self, page: Page, name: str) -> None:
        """The same page in the window of a phone; the window is put back."""
        page.set_viewport_size(PHONE)
        page.reload()
        self.take(page, name)
        page.set_viewport_size(DESK)

    def chapter_of_all(self) -> None:
        stranger = self.office.browser.new_page(base_url=self.office.url, viewport=DESK, locale="zh-CN")
        stranger.goto("/login")
        self.take(stranger, "login")
        stranger.close()
        page = self.open("收文单位收发员", "/")
        self.take(page, "desk")
        self.take_on_phone(page, "phone-desk")
        self.take(self.open("签发领导", "/organization/delegations"), "delegations")

    def drafting(self) -> None:
        page = self.open("拟稿人", "/documents/new")
        page.locator("#import-file").set_input_files(str(NOTICE))
        expect(page.get_by_label("标题", exact=True)).to_have_value(TITLE)
        choose(page, "to", ["城关镇人民政府", "柳河镇人民政府", "白沙镇人民政府", "青石乡人民政府"])
        choose(page, "copy_to", ["临江县水利局", "临江县民政局"])
        page.evaluate("scrollTo(0, 0)")
        self.take(page, "drafter-form")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("main")).to_contain_text("草稿已保存")
        act(page, "按会议要求拟稿，请审核。")

    def reviewing(self) -> None:
        page = self.todo("科室负责人")
        choose(page, "countersign_units", ["临江县财政局", "临江县发展和改革局"])
        self.take(page, "section-head-review")
        act(page, "内容属实，请会签后送核稿。")
        for unit in ("会签单位", "第二会签单位"):
            act(self.todo(f"{unit}收发员"), "已收，送局领导。")
            act(self.todo(f"{unit}领导"), "同意。")

    def vetting(self) -> None:
        page = self.todo("核稿")
        page.get_by_role("radio", name="副县长（常务）").check()
        self.take(page, "vetter-vet")
        act(page, "已核，请签发。")

    def signing(self) -> None:
        page = self.todo("签发领导")
        self.take(page, "leader-sign")
        self.take_on_phone(page, "phone-handle")
        page.set_viewport_size(PHONE)
        page.locator(".tb-doc-phone").get_by_role("button", name="签发").click()
        self.take(page, "leader-phone")
        page.set_viewport_size(DESK)
        act(self.todo("签发领导"), "同意印发。", "签发")

    def issuing(self) -> None:
        page = self.todo("机要（复核、编号、分发）")
        self.take(page, "handle")
        act(page, "手续完备，格式无误。")
        self.take(page, "registrar-number")
        page.get_by_role("button", name="编号").click()
        page = self.when_laid_out()
        self.take(page, "seal-keeper-use")
        page.get_by_label("印章密码").fill("yinzhang2026")
        page.get_by_role("button", name="用印").click()
        expect(page.locator("main")).to_contain_text("已用印")
        page = self.todo("机要（复核、编号、分发）")
        page.get_by_role("button", name="分发").click()
        page.get_by_role("dialog").get_by_role("button", name="分发", exact=True).click()
        expect(page.locator("main")).to_contain_text("已分发 6 个单位")

    def when_laid_out(self) -> Page:
        """The worker lays out; then the keeper has the document on his desk."""
        page = self.open("公章管理员", "/inbox/todo")
        for _ in range(60):
            if page.get_by_role("link", name=TITLE).count():
                return self.todo("公章管理员")
            page.wait_for_timeout(500)
            page.reload()
        raise AssertionError("the worker did not lay the document out within 30 seconds")

    def receiving(self) -> None:
        page = self.todo("收文单位收发员")
        self.take(page, "registrar-arrived")
        page.get_by_role("button", name="签收").click()
        page.get_by_role("button", name="登记").click()
        expect(page.locator("main")).to_contain_text("已登记")
        act(page, "属本单位办理事项，请拟办。")
        page.get_by_role("radio", name="镇长", exact=False).first.check()
        act(page, "建议由党政综合办承办。")
        page = self.todo("收文单位领导")
        choose(page, "handling_units", ["党政综合办"])
        act(page, "请认真落实，按时反馈。")
        page = self.todo("收文单位科室")
        self.take(page, "section-head-handle")
        act(page, "已部署，台账已建立。")
        page = self.todo("收文单位收发员")
        self.take(page, "registrar-incoming")
        refuser = self.todo("退文单位收发员")
        refuser.get_by_label("退文原因").fill("此件应发给业务主管单位。")
        refuser.get_by_role("button", name="退文").click()

    def tracking(self) -> None:
        page = self.open("拟稿人", "/documents/mine")
        page.get_by_role("row").filter(has_text=TITLE).get_by_role("link", name="签收情况").click()
        page.get_by_role("checkbox", name="选中 柳河镇人民政府").check()
        self.take(page, "drafter-copies")

    def seals(self) -> None:
        page = self.open("公章管理员", "/seals/")
        page.locator("tbody a").first.click()
        self.take(page, "seal-keeper-seals")
        with page.expect_download() as waiting:
            self.sealed_file(page)
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "收到的通知.pdf"
            waiting.value.save_as(file)
            self.verify(page, file)

    def verify(self, page: Page, file: Path) -> None:
        page.goto("/seals/verify")
        page.get_by_label("要查验的文件").set_input_files(str(file))
        page.get_by_role("button", name="查验", exact=True).click()
        expect(page.locator("#seals-verdict")).to_be_visible()
        self.take(page, "seal-keeper-verify")

    def sealed_file(self, page: Page) -> None:
        page.goto("/inbox/done")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("link", name="下载已盖章的 PDF").click()

    def administration(self) -> None:
        page = self.open("单位系统管理员", "/")
        self.take(page, "unit-administrator-desk")
        page.goto("/console/units/")
        page.get_by_role("navigation", name="单位").get_by_role("link").first.click()
        self.take(page, "unit-administrator-unit")
        page.locator("#org-posts").locator("xpath=ancestor::section").locator("td a[href*='people']").first.click()
        self.take(page, "unit-administrator-person")
        page.goto("/console/numbering/")
        page.get_by_role("link", name="临政办发").click()
        self.take(page, "unit-administrator-numbering")
        self.take(self.open("系统管理员", "/console/"), "system-administrator-console")
        self.take(self.open("系统管理员", "/console/jobs/"), "system-administrator-jobs")
        self.take(self.open("安全保密管理员", "/documents/purges"), "security-administrator-purges")
        self.take(self.open("审计管理员", "/console/audit/"), "audit-administrator-entries")

    def forms(self) -> None:
        page = self.open("单位系统管理员", "/console/codes/new")
        page.get_by_label("名称").fill("人员类别")
        page.get_by_label("代码").fill("staff")
        page.get_by_role("button", name="新建").click()
        for code, label in (("1", "公务员"), ("2", "事业编制"), ("3", "合同制")):
            page.get_by_label("代码").fill(code)
            page.get_by_label("名称").fill(label)
            page.get_by_role("button", name="增加").click()
        self.take(page, "form-manager-codes")
        page.goto("/console/forms/new")
        self.take(page, "form-manager-new")
        page.get_by_label("名称").fill("请假外出报备单")
        page.get_by_label("代码").fill("leave")
        file: FilePayload = {
            "name": "leave.json",
            "mimeType": "application/json",
            "buffer": json.dumps(sample()).encode(),
        }
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="开始设计").click()
        self.publish_form(page, "第一版")
        self.change_form(page)
        page.goto("/console/forms/leave")
        page.get_by_role("link", name="试填").first.click()
        page.get_by_role("link", name="填入样例数据").click()
        page.get_by_role("button", name="加一行").click()
        page.locator("[name=items-1]").wait_for(state="attached")
        page.evaluate("document.querySelector('[data-forms-part=items]').scrollIntoView({block: 'center'})")
        self.take(page, "form-manager-trial")
        page.set_viewport_size(PHONE)
        page.evaluate("document.querySelector('[data-forms-part=items]').scrollIntoView({block: 'center'})")
        self.take(page, "form-manager-phone")
        page.set_viewport_size(DESK)

    def change_form(self, page: Page) -> None:
        page.get_by_role("button", name="设计新版").click()
        page.locator("[data-name=half]").click()
        name = page.locator(".forms-panel").get_by_label("名称", exact=True).first
        name.fill("上午还是下午")
        name.press("Enter")
        page.locator("[data-name=half]").press("Alt+ArrowDown")
        page.evaluate("scrollTo(0, 0)")
        self.take(page, "form-manager-board")
        page.get_by_role("button", name="保存并检查").click()
        page.get_by_role("link", name="预览").click()
        page.get_by_role("button", name="手机").click()
        page.frame_locator("iframe").get_by_label("姓名", exact=True).wait_for()
        page.evaluate("document.querySelector('[data-forms-look]').scrollIntoView()")
        self.take(page, "form-manager-preview")
        self.publish_form(page, "时段说得清楚些，放到交接事项后面")
        page.get_by_role("link", name="第 2 版").click()
        expect(page.get_by_role("table", name="不同之处")).to_be_visible()
        self.take(page, "form-manager-difference")

    def publish_form(self, page: Page, message: str) -> None:
        page.get_by_label("这一版改了什么").fill(message)
        page.get_by_role("button", name="发布新版").click()
        expect(page.locator("main")).to_contain_text("已发布第")

    def everything(self) -> None:
        for part in (
            self.chapter_of_all, self.drafting, self.reviewing, self.vetting, self.signing, self.issuing,
            self.receiving, self.tracking, self.seals, self.administration, self.forms,
        ):  # fmt: skip
            part()


def main(folder: Path) -> int:
    """Start, play, stop; the exit code."""
    running.DOCUMENTS = 60
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        process, url, accounts = running.start(Path(scratch) / "home")
        office = Office(Path(scratch), url, browser, accounts, {}, [])
        try:
            Studio(office, folder).everything()
        finally:
            browser.close()
            running.stop(process)
    assert office.faults == [], office.faults
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "manual" / "images"))
