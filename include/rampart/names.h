/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names in a request: an action, regions, resources and condition keys, held against what is known of the cloud
 * (catalog.h). A misspelt name asks about something that nobody asks for, and most policies have an answer to that.
 *
 * Whether a name is known never changes a decision. A name that cannot be right is an error: an action that is none, of a
 * service whose actions are all known, a region that is one slip away from a known one, and a resource without the region, account
 * or name that the action's always have. Everything else may exist and
 * not be known here: a name that is like a known one is a warning, and so are a region that is not known, and a resource of
 * another service or form than the action is authorised on. No likeness is silence. Texts that the cloud itself wrote (of
 * denials and events) need no such check.
 */
#ifndef RAMPART_NAMES_H
#define RAMPART_NAMES_H

#include <rampart/catalog.h>
#include <rampart/request.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is held against requests, and what was found of the last names. It belongs to one thread at a time. */
struct rampart_names;

enum rampart_names_flags {
    RAMPART_NAMES_LENIENT = 1 /* what would be an error is a warning */
};

/*
 * By a catalogue, which must outlive it, or by the tables of the library when that is NULL: these are looked up in place,
 * and cost nothing to open. The caller frees it. Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_names_new(const struct rampart_options *options,
                                                                     const struct rampart_catalog *catalog,
                                                                     struct rampart_names **ret_names);

/* NULL is allowed. */
RAMPART_API void rampart_names_free(struct rampart_names *names);

/*
 * Checks the names of a finished request; `flags` of rampart_names_flags. What is found stands in `diags`, with its place
 * where the request was read from a text (rampart_request_read()). Errors: RAMPART_INVALID_INPUT when a name is wrong,
 * RAMPART_NO_MEMORY, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_names_check(struct rampart_names *names,
                                                                       struct rampart_request *request,
                                                                       unsigned flags,
                                                                       struct rampart_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
