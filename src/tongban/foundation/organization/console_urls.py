"""Addresses of units and people in the console; mounted at its root."""

from django.urls import include, path

from tongban.foundation.organization.web import (
    applying,
    factors,
    handing,
    importing,
    people,
    posts,
    regions,
    unit_forms,
    units,
)

unit_patterns = [
    path("", units.units, name="list"),
    path("new", regions.new_top_unit, name="new-top"),
    path("<int:pk>", units.unit, name="unit"),
    path("<int:pk>/new", unit_forms.new_unit, name="new"),
    path("<int:pk>/change", unit_forms.change, name="change"),
    path("<int:pk>/rename", unit_forms.rename, name="rename"),
    path("<int:pk>/move", unit_forms.move, name="move"),
    path("<int:pk>/superior", unit_forms.superior, name="superior"),
    path("<int:pk>/oversight", unit_forms.oversight, name="oversight"),
    path("<int:pk>/plaques/new", unit_forms.new_plaque, name="new-plaque"),
    path("<int:pk>/plaques/<int:plaque_pk>/end", unit_forms.stop_plaque, name="end-plaque"),
    path("<int:pk>/merge", unit_forms.merge, name="merge"),
    path("<int:pk>/close", unit_forms.close, name="close"),
    path("<int:pk>/posts/new", posts.new_post, name="new-post"),
    path("<int:pk>/people/new", posts.new_person, name="new-person"),
    path("posts/<int:pk>/change", posts.change, name="change-post"),
    path("posts/<int:pk>/close", posts.close, name="close-post"),
]
people_patterns = [
    path("", people.people, name="list"),
    path("<int:pk>", people.person, name="person"),
    path("<int:pk>/change", people.change, name="change"),
    path("<int:pk>/appoint", people.new_holding, name="appoint"),
    path("<int:pk>/holdings/<int:holding_pk>/end", handing.stop_holding, name="end-holding"),
    path("<int:pk>/holdings/<int:holding_pk>/duties", posts.duties, name="duties"),
    path("<int:pk>/hand-over", handing.hand_over_page, name="hand-over"),
    path("<int:pk>/leave", people.leaving, name="leave"),
    path("<int:pk>/secretaries/new", people.new_secretary, name="new-secretary"),
    path("<int:pk>/secretaries/<int:row_pk>/end", people.stop_secretary, name="end-secretary"),
    path("<int:pk>/password", people.reset_password, name="reset-password"),
    path("<int:pk>/enable", people.enable, name="enable"),
    path("<int:pk>/disable", people.disable, name="disable"),
    path("<int:pk>/addresses", people.addresses, name="addresses"),
    path("<int:pk>/certificate", people.certificate, name="certificate"),
]
region_patterns = [
    path("", regions.regions, name="list"),
    path("new", regions.new_region, name="new"),
    path("<int:pk>/codes", regions.codes, name="codes"),
]
factor_patterns = [
    path("", factors.factors, name="list"),
    path("<int:pk>/reset", factors.reset, name="reset"),
]
application_patterns = [
    path("", applying.applications, name="list"),
    path("<int:pk>", applying.application, name="application"),
    path("<int:pk>/approve", applying.approve, name="approve"),
    path("<int:pk>/refuse", applying.refuse, name="refuse"),
]
handover_patterns = [
    path("", handing.handovers, name="list"),
    path("<int:pk>", handing.handover, name="handover"),
]
import_patterns = [
    path("", importing.imports, name="list"),
    path("template", importing.template, name="template"),
    path("export/<int:pk>", importing.export, name="export"),
    path("<int:pk>", importing.import_page, name="import"),
    path("<int:pk>/start", importing.start, name="start"),
    path("<int:pk>/drop", importing.drop, name="drop"),
]
urlpatterns = [
    path("imports/", include((import_patterns, "imports"))),
    path("handovers/", include((handover_patterns, "handovers"))),
    path("applications/", include((application_patterns, "applications"))),
    path("factors/", include((factor_patterns, "factors"))),
    path("regions/", include((region_patterns, "regions"))),
    path("units/", include((unit_patterns, "units"))),
    path("people/", include((people_patterns, "people"))),
]
