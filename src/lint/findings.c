/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/findings.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "text/diag.h"

enum { MOST_SHOWN = 200 };

/* ---- reporting ---- */

bool rp_lint_enabled(const struct rp_lint *lint, enum rp_lint_rule rule)
{
    return lint->linter->levels[rule] != RAMPART_LINT_OFF;
}

enum rampart_severity rp_lint_severity(const struct rampart_linter *linter, enum rp_lint_rule rule)
{
    switch (linter->levels[rule]) {
    case RAMPART_LINT_ERROR: return RAMPART_ERROR;
    case RAMPART_LINT_WARNING: return RAMPART_WARNING;
    case RAMPART_LINT_NOTE: return RAMPART_NOTE;
    default: return rp_lint_rule(rule)->severity;
    }
}

/* Whether a value with such a finding is mistaken itself, rather than what is made of it. */
static bool lint_tells_of_mistake(enum rp_lint_rule rule)
{
    switch (rule) {
    case RP_LINT_HOST_BITS:
    case RP_LINT_SHORT_ARN:
    case RP_LINT_MASKED_ID:
    case RP_LINT_NUMBERED_PREFIX:
    case RP_LINT_NEGATED_WILDCARD:
    case RP_LINT_REVERSED_TRUTH:
    case RP_LINT_BOTH_TRUTHS:
    case RP_LINT_TAG_KEY_CASE: return true;
    default: break;
    }
    const enum rampart_lint_family family = rp_lint_rule(rule)->family;
    return family == RAMPART_LINT_NEVER_MATCHES || family == RAMPART_LINT_REFUSED;
}

static void lint_keep_evidence(struct rp_lint_edits *edits, enum rp_lint_rule rule, struct rp_span span)
{
    if (edits == NULL || edits->failed || !lint_tells_of_mistake(rule)) return;
    struct rp_span *spans = rp_arena_grow(edits->arena, edits->evidence, edits->evidence_count, &edits->evidence_room,
                                          sizeof *edits->evidence);
    edits->failed = spans == NULL;
    if (edits->failed) return;
    edits->evidence = spans;
    spans[edits->evidence_count++] = span;
}

bool rp_lint_report(const struct rp_lint *lint, enum rp_lint_rule rule, struct rp_span span,
                    const char *format, ...)
{
    lint_keep_evidence(lint->edits, rule, span);
    if (!rp_lint_enabled(lint, rule)) return false;
    const struct rp_diag_code code = {rp_lint_rule(rule)->id, rp_lint_rule(rule)->name};
    va_list values;
    va_start(values, format);
    const struct rp_at at = lint->placeless ? RP_NOWHERE : (struct rp_at){lint->policy->source, span};
    rp_diag_coded(lint->findings, rp_lint_severity(lint->linter, rule), &code, at, format, values);
    va_end(values);
    if (lint->placeless) rp_diag_file(lint->findings, lint->policy->name);
    return true;
}

void rp_lint_report_own(const struct rp_lint *lint, enum rampart_severity severity, const struct rp_diag_code *code,
                        struct rp_span span, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(lint->findings, severity, code, (struct rp_at){lint->policy->source, span}, format, values);
    va_end(values);
}

void rp_lint_suggest(const struct rp_lint *lint, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_help_values(lint->findings, format, values);
    va_end(values);
}

struct rampart_str rp_lint_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, MOST_SHOWN);
}

/* ---- edits ---- */

void rp_lint_replace(const struct rp_lint *lint, struct rp_span span, struct rampart_str json)
{
    struct rp_lint_edits *edits = lint->edits;
    if (edits == NULL) return;
    struct rp_lint_edit *edit = RP_NEW(edits->arena, struct rp_lint_edit);
    struct rampart_str kept = json;
    edits->failed |= edit == NULL || !rp_arena_copy(edits->arena, json, &kept);
    if (edits->failed) return;
    *edit = (struct rp_lint_edit){span, kept, edits->first};
    edits->first = edit;
    edits->count++;
}

