# The application `main` of the tutorials, as a small Django project: its models, and two empty databases.
import os
import sys

import django
from django.apps import AppConfig
from django.conf import settings


class Main(AppConfig):
    name = "django_shop"
    label = "main"
    path = os.path.dirname(os.path.abspath(__file__))

    def import_models(self):
        super().import_models()
        self.models_module = sys.modules[__name__]


settings.configure(
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django_shop.Main",
    ],
    DATABASES={
        name: {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"} for name in ("default", "other")
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.db import models


class ImageField(models.FileField):
    """Django's own asks for Pillow, and calls itself a FileField."""

    def get_internal_type(self):
        return "ImageField"

    def db_type(self, connection):
        return "varchar(100)"


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

    class Meta:
        app_label = "main"


class Item(models.Model):
    user = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=255)
    amount = models.IntegerField()
    description = models.TextField()

    class Meta:
        app_label = "main"
