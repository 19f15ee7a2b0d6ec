/* SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml_scalar.h"

#include "base/str.h"

static bool yaml_scalar_is_one_of(struct rampart_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(text, rampart_str(words[i]))) return true;
    return false;
}

static bool yaml_scalar_is_one_of_fold(struct rampart_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal_fold(text, rampart_str(words[i]))) return true;
    return false;
}

#define IS_ONE_OF(text, words) yaml_scalar_is_one_of((text), (words), sizeof(words) / sizeof *(words))
#define IS_ONE_OF_FOLD(text, words) \
    yaml_scalar_is_one_of_fold((text), (words), sizeof(words) / sizeof *(words))

bool rp_yaml_is_old_bool(struct rampart_str text)
{
    static const char *const words[] = {"yes", "no", "on", "off", "y", "n"};
    return IS_ONE_OF_FOLD(text, words);
}

static size_t yaml_scalar_skip_digits(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_digit(text.data[at])) at++;
    return at;
}

static bool yaml_scalar_has(struct rampart_str text, size_t at, char c)
{
    return at < text.len && text.data[at] == c;
}

static bool yaml_scalar_has_digit(struct rampart_str text, size_t at)
{
    return at < text.len && rp_is_digit(text.data[at]);
}

static bool yaml_scalar_has_either(struct rampart_str text, size_t at, char one, char other)
{
    return at < text.len && (text.data[at] == one || text.data[at] == other);
}

/* The offset behind an exponent; `at` when there is no sound one. */
static size_t yaml_scalar_skip_exponent(struct rampart_str text, size_t at)
{
    if (!yaml_scalar_has_either(text, at, 'e', 'E')) return at;
    size_t digits = yaml_scalar_has_either(text, at + 1, '+', '-') ? at + 2 : at + 1;
    return yaml_scalar_has_digit(text, digits) ? yaml_scalar_skip_digits(text, digits) : at;
}

/* The grammar of RFC 8259. */
static bool yaml_scalar_is_json_number(struct rampart_str text)
{
    size_t at = yaml_scalar_has(text, 0, '-') ? 1 : 0;
    if (!yaml_scalar_has_digit(text, at)) return false;
    at = text.data[at] == '0' ? at + 1 : yaml_scalar_skip_digits(text, at);
    if (yaml_scalar_has(text, at, '.')) {
        if (!yaml_scalar_has_digit(text, at + 1)) return false;
        at = yaml_scalar_skip_digits(text, at + 1);
    }
    return yaml_scalar_skip_exponent(text, at) == text.len;
}

static size_t yaml_scalar_skip_digits_and_underscores(struct rampart_str text, size_t at)
{
    while (at < text.len && (rp_is_digit(text.data[at]) || text.data[at] == '_')) at++;
    return at;
}

/* Some YAML takes this for a decimal number: leading zeros, underscores, no digit beside the point. */
static bool yaml_scalar_is_loose_decimal(struct rampart_str text)
{
    if (!yaml_scalar_has_digit(text, 0) && !(yaml_scalar_has(text, 0, '.') && yaml_scalar_has_digit(text, 1)))
        return false;
    size_t at = yaml_scalar_skip_digits_and_underscores(text, 0);
    if (yaml_scalar_has(text, at, '.')) at = yaml_scalar_skip_digits_and_underscores(text, at + 1);
    return yaml_scalar_skip_exponent(text, at) == text.len;
}

/* 0x1F, 0o17, 0b11 and their like. */
static bool yaml_scalar_is_based_number(struct rampart_str text)
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
static bool yaml_scalar_is_sexagesimal(struct rampart_str text)
{
    if (!yaml_scalar_has_digit(text, 0)) return false;
    size_t at = yaml_scalar_skip_digits_and_underscores(text, 0), groups = 0;
    while (yaml_scalar_has(text, at, ':')) {
        size_t end = yaml_scalar_skip_digits(text, at + 1), digits = end - at - 1;
        if (digits == 0 || digits > 2 || (digits == 2 && text.data[at + 1] > '5')) return false;
        at = end;
        groups++;
    }
    if (yaml_scalar_has(text, at, '.')) at = yaml_scalar_skip_digits_and_underscores(text, at + 1);
    return groups > 0 && at == text.len;
}

static bool yaml_scalar_is_ambiguous_number(struct rampart_str text)
{
    static const char *const specials[] = {".inf", ".nan"};
    if (yaml_scalar_has_either(text, 0, '-', '+')) text = rp_str_from(text, 1);
    return yaml_scalar_is_loose_decimal(text) || yaml_scalar_is_based_number(text) ||
           yaml_scalar_is_sexagesimal(text) || IS_ONE_OF_FOLD(text, specials);
}

enum rp_node_type rp_yaml_plain_type(struct rampart_str text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const bools[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
    static const char *const odd[] = {"true", "false", "null", "="}; /* in yet another case */
    if (IS_ONE_OF(text, nulls)) return RP_NODE_NULL;
    if (IS_ONE_OF(text, bools)) return RP_NODE_BOOL;
    if (yaml_scalar_is_json_number(text)) return RP_NODE_NUMBER;
    if (IS_ONE_OF_FOLD(text, odd)) return RP_NODE_BROKEN;
    return yaml_scalar_is_ambiguous_number(text) ? RP_NODE_BROKEN : RP_NODE_STRING;
}
