/* What the doctor can find out only by starting other programs. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "owner/doctor.h"

/* Do the programs of the shop start, and answer? */
void doctor_programs_answer(struct doctor *doctor);

/* What does a stranger see at doctor->url? */
void doctor_url(struct doctor *doctor);

#endif
