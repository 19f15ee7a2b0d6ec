/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/settle.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/keys.h"
#include "decide/unseen.h"
#include "policy/arn_pattern.h"
#include "policy/text_cells.h"

enum {
    SEARCH_STEPS = 1 << 20, /* of one question (policy/pattern_sets.h) */
    MOST_CELLS = 1 << 10,
    EVERY = 3,  /* patterns of all that a resource may be */
    WITHIN = 2, /* these, and the pattern that is asked about */
};

/* One question about a pattern. */
struct asking {
    const struct rp_rules *rules;
    const struct rp_question *question;
    struct rp_arena *arena; /* of the examples */
    struct rp_arena work;
    struct rp_text_set *sets; /* that part the resources: */
    const struct rampart_str **texts; /* each made of these */
    size_t count, room, texts_room;
    struct rp_text_cells cells;
    struct rp_set_answer answer;
    size_t asked;
    bool all;
    bool lost; /* cells are not all that tells resources apart */
};

/* ---- what parts the pattern ---- */

static enum rampart_status settle_make_set(struct asking *asking, const struct rampart_str *texts, size_t count,
                                           bool own_list, struct rp_text_set *set)
{
    const rampart_switches readings = own_list ? 0 : asking->question->assumed;
    const bool filled = (readings & RP_ASSUME_EMPTY_FIELD_ANY) != 0, plain = (readings & RP_ASSUMED_RESOURCES) == 0;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(&asking->work, struct rp_cell_pattern, 2 * count);
    struct rp_pattern *matchers = RP_NEW_ARRAY(&asking->work, struct rp_pattern, count);
    RP_TRY_MEMORY(patterns != NULL && matchers != NULL);
    for (size_t i = 0; i < count; i++) {
        patterns[set->count++] = rp_resource_set_pattern(texts[i], readings);
        if (plain) RP_TRY(rp_pattern_compile(&asking->work, texts[i], &matchers[i]));
        if (!filled || rp_str_find(texts[i], ':') == texts[i].len) continue;
        struct rampart_str text;
        RP_TRY_MEMORY(rp_arn_pattern_fill(&asking->work, texts[i], &text));
        patterns[set->count++] = rp_resource_set_pattern(text, readings);
    }
    set->patterns = patterns;
    set->matchers = plain ? matchers : NULL;
    return RAMPART_OK;
}

/* Elements of one document that is attached again are one set. */
static enum rampart_status settle_add_set(struct asking *asking, const struct rampart_str *texts, size_t count,
                                          bool negated, bool own_list)
{
    for (size_t i = 0; i < asking->count; i++)
        if (asking->texts[i] == texts) return RAMPART_OK;
    struct rp_text_set *sets = rp_arena_grow(&asking->work, asking->sets, asking->count, &asking->room, sizeof *sets);
    const struct rampart_str **all =
        rp_arena_grow(&asking->work, asking->texts, asking->count, &asking->texts_room, sizeof *all);
    RP_TRY_MEMORY(sets != NULL && all != NULL);
    asking->sets = sets;
    asking->texts = all;
    sets[asking->count] = (struct rp_text_set){.negated = negated};
    RP_TRY(settle_make_set(asking, texts, count, own_list, &sets[asking->count]));
    all[asking->count++] = texts;
    return RAMPART_OK;
}

/* What is in a group is told by either spelling of a region of OSS: then a resource lies in it by another text. */
static bool settle_may_be_spelled_twice(const struct rp_question *question)
{
    struct rp_arn asked;
    return !rp_arn_split(question->resource, &asked) || rp_glob(asked.service, RP_STR("oss"));
}

static enum rampart_status settle_add_members(struct asking *asking, const struct rp_group_members *members)
{
    asking->lost |= settle_may_be_spelled_twice(asking->question);
    return settle_add_set(asking, members->texts, members->count, false, true);
}

