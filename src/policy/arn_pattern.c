/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/arn_pattern.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

struct matching {
    struct rp_arena *scratch;
    struct rp_matcher *matcher;
    rampart_switches assumed;
};

static enum rampart_status arn_pattern_match_text(const struct matching *matching, struct rampart_str text,
                                                  struct rampart_str subject, bool *ret_match)
{
    struct rp_pattern pattern;
    RP_TRY(rp_pattern_compile(matching->scratch, text, &pattern));
    return rp_pattern_match(&pattern, matching->matcher, subject, ret_match);
}

/* ---- field by field ---- */

/* Takes the text up to the first colon off; all of it when there is none. */
static struct rampart_str arn_pattern_take_field(struct rampart_str *rest)
{
    size_t colon = rp_str_find(*rest, ':');
    struct rampart_str field = rp_str_part(*rest, 0, colon);
    *rest = rp_str_from(*rest, colon + 1);
    return field;
}

static bool arn_pattern_has_colon(struct rampart_str text)
{
    return rp_str_find(text, ':') < text.len;
}

/* A pattern that ends before the last field: only a `*` at its end may stand for the fields that are left. */
static enum rampart_status arn_pattern_match_short(const struct matching *matching,
                                                   struct rampart_str pattern, struct rampart_str resource,
                                                   bool *ret_match)
{
    *ret_match = false;
    if (arn_pattern_has_colon(resource) && !rp_str_ends(pattern, RP_STR("*"))) return RAMPART_OK;
    return arn_pattern_match_text(matching, pattern, arn_pattern_take_field(&resource), ret_match);
}

static enum rampart_status arn_pattern_match_fields(const struct matching *matching,
                                                    struct rampart_str pattern, struct rampart_str resource,
                                                    bool *ret_match)
{
    for (int i = 0; i < RP_ARN_COLONS; i++) {
        if (!arn_pattern_has_colon(pattern))
            return arn_pattern_match_short(matching, pattern, resource, ret_match);
        *ret_match = false;
        if (!arn_pattern_has_colon(resource)) return RAMPART_OK;
        struct rampart_str field = arn_pattern_take_field(&pattern);
        RP_TRY(arn_pattern_match_text(matching, field, arn_pattern_take_field(&resource), ret_match));
        if (!*ret_match) return RAMPART_OK;
    }
    return arn_pattern_match_text(matching, pattern, resource, ret_match);
}

static enum rampart_status arn_pattern_match_once(const struct matching *matching, struct rampart_str pattern,
                                                  struct rampart_str resource, bool *ret_match)
{
    if ((matching->assumed & RP_ASSUME_FIELDS) != 0)
        return arn_pattern_match_fields(matching, pattern, resource, ret_match);
    return arn_pattern_match_text(matching, pattern, resource, ret_match);
}

/* ---- empty fields ---- */

static char *arn_pattern_put(char *to, struct rampart_str text)
{
    if (text.len > 0) memcpy(to, text.data, text.len);
    return to + text.len;
}

bool rp_arn_pattern_fill(struct rp_arena *scratch, struct rampart_str pattern, struct rampart_str *ret_filled)
{
    bool closed = !rp_str_ends(pattern, RP_STR("*"));
    char *start = RP_NEW_ARRAY(scratch, char, pattern.len + 2 * (RP_ARN_COLONS + 1)), *end = start;
    if (start == NULL) return false;
    for (int i = 0; i <= RP_ARN_COLONS && (pattern.len > 0 || closed); i++) {
        struct rampart_str field = i < RP_ARN_COLONS ? arn_pattern_take_field(&pattern) : pattern;
        if (i > 0) end = arn_pattern_put(end, RP_STR(":"));
        end = arn_pattern_put(end, field.len > 0 ? field : RP_STR("*"));
    }
    *ret_filled = (struct rampart_str){start, (size_t)(end - start)};
    return true;
}

static enum rampart_status arn_pattern_match_filled(const struct matching *matching,
                                                    struct rampart_str pattern, struct rampart_str resource,
                                                    bool *ret_match)
{
    struct rampart_str filled;
    if (!arn_pattern_has_colon(pattern)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arn_pattern_fill(matching->scratch, pattern, &filled));
    return arn_pattern_match_once(matching, filled, resource, ret_match);
}

/* ---- all of it ---- */

static enum rampart_status arn_pattern_match_as(const struct matching *matching, struct rampart_str pattern,
                                                struct rampart_str resource, bool *ret_match)
{
    if ((matching->assumed & RP_ASSUME_RESOURCE_FOLD) != 0) {
        RP_TRY_MEMORY(rp_arena_lower(matching->scratch, pattern, &pattern));
        RP_TRY_MEMORY(rp_arena_lower(matching->scratch, resource, &resource));
    }
    RP_TRY(arn_pattern_match_once(matching, pattern, resource, ret_match));
    if (*ret_match || (matching->assumed & RP_ASSUME_EMPTY_FIELD_ANY) == 0) return RAMPART_OK;
    return arn_pattern_match_filled(matching, pattern, resource, ret_match);
}

enum rampart_status rp_arn_pattern_match(struct rp_arena *scratch, struct rp_matcher *matcher,
                                         rampart_switches assumed, struct rampart_str pattern,
                                         struct rampart_str resource, bool *ret_match)
{
    const struct matching matching = {scratch, matcher, assumed};
    enum rampart_status status = arn_pattern_match_as(&matching, pattern, resource, ret_match);
    rp_arena_reset(scratch);
    return status;
}

/* ---- what they have no part in ---- */

/* True when a wildcard stands before the stars at the end. */
static bool arn_pattern_has_inner_wildcard(struct rampart_str pattern)
{
    while (rp_str_ends(pattern, RP_STR("*"))) pattern.len--;
    return rp_has_wildcard(pattern);
}

static bool arn_pattern_has_gap(struct rampart_str pattern)
{
    bool closed = !rp_str_ends(pattern, RP_STR("*"));
    if (!arn_pattern_has_colon(pattern)) return false;
    for (int i = 0; i < RP_ARN_COLONS; i++) {
        if (!arn_pattern_has_colon(pattern)) return closed;
        if (arn_pattern_take_field(&pattern).len == 0) return true;
    }
    return pattern.len == 0;
}

rampart_switches rp_arn_pattern_readings(struct rampart_str pattern)
{
    rampart_switches readings = 0;
    if (arn_pattern_has_inner_wildcard(pattern)) readings |= RP_ASSUME_FIELDS;
    if (arn_pattern_has_gap(pattern)) readings |= RP_ASSUME_EMPTY_FIELD_ANY;
    for (size_t i = 0; i < pattern.len; i++)
        if (rp_lower(pattern.data[i]) != pattern.data[i]) readings |= RP_ASSUME_RESOURCE_FOLD;
    return readings;
}
