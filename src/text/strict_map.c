/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strict_map.h"

#include <stdarg.h>

#include "base/str.h"
#include "text/did_you_mean.h"

struct rampart_str rp_strict_shown(struct rampart_str text)
{
    enum { MOST_SHOWN = 80 };
    return rp_str_part(text, 0, MOST_SHOWN);
}


void rp_strict_error(struct rp_strict *strict, enum rp_code code,
                                                                 struct rp_span span, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(strict->reading.diags, RAMPART_ERROR, rp_diag_code(code),
                  (struct rp_at){strict->reading.source, span}, format, values);
    va_end(values);
    strict->failed = true;
}


bool rp_strict_is(struct rp_strict *strict, const struct rp_node *node, enum rp_node_type type,
                        const char *expected)
{
    if (node == NULL || node->type == RP_NODE_BROKEN) return false;
    if (node->type == type) return true;
    struct rampart_str name = node->key.len > 0 ? node->key : RP_STR("this");
    rp_strict_error(strict, RP_SET_TYPE, node->span, "%.*s must be %s, not %s",
                   RP_ARG(rp_strict_shown(name)), expected, rp_node_type_name(node->type));
    return false;
}

/* "a, b or c", as far as it fits. */
static void strict_list_words(const char *const *words, size_t count, char *ret_text, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        const char *before = i == 0 ? "" : i + 1 == count ? " or " : ", ";
        struct rampart_str parts[] = {rampart_str(before), rampart_str(words[i])};
        for (size_t j = 0; j < 2; j++)
            for (size_t at = 0; at < parts[j].len && len + 1 < size; at++)
                ret_text[len++] = parts[j].data[at];
    }
    ret_text[len] = '\0';
}

void rp_strict_suggest(struct rp_strict *strict, struct rampart_str word, const char *const *words,
                             size_t count)
{
    char all[256];
    const char *near = rp_nearest(word, words, count);
    strict_list_words(words, count, all, sizeof all);
    if (near != NULL)
        rp_diag_help(strict->reading.diags, "did you mean %s?", near);
    else
        rp_diag_help(strict->reading.diags, "write %s", all);
}


void rp_strict_members(struct rp_strict *strict, const struct rp_node *map, const struct rp_strict_shape *shape,
                             const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < shape->count && !rp_str_equal(member->key, rampart_str(shape->names[i]))) i++;
        if (i < shape->count) {
            ret_members[i] = member;
            continue;
        }
        rp_strict_error(strict, RP_SET_UNKNOWN, member->key_span, "%s has no member \"%.*s\"", shape->what,
                       RP_ARG(rp_strict_shown(member->key)));
        rp_strict_suggest(strict, member->key, shape->names, shape->count);
    }
}


size_t rp_strict_word(struct rp_strict *strict, const struct rp_node *node, const char *const *words, size_t count,
                      const char *what)
{
    if (!rp_strict_is(strict, node, RP_NODE_STRING, "a word")) return count;
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(node->text, rampart_str(words[i]))) return i;
    rp_strict_error(strict, RP_SET_VALUE, node->span, "\"%.*s\" is not %s",
                    RP_ARG(rp_strict_shown(node->text)), what);
    rp_strict_suggest(strict, node->text, words, count);
    return count;
}
