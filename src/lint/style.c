/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "style": the same can be written more plainly. */
#include "lint/families.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "catalog/keys.h"
#include "lint/findings.h"
#include "lint/lint_util.h"

/* ==== spelling of values and keys ==== */

/* ---- keys ---- */

/* The part behind the slash is a tag's key: its author spells it. No edit: under key-case=sensitive it is another key. */
static enum rampart_status style_key_spelling(const struct rp_lint *lint, const struct rp_value *key)
{
    struct rp_catalog_key known;
    struct rampart_str spelling;
    if (!rp_lint_enabled(lint, RP_LINT_KEY_SPELLING) || !rp_catalog_key_find(lint->linter->catalog, key->text, &known))
        return RAMPART_OK;
    bool any = rp_str_ends(known.key, RP_STR("/*"));
    struct rampart_str fixed = rp_str_part(known.key, 0, known.key.len - any);
    if (rp_str_starts(key->text, fixed)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(lint->scratch, &spelling, "%.*s%.*s", RP_ARG(fixed),
                                  RP_ARG(rp_str_from(key->text, fixed.len))));
    if (!rp_lint_report(lint, RP_LINT_KEY_SPELLING, key->span, "the cloud spells this key %.*s",
                        RP_ARG(spelling)))
        return RAMPART_OK;
    rp_lint_suggest(lint, "write \"%.*s\"", RP_ARG(spelling));
    return RAMPART_OK;
}

/* ---- values by their types ---- */

static void style_respell(const struct rp_lint *lint, enum rp_lint_rule rule, const struct rp_value *value,
                          struct rampart_str plain)
{
    if (rp_str_equal(value->text, plain)) return;
    if (!rp_lint_report(lint, rule, value->span, "%.*s is written %.*s", RP_ARG(rp_lint_shown(value->text)),
                        RP_ARG(plain)))
        return;
    rp_lint_suggest(lint, "write \"%.*s\"", RP_ARG(plain));
    rp_lint_respell(lint, value->span, plain);
}

static void style_bool_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    bool truth;
    if (rp_truth_read(value->text, &truth))
        style_respell(lint, RP_LINT_BOOL_SPELLING, value, truth ? RP_STR("true") : RP_STR("false"));
}

/* Leaves out a plus, zeros in front, and zeros behind the point. */
static struct rampart_str style_plain_number(struct rampart_str text)
{
    if (text.data[0] == '+') text = rp_str_from(text, 1);
    while (text.len > 1 && text.data[0] == '0' && rp_is_digit(text.data[1])) text = rp_str_from(text, 1);
    if (rp_str_find(text, '.') == text.len) return text;
    while (text.data[text.len - 1] == '0') text.len--;
    if (text.data[text.len - 1] == '.') text.len--;
    return text;
}

/* Numbers with an exponent or a minus stay as they are: hardly any policy has one. */
static void style_number_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_number number;
    if (!rp_number_read(value->text, &number) || value->text.data[0] == '-') return;
    if (rp_str_find(value->text, 'e') == value->text.len)
        style_respell(lint, RP_LINT_NUMBER_SPELLING, value, style_plain_number(value->text));
}

/* RFC 5952: small letters, and the longest run of zeros as `::`. Host bits are kept: they are not spelling. */
static void style_address_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_block block, address;
    char text[INET6_ADDRSTRLEN + sizeof "/128"];
    size_t slash = rp_str_find(value->text, '/');
    if (!rp_block_read(value->text, true, &block) || block.length == 4) return;
    if (!rp_block_read(rp_str_part(value->text, 0, slash), false, &address)) return;
    if (inet_ntop(AF_INET6, address.bytes, text, sizeof text) == NULL) return;
    struct rampart_str prefix = rp_str_from(value->text, slash);
    snprintf(text + strlen(text), sizeof "/128", "%.*s", RP_ARG(prefix));
    style_respell(lint, RP_LINT_ADDRESS_SPELLING, value, rampart_str(text));
}

