"""Addresses of the hall, mounted at the root of the portal."""

from django.urls import include, path

from tongban.business.hall.web import applying, guides, looking, mine

guide = (
    [
        path("", guides.listing, name="list"),
        path("units", guides.by_unit, name="units"),
        path("initials", guides.by_initial, name="initials"),
        path("<uuid:uid>", guides.guide, name="item"),
        path("<uuid:uid>/checklist", guides.checklist, name="checklist"),
        path("<uuid:uid>/form", guides.blank, name="blank"),
    ],
    "guide",
)
progress = ([path("", looking.progress, name="ask")], "progress")
check = ([path("", looking.ask, name="ask"), path("<str:token>", looking.check, name="license")], "check")
apply = (
    [
        path("item/<uuid:uid>", applying.start, name="start"),
        path("<uuid:uid>", applying.resume, name="resume"),
        path("<uuid:uid>/page/<int:page>", applying.page, name="page"),
        path("<uuid:uid>/materials", applying.materials, name="materials"),
        path("<uuid:uid>/materials/<str:key>/remove", applying.remove, name="remove"),
        path("<uuid:uid>/materials/<str:key>/accept", applying.accept, name="accept"),
        path("<uuid:uid>/materials/<str:key>/own", applying.reuse, name="reuse"),
        path("<uuid:uid>/changed", applying.changed, name="changed"),
        path("<uuid:uid>/check", applying.check, name="check"),
        path("<uuid:uid>/discard", applying.discard, name="discard"),
    ],
    "apply",
)
mine_pages = (
    [
        path("", mine.home, name="home"),
        path("licenses", mine.licenses, name="licenses"),
        path("cases/<uuid:uid>", mine.case, name="case"),
        path("cases/<uuid:uid>/receipt", mine.receipt, name="receipt"),
        path("cases/<uuid:uid>/supplement", mine.supplement, name="supplement"),
        path("cases/<uuid:uid>/withdraw", mine.withdraw, name="withdraw"),
        path("cases/<uuid:uid>/rate", mine.rate, name="rate"),
        path("letters/<uuid:uid>", mine.letter, name="letter"),
    ],
    "mine",
)

urlpatterns = [
    path("guide/", include(guide)),
    path("progress/", include(progress)),
    path("check/", include(check)),
    path("apply/", include(apply)),
    path("mine/", include(mine_pages)),
]
