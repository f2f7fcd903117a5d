"""What must agree: models, migrations, triggers, translations, templates, catalogues, files."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize
from modeltranslation.fields import TranslationField
from modeltranslation.translator import translator
from pghistory.models import Event

from hosting.models import Coordinator
from municipalities.models.text import TranslatedText
from portal.models import User
from tests import tree

PACKAGES = ("portal", "newcomers", "hosting", "municipalities")
LANGUAGES = [code for code, _name in settings.LANGUAGES]

# Tables that no public page is made of, by model or by whole package.
NO_PUBLIC_CONTENT = {
    "newcomers": "confidential: no public page shows anything of it",
    "portal.User": "accounts: readers never see them",
    "portal.User_groups": "accounts",
    "portal.User_user_permissions": "accounts",
    "portal.ExternalIdentity": "as whom staff sign in elsewhere: readers never see it",
    "portal.Invitation": "who is to become staff: readers never see it",
    "municipalities.Membership": "who may edit what: readers never see it",
    "municipalities.Revision": "what is published stands in the text's own row, which counts",
    "municipalities.Autosave": "what somebody is writing: readers never see it",
    "municipalities.Merger": "which rows were carried over: readers never see it",
    "municipalities.OldAddress": "leads from where no page is, and such answers are never kept",
    "portal.ContentVersion": "the version itself",
    "portal.ContentChange": "the note that makes the version grow",
    "portal.SearchEntry": "made of tables that count already; search is never kept",
    "portal.Feedback": "what readers send in: no public page shows anything of it",
    "municipalities.LinkTarget": "what came of looking at an address: readers never see it",
    "municipalities.LinkUse": "where an address stands, which follows from the texts",
    "hosting.Campaign": "leads on from an address whose answers are never kept",
    "hosting.CampaignVisit": "how often campaigns are opened: readers never see it",
    "hosting.LetterCount": "how many get the letter: readers never see it",
    "portal.Visit": "how often pages are read: readers never see it",
    "portal.BackupRun": "what became of backups: readers never see it",
    "portal.Counter": "how often forms were sent: readers never see it",
    "portal.Duty": "when the worker did what: readers never see it",
    "hosting.OfferSender": "who sent an offer in: readers never see it",
    "hosting.Participation": "how many took a class: readers never see it",
    "hosting.OfferLink": "mailed links: readers never see them",
    "hosting.HandbookPage": "for staff alone: readers never see it",
    "hosting.SelfCheck": "for staff alone: readers never see it",
    "hosting.SelfCheckAnswer": "for staff alone: readers never see it",
    "portal.PackEntry": "what a region pack wrote; the objects themselves count",
}

# A field of this name is translated somewhere; this variable's is not.
NOT_TRANSLATED = {
    "away.name": "a person's name",
    "choice.label": "a text of the interface",
    "choice.name": "a language's own name",
    "door.lead": "a text of the interface",
    "door.title": "a text of the interface",
    "field.label": "a text of the interface",
    "form.name": "a field of the form",
    "hit.title": "search says itself which language the title is in",
    "host.name": "a person's name",
    "invited_by.name": "a person's name",
    "item.title": "a letter says itself which language each title is in",
    "municipality.name": "municipalities have one name in all languages",
    "passkey.name": "what its owner calls it",
    "place.name": "municipalities have one name in all languages",
    "region.name": "the region has one name in all languages",
    "source.title": "sources keep the title they were published under",
    "stand_in.name": "a person's name",
    "step.cost": "an amount of kroner",
    "successor.name": "municipalities have one name in all languages",
    "user.name": "a person's name",
    "way.description": "a text of the interface",
    "without_contact.name": "municipalities have one name in all languages",
}
TEMPLATES_OF_STAFF = ("templates/admin/", "templates/registration/")


def own_models() -> list[type[models.Model]]:
    """All models of the four packages, the hidden ones of many-to-many relations included.

    Without the tables of the change history: readers never see them, and their columns are those
    of the tracked models, by whose classification personal data is erased there too.
    """
    configs = [apps.get_app_config(package) for package in PACKAGES]
    found = [model for each in configs for model in each.get_models(include_auto_created=True)]
    return [model for model in found if not issubclass(model, Event)]


def translated_models() -> list[type[TranslatedText]]:
    return [model for model in own_models() if issubclass(model, TranslatedText)]


TRANSLATED_FIELDS = {
    field for model in translated_models() for field in model.TEXTS + model.TEXTS_APART
}


# --- migrations and tables ----------------------------------------------------------------------


def named_by_machine(name: str, migration: migrations.Migration) -> bool:
    """Whether the migration's name is the one Django would have given it."""
    words = name.partition("_")[2]
    return words in {"initial", migration.suggest_name()} or bool(
        re.match(r"(auto_\d|merge_)|.*_and_more$", words)
    )


