/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_texts.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

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

/* Nobody asks about the name of an API for an action, or about a call that needs no permission. */
static bool diff_texts_is_asked(const struct rp_diff_texts *texts, struct rampart_str action)
{
    struct rampart_unasked_call call;
    return rampart_api_actions(texts->catalog, action, NULL, 0) == 0 && !rampart_find_unasked_call(action, &call);
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
        if (!diff_texts_is_asked(texts, action.action)) continue;
        RP_TRY_MEMORY(rp_arena_lower(texts->arena, action.action, &lower));
        RP_TRY(diff_texts_has(texts, lower, ret_found));
    }
    if (*ret_found) *ret_action = action.action;
    return RAMPART_OK;
}

static enum rampart_status diff_texts_find(struct rp_diff_texts *texts, const struct rp_text_set *others,
                                           struct rampart_str *ret_text, bool *ret_found, bool *ret_undecided);

static enum rampart_status diff_texts_any_action(struct rp_diff_texts *texts, struct rampart_str *ret_action)
{
    bool found = true, undecided = false;
    *ret_action = texts->shortest;
    for (size_t i = 0; i < MOST_NAMES && found && !diff_texts_is_asked(texts, *ret_action); i++) {
        texts->tried[i] = (struct rp_cell_pattern){.text = *ret_action};
        const struct rp_text_set others = {.patterns = texts->tried, .count = i + 1, .negated = true};
        RP_TRY(diff_texts_find(texts, &others, ret_action, &found, &undecided));
    }
    if (!found) *ret_action = texts->shortest;
    return RAMPART_OK;
}

enum rampart_status rp_diff_action_text(struct rp_diff_texts *texts, struct rampart_str *ret_action)
{
    struct rampart_str pattern;
    bool found = false;
    for (size_t i = 0; i < MOST_PATTERNS && !found && diff_texts_pattern(texts, i, &pattern); i++)
        RP_TRY(diff_texts_known_action(texts, pattern, ret_action, &found));
    return found ? RAMPART_OK : diff_texts_any_action(texts, ret_action);
}

/* ---- resources ---- */

enum { REGIONS = 4 };

static struct rampart_str diff_texts_region(size_t i)
{
    static const struct {
        const char *text;
        size_t len;
    } regions[REGIONS] = {{"cn-hangzhou", 11}, {"eu-central-1", 12}, {"oss-cn-hangzhou", 15}, {"", 0}};
    return (struct rampart_str){regions[i].text, regions[i].len};
}

/* A field of a pattern or of a template, filled in: "*", "{#RegionId}". */
static bool diff_texts_is_open(struct rampart_str field)
{
    return rp_has_wildcard(field) || rp_str_find(field, '{') < field.len;
}

/* The rest of a resource with a name in the place of each wildcard and each `{…}`. */
static bool diff_texts_fill_rest(struct rp_arena *arena, struct rampart_str rest, struct rampart_str *ret_rest)
{
    char *text = rp_arena_alloc(arena, 1, rest.len + 2);
    size_t len = 0;
    if (text == NULL) return false;
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
                                           struct rampart_str region, struct rampart_str *ret_text, bool *ret_is)
{
    struct rp_arn arn;
    struct rampart_str rest, account = texts->account;
    *ret_is = rp_arn_split(pattern, &arn) && rp_str_equal(arn.partition, RP_STR("acs")) && !diff_texts_is_open(arn.service);
    if (!*ret_is) return RAMPART_OK;
    if (account.len == 0) account = RP_STR("1234567890123456");
    const bool own = texts->account.len == 0 || arn.account.len == 0 || diff_texts_is_open(arn.account);
    *ret_is = own || rp_str_equal(arn.account, texts->account);
    if (!*ret_is) return RAMPART_OK;
    RP_TRY_MEMORY(diff_texts_fill_rest(texts->arena, arn.rest, &rest));
    if (!diff_texts_is_open(arn.region)) region = arn.region;
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

/* A shortest text of the cell that lies in this set as well. */
static enum rampart_status diff_texts_find(struct rp_diff_texts *texts, const struct rp_text_set *others,
                                           struct rampart_str *ret_text, bool *ret_found, bool *ret_undecided)
{
    const struct rp_text_cells *cells = texts->cells;
    const size_t count = cells->within_count + cells->count + 1;
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
    sets[count - 1] = others;
    in[count - 1] = true;
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

static enum rampart_status diff_texts_next_shortest(struct rp_diff_texts *texts, struct rampart_str *ret_resource,
                                                    bool *ret_found, bool *ret_undecided)
{
    const struct rp_text_set others = {.patterns = texts->tried, .count = texts->tried_count, .negated = true};
    *ret_found = texts->tried_count == 0;
    *ret_resource = texts->shortest;
    if (texts->tried_count > 0) RP_TRY(diff_texts_find(texts, &others, ret_resource, ret_found, ret_undecided));
    if (!*ret_found) return RAMPART_OK;
    if (texts->tried_count == MOST_NAMES) {
        *ret_found = false;
        *ret_undecided = true;
        return RAMPART_OK;
    }
    return diff_texts_leave_service(texts, *ret_resource);
}

enum rampart_status rp_diff_next_resource(struct rp_diff_texts *texts, struct rampart_str *ret_resource, bool *ret_found,
                                          bool *ret_undecided)
{
    struct rampart_str pattern;
    *ret_found = *ret_undecided = false;
    for (; texts->next < REGIONS * 2 * MOST_PATTERNS && !*ret_found; texts->next++) {
        bool is = false;
        if (!diff_texts_likely(texts, texts->next / REGIONS, &pattern)) continue;
        RP_TRY(diff_texts_fill(texts, pattern, diff_texts_region(texts->next % REGIONS), ret_resource, &is));
        if (is) RP_TRY(diff_texts_has(texts, *ret_resource, ret_found));
    }
    if (*ret_found) return RAMPART_OK;
    return diff_texts_next_shortest(texts, ret_resource, ret_found, ret_undecided);
}
