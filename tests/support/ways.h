/* SPDX-License-Identifier: Apache-2.0 */
/* What is suggested for a scene, as lines that a test can compare. */
#ifndef RP_TESTS_WAYS_H
#define RP_TESTS_WAYS_H

#include <rampart/suggest.h>

#include "support/scene.h"

/*
 * Finishes the scene's request and asks. Each way is "CHANGE ELEMENT JSON; CHANGE …\n", each note "note: …\n"; static
 * memory until the next call.
 */
const char *ways(struct scene *scene);

/* Fails unless the text stands, or does not stand, in what ways() gave. */
void ways_have(const char *told, const char *text);
void ways_lack(const char *told, const char *text);

#endif
