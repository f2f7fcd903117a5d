"""What the invented log says, in Norwegian as coordinators write it. Nobody in it exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """An entry that may stand in a log, and what it leads to. `topic` is a key of a topic."""

    topic: str
    mode: str
    counterparts: tuple[str, ...]
    result: str
    text: str
    then: str
    days: int


FIRST = Line(
    "host_help", "phone", ("newcomer",), "informed",
    "Første samtale. Fortalte hvem jeg er, hva vi kan hjelpe med, og hva vi lagrer. "
    "De vil gjerne ha en fast person å ringe til.",
    "Ringe og høre hvordan det går", 7,
)  # fmt: skip

LINES = (
    Line("housing", "phone", ("newcomer",), "informed",
         "Leter etter noe å leie fra neste måned, helst tre rom i nærheten av skolen. Sendte "
         "oversikten over utleiere og forklarte hva en depositumskonto er.",
         "Høre om de har fått svar fra utleierne", 7),
    Line("housing", "visit", ("newcomer", "landlord"), "arranged",
         "Var med på visning. Leiligheten er grei, men uten plass til bil om vinteren. De tenker "
         "seg om til fredag.", "Ringe om leiligheten", 4),
    Line("children_school", "phone", ("newcomer", "kindergarten"), "arranged",
         "Ringte barnehagen sammen. Det er to ledige plasser fra neste måned. Søknaden må sendes "
         "av foreldrene selv.", "Sjekke at barnehagesøknaden er sendt", 5),
    Line("children_school", "email", ("school",), "arranged",
         "Skolen foreslår et oppstartsmøte den første uka. Rektor stiller, og de har en "
         "morsmålsassistent som kan være med.", "Avtale tid for møtet på skolen", 7),
    Line("registration_residence", "office_day", ("newcomer", "tax"), "form",
         "Gikk gjennom flyttemeldingen på kontordagen. Leiekontrakten manglet; de kommer tilbake "
         "med den.", "Minne om time for id-kontroll", 10),
    Line("registration_residence", "phone", ("police",), "informed",
         "Politiet sier at neste ledige time for registrering er om seks uker. Skrev dem opp på "
         "ventelista for avbestillinger.", "Spørre etter avbestilt time", 14),
    Line("money_tax_bank", "phone", ("newcomer",), "informed",
         "Venter på skattekort. Arbeidsgiveren trekker 50 prosent inntil det er på plass; "
         "forklarte at det blir rettet opp.", "Høre om skattekortet er kommet", 10),
    Line("money_tax_bank", "meeting", ("newcomer",), "form",
         "Fylte ut søknad om bankkonto sammen. Banken vil se arbeidskontrakten.",
         "Følge opp bankkontoen", 14),
    Line("work", "phone", ("employer",), "arranged",
         "Arbeidsgiveren er fornøyd og vil ha ham fast fra nyttår. De lurer på om partneren søker "
         "jobb; vi avtaler et møte.", "Møte med arbeidsgiver om jobb til partneren", 10),
    Line("work", "video", ("newcomer", "nav"), "referred",
         "Samtale med NAV om jobbmuligheter for partneren. Det er stor mangel på regnskapsfolk. "
         "Hun registrerer seg som arbeidssøker.", "Høre hvordan det gikk hos NAV", 14),
    Line("language", "email", ("adult_education",), "arranged",
         "Voksenopplæringen har plass på kveldskurset (A1) fra uke 3. Det koster noe for dem som "
         "ikke har rett til gratis opplæring.", "Bekrefte plassen på kurset", 7),
    Line("language", "phone", ("newcomer",), "listened",
         "Kurset går fint, men det er langt å kjøre to kvelder i uka. Foreslo språkkafeen på "
         "biblioteket på torsdager.", "Spørre om språkkafeen var noe", 14),
    Line("education_recognition", "email", ("newcomer",), "form",
         "Sendte lenkene om godkjenning av utdanning. Vitnemålene må oversettes før søknaden.",
         "Se om vitnemålene er oversatt", 30),
    Line("health", "phone", ("newcomer",), "informed",
         "Forklarte fastlegeordningen, og hva de gjør til de har fått fastlege.",
         "Spørre om de har valgt fastlege", 21),
    Line("transport_car", "phone", ("newcomer",), "informed",
         "Skal ha med egen bil. Gikk gjennom frister og vinterdekk. De ringer Tolletaten selv.",
         "Høre om bilen er registrert", 30),
    Line("leisure_community", "event", ("newcomer", "volunteer"), "arranged",
         "Møtte dem på språkkafeen. De ble kjent med to familier med barn på samme alder.",
         "Høre om de vil være med på turlaget", 14),
    Line("leisure_community", "sms", ("newcomer", "association"), "arranged",
         "Idrettslaget tar imot eldstejenta på håndball fra mandag. Utstyr kan lånes.",
         "Spørre hvordan den første treningen var", 10),
    Line("society_rights", "office_day", ("newcomer",), "informed",
         "Hadde et brev fra kommunen som de ikke forsto. Leste det sammen: Det gjaldt renovasjon.",
         "Ringe om et par uker", 14),
    Line("host_help", "visit", ("newcomer",), "listened",
         "Hjemme hos dem. De trives, men synes mørketida er tung. Snakket om lys, ski og at det "
         "snur i januar.", "Ringe etter jul", 21),
)  # fmt: skip

NOT_REACHED = (
    "Ringte, fikk ikke svar. Prøver igjen.",
    "Telefonen var slått av.",
    "La igjen beskjed om at de kan ringe når det passer.",
)

NOTES = (
    "Husk at de helst vil ha beskjed på e-post.",
    "Avtalt at jeg ringer etter klokka 16, når de er hjemme.",
)

# Why a family moves on, and what the next coordinator should know.
MOVES = (
    ("Har fått fast jobb der og kjøper hus", "Liker best telefon, helst etter klokka 16. Barnet "
     "trenger plass i barnehage fra flyttedagen; det haster mest."),
    ("Partneren begynner på skole der", "Norskkurset her er ikke fullført (nivå A2). De vil gjerne "
     "fortsette på kveldstid."),
    ("Fant bolig i nabokommunen", "Alt av papirer er på plass. De savner naboer og turgåere."),
)  # fmt: skip

# Given names, family name, country, category, languages.
PEOPLE = (
    ("Greta Jonas Mia", "Beispiel", "DE", "labour_eea", "de en"),
    ("Piotr Ania Zosia", "Zmyslony", "PL", "labour_eea", "pl en"),
    ("Olena Taras Daryna", "Vyhadana", "UA", "refugee", "uk en"),
    ("Sanna Mikko Aino", "Keksitty", "FI", "labour_nordic", "fi en"),
    ("Erik Lisa Alva", "Påhittad", "SE", "labour_nordic", "sv"),
    ("Lise Thomas Nora", "Oppdiktet", "NO", "norwegian", "nb"),
    ("Ahmed Salma Yusuf", "Mutakhayyal", "SY", "reunification", "ar en"),
    ("Daan Sanne Fleur", "Verzonnen", "NL", "labour_eea", "nl en"),
    ("Ravi Priya Asha", "Kalpanik", "IN", "labour_third", "en"),
    ("Jonas Sara Emil", "Tenkt", "NO", "returnee", "nb"),
    ("Marta Luis Inés", "Inventada", "ES", "student", "es en"),
    ("Kaja Henrik Theo", "Eksempel", "NO", "defence", "nb"),
)