def test_migrations_are_named_for_their_intent() -> None:
    known = MigrationLoader(None).disk_migrations.items()
    own = {key: migration for key, migration in known if key[0] in PACKAGES}
    assert own
    assert [key for key, migration in own.items() if named_by_machine(key[1], migration)] == []


@pytest.mark.parametrize("words", ["initial", "page_topic", "auto_20261121_2332", "a_and_more"])
def test_migrations_checker_finds_automatic_names(words: str) -> None:
    class Migration(migrations.Migration):
        operations = (migrations.AddField("page", "topic", models.IntegerField()),)

    migration = Migration("0002", "municipalities")
    assert named_by_machine(f"0002_{words}", migration)
    assert not named_by_machine("0002_sort_pages", migration)


@pytest.mark.django_db
def test_migrations_hold_every_change_of_the_models() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db
def test_content_version_watches_every_public_table() -> None:
    hidden = NO_PUBLIC_CONTENT.keys()
    public = {
        model._meta.db_table
        for model in own_models()
        if not {model._meta.label, model._meta.app_label} & hidden
    }
    with connection.cursor() as cursor:
        # Per statement (bit 0 unset), on insert (4), delete (8) and update (16), switched on.
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'content_version'"
            " AND tgfoid = 'portal_content_changed'::regproc AND tgtype & 1 = 0"
            " AND tgtype & 28 = 28 AND tgenabled = 'O'"
        )
        watched = {row[0] for row in cursor.fetchall()}
    assert watched == public


def test_content_version_exceptions_still_exist() -> None:
    known = {model._meta.label for model in own_models()} | set(PACKAGES)
    assert NO_PUBLIC_CONTENT.keys() <= known
    assert all(NO_PUBLIC_CONTENT.values())


# --- translated fields and personal data --------------------------------------------------------


def test_translated_fields_are_those_that_the_models_name() -> None:
    registered = set(translator.get_registered_models(abstract=False))
    assert registered == set(translated_models())
    for model in translated_models():
        options = translator.get_options_for_model(model)
        assert model.TEXTS, f"{model} has no translated field"
        assert sorted(options.all_fields) == sorted(model.TEXTS + model.TEXTS_APART), model


def columns_named(source: str) -> list[str]:
    """Mentions of a translated field's column ("title_de"), or of its ending alone ("_de")."""
    ending = "|".join(LANGUAGES)
    fields = "|".join(sorted(TRANSLATED_FIELDS))
    found = re.finditer(
        rf"\b(?:\w+__)?(?:{fields})_(?:{ending})\b|(?<=[\"'}}])_(?:{ending})\b", source
    )
    return [match[0] for match in found]


def test_code_names_no_column_of_a_language() -> None:
    wrong = {
        str(path): columns_named(tree.read(path))
        for path in tree.files()
        if path.suffix == ".py"
        and path.parts[0] in PACKAGES
        and path.name != "translation.py"
        and "migrations" not in path.parts
    }
    assert {path: found for path, found in wrong.items() if found} == {}


def test_code_checker_finds_columns_of_languages() -> None:
    assert columns_named('page.title_de; filter(page__body_nb="")') == ["title_de", "page__body_nb"]
    assert columns_named('column = field + "_en"') == ["_en"]
    assert columns_named('required_languages = ("nb",); about_de = title_depth') == []


def misclassified(model: type[models.Model]) -> list[str]:
    """Fields that PersonalData of the model does not name exactly once, and names of no field."""
    fields = {
        field.name
        for field in model._meta.concrete_fields
        if not isinstance(field, TranslationField) and field.name != "id"
    }
    personal = getattr(model, "PersonalData", None)
    named = Counter([*personal.ERASE, *personal.KEEP] if personal else [])
    return sorted(
        {name for name in fields | named.keys() if named[name] != 1 or name not in fields}
    )


def holds_personal_data(model: type[models.Model]) -> bool:
    """All of newcomers, wherever there is an e-mail address, and what says so itself."""
    is_told = model._meta.app_label == "newcomers" or hasattr(model, "PersonalData")
    return is_told or any(
        isinstance(field, models.EmailField) for field in model._meta.concrete_fields
    )


def test_personal_data_is_classified_field_by_field() -> None:
    personal = [model for model in own_models() if holds_personal_data(model)]
    assert {User, Coordinator} <= set(personal)
    assert {
        model.__name__: misclassified(model) for model in personal if misclassified(model)
    } == {}


