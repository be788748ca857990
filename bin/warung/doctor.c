/* doctor: a line for everything that is wrong with the shop, in plain words. */
#include "doctor.h"

#include <stdio.h>

#include "warung.h"

/* What was found since. */
static void say(const struct doctor *doctor, size_t *said)
{
	for (; *said < doctor->count; (*said)++)
		print_line(stdout, doctor->finding[*said].text);
}

int command_doctor(struct errand *errand)
{
	struct doctor doctor = {
		.arena = errand->arena, .language = languages[0], .db = &errand->db,
		.data = errand->data, .programs = errand->programs, .url = errand->url,
		.enters_by_privilege = errand->enters_by_privilege,
	};
	size_t said = 0;

	doctor_examine(&doctor);
	say(&doctor, &said);
	if (doctor.has_data && doctor.programs != NULL)
		doctor_run(&doctor, doctor_programs_answer);
	say(&doctor, &said);
	if (doctor.has_data && doctor.url != NULL)
		doctor_run(&doctor, doctor_url);
	say(&doctor, &said);
	if (doctor.problems == 0)
		puts("Everything is well.");
	return doctor.problems > 0;
}
