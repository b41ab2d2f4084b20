"""The WSGI application that granian serves; each worker process joins the embedded database."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from archive.database import attach  # noqa: E402 - needs the settings module named first

attach()
application = get_wsgi_application()

# What was loaded until here stays: the collector need not go through all of it again and again.
gc.collect()
gc.freeze()
