"""Addresses below ``/staff/`` that are ours; Wagtail's own gate stands before them."""

from django.urls import path

from yangguang.workbench import counters, ledger, offices, tasks

app_name = "workbench"
urlpatterns = [
    path("offices/agencies/", offices.agencies, name="agencies"),
    path("offices/agencies/add/", offices.agency, name="agency-add"),
    path("offices/agencies/<int:pk>/", offices.agency, name="agency"),
    path("offices/people/", offices.people, name="people"),
    path("offices/people/add/", offices.person, name="person-add"),
    path("offices/people/<int:pk>/", offices.person, name="person"),
    path("counters/", counters.counters, name="counters"),
    path("counters/<int:pk>/", counters.counter, name="counter"),
    path("ledger/", ledger.entries, name="ledger"),
    path("tasks/", tasks.tasks, name="tasks"),
]
