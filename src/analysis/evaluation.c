/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/evaluation.h"

#include "analysis/refine.h"
#include "analysis/spread.h"
#include "analysis/statements.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"

/* ---- documents ---- */

/* The caller may have said that there is no acs:PrincipalARN: then that is the same for everybody. */
static bool is_given(const struct rampart_request *request)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (rp_key_asks_who(key->name)) return true;
    return false;
}

enum rampart_status rp_evaluate_document(struct rp_evaluation *evaluation, const struct rp_question *question,
                                         bool given, uint32_t number)
{
    struct rp_truths truths;
    evaluation->documents[number] = RP_MARK_PERSONAL;
    if (evaluation->compiled->documents[number].asks_who && !given) return RAMPART_OK;
    RP_TRY(rp_unit_truths(rp_about_unit(&evaluation->about, number), question, &truths));
    evaluation->documents[number] = rp_mark(&truths);
    return RAMPART_OK;
}

static enum rampart_status evaluate_recalled(struct rp_evaluation *evaluation,
                                             const struct rp_question *question,
                                             const struct rp_recall *recall)
{
    bool given = is_given(evaluation->request);
    for (size_t i = 0; i < recall->count; i++) {
        const struct rp_recalled *item = &recall->items[i];
        if (rp_recall_is_stale(recall, i, question->assumed))
            RP_TRY(rp_evaluate_document(evaluation, question, given, item->document));
        else
            evaluation->documents[item->document] = item->mark;
    }
    return RAMPART_OK;
}

static enum rampart_status evaluate_documents(struct rp_evaluation *evaluation,
                                              const struct rp_question *question,
                                              const struct rp_recall *recall)
{
    const struct rp_about *about = &evaluation->about;
    bool given = is_given(evaluation->request);
    for (size_t i = 0; i < about->count; i++) {
        if (evaluation->open != NULL) evaluation->open[about->documents[i]].known = false;
        evaluation->documents[about->documents[i]] = 0;
    }
    if (recall->known) return evaluate_recalled(evaluation, question, recall);
    if (evaluation->resource != 0) return rp_evaluate_statements(evaluation, question, given);
    for (size_t i = 0; i < about->count; i++)
        RP_TRY(rp_evaluate_document(evaluation, question, given, about->documents[i]));
    return RAMPART_OK;
}

static enum rampart_status evaluate_resource_groups(struct rp_evaluation *evaluation,
                                                    const struct rp_question *question)
{
    for (size_t i = 0; i < evaluation->compiled->account->resource_group_count; i++) {
        const struct rp_rule rule = {.members = &evaluation->compiled->resource_groups[i]};
        RP_TRY(rp_scope_match(&rule, question, &evaluation->reached[i]));
    }
    return RAMPART_OK;
}

/* ---- what a principal holds ---- */

/* The mark of a document for the one who asks. */
static enum rampart_status mark_in_person(const struct rp_evaluation *evaluation, uint32_t number,
                                          const struct rp_question *question, uint16_t *ret_mark)
{
    struct rp_truths truths;
    *ret_mark = evaluation->documents[number];
    if ((*ret_mark & RP_MARK_PERSONAL) == 0) return RAMPART_OK;
    RP_TRY(rp_unit_truths(rp_about_unit(&evaluation->about, number), question, &truths));
    *ret_mark = rp_mark(&truths);
    return RAMPART_OK;
}

static enum rampart_status add_in_person(const struct rp_evaluation *evaluation,
                                         const struct rp_holder *holder, const struct rp_question *question,
                                         unsigned *mark)
{
    uint16_t added = 0;
    for (uint32_t i = 0; i < holder->count; i++) {
        RP_TRY(mark_in_person(evaluation, holder->documents[i], question, &added));
        *mark |= added;
    }
    for (uint32_t i = 0; i < holder->scoped_count; i++) {
        const struct rp_scoped *scoped = &holder->scoped[i];
        bool empty = evaluation->compiled->documents[scoped->document].unit.count == 0;
        if (evaluation->reached[scoped->group] == RAMPART_FALSE || empty) continue;
        RP_TRY(mark_in_person(evaluation, scoped->document, question, &added));
        *mark |= rp_mark_scoped(added, evaluation->reached[scoped->group]);
    }
    return RAMPART_OK;
}

static enum rampart_status mark_all_in_person(const struct rp_evaluation *evaluation,
                                              const struct rp_holdings *holdings,
                                              const struct rp_question *question, uint16_t *ret_mark)
{
    unsigned mark = 0;
    RP_TRY(add_in_person(evaluation, &holdings->own, question, &mark));
    for (size_t i = 0; i < holdings->group_count; i++)
        RP_TRY(
            add_in_person(evaluation, &evaluation->compiled->groups[holdings->groups[i]], question, &mark));
    *ret_mark = (uint16_t)mark;
    return RAMPART_OK;
}

/* ---- what bears on everybody ---- */

