/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For an implicit deny: the Allow statements that came closest. Fewer failed elements come first; among equals
 * a failed condition is nearer than a failed resource, that nearer than a failed action; then the longer agreement
 * of the text; then the order of the documents. Beside a near one a far one is noise: only those are kept that fail in
 * as few elements as the nearest. A statement that is about other services than the action's is not close at all.
 *
 * A statement is dropped as soon as it cannot be among them, and those that may be about the action come first: most
 * often they leave no room for the others.
 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/index.h"
#include "decide/principal.h"
#include "decide/shown.h"

enum { MOST_NEAREST = 3 };

/* A unit, and a bit for each of its rules that may be about the action; NULL: each may. */
struct judged_unit {
    const struct rp_unit *unit;
    const uint64_t *about;
};

struct search {
    const struct rp_explainer *explainer;
    struct judged_unit own, fallback; /* of the step that decides; the unit of `fallback` may be NULL */
    struct rp_candidate kept[MOST_NEAREST]; /* nearest first; all fail in equally many elements */
    size_t count;
};

/* ---- which is nearer ---- */

static bool is_nearer_miss(const struct rp_candidate *a, const struct rp_candidate *b)
{
    if (a->failed != b->failed) return a->failed < b->failed;
    if (a->element != b->element) return a->element > b->element; /* in the order of enum rampart_element */
    if (a->agreement != b->agreement) return a->agreement > b->agreement;
    return a->number < b->number;
}

/* Whether it may be kept; in what is not yet known of it, it is taken for the nearest there can be. */
static bool has_a_chance(const struct search *search, const struct rp_candidate *candidate)
{
    if (search->count == 0 || candidate->failed < search->kept[0].failed) return true;
    if (candidate->failed > search->kept[0].failed) return false;
    return search->count < MOST_NEAREST || is_nearer_miss(candidate, &search->kept[MOST_NEAREST - 1]);
}

static void nearest_keep(struct search *search, const struct rp_candidate *candidate)
{
    if (search->count > 0 && candidate->failed < search->kept[0].failed) search->count = 0;
    size_t at = search->count < MOST_NEAREST ? search->count++ : MOST_NEAREST - 1;
    for (; at > 0 && is_nearer_miss(candidate, &search->kept[at - 1]); at--) search->kept[at] = search->kept[at - 1];
    search->kept[at] = *candidate;
}

/* ---- agreement ---- */

static bool same_letter(char a, char b)
{
    return a == b || rp_lower(a) == rp_lower(b);
}

/* Most begin alike, and many letters at once are the same or are not. */
static size_t common_prefix(struct rampart_str a, struct rampart_str b)
{
    enum { MANY = sizeof(uint64_t) };
    const size_t least = a.len < b.len ? a.len : b.len;
    size_t i = 0;
    while (least - i >= MANY && memcmp(a.data + i, b.data + i, MANY) == 0) i += MANY;
    while (i < least && same_letter(a.data[i], b.data[i])) i++;
    return i;
}

/* How far the best pattern agrees with what was asked; 0 if that is less than `least`. */
static size_t best_agreement(const struct rp_patterns *patterns, struct rampart_str asked, size_t least)
{
    size_t best = 0;
    for (size_t i = 0; i < patterns->count; i++) {
        struct rampart_str text = patterns->texts[i];
        if (least > 0 && (text.len < least || !same_letter(text.data[least - 1], asked.data[least - 1])))
            continue;
        size_t agreement = common_prefix(text, asked);
        if (agreement > best) best = agreement;
    }
    return best;
}

/* Less than the last one that is kept is not worth knowing exactly, if it comes to that. */
static size_t agreement_of(const struct search *search, const struct rp_candidate *candidate)
{
    const struct rp_question *question = &search->explainer->question;
    const struct rp_rule *rule = candidate->rule;
    const struct rp_candidate *last = &search->kept[MOST_NEAREST - 1];
    bool rivals = search->count == MOST_NEAREST && candidate->failed >= last->failed &&
                  candidate->element == last->element;
    size_t least = rivals ? last->agreement : 0;
    if (candidate->element == RAMPART_ELEMENT_ACTION)
        return best_agreement(&rule->action, question->request->action_lower, least);
    if (candidate->element == RAMPART_ELEMENT_RESOURCE)
        return best_agreement(&rule->resource, question->resource, least);
    return 0;
}

