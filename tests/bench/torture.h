/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workload of hard patterns: {"name": "torture", "cases": [{"stars", "n", "pattern", "text"}, …]}. Each
 * case is one statement whose resource has the pattern, asked about a resource that has the text, which
 * never matches.
 */
#ifndef RP_TESTS_TORTURE_H
#define RP_TESTS_TORTURE_H

#include <rampart/status.h>

/*
 * Prints a line before each case and one with its figure after it. Returns how many answers were wrong;
 * negative: failed.
 */
int torture_run(struct rampart_str text, double seconds);

#endif