static bool level_asks_who(const struct rp_evaluation *evaluation, unsigned level)
{
    const struct rampart_account *account = evaluation->compiled->account;
    if (level >= account->level_count) return false; /* one that nobody knows */
    const struct rp_control_level *controls = &account->levels[level];
    for (size_t i = 0; i < controls->count; i++)
        if (evaluation->compiled->documents[controls->items[i].policy - account->policies].asks_who)
            return true;
    return false;
}

static enum rampart_status evaluate_levels(struct rp_evaluation *evaluation,
                                           const struct rp_question *question)
{
    bool given = is_given(evaluation->request);
    evaluation->uniform = given || !rp_unit_asks_who(&evaluation->bound->trust);
    for (unsigned level = 0; level < evaluation->bound->control_levels; level++) {
        struct rp_unit *unit = &evaluation->bound->control[level];
        bool personal = !given && level_asks_who(evaluation, level);
        evaluation->uniform &= !personal;
        if (personal) continue;
        RP_TRY(rp_unit_truths(unit, question, &evaluation->levels[level]));
        unit->truths = &evaluation->levels[level];
    }
    return RAMPART_OK;
}

static enum rampart_status find_asked(struct rp_evaluation *evaluation, const struct rp_question *question)
{
    evaluation->asked = (struct rp_asked){.once = 0};
    for (unsigned level = 0; level < evaluation->bound->control_levels; level++)
        RP_TRY(rp_asked_add(&evaluation->asked, &evaluation->bound->control[level], question));
    return rp_asked_add(&evaluation->asked, &evaluation->bound->trust, question);
}

static void drop_frames(struct rp_evaluation *evaluation)
{
    rp_rules_free(evaluation->bound);
    rp_rules_free(evaluation->free);
    evaluation->bound = evaluation->free = NULL;
}

static enum rampart_status make_frames(struct rp_evaluation *evaluation)
{
    drop_frames(evaluation);
    for (int controlled = 0; controlled < 2; controlled++)
        RP_TRY(rp_account_frame(evaluation->compiled, evaluation->request, controlled == 1,
                                controlled == 1 ? &evaluation->bound : &evaluation->free));
    evaluation->bound->resource_group.present = evaluation->free->resource_group.present = true;
    return RAMPART_OK;
}

/* ---- the whole ---- */

enum rampart_status rp_evaluation_open(const struct rp_compiled *compiled,
                                       struct rampart_request *request, uint64_t resource,
                                       struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = compiled->account;
    *evaluation = (struct rp_evaluation){.compiled = compiled, .request = request, .resource = resource};
    struct rp_arena *arena = &evaluation->arena;
    rp_arena_init(arena, &compiled->allocator);
    RP_TRY(rampart_request_new(&compiled->options, &evaluation->asker));
    evaluation->documents = RP_NEW_ARRAY(arena, uint16_t, account->policy_count);
    evaluation->marks =
        RP_NEW_ARRAY(arena, uint16_t, account->user_count + account->role_count + account->group_count);
    evaluation->reached = RP_NEW_ARRAY(arena, enum rampart_truth, account->resource_group_count);
    evaluation->levels = RP_NEW_ARRAY(arena, struct rp_truths, compiled->control->control_levels);
    evaluation->answers = RP_NEW_ARRAY(arena, struct rp_mark_verdict, 2 * RP_MARKS);
    RP_TRY_MEMORY(evaluation->documents != NULL && evaluation->marks != NULL);
    RP_TRY_MEMORY(evaluation->reached != NULL && evaluation->levels != NULL && evaluation->answers != NULL);
    return rp_about_find(arena, compiled, &request->action_print, resource, &evaluation->about);
}

void rp_evaluation_close(struct rp_evaluation *evaluation)
{
    drop_frames(evaluation);
    rampart_request_free(evaluation->asker);
    rp_arena_free(&evaluation->arena);
}

enum rampart_status rp_evaluation_aim(struct rp_evaluation *evaluation, struct rampart_request *request,
                                      unsigned assumed, const struct rp_recall *recall)
{
    evaluation->request = request;
    evaluation->assumed = assumed;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    RP_TRY(evaluate_documents(evaluation, &question, recall));
    RP_TRY(evaluate_resource_groups(evaluation, &question));
    for (size_t i = 0; i < 2 * RP_MARKS; i++) evaluation->answers[i].known = false;
    RP_TRY(make_frames(evaluation));
    rp_spread(evaluation);
    RP_TRY(evaluate_levels(evaluation, &question));
    return find_asked(evaluation, &question);
}

/* Root has no policies, and of the control policies only some bind it: the engine is asked as for one request. */
static enum rampart_status decide_root(struct rp_evaluation *evaluation, struct rampart_verdict *ret_verdict)
{
    return rp_compiled_decide(evaluation->compiled, evaluation->asker, evaluation->assumed, NULL, ret_verdict);
}

/* Makes the asker's request. */
static enum rampart_status ask_as(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                  struct rp_question *ret_question)
{
    struct rampart_request *request = evaluation->asker;
    rp_request_share(request, evaluation->request);
    RP_TRY(rampart_request_set_principal(request, asker->arn, NULL));
    RP_TRY(rp_request_complete(request, NULL));
    *ret_question = rp_question_about(request, request->resources, evaluation->assumed);
    return RAMPART_OK;
}

