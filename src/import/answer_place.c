/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the account lies in the resource directory. The answers may show a directory of thousands of accounts; what
 * matters is the way from this one up to the root folder.
 */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"

/* A folder or an account lies in a folder. */
struct rp_answer_put {
    struct rampart_str child, parent; /* no parent: the root folder */
    struct rp_answer_put *older;
    bool said;
    struct rp_at at;
};

enum rampart_status rp_answer_put(const struct rp_api_response *answer, struct rampart_str child,
                                  struct rampart_str parent, struct rp_at at)
{
    struct rp_answers *all = answer->all;
    struct rp_answer_put *put = RP_NEW(all->scratch, struct rp_answer_put);
    RP_TRY_MEMORY(put != NULL);
    *put = (struct rp_answer_put){.child = child, .parent = parent, .older = all->puts, .at = at};
    RP_TRY(rp_keep_text(answer->source, all->scratch, &put->child));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &put->parent));
    all->puts = put;
    all->put_count++;
    return RAMPART_OK;
}

static enum rampart_status say(struct rp_answers *answers, struct rp_answer_put *put)
{
    put->said = true;
    return rp_builder_set_parent(answers->builder, put->child, put->parent, put->at);
}

static bool is_root(const struct rp_answers *answers, struct rampart_str folder)
{
    return rp_str_starts(folder, RP_STR("r-")) ||
           (folder.len > 0 && rp_str_equal(folder, answers->root_folder));
}

static bool is_covered(const struct rp_answer_lists *covered, struct rampart_str target)
{
    return rp_names_find(covered->of, covered->count, sizeof covered->of[0], target) < covered->count;
}

/* Upwards. What is said twice the builder compares; a way that comes back to where it was ends there. */
static enum rampart_status climb(struct rp_answers *answers, struct rp_answer_put *puts,
                                 const struct rp_answer_lists *covered, bool *ret_covered)
{
    struct rampart_str at = answers->id;
    size_t count = answers->put_count, size = sizeof puts[0];
    bool all = is_covered(covered, at);
    while (!is_root(answers, at)) {
        size_t i = rp_names_find(puts, count, size, at);
        if (i == count || puts[i].said) return RAMPART_OK;
        struct rampart_str parent = puts[i].parent;
        for (; i < count && rp_str_equal(puts[i].child, at); i++) RP_TRY(say(answers, &puts[i]));
        at = parent.len > 0 ? parent : answers->root_folder;
        all = all && is_covered(covered, at);
    }
    *ret_covered = all;
    return RAMPART_OK;
}

enum rampart_status rp_answer_say_places(struct rp_answers *answers, const struct rp_answer_lists *covered,
                                         bool *ret_covered)
{
    size_t count = 0;
    struct rp_answer_put *puts = RP_NEW_ARRAY(answers->scratch, struct rp_answer_put, answers->put_count);
    RP_TRY_MEMORY(puts != NULL);
    *ret_covered = false;
    for (const struct rp_answer_put *put = answers->puts; put != NULL; put = put->older) puts[count++] = *put;
    rp_names_sort(puts, count, sizeof puts[0]);
    if (answers->id.len > 0) return climb(answers, puts, covered, ret_covered);
    for (size_t i = 0; i < count; i++) RP_TRY(say(answers, &puts[i]));
    return RAMPART_OK;
}
