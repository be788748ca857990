/* What a browser says that it is. */
#include "account/account_browser.h"

#include <string.h>

struct sign {
	const char *needle, *name;
};

/* Most of them say that they are others, too: the first that is found counts. */
static const struct sign browsers[] = {
	{ "Edg", "Edge" },
	{ "OPR/", "Opera" },
	{ "Opera", "Opera" },
	{ "SamsungBrowser", "Samsung Internet" },
	{ "UCBrowser", "UC Browser" },
	{ "YaBrowser", "Yandex Browser" },
	{ "Vivaldi", "Vivaldi" },
	{ "FxiOS", "Firefox" },
	{ "Firefox", "Firefox" },
	{ "CriOS", "Chrome" },
	{ "Chrome", "Chrome" },
	{ "Safari", "Safari" },
	{ "curl/", "curl" },
	{ NULL, NULL },
};

static const struct sign systems[] = {
	{ "Android", "Android" },
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Windows", "Windows" },
	{ "Mac OS X", "Mac" },
	{ "CrOS", "ChromeOS" },
	{ "Linux", "Linux" },
	{ NULL, NULL },
};

static const char *find(const struct sign *signs, const char *user_agent)
{
	while (signs->needle != NULL && strstr(user_agent, signs->needle) == NULL)
		signs++;
	return signs->name;
}

const char *account_browser(struct request *req, const char *user_agent)
{
	const char *browser = find(browsers, user_agent), *system = find(systems, user_agent);

	if (browser == NULL)
		browser = _("Unknown browser");
	/* TRANSLATORS: "Firefox on Android" */
	return system == NULL ? browser : arena_printf(req->arena, _("%s on %s"), browser, system);
}
