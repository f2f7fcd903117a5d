"""People who log in and how they are invited, the content version, what search and packs know."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from municipalities.roles import Role
from portal.backup_models import BackupRun
from portal.identity_models import ExternalIdentity
from portal.lib.tokens import hash_of, secret_for
from portal.reader_models import ADDRESS_LENGTH, Feedback, Visit

__all__ = ["ADDRESS_LENGTH", "BackupRun", "ExternalIdentity", "Feedback", "Visit"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can log in to it."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that may do everything; for development only."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff (bruker): logs in by e-mail. Newcomers have no account."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=8, default="nb")
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Accounts are closed, never deleted.")
    )
    is_staff = models.BooleanField(_("may log in here"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)
    email_refused_at = models.DateTimeField(
        _("e-mail refused at"),
        null=True,
        editable=False,
        help_text=_("When a mail server last said that this address takes no mail."),
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("email", "email_refused_at", "name", "language", "password", "last_login")
        KEEP = ("is_active", "is_staff", "is_superuser", "joined_at")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message=_("This address has an account."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, as Django's admin greets people."""
        return self.name

    def get_short_name(self) -> str:
        """The same: we do not guess which part is the first name."""
        return self.name


def secret_of(invitation: int) -> str:
    """The secret in the mailed link of the invitation with this id: see `secret_for`."""
    return secret_for("portal.invitation", str(invitation))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; may have expired."""
        return self.filter(used_at=None, withdrawn_at=None)

    def expired_at(self, moment: datetime.datetime) -> Self:
        """Open ones that it is too late to accept."""
        return self.open().filter(expires_at__lte=moment)

    def with_token(self, token: str) -> Self:
        """The one whose link holds this secret."""
        return self.filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """An invitation to become staff, in one role and place (invitasjon). Accepted once at most.

    The mailed link holds a secret of which only the hash is kept here: who reads the table cannot
    accept anything.
    """

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=8, default="nb")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        verbose_name=_("municipality or region"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    invited_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
        help_text=_("Empty: by the operator, with `manage.py invite`."),
    )
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    used_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    used_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = InvitationQuerySet.as_manager()

    class PersonalData:
        """What is erased when the person leaves, and what stays."""

        ERASE = ("email", "name", "language", "token_hash")
        KEEP = ("role", "municipality", "created_at", "invited_by", "expires_at", "used_at",
                "used_by", "withdrawn_at", "withdrawn_by")  # fmt: skip

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "municipality",
                condition=Q(used_at=None, withdrawn_at=None),
                name="invitation_open_once",
                violation_error_message=_("This person is already invited to that."),
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="invitation_used_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                name="invitation_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()} – {self.municipality}"

    @property
    def is_expired(self) -> bool:
        """Whether it is too late to accept it."""
        return self.expires_at <= timezone.now()


class ContentVersion(models.Model):
    """One row whose number grows with every change of public content.

    The database does that, with the transaction that changed something (migration 0002): pages
    kept under the number are never older than it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="content_version_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.version)


class ContentChange(models.Model):
    """A transaction that changed public content and has not ended yet.

    Its row makes the version grow as the transaction's last act, so that two editors do not wait
    for each other; then it is gone.
    """

    transaction = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return str(self.transaction)


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Which entries."""

    def titles_of(self, pages: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The titles of pages by address ("/pages/doctor/") and language, where they have one."""
        wanted = set(pages)
        paths = {address.removeprefix("/") for address, _language in wanted}
        rows = self.filter(path__in=paths).values_list("path", "language", "title")
        found = {(f"/{path}", language): title for path, language, title in rows}
        return {page: found[page] for page in wanted & found.keys()}


class SearchEntry(models.Model):
    """What search knows of one object in one language. Written by the database alone."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=8)
    title = models.TextField()
    text = models.TextField()
    path = models.TextField(help_text="The address without the language.")
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True)
    vector = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="search_entry_once"
            ),
        ]
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class PackEntry(models.Model):
    """What a region pack last wrote into an object, so that an editor's change is recognised."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=160)
    written = models.JSONField(default=dict, help_text="Field name to fingerprint of its value.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="pack_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Counter(models.Model):
    """How often something was done in a window of time; `portal.lib.limits` counts here."""

    name = models.CharField(max_length=80)
    window_start = models.BigIntegerField(help_text="Seconds since 1970, UTC.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "window_start"], name="counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"


class Duty(models.Model):
    """A periodic duty (fast oppgave), and up to which due time it is done; see `portal.duties`."""

    name = models.CharField(max_length=80, unique=True)
    done_for = models.DateTimeField(help_text="When it was due, the last time that it was done.")

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"{self.name}: {self.done_for:%Y-%m-%d %H:%M} UTC"
