"""Campaigns in the admin: the short address, its code for cameras, and what came of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hosting.models import Campaign
from municipalities.admin.history import ReadableHistory
from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from newcomers.reports_campaigns import NOBODY, enquiries_by_campaign
from portal.campaigns import leads_somewhere, target_in
from portal.lib import qr
from portal.lib.dates import today

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    """A campaign as somebody writes it; `target` may be pasted from the browser."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("The reader’s own")), *settings.LANGUAGES],
        help_text=_("For paper in one language alone."),
    )

    def clean_code(self) -> str:
        """The code in small letters."""
        return str(self.cleaned_data["code"]).strip().lower()

    def clean_target(self) -> str:
        """The page, without its language."""
        try:
            target = target_in(self.cleaned_data["target"])
        except ValueError as error:
            raise ValidationError(_("A campaign leads to a page of this portal.")) from error
        if not leads_somewhere(target):
            raise ValidationError(_("Readers find no page at this address now."))
        return target


@admin.register(Campaign)
class CampaignAdmin(ReadableHistory, Scoped, admin.ModelAdmin[Campaign]):
    """Short addresses for a stand, a brochure, an advert. They end, and are never deleted: paper
    stays in the world."""

    opens = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS, Ability.COUNT_VISITS)
    writes = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    place = "municipality_id"
    form = CampaignForm
    change_form_template = "admin/portal/campaign/change_form.html"
    list_display = ("name", "kind", "municipality", "address", "is_open", "visits", "enquiries")
    list_filter = ("is_archived", "kind", ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality",)
    search_fields = ("name", "code", "target", "municipality__name")
    ordering = ("is_archived", "-pk")
    questions = (
        (_("What is it, and whose?"), {"fields": ["name", "kind", "municipality"]}),
        (_("Which address is printed?"), {"fields": ["code"]}),
        (_("Where does it lead?"), {"fields": ["target", "language"]}),
        (_("From when, until when?"), {"fields": ["valid_from", "valid_to", "is_archived"]}),
    )
    results = ((_("What came of it?"), {"fields": ["visits", "enquiries"]}),)

    class Media:
        css = {"all": ["portal/css/campaigns.css"]}

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, the code as a file, and the card."""
        view, name = self.admin_site.admin_view, "portal_campaign"
        return [
            path("<int:pk>/qr.<str:kind>", view(self.picture_view), name=f"{name}_picture"),
            path("<int:pk>/card/", view(self.card_view), name=f"{name}_card"),
            *super().get_urls(),
        ]

    def picture_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The code for cameras, to be put on a poster."""
        campaign = self._of(request, pk)
        if kind not in TYPES:
            raise Http404
        response = HttpResponse(qr.picture(campaign.short_address, kind), content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="{campaign.code}.{kind}"'
        return response

    def card_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A card to print and put on a table."""
        campaign = self._of(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": campaign.name,
            "campaign": campaign,
            "code": qr.draw(campaign.short_address),
        }
        return TemplateResponse(request, "admin/portal/campaign/card.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their visits."""
        rows: Any = super().get_queryset(request)
        return rows.with_visits()  # type: ignore[no-any-return]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the enquiries: one query for all of them."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        _with_enquiries(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One campaign, with its enquiries."""
        campaign: Any = super().get_object(request, *args, **kwargs)
        if campaign is not None:
            _with_enquiries([campaign])
        return campaign

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.questions, *self.results] if obj else self.questions

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is printed stays as it is."""
        return ("visits", "enquiries", "code") if obj else ("visits", "enquiries")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The places of today that the person writes for."""
        now = Q(pk__in=Municipality.objects.current()) | Q(kind=Municipality.Kind.REGION)
        places = self._choices(db_field, request).filter(now).order_by("-kind", "name")
        return super().formfield_for_foreignkey(
            db_field, request, **({"queryset": places} | kwargs)
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the code for cameras, once there is a campaign."""
        if campaign := context.get("original"):
            context["qr"] = qr.draw(campaign.short_address)
            context["pictures"] = [
                (kind.upper(), reverse("admin:portal_campaign_picture", args=[campaign.pk, kind]))
                for kind in TYPES
            ]
            context["card"] = reverse("admin:portal_campaign_card", args=[campaign.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are archived."""
        return False

    def view_on_site(self, obj: Campaign) -> str | None:
        """No link: opening it would be counted."""
        return None

    @admin.display(description=_("short address"), ordering="code")
    def address(self, campaign: Campaign) -> SafeString:
        """As it is printed."""
        return format_html("<code>{}</code>", campaign.printed_address)

    @admin.display(description=_("leads on"), boolean=True)
    def is_open(self, campaign: Campaign) -> bool:
        """Whether it leads somewhere today."""
        return campaign.is_open(today())

    @admin.display(description=_("visits"), ordering="visits")
    def visits(self, campaign: Any) -> int:
        """How often it was opened; written every half minute."""
        return int(campaign.visits)

    @admin.display(description=_("enquiries (of one year)"))
    def enquiries(self, campaign: Any) -> str:
        """How many questions came from it, as long as they are kept."""
        return str(campaign.brought)

    def _of(self, request: HttpRequest, pk: int) -> Campaign:
        campaign = self.get_queryset(request).filter(pk=pk).first()
        if campaign is None:
            raise Http404
        if not self.has_view_permission(request, campaign):
            raise PermissionDenied
        return campaign  # type: ignore[no-any-return]


def _with_enquiries(campaigns: list[Any]) -> None:
    known = enquiries_by_campaign()
    for campaign in campaigns:
        campaign.brought = known.get(campaign.code, NOBODY)
