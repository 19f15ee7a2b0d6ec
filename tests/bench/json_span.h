/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts a JSON text into its parts without building a tree, so that a large file costs a benchmark no more
 * memory than its own bytes. Meant for well-formed files; nothing beyond the end is read in any other.
 */
#ifndef RP_TESTS_JSON_SPAN_H
#define RP_TESTS_JSON_SPAN_H

#include <rampart/status.h>

/* The value of the object's member. False: there is none. */
bool json_span_member(struct rampart_str object, const char *name, struct rampart_str *ret_value);

/*
 * The next value of an array, or the next member's value of an object with its name, quotes included. `rest`
 * begins as the whole array or object. False: there is none left.
 */
bool json_span_next(struct rampart_str *rest, struct rampart_str *ret_name, struct rampart_str *ret_value);

/* What stands between the quotes of a string without escapes. */
struct rampart_str json_span_plain(struct rampart_str string);

#endif
