"""Login and logout: by user name and password, by passkey, by one press at a remembered computer; and the step after the password."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.stages import AuthenticateStage
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.foundation.identity import certificates, operations, passkeys, queries, remembering, signing_in
from tongban.foundation.identity.address import client_ip
from tongban.foundation.identity.contracts import PASSKEY, SignInRefused
from tongban.foundation.identity.models import Account
from tongban.foundation.ui.api import Form, public
from tongban.kernel.errors import Anticipated, Invalid
from tongban.kernel.now import now


class _SignIn(LoginView):  # type: ignore[misc]
    """User name and password; a computer that remembers its owner offers to go on as him."""

    def get_initial(self) -> dict[str, Any]:
        name = remembering.name(self.request)
        return {"login": name, "remember": bool(name)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        given = {"device": remembering.device(self.request), "days": settings.TONGBAN_REMEMBER_DAYS}
        given["certificates"] = certificates.offered()
        return context | given | {"register": settings.TONGBAN_STAFF_REGISTRATION}

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session[remembering.WANTED] = form.cleaned_data["remember"]
        answer: HttpResponse = super().form_valid(form)
        return answer


class _SignOut(LogoutView):  # type: ignore[misc]
    """Logout by POST, with its audit entry (F-ID-03): 系统注销 leads to the login, for somebody else; 系统退出 leaves. GET asks which."""

    template_name = "identity/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        request: Any = self.request
        leaving = bool(request.POST.get("leave"))
        if request.user.is_authenticated:
            operations.record_sign_out(account=request.user, leaving=leaving, actor=request.actor, at=now())
        answer: HttpResponse = super().post(*args, **kwargs)
        return redirect("account_left") if leaving else answer


sign_in_page = public(_SignIn.as_view())
sign_out = public(method_decorator(never_cache, name="dispatch")(_SignOut).as_view())


@public
def left(request: HttpRequest) -> HttpResponse:
    """After 系统退出: nothing of the session is left, and the window may be closed."""
    return render(request, "identity/left.html")


@public
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """继续: the remembered computer opens its account; a second factor is still asked."""
    device = remembering.device(request)
    if device is None:
        return redirect(settings.LOGIN_URL)
    try:
        account = signing_in.with_device(device, ip=client_ip(request), at=now())
    except SignInRefused as refused:
        messages.warning(request, refused.message)
        return redirect(settings.LOGIN_URL)
    return _let_in(request, account)


@public
@require_POST
def by_certificate(request: HttpRequest) -> HttpResponse:
    """数字证书登录 (F-ID-30): the certificate that the web server saw in the handshake opens the account on which it was written."""
    certificate = certificates.presented(request)
    try:
        if certificate is None:
            raise SignInRefused("没有收到证书。请插好证书介质，用支持它的浏览器打开登录页，再试一次。")
        account = signing_in.with_certificate(certificate, ip=client_ip(request), at=now())
    except SignInRefused as refused:
        messages.warning(request, refused.message)
        return redirect(settings.LOGIN_URL)
    return _let_in(request, account)


@public
@require_POST
def somebody_else(request: HttpRequest) -> HttpResponse:
    """换个账号: this computer remembers nobody any more."""
    answer = redirect(settings.LOGIN_URL)
    if device := remembering.device(request):
        actor = signing_in.owner(device.account, client_ip(request))
        operations.end_device(account=device.account, device=device.pk, actor=actor, at=now())
    remembering.forget(answer)
    return answer


@public
@never_cache
@require_http_methods(["GET", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone. GET gives the challenge to the script of the login page, POST brings it back signed."""
    if request.method == "GET":
        return HttpResponse(passkeys.challenge(), content_type="application/json")
    try:
        account, factor = passkeys.signer(request.POST.get("credential", ""))
        if account.side != Account.STAFF:
            raise Invalid(passkeys.REFUSED)
        signing_in.with_passkey(account, factor=factor, ip=client_ip(request), at=now())
    except Anticipated as refused:
        messages.warning(request, refused.message)
        return redirect(settings.LOGIN_URL)
    record_authentication(request, account, "mfa", id=factor.pk, type=PASSKEY, passwordless=True)
    return _let_in(request, account)


def _let_in(request: HttpRequest, account: Account) -> HttpResponse:
    return perform_login(request, Login(user=account, redirect_url=get_next_redirect_url(request)))  # type: ignore[no-any-return]


class CodeForm(Form):
    code = forms.CharField(
        label="验证码", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text="手机上认证器应用现在显示的 6 位数字；手机不在身边的，用一个恢复码。",
    )  # fmt: skip


@public
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: Any) -> HttpResponse:
    """The step after the password: a code, or a passkey. Five wrong ones lock the account like wrong passwords."""
    stage = request._login_stage
    account: Account = stage.login.user
    form = CodeForm(request.POST or None)
    if request.method == "POST" and _proved(request, account, form):
        answer: HttpResponse = stage.exit()
        return answer
    factors = queries.factors_of(account)
    context = {
        "form": form, "factors": factors, "username": account.username,
        "challenge": passkeys.challenge(account) if factors.passkeys else "",
    }  # fmt: skip
    return render(request, "identity/second_step.html", context, status=422 if form.errors else 200)


def _proved(request: Any, account: Account, form: CodeForm) -> bool:
    at, ip = now(), client_ip(request)
    try:
        if "credential" in request.POST:
            _, factor = passkeys.signer(request.POST["credential"], account=account)
            signing_in.with_passkey(account, factor=factor, ip=ip, at=at)
        elif form.is_valid():
            signing_in.with_code(account, code=form.cleaned_data["code"], ip=ip, at=at)
        else:
            return False
    except Anticipated as refused:
        form.is_valid()
        form.errors.clear()
        form.add_error("code" if "code" in request.POST else None, refused.message)
        return False
    return True