/* The cloud's pages write dates with seconds. */
static void style_date_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    const size_t date = sizeof "2026-01-31" - 1, minutes = sizeof "2026-01-31T08:00" - 1;
    struct rp_instant instant;
    struct rampart_str text = value->text;
    if (!rp_instant_read(text, &instant)) return;
    bool dated = text.len == date;
    if (!dated && text.data[minutes] == ':') return;
    char plain[sizeof "2026-01-31T08:00:00+08:00"];
    snprintf(plain, sizeof plain, "%.*s%s%.*s", RP_ARG(rp_str_part(text, 0, minutes)),
             dated ? "T00:00:00Z" : ":00", RP_ARG(rp_str_from(text, dated ? date : minutes)));
    if (!rp_lint_report(lint, RP_LINT_DATE_SPELLING, value->span,
                        dated ? "%.*s is midnight in UTC, which can be written out" : "%.*s has no seconds",
                        RP_ARG(text)))
        return;
    rp_lint_suggest(lint, "write \"%s\"", plain);
    rp_lint_respell(lint, value->span, rampart_str(plain));
}

/* ---- characters ---- */

static size_t style_find_stars(struct rampart_str text)
{
    size_t i = rp_str_find(text, '*') + 1;
    while (i < text.len && (text.data[i] != '*' || text.data[i - 1] != '*')) i++;
    return i;
}

static enum rampart_status style_single_stars(struct rp_arena *arena, struct rampart_str text,
                                              struct rampart_str *ret_text)
{
    char *single = RP_NEW_ARRAY(arena, char, text.len);
    RP_TRY_MEMORY(single != NULL);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '*' || len == 0 || single[len - 1] != '*') single[len++] = text.data[i];
    *ret_text = (struct rampart_str){single, len};
    return RAMPART_OK;
}

static enum rampart_status style_repeated_star(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str single;
    if (style_find_stars(value->text) >= value->text.len) return RAMPART_OK;
    if (!rp_lint_report(lint, RP_LINT_REPEATED_STAR, value->span, "** matches what * matches"))
        return RAMPART_OK;
    rp_lint_suggest(lint, "write one *");
    if (rp_lint_is_masked(value->text)) return RAMPART_OK; /* an edit would hide that a part of the text is missing */
    RP_TRY(style_single_stars(lint->scratch, value->text, &single));
    rp_lint_respell(lint, value->span, single);
    return RAMPART_OK;
}

/* True for \u and the number of a printable ASCII character that needs no escape. */
static bool style_hides_character(struct rampart_str escape)
{
    if (escape.len < 6 || !rp_str_starts(escape, RP_STR("\\u00"))) return false;
    char high = escape.data[4], low = rp_lower(escape.data[5]);
    if (high < '2' || high > '7' || (high == '7' && low == 'f')) return false;
    return !(high == '2' && low == '2') && !(high == '5' && low == 'c');
}

static void style_reveal(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str escape)
{
    if (!rp_lint_report(lint, RP_LINT_HIDDEN_CHARACTER, value->span,
                        "%.*s hides a character that can be written", RP_ARG(escape)))
        return;
    rp_lint_suggest(lint, "write the character itself");
    rp_lint_respell(lint, value->span, value->text);
}

static void style_hidden_character(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str written =
        rp_str_part(lint->policy->source->text, value->span.start, value->span.end - value->span.start);
    if (written.len == value->text.len || written.len < 2 || written.data[0] != '"') return;
    for (size_t at = rp_str_find(written, '\\'); at < written.len;) {
        struct rampart_str rest = rp_str_from(written, at);
        if (style_hides_character(rest)) {
            style_reveal(lint, value, rp_str_part(rest, 0, 6));
            return;
        }
        struct rampart_str behind = rp_str_from(rest, rest.len < 2 ? rest.len : 2);
        at = written.len - behind.len + rp_str_find(behind, '\\');
    }
}

/* ---- any value ---- */

