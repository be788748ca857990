# What json and xml delivered, read by Django itself, and written by it again: TAP for django.t.
#
#     python3 with_django.py WARUNG.DB JSON XML
import os
import sqlite3
import sys
from datetime import datetime, timedelta, timezone

import django
from django.apps import AppConfig
from django.conf import settings


class Main(AppConfig):
    """The application `main` of the tutorials, which is this file."""

    name = "__main__"
    label = "main"
    path = os.getcwd()


settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "__main__.Main"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core import serializers
from django.db import models


class ImageField(models.FileField):
    """Django's own asks for Pillow, and calls itself a FileField."""

    def get_internal_type(self):
        return "ImageField"


class Product(models.Model):
    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=255)
    price = models.IntegerField()
    description = models.TextField()
    stock = models.PositiveIntegerField()
    category = models.CharField(max_length=100, null=True)
    image = ImageField()
    available = models.BooleanField()
    date_added = models.DateTimeField()


SELECT = """SELECT id, user_id, name, price, description, stock, category, image, available,
    date_added FROM product WHERE available ORDER BY seq"""


def stored(database):
    """The products on sale, as the database has them."""
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for row in sqlite3.connect(database).execute(SELECT):
        *others, available, date_added = row
        product = Product(*others, bool(available), epoch + timedelta(microseconds=date_added))
        product.clean_fields(exclude=["user", "description", "category", "image"])
        yield product


def values(product, step):
    """All its fields, the time cut to so many microseconds, as the format does."""
    fields = {field.attname: getattr(product, field.attname) for field in Product._meta.fields}
    moment = fields["date_added"]
    fields["date_added"] = moment - timedelta(microseconds=moment.microsecond % step)
    fields["image"] = str(fields["image"])
    return fields


def check(number, good, what):
    print("ok" if good else "not ok", number, "-", what)


def main(database, json, xml):
    products = list(stored(database))
    print("1..5")
    check(1, len(products) > 2, "there is something to read")
    for number, (form, step, file) in enumerate((("json", 1000, json), ("xml", 1, xml))):
        delivered = open(file, encoding="utf-8", newline="").read()
        read = [entry.object for entry in serializers.deserialize(form, delivered)]
        written = serializers.serialize(form, products)
        if form == "json" and django.VERSION < (6,):
            written += "\n"
        # XML's parser makes one LF of CR LF.
        for product in products if form == "xml" else ():
            product.description = product.description.replace("\r\n", "\n")
        same = [values(p, step) for p in read] == [values(p, step) for p in products]
        check(2 * number + 2, same, f"Django reads {form}")
        check(2 * number + 3, written == delivered, f"Django writes the same {form}")


main(*sys.argv[1:])