def test_personal_data_checker_finds_forgotten_and_doubled_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Careless:
        ERASE = (*User.PersonalData.ERASE[1:], "name", "shoe_size")
        KEEP = User.PersonalData.KEEP

    monkeypatch.setattr(User, "PersonalData", Careless)
    assert misclassified(User) == ["email", "name", "shoe_size"]
    monkeypatch.delattr(User, "PersonalData")
    assert "last_login" in misclassified(User)


# --- templates ----------------------------------------------------------------------------------


def templates() -> dict[str, str]:
    """All templates of the project by path."""
    found = [path for path in tree.files() if path.parts[0] == "templates"]
    return {str(path): tree.read(path) for path in found if path.suffix == ".html"}


def is_partial(path: str) -> bool:
    """Whether the template is made to be included: by its folder, or as prose of one language."""
    return "/includes/" in path or path.removesuffix(".html").endswith(
        tuple(f"_{language}" for language in LANGUAGES)
    )


def wrongly_framed(found: dict[str, str]) -> list[str]:
    """Templates that neither extend another nor are extended, and partials that try to."""
    extends = re.compile(r"\A\s*(?:\{#.*?#\}\s*)*\{%\s*extends \"([^\"]+)\"")
    extended = {match[1] for source in found.values() if (match := extends.match(source))}
    wrong = []
    for path, source in found.items():
        if path.removeprefix("templates/") in extended and "<!doctype html>" in source:
            right = True
        elif is_partial(path):
            right = not re.search(r"\{%\s*(?:extends|block)\b|<html|<!doctype", source, re.I)
        else:
            # Staff templates may replace a part of Django's own that is included there.
            right = bool(extends.match(source)) or (
                path.startswith(TEMPLATES_OF_STAFF) and "<html" not in source
            )
        wrong += [] if right else [path]
    return wrong


class MarkupReader(HTMLParser):
    """Collects what a strict content policy would block, and what would tell others of readers."""

    ADDRESSES = ("src", "href", "srcset", "action", "formaction", "poster", "data", "xlink:href")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_script = tag == "script"
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name}=")
            elif name in self.ADDRESSES and re.match(
                r"\s*([a-z]+:)?//|\s*javascript:", value or ""
            ):
                self.found.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append("text in <script>")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def blocked_markup(source: str) -> list[str]:
    """Inline styles, scripts and handlers, and addresses of others, in a template."""
    reader = MarkupReader()
    reader.feed(
        re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "x", re.sub(r"\{#.*?#\}", "", source)))
    )
    reader.close()
    return reader.found


def bare_fields(source: str) -> list[str]:
    """Translated fields that a template reads past the tags of `landgang`.

    Without a translation the bare field is empty: the reader would not see the Norwegian text.
    So it is as wrong in `{% if %}` or `{% with %}` as in `{{ }}`.
    """
    wrong = []
    for token in Lexer(source).tokenize():
        if token.token_type not in {TokenType.VAR, TokenType.BLOCK}:
            continue
        words = re.sub(r"\"[^\"]*\"|'[^']*'", "", token.contents)
        for path in re.findall(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)+", words):
            *_, owner, field = path.split(".")
            is_translated = field in TRANSLATED_FIELDS and f"{owner}.{field}" not in NOT_TRANSLATED
            wrong += [path] if is_translated or columns_named(field) else []
    return wrong


def test_templates_extend_or_are_partials() -> None:
    assert templates()
    assert wrongly_framed(templates()) == []


def test_templates_hold_nothing_inline_and_nothing_foreign() -> None:
    found = {path: blocked_markup(source) for path, source in templates().items()}
    assert {path: each for path, each in found.items() if each} == {}


def test_templates_print_translated_fields_through_the_tags() -> None:
    public = {
        path: bare_fields(source)
        for path, source in templates().items()
        if not path.startswith(TEMPLATES_OF_STAFF)
    }
    assert {path: fields for path, fields in public.items() if fields} == {}


def test_templates_exceptions_are_all_needed() -> None:
    used = "\n".join(templates().values())
    unused = [name for name in NOT_TRANSLATED if not re.search(rf"\b{re.escape(name)}\b", used)]
    assert unused == []
    assert {name.partition(".")[2] for name in NOT_TRANSLATED} <= TRANSLATED_FIELDS