/* ---- judging ---- */

static void fail(struct rp_candidate *candidate, enum rampart_element element)
{
    if (candidate->failed++ == 0) candidate->element = element;
}

/* Everything but the conditions, while there is a chance. `about`: whether it may be about the action. */
static enum rampart_status judge_elements(const struct search *search, bool about,
                                          struct rp_candidate *candidate)
{
    const struct rp_question *question = &search->explainer->question;
    const struct rp_rule *rule = candidate->rule;
    enum rampart_truth truth = RAMPART_FALSE;
    bool match = false;
    size_t index = 0;
    if (about) RP_TRY(rp_action_match(rule, question, &match, &index));
    if (!match) fail(candidate, RAMPART_ELEMENT_ACTION);
    if (rp_rule_may_reach(rule, question)) RP_TRY(rp_resource_match(rule, question, &truth, &index));
    if (truth == RAMPART_FALSE) fail(candidate, RAMPART_ELEMENT_RESOURCE);
    if (!has_a_chance(search, candidate)) return RAMPART_OK;
    RP_TRY(rp_scope_match(rule, question, &truth));
    if (truth == RAMPART_FALSE) fail(candidate, RAMPART_ELEMENT_RESOURCE_GROUP);
    if (rp_principal_match(rule, question) == RAMPART_FALSE) fail(candidate, RAMPART_ELEMENT_PRINCIPAL);
    return RAMPART_OK;
}

static enum rampart_status judge_conditions(const struct search *search, struct rp_candidate *candidate)
{
    const struct rp_rule *rule = candidate->rule;
    for (size_t i = 0; i < rule->condition_count && has_a_chance(search, candidate); i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_condition_match(&rule->conditions[i], &search->explainer->question, &truth));
        if (truth != RAMPART_FALSE) continue;
        if (candidate->condition == NULL) candidate->condition = &rule->conditions[i];
        fail(candidate, RAMPART_ELEMENT_CONDITION);
    }
    return RAMPART_OK;
}

/* Whether the pattern of actions may be about the service of the action. */
static bool may_name_service(struct rampart_str pattern, struct rampart_str action)
{
    for (size_t i = 0; i < pattern.len && i < action.len; i++) {
        if (pattern.data[i] == '*' || pattern.data[i] == '?') return true;
        if (!same_letter(pattern.data[i], action.data[i])) return false;
        if (action.data[i] == ':') return true;
    }
    return false;
}

/* NotAction names what it is not about. */
static bool is_of_service(const struct rp_rule *rule, struct rampart_str action)
{
    bool found = rule->action.negated;
    for (size_t i = 0; i < rule->action.count && !found; i++)
        found = may_name_service(rule->action.texts[i], action);
    return found;
}

static enum rampart_status judge(struct search *search, bool about, struct rp_candidate candidate)
{
    const struct rampart_request *request = search->explainer->question.request;
    if (!is_of_service(candidate.rule, request->action_lower)) return RAMPART_OK;
    candidate.agreement = SIZE_MAX;
    RP_TRY(judge_elements(search, about, &candidate));
    if (candidate.failed > 0) {
        if (!has_a_chance(search, &candidate)) return RAMPART_OK;
        candidate.agreement = agreement_of(search, &candidate);
    }
    RP_TRY(judge_conditions(search, &candidate));
    if (candidate.element == RAMPART_ELEMENT_CONDITION) candidate.agreement = 0;
    if (candidate.failed > 0 && has_a_chance(search, &candidate)) nearest_keep(search, &candidate);
    return RAMPART_OK;
}

/* ---- which are judged ---- */

/* The first rule from `i` on that may be about the action; their number when there is none. */
static size_t next_about(const struct judged_unit *judged, size_t i)
{
    return judged->about == NULL ? i : rp_bit_next(judged->about, judged->unit->count, i);
}

