/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/layers.h"

#include <string.h>

#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { CODE, LAYER, CAN, OWN, OTHER, RESOURCES, ACTIONS, UNKNOWN, CALL, EVIDENCE, DATE, COLUMNS };

static enum rp_layer_rule layers_rule(struct rampart_str word)
{
    static const char *const words[] = {
        [RP_LAYER_UNION] = "union", [RP_LAYER_BOTH] = "both",         [RP_LAYER_ALONE] = "alone",
        [RP_LAYER_GATE] = "gate",   [RP_LAYER_FALLBACK] = "fallback",
    };
    for (int i = RP_LAYER_UNION; i <= RP_LAYER_FALLBACK; i++)
        if (rp_str_equal(word, rampart_str(words[i]))) return (enum rp_layer_rule)i;
    return RP_LAYER_IDLE;
}

static enum rp_layer_when layers_when(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("always"))) return RP_LAYER_ALWAYS;
    return rp_str_equal(word, RP_STR("vpc")) ? RP_LAYER_WITH_VPC : RP_LAYER_NEVER;
}

static bool layers_has_place(struct rampart_str call)
{
    for (; call.len > 0; call = rp_str_from(call, 1))
        if (rp_str_starts(call, RP_STR("{name}"))) return true;
    return false;
}

/* Adds the rows of a code behind those that are there. */
static size_t layers_add(struct rp_layer_row *rows, size_t count, struct rampart_str code)
{
    struct rampart_str line, left = rp_tsv_rows(rp_catalog_layers()), fields[COLUMNS];
    while (count < RP_LAYER_ROWS && rp_tsv_next(&left, &line)) {
        if (!rp_str_starts(line, code) || !rp_tsv_split(line, fields, COLUMNS))
            continue; /* most rows belong to other services */
        if (!rp_str_equal(fields[CODE], code)) continue;
        if (rp_str_equal(fields[UNKNOWN], RP_STR("walked"))) continue;
        rows[count++] = (struct rp_layer_row){.layer = fields[LAYER],
                                              .resources = fields[RESOURCES],
                                              .actions = fields[ACTIONS],
                                              .call = rp_tsv_unless_dash(fields[CALL]),
                                              .own = layers_rule(fields[OWN]),
                                              .other = layers_rule(fields[OTHER]),
                                              .when = layers_when(fields[UNKNOWN]),
                                              .owned = layers_has_place(fields[CALL])};
    }
    return count;
}

size_t rp_layers_find(struct rp_layer_memo *memo, struct rampart_str code)
{
    if (rp_layers_know(memo, code)) return memo->count;
    memo->known = code.len <= sizeof memo->code;
    memo->count = rp_str_equal(code, RP_STR("*")) ? 0 : (unsigned char)layers_add(memo->rows, 0, code);
    memo->own = memo->count;
    memo->operation_len = 0; /* the answer was about other rows */
    if (memo->count > 0) memo->count = (unsigned char)layers_add(memo->rows, memo->count, RP_STR("*"));
    if (!memo->known) return memo->count;
    memo->len = (unsigned char)code.len;
    if (code.len > 0) memcpy(memo->code, code.data, code.len);
    return memo->count;
}

/* ---- what a layer is about ---- */

/* Names of APIs are compared without case, as actions are. */
static bool layers_is_asked(struct rampart_str actions, struct rampart_str operation)
{
    bool asked = false;
    struct rampart_str word;
    while (rp_part_next(&actions, ' ', &word)) {
        bool left_out = rp_str_starts(word, RP_STR("!"));
        if (left_out) word = rp_str_from(word, 1);
        bool fits = rp_str_equal(word, RP_STR("*")) || rp_str_equal_fold(word, operation);
        if (fits && left_out) return false;
        asked |= fits;
    }
    return asked;
}

/* True when the field begins with the head, or may do so where it is a pattern. */
static bool layers_may_begin(struct rampart_str field, struct rampart_str head)
{
    size_t certain = rp_literal_length(field); /* the field is certain up to its first wildcard */
    if (rp_str_starts(field, head)) return true;
    return certain < field.len && certain <= head.len && rp_str_starts(head, rp_str_part(field, 0, certain));
}

static bool layers_has_star(struct rampart_str pattern)
{
    return pattern.data[pattern.len - 1] == '*';
}

/* The fixed beginning of a pattern of the table. */
static struct rampart_str layers_head(struct rampart_str pattern)
{
    return rp_str_part(pattern, 0, pattern.len - layers_has_star(pattern));
}

static bool layers_pattern_fits(struct rampart_str pattern, struct rampart_str field)
{
    if (rp_str_equal(pattern, RP_STR("*/*")))
        return rp_str_find(field, '/') < field.len || rp_has_wildcard(field);
    if (!layers_has_star(pattern) && rp_str_equal(pattern, field)) return true;
    return layers_may_begin(field, layers_head(pattern)) &&
           (layers_has_star(pattern) || rp_has_wildcard(field));
}

bool rp_layer_is_about(const struct rp_layer_row *row, struct rampart_str field)
{
    struct rampart_str left = row->resources, pattern;
    bool found = false;
    while (!found && rp_part_next(&left, ' ', &pattern)) found = layers_pattern_fits(pattern, field);
    return found;
}

unsigned rp_layers_asked(struct rp_layer_memo *memo, struct rampart_str operation)
{
    const struct rampart_str last = {memo->operation, memo->operation_len};
    if (last.len > 0 && rp_str_equal(last, operation)) return memo->asked;
    memo->asked = 0;
    for (size_t i = 0; i < memo->count; i++)
        if (layers_is_asked(memo->rows[i].actions, operation)) memo->asked |= 1U << i;
    memo->operation_len = operation.len <= sizeof memo->operation ? (unsigned char)operation.len : 0;
    if (memo->operation_len > 0) memcpy(memo->operation, operation.data, operation.len);
    return memo->asked;
}

/* True when the pattern fits everything that the field stands for. */
static bool layers_is_within(struct rampart_str pattern, struct rampart_str field)
{
    if (rp_str_equal(pattern, RP_STR("*/*"))) return rp_str_find(field, '/') < field.len;
    return layers_has_star(pattern) ? rp_str_starts(field, layers_head(pattern))
                                    : rp_str_equal(field, pattern);
}

bool rp_layers_know_shape(const struct rp_layer_memo *memo, struct rampart_str field)
{
    for (size_t i = 0; i < memo->own; i++) {
        struct rampart_str left = memo->rows[i].resources, pattern;
        while (rp_part_next(&left, ' ', &pattern))
            if (layers_is_within(pattern, field)) return true;
    }
    return false;
}

struct rampart_str rp_layer_owner(const struct rp_layer_row *row, struct rampart_str field)
{
    struct rampart_str left = row->resources, pattern, head = {NULL, 0};
    if (!row->owned || !rp_part_next(&left, ' ', &pattern)) return (struct rampart_str){NULL, 0};
    if (pattern.data[0] != '*') head = layers_head(pattern);
    return rp_str_starts(field, head) ? rp_str_from(field, head.len) : (struct rampart_str){NULL, 0};
}
