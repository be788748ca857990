"""Fills the database with users, whose ids count from 1, and with the products of a fixture.

    seed.py FIXTURE PASSWORD USER...
"""
import sys

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402, it needs the setup

fixture, password, *users = sys.argv[1:]
call_command('migrate', run_syncdb=True, verbosity=0)
for name in users:
    User.objects.create_user(name, password=password)
call_command('loaddata', fixture, verbosity=0)
