"""What a newcomer agrees to, by purpose: each version in every language of it.

A version that somebody may have agreed to is never edited (a test keeps its fingerprint); another
wording is another version, and stands first.
"""

Paragraphs = tuple[str, ...]
# What every text ends with.
_END = {
    "nb": "Det er frivillig. Jeg kan trekke samtykket tilbake når jeg vil, uten å si hvorfor, ved "
    "å si det til vertskapskontakten. Det virker med en gang, og får ingen følger for meg.",
    "de": "Das ist freiwillig. Ich kann die Einwilligung jederzeit zurücknehmen, ohne Gründe zu "
    "nennen: Es genügt, das meiner Ansprechperson zu sagen. Es gilt sofort und hat keine Folgen "
    "für mich.",
    "en": "This is voluntary. I can take my consent back at any time, without saying why, by "
    "telling my host contact. That counts at once, and has no consequences for me.",
}
_PHOTO = {
    "nb": "Kommunen kan ta bilder av meg og bruke dem på nettsiden og i trykksaker om å flytte "
    "hit. Jeg får se bildene først.",
    "de": "Die Gemeinde darf Fotos von mir machen und sie auf der Website und in Drucksachen über "
    "den Umzug hierher verwenden. Ich sehe die Bilder vorher.",
    "en": "The municipality may take photographs of me and use them on the website and in print "
    "about moving here. I see the pictures first.",
}
_STORY = {
    "nb": "Kommunen kan skrive ned hva jeg forteller om flyttingen. Ingenting kommer på trykk før "
    "jeg har lest det og samtykket til akkurat den teksten.",
    "de": "Die Gemeinde darf aufschreiben, was ich über meinen Umzug erzähle. Nichts davon "
    "erscheint, bevor ich genau diesen Text gelesen und ihm zugestimmt habe.",
    "en": "The municipality may write down what I tell about my move. Nothing of it appears before "
    "I have read and agreed to exactly that text.",
}
_VOLUNTEERS = {
    "nb": "Kommunen kan gi navnet mitt, språkene mine og telefonnummeret eller e-postadressen min "
    "til frivillige og organisasjoner, så de kan ta kontakt. Jeg får vite hvem det er først.",
    "de": "Die Gemeinde darf meinen Namen, meine Sprachen und meine Telefonnummer oder "
    "E-Mail-Adresse an Freiwillige und Organisationen geben, damit sie sich bei mir melden. Ich "
    "erfahre vorher, wer das ist.",
    "en": "The municipality may give my name, my languages and my phone number or e-mail address "
    "to volunteers and organisations, so that they can contact me. I am told who it is first.",
}
_AGENCY = {
    "nb": "Kommunen kan fortelle en offentlig etat, en skole eller en annen tjeneste hvem jeg er, "
    "og hva jeg trenger hjelp til. Jeg får vite hvem og hva først. Ingenting om helse eller tro.",
    "de": "Die Gemeinde darf einer Behörde, einer Schule oder einem anderen Dienst sagen, wer ich "
    "bin und wobei ich Hilfe brauche. Ich erfahre vorher, wem und was. Nichts über Gesundheit "
    "oder Religion.",
    "en": "The municipality may tell a public agency, a school or another service who I am and "
    "what I need help with. I am told whom and what first. Nothing about health or religion.",
}
_IN_TOUCH = {
    "nb": "Kommunen kan ta kontakt med meg også etter at oppfølgingen er over, ett og to år etter "
    "at jeg kom, for å spørre hvordan det går og om jeg fortsatt bor her.",
    "de": "Die Gemeinde darf sich auch nach dem Ende der Begleitung bei mir melden, ein und zwei "
    "Jahre nach meiner Ankunft, um zu fragen, wie es geht und ob ich noch hier wohne.",
    "en": "The municipality may contact me after the follow-up has ended too, one and two years "
    "after I came, to ask how things are and whether I still live here.",
}


def _with_end(texts: dict[str, str]) -> dict[str, Paragraphs]:
    return {language: (text, _END[language]) for language, text in texts.items()}


# Version, purpose (`Consent.Purpose`), language.
CONSENT_TEXTS: dict[str, dict[str, dict[str, Paragraphs]]] = {
    "2026-1": {
        "photo": _with_end(_PHOTO),
        "story": _with_end(_STORY),
        "volunteers": _with_end(_VOLUNTEERS),
        "agency": _with_end(_AGENCY),
        "in_touch": _with_end(_IN_TOUCH),
    },
}
NEWEST = next(iter(CONSENT_TEXTS))
# For how long a consent holds unless it says otherwise, and at most.
VALID_MONTHS = {"photo": 36, "story": 36, "volunteers": 12, "agency": 12, "in_touch": 27}
MOST_MONTHS = 36
