/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of a statement that came close: the element that failed, what it says and what was asked for. */
#include "base/try.h"
#include "decide/explain.h"

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
