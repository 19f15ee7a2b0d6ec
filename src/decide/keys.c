/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/try.h"
#include "decide/keys.h"
#include "decide/match.h"
#include "decide/unseen.h"
#include "policy/key.h"

/* The entry of the key, which is made if need be; NULL when there is no room. */
static struct rp_residual_key *key_of(struct rp_residual *residual, rampart_switches assumed, struct rampart_str name)
{
    for (size_t i = 0; i < residual->count; i++)
        if (rp_key_equal_as(assumed, residual->keys[i].name, name)) return &residual->keys[i];
    if (residual->count == RP_RESIDUAL_KEYS) return NULL;
    struct rp_residual_key *key = &residual->keys[residual->count++];
    key->name = name;
    key->count = 0;
    key->crowded = false;
    return key;
}

/* A document that is attached twice asks the same question twice: that is one condition. */
static void residual_add_condition(struct rp_residual *residual, rampart_switches assumed,
                                   const struct rp_rule_condition *condition)
{
    struct rp_residual_key *key = key_of(residual, assumed, condition->source->key.text);
    if (key == NULL) return;
    for (size_t i = 0; i < key->count; i++)
        if (key->conditions[i]->source == condition->source) return;
    if (key->count == RP_RESIDUAL_CONDITIONS)
        key->crowded = true;
    else
        key->conditions[key->count++] = condition;
}

static enum rampart_status residual_add_rule(struct rp_residual *residual, const struct rp_unit *unit, size_t number,
                                    const struct rp_question *question)
{
    const struct rp_rule *rule = rp_unit_rule(unit, number);
    enum rampart_truth truth;
    RP_TRY(rp_unit_match(unit, number, question, &truth));
    if (truth != RAMPART_UNKNOWN) return RAMPART_OK;
    for (size_t i = 0; i < rule->statement->condition_count; i++) {
        const struct rp_context_key *values;
        const struct rampart_str key = rule->conditions[i].source->key.text;
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &truth));
        if (truth != RAMPART_UNKNOWN) continue;
        /* A value that was given and cannot be read leaves the condition open, but is no other value. */
        if (rp_request_key(question->request, question->assumed, key, &values) == RP_KEY_UNKNOWN)
            residual_add_condition(residual, question->assumed, &rule->conditions[i]);
        else
            residual->unread = true;
    }
    return RAMPART_OK;
}

enum rampart_status rp_residual_add(struct rp_residual *residual, const struct rp_unit *unit,
                                    const struct rp_question *question)
{
    for (size_t i = 0; i < rp_unit_size(unit); i++) RP_TRY(residual_add_rule(residual, unit, i, question));
    return RAMPART_OK;
}

static enum rampart_status add_step(struct rp_residual *residual, const struct rp_step *step,
                                    const struct rp_question *question)
{
    const struct rp_unit *unit = step->unit;
    for (size_t i = 0; i < rp_unit_size(unit); i++)
        if (rp_step_binds(step, rp_unit_rule(unit, i))) RP_TRY(residual_add_rule(residual, unit, i, question));
    return step->fallback == NULL ? RAMPART_OK : rp_residual_add(residual, step->fallback, question);
}

enum rampart_status rp_residual_find(const struct rp_rules *rules, const struct rp_question *question,
                                     struct rp_residual *ret_residual)
{
    struct rp_steps steps;
    struct rp_step step;
    ret_residual->count = 0;
    ret_residual->unread = false;
    rp_steps_begin(&steps, rules, question);
    while (rp_steps_next(&steps, &step)) RP_TRY(add_step(ret_residual, &step, question));
    return RAMPART_OK;
}

/*
 * One condition alone that is open can be met and can fail, and then the decision is open because of it; but with
 * IfExists, ForAllValues or ForAnyValue it may be met, or fail, in every case; so it may where absent keys
 * are taken otherwise, and no date is before the first one.
 */
