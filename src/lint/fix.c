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

/* Collects the edits of all rules; the findings themselves are not used. */
static enum rampart_status fix_collect(const struct rampart_linter *linter,
                                       const struct rampart_policy *policy, struct rp_lint_edits *edits)
{
    struct rampart_diags *findings = NULL;
    RP_TRY(rampart_diags_new(&linter->options, &findings));
    const struct rp_lint lint = {
        .linter = linter, .policy = policy, .findings = findings, .scratch = edits->arena, .edits = edits};
    enum rampart_status status = rp_lint_run_rules(&lint);
    if (status == RAMPART_OK && rp_diags_failed(findings)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(findings);
    return status;
}

static enum rampart_status fix_once(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                    struct rp_buf *out, size_t *ret_made)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, linter->options.allocator);
    struct rp_lint_edits edits = {.arena = &scratch};
    enum rampart_status status = fix_collect(linter, policy, &edits);
    if (status == RAMPART_OK) status = rp_lint_apply(&edits, policy->source->text, out, ret_made);
    rp_arena_free(&scratch);
    return status;
}

static enum rampart_status fix_check(const struct rampart_linter *linter, const struct rampart_policy *before,
                                     const struct rampart_policy *after, bool *ret_same)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, linter->options.allocator);
    enum rampart_status status = rp_lint_equivalent(&scratch, before, after, ret_same);
    rp_arena_free(&scratch);
    return status;
}

/* One round: replaces the text in `fix`. *ret_same: the new text can be read, and decides as the original does. */
static enum rampart_status fix_round(const struct rampart_linter *linter,
                                     const struct rampart_policy *original,
                                     const struct rampart_policy *policy, struct rampart_fix *fix,
                                     struct rampart_policy **ret_next, bool *ret_same)
{
    size_t made = 0;
    fix->text.len = 0;
    RP_TRY(fix_once(linter, policy, &fix->text, &made));
    fix->count += made;
    *ret_same = true;
    if (made == 0) return RAMPART_OK;
    const struct rampart_document fixed = {.text = rp_buf_text(&fix->text),
                                           .kind = original->kind,
                                           .format = RAMPART_FORMAT_JSON,
                                           .file = original->source->name};
    enum rampart_status status = rampart_policy_read(&linter->options, &fixed, NULL, ret_next);
    *ret_same = status == RAMPART_OK;
    if (status == RAMPART_INVALID_INPUT) return RAMPART_OK;
    RP_TRY(status);
    return fix_check(linter, original, *ret_next, ret_same);
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
        status = fix_round(linter, original, policy, fix, &next, &same);
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