static enum rampart_status style_pattern_values(const struct rp_lint *lint, const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value value = rp_lint_value_at(values, i);
        RP_TRY(style_repeated_star(lint, &value));
        style_hidden_character(lint, &value);
    }
    return RAMPART_OK;
}

static enum rampart_status style_condition_values(const struct rp_lint *lint,
                                                  const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    RP_TRY(style_key_spelling(lint, &condition->key));
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        style_hidden_character(lint, &value);
        if (op->comparison == RP_COMPARE_LIKE) RP_TRY(style_repeated_star(lint, &value));
        if (op->null || op->family == &rp_family_bool) style_bool_spelling(lint, &value);
        if (op->family == &rp_family_number) style_number_spelling(lint, &value);
        if (op->family == &rp_family_ip) style_address_spelling(lint, &value);
        if (op->family == &rp_family_date) style_date_spelling(lint, &value);
    }
    return RAMPART_OK;
}

static enum rampart_status style_values(const struct rp_lint *lint, const struct rp_statement *statement)
{
    RP_TRY(style_pattern_values(lint, &statement->action));
    RP_TRY(style_pattern_values(lint, &statement->resource));
    for (size_t i = 0; i < statement->condition_count; i++)
        RP_TRY(style_condition_values(lint, &statement->conditions[i]));
    return RAMPART_OK;
}

/* ==== lists ==== */

enum { ORDERED_LIST = 6 }; /* shorter ones are in order by chance */

/* ---- a value out of order ---- */

