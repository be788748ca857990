/*
 * SQLite can load extensions.  A static program must not, and none of ours does: these stand in the place of libc's,
 * so that nothing can be loaded and the loader stays out of the programs.
 */
#include <dlfcn.h>
#include <stddef.h>

void *dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}

void *dlsym(void *restrict handle, const char *restrict name)
{
	(void)handle;
	(void)name;
	return NULL;
}

int dlclose(void *handle)
{
	(void)handle;
	return -1;
}

char *dlerror(void)
{
	static char reason[] = "nothing is loaded here";

	return reason;
}
