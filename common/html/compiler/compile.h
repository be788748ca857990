/* From a template to C: what the directives mean, and that they are nested as they must be. */
#ifndef HTML_COMPILER_COMPILE_H
#define HTML_COMPILER_COMPILE_H

#include "html/compiler/emit.h"

/* All of the template, into what emit_begin has begun; refuse() when something is wrong with it. */
void compile(const char *path, const char *text, size_t length, struct emit *emit);

#endif
