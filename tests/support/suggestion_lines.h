/* SPDX-License-Identifier: Apache-2.0 */
/* What is suggested for a request, as lines that a test can compare. */
#ifndef RP_TESTS_SUGGESTION_LINES_H
#define RP_TESTS_SUGGESTION_LINES_H

#include <rampart/suggest.h>

#include "support/decision_fixture.h"

/*
 * Finishes the request and asks. Each way is "CHANGE ELEMENT JSON; CHANGE …\n", each note "note: …\n"; static
 * memory until the next call.
 */
const char *suggestion_lines(struct decision_fixture *fixture);

/* Fails unless the text stands, or does not stand, in these lines. */
void suggestions_have(const char *lines, const char *text);
void suggestions_lack(const char *lines, const char *text);

#endif
