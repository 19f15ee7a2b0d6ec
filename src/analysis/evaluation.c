/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/evaluation.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"

/* ---- documents ---- */

static enum rampart_status is_about(const struct rp_unit *unit, const struct rp_question *question,
                                    bool *ret_about)
{
    bool about = false;
    size_t index = 0;
    for (size_t i = 0; i < unit->count && !about; i++)
        RP_TRY(rp_action_match(&unit->rules[i], question, &about, &index));
    *ret_about = about;
    return RAMPART_OK;
}

static enum rampart_status find_about(struct rp_evaluation *evaluation)
{
    const struct rp_question question = {.request = evaluation->request};
    for (size_t i = 0; i < evaluation->account->policy_count; i++) {
        bool *about = &evaluation->findings[i].about;
        RP_TRY(is_about(&evaluation->documents->items[i].unit, &question, about));
        if (*about) evaluation->about[evaluation->about_count++] = i;
    }
    return RAMPART_OK;
}

/* The caller may have said what acs:PrincipalARN is: then it is the same for everybody. */
static bool is_given(const struct rampart_request *request)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (rp_key_asks_who(key->name)) return true;
    return false;
}

static enum rampart_status evaluate_documents(struct rp_evaluation *evaluation,
                                              const struct rp_question *question)
{
    bool given = is_given(evaluation->request);
    for (size_t i = 0; i < evaluation->about_count; i++) {
        const struct rp_document *document = &evaluation->documents->items[evaluation->about[i]];
        struct rp_finding *finding = &evaluation->findings[evaluation->about[i]];
        finding->personal = document->asks_who && !given;
        if (!finding->personal) RP_TRY(rp_unit_truths(&document->unit, question, &finding->truths));
    }
    return RAMPART_OK;
}

static enum rampart_status evaluate_resource_groups(struct rp_evaluation *evaluation,
                                                    const struct rp_question *question)
{
    for (size_t i = 0; i < evaluation->account->resource_group_count; i++) {
        const struct rp_rule rule = {.members = &evaluation->documents->groups[i]};
        RP_TRY(rp_scope_match(&rule, question, &evaluation->reached[i]));
    }
    return RAMPART_OK;
}

/* ---- what a principal or a group holds ---- */

static void unite(struct rp_truths *truths, const struct rp_truths *more)
{
    truths->allow = rp_truth_or(truths->allow, more->allow);
    truths->deny = rp_truth_or(truths->deny, more->deny);
    truths->reached |= more->reached;
}

/* Without a question a document that asks who asks is put off: the holding is marked as personal. */
static enum rampart_status add_grants(struct rp_evaluation *evaluation, const struct rp_grants *grants,
                                      const struct rp_question *question, struct rp_holding *holding)
{
    const struct rampart_account *account = evaluation->account;
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        size_t index = (size_t)(grant->policy - account->policies);
        const struct rp_document *document = &evaluation->documents->items[index];
        const struct rp_finding *finding = &evaluation->findings[index];
        struct rp_truths truths = finding->truths;
        bool grouped = grant->group != NULL;
        if (grouped && !evaluation->reached[grant->group - account->resource_groups]) continue;
        if (finding->personal && question == NULL) {
            holding->personal = true;
            return RAMPART_OK;
        }
        if (finding->personal) RP_TRY(rp_unit_truths(&document->unit, question, &truths));
        truths.reached = grouped && document->unit.count > 0;
        unite(grouped ? &holding->resource_groups : &holding->account_scope, &truths);
    }
    return RAMPART_OK;
}

static enum rampart_status evaluate_groups(struct rp_evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->account->group_count; i++) {
        evaluation->groups[i] = (struct rp_holding){.personal = false};
        RP_TRY(add_grants(evaluation, &evaluation->account->groups[i].grants, NULL, &evaluation->groups[i]));
    }
    return RAMPART_OK;
}

static enum rampart_status add_user(struct rp_evaluation *evaluation, const struct rp_user *user,
                                    const struct rp_question *question, struct rp_holding *holding)
{
    RP_TRY(add_grants(evaluation, &user->grants, question, holding));
    for (size_t i = 0; i < user->group_count; i++) {
        const struct rp_group *group = user->groups[i];
        const struct rp_holding *shared = &evaluation->groups[group - evaluation->account->groups];
        if (shared->personal) {
            RP_TRY(add_grants(evaluation, &group->grants, question, holding));
            continue;
        }
        unite(&holding->account_scope, &shared->account_scope);
        unite(&holding->resource_groups, &shared->resource_groups);
    }
    return RAMPART_OK;
}

static enum rampart_status add_all(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                   const struct rp_question *question, struct rp_holding *holding)
{
    if (asker->user != NULL) return add_user(evaluation, asker->user, question, holding);
    return add_grants(evaluation, &asker->role->grants, question, holding);
}

enum rampart_status rp_evaluation_may_allow(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                            bool *ret_may)
{
    struct rp_holding holding = {.personal = false};
    if (asker->kind != RAMPART_PRINCIPAL_ROOT) RP_TRY(add_all(evaluation, asker, NULL, &holding));
    *ret_may = asker->kind == RAMPART_PRINCIPAL_ROOT || holding.personal ||
               holding.account_scope.allow != RAMPART_FALSE || holding.resource_groups.allow != RAMPART_FALSE;
    return RAMPART_OK;
}

