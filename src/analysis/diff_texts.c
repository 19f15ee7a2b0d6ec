/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_texts.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/assumption.h"

enum { MOST_PATTERNS = 8, MOST_ACTIONS = 48, MOST_NAMES = RP_DIFF_TRIED };

/* The i-th pattern that the texts of the cell may be told by: of the sets that they lie in, the last ones first. */
static bool diff_texts_pattern(const struct rp_diff_texts *texts, size_t i, struct rampart_str *ret_pattern)
{
    const struct rp_text_cells *cells = texts->cells;
    for (size_t k = cells->count + cells->within_count; k-- > 0;) {
        const bool split = k >= cells->within_count;
        const struct rp_text_set *set = split ? cells->sets[k - cells->within_count] : cells->within[k];
        const bool in = !split || texts->in[k - cells->within_count];
        if (in == set->negated) continue;
        if (i < set->count) {
            *ret_pattern = set->patterns[i].text;
            return true;
        }
        i -= set->count;
    }
    return false;
}

static enum rampart_status diff_texts_has(struct rp_diff_texts *texts, struct rampart_str text, bool *ret_has)
{
    return rp_text_cells_has(texts->cells, texts->arena, texts->in, text, ret_has);
}

/* ---- actions ---- */

bool rp_diff_is_asked(const struct rampart_catalog *catalog, struct rampart_str action)
{
    struct rampart_unasked_call call;
    return rampart_api_actions(catalog, action, NULL, 0) == 0 && !rampart_find_unasked_call(action, &call);
}

static enum rampart_status diff_texts_known_action(struct rp_diff_texts *texts, struct rampart_str pattern,
                                                   struct rampart_str *ret_action, bool *ret_found)
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    for (size_t i = 0; i < MOST_ACTIONS && !*ret_found; i++) {
        struct rampart_str lower;
        if (!rampart_catalog_next_match(texts->catalog, &walk, &action)) break;
        if (rp_str_equal(action.action, RP_STR("sts:AssumeRole")) && rp_has_wildcard(pattern)) continue; /* a case by itself */
        RP_TRY_MEMORY(rp_arena_lower(texts->arena, action.action, &lower));
        RP_TRY(diff_texts_has(texts, lower, ret_found));
        *ret_found = *ret_found && rp_diff_is_asked(texts->catalog, action.action);
    }
    if (*ret_found) *ret_action = action.action;
    return RAMPART_OK;
}

/* Further sets that a text lies in, or beyond which it lies, as each says. */
struct others {
    const struct rp_text_set *items[2];
    size_t count;
};

static enum rampart_status diff_texts_find(struct rp_diff_texts *texts, const struct others *others,
                                           struct rampart_str *ret_text, bool *ret_found, bool *ret_undecided);

static enum rampart_status diff_texts_any_action(struct rp_diff_texts *texts, struct rampart_str *ret_action,
                                                 bool *ret_undecided)
{
    bool found = true, asked = rp_diff_is_asked(texts->catalog, texts->shortest);
    *ret_action = texts->shortest;
    *ret_undecided = false;
    for (size_t i = 0; i < MOST_NAMES && found && !asked; i++) {
        texts->tried[i] = (struct rp_cell_pattern){.text = *ret_action};
        const struct rp_text_set left = {.patterns = texts->tried, .count = i + 1, .negated = true};
        const struct others others = {{&left}, 1};
        RP_TRY(diff_texts_find(texts, &others, ret_action, &found, ret_undecided));
        asked = found && rp_diff_is_asked(texts->catalog, *ret_action);
    }
    if (found && !asked) *ret_undecided = true;
    if (!found) *ret_action = texts->shortest;
    return RAMPART_OK;
}

enum rampart_status rp_diff_action_text(struct rp_diff_texts *texts, struct rampart_str *ret_action, bool *ret_undecided)
{
    struct rampart_str pattern;
    bool found = false;
    *ret_undecided = false;
    for (size_t i = 0; i < MOST_PATTERNS && !found && diff_texts_pattern(texts, i, &pattern); i++)
        RP_TRY(diff_texts_known_action(texts, pattern, ret_action, &found));
    return found ? RAMPART_OK : diff_texts_any_action(texts, ret_action, ret_undecided);
}

/* ---- resources ---- */

enum { REGIONS = 4, FORMS = 2 };

/* The i-th likely region, and how such regions begin. The last is that of a global service, which has none. */
struct region {
    struct rampart_str name, head;
};

static struct region diff_texts_region(const struct rp_diff_texts *texts, size_t i)
{
    const struct region regions[REGIONS] = {{RP_STR("cn-hangzhou"), RP_STR("cn")},
                                            {RP_STR("eu-central-1"), RP_STR("eu")},
                                            {RP_STR("oss-cn-hangzhou"), RP_STR("oss-cn")},
                                            {RP_STR(""), RP_STR("")}};
    if (i == REGIONS - 1 && (texts->assumed & RP_ASSUME_REGION_STAR) != 0) return (struct region){RP_STR("*"), RP_STR("*")};
    return regions[i];
}

