/* SPDX-License-Identifier: Apache-2.0 */
/* Linters: the levels of the rules, and the catalogue that they ask. */
#include "lint/linter.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/diag.h"

/* ---- linters ---- */

enum rampart_status rampart_linter_new(const struct rampart_options *options,
                                       struct rampart_linter **ret_linter)
{
    if (ret_linter == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_linter *linter = allocator.allocate(allocator.context, sizeof *linter);
    if (linter == NULL) return RAMPART_NO_MEMORY;
    *linter = (struct rampart_linter){.allocator = allocator, .levels = {RAMPART_LINT_DEFAULT}};
    if (options != NULL) linter->options = *options;
    linter->options.allocator = &linter->allocator; /* the caller's struct may go away */
    linter->catalog = linter->options.catalog;
    enum rampart_status status =
        linter->catalog == NULL ? rampart_catalog_open(options, &linter->own_catalog) : RAMPART_OK;
    if (status != RAMPART_OK) {
        rampart_linter_free(linter);
        return status;
    }
    if (linter->catalog == NULL) linter->catalog = linter->own_catalog;
    *ret_linter = linter;
    return RAMPART_OK;
}

void rampart_linter_free(struct rampart_linter *linter)
{
    if (linter == NULL) return;
    struct rampart_allocator allocator = linter->allocator;
    rampart_catalog_free(linter->own_catalog);
    allocator.release(allocator.context, linter);
}

void rampart_linter_require_complete(struct rampart_linter *linter, bool required)
{
    if (linter != NULL) linter->require_complete = required;
}

void rampart_linter_allow_outside(struct rampart_linter *linter, struct rampart_strs folders)
{
    if (linter != NULL) linter->outside = folders;
}

void rampart_linter_use_texts(struct rampart_linter *linter, const struct rampart_named_text *texts, size_t count)
{
    if (linter == NULL) return;
    linter->in_texts = true;
    linter->texts = (struct rp_account_texts){texts, count};
}

enum rampart_status rampart_linter_use_rules(struct rampart_linter *linter, const struct rampart_rules *rules)
{
    if (linter == NULL || rules == NULL) return RAMPART_MISUSE;
    if (linter->rules_count == RP_MOST_RULE_LISTS) return RAMPART_LIMIT;
    linter->rules[linter->rules_count++] = rules;
    return RAMPART_OK;
}

bool rampart_linter_has_rules(const struct rampart_linter *linter)
{
    if (linter != NULL && (linter->rules_count > 0 || linter->settings_rules != NULL)) return true;
    for (size_t i = 0; linter != NULL && i < RP_LINT_RULES; i++)
        if (linter->levels[i] != RAMPART_LINT_OFF) return true;
    return false;
}

/* ---- levels ---- */

/* Sets a family, or all of them. Returns false when the word names neither. */
static bool linter_set_families(struct rampart_linter *linter, struct rampart_str word,
                                enum rampart_lint_level level)
{
    bool all = rp_str_equal(word, RP_STR("all")), any = all;
    for (size_t i = 0; i < RP_LINT_RULES; i++) {
        enum rampart_lint_family family = rampart_lint_rule_at(i)->family;
        bool named = rp_str_equal(word, rampart_str(rampart_lint_family_name(family)));
        if (all || named) linter->levels[i] = level;
        any |= named;
    }
    return any;
}

enum rampart_status rampart_linter_set(struct rampart_linter *linter, struct rampart_str word,
                                       enum rampart_lint_level level, struct rampart_diags *diags)
{
    if (linter == NULL) return RAMPART_MISUSE;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(word);
    if (rule != NULL) {
        linter->levels[rp_lint_rule_of(rule->id)] = level;
        return RAMPART_OK;
    }
    if (linter_set_families(linter, word, level)) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_RULE, RP_NOWHERE, "unknown rule \"%.*s\"",
            RP_ARG(rp_str_part(word, 0, 80)));
    const char *near = rp_lint_rule_nearest(word);
    if (near != NULL)
        rp_diag_help(diags, "did you mean %s?", near);
    else
        rp_diag_help(diags, "name a rule, a family of rules or all");
    return RAMPART_INVALID_INPUT;
}
