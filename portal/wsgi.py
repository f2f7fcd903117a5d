"""The WSGI application that gunicorn serves: kept pages in front, Django behind them."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# What is loaded here stays: to look for garbage among it again and again is a fourth of the start.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()

from portal import campaigns  # noqa: E402  (these need the settings)
from portal.lib import metrics  # noqa: E402
from portal.page_cache import PageCache  # noqa: E402
from portal.readiness import refuse_to_serve_unguarded  # noqa: E402
from portal.visits import start_writing  # noqa: E402

refuse_to_serve_unguarded()
metrics.start(is_shared=True)
application = PageCache(django_application)
start_writing(campaigns.COUNTER)
gc.freeze()
gc.enable()
