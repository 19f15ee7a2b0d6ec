/* SPDX-License-Identifier: Apache-2.0 */
/* How values and keys are spelt. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/keys.h"
#include "lint/edit.h"
#include "lint/look.h"
#include "lint/style.h"

/* ---- keys ---- */

/* Of a tag's key, what follows the slash is the author's. */
static enum rampart_status key_spelling(const struct rp_lint *lint, const struct rp_value *key)
{
    struct rp_catalog_key known;
    struct rampart_str spelling;
    if (!rp_lint_asks(lint, RP_LINT_KEY_SPELLING) || !rp_catalog_key_find(key->text, &known))
        return RAMPART_OK;
    bool any = rp_str_ends(known.key, RP_STR("/*"));
    struct rampart_str fixed = rp_str_part(known.key, 0, known.key.len - any);
    if (rp_str_starts(key->text, fixed)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(lint->scratch, &spelling, "%.*s%.*s", RP_ARG(fixed),
                                  RP_ARG(rp_str_from(key->text, fixed.len))));
    if (!rp_lint_find(lint, RP_LINT_KEY_SPELLING, key->span, "the cloud spells this key %.*s",
                      RP_ARG(spelling)))
        return RAMPART_OK;
    rp_lint_suggest(lint, "write \"%.*s\"", RP_ARG(spelling));
    rp_lint_respell(lint, key->span, spelling);
    return RAMPART_OK;
}

/* ---- values by their types ---- */

static void respell(const struct rp_lint *lint, enum rp_lint_rule rule, const struct rp_value *value,
                    struct rampart_str plain)
{
    if (rp_str_equal(value->text, plain)) return;
    if (!rp_lint_find(lint, rule, value->span, "%.*s is written %.*s", RP_ARG(rp_lint_shown(value->text)),
                      RP_ARG(plain)))
        return;
    rp_lint_suggest(lint, "write \"%.*s\"", RP_ARG(plain));
    rp_lint_respell(lint, value->span, plain);
}

static void bool_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    bool truth;
    if (rp_truth_read(value->text, &truth))
        respell(lint, RP_LINT_BOOL_SPELLING, value, truth ? RP_STR("true") : RP_STR("false"));
}

/* A sign that says nothing, zeros in front, zeros behind the point: what stands between is the number. */
static struct rampart_str plain_number(struct rampart_str text)
{
    if (text.data[0] == '+') text = rp_str_from(text, 1);
    while (text.len > 1 && text.data[0] == '0' && rp_is_digit(text.data[1])) text = rp_str_from(text, 1);
    if (rp_str_find(text, '.') == text.len) return text;
    while (text.data[text.len - 1] == '0') text.len--;
    if (text.data[text.len - 1] == '.') text.len--;
    return text;
}

/* An exponent or a minus is left alone: neither is seen where a policy counts something. */
static void number_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_number number;
    if (!rp_number_read(value->text, &number) || value->text.data[0] == '-') return;
    if (rp_str_find(value->text, 'e') == value->text.len)
        respell(lint, RP_LINT_NUMBER_SPELLING, value, plain_number(value->text));
}

/* RFC 5952: small letters, and the longest run of zeros as `::`. Host bits are kept: they are not spelling. */
static void address_spelling(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_block block, address;
    char text[INET6_ADDRSTRLEN + sizeof "/128"];
    size_t slash = rp_str_find(value->text, '/');
    if (!rp_block_read(value->text, true, &block) || block.length == 4) return;
    if (!rp_block_read(rp_str_part(value->text, 0, slash), false, &address)) return;
    if (inet_ntop(AF_INET6, address.bytes, text, sizeof text) == NULL) return;
    struct rampart_str prefix = rp_str_from(value->text, slash);
    snprintf(text + strlen(text), sizeof "/128", "%.*s", RP_ARG(prefix));
    respell(lint, RP_LINT_ADDRESS_SPELLING, value, rampart_str(text));
}