/* A field of a pattern or of a template, filled in: "*", "{#RegionId}". */
static bool diff_texts_is_open(struct rampart_str field)
{
    return rp_has_wildcard(field) || rp_str_find(field, '{') < field.len;
}

/* A field with a name in the place of each wildcard and each `{…}`; `head`, if it has one, in the place of a star before all. */
static bool diff_texts_fill_field(struct rp_arena *arena, struct rampart_str rest, struct rampart_str head, struct rampart_str *ret_rest)
{
    char *text = rp_arena_alloc(arena, 1, head.len + rest.len + 2);
    size_t len = 0;
    if (text == NULL) return false;
    if (head.len > 0 && rp_str_starts(rest, RP_STR("*"))) {
        memcpy(text, head.data, len = head.len);
        rest = rp_str_from(rest, 1);
    }
    for (size_t i = 0; i < rest.len; i++) {
        const char c = rest.data[i];
        if (c == '{')
            while (i < rest.len && rest.data[i] != '}') i++;
        text[len++] = c == '*' || c == '?' || c == '{' ? '1' : c;
    }
    *ret_rest = (struct rampart_str){text, len};
    return true;
}

/* The pattern or the template as a resource. False in *ret_is: it is none that could be filled in. */
static enum rampart_status diff_texts_fill(struct rp_diff_texts *texts, struct rampart_str pattern,
                                           const struct region *likely, struct rampart_str *ret_text, bool *ret_is)
{
    struct rp_arn arn;
    struct rampart_str rest, region = likely->name, account = texts->account;
    *ret_is = rp_arn_split(pattern, &arn) && rp_str_equal(arn.partition, RP_STR("acs"));
    if (!*ret_is) return RAMPART_OK;
    if (diff_texts_is_open(arn.service)) {
        *ret_is = !rp_str_equal(arn.rest, RP_STR("*")); /* a template of the action tells more */
        arn.service = rp_str_part(texts->action, 0, rp_str_find(texts->action, ':'));
    }
    if (!*ret_is) return RAMPART_OK;
    if (account.len == 0) account = RP_STR("1234567890123456");
    const bool own = texts->account.len == 0 || arn.account.len == 0 || diff_texts_is_open(arn.account);
    *ret_is = own || rp_str_equal(arn.account, texts->account);
    if (!*ret_is) return RAMPART_OK;
    RP_TRY_MEMORY(diff_texts_fill_field(texts->arena, arn.rest, RP_STR(""), &rest));
    if (!diff_texts_is_open(arn.region))
        region = arn.region;
    else if (rp_has_wildcard(arn.region) && !rp_glob(arn.region, region))
        RP_TRY_MEMORY(diff_texts_fill_field(texts->arena, arn.region, likely->head, &region));
    if (!diff_texts_is_open(arn.account)) account = arn.account;
    RP_TRY_MEMORY(rp_arena_printf(texts->arena, ret_text, "acs:%.*s:%.*s:%.*s:%.*s", RP_ARG(arn.service), RP_ARG(region),
                                  RP_ARG(account), RP_ARG(rest)));
    return RAMPART_OK;
}

/* The i-th pattern or template that a likely resource is made of. */
static bool diff_texts_likely(const struct rp_diff_texts *texts, size_t i, struct rampart_str *ret_pattern)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    if (i < MOST_PATTERNS) return diff_texts_pattern(texts, i, ret_pattern);
    for (i -= MOST_PATTERNS; rampart_catalog_next_arn(texts->catalog, texts->action, &cursor, &arn); i--) {
        *ret_pattern = arn.arn;
        if (i == 0) return true;
    }
    return false;
}

/* A shortest text of the cell that lies in these sets as well. */
static enum rampart_status diff_texts_find(struct rp_diff_texts *texts, const struct others *others,
                                           struct rampart_str *ret_text, bool *ret_found, bool *ret_undecided)
{
    const struct rp_text_cells *cells = texts->cells;
    const size_t own = cells->within_count + cells->count, count = own + others->count;
    const struct rp_text_set **sets = RP_NEW_ARRAY(texts->arena, const struct rp_text_set *, count);
    bool *in = RP_NEW_ARRAY(texts->arena, bool, count);
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    RP_TRY_MEMORY(sets != NULL && in != NULL);
    for (size_t i = 0; i < cells->within_count; i++) {
        sets[i] = cells->within[i];
        in[i] = true;
    }
    for (size_t i = 0; i < cells->count; i++) {
        sets[cells->within_count + i] = cells->sets[i];
        in[cells->within_count + i] = texts->in[i];
    }
    for (size_t i = 0; i < others->count; i++) {
        sets[own + i] = others->items[i];
        in[own + i] = true;
    }
    RP_TRY(rp_text_cell_find(texts->arena, sets, in, count, cells->steps_left, &answer, ret_text));
    *ret_found = answer == RP_SETS_TEXT;
    *ret_undecided = answer == RP_SETS_UNDECIDED;
    return RAMPART_OK;
}