bool rp_residual_may_decide(const struct rp_residual_key *key, const struct rp_question *question)
{
    bool absence_differs = (question->assumed & (RP_ASSUME_ABSENT_EMPTY | RP_ASSUME_ABSENT_UNMET)) != 0;
    const struct rp_operator *op = &key->conditions[0]->source->op;
    if (key->crowded) return false;
    if (key->count > 1 || op->if_exists || op->quantifier != RP_BARE || absence_differs) return true;
    if (rp_request_carries(question->request, key->name)) return true; /* most conditions can go the way of absence */
    return op->family == &rp_family_date && op->comparison == RP_COMPARE_LESS;
}

/*
 * What a condition says of a set of values follows from what it says of each: one value has to meet it, or with
 * ForAllValues every one. So the sets that matter are found from the single values by uniting them, as long as that
 * meets a new choice of conditions.
 */

enum { MOST_GUESSES = 8 };

/* What a set of values makes of the conditions, a bit for each: it meets them, or it may. */
enum { MET, MAY_MEET, TRUTHS };

void rp_completions_open(struct rp_completions *completions, struct rp_arena *arena,
                         const struct rp_residual_key *asked, const struct rp_question *question)
{
    completions->arena = arena;
    completions->asked = asked;
    completions->question = *question;
    completions->question.assumed_value = &completions->key;
    completions->key = (struct rp_context_key){.name = asked->name};
    completions->given = completions->next_value = completions->singles = 0;
    completions->next_set = completions->next_single = 0;
    completions->values = (struct rp_cells){.count = 0};
    completions->stand_ins = completions->unlike = false;
    completions->family = NULL;
    completions->complete = true;
    completions->all = 0;
    for (size_t i = 0; i < asked->count; i++) completions->unlike |= asked->conditions[i]->unlike;
    for (size_t i = 0; i < asked->count; i++)
        if (rp_wants_all(&asked->conditions[i]->source->op, question->assumed))
            completions->all |= (uint64_t)1 << i;
    rp_seen_init(&completions->truths, arena, TRUTHS);
}

/* ---- values ---- */

static size_t count_operands(const struct rp_residual_key *asked)
{
    size_t count = 0;
    for (size_t i = 0; i < asked->count; i++) count += asked->conditions[i]->source->values.count;
    return count;
}

/* Fills in the operands that can be met at all, as assumed. */
static size_t use_operands(const struct rp_residual_key *asked, rampart_switches assumed, struct rp_operand_use *uses)
{
    size_t used = 0;
    for (size_t i = 0; i < asked->count; i++) {
        const struct rp_rule_condition *condition = asked->conditions[i];
        const struct rp_condition *source = condition->source;
        for (size_t j = 0; !source->op.null && j < source->values.count; j++)
            if (rp_operand_is_read(&condition->operands[j], assumed))
                uses[used++] = (struct rp_operand_use){&condition->operands[j], source->op.comparison,
                                                       rp_value_text(&source->values, j)};
    }
    return used;
}

/* The family of the conditions; NULL when all of them are Null. False: they are of several. */
static bool one_family(const struct rp_residual_key *asked, const struct rp_family **ret_family)
{
    *ret_family = NULL;
    for (size_t i = 0; i < asked->count; i++) {
        const struct rp_operator *op = &asked->conditions[i]->source->op;
        if (op->null) continue;
        if (*ret_family != NULL && *ret_family != op->family) return false;
        *ret_family = op->family;
    }
    return true;
}

static bool is_affordable(const struct rp_cells *values, size_t operands)
{
    size_t bytes = values->count;
    for (size_t i = 0; i < values->count; i++) bytes += values->texts[i].len;
    return bytes <= RP_COMPLETION_BYTES / (operands + 1);
}

