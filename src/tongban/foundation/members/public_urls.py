"""Addresses of the public's accounts, under /account/ in the portal."""

from django.urls import path

from tongban.foundation.members.web import account, entering, enterprises, privacy

app_name = "members"
urlpatterns = [
    path("", account.home, name="home"),
    path("register", entering.register, name="register"),
    path("sign-in", entering.sign_in, name="sign-in"),
    path("sign-out", entering.sign_out, name="sign-out"),
    path("recover", entering.recover, name="recover"),
    path("documents/terms", privacy.document, {"name": "terms"}, name="terms"),
    path("documents/privacy", privacy.document, {"name": "privacy"}, name="privacy"),
    path("documents/<str:name>", privacy.document, name="document"),
    path("consent", privacy.consent, name="consent"),
    path("consent/<str:name>/withdraw", privacy.withdraw, name="withdraw"),
    path("name", account.change_name, name="name"),
    path("contact", account.change_contact, name="contact"),
    path("password", account.change_password, name="password"),
    path("ways", account.ways, name="ways"),
    path("real-name", account.real_name, name="real-name"),
    path("enterprises", enterprises.enterprises, name="enterprises"),
    path("enterprises/new", enterprises.new_enterprise, name="new-enterprise"),
    path("enterprises/<uuid:uid>", enterprises.agents, name="agents"),
    path("agents/<int:pk>/confirm", enterprises.confirm_agent, name="confirm-agent"),
    path("agents/<int:pk>/end", enterprises.end_agent, name="end-agent"),
    path("act-for", enterprises.act_for, name="act-for"),
    path("data", privacy.own, name="own"),
    path("data/file", privacy.own_file, name="own-file"),
    path("close", privacy.close, name="close"),
]
