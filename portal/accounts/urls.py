"""The account pages that are open. What else allauth has, or will have, is closed."""

from django.urls import path, re_path

from portal.lib.later import view

urlpatterns = [
    path("", view("portal.accounts.views.account"), name="account"),
    path(
        "invitation/<str:token>/", view("portal.accounts.invitation.invitation"), name="invitation"
    ),
    path("login/", view("allauth.account.views.login"), name="account_login"),
    path("provider/", view("portal.accounts.provider.provider_begin"), name="provider_begin"),
    path(
        "provider/answer/", view("portal.accounts.provider.provider_answer"), name="provider_answer"
    ),
    path("provider/again/", view("portal.accounts.provider.provider_again"), name="provider_again"),
    path(
        "provider/yours/",
        view("portal.accounts.provider.provider_account"),
        name="provider_account",
    ),
    path("logout/", view("allauth.account.views.logout"), name="account_logout"),
    path("inactive/", view("allauth.account.views.account_inactive"), name="account_inactive"),
    path(
        "reauthenticate/",
        view("allauth.account.views.reauthenticate"),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        view("allauth.account.views.password_change"),
        name="account_change_password",
    ),
    path(
        "password/reset/",
        view("allauth.account.views.password_reset"),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        view("allauth.account.views.password_reset_done"),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        view("allauth.account.views.password_reset_from_key_done"),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w-]+)/$",
        view("allauth.account.views.password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path(
        "sessions/", view("allauth.usersessions.views.list_usersessions"), name="usersessions_list"
    ),
    path("2fa/", view("allauth.mfa.base.views.index"), name="mfa_index"),
    path("2fa/authenticate/", view("allauth.mfa.base.views.authenticate"), name="mfa_authenticate"),
    path(
        "2fa/reauthenticate/",
        view("allauth.mfa.base.views.reauthenticate"),
        name="mfa_reauthenticate",
    ),
    path("2fa/app/activate/", view("portal.accounts.views.activate_app"), name="mfa_activate_totp"),
    path(
        "2fa/app/deactivate/", view("portal.accounts.views.remove_app"), name="mfa_deactivate_totp"
    ),
    path(
        "2fa/recovery-codes/",
        view("allauth.mfa.recovery_codes.views.view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        view("allauth.mfa.recovery_codes.views.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/passkeys/", view("allauth.mfa.webauthn.views.list_webauthn"), name="mfa_list_webauthn"
    ),
    path(
        "2fa/passkeys/add/",
        view("portal.accounts.views.add_passkey"),
        name="mfa_add_webauthn",
    ),
    path(
        "2fa/passkeys/login/",
        view("allauth.mfa.webauthn.views.login_webauthn"),
        name="mfa_login_webauthn",
    ),
    path(
        "2fa/passkeys/reauthenticate/",
        view("portal.accounts.views.reauthenticate_passkey"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/passkeys/<int:pk>/edit/",
        view("allauth.mfa.webauthn.views.edit_webauthn"),
        name="mfa_edit_webauthn",
    ),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        view("portal.accounts.views.remove_passkey"),
        name="mfa_remove_webauthn",
    ),
    # allauth asks for these by name; nobody gets further.
    path("signup/", view("portal.accounts.views.closed"), name="account_signup"),
    path("email/", view("portal.accounts.views.closed"), name="account_email"),
    path("password/set/", view("portal.accounts.views.closed"), name="account_set_password"),
]