static bool is_about(const struct judged_unit *judged, size_t i)
{
    return judged->about == NULL || (judged->about[i / 64] >> i % 64 & 1) != 0;
}

/* `number`: of the unit's first statement, in the order of the documents. */
static enum rampart_status judge_unit(struct search *search, const struct judged_unit *judged, size_t number,
                                      bool about)
{
    const struct rp_unit *unit = judged->unit;
    for (size_t i = about ? next_about(judged, 0) : 0; i < unit->count; i = about ? next_about(judged, i + 1) : i + 1) {
        const struct rp_rule *rule = &unit->rules[i];
        if (rule->effect != RAMPART_ALLOW || !rp_step_binds(&search->explainer->deciding->step, rule))
            continue;
        if (!about && is_about(judged, i)) continue; /* has been judged */
        RP_TRY(judge(search, about, (struct rp_candidate){.rule = rule, .number = number + i}));
    }
    return RAMPART_OK;
}

static enum rampart_status judge_step(struct search *search, bool about)
{
    RP_TRY(judge_unit(search, &search->own, 0, about));
    if (search->fallback.unit == NULL) return RAMPART_OK;
    return judge_unit(search, &search->fallback, search->own.unit->count, about);
}

/* All statements of the step that decides, however few may bear on the request. */
static enum rampart_status open_step(struct search *search)
{
    const struct rp_step *step = &search->explainer->deciding->step;
    struct rp_candidates *candidates = search->explainer->candidates;
    RP_TRY(rp_candidates_complete(candidates));
    search->own.unit = step->unit;
    RP_TRY(rp_candidates_about(candidates, step->unit, &search->own.about));
    search->fallback.unit = step->fallback;
    return step->fallback == NULL ? RAMPART_OK
                                  : rp_candidates_about(candidates, step->fallback, &search->fallback.about);
}

static enum rampart_status find_nearest(struct search *search)
{
    const struct rp_candidate other = {.failed = 1, .element = RAMPART_ELEMENT_ACTION, .agreement = SIZE_MAX};
    RP_TRY(open_step(search));
    RP_TRY(judge_step(search, true));
    return has_a_chance(search, &other) ? judge_step(search, false) : RAMPART_OK;
}

/* Of a setting no statement comes near; and an access point's policy is asked about another ARN. */
static bool is_no_document(const struct rp_unit *unit)
{
    return unit->layer == RAMPART_LAYER_ACCESS_POINT_POLICY ||
           (unit->count > 0 && unit->rules[0].attachment->policy->setting.len > 0);
}

enum rampart_status rp_explain_nearest(struct rp_explainer *explainer)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    struct search search;
    if (verdict->outcome != RAMPART_OUTCOME_DENY || verdict->deny != RAMPART_IMPLICIT_DENY) return RAMPART_OK;
    bool reached = explainer->deciding != NULL &&
                   (verdict->layer != RAMPART_LAYER_IDENTITY ||
                    !rp_shown_out_of_reach(explainer->rules, &explainer->question));
    if (!reached || is_no_document(explainer->deciding->step.unit)) return RAMPART_OK;
    search.explainer = explainer;
    search.count = 0;
    RP_TRY(find_nearest(&search));
    struct rampart_near_miss *nearest =
        RP_NEW_ARRAY(explainer->arena, struct rampart_near_miss, search.count);
    RP_TRY_MEMORY(nearest != NULL);
    for (size_t i = 0; i < search.count; i++)
        RP_TRY(rp_explain_near_miss(explainer, &search.kept[i], &nearest[i]));
    explainer->decision->nearest = nearest;
    explainer->decision->nearest_count = search.count;
    return RAMPART_OK;
}

/* What is told of a statement that came close: the element that failed, what it says and what was asked for. */

/* The text lives as long as the decision does. */
static enum rampart_status one_text(struct rp_explainer *explainer, struct rampart_str text,
                                    struct rampart_strs *ret_texts)
{
    struct rampart_str *one = RP_NEW(explainer->arena, struct rampart_str);
    RP_TRY_MEMORY(one != NULL);
    *one = text;
    *ret_texts = (struct rampart_strs){one, 1};
    return RAMPART_OK;
}

