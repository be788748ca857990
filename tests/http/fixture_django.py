# A shop that was built with Django moves in, and out again: TAP for fixtures.t.
#
#     python3 fixture_django.py write FOLDER      makes django.json and django.xml, by dumpdata
#     python3 fixture_django.py compare FOLDER    ... and what warung made of them, ours.json and ours.xml
import sys
import uuid
from datetime import datetime, timezone

sys.dont_write_bytecode = True

from django_shop import Item, Product

from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.core.management import call_command

SELL = ["add_product", "change_product", "view_item"]


def permissions(*codenames):
    return Permission.objects.filter(codename__in=codenames)


def people():
    """They sign in with Kopi-Gayo-72."""
    sellers = Group.objects.create(name="Penjual")
    sellers.permissions.set(permissions(*SELL))
    Group.objects.create(name="Tamu").permissions.set(permissions("add_session"))
    for name, more in (
        ("siti", {"is_staff": True, "is_superuser": True, "first_name": "Siti", "email": "siti@example.org"}),
        ("budi", {"last_name": "Gunawan", "last_login": datetime(2024, 2, 29, 23, 59, 59, 999999, timezone.utc)}),
        ("Ünal", {"is_active": False}),
    ):
        yield User.objects.create_user(name, password="Kopi-Gayo-72", **more)


def fill():
    siti, budi, unal = people()
    budi.groups.set(Group.objects.filter(name="Penjual"))
    budi.user_permissions.set(permissions("view_user", "delete_item"))
    unal.set_unusable_password()
    unal.save()
    for number, text in enumerate(("Kopi", 'Teh "&" <gula> é 😀', "  dua\n\tbaris\r\n]]> \u2028 \\")):
        Product.objects.create(
            id=uuid.UUID(int=number + (4 << 76) + (8 << 60)), user=(siti, budi)[number % 2], name=text.split("\n")[0],
            price=15000 * number, description=text, stock=number, category=(None, "Minuman")[number % 2],
            available=number != 1, date_added=datetime(2024, 10, 2, 5, 6, 7, (0, 89000, 89012)[number], timezone.utc),
        )
        Item.objects.create(user=budi, name=f"karung {number}", amount=number, description=text)
    Session.objects.create(session_key="x" * 32, session_data="e30", expire_date=datetime.now(timezone.utc))


def dump(folder, form):
    call_command("dumpdata", format=form, output=f"{folder}/django.{form}", skip_checks=True)


def values(thing):
    fields = {field.attname: str(getattr(thing, field.attname)) for field in thing._meta.fields}
    for field in thing._meta.many_to_many:
        fields[field.name] = sorted(map(str, getattr(thing, field.name).all()))
    return fields


def compare(number, folder, form):
    """Every field of every record, as Django reads its own file and ours.  Its JSON has milliseconds."""
    both = []
    for database, name in (("default", "django"), ("other", "ours")):
        call_command("flush", database=database, interactive=False)
        call_command("loaddata", f"{folder}/{name}.{form}", database=database, verbosity=0, skip_checks=True)
        both.append([
            values(thing) for model in (Group, User, Product, Item)
            for thing in model.objects.using(database).order_by("pk")
        ])
    theirs, ours = both
    for group in theirs + ours:
        if "permissions" in group:  # of applications that the shop does not have
            group["permissions"] = [one for one in group["permissions"] if "session" not in one]
    same = len(theirs) == 11 and theirs == ours
    print("ok" if same else "not ok", number, "- Django reads what came out in", form)
    if not same:
        print(*(f"# {one}\n# {other}" for one, other in zip(theirs, ours) if one != other), sep="\n")


def main(what, folder):
    for database in ("default", "other"):
        call_command("migrate", run_syncdb=True, database=database, verbosity=0, skip_checks=True)
    if what == "write":
        fill()
        dump(folder, "json")
        dump(folder, "xml")
    else:
        print("1..2")
        compare(1, folder, "json")
        compare(2, folder, "xml")


main(*sys.argv[1:])