def test_templates_checker_finds_what_stands_alone() -> None:
    found = {
        "templates/base.html": "<!doctype html><html></html>",
        "templates/a.html": '{% extends "base.html" %}',
        "templates/includes/b.html": "<p></p>",
        "templates/portal/about_de.html": "<h2></h2>",
        "templates/alone.html": "<!doctype html><html></html>",
        "templates/hosting/part.html": "<p></p>",
        "templates/includes/page.html": '{% extends "base.html" %}',
    }
    assert wrongly_framed(found) == [
        "templates/alone.html", "templates/hosting/part.html", "templates/includes/page.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p style="color: red">', ["style="]),
        ("<style>p {}</style>", ["<style>"]),
        ("<script>alert(1)</script>", ["<script>", "text in <script>"]),
        ('<button {% if a > b %}onclick="x()"{% endif %}>', ["onclick="]),
        ('<img src="https://tracker.example/p.gif">', ["src=https://tracker.example/p.gif"]),
        ('<a href="//evil.example">', ["href=//evil.example"]),
        ('<a href=" javascript:alert(1)">', ["href= javascript:alert(1)"]),
        ('<script type="module" src="{% static "a.js" %}"></script>', []),
        ('<a href="{{ source.url }}">on style</a><a href="/nb/">{# <style> #}</a>', []),
        ('<svg xmlns="http://www.w3.org/2000/svg"></svg>', []),
    ],
)
def test_templates_checker_finds_what_is_inline_or_foreign(source: str, found: list[str]) -> None:
    assert blocked_markup(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{{ page.title }}", ["page.title"]),
        ("{{ local.page.title|upper }}", ["local.page.title"]),
        ("{{ a|default:topic.label }}", ["topic.label"]),
        ('{% firstof page.summary "x" %}', ["page.summary"]),
        ("{% if page.summary %}{% endif %}", ["page.summary"]),
        ("{% blocktranslate with t=page.title %}{% endblocktranslate %}", ["page.title"]),
        ("{{ page.body_de }}", ["page.body_de"]),
        ('{% text page "title" %}{% plain page "page.title" as title %}{{ title }}', []),
        ("{{ host.municipality.name }}{{ page.slug }}{# {{ page.title }} #}", []),
    ],
)
def test_templates_checker_finds_bare_fields(source: str, found: list[str]) -> None:
    assert bare_fields(source) == found


# --- catalogues ---------------------------------------------------------------------------------

MESSAGE_FUNCTIONS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy",
                     "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}  # fmt: skip
Message = tuple[str, str]  # context, msgid


def messages_in_code(source: str) -> Iterator[Message]:
    """Every text that the code asks a catalogue for, `_` and other short names followed home."""
    module = ast.parse(source)
    functions = {name: name for name in MESSAGE_FUNCTIONS}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            functions |= {each.asname or each.name: each.name for each in node.names}
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            name = functions.get(called, "")
            if name in MESSAGE_FUNCTIONS:
                yield from _messages_of(name, [getattr(arg, "value", None) for arg in node.args])


def _messages_of(function: str, arguments: list[object]) -> Iterator[Message]:
    texts = [each for each in arguments if isinstance(each, str)]
    context = texts.pop(0) if function.startswith(("p", "np")) and texts else ""
    yield from ((context, text) for text in texts[: 2 if function.startswith("n") else 1])


def messages_in_template(source: str) -> Iterator[Message]:
    """Every text that a template asks a catalogue for, read by Django's own extraction."""
    literal = r"""\s*u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*"""
    for call in re.finditer(rf"(n?p?gettext|_)\(({literal}(?:,{literal})*)", templatize(source)):
        found = ast.literal_eval(f"[{call[2]}]")
        yield from _messages_of(call[1], found)


def messages_wanted() -> set[Message]:
    wanted: set[Message] = set()
    for path in tree.files():
        if path.suffix == ".py" and path.parts[0] in PACKAGES:
            wanted |= set(messages_in_code(tree.read(path)))
        elif path.parts[0] == "templates" and path.suffix in {".html", ".txt"}:
            wanted |= set(messages_in_template(tree.read(path)))
    return {(context, text) for context, text in wanted if text}


def catalogue(language: str) -> polib.POFile:
    path = tree.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.is_file(), f"{path} is missing: run `make messages`"
    return polib.pofile(str(path))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text))


