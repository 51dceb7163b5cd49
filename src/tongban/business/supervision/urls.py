"""Addresses of supervision's screens, mounted on the console; the answer to a 督办 opens for those on whose desk it lies."""

from django.urls import path

from tongban.business.supervision.web import cards, cases, orders, overview

app_name = "supervision"
urlpatterns = [
    path("", overview.board, name="board"),
    path("cards", cards.listing, name="cards"),
    path("cards/<int:pk>/order", cards.order, name="issue-order"),
    path("cards/<int:pk>/withdraw", cards.withdraw, name="withdraw"),
    path("cases", cases.listing, name="cases"),
    path("cases/<int:pk>", cases.page, name="case"),
    path("cases/<int:pk>/card", cards.by_hand, name="by-hand"),
    path("orders", orders.listing, name="orders"),
    path("orders/<int:pk>", orders.page, name="order"),
    path("orders/<int:pk>/answer", orders.answer, name="answer"),
    path("orders/<int:pk>/close", orders.close, name="close"),
]
