/* SPDX-License-Identifier: Apache-2.0 */
/* How long a document may be: by its kind, and with its white space or without. */
#include "base/utf8.h"
#include "lint/compact.h"
#include "lint/look.h"
#include "lint/refused.h"

/* Characters; documented but for the last, which old pages have (the pages of the rules name the sources). */
enum { MOST_OF_IDENTITY = 6144, MOST_OF_SESSION = 2048, MOST_OF_CONTROL = 4096, MOST_OF_TRUST = 2048 };

static size_t most_of(enum rampart_policy_kind kind)
{
    switch (kind) {
    case RAMPART_POLICY_SESSION: return MOST_OF_SESSION;
    case RAMPART_POLICY_CONTROL: return MOST_OF_CONTROL;
    case RAMPART_POLICY_TRUST: return MOST_OF_TRUST;
    default: return MOST_OF_IDENTITY;
    }
}

static const char *kind_name(enum rampart_policy_kind kind)
{
    switch (kind) {
    case RAMPART_POLICY_SESSION: return "a session policy";
    case RAMPART_POLICY_CONTROL: return "a control policy";
    case RAMPART_POLICY_TRUST: return "a trust policy";
    default: return "an identity policy";
    }
}

/* From the quote that opens a string to behind the one that closes it. */
static size_t string_length(struct rampart_str text)
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

/* Characters of JSON outside of its strings that mean nothing. */
static size_t count_blanks(struct rampart_str text)
{
    size_t blanks = 0;
    for (size_t i = 0; i < text.len;) {
        if (text.data[i] == '"') {
            i += string_length(rp_str_from(text, i));
        } else {
            blanks += rp_look_is_blank(text.data[i]);
            i++;
        }
    }
    return blanks;
}

static enum rp_lint_rule rule_of(enum rampart_policy_kind kind, bool only_as_written)
{
    if (kind == RAMPART_POLICY_TRUST) return RP_LINT_TRUST_TOO_LONG;
    return only_as_written ? RP_LINT_DOCUMENT_LONG_AS_WRITTEN : RP_LINT_DOCUMENT_TOO_LONG;
}

static void too_long(const struct rp_lint *lint, size_t length, size_t minified)
{
    enum rampart_policy_kind kind = lint->policy->kind;
    size_t most = most_of(kind);
    bool only_as_written = minified <= most;
    if (only_as_written && kind == RAMPART_POLICY_TRUST) return;
    if (!rp_lint_find(lint, rule_of(kind, only_as_written), (struct rp_span){0, 0},
                      "the document has %zu characters, %zu without white space; %s has %zu at the most",
                      length, minified, kind_name(kind), most))
        return;
    if (only_as_written)
        rp_lint_suggest(lint, "send it without white space between its parts");
    else
        rp_lint_suggest(lint, "split it into several policies, or merge actions and resources by wildcards");
}

/* A part of another file is sent as JSON of its own, which needs no white space. */
static void part_size(const struct rp_lint *lint)
{
    enum rampart_policy_kind kind = lint->policy->kind;
    size_t length = rp_lint_compact_length(lint->policy);
    if (length <= most_of(kind)) return;
    uint32_t start = lint->policy->statements[0].span.start;
    if (rp_lint_find(lint, rule_of(kind, false), (struct rp_span){start, start + 1},
                     "the document that begins here has %zu characters as JSON without white space; %s has "
                     "%zu at the most",
                     length, kind_name(kind), most_of(kind)))
        rp_lint_suggest(lint, "split it into several policies, or merge actions and resources by wildcards");
}

/* YAML in a file of its own may be a template of something else: how long its JSON becomes is not judged. */
void rp_lint_refused_size(const struct rp_lint *lint)
{
    struct rampart_str text = lint->policy->source->text;
    size_t start = 0;
    if (lint->part) {
        part_size(lint);
        return;
    }
    while (start < text.len && rp_look_is_blank(text.data[start])) start++;
    if (text.len <= most_of(lint->policy->kind) || text.data[start] != '{') return;
    size_t length = rp_utf8_count(text);
    if (length > most_of(lint->policy->kind)) too_long(lint, length, length - count_blanks(text));
}