/* ---- what bears on everybody ---- */

static bool level_asks_who(const struct rp_evaluation *evaluation, unsigned level)
{
    const struct rp_control_level *controls = &evaluation->account->levels[level];
    for (size_t i = 0; i < controls->count; i++)
        if (evaluation->documents->items[controls->items[i].policy - evaluation->account->policies].asks_who)
            return true;
    return false;
}

static enum rampart_status evaluate_levels(struct rp_evaluation *evaluation,
                                           const struct rp_question *question)
{
    bool given = is_given(evaluation->request);
    for (unsigned level = 0; level < evaluation->bound->control_levels; level++) {
        struct rp_unit *unit = &evaluation->bound->control[level];
        if (!given && level_asks_who(evaluation, level)) continue;
        RP_TRY(rp_unit_truths(unit, question, &evaluation->levels[level]));
        unit->truths = &evaluation->levels[level];
    }
    return RAMPART_OK;
}

static void drop_frames(struct rp_evaluation *evaluation)
{
    rampart_rules_free(evaluation->bound);
    rampart_rules_free(evaluation->free);
    evaluation->bound = evaluation->free = NULL;
}

static enum rampart_status make_frames(struct rp_evaluation *evaluation)
{
    drop_frames(evaluation);
    for (int controlled = 0; controlled < 2; controlled++)
        RP_TRY(rp_account_frame(evaluation->options, evaluation->account, evaluation->request,
                                controlled == 1, controlled == 1 ? &evaluation->bound : &evaluation->free));
    evaluation->bound->resource_group.present = evaluation->free->resource_group.present = true;
    return RAMPART_OK;
}

/* ---- the whole ---- */

enum rampart_status rp_evaluation_open(const struct rampart_options *options,
                                       const struct rp_documents *documents, struct rampart_request *request,
                                       struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = documents->account;
    *evaluation = (struct rp_evaluation){
        .options = options, .account = account, .documents = documents, .request = request};
    struct rp_arena *arena = &evaluation->arena;
    rp_arena_init(arena, rp_options_allocator(options));
    RP_TRY(rampart_request_new(options, &evaluation->asker));
    evaluation->about = RP_NEW_ARRAY(arena, size_t, account->policy_count);
    evaluation->findings = RP_NEW_ARRAY(arena, struct rp_finding, account->policy_count);
    evaluation->reached = RP_NEW_ARRAY(arena, bool, account->resource_group_count);
    evaluation->groups = RP_NEW_ARRAY(arena, struct rp_holding, account->group_count);
    evaluation->levels = RP_NEW_ARRAY(arena, struct rp_truths, account->level_count);
    RP_TRY_MEMORY(evaluation->about != NULL && evaluation->findings != NULL && evaluation->reached != NULL);
    RP_TRY_MEMORY(evaluation->groups != NULL && evaluation->levels != NULL);
    return find_about(evaluation);
}

void rp_evaluation_close(struct rp_evaluation *evaluation)
{
    drop_frames(evaluation);
    rampart_request_free(evaluation->asker);
    rp_arena_free(&evaluation->arena);
}

enum rampart_status rp_evaluation_aim(struct rp_evaluation *evaluation, struct rampart_request *request)
{
    evaluation->request = request;
    const struct rp_question question = {
        request, request->resources->arn, request->resources->print};
    RP_TRY(evaluate_documents(evaluation, &question));
    RP_TRY(evaluate_resource_groups(evaluation, &question));
    RP_TRY(evaluate_groups(evaluation));
    RP_TRY(make_frames(evaluation));
    return evaluate_levels(evaluation, &question);
}

/* Root has no policies, and of the control policies only some bind it: the engine is asked as for one request. */
static enum rampart_status decide_root(struct rp_evaluation *evaluation, struct rampart_verdict *ret_verdict)
{
    struct rampart_rules *rules = NULL;
    RP_TRY(rampart_account_rules(evaluation->options, evaluation->account, evaluation->asker, NULL, 0, 0,
                                 NULL, &rules));
    enum rampart_status status = rampart_decide(rules, evaluation->asker, ret_verdict);
    rampart_rules_free(rules);
    return status;
}

enum rampart_status rp_evaluation_decide(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         struct rampart_verdict *ret_verdict)
{
    struct rampart_request *request = evaluation->asker;
    struct rp_holding holding = {.personal = false};
    rp_request_share(request, evaluation->request);
    RP_TRY(rampart_request_set_principal(request, asker->arn, NULL));
    RP_TRY(rp_request_complete(request, NULL));
    if (asker->kind == RAMPART_PRINCIPAL_ROOT) return decide_root(evaluation, ret_verdict);
    const struct rp_question question = {
        request, request->resources->arn, request->resources->print};
    RP_TRY(add_all(evaluation, asker, &question, &holding));
    bool spared = asker->kind == RAMPART_PRINCIPAL_ROLE && asker->role->service_linked;
    struct rampart_rules *rules = spared ? evaluation->free : evaluation->bound;
    rules->identity.truths = &holding.account_scope;
    rules->resource_group.truths = &holding.resource_groups;
    enum rampart_status status = rp_decide(rules, &question, ret_verdict);
    rules->identity.truths = rules->resource_group.truths = NULL;
    return status;
}
