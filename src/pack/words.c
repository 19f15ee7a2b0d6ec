/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/words.h"

static const struct {
    const char *text;
    enum rp_column column;
} words_columns[] = {
    {"Action", RP_COLUMN_ACTION},
    {"Actions", RP_COLUMN_ACTION},
    {"Operation", RP_COLUMN_ACTION},
    {"操作", RP_COLUMN_ACTION},
    {"API", RP_COLUMN_API},
    {"API operation", RP_COLUMN_API},
    {"Access level", RP_COLUMN_LEVEL},
    {"访问级别", RP_COLUMN_LEVEL},
    {"Resource type", RP_COLUMN_TYPE},
    {"资源类型", RP_COLUMN_TYPE},
    {"Condition key", RP_COLUMN_KEYS},
    {"条件关键字", RP_COLUMN_KEYS},
    {"Associated operation", RP_COLUMN_DEPENDENTS},
    {"Dependent action", RP_COLUMN_DEPENDENTS},
    {"关联操作", RP_COLUMN_DEPENDENTS},
    {"ARN", RP_COLUMN_ARN},
    {"资源 ARN", RP_COLUMN_ARN},
    {"资源ARN", RP_COLUMN_ARN},
    {"Description", RP_COLUMN_DESCRIPTION},
    {"描述", RP_COLUMN_DESCRIPTION},
    {"Data type", RP_COLUMN_KEY_TYPE},
    {"数据类型", RP_COLUMN_KEY_TYPE},
    {"类型", RP_COLUMN_KEY_TYPE},
};

enum rp_column rp_words_column(struct rampart_str text)
{
    for (size_t i = 0; i < sizeof words_columns / sizeof *words_columns; i++)
        if (rp_str_equal_fold(text, rampart_str(words_columns[i].text))) return words_columns[i].column;
    return RP_COLUMN_OTHER;
}

/* A word of a page, and the word of the tables for it. */
struct words_pair {
    const char *page, *table;
};

static struct rampart_str words_translate(const struct words_pair *pairs, size_t count, struct rampart_str text)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal_fold(text, rampart_str(pairs[i].page))) return rampart_str(pairs[i].table);
    return RP_STR("");
}

struct rampart_str rp_words_level(struct rampart_str text)
{
    /* Older pages know three levels: what they call Write is creating, updating or deleting. */
    static const struct words_pair levels[] = {
        {"create", "create"}, {"update", "update"}, {"delete", "delete"}, {"get", "get"},  {"list", "list"},
        {"none", "none"},     {"Read", "get"},      {"Write", "-"},
    };
    return words_translate(levels, sizeof levels / sizeof *levels, text);
}

struct rampart_str rp_words_key_type(struct rampart_str text)
{
    static const struct words_pair types[] = {
        {"String", "String"},   {"Boolean", "Bool"},   {"Bool", "Bool"},
        {"Number", "Numeric"},  {"Numeric", "Numeric"}, {"Date", "Date"},
        {"Date and time", "Date"}, {"IP", "IP"},       {"IP address", "IP"},
    };
    return words_translate(types, sizeof types / sizeof *types, text);
}

bool rp_words_is_none(struct rampart_str text)
{
    return rp_str_equal_fold(text, RP_STR("none")) || rp_str_equal(text, RP_STR("无"));
}

bool rp_words_is_all(struct rampart_str text)
{
    return rp_str_equal_fold(text, RP_STR("All Resources")) || rp_str_equal_fold(text, RP_STR("All Resource")) ||
           rp_str_equal(text, RP_STR("全部资源"));
}

static bool words_has(struct rampart_str text, struct rampart_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        const size_t found = i + rp_str_find(rp_str_from(text, i), part.data[0]);
        if (rp_str_starts(rp_str_from(text, found), part)) return true;
        i = found;
    }
    return false;
}

bool rp_words_says_star(struct rampart_str text)
{
    return words_has(text, RP_STR("with a prefix of *")) || words_has(text, RP_STR("marked with an asterisk")) ||
           words_has(text, RP_STR("前面加 *")) ||
           words_has(text, RP_STR("前面加*"));
}

struct rampart_str rp_words_granularity(struct rampart_str text)
{
    static const struct words_pair granularities[] = {
        {"RESOURCE", "resource"}, {"OPERATION", "operation"}, {"SERVICE", "service"},
        {"资源级", "resource"},   {"操作级", "operation"},    {"服务级", "service"},
    };
    for (size_t i = 0; i < sizeof granularities / sizeof *granularities; i++)
        if (words_has(text, rampart_str(granularities[i].page))) return rampart_str(granularities[i].table);
    return RP_STR("");
}

