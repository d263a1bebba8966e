"""Addresses below ``/staff/letters/``."""

from __future__ import annotations

from django.urls import path

from yangguang.letters.staff import deciding, delivering, files, letter, preparing, setting_up, templates

app_name = "staff_letters"
urlpatterns = [
    path("", letter.WaitingPage.as_view(), name="waiting"),
    path("case/<int:pk>/step/<slug:step>/", preparing.PreparePage.as_view(), name="prepare"),
    path("case/<int:pk>/paper/<slug:code>/", preparing.PreparePaperPage.as_view(), name="prepare-paper"),
    path("<int:pk>/", letter.LetterPage.as_view(), name="letter"),
    path("<int:pk>/edit/", letter.EditPage.as_view(), name="edit"),
    path("<int:pk>/preview/", letter.preview, name="preview"),
    path("<int:pk>/versions/", letter.VersionsPage.as_view(), name="versions"),
    path("<int:pk>/submit/", deciding.SubmitPage.as_view(), name="submit"),
    path("<int:pk>/approve/", deciding.ApprovePage.as_view(), name="approve"),
    path("<int:pk>/send-back/", deciding.SendBackPage.as_view(), name="send-back"),
    path("<int:pk>/issue/", deciding.IssuePage.as_view(), name="issue"),
    path("<int:pk>/void/", deciding.VoidPage.as_view(), name="void"),
    path("<int:pk>/deliver/", delivering.DeliverPage.as_view(), name="deliver"),
    path("<int:pk>/delivery/<int:delivery>/", delivering.ConcludePage.as_view(), name="conclude"),
    path("<int:pk>/file/<slug:kind>/", files.download, name="file"),
    path("settings/", setting_up.offices, name="settings"),
    path("settings/<int:agency>/", setting_up.SettingsPage.as_view(), name="office"),
    path("settings/<int:agency>/number/", setting_up.set_office, name="set-office"),
    path("settings/<int:agency>/chain/", setting_up.set_chain, name="set-chain"),
    path("settings/<int:agency>/seal/", setting_up.set_seal, name="set-seal"),
    path("settings/<int:agency>/seal/picture/", setting_up.seal_picture, name="seal"),
    path("settings/<int:agency>/layout/", setting_up.set_layout, name="set-layout"),
    path("templates/<int:agency>/", templates.TemplatesPage.as_view(), name="templates"),
    path("templates/<int:agency>/<slug:code>/", templates.TemplatePage.as_view(), name="template"),
    path(
        "templates/<int:agency>/<slug:code>/<slug:wording>/",
        templates.TemplatePage.as_view(),
        name="wording",
    ),
]