/* Some operands as values of a request, those that are: a block of addresses is none. */
static enum rampart_status guess_values(struct rp_completions *completions)
{
    size_t count = completions->use_count < MOST_GUESSES ? completions->use_count : MOST_GUESSES, guessed = 0;
    struct rampart_str *guesses = RP_NEW_ARRAY(completions->arena, struct rampart_str, MOST_GUESSES);
    RP_TRY_MEMORY(guesses != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct rp_operand_use *use = &completions->uses[i];
        const struct rp_comparing comparing = {use->comparison, completions->question.assumed,
                                               &completions->question.request->matcher, NULL};
        enum rampart_truth truth;
        RP_TRY(completions->family->holds(use->operand, &comparing, use->text, &truth));
        if (truth != RAMPART_UNKNOWN) guesses[guessed++] = use->text;
    }
    completions->values = (struct rp_cells){guesses, guessed, false};
    return RAMPART_OK;
}

/* What is compared, and some operands as values: most often that tells that the completions differ. */
static enum rampart_status prepare_values(struct rp_completions *completions)
{
    completions->complete = one_family(completions->asked, &completions->family);
    if (!completions->complete || completions->family == NULL) return RAMPART_OK;
    size_t operands = count_operands(completions->asked);
    completions->uses = RP_NEW_ARRAY(completions->arena, struct rp_operand_use, operands);
    RP_TRY_MEMORY(completions->uses != NULL);
    completions->use_count =
        use_operands(completions->asked, completions->question.assumed, completions->uses);
    return guess_values(completions);
}

/* Goes on with the values that stand for all. */
static enum rampart_status stand_in(struct rp_completions *completions)
{
    completions->stand_ins = true;
    completions->next_value = completions->values.count = 0;
    if (completions->family == NULL) return RAMPART_OK;
    RP_TRY(completions->family->representatives(completions->arena, completions->uses, completions->use_count,
                                          &completions->values));
    completions->complete =
        completions->values.complete && is_affordable(&completions->values, completions->use_count);
    return RAMPART_OK;
}

/* The next value to be looked at. */
static enum rampart_status next_value(struct rp_completions *completions, struct rampart_str *ret_value,
                                      bool *ret_found)
{
    bool exhausted = completions->next_value == completions->values.count;
    if (exhausted && !completions->stand_ins) RP_TRY(stand_in(completions));
    *ret_found = completions->complete && completions->next_value < completions->values.count;
    if (*ret_found) {
        *ret_value = completions->values.texts[completions->next_value++];
    } else if (completions->complete &&
               completions->unlike) { /* what no operator but those of texts can read */
        completions->unlike = false;
        *ret_value = RP_STR("");
        *ret_found = true;
    }
    return RAMPART_OK;
}

/* ---- sets ---- */

static void suppose(struct rp_completions *completions, struct rp_context_value *first, size_t count)
{
    completions->key.state = RP_KEY_PRESENT;
    completions->key.first = first;
    completions->key.count = count;
}

/* Which conditions the key as it is assumed meets, and may meet. */
static enum rampart_status find_truths(const struct rp_completions *completions, uint64_t truths[TRUTHS])
{
    truths[MET] = truths[MAY_MEET] = 0;
    for (size_t i = 0; i < completions->asked->count; i++) {
        enum rampart_truth truth;
        RP_TRY(rp_condition_match(completions->asked->conditions[i], &completions->question, &truth));
        truths[MET] |= (uint64_t)(truth == RAMPART_TRUE) << i;
        truths[MAY_MEET] |= (uint64_t)(truth != RAMPART_FALSE) << i;
    }
    return RAMPART_OK;
}

