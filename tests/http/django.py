# The products of a shop, as Django itself reads and writes them: TAP for django.t.
#
#	python3 django.py warung.db products.json products.xml
import sqlite3
import sys
from datetime import datetime, timedelta, timezone
from io import BytesIO

import django
from django.conf import settings

settings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"], USE_TZ=True,
                   DEFAULT_AUTO_FIELD="django.db.models.AutoField")
django.setup()

from django.contrib.auth.models import User
from django.core import serializers
from django.db import models


class Product(models.Model):
    """The model of the tutorials: reference fields, in the order of the contract."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=255)
    price = models.IntegerField()
    description = models.TextField()
    stock = models.PositiveIntegerField(default=0)
    category = models.CharField(max_length=100, null=True)
    image = models.ImageField(blank=True) if False else models.FileField(blank=True)
    available = models.BooleanField(default=True)
    date_added = models.DateTimeField()

    class Meta:
        app_label = "main"


tests = 0


def check(good, what):
    global tests
    tests += 1
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")


def rows(database):
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for row in sqlite3.connect(database).execute(
            "SELECT id, user_id, name, price, description, stock, category, image, available, date_added "
            "FROM product WHERE available ORDER BY seq"):
        product = Product(*row)
        product.id = Product._meta.pk.to_python(row[0])
        product.available = bool(row[8])
        product.date_added = epoch + timedelta(microseconds=row[9])
        yield product
