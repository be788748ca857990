/* The doctor on the safety of a shop: who may do everything, how one gets in, what is set. */
#include "owner/doctor.h"

#include "auth/password.h"
#include "model/setting.h"
#include "model/staff.h"

enum {
	SUPERUSERS_MANY = 3,
	NEVER_SEEN_DAYS = 7,
};

static const int64_t DAY = 86400;      /* seconds */

static void check_superusers(struct doctor *doctor, const struct staff *superusers)
{
	if (superusers->count == 0 && staff_count_others(doctor->db) > 0)
		doctor_problem(doctor, N_("There are members, but no superuser who may look "
			"after the shop: say `warung createsuperuser NAME`."));
	if (superusers->count > SUPERUSERS_MANY)
		doctor_hint(doctor, N_("By the way: %zu people are superusers and may do "
			"everything; give those who need less only the permissions for that."),
			superusers->count);
	for (size_t i = 0; i < superusers->count; i++)
		if (password_is_outdated(superusers->user[i]->password))
			doctor_hint(doctor, N_("By the way: the password of the superuser %s is "
				"kept in an old way, which is weaker: it is renewed when %s signs "
				"in the next time."), superusers->user[i]->username,
				superusers->user[i]->username);
}

static void check_never_seen(struct doctor *doctor)
{
	const struct staff *idle = staff_never_seen(doctor->db,
		date_after(date_now(), -NEVER_SEEN_DAYS * DAY));

	for (size_t i = 0; i < idle->count; i++)
		doctor_hint(doctor, N_("By the way: %s is staff, but has never signed in: if "
			"nobody needs that account, close it."), idle->user[i]->username);
}

/* Where members came from another shop, or somebody wrote into the database. */
static void check_hashes(struct doctor *doctor)
{
	struct statement rows = staff_with_password(doctor->db);
	const struct user *user, *first = NULL;
	size_t wrong = 0;

	while ((user = user_next(&rows)) != NULL)
		if (!password_is_hash(user->password) && wrong++ == 0)
			first = user;
	if (wrong > 0)
		doctor_problem(doctor, N_("Passwords are kept in a way that this shop does not "
			"know, %zu in all, the first of %s, who cannot sign in: say `warung "
			"changepassword %s`."), wrong, first->username, first->username);
}

void doctor_people(struct doctor *doctor)
{
	if (!doctor->has_shop)
		return;
	check_superusers(doctor, staff_superusers(doctor->db));
	if (doctor->req == NULL)
		check_hashes(doctor);
	else
		check_never_seen(doctor);
}

/* How the shop is reached, and for how long: what the request that asks for it shows. */
void doctor_site(struct doctor *doctor)
{
	const struct request *req = doctor->req;

	if (req == NULL)
		return;
	if (!req->https && (req->host == NULL || !doctor_is_local(req->host)))
		doctor_problem(doctor, N_("This page came without encryption, so that passwords "
			"can be read on their way: let the web server speak https, and send "
			"visitors there."));
	if (req->config.session_idle == 0 && req->config.session_absolute == 0) {
		doctor_hint(doctor, N_("By the way: whoever is signed in stays so for up to 30 "
			"days without being asked again; on shared devices less is safer."));
		doctor_mended_by(doctor, "session_idle");
	}
}

void doctor_settings(struct doctor *doctor)
{
	if (!doctor->has_shop)
		return;
	for (const struct setting *s = site_settings; s->field.name != NULL; s++) {
		if (!setting_is_set(doctor->db, s->field.name) ||
		    setting_problem(doctor->db, s, setting_get(doctor->db, s->field.name)) == NULL)
			continue;
		doctor_problem(doctor, N_("What is set for “%s” cannot be understood: set it "
			"anew."), translate(doctor->language, s->field.label));
		doctor_mended_by(doctor, s->field.name);
	}
	if (!settings_are_published(doctor->db)) {
		doctor_problem(doctor, N_("Pages do not know the settings as they stand in the "
			"database: save one of them again."));
		doctor_mended_by(doctor, "site_name");
	}
}
