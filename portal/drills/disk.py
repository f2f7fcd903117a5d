"""The disk for pictures is full when somebody sends a photo.

It is a small one of the drill's own (a tmpfs of 400 kB, which only root can make), and holds the
folder for temporary files too. Room is made again at the end.
"""

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from portal.drills import cast, scene
from portal.drills.asking import HOST, Reply
from portal.drills.figures import Figure, exactly
from portal.drills.sending import KEPT, Senders
from portal.drills.servers import start_web
from portal.drills.stage import Missing, Stage
from portal.lib.languages import column

TITLE = "Disk full when a photo is sent"
SIZE, LEFT = 400_000, 12_000  # bytes
SEEN = {"nb": "Kari smiler mot deg", "de": "Kari lächelt", "en": "Kari smiles"}
WORDS = {column("alt", code): words for code, words in SEEN.items()} | {"credit": "Ola Foto"}
EDITOR = f"""
from municipalities.actions.memberships import give_role
from municipalities.models import Municipality
from municipalities.roles import Role
from portal.models import User
user = User.objects.get(email="{cast.email_of(cast.PLACES[0])}")
place = Municipality.objects.get(slug="{cast.PLACES[0]}")
give_role(user=user, municipality=place, role=Role.EDITOR, by=None)
"""
CARD = """
SELECT card.id FROM hosting_coordinator AS card
JOIN municipalities_municipality AS place ON place.id = card.municipality_id
WHERE place.slug = %s ORDER BY card.id LIMIT 1
"""


def run(stage: Stage) -> Iterator[Figure]:
    """Fill the disk, send photos, look what is left, and make room again."""
    folder = _small_disk(stage)
    here = scene.prepare(stage, {"MEDIA_ROOT": str(folder / "media"), "TMPDIR": str(folder)})
    stage.manage(here.given, "shell", "-c", EDITOR, "-v0")
    here.ports = (stage.port(),) * 2
    start_web(stage, "web", here.ports[0], here.given)
    (number,) = here.primary.ask(CARD, cast.PLACES[0])[0]
    page = f"/admin/hosting/coordinator/{number}/photo/"
    filler = folder / "filler"
    filler.write_bytes(b"x" * (SIZE - LEFT))
    large = _photo(900) + b"x" * 4_000_000
    for what, content in {"a photo": _photo(900), "one of 4 MB": large}.items():
        yield from _refused(here, page, what, content, folder)
    senders = Senders(here.reader)
    senders.fill_in(1, here.primary)
    found = here.reader().get(KEPT).status, here.staff.get("/admin/").status, senders.send(0)
    yield exactly("a page, staff's page, an enquiry", found, (200, 200, ""))
    filler.unlink()
    yield exactly("with room again: status", _send(here, page, _photo(300)).status, 302)
    yield Figure("its files", len(_files(folder)), "some", len(_files(folder)) > 1)


def _small_disk(stage: Stage) -> Path:
    """Raises Missing where we may not make one."""
    if os.geteuid() != 0:
        raise Missing("This drill makes a small disk of its own, which only root may.")
    folder = stage.folder / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        raise Missing("This drill makes a small disk of its own, and mount refused it here.")
    stage.at_end(lambda: subprocess.run(["umount", folder], check=True))
    return folder


def _photo(width: int) -> bytes:
    """A picture that cannot be made small: every pixel is another colour."""
    from PIL import Image

    size = (width, width * 3 // 4)
    into = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(3 * size[0] * size[1])).save(into, "JPEG", quality=60)
    return into.getvalue()


def _refused(
    here: scene.Scene, page: str, what: str, content: bytes, folder: Path
) -> Iterator[Figure]:
    answer = _send(here, page, content)
    yield exactly(f"{what}: status", answer.status, 200)
    says = "kan ikke lagres" in answer.text or "cannot be stored" in answer.text
    yield exactly(f"{what}: the page says that it cannot be stored", says, True)
    typed = all(words in answer.text for words in WORDS.values())
    yield exactly(f"{what}: what was typed is still there", typed, True)
    yield exactly(f"{what}: files that stay", len(_files(folder)), 0)
    rows = here.primary.ask("SELECT count(*) FROM hosting_picture")[0][0]
    yield exactly(f"{what}: rows that stay", rows, 0)


def _send(here: scene.Scene, page: str, content: bytes) -> Reply:
    """Fill in the form and send it."""
    here.staff.get(page)
    photo = io.BytesIO(content)
    photo.name = "kari.jpg"
    token = {"csrfmiddlewaretoken": here.staff.cookies["csrftoken"]}
    body = encode_multipart(BOUNDARY, WORDS | token | {"agreed": "on", "photo": photo})
    return here.staff.ask("POST", page, body, content_type=MULTIPART_CONTENT,
                          referer=f"https://{HOST}{page}", origin=f"https://{HOST}")  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "filler"]
