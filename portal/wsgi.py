"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal.readiness import refuse_to_serve_unguarded  # noqa: E402  (needs the settings)

refuse_to_serve_unguarded()
