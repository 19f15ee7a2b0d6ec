/* SPDX-License-Identifier: Apache-2.0 */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer_read.h"

enum rampart_status rp_answers_new(struct rp_builder *builder, struct rampart_str account,
                                   struct rp_answers **ret_answers)
{
    struct rp_arena *scratch = rp_builder_scratch(builder);
    struct rp_answers *answers = RP_NEW(scratch, struct rp_answers);
    RP_TRY_MEMORY(answers != NULL);
    *answers = (struct rp_answers){.builder = builder, .scratch = scratch, .id = account};
    *ret_answers = answers;
    return RAMPART_OK;
}

/* ---- one answer ---- */

enum { MOST_UNUSED = 16 };

/* The same API is met thousands of times; it is said once, and not of more APIs than anybody cares to read of. */
static enum rampart_status note_unused(const struct rp_api_response *answer, const struct rp_answer_at *at)
{
    struct rp_answers *all = answer->all;
    for (const struct rp_answer_unused *one = all->unused; one != NULL; one = one->older)
        if (rp_str_equal(one->api, at->api) && rp_str_equal(one->product, at->product)) return RAMPART_OK;
    if (all->unused_count == MOST_UNUSED) return RAMPART_OK;
    struct rp_answer_unused *noted = RP_NEW(all->scratch, struct rp_answer_unused);
    RP_TRY_MEMORY(noted != NULL);
    *noted = (struct rp_answer_unused){at->product, at->api, all->unused};
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted->product));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted->api));
    all->unused = noted;
    all->unused_count++;
    rp_diag(all->diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, rp_answer_place(answer, at->response),
            "answers of %.*s %.*s are not used", RP_ARG(rp_account_shown(at->product)),
            RP_ARG(rp_account_shown(at->api)));
    rp_diag_help(all->diags, "docs/inputs.md lists those that are");
    return RAMPART_OK;
}

static enum rampart_status not_placed(const struct rp_api_response *answer, const char *api)
{
    struct rampart_diags *diags = answer->all->diags;
    struct rp_at at = rp_answer_place(answer, answer->response);
    if (api == NULL) {
        rp_diag(diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, at,
                "this is no answer that tells of an account");
        rp_diag_help(diags, "docs/inputs.md lists those that do");
        return RAMPART_OK;
    }
    rp_diag(diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, at,
            "this answer cannot be placed: it looks like one of %s, and what that was asked for is not in it",
            api);
    rp_diag_help(diags, "keep the arguments: use examples/export-account.sh");
    return RAMPART_OK;
}

static enum rampart_status read_list(const struct rp_api_response *answer)
{
    const struct rp_answer_row *row = answer->row;
    size_t total;
    const struct rp_node *list = rp_answer_list(answer->response, row->member, row->item);
    if (list == NULL && !(rp_answer_count(answer->response, "TotalCount", &total) && total == 0)) {
        rp_builder_error(answer->all->builder, RP_ACC_MISSING, rp_answer_place(answer, answer->response),
                       "%s: there is no list %s.%s", row->api, row->member, row->item);
        rp_answer_help(answer);
        return RAMPART_OK;
    }
    RP_TRY(rp_answer_each(answer, list, row->read));
    return rp_answer_note_page(answer, list);
}

static enum rampart_status read_one(const struct rp_api_response *answer)
{
    const struct rp_answer_row *row = answer->row;
    const struct rp_node *node = rp_node_member(answer->response, rampart_str(row->member));
    if (node != NULL && node->type == RP_NODE_MAP) return row->read(answer, node);
    rp_builder_error(answer->all->builder, RP_ACC_MISSING, rp_answer_place(answer, answer->response),
                   "%s: there is no map %s", row->api, row->member);
    rp_answer_help(answer);
    return RAMPART_OK;
}

static enum rampart_status read_answer(const struct rp_api_response *answer)
{
    const struct rp_answer_row *row = answer->row;
    bool passed = answer->all->other && (row->products & RP_ANSWER_DIRECTORY) == 0;
    if (row->read == NULL || passed) return RAMPART_OK;
    if (row->argument != NULL && answer->args == NULL) return not_placed(answer, row->api);
    if (row->argument != NULL && rp_answer_argument(answer, row->argument).len == 0) {
        rp_builder_error(answer->all->builder, RP_ACC_MISSING, rp_answer_place(answer, answer->args),
                       "%s: the arguments have no %s", row->api, row->argument);
        rp_diag_help(answer->all->diags, "\"args\" are the arguments of the call, by their names");
        return RAMPART_OK;
    }
    if (row->member == NULL) return row->read(answer, answer->response);
    return row->item != NULL ? read_list(answer) : read_one(answer);
}

enum rampart_status rp_answers_take(struct rp_answers *answers, const struct rp_source *source,
                                    const struct rp_answer_at *at)
{
    struct rp_api_response answer = {.all = answers, .source = source, .args = at->args, .response = at->response};
    const char *api = NULL;
    answers->diags = rp_builder_reading(answers->builder, source).diags;
    answers->taken++;
    bool bare = at->api.len == 0, list = bare && at->response->type == RP_NODE_LIST;
    if (at->response->type != RP_NODE_MAP && !list) return not_placed(&answer, NULL);
    answer.row = bare ? rp_answer_recognise(at->response, &api) : rp_answer_row(at->product, at->api);
    if (answer.row != NULL) return read_answer(&answer);
    return bare ? not_placed(&answer, api) : note_unused(&answer, at);
}

