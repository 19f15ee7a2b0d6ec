/* SPDX-License-Identifier: Apache-2.0 */
/* The rules in a SARIF log: those with a page, and the codes of what cannot be read. */
#include "report/lint_sarif.h"

/* What a document can be refused for. */
static const struct code {
    const char *number, *name;
} codes[] = {
#define RP_DIAG(id, number, name) {number, name},
#include "text/diag_codes.h"
#undef RP_DIAG
};

static void put_text(struct rp_json at, const char *member, struct rampart_str text)
{
    rp_put_text(rp_put_object(at, member), "text", text);
}

/* "unknown-element" as "unknown element". */
static void put_name(struct rp_json at, const char *member, const char *name)
{
    char words[64];
    size_t len = 0;
    for (; name[len] != '\0' && len < sizeof words; len++) words[len] = name[len] == '-' ? ' ' : name[len];
    put_text(at, member, (struct rampart_str){words, len});
}

static void put_level(struct rp_json at, enum rampart_severity severity)
{
    rp_put_word(rp_put_object(at, "defaultConfiguration"), "level", rp_severity_word(severity));
}

static void put_tags(struct rp_json at, const char *family)
{
    const struct rp_json tags = rp_put_list(rp_put_object(at, "properties"), "tags");
    rp_put_word(tags, NULL, "security");
    rp_put_word(tags, NULL, family);
}

static void put_rule(struct rp_json item, const struct rampart_lint_rule *rule)
{
    const struct rampart_str page = rampart_lint_rule_page(rule);
    rp_put_word(item, "id", rule->id);
    rp_put_word(item, "name", rule->name);
    put_name(item, "shortDescription", rule->name);
    put_text(item, "fullDescription", rp_lint_page_about(rule));
    const struct rp_json help = rp_put_object(item, "help");
    rp_put_text(help, "text", page);
    rp_put_text(help, "markdown", page);
    put_level(item, rule->severity);
    put_tags(item, rampart_lint_family_name(rule->family));
}

static void put_code(struct rp_json item, const struct code *code)
{
    rp_put_word(item, "id", code->number);
    rp_put_word(item, "name", code->name);
    put_name(item, "shortDescription", code->name);
    put_name(item, "fullDescription", code->name);
    put_level(item, RAMPART_ERROR);
    put_tags(item, "reading");
}

void rp_sarif_tool(struct rp_json tool)
{
    const struct rp_json driver = rp_put_object(tool, "driver");
    rp_put_word(driver, "name", "rampart");
    rp_put_word(driver, "version", rampart_version());
    rp_put_word(driver, "semanticVersion", rampart_version());
    const struct rp_json rules = rp_put_list(driver, "rules");
    for (size_t i = 0; i < rampart_lint_rule_count(); i++)
        put_rule(rp_put_object(rules, NULL), rampart_lint_rule_at(i));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (rampart_lint_rule_find(rampart_str(codes[i].number)) == NULL)
            put_code(rp_put_object(rules, NULL), &codes[i]);
}
