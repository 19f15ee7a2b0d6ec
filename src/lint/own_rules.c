/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/own_rules.h"

#include <rampart/lint.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/file.h"
#include "text/tree_read.h"

enum rampart_status rp_lint_own_rules(struct rp_strict *strict, const struct rp_node *list, struct rampart_rules *ret_rules)
{
    RP_TRY(rp_custom_rules_read(strict, list, ret_rules));
    for (size_t i = 0; i < ret_rules->count; i++) {
        const struct rp_custom_rule *rule = &ret_rules->items[i];
        if (rule->name == NULL || rampart_lint_rule_find(rampart_str(rule->name)) == NULL) continue;
        rp_strict_error(strict, RP_SET_VALUE, rule->span, "a rule of rampart has the name %s", rule->name);
        rp_diag_help(strict->reading.diags, "choose another name");
    }
    return RAMPART_OK;
}

/* ---- a file of rules ---- */

static enum rampart_status own_rules_read_tree(struct rp_strict *strict, const struct rp_node *root,
                                                 struct rampart_rules *rules)
{
    static const char *const names[] = {"rules"};
    static const struct rp_strict_shape shape = {"a file of rules", names, 1};
    const struct rp_node *members[1] = {NULL};
    if (!rp_strict_is(strict, root, RP_NODE_MAP, "a map with rules")) return RAMPART_OK;
    rp_strict_members(strict, root, &shape, members);
    if (members[0] == NULL) {
        rp_strict_error(strict, RP_SET_MISSING, root->span, "the file has no rules");
        return RAMPART_OK;
    }
    return rp_lint_own_rules(strict, members[0], rules);
}

static enum rampart_status own_rules_read_text(struct rampart_rules *rules, const struct rampart_limits *limits,
                                            struct rampart_str text, struct rampart_str file, struct rampart_diags *diags)
{
    struct rp_source *source = RP_NEW(&rules->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &rules->arena, file, text));
    struct rp_strict strict = {{.arena = &rules->arena, .source = source, .limits = limits, .diags = diags}, false};
    struct rp_node *root = NULL;
    const enum rampart_status read = rp_tree_read(&strict.reading, RAMPART_FORMAT_AUTO, &root);
    if (root == NULL) return read;
    RP_TRY(own_rules_read_tree(&strict, root, rules));
    return read == RAMPART_OK && strict.failed ? RAMPART_INVALID_INPUT : read;
}

static enum rampart_status own_rules_read(const struct rampart_options *options, struct rampart_str text,
                                       struct rampart_str file, struct rampart_diags *diags, struct rampart_rules **ret_rules)
{
    struct rp_arena arena;
    const struct rampart_limits limits = rp_limits_of(options);
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_rules *rules = RP_NEW(&arena, struct rampart_rules);
    RP_TRY_MEMORY(rules != NULL);
    rules->arena = arena;
    const size_t first = rampart_diags_count(diags);
    enum rampart_status status = own_rules_read_text(rules, &limits, text, file, diags);
    rp_diags_sort(diags, first);
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status == RAMPART_OK)
        *ret_rules = rules;
    else
        rampart_rules_free(rules);
    return status;
}

enum rampart_status rampart_rules_read_file(const struct rampart_options *options, const char *path,
                                            struct rampart_diags *diags, struct rampart_rules **ret_rules)
{
    if (path == NULL || diags == NULL || ret_rules == NULL) return RAMPART_MISUSE;
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).document_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK) status = own_rules_read(options, rp_buf_text(&text), rampart_str(path), diags, ret_rules);
    rp_buf_free(&text);
    return status;
}

void rampart_rules_free(struct rampart_rules *rules)
{
    if (rules == NULL) return;
    struct rp_arena arena = rules->arena; /* they live in it */
    rp_arena_free(&arena);
}

struct rampart_str rampart_rules_text(const struct rampart_rules *rules, struct rampart_str name)
{
    const struct rp_custom_rule *rule = rp_custom_rule_named(rules, name);
    return rule == NULL ? RP_STR("") : rule->text;
}

struct rampart_str rampart_rules_file(const struct rampart_rules *rules)
{
    return rules == NULL || rules->source == NULL ? RP_STR("") : rules->source->name;
}