void rp_lint_remove(const struct rp_lint *lint, const struct rp_values *values, size_t i)
{
    if (values->count < 2) return;
    struct rp_span gap = {values->spans[i].start, values->spans[i].end};
    if (i > 0)
        gap.start = values->spans[i - 1].end;
    else
        gap.end = values->spans[1].start;
    rp_lint_replace(lint, gap, RP_STR(""));
}

/* True when all characters are printable ASCII and need no escape in JSON. */
static bool edit_is_plain_ascii(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < 0x20 || text.data[i] > 0x7E || text.data[i] == '"' || text.data[i] == '\\')
            return false;
    return true;
}

void rp_lint_respell(const struct rp_lint *lint, struct rp_span span, struct rampart_str text)
{
    struct rp_lint_edits *edits = lint->edits;
    struct rampart_str json;
    if (edits == NULL || !edit_is_plain_ascii(text)) return;
    if (rp_arena_printf(edits->arena, &json, "\"%.*s\"", RP_ARG(text)))
        rp_lint_replace(lint, span, json);
    else
        edits->failed = true;
}

static int edit_compare(const void *a, const void *b)
{
    const struct rp_lint_edit *const *left = a, *const *right = b;
    if ((*left)->span.start != (*right)->span.start)
        return (*left)->span.start < (*right)->span.start ? -1 : 1;
    return (*left)->span.end < (*right)->span.end ? -1 : (*left)->span.end > (*right)->span.end;
}

static int edit_compare_spans(const void *a, const void *b)
{
    const struct rp_span *left = a, *right = b;
    return left->start < right->start ? -1 : left->start > right->start;
}

/* Orders the places, and lets each reach as far as those before it: the last that begins before an edit tells. */
static void edit_reach(struct rp_span *spans, size_t count)
{
    if (count > 0) qsort(spans, count, sizeof *spans, edit_compare_spans);
    for (size_t i = 1; i < count; i++)
        if (spans[i].end < spans[i - 1].end) spans[i].end = spans[i - 1].end;
}

static bool edit_touches(struct rp_span edit, const struct rp_span *spans, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        *(spans[middle].start <= edit.end ? &low : &high) = spans[middle].start <= edit.end ? middle + 1 : middle;
    }
    return low > 0 && spans[low - 1].end >= edit.start;
}

void rp_lint_spare(struct rp_lint_edits *edits, struct rp_span *spans, size_t count)
{
    edit_reach(spans, count);
    for (struct rp_lint_edit **edit = &edits->first; *edit != NULL;) {
        if (!edit_touches((*edit)->span, spans, count)) {
            edit = &(*edit)->next;
            continue;
        }
        *edit = (*edit)->next;
        edits->count--;
    }
}

enum rampart_status rp_lint_apply(const struct rp_lint_edits *edits, struct rampart_str text,
                                  struct rp_buf *out, size_t *ret_made)
{
    struct rp_lint_edit **sorted = RP_NEW_ARRAY(edits->arena, struct rp_lint_edit *, edits->count);
    RP_TRY_MEMORY(sorted != NULL && !edits->failed);
    size_t count = 0, made = 0;
    uint32_t at = 0;
    for (struct rp_lint_edit *edit = edits->first; edit != NULL; edit = edit->next) sorted[count++] = edit;
    if (count > 0) qsort(sorted, count, sizeof *sorted, edit_compare);
    for (size_t i = 0; i < count; i++) {
        if (sorted[i]->span.start < at) continue;
        rp_buf_add(out, rp_str_part(text, at, sorted[i]->span.start - at));
        rp_buf_add(out, sorted[i]->text);
        at = sorted[i]->span.end;
        made++;
    }
    rp_buf_add(out, rp_str_from(text, at));
    *ret_made = made;
    return out->failed;
}
