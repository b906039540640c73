"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kipthoi.settings")

application = get_wsgi_application()

if os.environ.get("KIPTHOI_TICK"):
    from kipthoi.tick import start

    start()
