/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a condition says of a set of values follows from what it says of each: one value has to meet it, or with
 * ForAllValues every one. So the sets that matter are found from the single values by uniting them, as long as that
 * meets a new choice of conditions.
 */
#include "decide/completions.h"

#include "base/str.h"
#include "base/try.h"

enum { MOST_GUESSES = 8 };

/* What a set of values makes of the conditions, a bit for each: it meets them, or it may. */
enum { MET, MAY_MEET, TRUTHS };

void rp_completions_open(struct rp_completions *completions, struct rp_arena *arena,
                         const struct rp_residual_key *asked, const struct rp_question *question)
{
    completions->arena = arena;
    completions->asked = asked;
    completions->question = *question;
    completions->question.supposed = &completions->key;
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
static size_t use_operands(const struct rp_residual_key *asked, unsigned assumed, struct rp_operand_use *uses)
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
                                               &completions->question.request->matcher};
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
    RP_TRY(completions->family->stand_ins(completions->arena, completions->uses, completions->use_count,
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

/* Which conditions the supposed key meets, and may meet. */
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
    *value = (struct rp_context_value){text, others};
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

/* The number of the way to try next: absent, present without a value, and then by values. Some keys lack the first two. */
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