/* The cloud's pages write dates with seconds. */
static void date_spelling(const struct rp_lint *lint, const struct rp_value *value)
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
    if (!rp_lint_find(lint, RP_LINT_DATE_SPELLING, value->span,
                      dated ? "%.*s is midnight in UTC, which can be written out" : "%.*s has no seconds",
                      RP_ARG(text)))
        return;
    rp_lint_suggest(lint, "write \"%s\"", plain);
    rp_lint_respell(lint, value->span, rampart_str(plain));
}

/* ---- characters ---- */

static size_t find_stars(struct rampart_str text)
{
    size_t i = rp_str_find(text, '*') + 1;
    while (i < text.len && (text.data[i] != '*' || text.data[i - 1] != '*')) i++;
    return i;
}

static enum rampart_status single_stars(struct rp_arena *arena, struct rampart_str text,
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

static enum rampart_status repeated_star(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str single;
    if (find_stars(value->text) >= value->text.len) return RAMPART_OK;
    if (!rp_lint_find(lint, RP_LINT_REPEATED_STAR, value->span, "** matches what * matches"))
        return RAMPART_OK;
    rp_lint_suggest(lint, "write one *");
    RP_TRY(single_stars(lint->scratch, value->text, &single));
    rp_lint_respell(lint, value->span, single);
    return RAMPART_OK;
}

/* \u and the number of a printable ASCII character but `"` and `\`, which could stand there itself. */
static bool hides_character(struct rampart_str escape)
{
    if (escape.len < 6 || !rp_str_starts(escape, RP_STR("\\u00"))) return false;
    char high = escape.data[4], low = rp_lower(escape.data[5]);
    if (high < '2' || high > '7' || (high == '7' && low == 'f')) return false;
    return !(high == '2' && low == '2') && !(high == '5' && low == 'c');
}

static void reveal(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str escape)
{
    if (!rp_lint_find(lint, RP_LINT_HIDDEN_CHARACTER, value->span,
                      "%.*s hides a character that can be written", RP_ARG(escape)))
        return;
    rp_lint_suggest(lint, "write the character itself");
    rp_lint_respell(lint, value->span, value->text);
}

static void hidden_character(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str written =
        rp_str_part(lint->policy->source->text, value->span.start, value->span.end - value->span.start);
    if (written.len == value->text.len || written.len < 2 || written.data[0] != '"') return;
    for (size_t at = rp_str_find(written, '\\'); at < written.len;) {
        struct rampart_str rest = rp_str_from(written, at);
        if (hides_character(rest)) {
            reveal(lint, value, rp_str_part(rest, 0, 6));
            return;
        }
        struct rampart_str behind = rp_str_from(rest, rest.len < 2 ? rest.len : 2);
        at = written.len - behind.len + rp_str_find(behind, '\\');
    }
}

/* ---- all of them ---- */

static enum rampart_status pattern_values(const struct rp_lint *lint, const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value value = rp_look_at(values, i);
        RP_TRY(repeated_star(lint, &value));
        hidden_character(lint, &value);
    }
    return RAMPART_OK;
}

static enum rampart_status condition_values(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    RP_TRY(key_spelling(lint, &condition->key));
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value item = rp_look_at(&condition->values, i), *value = &item;
        hidden_character(lint, value);
        if (op->comparison == RP_COMPARE_LIKE) RP_TRY(repeated_star(lint, value));
        if (op->null || op->family == &rp_family_bool) bool_spelling(lint, value);
        if (op->family == &rp_family_number) number_spelling(lint, value);
        if (op->family == &rp_family_ip) address_spelling(lint, value);
        if (op->family == &rp_family_date) date_spelling(lint, value);
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_style_values(const struct rp_lint *lint, const struct rp_statement *statement)
{
    RP_TRY(pattern_values(lint, &statement->action));
    RP_TRY(pattern_values(lint, &statement->resource));
    for (size_t i = 0; i < statement->condition_count; i++) condition_values(lint, &statement->conditions[i]);
    return RAMPART_OK;
}