static bool words_is_letter(char byte)
{
    return rp_lower(byte) >= 'a' && rp_lower(byte) <= 'z';
}

static bool words_all(struct rampart_str text, const char *signs)
{
    for (size_t i = 0; i < text.len; i++)
        if (!words_is_letter(text.data[i]) && !rp_is_digit(text.data[i]) && strchr(signs, text.data[i]) == NULL)
            return false;
    return true;
}

/* A byte that words of a code are made of. */
static bool words_goes_on(struct rampart_str text, size_t at)
{
    return at < text.len && (words_is_letter(text.data[at]) || rp_is_digit(text.data[at]) || text.data[at] == '-');
}

bool rp_words_has_word(struct rampart_str text, struct rampart_str word)
{
    for (size_t i = 0; i + word.len <= text.len && word.len > 0; i++) {
        if (!rp_str_starts(rp_str_from(text, i), word)) continue;
        if ((i == 0 || !words_goes_on(text, i - 1)) && !words_goes_on(text, i + word.len)) return true;
    }
    return false;
}

bool rp_words_is_name(struct rampart_str text, bool pattern)
{
    const size_t colon = rp_str_find(text, ':');
    const struct rampart_str code = rp_str_part(text, 0, colon), name = rp_str_from(text, colon + 1);
    return code.len > 0 && code.len <= 64 && name.len > 0 && name.len <= 128 && words_is_letter(code.data[0]) &&
           words_all(code, "-_") && words_all(name, pattern ? "-_./{}#*" : "-_./{}#");
}

bool rp_words_is_template(struct rampart_str text)
{
    if (rp_str_equal(text, RP_STR("*"))) return true;
    if (!rp_str_starts(text, RP_STR("acs:")) || rp_str_count(text, ':') < 4 || text.len > 512) return false;
    if (!words_all(text, ":-_./{}#*~")) return false;
    bool within = false;
    for (size_t i = 0; i < text.len; i++) {
        const char byte = text.data[i], before = i == 0 ? '\0' : text.data[i - 1];
        if ((byte == '{') == within && (byte == '{' || byte == '}')) return false; /* unbalanced */
        if (byte == '{') within = true;
        if (byte == '}') within = false;
        /* a letter behind a place or a star: the next cell ran into it */
        if (!within && (words_is_letter(byte) || rp_is_digit(byte)) && (before == '}' || before == '*')) return false;
    }
    return !within;
}

bool rp_words_is_api(struct rampart_str text)
{
    return text.len > 0 && text.len <= 128 && text.data[0] >= 'A' && text.data[0] <= 'Z' && words_all(text, "-_.");
}

/* ---- dates ---- */

static bool words_digits(struct rampart_str text, size_t at, size_t count)
{
    for (size_t i = at; i < at + count; i++)
        if (i >= text.len || !rp_is_digit(text.data[i])) return false;
    return true;
}

/* "2026-01-06 …" */
static bool words_iso(struct rampart_str text, char to[10])
{
    if (!words_digits(text, 0, 4) || !words_digits(text, 5, 2) || !words_digits(text, 8, 2) ||
        text.data[4] != '-' || text.data[7] != '-')
        return false;
    memcpy(to, text.data, 10);
    return true;
}

/* "Jan 06, 2026" */
static bool words_english(struct rampart_str text, char to[10])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (size_t i = 0; i < 12; i++) {
        if (!rp_str_starts(text, rampart_str(months[i]))) continue;
        if (text.len < 12 || !words_digits(text, 4, 2) || !words_digits(text, 8, 4)) return false;
        memcpy(to, text.data + 8, 4);
        to[4] = to[7] = '-';
        to[5] = (char)('0' + (i + 1) / 10);
        to[6] = (char)('0' + (i + 1) % 10);
        memcpy(to + 8, text.data + 4, 2);
        return true;
    }
    return false;
}

bool rp_words_date(struct rampart_str text, char to[10])
{
    static const char *const before[] = {
        "Last Updated:",
        "更新时间:",
        "更新时间：",
    };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (!rp_str_starts(text, rampart_str(before[i]))) continue;
        struct rampart_str day = rp_str_from(text, strlen(before[i]));
        while (day.len > 0 && rp_is_blank(day.data[0])) day = rp_str_from(day, 1);
        return words_iso(day, to) || words_english(day, to);
    }
    return false;
}