/* No other resource of the service of this text. */
static enum rampart_status diff_texts_leave_service(struct rp_diff_texts *texts, struct rampart_str text)
{
    struct rp_arn arn;
    struct rp_cell_pattern *pattern = &texts->tried[texts->tried_count];
    struct rampart_str service;
    const bool is = rp_arn_split(text, &arn);
    if (is) RP_TRY_MEMORY(rp_arena_printf(texts->arena, &service, "acs:%.*s:*", RP_ARG(arn.service)));
    *pattern = (struct rp_cell_pattern){.text = is ? service : text, .wild = is};
    texts->tried_count++;
    return RAMPART_OK;
}

/*
 * The i-th form in which a service sends its resources: texts that `sent` matches, and not `left`. OSS writes its regions
 * with `oss-` before them or without; a global service has none, or a star.
 */
static enum rampart_status diff_texts_form(const struct rp_diff_texts *texts, struct rampart_str service, size_t i,
                                           struct rp_cell_pattern *ret_sent, struct rp_cell_pattern *ret_left)
{
    const bool plain = (texts->assumed & RP_ASSUME_OSS_PLAIN) != 0, star = (texts->assumed & RP_ASSUME_REGION_STAR) != 0;
    const bool oss = rp_str_equal(service, RP_STR("oss"));
    const char *const tail = i == 1 ? ":*" : oss && !plain ? "oss-*" : "*";
    *ret_sent = *ret_left = (struct rp_cell_pattern){.wild = true};
    ret_left->text = RP_STR("acs:oss:oss-*");
    if (!plain || !oss) ret_left->text = RP_STR("acs:");
    RP_TRY_MEMORY(rp_arena_printf(texts->arena, &ret_sent->text, "acs:%.*s:%s", RP_ARG(service), tail));
    if (star && !oss)
        RP_TRY_MEMORY(rp_arena_printf(texts->arena, &ret_left->text, "acs:%.*s::*", RP_ARG(service)));
    return RAMPART_OK;
}

/* Another resource of the service of the last one, if it sends that one in another form. */
static enum rampart_status diff_texts_next_sent(struct rp_diff_texts *texts, struct rampart_str *ret_resource, bool *ret_found)
{
    struct rp_arn arn;
    *ret_found = false;
    if (!rp_arn_split(texts->unsent, &arn)) return RAMPART_OK;
    while (texts->form < FORMS && !*ret_found) {
        struct rp_cell_pattern patterns[2];
        bool undecided = false;
        RP_TRY(diff_texts_form(texts, arn.service, texts->form++, &patterns[0], &patterns[1]));
        const struct rp_text_set sent = {.patterns = &patterns[0], .count = 1},
                                 left = {.patterns = &patterns[1], .count = 1, .negated = true};
        const struct others others = {{&sent, &left}, 2};
        RP_TRY(diff_texts_find(texts, &others, ret_resource, ret_found, &undecided));
        texts->undecided |= undecided;
    }
    return RAMPART_OK;
}

static enum rampart_status diff_texts_next_shortest(struct rp_diff_texts *texts, struct rampart_str *ret_resource, bool *ret_found)
{
    const struct rp_text_set left = {.patterns = texts->tried, .count = texts->tried_count, .negated = true};
    const struct others others = {{&left}, 1};
    bool undecided = false;
    RP_TRY(diff_texts_next_sent(texts, ret_resource, ret_found));
    if (*ret_found) return RAMPART_OK;
    *ret_found = texts->tried_count == 0;
    *ret_resource = texts->shortest;
    if (texts->tried_count > 0) RP_TRY(diff_texts_find(texts, &others, ret_resource, ret_found, &undecided));
    if (*ret_found && texts->tried_count == MOST_NAMES) {
        *ret_found = false;
        undecided = true;
    }
    texts->undecided |= undecided;
    if (!*ret_found) return RAMPART_OK;
    texts->unsent = *ret_resource;
    texts->form = 0;
    return diff_texts_leave_service(texts, *ret_resource);
}

enum rampart_status rp_diff_next_resource(struct rp_diff_texts *texts, struct rampart_str *ret_resource, bool *ret_found,
                                          bool *ret_undecided)
{
    struct rampart_str pattern;
    *ret_found = false;
    for (; texts->next < REGIONS * 2 * MOST_PATTERNS && !*ret_found; texts->next++) {
        bool is = false;
        if (!diff_texts_likely(texts, texts->next / REGIONS, &pattern)) continue;
        const struct region likely = diff_texts_region(texts, texts->next % REGIONS);
        RP_TRY(diff_texts_fill(texts, pattern, &likely, ret_resource, &is));
        if (is) RP_TRY(diff_texts_has(texts, *ret_resource, ret_found));
    }
    if (!*ret_found) RP_TRY(diff_texts_next_shortest(texts, ret_resource, ret_found));
    *ret_undecided = texts->undecided;
    return RAMPART_OK;
}
