"""What somebody agrees to who tells their story here: each version in every language of it.

A version that somebody may have agreed to is never edited (a test keeps its fingerprint); another
wording is another version, and stands first.
"""

CONSENT_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "2026-1": {
        "nb": (
            "Jeg forteller historien min på denne nettsiden fordi jeg selv vil.",
            "Jeg har lest teksten slik den skal stå, og bestemmer selv hvilket navn jeg får der. "
            "Kommunen kan oversette den til tysk og engelsk.",
            "Et nytt kapittel kommer først på nettet når jeg har lest det.",
            "Jeg kan trekke samtykket tilbake når jeg vil, uten å si hvorfor: med lenken jeg har "
            "fått, eller ved å si det til vertskapskontakten. Da blir historien borte fra "
            "nettsiden med en gang, og teksten blir slettet. Det får ingen følger for meg.",
            "Etterpå tar kommunen bare vare på at jeg samtykket, og når jeg trakk det tilbake. "
            "Andre kan ha kopiert teksten mens den sto der; det rår kommunen ikke over.",
        ),
        "de": (
            "Ich erzähle meine Geschichte auf dieser Website, weil ich das selbst möchte.",
            "Ich habe den Text so gelesen, wie er dort stehen soll, und bestimme selbst, wie ich "
            "dort heiße. Die Gemeinde darf ihn ins Deutsche und ins Englische übersetzen.",
            "Ein neues Kapitel erscheint erst, wenn ich es gelesen habe.",
            "Ich kann die Einwilligung jederzeit zurücknehmen, ohne Gründe zu nennen: mit dem "
            "Link, den ich bekommen habe, oder indem ich es meiner Ansprechperson sage. Dann "
            "verschwindet die Geschichte sofort von der Website, und der Text wird gelöscht. Das "
            "hat keine Folgen für mich.",
            "Danach bewahrt die Gemeinde nur auf, dass ich eingewilligt habe und wann ich das "
            "zurückgenommen habe. Andere können den Text kopiert haben, solange er dort stand; "
            "darauf hat die Gemeinde keinen Einfluss.",
        ),
        "en": (
            "I tell my story on this website because I want to.",
            "I have read the text as it will stand there, and I decide what I am called. The "
            "municipality may translate it into German and English.",
            "A new chapter is published only when I have read it.",
            "I can take my consent back at any time, without saying why: by the link I was given, "
            "or by telling the host contact. The story is then gone from the website at once, and "
            "the text is deleted. This has no consequences for me.",
            "Afterwards the municipality keeps only that I consented, and when I took it back. "
            "Others may have copied the text while it stood there; the municipality cannot change "
            "that.",
        ),
    },
}
NEWEST = next(iter(CONSENT_TEXTS))
