/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns of resources that cover more than they seem to. */
#include "lint/look.h"
#include "lint/otherwise.h"
#include "policy/arn.h"
#include "policy/pattern.h"

enum { MASK = 3, MOST_DIGITS = 3 };

/* A field that is missing is taken by a `*` before it, as long as that crosses colons. */
static void short_arn(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    struct rampart_str text = value->text;
    if (rp_arn_split(text, &arn) || rp_str_equal(text, RP_STR("*"))) return;
    if (!rp_has_wildcard(text) || !rp_look_may_be_arn(text)) return;
    if (rp_lint_find(lint, RP_LINT_SHORT_ARN, value->span,
                     "%.*s has %zu fields of five: it matches only where a * stands for several of them",
                     RP_ARG(rp_lint_shown(text)), rp_str_count(text, ':') + 1))
        rp_lint_suggest(lint,
                        "write acs:<service>:<region>:<account>:<resource>, with * for what may be any");
}

/* ---- ids with asterisks in them ---- */

static size_t find_mask(struct rampart_str text)
{
    size_t run = 0;
    for (size_t i = rp_str_find(text, '*'); i < text.len; i++) {
        run = text.data[i] == '*' ? run + 1 : 0;
        if (run == MASK) return i;
    }
    return text.len;
}

static void masked_id(const struct rp_lint *lint, const struct rp_value *value)
{
    if (find_mask(value->text) == value->text.len) return;
    if (rp_lint_find(lint, RP_LINT_MASKED_ID, value->span,
                     "the asterisks of a masked id are a wildcard: it covers every id that begins like this"))
        rp_lint_suggest(lint, "write the whole id");
}

/* ---- numbered names ---- */

/* `asg-1*`: a name, a short number and one star at the end. A year is no such number. */
static bool ends_in_number(struct rampart_str text)
{
    if (text.len < 3 || text.data[text.len - 1] != '*') return false;
    size_t digits = 0, end = text.len - 1;
    while (digits < end && rp_is_digit(text.data[end - digits - 1])) digits++;
    if (digits == 0 || digits > MOST_DIGITS || digits == end) return false;
    char before = text.data[end - digits - 1];
    return rp_look_is_letter(before) || before == '-' || before == '_';
}

static void numbered_prefix(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    if (!ends_in_number(value->text) || !rp_arn_split(value->text, &arn) || !ends_in_number(arn.rest)) return;
    struct rampart_str name = rp_str_part(arn.rest, 0, arn.rest.len - 1);
    if (rp_lint_find(lint, RP_LINT_NUMBERED_PREFIX, value->span,
                     "%.*s* covers %.*s0 and all that follow as well", RP_ARG(rp_lint_shown(name)),
                     RP_ARG(rp_lint_shown(name))))
        rp_lint_suggest(lint, "name %.*s without the *, or put a separator before it",
                        RP_ARG(rp_lint_shown(name)));
}

void rp_lint_otherwise_pattern(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_look_each(lint, &statement->resource, short_arn);
    rp_look_each(lint, &statement->resource, masked_id);
    rp_look_each(lint, &statement->resource, numbered_prefix);
}
