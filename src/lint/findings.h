/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules report here, and say what to write instead. A rule looks at the document that it is given, reports, and keeps
 * nothing:
 *
 *     if (rp_lint_report(lint, RP_LINT_REGION_SHAPE, value->span, "\"%.*s\" is not a region", RP_ARG(shown)))
 *         rp_lint_suggest(lint, "write the region's id, such as cn-hangzhou, or *");
 */
#ifndef RP_LINT_FINDINGS_H
#define RP_LINT_FINDINGS_H

#include "base/buf.h"
#include "lint/linter.h"
#include "policy/ast.h"
#include "text/diag.h"

struct rp_lint_edits;

/* One document while it is linted. */
struct rp_lint {
    const struct rampart_linter *linter;
    const struct rampart_policy *policy;
    struct rampart_diags *findings;
    struct rp_arena *scratch;    /* freed after the document */
    struct rp_lint_edits *edits; /* of `rampart lint --fix`; NULL: nobody wants edits */
    struct rampart_str account;  /* that the document belongs to; empty: it is not known */
    struct rampart_str standing; /* the name of the resource that has it, of a bucket; empty: it is not known */
    const struct rampart_strs *holders; /* users and roles that have it; NULL: it is not known */
    bool embedded;               /* the source's text holds more than the document */
    bool placeless;              /* findings are about the file as a whole */
};

/* ---- reporting ---- */

/* True when the rule is on. A rule that costs time asks before it looks. */
bool rp_lint_enabled(const struct rp_lint *lint, enum rp_lint_rule rule);

/* The severity of the rule's findings: its own, or the one that its level sets. */
enum rampart_severity rp_lint_severity(const struct rampart_linter *linter, enum rp_lint_rule rule);

/*
 * Reports a finding at a place of the document, unless the rule is off. The message says what is wrong, without a full
 * stop. True when it was reported: then rp_lint_suggest() adds what to write instead.
 */
__attribute__((format(printf, 4, 5))) bool rp_lint_report(const struct rp_lint *lint, enum rp_lint_rule rule,
                                                          struct rp_span span, const char *format, ...);
__attribute__((format(printf, 2, 3))) void rp_lint_suggest(const struct rp_lint *lint, const char *format,
                                                           ...);

/* The same for a rule of the user's own, which is always on. */
__attribute__((format(printf, 5, 6))) void rp_lint_report_own(const struct rp_lint *lint, enum rampart_severity severity,
                                                              const struct rp_diag_code *code, struct rp_span span,
                                                              const char *format, ...);

/* As much of a text of the document as fits into a message. */
struct rampart_str rp_lint_shown(struct rampart_str text);

/* ---- edits ---- */

/* An edit replaces a piece of the document's text. */
struct rp_lint_edit {
    struct rp_span span;
    struct rampart_str text;
    struct rp_lint_edit *next;
};

/* Zeroed but for the arena: no edits yet. */
struct rp_lint_edits {
    struct rp_arena *arena;
    struct rp_lint_edit *first;
    size_t count;
    struct rp_span *evidence; /* places of findings that tell of a mistake */
    size_t evidence_count, evidence_room;
    bool failed; /* memory was refused */
};

/* The three below do nothing when lint->edits is NULL. */

/* Takes a value out of its list. The only value of a list stays. */
void rp_lint_remove(const struct rp_lint *lint, const struct rp_values *values, size_t i);

/* Puts a text in the place of a string, if no character of it needs an escape. */
void rp_lint_respell(const struct rp_lint *lint, struct rp_span span, struct rampart_str text);

/* Puts JSON in the place of JSON. */
void rp_lint_replace(const struct rp_lint *lint, struct rp_span span, struct rampart_str json);

/* Takes back the edits that touch one of these places; orders the places. */
void rp_lint_spare(struct rp_lint_edits *edits, struct rp_span *spans, size_t count);

/*
 * Appends the text with its edits to `out`, and counts them in *ret_made. The first of overlapping edits is made.
 * Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_apply(const struct rp_lint_edits *edits, struct rampart_str text,
                                  struct rp_buf *out, size_t *ret_made);

#endif
