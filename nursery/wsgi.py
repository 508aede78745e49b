import os

from django.core.wsgi import get_wsgi_application

from nursery import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")

application = get_wsgi_application()
garbage.settle()
