"""What the invented organisations offer. `texts`: title, what it is, when; by language."""

from typing import Any

# By key: name, kind, what it is.
ORGANISATIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "norskskolen": ("Eksempel norskskole", "education", {
        "nb": "Oppdiktet norskskole for voksne.",
        "de": "Erfundene Norwegischschule für Erwachsene.",
        "en": "An invented Norwegian school for adults.",
    }),
    "turlaget": ("Eksempel turlag", "community", {
        "nb": "Oppdiktet turlag.", "de": "Erfundener Wanderverein.",
        "en": "An invented hiking club.",
    }),
    "sentralen": ("Eksempel frivilligsentral", "community", {
        "nb": "Oppdiktet frivilligsentral.", "de": "Erfundene Freiwilligenzentrale.",
        "en": "An invented volunteer centre.",
    }),
    "bruket": ("Eksempel fiskebruk", "employer", {
        "nb": "Oppdiktet fiskebruk.", "de": "Erfundener Fischbetrieb.",
        "en": "An invented fish plant.",
    }),
    "utleien": ("Eksempel utleie", "business", {
        "nb": "Oppdiktet utleier.", "de": "Erfundener Vermieter.", "en": "An invented landlord.",
    }),
    "kafeen": ("Eksempel språkkafé", "community", {
        "nb": "Oppdiktet språkkafé.", "de": "Erfundenes Sprachcafé.",
        "en": "An invented language café.",
    }),
}  # fmt: skip

