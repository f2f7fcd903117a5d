"""The account pages that are open. What else allauth has, or will have, is closed."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from portal.accounts import views
from portal.accounts.invitation import invitation

urlpatterns = [
    path("", views.account, name="account"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w-]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("2fa/", factor.index, name="mfa_index"),
    path("2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/activate/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/deactivate/", views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        views.ReauthenticatePasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/edit/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    # allauth asks for these by name; nobody gets further.
    path("signup/", views.closed, name="account_signup"),
    path("email/", views.closed, name="account_email"),
    path("password/set/", views.closed, name="account_set_password"),
]
