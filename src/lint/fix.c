/* SPDX-License-Identifier: Apache-2.0 */
/* Fixes documents: makes the edits of all rules, round by round. The result must decide every request as before. */
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/document.h"
#include "lint/equivalent.h"
#include "text/diag.h"
#include "text/tree.h"
#include "text/tree_read.h"

enum { ROUNDS = 16 }; /* an edit may uncover another one, or wait for one that it overlaps */

struct rampart_fix {
    struct rampart_allocator allocator;
    struct rp_buf text;
    size_t count;
};

static enum rampart_status fix_refuse(const struct rampart_document *document, struct rampart_diags *diags,
                                      enum rp_code code, const char *message)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s", message);
    rp_diag_file(diags, document->file);
    return RAMPART_INVALID_INPUT;
}

/* Runs the rules; the findings themselves are not used. */
static enum rampart_status fix_run(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                   struct rp_lint_edits *edits)
{
    struct rampart_diags *findings = NULL;
    RP_TRY(rampart_diags_new(&linter->options, &findings));
    const struct rp_lint lint = {
        .linter = linter, .policy = policy, .findings = findings, .scratch = edits->arena, .edits = edits};
    enum rampart_status status = rp_lint_run_rules(&lint);
    if (status == RAMPART_OK && (rp_diags_failed(findings) || edits->failed)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(findings);
    return status;
}

/*
 * Collects the edits of the rules that are on, but for those of a place where any rule tells of a mistake: a fix would
 * leave less of it to be seen.
 */
static enum rampart_status fix_collect(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                       struct rp_lint_edits *edits)
{
    struct rampart_linter all = *linter;
    struct rp_lint_edits mistakes = {.arena = edits->arena};
    for (size_t i = 0; i < RP_LINT_RULES; i++) all.levels[i] = RAMPART_LINT_DEFAULT;
    RP_TRY(fix_run(linter, policy, edits));
    if (edits->count == 0) return RAMPART_OK;
    RP_TRY(fix_run(&all, policy, &mistakes));
    rp_lint_spare(edits, mistakes.evidence, mistakes.evidence_count);
    return RAMPART_OK;
}

/* A text with edits, read as a policy. */
struct fix_attempt {
    struct rampart_policy *policy; /* NULL: it cannot be read */
    size_t made;
    struct rp_lint_differences differences; /* from the document before */
};

static enum rampart_status fix_compare(const struct rampart_linter *linter, const struct rampart_policy *before,
                                       struct rp_lint_edits *edits, struct rp_buf *out, struct fix_attempt *attempt)
{
    out->len = 0;
    RP_TRY(rp_lint_apply(edits, before->source->text, out, &attempt->made));
    const struct rampart_document fixed = {.text = rp_buf_text(out),
                                           .kind = before->kind,
                                           .format = RAMPART_FORMAT_JSON,
                                           .file = before->source->name};
    enum rampart_status status = rampart_policy_read(&linter->options, &fixed, NULL, &attempt->policy);
    if (status == RAMPART_INVALID_INPUT) return RAMPART_OK;
    RP_TRY(status);
    status = rp_lint_differences(edits->arena, before, attempt->policy, &attempt->differences);
    if (status == RAMPART_OK) return RAMPART_OK;
    rampart_policy_free(attempt->policy);
    attempt->policy = NULL;
    return status;
}

/*
 * Makes the edits, and once more without those of elements that could then decide otherwise. False in *ret_same: that was
 * not enough.
 */
static enum rampart_status fix_try(const struct rampart_linter *linter, const struct rampart_policy *before,
                                   struct rp_lint_edits *edits, struct rp_buf *out, struct fix_attempt *attempt,
                                   bool *ret_same)
{
    RP_TRY(fix_compare(linter, before, edits, out, attempt));
    *ret_same = attempt->policy != NULL && rp_lint_are_equivalent(&attempt->differences);
    if (*ret_same || attempt->policy == NULL || attempt->differences.of_shape) return RAMPART_OK;
    rp_lint_spare(edits, attempt->differences.spans, attempt->differences.count);
    rampart_policy_free(attempt->policy);
    *attempt = (struct fix_attempt){.policy = NULL};
    RP_TRY(fix_compare(linter, before, edits, out, attempt));
    *ret_same = attempt->policy != NULL && rp_lint_are_equivalent(&attempt->differences);
    return RAMPART_OK;
}

/* One round: replaces the text in `fix`. *ret_same: the new text can be read, and decides as the one before does. */
static enum rampart_status fix_round(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                     struct rampart_fix *fix, struct rampart_policy **ret_next, bool *ret_same)
{
    struct rp_arena scratch;
    struct fix_attempt attempt = {.policy = NULL};
    rp_arena_init(&scratch, linter->options.allocator);
    struct rp_lint_edits edits = {.arena = &scratch};
    enum rampart_status status = fix_collect(linter, policy, &edits);
    if (status == RAMPART_OK) status = fix_try(linter, policy, &edits, &fix->text, &attempt, ret_same);
    rp_arena_free(&scratch);
    fix->count += attempt.made;
    if (attempt.made == 0 || status != RAMPART_OK) {
        rampart_policy_free(attempt.policy);
        attempt.policy = NULL;
    }
    *ret_next = attempt.policy;
    return status;
}

static enum rampart_status fix_rounds(const struct rampart_linter *linter,
                                      const struct rampart_document *document,
                                      const struct rampart_policy *original, struct rampart_diags *diags,
                                      struct rampart_fix *fix)
{
    struct rampart_policy *at_hand = NULL, *next = NULL;
    const struct rampart_policy *policy = original;
    enum rampart_status status = RAMPART_OK;
    for (int round = 0; round < ROUNDS && status == RAMPART_OK && policy != NULL; round++) {
        bool same = true;
        next = NULL;
        status = fix_round(linter, policy, fix, &next, &same);
        rampart_policy_free(at_hand);
        policy = at_hand = next;
        if (status == RAMPART_OK && !same)
            status = fix_refuse(
                document, diags, RP_IO_NOT_MENDED,
                "it is not fixed: the fixed document could not be shown to decide every request as before");
    }
    rampart_policy_free(at_hand);
    return status;
}

static enum rampart_status fix_document(const struct rampart_linter *linter,
                                        const struct rampart_document *document, struct rampart_diags *diags,
                                        struct rampart_fix *fix)
{
    struct rampart_policy *policy = NULL;
    RP_TRY(rampart_policy_read(&linter->options, document, NULL, &policy));
    enum rampart_status status = RAMPART_INVALID_INPUT;
    if (rp_tree_is_json(policy->source, document->format))
        status = fix_rounds(linter, document, policy, diags, fix);
    else
        rp_tree_not_written(diags, document->file);
    rampart_policy_free(policy);
    return status;
}

enum rampart_status rampart_lint_fix(const struct rampart_linter *linter,
                                     const struct rampart_document *document, struct rampart_diags *diags,
                                     struct rampart_fix **ret_fix)
{
    if (linter == NULL || document == NULL || ret_fix == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(linter->options.allocator);
    struct rampart_fix *fix = allocator.allocate(allocator.context, sizeof *fix);
    if (fix == NULL) return RAMPART_NO_MEMORY;
    *fix = (struct rampart_fix){.allocator = allocator};
    rp_buf_init(&fix->text, linter->options.allocator, UINT32_MAX);
    enum rampart_status status = fix_document(linter, document, diags, fix);
    if (status == RAMPART_OK)
        *ret_fix = fix;
    else
        rampart_fix_free(fix);
    return status;
}

void rampart_fix_free(struct rampart_fix *fix)
{
    if (fix == NULL) return;
    struct rampart_allocator allocator = fix->allocator;
    rp_buf_free(&fix->text);
    allocator.release(allocator.context, fix);
}

size_t rampart_fix_count(const struct rampart_fix *fix)
{
    return fix->count;
}

struct rampart_str rampart_fix_text(const struct rampart_fix *fix)
{
    return rp_buf_text(&fix->text);
}
