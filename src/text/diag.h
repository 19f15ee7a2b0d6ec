/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing diagnostics. The table of their codes is diag_codes.h. Most functions take NULL for a list, and do
 * nothing then.
 */
#ifndef RP_TEXT_DIAG_H
#define RP_TEXT_DIAG_H

#include <stdarg.h>

#include <rampart/diag.h>

#include "text/source.h"

enum rp_code {
#define RP_DIAG(id, number, name) RP_##id,
#include "text/diag_codes.h"
#undef RP_DIAG
    RP_CODE_COUNT
};

/* The number and the name of a diagnostic, for one that the table above lacks. Both are static. */
struct rp_diag_code {
    const char *number, *name;
};

/* The code of this number, "DOC008". */
enum rp_code rp_code_numbered(const char *number);

/* The number and the name of a code. */
const struct rp_diag_code *rp_diag_code(enum rp_code code);

/* A place in a source; {NULL, …} for none. */
struct rp_at {
    const struct rp_source *source;
    struct rp_span span;
};

#define RP_NOWHERE ((struct rp_at){NULL, {0, 0}})

/* The watcher of the files that are read with the other list watches those of this list too. */
void rp_diags_share_watcher(struct rampart_diags *diags, const struct rampart_diags *other);

/* Tells the watcher that a file was opened. False with errno: it must not be read. */
bool rp_diags_opened(const struct rampart_diags *diags, const char *path, int file);

/*
 * Adds a diagnostic with a printf message. `diags` may be NULL. Over the limit it is only counted. When
 * memory is refused it is counted as well and rp_diags_failed() tells; nothing else is lost.
 */
__attribute__((format(printf, 5, 6))) void rp_diag(struct rampart_diags *diags,
                                                   enum rampart_severity severity, enum rp_code code,
                                                   struct rp_at at, const char *format, ...);

/* The same under another code. */
__attribute__((format(printf, 5, 0))) void rp_diag_coded(struct rampart_diags *diags,
                                                         enum rampart_severity severity,
                                                         const struct rp_diag_code *code, struct rp_at at,
                                                         const char *format, va_list values);

/* Sets the help of the diagnostic added last; does nothing when that one was dropped. */
__attribute__((format(printf, 2, 3))) void rp_diag_help(struct rampart_diags *diags, const char *format, ...);

__attribute__((format(printf, 2, 0))) void rp_diag_help_values(struct rampart_diags *diags,
                                                               const char *format, va_list values);

/*
 * The same for the i-th diagnostic of the list, when the help is known only later: it may say how often a mistake was
 * repeated. Does nothing beyond the end.
 */
__attribute__((format(printf, 3, 4))) void rp_diag_help_of(struct rampart_diags *diags, size_t i,
                                                           const char *format, ...);

/* Names the file of the diagnostic added last, for one without a place in a text. */
void rp_diag_file(struct rampart_diags *diags, struct rampart_str file);

/*
 * Gives this place to the diagnostics from the `from`-th on that have none: a function that sets a part of a
 * request does not know where the part was written.
 */
void rp_diags_place(struct rampart_diags *diags, size_t from, struct rp_at at);

/* An error without a place that belongs to no list; `message` must be static. */
struct rampart_diag rp_diag_bare(enum rp_code code, const char *message);

/* True when one of the diagnostics from the `from`-th on has this code. */
bool rp_diags_have(const struct rampart_diags *diags, size_t from, enum rp_code code);

/* The first error from the `from`-th diagnostic on; NULL: there is none that is kept. */
const struct rampart_diag *rp_diags_first_error(const struct rampart_diags *diags, size_t from);

/* Puts the diagnostics from the `from`-th on in the order of their places; those of one place keep theirs. */
void rp_diags_sort(struct rampart_diags *diags, size_t from);

/*
 * Filters the diagnostics from the `from`-th on: `keep` may give each another severity, and tells whether it stays
 * in the list. The numbers of found diagnostics follow.
 */
void rp_diags_filter(struct rampart_diags *diags, size_t from,
                     bool (*keep)(const void *context, struct rampart_diag *diag), const void *context);

/*
 * Turns the errors from the `from`-th diagnostic on into warnings: they are those of a document that is put aside.
 * `found` is the number of errors before it, with those that the limit dropped.
 */
void rp_diags_demote(struct rampart_diags *diags, size_t from, size_t found);

/* A copy of a text that lives as long as the list, fit to be printed. Empty when memory is refused. */
struct rampart_str rp_diags_keep(struct rampart_diags *diags, struct rampart_str text);

/*
 * Asks for a reason to waive each diagnostic. A waived one stays in the list, with its reason, and no longer
 * counts.
 */
void rp_diags_waive(struct rampart_diags *diags,
                    struct rampart_str (*reason_of)(void *context, const struct rampart_diag *diag),
                    void *context);

/* The code of a diagnostic that was made here. */
enum rp_code rp_code_of(const struct rampart_diag *diag);

/* Adds a copy of a diagnostic, as if its subject had been found again. */
void rp_diag_copy(struct rampart_diags *diags, const struct rampart_diag *diag);

/* Adds copies of all diagnostics of another list, and counts those that its limit dropped. */
void rp_diags_copy_all(struct rampart_diags *diags, const struct rampart_diags *from);

/* Raises the number of found diagnostics of a severity to `found`, for those that are not to be listed. */
void rp_diags_count_dropped(struct rampart_diags *diags, enum rampart_severity severity, size_t found);

/* The most diagnostics that the list keeps. */
size_t rp_diags_limit(const struct rampart_diags *diags);

/* The number of further diagnostics that the list would keep. */
size_t rp_diags_room(const struct rampart_diags *diags);

/* True when memory was refused while a diagnostic was written. */
bool rp_diags_failed(const struct rampart_diags *diags);

#endif
