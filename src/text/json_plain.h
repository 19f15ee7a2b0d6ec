/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON as nearly all of it is written: strings of ASCII without escapes, whole numbers, true and false. Such a part
 * is found in one step, without tokens. Everything else, be it a mistake, is NULL here and left to the reader of
 * tokens (text/json_lex.h).
 */
#ifndef RP_TEXT_JSON_PLAIN_H
#define RP_TEXT_JSON_PLAIN_H

#include "base/ascii.h"
#include "base/str.h"
#include "text/tree.h"

/*
 * The text from its start to its end, at which stands a NUL, and the longest string with its opening quote. No step
 * goes past a NUL, so that only strings are held against the end.
 */
struct rp_json_plain {
    const char *start, *end;
    size_t longest;
};

static inline const char *rp_json_plain_past_blanks(const char *at)
{
    while (rp_is_blank(*at)) at++;
    return at;
}

static inline struct rp_span rp_json_plain_span(const struct rp_json_plain *plain, const char *at, const char *past)
{
    return (struct rp_span){(uint32_t)(at - plain->start), (uint32_t)(past - plain->start)};
}

/* The text between the quotes of a string. */
static inline struct rampart_str rp_json_plain_inside(const char *at, const char *past)
{
    return (struct rampart_str){at + 1, (size_t)(past - at) - 2};
}

/* The place behind the string that begins here. */
static inline const char *rp_json_plain_string(const struct rp_json_plain *plain, const char *at)
{
    if (*at != '"') return NULL;
    const char *quote = rp_ascii_plain_end(at + 1, plain->end);
    return *quote == '"' && (size_t)(quote - at) <= plain->longest ? quote + 1 : NULL;
}

/* The place behind a key, its colon and the blanks that follow; *ret_end is that behind the key alone. */
static inline const char *rp_json_plain_key(const struct rp_json_plain *plain, const char *at, const char **ret_end)
{
    const char *past = rp_json_plain_string(plain, at);
    if (past == NULL) return NULL;
    *ret_end = past;
    past = rp_json_plain_past_blanks(past);
    return *past == ':' ? rp_json_plain_past_blanks(past + 1) : NULL;
}

/* The place behind a whole number without a sign, true or false. */
static inline const char *rp_json_plain_word(const struct rp_json_plain *plain, const char *at,
                                             enum rp_node_type *ret_type)
{
    const struct rampart_str rest = {at, (size_t)(plain->end - at)};
    const char *past = at;
    while (rp_is_digit(*past)) past++;
    *ret_type = past > at ? RP_NODE_NUMBER : RP_NODE_BOOL;
    if (past > at) return past > at + 1 && *at == '0' ? NULL : past;
    if (rp_str_starts(rest, RP_STR("true"))) return at + 4;
    return rp_str_starts(rest, RP_STR("false")) ? at + 5 : NULL;
}

/*
 * Fills in the type, the place and the text of the scalar that begins here. *ret_after is the place behind it and
 * behind the blanks that follow: there stands what can follow on a value, for else the value is longer than it looks,
 * or a mistake follows.
 */
static inline const char *rp_json_plain_scalar(const struct rp_json_plain *plain, const char *at, struct rp_node *node,
                                               const char **ret_after)
{
    const char *past = rp_json_plain_string(plain, at);
    node->type = RP_NODE_STRING;
    node->text = rp_json_plain_inside(at, past == NULL ? at + 2 : past);
    if (past == NULL) {
        past = rp_json_plain_word(plain, at, &node->type);
        if (past == NULL) return NULL;
        node->text = (struct rampart_str){at, (size_t)(past - at)};
    }
    node->span = rp_json_plain_span(plain, at, past);
    const char *after = rp_json_plain_past_blanks(past);
    *ret_after = after;
    return *after == ',' || *after == '}' || *after == ']' ? past : NULL;
}

/*
 * The tree of a text that is plain from end to end: a list or map of a few levels, in the arena; its texts stay in
 * this text, which is less than 4 GiB and NUL-terminated. NULL: it is not plain, or something is wrong with it, or memory was refused;
 * rp_json_read() tells. tests/property/test_json_quick.c compares the trees.
 */
struct rp_node *rp_json_plain_read(struct rp_arena *arena, struct rampart_str text, const struct rampart_limits *limits);

#endif
