/* Signing out, from its own page or from the list of browsers. */
#ifndef ACCOUNT_SIGN_OUT_H
#define ACCOUNT_SIGN_OUT_H

#include "http/request.h"
#include "http/response.h"

/* This browser is signed out, told so, and sent to login. */
void sign_out(struct request *req, struct response *res);

#endif
