"""Invented enquiries for trying things out. All addresses end in example.org."""

from municipalities.models import Municipality
from newcomers.actions.enquiries import receive_enquiry
from newcomers.models import Enquiry
from portal.lib.scope import scoped

# Municipality, language, name, who is moving, message.
ENQUIRIES = (
    (
        "malselv",
        "de",
        "Greta Beispiel",
        "3-4",
        "Wir überlegen, im Sommer nach Bardufoss zu ziehen. Gibt es Kitaplätze für zwei Kinder?",
    ),
    (
        "malselv",
        "en",
        "Piotr Invented",
        "1",
        "I start work at the airport in March. Where do I look for a small flat?",
    ),
    (
        "malselv",
        "nb",
        "Lise Oppdiktet",
        "2",
        "Samboeren min får jobb på basen til Forsvaret. Hva finnes av jobber innen regnskap?",
    ),
    (
        "sorreisa",
        "en",
        "Olena Madeup",
        "3-4",
        "My children are 7 and 10. How do we enrol them at school?",
    ),
    (
        "senja",
        "de",
        "Jonas Muster",
        "1",
        "Ich bin Krankenpfleger. Wie lange dauert die Autorisation ungefähr, und wen frage ich?",
    ),
    ("senja", "nb", "Ahmed Tenkt", "5+", "Vi trenger et hus med plass til sju. Hvem kan hjelpe?"),
)


def make_enquiries() -> int:
    """Store the invented enquiries where a municipality has none yet; how many were stored."""
    places = {place.slug: place for place in Municipality.objects.current().only("pk", "slug")}
    with scoped(place.pk for place in places.values()):
        taken = set(Enquiry.objects.values_list("municipality__slug", flat=True))
    wanted = [row for row in ENQUIRIES if row[0] in places and row[0] not in taken]
    for slug, language, name, household, message in wanted:
        receive_enquiry(
            enquiry=Enquiry(
                municipality=places[slug],
                language=language,
                name=name,
                household=household,
                email=f"{name.split()[0].lower()}@example.org",
                message=message,
            )
        )
    return len(wanted)
