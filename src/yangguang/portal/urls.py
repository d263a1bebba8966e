"""The front door."""

from django.urls import path

from yangguang.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
]
