import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")

application = get_wsgi_application()

# What start-up made lives as long as the process: the collector need not look at it again, and workers that are
# forked from here keep sharing its pages.
gc.collect()
gc.freeze()
