/* What every compiled page may use: the frame around it, its forms, and the visitor's language. */
#ifndef ROUTE_PAGE_H
#define ROUTE_PAGE_H

#include <string.h>

#include "html/html.h"
#include "http/request.h"
#include "http/response.h"
#include "http/url.h"
#include "route/field.html.h"
#include "route/frame.html.h"

#endif