static enum rampart_status tell_element(struct rp_explainer *explainer, const struct rp_values *element,
                                        struct rampart_str asked, const struct rp_rule *rule,
                                        struct rampart_near_miss *miss)
{
    miss->negated = element->negated;
    miss->place = rp_place_of(rule, element->start);
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, rule, element, &miss->expected));
    return one_text(explainer, asked, &miss->actual);
}

static enum rampart_status tell_principal(struct rp_explainer *explainer, const struct rp_rule *rule,
                                          struct rampart_near_miss *miss)
{
    const struct rp_principals *principals = rule->statement->principals;
    size_t count = principals->count;
    struct rampart_str *texts = RP_NEW_ARRAY(explainer->arena, struct rampart_str, count);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < count; i++) texts[i] = rp_shown_text(rule, principals->items[i].value.text);
    miss->expected = (struct rampart_strs){texts, count};
    miss->place = rp_place_of(rule, principals->span.start);
    return one_text(explainer, explainer->decision->principal, &miss->actual);
}

/* The policy would allow it, but is attached to a resource group that the resource does not lie in. */
static enum rampart_status tell_group(struct rp_explainer *explainer, const struct rp_rule *rule,
                                      struct rampart_near_miss *miss)
{
    RP_TRY(one_text(explainer, rule->attachment->resource_group, &miss->expected));
    miss->place = rp_place_of(rule, rule->statement->span.start);
    return one_text(explainer, explainer->decision->resource, &miss->actual);
}

/* What the request has for the key. */
static enum rampart_status tell_values(struct rp_explainer *explainer, struct rampart_str name,
                                       struct rampart_strs *ret_texts)
{
    const struct rp_question *question = &explainer->question;
    const struct rp_context_key *first = NULL, *key = NULL;
    size_t count = 0;
    (void)rp_request_key(question->request, question->assumed, name, &first);
    for (key = first; key != NULL; key = rp_request_more_values(key, question->assumed, name))
        count += key->count;
    struct rampart_str *texts = RP_NEW_ARRAY(explainer->arena, struct rampart_str, count);
    RP_TRY_MEMORY(texts != NULL);
    *ret_texts = (struct rampart_strs){texts, count};
    for (key = first; key != NULL; key = rp_request_more_values(key, question->assumed, name))
        for (const struct rp_context_value *value = key->first; value != NULL; value = value->next)
            RP_TRY_MEMORY(rp_arena_copy(explainer->arena, value->text, texts++));
    return RAMPART_OK;
}

static enum rampart_status tell_condition(struct rp_explainer *explainer,
                                          const struct rp_candidate *candidate,
                                          struct rampart_near_miss *miss)
{
    const struct rp_condition *source = candidate->condition->source;
    miss->op = source->op_name;
    miss->key = source->key.text;
    miss->place = rp_place_of(candidate->rule, source->key.span.start);
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, candidate->rule, &source->values, &miss->expected));
    return tell_values(explainer, source->key.text, &miss->actual);
}

enum rampart_status rp_explain_near_miss(struct rp_explainer *explainer, const struct rp_candidate *candidate,
                                         struct rampart_near_miss *miss)
{
    const struct rp_rule *rule = candidate->rule;
    miss->reason = rp_reason_of(rule);
    miss->element = candidate->element;
    miss->failed = candidate->failed;
    switch (candidate->element) {
    case RAMPART_ELEMENT_ACTION:
        return tell_element(explainer, &rule->statement->action, explainer->decision->action, rule, miss);
    case RAMPART_ELEMENT_RESOURCE:
        return tell_element(explainer, &rule->statement->resource, explainer->decision->resource, rule, miss);
    case RAMPART_ELEMENT_RESOURCE_GROUP: return tell_group(explainer, rule, miss);
    case RAMPART_ELEMENT_PRINCIPAL: return tell_principal(explainer, rule, miss);
    case RAMPART_ELEMENT_CONDITION: return tell_condition(explainer, candidate, miss);
    case RAMPART_ELEMENT_NONE: break;
    }
    return RAMPART_OK;
}