OFFERS: dict[str, dict[str, Any]] = {
    "norsk-a1-kveld-senja-eks1": {
        "kind": "norwegian_class", "by": "norskskolen", "places": ["senja"], "in": "nb",
        "more": {"levels": ["A1"], "seats": 16, "is_outside_working_hours": True,
                 "is_beside_work": True, "place": "Finnsnes", "languages": ["nb", "en"]},
        "texts": {
            "nb": ("Norsk for nybegynnere, kveld", "To kvelder i uka, helt fra starten av.",
                   "Tirsdag og torsdag 18–20"),
            "de": ("Norwegisch für Anfänger, abends", "Zwei Abende in der Woche, ganz von vorn.",
                   "Dienstag und Donnerstag 18–20 Uhr"),
            "en": ("Norwegian for beginners, evenings", "Two evenings a week, from the very start.",
                   "Tuesday and Thursday 18–20"),
        },
    },
    "norsk-a2-b1-dag-malselv-eks2": {
        "kind": "norwegian_class", "by": "norskskolen", "places": ["malselv"], "in": "nb",
        "more": {"levels": ["A2", "B1"], "seats": 12, "is_free": True, "place": "Bardufoss",
                 "groups": ["refugee", "family_reunification"]},
        "texts": {
            "nb": ("Norsk på dagtid, A2–B1", "For deg som kan snakke litt og vil lese og skrive.",
                   "Mandag til fredag 9–13"),
            "en": ("Norwegian in the daytime, A2–B1",
                   "For those who speak a little and want to read and write.",
                   "Monday to Friday 9–13"),
        },
    },
    "norsk-b2-nett-eks3": {
        "kind": "norwegian_class", "by": "norskskolen", "places": [], "in": "nb",
        "more": {"levels": ["B2"], "seats": 20, "is_outside_working_hours": True,
                 "is_beside_work": True, "place": "På nett"},
        "texts": {
            "nb": ("Norsk på nett, B2", "Lærer på skjermen én kveld i uka, oppgaver imellom.",
                   "Onsdag 19–21"),
            "de": ("Norwegisch online, B2", "Einmal die Woche am Bildschirm, dazwischen Aufgaben.",
                   "Mittwoch 19–21 Uhr"),
            "en": ("Norwegian online, B2", "A teacher on the screen once a week, and exercises.",
                   "Wednesday 19–21"),
        },
    },
    "norsk-a1-sorreisa-eks4": {
        "kind": "norwegian_class", "by": "norskskolen", "places": ["sorreisa", "dyroy"], "in": "nb",
        "more": {"levels": ["A1", "A2"], "is_beside_work": True, "place": "Sørreisa"},
        "texts": {
            "nb": ("Norsk for deg i jobb", "Før vakta. Du lærer ordene du trenger på jobb.",
                   "Mandag og onsdag 7–8.30"),
        },
    },
    "norsk-c1-bardu-eks5": {
        "kind": "norwegian_class", "by": "norskskolen", "places": ["bardu"], "in": "nb",
        "more": {"levels": ["C1"], "seats": 0, "is_outside_working_hours": True,
                 "is_beside_work": True, "place": "Setermoen", "groups": ["eu_eea", "non_eea"]},
        "texts": {
            "nb": ("Norsk for fagfolk, C1", "Kurset er fullt. Skriv til oss om venteliste.",
                   "Lørdag 10–13"),
            "de": ("Norwegisch für Fachleute, C1", "Der Kurs ist voll. Frag nach der Warteliste.",
                   "Samstag 10–13 Uhr"),
        },
    },
    "onsdagstur-eks6": {
        "kind": "activity", "by": "turlaget", "places": ["senja"], "in": "nb",
        "more": {"is_free": True, "is_outside_working_hours": True, "is_beside_work": True,
                 "languages": ["nb", "en", "de"], "place": "Finnsnes"},
        "texts": {
            "nb": ("Onsdagstur", "En rolig tur i nærheten. Alle kan bli med.", "Onsdag kl. 18"),
            "de": ("Mittwochswanderung", "Eine ruhige Tour in der Nähe. Alle können mit.",
                   "Mittwoch 18 Uhr"),
            "en": ("Wednesday walk", "An easy walk nearby. Everybody can come.", "Wednesday 18:00"),
        },
    },
    "wandern-auf-deutsch-eks7": {
        "kind": "activity", "by": "turlaget", "places": ["malselv", "bardu"], "in": "de",
        "more": {"is_free": True, "is_outside_working_hours": True, "languages": ["de"],
                 "groups": ["eu_eea", "family_with_children"]},
        "texts": {
            "de": ("Wandern mit Kindern",
                   "Wir gehen einmal im Monat los.\n\nBring etwas zum Grillen mit.",
                   "Erster Sonntag im Monat"),
        },
    },
    "barnas-klatregruppe-eks8": {
        "kind": "activity", "by": "turlaget", "places": ["malselv"], "in": "nb",
        "more": {"groups": ["family_with_children", "youth", "defence_family"],
                 "is_outside_working_hours": True, "place": "Bardufoss"},
        "texts": {
            "nb": ("Klatring for barn", "Vi låner ut tau og sko.", "Torsdag 17–18.30"),
            "en": ("Climbing for children", "We lend ropes and shoes.", "Thursday 17–18:30"),
        },
    },
    "leksehjelp-eks9": {
        "kind": "volunteering", "by": "sentralen", "places": ["dyroy"], "in": "nb",
        "more": {"is_free": True, "languages": ["nb", "en"]},
        "texts": {
            "nb": ("Bli leksehjelper", "Vi trenger voksne som hjelper barn med lekser.",
                   "Mandag 14–16"),
            "de": ("Hilf bei den Hausaufgaben", "Wir suchen Erwachsene, die Kindern helfen.",
                   "Montag 14–16 Uhr"),
        },
    },
    "besoksvenn-eks10": {
        "kind": "volunteering", "by": "sentralen", "places": ["sorreisa"], "in": "nb",
        "more": {"is_free": True, "is_outside_working_hours": True, "is_beside_work": True},
        "texts": {
            "nb": ("Besøksvenn", "Besøk en eldre nabo og snakk norsk.", "Når det passer dere"),
            "de": ("Besuchsfreund", "Besuche ältere Nachbarn und sprich Norwegisch.",
                   "Wann es euch passt"),
            "en": ("Visiting friend", "Visit an older neighbour and speak Norwegian.",
                   "When it suits you both"),
        },
    },
    "hybel-sorreisa-eks11": {
        "kind": "housing", "by": "utleien", "places": ["sorreisa"], "in": "nb",
        "more": {"groups": ["student", "norwegian_mover"], "place": "Sørreisa"},
        "texts": {"nb": ("Hybler for de første månedene", "Møblert, én til seks måneder.", "")},
    },
    "leilighet-senja-eks12": {
        "kind": "housing", "by": "utleien", "places": ["senja"], "in": "en",
        "more": {"groups": ["eu_eea", "non_eea"], "languages": ["en", "pl"]},
        "texts": {"en": ("Flats for new staff", "Two rooms, near the bus. Ask us before you come.",
                         "From the first of each month")},
    },
    "jobb-fiskebruk-eks13": {
        "kind": "work", "by": "bruket", "places": ["senja"], "in": "nb",
        "more": {"languages": ["nb", "en", "lt", "pl"], "groups": ["eu_eea", "nordic"]},
        "need": {"area": "sea", "posts": 6},
        "texts": {
            "nb": ("Jobb på fiskebruk i sesongen", "Vi lærer deg opp. Norskkurs i arbeidstida.",
                   "Januar til april"),
            "de": ("Saisonarbeit im Fischbetrieb", "Wir arbeiten dich ein, mit Norwegischkurs.",
                   "Januar bis April"),
            "en": ("Work at a fish plant in the season", "We train you, with Norwegian classes.",
                   "January to April"),
        },
    },
    "skatt-pa-polsk-eks14": {
        "kind": "service", "by": "sentralen", "places": ["bardu", "malselv"], "in": "en",
        "more": {"is_free": True, "languages": ["pl", "en", "uk"], "groups": ["eu_eea", "refugee"]},
        "texts": {"en": ("Help with forms", "We read letters and forms with you.",
                         "Friday 12–15, no appointment")},
    },
    "sprakkafe-dyroy-eks15": {
        "kind": "service", "by": "kafeen", "places": ["dyroy", "sorreisa"], "in": "nb",
        "more": {"is_free": True, "is_outside_working_hours": True, "is_beside_work": True,
                 "languages": ["nb", "uk", "ar"]},
        "texts": {
            "nb": ("Språkkafé", "Kom og snakk norsk over en kopp kaffe.", "Tirsdag 18–20"),
            "de": ("Sprachcafé", "Komm und sprich Norwegisch bei einem Kaffee.",
                   "Dienstag 18–20 Uhr"),
            "en": ("Language café", "Come and speak Norwegian over a coffee.", "Tuesday 18–20"),
        },
    },
    "bytte-barneklaer-eks16": {
        "kind": "service", "by": "sentralen", "places": [], "in": "nb",
        "more": {"is_free": True, "groups": ["family_with_children"]},
        "texts": {
            "nb": ("Byttering for barneklær", "Ta med det som er for lite, få det som passer.",
                   "Hver måned"),
            "en": ("Swap children’s clothes", "Bring what is too small, take what fits.",
                   "Every month"),
        },
    },
}  # fmt: skip

