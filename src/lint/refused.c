/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "refused": the document can be read, but the cloud does not take it. */
#include "lint/families.h"

#include <stdint.h>

#include "base/utf8.h"
#include "lint/compact.h"
#include "lint/lint_util.h"
#include "policy/kind.h"

/* ==== length: by the kind of the document, and with white space or without ==== */

/* Characters. The rules' pages name the sources; only old pages have the last one. */
enum { MOST_OF_IDENTITY = 6144, MOST_OF_SESSION = 2048, MOST_OF_CONTROL = 4096, MOST_OF_TRUST = 2048 };

static size_t refused_most_of(enum rampart_policy_kind kind)
{
    switch (kind) {
    case RAMPART_POLICY_SESSION: return MOST_OF_SESSION;
    case RAMPART_POLICY_CONTROL: return MOST_OF_CONTROL;
    case RAMPART_POLICY_TRUST: return MOST_OF_TRUST;
    default: break;
    }
    const struct rp_kind *grammar = rp_kind_of(kind);
    if (!grammar->of_resource) return MOST_OF_IDENTITY;
    return grammar->most_bytes > 0 ? grammar->most_bytes : SIZE_MAX; /* of an endpoint no page says */
}

/* The length of a string with its quotes. */
static size_t refused_string_length(struct rampart_str text)
{
    size_t at = 1;
    while (at < text.len) {
        size_t quote = at + rp_str_find(rp_str_from(text, at), '"'), escapes = 0;
        while (escapes < quote - at && text.data[quote - escapes - 1] == '\\') escapes++;
        at = quote + 1;
        if (escapes % 2 == 0) break;
    }
    return at < text.len ? at : text.len;
}

/* Counts the white space between the parts of JSON. */
static size_t refused_count_blanks(struct rampart_str text)
{
    size_t blanks = 0;
    for (size_t i = 0; i < text.len;) {
        if (text.data[i] == '"') {
            i += refused_string_length(rp_str_from(text, i));
        } else {
            blanks += rp_is_blank(text.data[i]);
            i++;
        }
    }
    return blanks;
}

static enum rp_lint_rule refused_rule_of(enum rampart_policy_kind kind, bool only_as_written)
{
    if (kind == RAMPART_POLICY_TRUST) return RP_LINT_TRUST_TOO_LONG;
    return only_as_written ? RP_LINT_DOCUMENT_LONG_AS_WRITTEN : RP_LINT_DOCUMENT_TOO_LONG;
}

static void refused_too_long(const struct rp_lint *lint, size_t length, size_t minified)
{
    enum rampart_policy_kind kind = lint->policy->kind;
    size_t most = refused_most_of(kind);
    bool only_as_written = minified <= most;
    if (only_as_written && kind == RAMPART_POLICY_TRUST) return;
    if (!rp_lint_report(lint, refused_rule_of(kind, only_as_written), (struct rp_span){0, 0},
                        "the document has %zu characters, %zu without white space; %s has %zu at the most",
                        length, minified, rp_kind_of(kind)->words, most))
        return;
    if (only_as_written)
        rp_lint_suggest(lint, "send it without white space between its parts");
    else
        rp_lint_suggest(lint, "split it into several policies, or merge actions and resources by wildcards");
}

/* A document of a larger file is sent as JSON of its own, which needs no white space. */
static void refused_embedded_size(const struct rp_lint *lint)
{
    enum rampart_policy_kind kind = lint->policy->kind;
    size_t length = rp_lint_compact_length(lint->policy);
    if (length <= refused_most_of(kind)) return;
    uint32_t start = lint->policy->statements[0].span.start;
    if (rp_lint_report(lint, refused_rule_of(kind, false), (struct rp_span){start, start + 1},
                       "the document that begins here has %zu characters as JSON without white space; %s has "
                       "%zu at the most",
                       length, rp_kind_of(kind)->words, refused_most_of(kind)))
        rp_lint_suggest(lint, "split it into several policies, or merge actions and resources by wildcards");
}

/* YAML in a file of its own may be a template of something else, so that its length as JSON does not count. */
static void refused_size(const struct rp_lint *lint)
{
    struct rampart_str text = lint->policy->source->text;
    size_t start = 0;
    if (lint->embedded) {
        refused_embedded_size(lint);
        return;
    }
    while (start < text.len && rp_is_blank(text.data[start])) start++;
    if (text.len <= refused_most_of(lint->policy->kind) || text.data[start] != '{') return;
    size_t length = rp_utf8_count(text);
    if (length > refused_most_of(lint->policy->kind))
        refused_too_long(lint, length, length - refused_count_blanks(text));
}

/* ==== trust policies ==== */

/* It is not documented that the cloud takes a Deny here (docs/semantics.md, "Assumptions": trust-deny). */
static void refused_trust_deny(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY) return;
    if (rp_lint_report(lint, RP_LINT_TRUST_DENY, statement->principals->span,
                       "a Deny in a trust policy may be refused by the cloud"))
        rp_lint_suggest(lint, "name those who may assume the role in an Allow, and nobody else");
}

/* A source identity has an action of its own. */
static bool refused_is_trust_action(struct rampart_str action)
{
    return rp_str_equal_fold(action, RP_STR("sts:AssumeRole")) ||
           rp_str_equal_fold(action, RP_STR("sts:SetSourceIdentity"));
}

static void refused_trust_action(const struct rp_lint *lint, const struct rp_value *value)
{
    if (refused_is_trust_action(value->text)) return;
    if (rp_lint_report(lint, RP_LINT_TRUST_ACTION, value->span,
                       "a trust policy takes sts:AssumeRole alone, not %.*s",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write sts:AssumeRole; it covers SAML and OIDC as well");
}

static void refused_trust_not_action(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (rp_lint_report(lint, RP_LINT_TRUST_ACTION, rp_values_span(&statement->action),
                       "a trust policy takes sts:AssumeRole alone, and NotAction is every other action"))
        rp_lint_suggest(lint, "write \"Action\": \"sts:AssumeRole\"");
}

static void refused_trust_rules(const struct rp_lint *lint, const struct rp_statement *statement)
{
    refused_trust_deny(lint, statement);
    if (statement->action.negated)
        refused_trust_not_action(lint, statement);
    else
        rp_lint_each_value(lint, &statement->action, refused_trust_action);
}

/* ==== all of them ==== */

enum rampart_status rp_lint_refused(const struct rp_lint *lint)
{
    refused_size(lint);
    if (lint->policy->kind != RAMPART_POLICY_TRUST) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        refused_trust_rules(lint, &lint->policy->statements[i]);
    return RAMPART_OK;
}
