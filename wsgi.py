"""The address a WSGI server is given: `gunicorn wsgi:app`."""

from consultation.app import create_app
from consultation.settings import Settings

app = create_app(Settings.read())
