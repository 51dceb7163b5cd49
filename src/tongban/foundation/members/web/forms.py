"""What a member types."""

from typing import Any

from django import forms

from tongban.foundation.members import rules
from tongban.foundation.members.contracts import AT_THE_DOOR, DOCUMENTS, Document, Purpose, Sort
from tongban.foundation.ui.api import Form, masked
from tongban.lib import typed

SORTS = {
    Sort.HOUSEHOLD: "个体工商户",
    Sort.COMPANY: "公司、企业",
    Sort.COOPERATIVE: "农民专业合作社",
    Sort.ORGANISATION: "社会组织、其他组织",
}


def secret(label: str, *, complete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, widget=widget, help_text=help_text, strip=False, max_length=128)


def line(label: str, help_text: str, *, most: int = 30, complete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.TextInput(attrs={"autocomplete": complete})
    )


def consent(document: Document) -> forms.BooleanField:
    title = DOCUMENTS[document]
    words = {"required": f"要先阅读并同意《{title}》。"}
    return forms.BooleanField(label=f"我已阅读并同意《{title}》", error_messages=words)


def chosen(label: str = "设置密码") -> forms.CharField:
    return secret(
        label, complete="new-password", help_text=f"至少 {rules.PASSWORD_LENGTH} 位，要有字母和数字，不要用手机号。"
    )


class Typed(Form):
    """A form whose fields are checked by lib.typed, each by the function named here."""

    checks: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, check in self.checks.items():
            if data.get(name):
                try:
                    data[name] = check(data[name])
                except typed.Wrong as wrong:
                    self.add_error(name, str(wrong))
        return data


class ContactForm(Typed):
    """A telephone number or mail address, to which a code goes."""

    checks = {"contact": rules.contact_of}
    contact = forms.CharField(
        label="手机号或邮箱", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )


class Proved(ContactForm):
    """The second step: the code that came. What the first step asked is carried along unseen."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text=f"{rules.DIGITS} 位数字，{int(rules.LIVES.total_seconds() // 60)} 分钟内有效。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contact", *AT_THE_DOOR):
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()


class Twice(Form):
    """A new password, typed twice."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输入的密码不一样。")
        return data


class Agreed(Typed):
    """Both texts, accepted one by one and never ticked before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for document in AT_THE_DOOR:
            self.fields[document] = consent(document)

    def agreed(self) -> list[Document]:
        return [document for document in AT_THE_DOOR if self.cleaned_data.get(document)]


class RegisterForm(Agreed, ContactForm):
    """注册, first step."""


class RegisterProved(Twice, Proved, RegisterForm):
    """注册, second step."""

    password = chosen()
    again = secret("再输一遍密码", complete="new-password")


class RecoverProved(Twice, Proved):
    """找回密码, second step."""

    password = chosen("新密码")
    again = secret("再输一遍新密码", complete="new-password")


FORMS: dict[Purpose, tuple[type[ContactForm], type[Proved]]] = {
    Purpose.REGISTER: (RegisterForm, RegisterProved), Purpose.RECOVER: (ContactForm, RecoverProved),
    Purpose.SIGN_IN: (ContactForm, Proved), Purpose.CHANGE: (ContactForm, Proved),
}  # fmt: skip


class SignInForm(ContactForm):
    password = secret("密码", complete="current-password")


class PasswordForm(Twice):
    old = secret("现在的密码", complete="current-password")
    password = chosen("新密码")
    again = secret("再输一遍新密码", complete="new-password")


class NameForm(Form):
    name = forms.CharField(label="称呼", max_length=60, help_text="怎么称呼您。实名以后，以身份证上的姓名为准。")


class RealNameForm(Typed):
    checks = {"number": typed.id_number}
    name = line("姓名", "和身份证上的一样。", most=60, complete="name")
    number = line("身份证号", "18 位，最后一位可能是 X。")
    agree = consent(Document.IDENTITY)


class EnterpriseForm(Typed):
    checks = {"code": typed.credit_code}
    name = line("名称", "和营业执照上的一样。", most=120, complete="organization")
    code = line("统一社会信用代码", "18 位，在营业执照右上角。")
    sort = forms.ChoiceField(
        label="类型", choices=[(str(sort), label) for sort, label in SORTS.items()], widget=forms.RadioSelect
    )


class AgentForm(Typed):
    checks = {"phone": typed.mobile}
    name = forms.CharField(label="经办人姓名", max_length=60, help_text="和身份证上的一样。")
    phone = forms.CharField(
        label="经办人手机号", max_length=30, help_text="他注册用的手机号。邀请短信会发到这里。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip


class WaysForm(Form):
    by_phone = forms.BooleanField(required=False)
    by_mail = forms.BooleanField(required=False)

    def __init__(self, *args: Any, phone: str, mail: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_phone"].label = f"发短信到 {masked(phone)}" if phone else "发短信（您还没有绑定手机号）"
        self.fields["by_mail"].label = f"发邮件到 {masked(mail)}" if mail else "发邮件（您还没有绑定邮箱）"


class CloseForm(Form):
    sure = forms.BooleanField(
        label="我知道注销以后不能恢复", error_messages={"required": "请确认知道注销以后不能恢复。"}
    )
    password = secret("密码", complete="current-password")
