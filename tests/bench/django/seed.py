"""Fills the database: USERS names, with ids from 1 and one password, and the products of FIXTURE, in Django's own
JSON format, which is what Warung's /json answers: so both shops sell the same goods.

    seed.py FIXTURE PASSWORD USER...
"""
import sys

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402: models need the setup above

fixture, password, *users = sys.argv[1:]
call_command('migrate', run_syncdb=True, verbosity=0)
for name in users:
    User.objects.create_user(name, password=password)
call_command('loaddata', fixture, verbosity=0)
