/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in a table of the documentation, or in a template, and was to be replaced. */
#include <limits.h>

#include "lint/look.h"
#include "lint/never.h"

enum { MASK_ALONE = 3, MASK_ANYWHERE = 4 };

enum { LONGEST_NAME = 100 }; /* between brackets */

/* ---- brackets: ${AccountId}, {#regionId}, {{name}}, <bucket> ---- */

/* From here to the closing bracket, if there is one with a name before it. */
static size_t bracketed(struct rampart_str text, size_t at, size_t opening, char closing)
{
    struct rampart_str inside = rp_str_part(text, at + opening, LONGEST_NAME);
    size_t len = rp_str_find(inside, closing);
    return len > 0 && len < inside.len ? opening + len + 1 : 0;
}

static bool is_followed_by(struct rampart_str text, size_t at, char c)
{
    return at + 1 < text.len && text.data[at + 1] == c;
}

static size_t brace(struct rampart_str text, size_t at)
{
    bool opens = is_followed_by(text, at, '#') || is_followed_by(text, at, '{');
    return opens ? bracketed(text, at, 2, '}') : 0;
}

/* ---- words: $regionid, your-bucket, i-xxxx ---- */

static bool is_word(char c)
{
    return rp_look_is_letter(c) || rp_is_digit(c);
}

static bool begins_part(struct rampart_str text, size_t at)
{
    return at == 0 || text.data[at - 1] == ':' || text.data[at - 1] == '/';
}

/* From here to the end of the part. */
static size_t part_length(struct rampart_str text, size_t at)
{
    size_t len = 1;
    while (at + len < text.len && text.data[at + len] != ':' && text.data[at + len] != '/') len++;
    return len;
}

static size_t dollar(struct rampart_str text, size_t at)
{
    if (is_followed_by(text, at, '{')) return bracketed(text, at, 2, '}');
    bool named = at + 1 < text.len && rp_look_is_letter(text.data[at + 1]);
    return named && begins_part(text, at) ? part_length(text, at) : 0;
}

static size_t yours(struct rampart_str text, size_t at)
{
    struct rampart_str word = rp_str_part(text, at, 5);
    if (!begins_part(text, at)) return 0;
    bool found = rp_str_equal_fold(word, RP_STR("your-")) || rp_str_equal_fold(word, RP_STR("your_"));
    return found ? part_length(text, at) : 0;
}

/* Looks at a run of them from its start. */
static size_t mask(struct rampart_str text, size_t at)
{
    size_t len = 0;
    if (at > 0 && rp_lower(text.data[at - 1]) == 'x') return 0;
    while (at + len < text.len && rp_lower(text.data[at + len]) == 'x') len++;
    bool alone =
        (at == 0 || !is_word(text.data[at - 1])) && (at + len == text.len || !is_word(text.data[at + len]));
    return len >= MASK_ANYWHERE || (alone && len >= MASK_ALONE) ? len : 0;
}

/* ---- all of them ---- */

/* What a placeholder begins with. */
static const bool openings[UCHAR_MAX + 1] = {
    ['$'] = true, ['{'] = true, ['<'] = true, ['x'] = true, ['X'] = true, ['y'] = true, ['Y'] = true};

/* How long the placeholder is that begins here; 0: none does. */
static size_t length_at(struct rampart_str text, size_t at)
{
    switch (text.data[at]) {
    case '$': return dollar(text, at);
    case '{': return brace(text, at);
    case '<': return bracketed(text, at, 1, '>');
    case 'x':
    case 'X': return mask(text, at);
    case 'y':
    case 'Y': return yours(text, at);
    default: return 0;
    }
}

/* The first placeholder in the text; empty: there is none. */
static struct rampart_str find(struct rampart_str text)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (openings[(unsigned char)text.data[i]] && (len = length_at(text, i)) > 0)
            return rp_str_part(text, i, len);
    return rp_str_part(text, 0, 0);
}

/* Other clouds fill such a name in when a request comes: ${aws:username}. */
static bool is_policy_variable(struct rampart_str part)
{
    return rp_str_starts(part, RP_STR("${")) && rp_str_find(part, ':') < part.len;
}

static void placeholder(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str part = find(value->text);
    if (part.len == 0) return;
    if (is_policy_variable(part)) {
        if (rp_lint_find(lint, RP_LINT_POLICY_VARIABLE, value->span,
                         "RAM has no policy variables: %.*s stands for nothing but its own characters",
                         RP_ARG(rp_lint_shown(part))))
            rp_lint_suggest(lint, "write a policy for each name, or a condition on acs:PrincipalARN");
    } else if (rp_lint_find(lint, RP_LINT_PLACEHOLDER, value->span,
                            "%.*s looks like a placeholder that was to be replaced",
                            RP_ARG(rp_lint_shown(part))))
        rp_lint_suggest(lint, "write the real name or id, or * for any");
}

void rp_lint_never_placeholder(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_look_each(lint, &statement->action, placeholder);
    rp_look_each(lint, &statement->resource, placeholder);
    const struct rp_principals *principals = statement->principals;
    for (size_t i = 0; principals != NULL && i < principals->count; i++)
        placeholder(lint, &principals->items[i].value);
    for (size_t i = 0; i < statement->condition_count; i++) {
        placeholder(lint, &statement->conditions[i].key);
        rp_look_each(lint, &statement->conditions[i].values, placeholder);
    }
}
