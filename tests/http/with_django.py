# What json and xml delivered, read by Django itself, and written by it again: TAP for django.t.
#
#     python3 with_django.py WARUNG.DB MEMBER FOLDER
#
# FOLDER holds what the files are named after: product.json, product.xml, and as MEMBER's item.json, item.xml.
import itertools
import os
import sqlite3
import sys
from datetime import datetime, timedelta, timezone

sys.dont_write_bytecode = True

import django
from django_shop import Item, Product

from django.core import serializers

PRODUCTS = """SELECT id, user_id, name, price, description, stock, category, image, available,
    date_added FROM product WHERE available ORDER BY seq"""
ITEMS = "SELECT id, user_id, name, amount, description FROM item WHERE user_id = ? ORDER BY id"


def product(*row):
    *others, available, date_added = row
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    return Product(*others, bool(available), epoch + timedelta(microseconds=date_added))


def stored(database, model, select, *values):
    """What the database has, checked as Django checks it."""
    for row in database.execute(select, values):
        thing = model(*row)
        thing.clean_fields(exclude=["user", "description", "category", "image"])
        yield thing


def values(thing, step):
    """All its fields, the time cut to so many microseconds, as the format does."""
    fields = {field.attname: getattr(thing, field.attname) for field in thing._meta.fields}
    if "date_added" in fields:
        moment = fields["date_added"]
        fields["date_added"] = moment - timedelta(microseconds=moment.microsecond % step)
        fields["image"] = str(fields["image"])
    return fields


numbers = itertools.count(1)


def check(good, what):
    print("ok" if good else "not ok", next(numbers), "-", what)


def compare(form, step, things, file):
    delivered = open(file, encoding="utf-8", newline="").read()
    read = [entry.object for entry in serializers.deserialize(form, delivered)]
    written = serializers.serialize(form, things)
    if form == "json" and django.VERSION < (6,):
        written += "\n"
    # XML's parser makes one LF of CR LF.
    for thing in things if form == "xml" else ():
        thing.description = thing.description.replace("\r\n", "\n")
    same = [values(thing, step) for thing in read] == [values(thing, step) for thing in things]
    check(same, f"Django reads {os.path.basename(file)}")
    check(written == delivered, "... and writes the same")


def main(file, member, folder):
    database = sqlite3.connect(file)
    print("1..10")
    for name, things in (
        ("product", list(stored(database, product, PRODUCTS))),
        ("item", list(stored(database, Item, ITEMS, member))),
    ):
        check(len(things) > 2, f"there are {name}s to read")
        for form, step in (("json", 1000), ("xml", 1)):
            compare(form, step, things, f"{folder}/{name}.{form}")


main(*sys.argv[1:])
