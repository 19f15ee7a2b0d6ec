/* SPDX-License-Identifier: Apache-2.0 */
/* Writing diagnostics. The codes stand once, in diag_codes.h. */
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

/* What a diagnostic is called when the table above does not know it. Both are static. */
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

/* Who watches what is read with the other list watches this one too. */
void rp_diags_share_watcher(struct rampart_diags *diags, const struct rampart_diags *other);

/* Tells who watches that a file was opened. False with errno: it must not be read. */
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
 * The same for the i-th diagnostic of the list, for what is known only later: how often a mistake was
 * repeated. Does nothing beyond the end.
 */
__attribute__((format(printf, 3, 4))) void rp_diag_help_of(struct rampart_diags *diags, size_t i,
                                                           const char *format, ...);

/* Names the file of the diagnostic added last, for one without a place in a text. */
void rp_diag_file(struct rampart_diags *diags, struct rampart_str file);

/*
 * Gives this place to the diagnostics from the `from`-th on that have none: what sets a part of a request does not
 * know where the part was written.
 */
void rp_diags_place(struct rampart_diags *diags, size_t from, struct rp_at at);

/* An error without a place that belongs to no list; `message` must be static. */
struct rampart_diag rp_diag_bare(enum rp_code code, const char *message);

/* Whether one of the diagnostics from the `from`-th on has this code. */
bool rp_diags_have(const struct rampart_diags *diags, size_t from, enum rp_code code);

/* The first error from the `from`-th diagnostic on; NULL: there is none that is kept. */
const struct rampart_diag *rp_diags_first_error(const struct rampart_diags *diags, size_t from);

/* Puts the diagnostics from the `from`-th on in the order of their places; those of one place keep theirs. */
void rp_diags_sort(struct rampart_diags *diags, size_t from);

/*
 * Goes through the diagnostics from the `from`-th on: `keep` may give each another severity, and says whether it
 * stays in the list. What was found is counted anew.
 */
void rp_diags_filter(struct rampart_diags *diags, size_t from,
                     bool (*keep)(const void *context, struct rampart_diag *diag), const void *context);

/*
 * Of the diagnostics from the `from`-th on, errors become warnings: those of a document that is put aside. `found`: how
 * many errors there were before it, those that the limit dropped included.
 */
void rp_diags_demote(struct rampart_diags *diags, size_t from, size_t found);

/* A copy of a text that lives as long as the list, fit to be printed. Empty when memory is refused. */
struct rampart_str rp_diags_keep(struct rampart_diags *diags, struct rampart_str text);

/*
 * Asks for every diagnostic whether there is a reason to waive it. It stays in the list then, with the reason, and no
 * longer counts as found.
 */
void rp_diags_waive(struct rampart_diags *diags,
                    struct rampart_str (*reason_of)(void *context, const struct rampart_diag *diag),
                    void *context);

/* The code of a diagnostic that was made here. */
enum rp_code rp_code_of(const struct rampart_diag *diag);

/* Adds a copy of a diagnostic, as if what it is about had been found again. `diags` may be NULL. */
void rp_diag_copy(struct rampart_diags *diags, const struct rampart_diag *diag);

/* Adds everything that another list was told, also what its limit dropped. `diags` may be NULL. */
void rp_diags_copy_all(struct rampart_diags *diags, const struct rampart_diags *said);

/* Counts up to so many of a severity that were found and are not to be listed. */
void rp_diags_count_dropped(struct rampart_diags *diags, enum rampart_severity severity, size_t found);

/* How many the list keeps at most. */
size_t rp_diags_limit(const struct rampart_diags *diags);

/* How many more the list would keep. */
size_t rp_diags_room(const struct rampart_diags *diags);

/* Whether memory was refused while a diagnostic was written. */
bool rp_diags_failed(const struct rampart_diags *diags);

#endif
