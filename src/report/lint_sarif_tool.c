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

static void put_text(struct rp_buf *out, const char *member, struct rampart_str text)
{
    rp_write_open(out, member, '{');
    rp_write_text(out, "text", text);
    rp_write_close(out, '}');
}

/* "unknown-element" as "unknown element". */
static void put_name(struct rp_buf *out, const char *member, const char *name)
{
    char words[64];
    size_t len = 0;
    for (; name[len] != '\0' && len < sizeof words; len++) words[len] = name[len] == '-' ? ' ' : name[len];
    put_text(out, member, (struct rampart_str){words, len});
}

static void put_level(struct rp_buf *out, enum rampart_severity severity)
{
    rp_write_open(out, "defaultConfiguration", '{');
    rp_write_word(out, "level", rp_severity_word(severity));
    rp_write_close(out, '}');
}

static void put_tags(struct rp_buf *out, const char *family)
{
    rp_write_open(out, "properties", '{');
    rp_write_open(out, "tags", '[');
    rp_write_word(out, NULL, "security");
    rp_write_word(out, NULL, family);
    rp_write_close(out, ']');
    rp_write_close(out, '}');
}

static void put_rule(struct rp_buf *out, const struct rampart_lint_rule *rule)
{
    const struct rampart_str page = rampart_lint_rule_page(rule);
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "id", rule->id);
    rp_write_word(out, "name", rule->name);
    put_name(out, "shortDescription", rule->name);
    put_text(out, "fullDescription", rp_lint_page_about(rule));
    rp_write_open(out, "help", '{');
    rp_write_text(out, "text", page);
    rp_write_text(out, "markdown", page);
    rp_write_close(out, '}');
    put_level(out, rule->severity);
    put_tags(out, rampart_lint_family_name(rule->family));
    rp_write_close(out, '}');
}

static void put_code(struct rp_buf *out, const struct code *code)
{
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "id", code->number);
    rp_write_word(out, "name", code->name);
    put_name(out, "shortDescription", code->name);
    put_name(out, "fullDescription", code->name);
    put_level(out, RAMPART_ERROR);
    put_tags(out, "reading");
    rp_write_close(out, '}');
}

static void put_rules(struct rp_buf *out)
{
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) put_rule(out, rampart_lint_rule_at(i));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (rampart_lint_rule_find(rampart_str(codes[i].number)) == NULL) put_code(out, &codes[i]);
}

void rp_sarif_tool(struct rp_buf *out)
{
    rp_write_open(out, "tool", '{');
    rp_write_open(out, "driver", '{');
    rp_write_word(out, "name", "rampart");
    rp_write_word(out, "version", rampart_version());
    rp_write_word(out, "semanticVersion", rampart_version());
    rp_write_open(out, "rules", '[');
    put_rules(out);
    rp_write_close(out, ']');
    rp_write_close(out, '}');
    rp_write_close(out, '}');
}