/* ---- all of them ---- */

static enum rampart_status settle(struct rp_answers *answers, const struct rp_answer_lists *list,
                                  enum rp_builder_list what)
{
    if (list->count == 0)
        return list->any ? rp_builder_incomplete(answers->builder, what, list->doubt) : RAMPART_OK;
    rp_builder_complete(answers->builder, what);
    return RAMPART_OK;
}

static enum rampart_status settle_of(struct rp_answers *answers, const struct rp_answer_lists *list,
                                     enum rp_builder_kind kind)
{
    for (size_t i = 0; i < list->count; i++) {
        struct rp_builder_principal *holder;
        struct rampart_str name = rp_str_part(list->of[i], 0, rp_str_find(list->of[i], '@'));
        RP_TRY(rp_answer_holder(answers, kind, name, RP_NOWHERE, &holder));
        rp_builder_complete_for(holder, RP_BUILDER_MEMBERSHIPS);
    }
    return RAMPART_OK;
}

static enum rampart_status settle_memberships(struct rp_answers *answers, const struct rp_answer_lists *lists)
{
    const struct rp_answer_lists *of_groups = &lists[RP_ANSWER_USERS_OF],
                                 *of_users = &lists[RP_ANSWER_GROUPS_OF];
    RP_TRY(settle_of(answers, of_groups, RP_BUILDER_GROUP));
    RP_TRY(settle_of(answers, of_users, RP_BUILDER_USER));
    bool by_groups = lists[RP_ANSWER_GROUPS].count > 0 && of_groups->doubt == NULL &&
                     rp_answer_all_covered(answers, RP_BUILDER_GROUP, of_groups);
    bool by_users = lists[RP_ANSWER_USERS].count > 0 && of_users->doubt == NULL &&
                    rp_answer_all_covered(answers, RP_BUILDER_USER, of_users);
    const char *doubt = of_groups->doubt != NULL ? of_groups->doubt : of_users->doubt;
    if (by_groups || by_users)
        rp_builder_complete(answers->builder, RP_BUILDER_MEMBERSHIPS);
    else if (doubt != NULL)
        return rp_builder_incomplete(answers->builder, RP_BUILDER_MEMBERSHIPS, doubt);
    return RAMPART_OK;
}

/* Either every folder on the way was asked for its control policies, or every control policy for its folders. */
static enum rampart_status settle_controls(struct rp_answers *answers, const struct rp_answer_lists *lists)
{
    const struct rp_answer_lists *targets = &lists[RP_ANSWER_TARGETS_OF];
    const char *doubt = lists[RP_ANSWER_CONTROLS_OF].doubt;
    bool by_places;
    RP_TRY(rp_answer_say_places(answers, &lists[RP_ANSWER_CONTROLS_OF], &by_places));
    bool by_policies = lists[RP_ANSWER_CONTROLS].count > 0 && targets->doubt == NULL &&
                       rp_answer_controls_covered(answers, targets);
    if (doubt == NULL) doubt = targets->doubt;
    if (by_places || by_policies)
        rp_builder_complete(answers->builder, RP_BUILDER_CONTROLS);
    else if (doubt != NULL)
        return rp_builder_incomplete(answers->builder, RP_BUILDER_CONTROLS, doubt);
    return RAMPART_OK;
}

static void say_frozen(const struct rp_answers *answers)
{
    struct rampart_str name = rp_account_shown(answers->first_frozen_name);
    if (answers->frozen == 0) return;
    if (answers->frozen == 1)
        rp_diag(answers->diags, RAMPART_NOTE, RP_ACC_FROZEN, answers->first_frozen,
                "the user %.*s is frozen, and taken as if not", RP_ARG(name));
    else
        rp_diag(answers->diags, RAMPART_NOTE, RP_ACC_FROZEN, answers->first_frozen,
                "the user %.*s and %zu more are frozen, and taken as if not", RP_ARG(name),
                answers->frozen - 1);
    rp_diag_help(answers->diags,
                 "a frozen user can do nothing; the answers are about what it may do once thawed");
}

enum rampart_status rp_answers_break_off(struct rp_answers *answers, const char *reason)
{
    if (answers->other) return rp_builder_incomplete(answers->builder, RP_BUILDER_CONTROLS, reason);
    for (int list = 0; list < RP_BUILDER_LISTS; list++)
        RP_TRY(rp_builder_incomplete(answers->builder, (enum rp_builder_list)list, reason));
    return RAMPART_OK;
}

enum rampart_status rp_answers_finish(struct rp_answers *answers)
{
    struct rp_answer_lists lists[RP_ANSWER_WHATS];
    RP_TRY(rp_answer_lists(answers, lists));
    RP_TRY(rp_answer_say_principals(answers));
    RP_TRY(settle(answers, &lists[RP_ANSWER_USERS], RP_BUILDER_USERS));
    RP_TRY(settle(answers, &lists[RP_ANSWER_GROUPS], RP_BUILDER_GROUPS));
    RP_TRY(settle(answers, &lists[RP_ANSWER_ROLES], RP_BUILDER_ROLES));
    RP_TRY(settle(answers, &lists[RP_ANSWER_POLICIES], RP_BUILDER_POLICIES));
    RP_TRY(settle(answers, &lists[RP_ANSWER_GRANTS], RP_BUILDER_GRANTS));
    RP_TRY(settle_memberships(answers, lists));
    RP_TRY(settle_controls(answers, lists));
    say_frozen(answers);
    return RAMPART_OK;
}