# Sent in, and waiting for a moderator: an organisation that is not listed, and one that is.
WAITING: dict[str, dict[str, Any]] = {
    "strikkekafe-senja-eks17": {
        "place": "senja", "sender": "Tora Oppdiktet",
        "offer": {"kind": "activity", "organisation_name": "Eksempel strikkeklubb",
                  "written_in": "nb", "is_free": True, "place": "Finnsnes",
                  "languages": ["nb", "en"]},
        "texts": {"title": "Strikkekafé",
                  "text": "Vi strikker og prater. Du trenger ikke kunne det fra før.",
                  "times": "Torsdag 18–20", "how_to_join": "Bare kom. Vi har garn og pinner."},
    },
    "handwerk-malselv-eks18": {
        "place": "malselv", "sender": "Bernd Beispiel",
        "offer": {"kind": "activity", "organisation_name": "Eksempel frivilligsentral",
                  "written_in": "de", "place": "Bardufoss", "languages": ["de", "nb"],
                  "website": "https://www.example.org/"},
        "texts": {"title": "Werkstatt für Kinder und Eltern",
                  "text": "Einmal im Monat bauen wir etwas aus Holz.",
                  "times": "Samstag 11–14 Uhr, am ersten Wochenende im Monat",
                  "cost": "50 Kronen für das Material",
                  "how_to_join": "Schreib uns bis Donnerstag."},
    },
}  # fmt: skip