static enum rampart_status settle_add_unit(struct asking *asking, const struct rp_unit *unit)
{
    for (size_t i = 0; i < rp_unit_size(unit); i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        const struct rp_group_members *members = rule->members;
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_match_detail detail;
        RP_TRY(rp_unit_match_by(unit, i, asking->question, &detail, &truth));
        if (truth == RAMPART_FALSE) continue;
        if (detail.covers == RAMPART_UNKNOWN)
            RP_TRY(settle_add_set(asking, rule->resource.texts, rule->resource.count, rule->resource.negated, false));
        if (detail.reached == RAMPART_UNKNOWN && members != NULL && !members->unknown)
            RP_TRY(settle_add_members(asking, members));
    }
    return RAMPART_OK;
}

static enum rampart_status settle_add_all(struct asking *asking)
{
    struct rp_steps steps;
    struct rp_step step;
    rp_steps_begin(&steps, asking->rules, asking->question);
    while (rp_steps_next(&steps, &step)) {
        RP_TRY(settle_add_unit(asking, step.unit));
        if (step.fallback != NULL) RP_TRY(settle_add_unit(asking, step.fallback));
    }
    return RAMPART_OK;
}

/* ---- the resources that the pattern stands for ---- */

/* The region that resources of the service are sent with, as far as that is one. */
static struct rampart_str settle_region(const struct rp_question *question, const struct rp_arn *asked)
{
    if (question->asked->sent_by == RP_ASSUME_REGION_STAR) return RP_STR("");
    const bool oss = rp_str_equal(asked->service, RP_STR("oss"));
    return oss && (question->assumed & RP_ASSUME_OSS_PLAIN) == 0 ? RP_STR("oss-*") : RP_STR("*");
}

/*
 * All that there is: an ARN of the account, where the pattern does not name one, and of no account; and the star of
 * operations without resources.
 */
static enum rampart_status settle_every(struct asking *asking, struct rp_text_set *set)
{
    const struct rp_question *question = asking->question;
    const struct rampart_str own = question->request->identity.account;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(&asking->work, struct rp_cell_pattern, EVERY);
    struct rp_pattern *matchers = RP_NEW_ARRAY(&asking->work, struct rp_pattern, EVERY);
    struct rp_arn asked = {.region = RP_STR("*"), .account = RP_STR("*")};
    RP_TRY_MEMORY(patterns != NULL && matchers != NULL);
    (void)rp_arn_split(question->resource, &asked);
    const bool any = own.len == 0 || !rp_has_wildcard(asked.account);
    const struct rampart_str accounts[] = {any ? RP_STR("*") : own, RP_STR("")};
    const struct rampart_str region = settle_region(question, &asked);
    for (size_t i = 0; i < (any ? 1 : 2); i++) {
        const struct rampart_str parts[] = {RP_STR("acs:*:"), region, RP_STR(":"), accounts[i], RP_STR(":*")};
        patterns[set->count] = (struct rp_cell_pattern){.wild = true, .crossing = RP_WITHIN_FIELDS};
        RP_TRY_MEMORY(rp_arena_join(&asking->work, parts, 5, &patterns[set->count].text));
        RP_TRY(rp_pattern_compile(&asking->work, patterns[set->count].text, &matchers[set->count]));
        set->count++;
    }
    if (rp_str_equal(question->resource, RP_STR("*")))
        patterns[set->count++] = (struct rp_cell_pattern){.text = question->resource};
    set->patterns = patterns;
    set->matchers = matchers;
    return RAMPART_OK;
}

/* ---- asking ---- */

static bool settle_is_enough(const struct asking *asking)
{
    size_t met = 0;
    for (size_t i = 0; i < RP_OUTCOMES; i++) met += asking->answer.examples[i].len > 0;
    return asking->all ? met == RP_OUTCOMES : asking->answer.together.outcome == RAMPART_OUTCOME_CONDITIONAL;
}

