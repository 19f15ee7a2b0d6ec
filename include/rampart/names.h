/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names in a request, checked against the catalogue: its action, the regions, resources and condition
 * keys. A misspelt name asks about something that does not exist, and most policies have an answer to that,
 * too.
 *
 * Words: a name is known when the catalogue has it. It is misspelt when it is one or two letters away from a
 * known one.
 *
 * A decision never depends on whether a name is known. A caller checks the names before it decides, and shows
 * what was found beside the answer.
 *
 *   - An error is a name that cannot be right: an action that does not exist, of a service whose actions are
 *     all known; a region that is one slip away from a known one; a resource without the region, account or
 *     name that the resources of the action always have.
 *   - A warning is a name that is like a known one, a region that is not known, and a resource of another
 *     service or form than the action is authorised on.
 *   - Every other name that is not known may exist. Nothing is said about it.
 *
 * Texts that the cloud itself wrote, in denials and events, need no such check.
 *
 * Thread-safety: A checker belongs to one thread at a time: it remembers what it found of the last names.
 *
 * Example: a misspelt action.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/names.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_names *names = NULL;
 *         struct rampart_request *request = NULL;
 *         struct rampart_diags *diags = NULL;
 *         if (rampart_names_new(NULL, &names) || rampart_request_new(NULL, &request) ||
 *             rampart_diags_new(NULL, &diags) ||
 *             rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefesh"), NULL) ||
 *             rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg-1"), NULL) ||
 *             rampart_request_finish(request, NULL))
 *             return 1;
 *         enum rampart_status status = rampart_names_check(names, request, RAMPART_NAMES_LENIENT, diags);
 *         printf("%s\n", rampart_status_name(status));
 *         for (size_t i = 0; i < rampart_diags_count(diags); i++)
 *             printf("%.*s\n", (int)rampart_diags_at(diags, i)->help.len, rampart_diags_at(diags, i)->help.data);
 *         rampart_diags_free(diags);
 *         rampart_request_free(request);
 *         rampart_names_free(names);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     ok
 *     did you mean ess:CancelInstanceRefresh?
 */
#ifndef RAMPART_NAMES_H
#define RAMPART_NAMES_H

#include <rampart/catalog.h>
#include <rampart/request.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A checker of names. */
struct rampart_names;

/* How names are checked. Bits, to be combined with `|`. */
enum rampart_names_flags {
    /* Errors become warnings. */
    RAMPART_NAMES_LENIENT = 1
};

/*
 * Makes a checker that looks names up in the catalogue of the options. The library's is searched where it lies, so that
 * the checker is made at once.
 *
 * Ownership: The caller frees the checker with rampart_names_free(). The catalogue must outlive it.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_names` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_names_new(const struct rampart_options *options,
                                                                     struct rampart_names **ret_names);

/* Frees the checker. NULL is allowed. */
RAMPART_API void rampart_names_free(struct rampart_names *names);

/*
 * Checks the names of a finished request. The diagnostics have a place where the request was read from a text
 * (rampart_request_read()). `flags` are those of enum rampart_names_flags, or 0.
 *
 * Source: policies/catalog, in the library or in the folder of the catalogue.
 * Ownership: Nothing of the request is kept.
 * Errors: RAMPART_INVALID_INPUT when a name cannot be right, unless the check is lenient; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when `names` or `request` is NULL, and for a request that is not finished.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_names_check(struct rampart_names *names,
                                                                       struct rampart_request *request,
                                                                       unsigned flags,
                                                                       struct rampart_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