/* Supposes the set of the text and the values of another set, if no set before it meets the same conditions. */
static enum rampart_status add_set(struct rp_completions *completions, const uint64_t truths[TRUTHS],
                                   struct rampart_str text, struct rp_context_value *others,
                                   size_t others_count, bool *ret_new)
{
    size_t before = completions->truths.count, number;
    RP_TRY(rp_seen_add(&completions->truths, truths, &number));
    *ret_new = number == before && number < RP_COMPLETION_SETS;
    if (number == before && !*ret_new) completions->complete = false;
    if (!*ret_new) return RAMPART_OK;
    struct rp_context_value *value = RP_NEW(completions->arena, struct rp_context_value);
    RP_TRY_MEMORY(value != NULL);
    *value = (struct rp_context_value){.text = text, .next = others};
    completions->sets[number] = value;
    completions->sizes[number] = others_count + 1;
    suppose(completions, value, others_count + 1);
    return RAMPART_OK;
}

/* The next single value that meets other conditions than those before it. */
static enum rampart_status next_single(struct rp_completions *completions, bool *ret_found)
{
    struct rp_context_value value = {.next = NULL};
    bool more = true, new = false;
    RP_TRY(next_value(completions, &value.text, &more));
    while (more && !new) {
        uint64_t truths[TRUTHS];
        suppose(completions, &value, 1);
        RP_TRY(find_truths(completions, truths));
        RP_TRY(add_set(completions, truths, value.text, NULL, 0, &new));
        if (!new) RP_TRY(next_value(completions, &value.text, &more));
    }
    if (!new) completions->singles = completions->truths.count;
    *ret_found = new;
    return RAMPART_OK;
}

/* The next union of a set and a single value that meets other conditions than every set before it. */
static enum rampart_status next_union(struct rp_completions *completions, bool *ret_found)
{
    *ret_found = false;
    while (completions->complete && !*ret_found && completions->next_set < completions->truths.count) {
        size_t set = completions->next_set, single = completions->next_single++;
        if (single == completions->singles) {
            completions->next_set++;
            completions->next_single = 0;
            continue;
        }
        const uint64_t *a = rp_seen_at(&completions->truths, set),
                       *b = rp_seen_at(&completions->truths, single);
        uint64_t truths[TRUTHS];
        for (size_t i = 0; i < TRUTHS; i++) truths[i] = (a[i] & b[i]) | ((a[i] | b[i]) & ~completions->all);
        RP_TRY(add_set(completions, truths, completions->sets[single]->text, completions->sets[set],
                       completions->sizes[set], ret_found));
    }
    return RAMPART_OK;
}

/* False: all conditions are Null, and present without a value is as good as present with one. */
static bool asks_for_values(const struct rp_residual_key *asked)
{
    const struct rp_family *family;
    return !one_family(asked, &family) || family != NULL;
}

/* Whether a request may have several values of the key, or none. */
static bool is_set(const struct rp_completions *completions)
{
    return rp_request_has_set(completions->question.request, completions->asked->name);
}

/*
 * The number of the way to try next: absent, present without a value, and then by values. Some keys lack the
 * first two.
 */
static size_t next_way(struct rp_completions *completions)
{
    struct rampart_request *request = completions->question.request;
    if (completions->given == 0 && rp_request_carries(request, completions->asked->name)) completions->given++;
    if (completions->given == 1 && !is_set(completions) && asks_for_values(completions->asked))
        completions->given++;
    return completions->given++;
}

/* What costs least comes first, for most often two completions suffice to see that they differ. */
enum rampart_status rp_completions_next(struct rp_completions *completions, bool *ret_found)
{
    size_t given = next_way(completions);
    *ret_found = true;
    if (given == 0) {
        completions->key.state = RP_KEY_ABSENT;
        return RAMPART_OK;
    }
    if (given == 1) {
        suppose(completions, NULL, 0);
        return RAMPART_OK;
    }
    if (given == 2) RP_TRY(prepare_values(completions));
    *ret_found = completions->complete;
    if (!completions->complete) return RAMPART_OK;
    if (completions->singles == 0) RP_TRY(next_single(completions, ret_found));
    if (completions->singles > 0 && is_set(completions)) return next_union(completions, ret_found);
    return RAMPART_OK;
}

/* ---- verdicts of completions put together ---- */