CATALOGUES = [code for code in LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_has_every_message(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(language)}
    known |= {(entry.msgctxt or "", entry.msgid_plural) for entry in catalogue(language)}
    wanted = messages_wanted()
    assert ("", "Municipalities") in wanted
    assert sorted(wanted - known) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_is_translated_to_the_end(language: str) -> None:
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert entries
    assert [entry.msgid for entry in entries if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_keeps_the_placeholders(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            # A singular may spell the number out; what the code does not give must never stand.
            if placeholders(text) - allowed or (entry.msgstr and placeholders(text) != allowed):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_catalogue_reader_finds_messages_in_code() -> None:
    source = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as pg\n"
        "a = _('One ' 'line'); b = ngettext('%(n)s day', '%(n)s days', n)\n"
        "c = pg('month', 'May'); d = other('no'); e = _(name)\n"
    )
    assert set(messages_in_code(source)) == {
        ("", "One line"), ("", "%(n)s day"), ("", "%(n)s days"), ("month", "May"),
    }  # fmt: skip


def test_catalogue_reader_finds_messages_in_templates() -> None:
    source = (
        '{% translate "It\'s" as a %}{% translate "May" context "month" %}{{ x|default:_("None") }}'
        "{% blocktranslate with a=b trimmed %}\n  {{ a }} is\n  here\n{% endblocktranslate %}"
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
        "{# {% translate 'never' %} #}"
    )
    assert set(messages_in_template(source)) == {
        ("", "It's"), ("month", "May"), ("", "None"), ("", "%(a)s is here"),
        ("", "%(n)s day"), ("", "%(n)s days"),
    }  # fmt: skip


# --- files around the code ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    text = (tree.ROOT / "requirements" / name).read_text()
    assert not re.search(r"https?:|index-url|find-links|trusted-host|^\s*-[^-]", text, re.MULTILINE)
    pinned = re.split(
        r"^(?=[a-zA-Z])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )
    pinned = [entry for entry in pinned if entry.strip()]
    assert pinned
    assert [
        e for e in pinned if not re.match(r"[\w.\[\]-]+==\S+", e) or "--hash=sha256:" not in e
    ] == []


def test_requirements_of_the_product_are_those_of_development() -> None:
    def pins(name: str) -> set[str]:
        text = (tree.ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^([\w.\[\]-]+==[\w.]+)", text, re.MULTILINE))

    assert pins("base.txt") < pins("dev.txt")


def uncommented_dependencies(pyproject: str) -> list[str]:
    """Dependencies without a line above them that says why they are there."""
    project = tomllib.loads(pyproject)
    named = {*project["project"]["dependencies"]}
    named |= {each for group in project["dependency-groups"].values() for each in group}
    lines = [line.strip() for line in pyproject.splitlines()]
    reasoned = {
        line.strip('",') for above, line in zip(lines, lines[1:], strict=False) if above[:1] == "#"
    }
    return sorted(named - reasoned)


def test_dependencies_say_why_they_are_there() -> None:
    assert uncommented_dependencies((tree.ROOT / "pyproject.toml").read_text()) == []


def test_dependencies_checker_finds_one_without_reason() -> None:
    project = (
        '[project]\ndependencies = [\n  # Why.\n  "a>=1",\n  "b>=1",\n]\n[dependency-groups]\n'
    )
    assert uncommented_dependencies(project) == ["b>=1"]


# Written so that this file does not name them itself.
MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:work|root|home|opt|Users)/")
INDEX_HOST = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.](?:org|com)|/simple\b(?=[/\s\"'])"
)


def places_named(text: str) -> list[str]:
    """Paths of somebody's machine and package indexes that the text names."""
    return [m[0] for pattern in (MACHINE_PATH, INDEX_HOST) for m in pattern.finditer(text)]


def test_files_name_no_machine_and_no_package_index() -> None:
    found = {str(path): places_named(tree.read(path)) for path in tree.files()}
    assert {path: places for path, places in found.items() if places} == {}


def test_files_checker_finds_machines_and_package_indexes() -> None:
    work, index = "/wo" + "rk/", "py" + "pi.org"
    assert places_named(f"cd {work}main; pip -i https://{index}{'/simp' + 'le'}/") == [
        work, index, "/simp" + "le",
    ]  # fmt: skip
    assert places_named(f"https://www.nav.no{work}permit and ../home/ and a simple thing") == []


def test_files_hold_nothing_that_is_compiled() -> None:
    assert [str(path) for path in tree.files() if path.suffix in {".mo", ".pyc", ".sqlite3"}] == []


CUT_SELECTORS = re.compile(r",\n\s*\n|,\s*\}")


def test_lists_of_selectors_are_whole() -> None:
    """Half a list takes the next rule for its own, and says nothing."""
    assert CUT_SELECTORS.search(".menu a,\n\n.crumbs {")
    styles = [path for path in tree.files() if path.suffix == ".css"]
    assert len(styles) > 20
    assert [str(path) for path in styles if CUT_SELECTORS.search(tree.read(path))] == []