static struct rp_rules *frame_of(const struct rp_evaluation *evaluation, const struct rp_asker *asker)
{
    return asker->service_linked ? evaluation->free : evaluation->bound;
}

static enum rampart_status decide_marked(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         uint16_t mark, struct rampart_verdict *ret_verdict)
{
    struct rp_truths own, scoped;
    struct rp_question question;
    RP_TRY(ask_as(evaluation, asker, &question));
    if (asker->holdings == NULL) return decide_root(evaluation, ret_verdict);
    if ((mark & RP_MARK_PERSONAL) != 0)
        RP_TRY(mark_all_in_person(evaluation, asker->holdings, &question, &mark));
    rp_mark_read(mark, &own, &scoped);
    struct rp_rules *rules = frame_of(evaluation, asker);
    rules->identity.truths = &own;
    rules->resource_group.truths = &scoped;
    enum rampart_status status = rp_decide(rules, &question, ret_verdict);
    rules->identity.truths = rules->resource_group.truths = NULL;
    return status;
}

static enum rampart_status decide_by_mark(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                          struct rampart_verdict *ret_verdict)
{
    uint16_t mark = rp_evaluation_mark(evaluation, asker);
    if (!rp_evaluation_is_uniform(evaluation, mark))
        return decide_marked(evaluation, asker, mark, ret_verdict);
    struct rp_mark_verdict *answer = &evaluation->answers[mark + (asker->service_linked ? RP_MARKS : 0)];
    if (!answer->known) RP_TRY(decide_marked(evaluation, asker, mark, &answer->verdict));
    answer->known = true;
    *ret_verdict = answer->verdict;
    return RAMPART_OK;
}

/* ---- what is left open ---- */

/* Only where some row came out open is a document asked what it leaves open, and each once. */
static enum rampart_status add_open(struct rp_evaluation *evaluation, uint32_t number, struct rp_asked *asked)
{
    struct rp_open *open = &evaluation->open[number];
    struct rampart_request *request = evaluation->request;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    if (evaluation->documents[number] == 0) return RAMPART_OK;
    if (!open->known) {
        open->asked = (struct rp_asked){.once = 0};
        RP_TRY(rp_asked_add(&open->asked, rp_about_unit(&evaluation->about, number), &question));
        open->known = true;
    }
    rp_asked_unite(asked, &open->asked);
    return RAMPART_OK;
}

static enum rampart_status add_holder(struct rp_evaluation *evaluation, const struct rp_holder *holder,
                                      struct rp_asked *asked)
{
    for (uint32_t i = 0; i < holder->count; i++) RP_TRY(add_open(evaluation, holder->documents[i], asked));
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        if (evaluation->reached[holder->scoped[i].group] != RAMPART_FALSE)
            RP_TRY(add_open(evaluation, holder->scoped[i].document, asked));
    return RAMPART_OK;
}

/* Whether one key may settle what is open for the principal. A complete request leaves nothing open by itself. */
static enum rampart_status may_be_settled(struct rp_evaluation *evaluation,
                                          const struct rp_holdings *holdings, bool *ret_may)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    struct rp_asked asked = evaluation->asked;
    if (evaluation->open == NULL)
        evaluation->open = RP_NEW_ARRAY(&evaluation->arena, struct rp_open, compiled->account->policy_count);
    RP_TRY_MEMORY(evaluation->open != NULL);
    RP_TRY(add_holder(evaluation, &holdings->own, &asked));
    for (size_t i = 0; i < holdings->group_count; i++)
        RP_TRY(add_holder(evaluation, &compiled->groups[holdings->groups[i]], &asked));
    *ret_may = asked.often != 0;
    return RAMPART_OK;
}

/* What is not known of a principal is its own: it is asked as for one request. */
static enum rampart_status decide_open(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                       struct rampart_verdict *ret_verdict)
{
    struct rp_question question;
    RP_TRY(ask_as(evaluation, asker, &question));
    return rp_compiled_decide(evaluation->compiled, evaluation->asker, evaluation->assumed, NULL, ret_verdict);
}

enum rampart_status rp_evaluation_decide(struct rp_evaluation *evaluation, const struct rp_asker *asker,
                                         struct rampart_verdict *ret_verdict)
{
    struct rp_question question;
    bool may = false;
    if (asker->holdings == NULL) return decide_marked(evaluation, asker, 0, ret_verdict);
    if (asker->holdings->open) return decide_open(evaluation, asker, ret_verdict);
    RP_TRY(decide_by_mark(evaluation, asker, ret_verdict));
    if (ret_verdict->outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(may_be_settled(evaluation, asker->holdings, &may));
    if (!may) return RAMPART_OK;
    RP_TRY(ask_as(evaluation, asker, &question));
    return rp_refine(evaluation, asker, &question, frame_of(evaluation, asker), ret_verdict);
}