/* Orders texts by ASCII letters, case aside. */
static int style_compare_fold(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        unsigned char x = (unsigned char)rp_lower(a.data[i]), y = (unsigned char)rp_lower(b.data[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

static bool style_falls(const struct rp_values *values, size_t from, size_t to)
{
    return style_compare_fold(rp_value_text(values, from), rp_value_text(values, to)) > 0;
}

/* True when the list is in order without one of its values. */
static bool style_is_sorted_without(const struct rp_values *values, size_t stray)
{
    size_t last = stray == 0 ? 1 : 0;
    for (size_t i = last + 1; i < values->count; i++) {
        if (i == stray) continue;
        if (style_falls(values, last, i)) return false;
        last = i;
    }
    return true;
}

/* Reports the only value that is out of order in a list that somebody keeps in order. */
static void style_unsorted_value(const struct rp_lint *lint, const struct rp_values *values)
{
    size_t fall = 1;
    if (values->count < ORDERED_LIST || !rp_lint_enabled(lint, RP_LINT_UNSORTED_VALUE)) return;
    while (fall < values->count && !style_falls(values, fall - 1, fall)) fall++;
    if (fall == values->count) return;
    size_t stray = style_is_sorted_without(values, fall) ? fall : fall - 1;
    if (stray != fall && !style_is_sorted_without(values, stray)) return;
    size_t before = 0;
    while (before < values->count && (before == stray || !style_falls(values, before, stray))) before++;
    if (!rp_lint_report(lint, RP_LINT_UNSORTED_VALUE, values->spans[stray],
                        "%.*s is the only value of this list that is out of order",
                        RP_ARG(rp_lint_shown(rp_value_text(values, stray)))))
        return;
    if (before < values->count)
        rp_lint_suggest(lint, "put it before %.*s", RP_ARG(rp_lint_shown(rp_value_text(values, before))));
    else
        rp_lint_suggest(lint, "put it at the end");
}

/* ---- single values, with brackets and without ---- */

enum written { SEVERAL = 0, PLAIN, LISTED };

static enum written style_how_written(const struct rp_values *values)
{
    if (values->count != 1) return SEVERAL;
    return values->start == values->spans[0].start ? PLAIN : LISTED;
}

static const struct rp_values *style_actions_of(const struct rp_statement *statement)
{
    return &statement->action;
}

static const struct rp_values *style_resources_of(const struct rp_statement *statement)
{
    return &statement->resource;
}

/* The place of the list with its brackets; only white space precedes the closing one. */
static struct rp_span style_whole_list(const struct rp_lint *lint, const struct rp_values *values)
{
    struct rp_span span = rp_values_span(values);
    const struct rampart_str text = lint->policy->source->text;
    while (span.end < text.len && rp_is_blank(text.data[span.end])) span.end++;
    if (span.end < text.len && text.data[span.end] == ']') span.end++;
    return span;
}

static void style_write_otherwise(const struct rp_lint *lint, const struct rp_values *values,
                                  enum written now)
{
    const struct rp_span span = values->spans[0];
    rp_lint_suggest(lint, "write it in one way");
    if (now == LISTED) {
        rp_lint_replace(lint, style_whole_list(lint, values),
                        rp_str_part(lint->policy->source->text, span.start, span.end - span.start));
        return;
    }
    rp_lint_replace(lint, (struct rp_span){span.start, span.start}, RP_STR("["));
    rp_lint_replace(lint, (struct rp_span){span.end, span.end}, RP_STR("]"));
}

/* The rarer way is reported; when both are as frequent, the brackets. */
static void style_mixed_lists(const struct rp_lint *lint, const char *name,
                              const struct rp_values *(*values_of)(const struct rp_statement *statement))
{
    size_t counts[] = {0, 0, 0};
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        counts[style_how_written(values_of(&lint->policy->statements[i]))]++;
    if (counts[PLAIN] == 0 || counts[LISTED] == 0) return;
    enum written rare = counts[PLAIN] < counts[LISTED] ? PLAIN : LISTED;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_values *values = values_of(&lint->policy->statements[i]);
        if (style_how_written(values) != rare) continue;
        if (rp_lint_report(lint, RP_LINT_MIXED_LISTS, rp_values_span(values),
                           "a single %s is written %s here, and %s elsewhere in this document", name,
                           rare == PLAIN ? "alone" : "in a list", rare == PLAIN ? "in a list" : "alone"))
            style_write_otherwise(lint, values, rare);
    }
}

/* ---- any list ---- */

static enum rampart_status style_lists(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        style_unsorted_value(lint, &statement->action);
        style_unsorted_value(lint, &statement->resource);
        for (size_t k = 0; k < statement->condition_count; k++)
            style_unsorted_value(lint, &statement->conditions[k].values);
    }
    style_mixed_lists(lint, "action", style_actions_of);
    style_mixed_lists(lint, "resource", style_resources_of);
    return RAMPART_OK;
}

/* ==== statements ==== */

enum { FAR = 40 }; /* lines: about what a screen shows at once */

/* Finds Effect behind the actions. No string reads like the key, because quotes in a string are escaped. */
static bool style_find_late_effect(const struct rp_lint *lint, const struct rp_statement *statement,
                                   struct rp_span *ret_effect)
{
    const struct rampart_str text = lint->policy->source->text, name = RP_STR("Effect\"");
    uint32_t start = rp_values_span(&statement->action).end;
    if (start >= statement->span.end) return false; /* YAML may repeat a list that stands elsewhere */
    const struct rampart_str rest = rp_str_part(text, start, statement->span.end - start);
    size_t at = rp_lint_find_text(rest, name), colon = at + name.len;
    while (colon < rest.len && rp_is_blank(rest.data[colon])) colon++;
    if (colon >= rest.len || rest.data[colon] != ':') return false;
    *ret_effect = (struct rp_span){start + (uint32_t)at - 1, start + (uint32_t)(at + name.len)};
    return true;
}

/* A reader should not learn only at the end of a long statement that it denies. */
static void style_late_effect(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span effect;
    if (!rp_lint_enabled(lint, RP_LINT_LATE_EFFECT) || !style_find_late_effect(lint, statement, &effect))
        return;
    unsigned distance = rp_lint_line(lint, effect) - rp_lint_line(lint, statement->span);
    if (distance >= FAR && rp_lint_report(lint, RP_LINT_LATE_EFFECT, effect,
                                          "Effect comes %u lines after the start of its statement", distance))
        rp_lint_suggest(lint, "put Effect first");
}

/* ---- statements that differ in their actions only ---- */

/* A length or a count stands before each part, so that two different statements never have the same key. */
static void style_add_size(struct rp_buf *key, size_t size)
{
    char bytes[sizeof size];
    memcpy(bytes, &size, sizeof size);
    rp_buf_add(key, (struct rampart_str){bytes, sizeof size});
}

static void style_add_text(struct rp_buf *key, struct rampart_str text)
{
    style_add_size(key, text.len);
    rp_buf_add(key, text);
}

static void style_add_values(struct rp_buf *key, const struct rp_values *values)
{
    style_add_size(key, values->count);
    for (size_t i = 0; i < values->count; i++) style_add_text(key, rp_value_text(values, i));
}

/* The service of all actions; empty: there are several. */
static struct rampart_str style_service_of(const struct rp_statement *statement)
{
    struct rampart_str service = {NULL, 0};
    for (size_t i = 0; i < statement->action.count; i++) {
        struct rampart_str text = rp_value_text(&statement->action, i);
        struct rampart_str own = rp_str_part(text, 0, rp_str_find(text, ':'));
        if (i > 0 && !rp_str_equal(own, service)) return (struct rampart_str){NULL, 0};
        service = own;
    }
    return service;
}

/* Adds all of a statement but its actions. */
static void style_add_rest(struct rp_buf *key, const struct rp_statement *statement,
                           struct rampart_str service)
{
    size_t principals = rp_principal_count(statement);
    style_add_size(key, statement->effect == RAMPART_ALLOW);
    style_add_size(key, statement->resource.negated);
    style_add_text(key, service);
    style_add_values(key, &statement->resource);
    style_add_size(key, principals);
    for (size_t i = 0; i < principals; i++) style_add_text(key, statement->principals->items[i].value.text);
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        style_add_text(key, condition->op_name);
        style_add_text(key, condition->key.text);
        style_add_values(key, &condition->values);
    }
}

