/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The needs of a plan in one text, a line each: "certain update ess:ModifyScalingGroup acs:ess:…", a resource that the call is
 * perhaps about with a "?" before it, and behind " | " what is open of the first resource, or the condition.
 */
#ifndef RP_TESTS_NEEDS_LINES_H
#define RP_TESTS_NEEDS_LINES_H

#include <rampart/needs.h>

/* Reads a plan of these changes, a list in JSON without its brackets, for account 1 and cn-hangzhou. */
struct rampart_needs *needs_of_changes(const char *changes);

/* The lines of those with this action, a pattern; what does not fit is cut. */
const char *needs_lines(const struct rampart_needs *needs, const char *action, char *buffer, size_t size);

/* Both, for a resource of a type: actions ("\"update\""), and the values before, after and unknown, each JSON or "null". */
const char *needs_of_change(const char *type, const char *actions, const char *before, const char *after,
                            const char *unknown, const char *action);

#endif