/* When the layer is asked in the walk. */
static int turn_of(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_CONTROL: return 0;
    case RAMPART_LAYER_SESSION: return 1;
    case RAMPART_LAYER_IDENTITY: return 2;
    case RAMPART_LAYER_RESOURCE_GROUP: return 3;
    default: break; /* the trust policy: no other layer is walked */
    }
    return 4;
}

/*
 * A Deny is explicit when it is in every case. Its layer is the one by which every case is denied: where they differ,
 * the last of theirs in the walk.
 */
struct rampart_verdict rp_verdict_unite(struct rampart_verdict a, struct rampart_verdict b)
{
    if (a.outcome != b.outcome) return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
    if (b.deny == RAMPART_IMPLICIT_DENY) a.deny = RAMPART_IMPLICIT_DENY;
    if (turn_of(b.layer) > turn_of(a.layer)) a.layer = b.layer;
    return a;
}

/* ---- the cases ---- */

/*
 * Where the cases are denied by different layers, layers that nobody showed may open one of them and not another: that
 * case stands for all, also for a caller who puts the unseen layers in afterwards.
 */
static enum rampart_status decide_completions(const struct rp_rules *rules,
                                              struct rp_completions *completions,
                                              struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict together = {.outcome = RAMPART_OUTCOME_CONDITIONAL};
    enum rampart_layer opened = RAMPART_LAYERS;
    bool found = true, first = true;
    RP_TRY(rp_completions_next(completions, &found));
    while (found) {
        struct rampart_verdict verdict;
        RP_TRY(rp_walk(rules, &completions->question, &verdict));
        if (verdict.outcome == RAMPART_OUTCOME_DENY && rp_unseen_may_open(rules, &completions->question, verdict))
            opened = verdict.layer;
        together = first ? verdict : rp_verdict_unite(together, verdict);
        first = false;
        if (together.outcome == RAMPART_OUTCOME_CONDITIONAL) break;
        RP_TRY(rp_completions_next(completions, &found));
    }
    if (together.outcome == RAMPART_OUTCOME_DENY && opened != RAMPART_LAYERS) together.layer = opened;
    if (!completions->complete) together.outcome = RAMPART_OUTCOME_CONDITIONAL;
    *ret_verdict = together;
    return RAMPART_OK;
}

static enum rampart_status split_by(const struct rp_rules *rules, const struct rp_residual_key *key,
                                    const struct rp_question *question, struct rampart_verdict *ret_verdict)
{
    struct rp_completions completions;
    struct rp_arena arena;
    rp_arena_init(&arena, &question->request->allocator);
    rp_completions_open(&completions, &arena, key, question);
    enum rampart_status status = decide_completions(rules, &completions, ret_verdict);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status split(const struct rp_rules *rules, const struct rp_question *question,
                                 struct rampart_verdict *verdict, struct rampart_str *ret_key)
{
    struct rp_residual residual;
    RP_TRY(rp_residual_find(rules, question, &residual));
    for (size_t i = 0; i < residual.count && verdict->outcome == RAMPART_OUTCOME_CONDITIONAL; i++) {
        if (!rp_residual_may_decide(&residual.keys[i], question)) continue;
        RP_TRY(split_by(rules, &residual.keys[i], question, verdict));
        if (verdict->outcome != RAMPART_OUTCOME_CONDITIONAL) *ret_key = residual.keys[i].name;
    }
    return RAMPART_OK;
}

enum rampart_status rp_split_walk(const struct rp_rules *rules, const struct rp_question *question,
                                  struct rampart_verdict *ret_verdict, struct rampart_str *ret_key)
{
    struct rampart_verdict verdict;
    struct rampart_str key = {NULL, 0};
    RP_TRY(rp_walk(rules, question, &verdict));
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) RP_TRY(split(rules, question, &verdict, &key));
    *ret_verdict = verdict;
    *ret_key = key;
    return RAMPART_OK;
}
