/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A baseline: the findings of a run, which later runs take as known. A line a finding, "<fingerprint> <rule> <file>", so that
 * two branches merge theirs as they merge other text; what follows the fingerprint is for people.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/try.h"
#include "report/lint_report.h"

struct rampart_lint_baseline {
    struct rampart_allocator allocator;
    uint64_t *fingerprints; /* sorted */
    bool *met;              /* beside each: a finding had it */
    size_t count;
};

/* ---- reading ---- */

/* The fingerprint at the beginning of a line. False: there is none. */
static bool lint_baseline_fingerprint(struct rampart_str line, uint64_t *ret_fingerprint)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t fingerprint = 0;
    if (line.len < RP_LINT_FINGERPRINT || (line.len > RP_LINT_FINGERPRINT && line.data[RP_LINT_FINGERPRINT] != ' ')) return false;
    for (size_t i = 0; i < RP_LINT_FINGERPRINT; i++) {
        const char *digit = line.data[i] == '\0' ? NULL : strchr(digits, line.data[i]);
        if (digit == NULL) return false;
        fingerprint = fingerprint << 4 | (uint64_t)(digit - digits);
    }
    *ret_fingerprint = fingerprint;
    return true;
}

/* Takes the next line off the text, without its end. */
static struct rampart_str lint_baseline_line(struct rampart_str *text)
{
    struct rampart_str line = rp_str_part(*text, 0, rp_str_find(*text, '\n'));
    *text = rp_str_from(*text, line.len < text->len ? line.len + 1 : line.len);
    if (line.len > 0 && line.data[line.len - 1] == '\r') line.len--;
    return line;
}

/* Empty lines and comments say nothing. Returns the number of the first line that is wrong, or 0. */
static size_t lint_baseline_fill(struct rampart_lint_baseline *baseline, struct rampart_str text)
{
    for (size_t number = 1; text.len > 0; number++) {
        const struct rampart_str line = lint_baseline_line(&text);
        if (line.len == 0 || line.data[0] == '#') continue;
        if (!lint_baseline_fingerprint(line, &baseline->fingerprints[baseline->count])) return number;
        baseline->count++;
    }
    return 0;
}

static int lint_baseline_compare(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

static enum rampart_status lint_baseline_read(struct rampart_lint_baseline *baseline, struct rampart_str text, size_t *ret_line)
{
    const struct rampart_allocator *allocator = &baseline->allocator;
    const size_t room = rp_str_count(text, '\n') + 1;
    baseline->fingerprints = allocator->allocate(allocator->context, room * sizeof *baseline->fingerprints);
    baseline->met = allocator->allocate(allocator->context, room * sizeof *baseline->met);
    RP_TRY_MEMORY(baseline->fingerprints != NULL && baseline->met != NULL);
    const size_t wrong = lint_baseline_fill(baseline, text);
    if (wrong != 0) {
        *ret_line = wrong;
        return RAMPART_INVALID_INPUT;
    }
    for (size_t i = 0; i < baseline->count; i++) baseline->met[i] = false;
    if (baseline->count > 1)
        qsort(baseline->fingerprints, baseline->count, sizeof *baseline->fingerprints, lint_baseline_compare);
    return RAMPART_OK;
}

enum rampart_status rampart_lint_report_baseline_read(const struct rampart_options *options, struct rampart_str text, size_t *ret_line,
                                               struct rampart_lint_baseline **ret_baseline)
{
    if (ret_line == NULL || ret_baseline == NULL) return RAMPART_MISUSE;
    const struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_lint_baseline *baseline = allocator.allocate(allocator.context, sizeof *baseline);
    RP_TRY_MEMORY(baseline != NULL);
    *baseline = (struct rampart_lint_baseline){.allocator = allocator};
    enum rampart_status status = lint_baseline_read(baseline, text, ret_line);
    if (status == RAMPART_OK)
        *ret_baseline = baseline;
    else
        rampart_lint_report_baseline_free(baseline);
    return status;
}

void rampart_lint_report_baseline_free(struct rampart_lint_baseline *baseline)
{
    if (baseline == NULL) return;
    const struct rampart_allocator allocator = baseline->allocator;
    allocator.release(allocator.context, baseline->fingerprints);
    allocator.release(allocator.context, baseline->met);
    allocator.release(allocator.context, baseline);
}

/* ---- looking up ---- */

static bool lint_baseline_meets(struct rampart_lint_baseline *baseline, uint64_t fingerprint)
{
    if (baseline->count == 0) return false;
    const uint64_t *found = bsearch(&fingerprint, baseline->fingerprints, baseline->count, sizeof fingerprint, lint_baseline_compare);
    if (found == NULL) return false;
    baseline->met[found - baseline->fingerprints] = true;
    return true;
}

/* A file that could not be read is not known, whatever was found in it once. */
static bool lint_baseline_may_have(const struct rampart_diag *diag)
{
    return diag->waiver.len == 0 && strncmp(diag->code, "IO", 2) != 0;
}

enum rampart_status rp_lint_find_known(struct rampart_lint_report *report, const struct rampart_diags *findings,
                                       const uint64_t *fingerprints, const bool **ret_known)
{
    const size_t count = rampart_diags_count(findings);
    bool *known = RP_NEW_ARRAY(&report->scratch, bool, count + 1);
    RP_TRY_MEMORY(known != NULL);
    for (size_t i = 0; i < count; i++)
        known[i] = lint_baseline_may_have(rampart_diags_at(findings, i)) &&
                   lint_baseline_meets(report->style.baseline, fingerprints[i]);
    *ret_known = known;
    return RAMPART_OK;
}

size_t rp_lint_gone(const struct rampart_lint_baseline *baseline)
{
    size_t gone = 0;
    for (size_t i = 0; baseline != NULL && i < baseline->count; i++) gone += !baseline->met[i];
    return gone;
}

bool rp_lint_is_news(const struct rp_lint_part *part, size_t i)
{
    return rampart_diags_at(part->findings, i)->waiver.len == 0 && (part->known == NULL || !part->known[i]);
}

/* ---- writing ---- */

static enum rampart_status lint_baseline_begin(struct rampart_lint_report *report)
{
    rp_lint_words(report, "# Findings that are known: rampart lint --baseline FILE. Written by rampart lint -f baseline.\n");
    return RAMPART_OK;
}

static enum rampart_status lint_baseline_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        char digits[RP_LINT_FINGERPRINT];
        if (!lint_baseline_may_have(diag)) continue;
        rp_buf_add(&report->out, rp_lint_fingerprint(part->fingerprints[i], digits));
        rp_buf_printf(&report->out, " %s-%s ", diag->code, diag->name);
        rp_buf_add(&report->out, rp_lint_uri(report, diag->file));
        rp_lint_words(report, "\n");
    }
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_baseline = {.fingerprints = true, .begin = lint_baseline_begin, .add = lint_baseline_add};