static enum rampart_status settle_visit(void *context, const bool *in, struct rampart_str text)
{
    struct asking *asking = context;
    struct rp_resource resource = {.unseen = asking->question->unseen};
    struct rp_set_answer *answer = &asking->answer;
    struct rampart_verdict verdict;
    struct rampart_str key;
    (void)in;
    if (asking->asked++ == MOST_CELLS) asking->cells.stop = asking->cells.incomplete = true;
    const bool read = !asking->cells.stop && rp_resource_read(text, &resource);
    if (read) RP_TRY(rp_resource_write_as_sent(&asking->work, &resource));
    struct rp_question question = rp_question_about(asking->question->request, &resource, asking->question->assumed);
    if (!read || !rp_str_equal(question.resource, text)) { /* no service sends it so */
        asking->cells.incomplete = true;
        return RAMPART_OK;
    }
    RP_TRY(rp_split_walk(asking->rules, &question, &verdict, &key));
    answer->together = answer->complete ? rp_verdict_unite(answer->together, verdict) : verdict;
    answer->complete = true;
    struct rampart_str *example = &answer->examples[verdict.outcome];
    if (example->len == 0) RP_TRY_MEMORY(rp_arena_copy(asking->arena, text, example));
    asking->cells.stop = settle_is_enough(asking);
    return RAMPART_OK;
}

static enum rampart_status settle_walk_cells(struct asking *asking)
{
    const struct rp_question *question = asking->question;
    const struct rp_cell_pattern pattern = rp_resource_set_asked(question->resource, question);
    struct rp_pattern matcher;
    const struct rp_text_set asked = {.patterns = &pattern, .matchers = &matcher, .count = 1};
    struct rp_text_set every = {.count = 0};
    const struct rp_text_set *within[WITHIN] = {&every, &asked};
    size_t steps = SEARCH_STEPS;
    RP_TRY(settle_every(asking, &every));
    RP_TRY(rp_pattern_compile(&asking->work, pattern.text, &matcher));
    const struct rp_text_set **sets = RP_NEW_ARRAY(&asking->work, const struct rp_text_set *, asking->count);
    RP_TRY_MEMORY(sets != NULL);
    for (size_t i = 0; i < asking->count; i++) sets[i] = &asking->sets[i];
    asking->cells = (struct rp_text_cells){.arena = &asking->work,
                                           .matcher = &question->request->matcher,
                                           .within = within,
                                           .within_count = WITHIN,
                                           .sets = sets,
                                           .count = asking->count,
                                           .steps_left = &steps,
                                           .visit = settle_visit,
                                           .context = asking};
    RP_TRY(rp_text_cells_walk(&asking->cells));
    asking->answer.complete &= !asking->lost && !asking->cells.incomplete && (!asking->cells.stop || !asking->all);
    return RAMPART_OK;
}

/* Roles have a trust policy each, and what is shown of resources is told apart by more than statements of the account. */
static bool settle_is_out_of_reach(const struct rp_rules *rules, const struct rp_question *question)
{
    if (!question->resource_set || question->asked == NULL || rp_request_assumes_role(question->request)) return true;
    if (question->asked->sent_by == RP_ASSUME_REGION_STAR && (question->assumed & RP_ASSUME_REGION_STAR) != 0) return true;
    if (question->unseen != NULL && question->unseen->point != NULL) return true;
    return rules->shown_count > 0 && rp_shown_layers(rules, question) != 0;
}

enum rampart_status rp_set_ask(const struct rp_rules *rules, const struct rp_question *question, bool all,
                               struct rp_arena *arena, struct rp_set_answer *ret_answer)
{
    struct asking asking = {.rules = rules, .question = question, .arena = arena, .all = all};
    asking.answer.together.outcome = RAMPART_OUTCOME_CONDITIONAL;
    *ret_answer = asking.answer;
    if (settle_is_out_of_reach(rules, question)) return RAMPART_OK;
    rp_arena_init(&asking.work, &question->request->allocator);
    enum rampart_status status = settle_add_all(&asking);
    if (status == RAMPART_OK && (all || asking.count > 0)) status = settle_walk_cells(&asking);
    rp_arena_free(&asking.work);
    *ret_answer = asking.answer;
    return status;
}

