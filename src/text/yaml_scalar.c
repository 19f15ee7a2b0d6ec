/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of unquoted scalars. YAML 1.1 and YAML 1.2 read some of them differently, and people review a policy
 * with the one and run it with the other: such a scalar is refused unless it is quoted.
 */
#include "base/str.h"
#include "text/yaml_parts.h"

static bool is_one_of(struct rampart_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(text, rampart_str(words[i]))) return true;
    return false;
}

static bool is_one_of_fold(struct rampart_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal_fold(text, rampart_str(words[i]))) return true;
    return false;
}

#define IS_ONE_OF(text, words) is_one_of((text), (words), sizeof(words) / sizeof *(words))
#define IS_ONE_OF_FOLD(text, words) is_one_of_fold((text), (words), sizeof(words) / sizeof *(words))

bool rp_yaml_is_old_bool(struct rampart_str text)
{
    static const char *const words[] = {"yes", "no", "on", "off", "y", "n"};
    return IS_ONE_OF_FOLD(text, words);
}

static size_t skip_digits(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_digit(text.data[at])) at++;
    return at;
}

static bool has(struct rampart_str text, size_t at, char c)
{
    return at < text.len && text.data[at] == c;
}

static bool has_digit(struct rampart_str text, size_t at)
{
    return at < text.len && rp_is_digit(text.data[at]);
}

static bool has_either(struct rampart_str text, size_t at, char one, char other)
{
    return at < text.len && (text.data[at] == one || text.data[at] == other);
}

/* Behind an exponent; where it was when there is no sound one. */
static size_t skip_exponent(struct rampart_str text, size_t at)
{
    if (!has_either(text, at, 'e', 'E')) return at;
    size_t digits = has_either(text, at + 1, '+', '-') ? at + 2 : at + 1;
    return has_digit(text, digits) ? skip_digits(text, digits) : at;
}

/* The grammar of RFC 8259. */
static bool is_json_number(struct rampart_str text)
{
    size_t at = has(text, 0, '-') ? 1 : 0;
    if (!has_digit(text, at)) return false;
    at = text.data[at] == '0' ? at + 1 : skip_digits(text, at);
    if (has(text, at, '.')) {
        if (!has_digit(text, at + 1)) return false;
        at = skip_digits(text, at + 1);
    }
    return skip_exponent(text, at) == text.len;
}

static size_t skip_digits_and_underscores(struct rampart_str text, size_t at)
{
    while (at < text.len && (rp_is_digit(text.data[at]) || text.data[at] == '_')) at++;
    return at;
}

/* What some YAML takes for a decimal number: leading zeros, underscores, no digit beside the point. */
static bool is_loose_decimal(struct rampart_str text)
{
    if (!has_digit(text, 0) && !(has(text, 0, '.') && has_digit(text, 1))) return false;
    size_t at = skip_digits_and_underscores(text, 0);
    if (has(text, at, '.')) at = skip_digits_and_underscores(text, at + 1);
    return skip_exponent(text, at) == text.len;
}

/* 0x1F, 0o17, 0b11 and their like. */
static bool is_based_number(struct rampart_str text)
{
    if (text.len < 3 || text.data[0] != '0') return false;
    char base = rp_lower(text.data[1]);
    if (base != 'x' && base != 'o' && base != 'b') return false;
    for (size_t at = 2; at < text.len; at++) {
        char c = rp_lower(text.data[at]);
        if (!rp_is_digit(c) && c != '_' && !(base == 'x' && c >= 'a' && c <= 'f')) return false;
    }
    return true;
}

/* 190:20:30 counts to the base of 60 in YAML 1.1. */
static bool is_sexagesimal(struct rampart_str text)
{
    if (!has_digit(text, 0)) return false;
    size_t at = skip_digits_and_underscores(text, 0), groups = 0;
    while (has(text, at, ':')) {
        size_t end = skip_digits(text, at + 1), digits = end - at - 1;
        if (digits == 0 || digits > 2 || (digits == 2 && text.data[at + 1] > '5')) return false;
        at = end;
        groups++;
    }
    if (has(text, at, '.')) at = skip_digits_and_underscores(text, at + 1);
    return groups > 0 && at == text.len;
}

static bool is_ambiguous_number(struct rampart_str text)
{
    static const char *const specials[] = {".inf", ".nan"};
    if (has_either(text, 0, '-', '+')) text = rp_str_from(text, 1);
    return is_loose_decimal(text) || is_based_number(text) || is_sexagesimal(text) ||
           IS_ONE_OF_FOLD(text, specials);
}

enum rp_node_type rp_yaml_plain_type(struct rampart_str text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const bools[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
    static const char *const odd[] = {"true", "false", "null", "="}; /* in yet another case */
    if (IS_ONE_OF(text, nulls)) return RP_NODE_NULL;
    if (IS_ONE_OF(text, bools)) return RP_NODE_BOOL;
    if (is_json_number(text)) return RP_NODE_NUMBER;
    if (IS_ONE_OF_FOLD(text, odd)) return RP_NODE_BROKEN;
    return is_ambiguous_number(text) ? RP_NODE_BROKEN : RP_NODE_STRING;
}