static enum rampart_status style_find_mergeable(const struct rp_lint *lint, struct rp_intern *seen,
                                                struct rp_buf *key, const struct rp_statement *statement)
{
    const struct rampart_str service = style_service_of(statement);
    if (statement->action.negated || service.len == 0) return RAMPART_OK;
    key->len = 0;
    style_add_rest(key, statement, service);
    if (key->failed != RAMPART_OK) return key->failed;
    struct rampart_str *place = rp_intern(seen, lint->scratch, rp_buf_text(key));
    RP_TRY_MEMORY(place != NULL);
    if (place->data == NULL)
        RP_TRY_MEMORY(rp_arena_copy(lint->scratch, rp_buf_text(key), place));
    else if (rp_lint_report(
                 lint, RP_LINT_MERGEABLE_STATEMENT, statement->span,
                 "this statement differs from one above in its actions only, which are of the same service"))
        rp_lint_suggest(lint, "name all of the actions in one statement");
    return RAMPART_OK;
}

static enum rampart_status style_mergeable_statements(const struct rp_lint *lint)
{
    struct rp_intern seen = {.count = 0};
    struct rp_buf key;
    enum rampart_status status = RAMPART_OK;
    if (lint->policy->statement_count < 2 || !rp_lint_enabled(lint, RP_LINT_MERGEABLE_STATEMENT))
        return RAMPART_OK;
    rp_buf_init(&key, &lint->scratch->allocator, SIZE_MAX);
    for (size_t i = 0; i < lint->policy->statement_count && status == RAMPART_OK; i++)
        status = style_find_mergeable(lint, &seen, &key, &lint->policy->statements[i]);
    rp_buf_free(&key);
    return status;
}

static enum rampart_status style_statements(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        style_late_effect(lint, &lint->policy->statements[i]);
    return style_mergeable_statements(lint);
}

/* ==== all of them ==== */

enum rampart_status rp_lint_style(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(style_values(lint, &lint->policy->statements[i]));
    RP_TRY(style_lists(lint));
    return style_statements(lint);
}