/* ---- what a decision comes to ---- */

/* Apart: nearly all questions are about one resource. */
__attribute__((noinline)) static enum rampart_status settle_by_resources(const struct rp_rules *rules,
                                                                         const struct rp_question *question,
                                                                         struct rampart_verdict *verdict,
                                                                         struct rampart_str *ret_key)
{
    struct rp_set_answer answer;
    struct rp_arena arena;
    rp_arena_init(&arena, &question->request->allocator);
    enum rampart_status status = rp_set_ask(rules, question, false, &arena, &answer);
    rp_arena_free(&arena);
    if (status != RAMPART_OK || !answer.complete || answer.together.outcome == RAMPART_OUTCOME_CONDITIONAL) return status;
    *verdict = answer.together;
    *ret_key = RP_STR("the resource of the pattern");
    return RAMPART_OK;
}

enum rampart_status rp_settle_walk(const struct rp_rules *rules, const struct rp_question *question,
                                   struct rampart_verdict *ret_verdict, struct rampart_str *ret_key)
{
    RP_TRY(rp_split_walk(rules, question, ret_verdict, ret_key));
    const bool open = question->resource_set && ret_verdict->outcome == RAMPART_OUTCOME_CONDITIONAL;
    return open ? settle_by_resources(rules, question, ret_verdict, ret_key) : RAMPART_OK;
}

/* What unseen layers leave open neither keys nor resources settle. */
enum rampart_status rp_settle(const struct rp_rules *rules, const struct rp_question *question,
                              struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict verdict;
    struct rampart_str key;
    RP_TRY(rp_settle_walk(rules, question, &verdict, &key));
    *ret_verdict = question->unseen == NULL ? verdict : rp_unseen_open(rules, question, verdict);
    return RAMPART_OK;
}

/* ---- all resources of a request ---- */

enum rampart_status rp_decide_all(const struct rp_rules *rules, struct rampart_request *request,
                                  rampart_switches assumed, struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict worst = {.outcome = RAMPART_OUTCOME_ALLOW};
    for (const struct rp_resource *resource = request->resources; resource != NULL;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, assumed);
        struct rampart_verdict verdict;
        rp_prefetch_bytes(resource->arn.data, 2 * RP_CACHE_LINE);
        RP_TRY(rp_settle(rules, &question, &verdict));
        if (rampart_verdict_worse(&verdict, &worst)) worst = verdict;
    }
    *ret_verdict = worst;
    return RAMPART_OK;
}

/* An index, and where its buckets start, which most often stands behind it. */
enum { FETCHED_OF_INDEX = 4 * RP_CACHE_LINE };

/* What the walk looks at may have left the caches since it was made: asked for together, it is waited for once. */
static void prefetch_verdict(const struct rp_rules *rules, const struct rampart_request *request)
{
    rp_prefetch_bytes(&rules->identity, 3 * RP_CACHE_LINE);
    rp_prefetch_bytes(request, 4 * RP_CACHE_LINE);
    rp_prefetch_bytes(rules->identity.index, FETCHED_OF_INDEX);
    rp_prefetch_bytes(request->resources, sizeof *request->resources);
    rp_prefetch(request->action_lower.data);
    rp_prefetch_bytes(request->keys, sizeof *request->keys);
}

enum rampart_status rp_rules_decide(const struct rp_rules *rules, struct rampart_request *request,
                                   struct rampart_verdict *ret_verdict)
{
    prefetch_verdict(rules, request);
    return rp_decide_all(rules, request, rules->assumed, ret_verdict);
}
