/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/rule.h"

#include <string.h>

#include <stdint.h>

#include "base/str.h"
#include "catalog/embed.h"
#include "text/did_you_mean.h"

#define RP_LINT_RULE(identifier, id, name, family, severity)        \
    EMBED("rp_lint_page_" #identifier, "rules/" id "-" name ".md"); \
    HIDDEN extern const char rp_lint_page_##identifier##_start[];   \
    HIDDEN extern const uint64_t rp_lint_page_##identifier##_size;
#include "lint/rule_table.h"
#undef RP_LINT_RULE

static const struct rampart_lint_rule rules[] = {
#define RP_LINT_RULE(identifier, id, name, family, severity) \
    {id, name, RAMPART_LINT_##family, RAMPART_##severity},
#include "lint/rule_table.h"
#undef RP_LINT_RULE
};

static const struct page {
    const char *text;
    const uint64_t *size;
} pages[] = {
#define RP_LINT_RULE(identifier, id, name, family, severity) \
    {rp_lint_page_##identifier##_start, &rp_lint_page_##identifier##_size},
#include "lint/rule_table.h"
#undef RP_LINT_RULE
};

/* Where the pages are read on the web. */
#define PAGES "https://github.com/example/rampart/blob/main/policies/rules/"

static const char *const addresses[] = {
#define RP_LINT_RULE(identifier, id, name, family, severity) PAGES id "-" name ".md",
#include "lint/rule_table.h"
#undef RP_LINT_RULE
};

static const char *const families[] = {"refused", "never-matches", "means-otherwise",
                                       "broad",   "idle",          "style"};

size_t rampart_lint_rule_count(void)
{
    return RP_LINT_RULES;
}

const struct rampart_lint_rule *rampart_lint_rule_at(size_t i)
{
    return i < RP_LINT_RULES ? &rules[i] : NULL;
}

const struct rampart_lint_rule *rp_lint_rule(enum rp_lint_rule number)
{
    return &rules[number];
}

struct rampart_str rampart_lint_rule_page(const struct rampart_lint_rule *rule)
{
    const struct page *page = &pages[rule - rules];
    return (struct rampart_str){page->text, (size_t)*page->size};
}

const char *rampart_lint_rule_address(const struct rampart_lint_rule *rule)
{
    return addresses[rule - rules];
}

const char *rampart_lint_family_name(enum rampart_lint_family family)
{
    return (size_t)family < sizeof families / sizeof *families ? families[family] : NULL;
}

/* "RAM301", "notaction-allow" or both, with a hyphen between them, in any case of letters. */
static bool rule_is_named(const struct rampart_lint_rule *rule, struct rampart_str word)
{
    struct rampart_str id = rampart_str(rule->id), name = rampart_str(rule->name);
    if (rp_str_equal_fold(word, id) || rp_str_equal_fold(word, name)) return true;
    if (word.len != id.len + 1 + name.len || word.data[id.len] != '-') return false;
    return rp_str_equal_fold(rp_str_part(word, 0, id.len), id) && rp_str_equal_fold(rp_str_from(word, id.len + 1), name);
}

enum rp_lint_rule rp_lint_rule_of(const char *code)
{
    size_t low = 0, high = RP_LINT_RULES; /* they are sorted by their ids */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        *(strcmp(rules[middle].id, code) < 0 ? &low : &high) = strcmp(rules[middle].id, code) < 0 ? middle + 1 : middle;
    }
    return low < RP_LINT_RULES && strcmp(rules[low].id, code) == 0 ? (enum rp_lint_rule)low : RP_LINT_RULES;
}

/* Reports look up the code of each finding, which is an id as it is written here. */
static const struct rampart_lint_rule *rule_of_code(struct rampart_str word)
{
    char code[sizeof "RAM000"];
    if (word.len != sizeof code - 1) return NULL;
    memcpy(code, word.data, word.len);
    code[word.len] = '\0';
    const enum rp_lint_rule rule = rp_lint_rule_of(code);
    return rule == RP_LINT_RULES ? NULL : &rules[rule];
}

const struct rampart_lint_rule *rampart_lint_rule_find(struct rampart_str word)
{
    const struct rampart_lint_rule *rule = rule_of_code(word);
    for (size_t i = 0; i < RP_LINT_RULES && rule == NULL; i++)
        if (rule_is_named(&rules[i], word)) rule = &rules[i];
    return rule;
}

const char *rp_lint_rule_nearest(struct rampart_str word)
{
    const char *names[RP_LINT_RULES];
    for (size_t i = 0; i < RP_LINT_RULES; i++) names[i] = rules[i].name;
    return rp_nearest(word, names, RP_LINT_RULES);
}
