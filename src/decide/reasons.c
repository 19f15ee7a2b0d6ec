/* SPDX-License-Identifier: Apache-2.0 */
/* Which statements made the decision, and the state of their conditions. */
#include <rampart/catalog.h>

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/index.h"
#include "decide/shown.h"
#include "decide/unseen.h"
#include "policy/key.h"
#include "text/source.h"

struct rampart_place rp_place_of(const struct rp_rule *rule, uint32_t offset)
{
    const struct rp_source *source = rule->attachment->policy->source;
    const bool nowhere = rule->attachment->policy->setting.len > 0 && source->name.len == 0;
    if (nowhere) return (struct rampart_place){.line = 0};
    struct rp_position inner = {0, 0}, position = rp_source_position(source, offset);
    if (source->inside != NULL) {
        inner = position;
        struct rp_span outer = rp_inside_span(source->inside, (struct rp_span){offset, offset});
        position = rp_source_position(source->inside->outer, outer.start);
    }
    return (struct rampart_place){.file = source->name,
                                  .line = position.line,
                                  .column = position.column,
                                  .inner_line = inner.line,
                                  .inner_column = inner.column,
                                  .address = rule->attachment->policy->address};
}

struct rampart_reason rp_reason_of(const struct rp_rule *rule)
{
    const struct rampart_attachment *attachment = rule->attachment;
    return (struct rampart_reason){
        .policy = attachment->policy->name,
        .setting = attachment->policy->setting,
        .system = attachment->system,
        .layer = attachment->layer,
        .level = attachment->level,
        .statement = (size_t)(rule->statement - attachment->policy->statements),
        .sid = rp_shown_text(rule, rule->statement->sid),
        .effect = rule->effect,
        .attached_to = attachment->attached_to,
        .resource_group = attachment->resource_group,
        .uncertain = attachment->uncertain,
        .not_action = rule->statement->action.negated,
        .not_resource = rule->statement->resource.negated,
        .place = rp_place_of(rule, rule->statement->span.start),
    };
}

bool rp_value_texts(struct rp_arena *arena, const struct rp_rule *rule, const struct rp_values *values,
                    struct rampart_strs *ret_texts)
{
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, values->count);
    if (texts == NULL) return false;
    for (size_t i = 0; i < values->count; i++) texts[i] = rp_shown_text(rule, rp_value_text(values, i));
    *ret_texts = (struct rampart_strs){texts, values->count};
    return true;
}

/* ---- which statements ---- */

/* What lets pass only bounds what others grant. */
static bool grants(enum rampart_layer layer)
{
    const unsigned gates = 1U << RAMPART_LAYER_CONTROL | 1U << RAMPART_LAYER_SESSION |
                           1U << RAMPART_LAYER_ENDPOINT_POLICY | 1U << RAMPART_LAYER_ACCESS_POINT_ORIGIN |
                           1U << RAMPART_LAYER_NETWORK_ACL | 1U << RAMPART_LAYER_ACCESS_KEY_POLICY;
    return (gates & 1U << layer) == 0;
}

/* Some of a unit's statements: those of one effect that come to one truth. */
struct kind {
    enum rampart_effect effect;
    enum rampart_truth truth;
};

/*
 * Whether such a statement could turn the decision either way, in a unit that may come to `possible`.
 * Beside a certain Deny nothing else of the unit counts, which then is the resource group's: it is asked only if the
 * account scope leaves it to. Beside a certain Allow an open one changes nothing.
 */
static bool could_decide(const struct rp_unit *unit, unsigned possible, struct kind kind)
{
    bool allow = kind.effect == RAMPART_ALLOW;
    if (possible == RP_CAN_DENY_EXPLICITLY) return !allow && kind.truth == RAMPART_TRUE;
    if (kind.truth == RAMPART_TRUE) return allow ? grants(unit->layer) : unit->uncertain;
    return !allow || (possible & RP_CAN_DENY_IMPLICITLY) != 0;
}

static unsigned reasons_bit(enum rampart_effect effect, enum rampart_truth truth)
{
    return 1u << (4 * (unsigned)effect + (unsigned)truth);
}

/* The kinds of statements that could turn an open decision, as bits. */
static unsigned wanted_of_open(const struct rp_explainer *explainer, const struct rp_unit *unit, unsigned possible)
{
    static const struct kind kinds[] = {{RAMPART_DENY, RAMPART_TRUE},
                                        {RAMPART_DENY, RAMPART_UNKNOWN},
                                        {RAMPART_ALLOW, RAMPART_TRUE},
                                        {RAMPART_ALLOW, RAMPART_UNKNOWN}};
    unsigned wanted = explainer->question.request->unasked ? reasons_bit(RAMPART_DENY, RAMPART_TRUE) : 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (could_decide(unit, possible, kinds[i])) wanted |= reasons_bit(kinds[i].effect, kinds[i].truth);
    return wanted;
}

/*
 * The kinds of statements that had a part in the decision (decision.h, struct rampart_decision), as bits; asked once for
 * all statements of the unit. Where none decided alone, those count that could do either.
 */
static unsigned wanted_of(const struct rp_explainer *explainer, const struct rp_step *step,
                          const struct rp_unit *unit, unsigned possible)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    const bool open = explainer->decided_by_key.len > 0;
    switch (open ? RAMPART_OUTCOME_CONDITIONAL : verdict->outcome) {
    case RAMPART_OUTCOME_DENY:
        return verdict->deny == RAMPART_EXPLICIT_DENY && explainer->deciding != NULL &&
                       step->unit == explainer->deciding->step.unit
                   ? reasons_bit(RAMPART_DENY, RAMPART_TRUE)
                   : 0;
    case RAMPART_OUTCOME_ALLOW: return grants(unit->layer) ? reasons_bit(RAMPART_ALLOW, RAMPART_TRUE) : 0;
    case RAMPART_OUTCOME_CONDITIONAL: break;
    }
    return wanted_of_open(explainer, unit, possible);
}

/* A grant whose scope is not known is attached twice; its reason is told once. */
static bool is_echo(const struct rampart_attachment *attachment)
{
    return attachment->uncertain && attachment->layer == RAMPART_LAYER_RESOURCE_GROUP &&
           attachment->resource_group.len == 0;
}

/* Whether it is worth asking what the statement comes to. */
static bool may_take_part(const struct rp_explainer *explainer, const struct rp_step *step, unsigned wanted,
                          const struct rp_rule *rule)
{
    unsigned either = reasons_bit(rule->effect, RAMPART_TRUE) | reasons_bit(rule->effect, RAMPART_UNKNOWN);
    return (wanted & either) != 0 && !is_echo(rule->attachment) && rp_step_binds(step, rule) &&
           (rp_is_at_point(step->unit, &explainer->question) || rp_rule_may_reach(rule, &explainer->question));
}

/* Statements that take part, in the order of the walk and of the documents. */
struct taker {
    const struct rp_rule *rule;
    struct rp_match_detail detail;
    struct taker *next;
};

struct takers {
    struct taker *first, **end;
    size_t count, conditions;
};

static enum rampart_status add_taker(struct rp_arena *arena, struct takers *takers,
                                     const struct rp_rule *rule, const struct rp_match_detail *detail)
{
    struct taker *taker = RP_NEW(arena, struct taker);
    RP_TRY_MEMORY(taker != NULL);
    taker->rule = rule;
    taker->detail = *detail;
    *takers->end = taker;
    takers->end = &taker->next;
    takers->count++;
    takers->conditions += rule->statement->condition_count;
    return RAMPART_OK;
}

static enum rampart_status find_in_unit(const struct rp_explainer *explainer, const struct rp_step *step,
                                        const struct rp_unit *unit, unsigned possible, struct takers *takers)
{
    const unsigned wanted = wanted_of(explainer, step, unit, possible);
    const size_t size = rp_unit_size(unit);
    if (wanted == 0) return RAMPART_OK;
    for (size_t i = 0; i < size; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_match_detail detail;
        if (!may_take_part(explainer, step, wanted, rule)) continue;
        RP_TRY(rp_unit_match_by(unit, i, &explainer->question, &detail, &truth));
        if ((wanted & reasons_bit(rule->effect, truth)) != 0)
            RP_TRY(add_taker(explainer->arena, takers, rule, &detail));
    }
    return RAMPART_OK;
}

static enum rampart_status find_takers(const struct rp_explainer *explainer, struct takers *takers)
{
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step *step = &explainer->steps[i].step;
        const struct rp_result *result = &explainer->steps[i].result;
        if (explainer->steps[i].idle) continue;
        RP_TRY(find_in_unit(explainer, step, step->unit, result->own, takers));
        if (result->fell_back)
            RP_TRY(find_in_unit(explainer, step, step->fallback, result->fallback, takers));
    }
    return RAMPART_OK;
}

/* ---- what is said of them ---- */

struct collection {
    struct rampart_reason *matched;
    size_t matched_count;
    struct rampart_condition *conditions;
    size_t condition_count;
    struct rampart_str *keys;
    size_t key_count;
};

/* The pattern that matched; of NotAction and NotResource, where none did, the first of those listed. */
static struct rampart_str matched_text(const struct rp_patterns *patterns, size_t index)
{
    const struct rp_values *values = patterns->element;
    if (values->count == 0) return (struct rampart_str){NULL, 0};
    return rp_value_text(values, index < values->count ? index : 0);
}

static struct rampart_reason reason_of(const struct rp_explainer *explainer, const struct taker *taker)
{
    const struct rp_rule *rule = taker->rule;
    const struct rp_match_detail *detail = &taker->detail;
    struct rampart_reason reason = rp_reason_of(rule);
    reason.partly =
        explainer->question.resource_set && rp_truth_and(detail->covers, detail->reached) == RAMPART_UNKNOWN;
    reason.action = rp_shown_text(rule, matched_text(&rule->action, detail->action));
    reason.resource = rp_shown_text(rule, matched_text(&rule->resource, detail->resource));
    return reason;
}

static void add_unknown_key(struct collection *collection, rampart_switches assumed, struct rampart_str key)
{
    for (size_t i = 0; i < collection->key_count; i++)
        if (rp_key_equal_as(assumed, collection->keys[i], key)) return;
    collection->keys[collection->key_count++] = key;
}

static const char *reasons_article(const char *noun)
{
    return strchr("AEIOaeio", noun[0]) != NULL ? "an" : "a";
}

/* Why a condition is open on a key that the request has. */
static enum rampart_status tell_why(const struct rp_explainer *explainer,
                                    const struct rp_rule_condition *condition, struct rampart_str *ret_why)
{
    struct rampart_str value;
    bool found;
    RP_TRY(rp_condition_unread(condition, &explainer->question, &value, &found));
    if (found)
        RP_TRY_MEMORY(rp_arena_printf(explainer->arena, ret_why,
                                      "\"%.*s\" is not %s %s, and the type of this key is not documented",
                                      RP_ARG(rp_str_part(value, 0, 80)), reasons_article(condition->source->op.family->name),
                                      condition->source->op.family->name));
    return RAMPART_OK;
}

static enum rampart_status fill_condition(struct rp_explainer *explainer, const struct rp_rule *rule,
                                          const struct rp_rule_condition *condition,
                                          struct collection *collection)
{
    const struct rp_condition *source = condition->source;
    struct rampart_condition *filled = &collection->conditions[collection->condition_count++];
    *filled = (struct rampart_condition){
        .effect = rule->effect,
        .policy = rule->attachment->policy->name,
        .layer = rule->attachment->layer,
        .statement = (size_t)(rule->statement - rule->attachment->policy->statements),
        .op = source->op_name,
        .key = source->key.text,
        .place = rp_place_of(rule, source->key.span.start),
    };
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, rule, &source->values, &filled->values));
    RP_TRY(rp_condition_match(condition, &explainer->question, &filled->state));
    if (filled->state == RAMPART_UNKNOWN) RP_TRY(tell_why(explainer, condition, &filled->why));
    if (filled->state == RAMPART_UNKNOWN)
        add_unknown_key(collection, explainer->question.assumed, source->key.text);
    return RAMPART_OK;
}

static enum rampart_status reasons_fill(struct rp_explainer *explainer, const struct takers *takers,
                                struct collection *collection)
{
    for (const struct taker *taker = takers->first; taker != NULL; taker = taker->next) {
        const struct rp_rule *rule = taker->rule;
        struct rampart_reason *matched = &collection->matched[collection->matched_count++];
        *matched = reason_of(explainer, taker);
        matched->first_condition = collection->condition_count;
        matched->condition_count = rule->statement->condition_count;
        for (size_t i = 0; i < rule->statement->condition_count; i++)
            RP_TRY(fill_condition(explainer, rule, &rule->conditions[i], collection));
    }
    return RAMPART_OK;
}

enum rampart_status rp_explain_reasons(struct rp_explainer *explainer)
{
    struct takers takers = {.end = &takers.first};
    struct collection filled = {0};
    RP_TRY(find_takers(explainer, &takers));
    filled.matched = RP_NEW_ARRAY(explainer->arena, struct rampart_reason, takers.count);
    filled.conditions = RP_NEW_ARRAY(explainer->arena, struct rampart_condition, takers.conditions);
    filled.keys = RP_NEW_ARRAY(explainer->arena, struct rampart_str, takers.conditions);
    RP_TRY_MEMORY(filled.matched != NULL && filled.conditions != NULL && filled.keys != NULL);
    RP_TRY(reasons_fill(explainer, &takers, &filled));
    struct rampart_decision *decision = explainer->decision;
    decision->matched = filled.matched;
    decision->matched_count = filled.matched_count;
    decision->conditions = filled.conditions;
    decision->condition_count = filled.condition_count;
    decision->unknown_keys = (struct rampart_strs){filled.keys, filled.key_count};
    return RAMPART_OK;
}

/*
 * A request that nobody gave a time is asked about the clock's. Where that bears on the decision, the same
 * question will have another answer another day, and the decision says which time it is about.
 */

/* Whether the verdict on a resource would not be certain, or another, if the time were not known. */
static enum rampart_status bears_on(const struct rp_explainer *explainer, const struct rp_resource *resource,
                                    const struct rampart_verdict *told, bool *ret_bears)
{
    struct rampart_request *request = explainer->question.request;
    const struct rp_context_key open = {.name = request->time_key.name, .state = RP_KEY_UNKNOWN};
    struct rp_question question = rp_question_about(request, resource, explainer->rules->assumed);
    struct rampart_verdict verdict;
    question.assumed_value = &open;
    *ret_bears = true;
    if (told->outcome == RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(rp_decide(explainer->rules, &question, &verdict));
    *ret_bears = !rp_verdict_equal(&verdict, told);
    return RAMPART_OK;
}

/* Whether one of the statements that came closest asks for the time. */
static bool is_near(const struct rampart_decision *decision, struct rampart_str name)
{
    for (size_t i = 0; i < decision->nearest_count; i++)
        if (rp_key_equal(decision->nearest[i].key, name)) return true;
    return false;
}

enum rampart_status rp_explain_time(struct rp_explainer *explainer)
{
    const struct rampart_request *request = explainer->question.request;
    struct rampart_decision *decision = explainer->decision;
    if (!request->time_is_clock) return RAMPART_OK;
    bool bears = is_near(decision, request->time_key.name);
    size_t i = 0;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !bears;
         resource = resource->next)
        RP_TRY(bears_on(explainer, resource, &decision->resources[i++].verdict, &bears));
    if (bears) RP_TRY_MEMORY(rp_arena_copy(explainer->arena, request->time_value.text, &decision->time));
    return RAMPART_OK;
}

/* What a decision says of layers that nobody showed: which leave it open, how to see them, and which are left out. */

/* ---- the sentence ---- */

static const char *words_of(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return "the bucket's policy";
    case RAMPART_LAYER_OBJECT_ACL: return "the object's ACL";
    case RAMPART_LAYER_BUCKET_ACL: return "the bucket's ACL";
    case RAMPART_LAYER_ACCESS_POINT_POLICY: return "the access point's policy";
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN: return "the network of the access point";
    case RAMPART_LAYER_ENDPOINT_POLICY: return "the endpoint's policy";
    case RAMPART_LAYER_KEY_POLICY: return "the key's policy";
    case RAMPART_LAYER_SECRET_POLICY: return "the secret's policy";
    case RAMPART_LAYER_PROJECT_POLICY: return "the project's policy";
    case RAMPART_LAYER_INSTANCE_POLICY: return "the instance's policy";
    default: break;
    }
    return "a layer of the resource";
}

/* What is asked of a resource that no request names, or a layer that the input lacks; and why it is open. */
static struct rampart_str words_of_unseen(const struct rp_explainer *explainer, enum rampart_layer layer,
                                          struct rampart_str *ret_why)
{
    const bool behind = (explainer->question.unseen->behind & 1U << layer) != 0;
    *ret_why = behind ? RP_STR(", which the request does not name: ask about that as well")
                      : RP_STR(", which was not seen");
    return behind ? RP_STR("kms:Decrypt on the secret's key") : rampart_str(words_of(layer));
}

/* "It depends on acs:SourceIp" and "on the bucket's policy": what was to be given comes first. */
static bool put_both(struct rp_explainer *explainer, enum rampart_layer first)
{
    struct rampart_str *message = &explainer->decision->message, why;
    const struct rampart_str words = words_of_unseen(explainer, first, &why);
    const struct rampart_str parts[] = {rp_str_part(*message, 0, message->len - 1), RP_STR(", and on "), words, why,
                                        RP_STR(".")};
    return rp_arena_join(explainer->arena, parts, sizeof parts / sizeof *parts, message);
}

/* What is said without the layers comes behind that they may decide, unless it is open too. */
static enum rampart_status put_message(struct rp_explainer *explainer, enum rampart_layer first)
{
    struct rampart_str *message = &explainer->decision->message;
    if (explainer->decision->without_unseen.outcome == RAMPART_OUTCOME_CONDITIONAL)
        return put_both(explainer, first) ? RAMPART_OK : RAMPART_NO_MEMORY;
    const bool shown = explainer->rules->shown_count > 0 &&
                       rp_shown_layers(explainer->rules, &explainer->question) != 0;
    struct rampart_str why;
    const struct rampart_str words = words_of_unseen(explainer, first, &why);
    const struct rampart_str parts[] = {
        RP_STR("It depends on "), words, why, RP_STR(". By "),
        shown ? RP_STR("the policies that were read: ") : RP_STR("identity policies alone: "), *message};
    return rp_arena_join(explainer->arena, parts, sizeof parts / sizeof *parts, message) ? RAMPART_OK
                                                                                         : RAMPART_NO_MEMORY;
}

/* ---- the layers ---- */

static enum rampart_status put_unknown_layers(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    const size_t before = decision->unknown_layer_count;
    enum rampart_layer *layers =
        RP_NEW_ARRAY(explainer->arena, enum rampart_layer, before + decision->unseen_count);
    RP_TRY_MEMORY(layers != NULL);
    for (size_t i = 0; i < before; i++) layers[i] = decision->unknown_layers[i];
    for (size_t i = 0; i < decision->unseen_count; i++) layers[before + i] = decision->unseen[i].layer;
    decision->unknown_layers = layers;
    decision->unknown_layer_count = before + decision->unseen_count;
    return RAMPART_OK;
}

static enum rampart_status put_unseen(struct rp_explainer *explainer, unsigned openers)
{
    struct rampart_decision *decision = explainer->decision;
    const struct rp_unseen_layers *unseen = explainer->question.unseen;
    struct rampart_unseen *found = RP_NEW_ARRAY(explainer->arena, struct rampart_unseen, unseen->count);
    RP_TRY_MEMORY(found != NULL);
    decision->unseen = found;
    for (size_t i = 0; i < unseen->count; i++)
        if ((openers & 1U << unseen->layers[i].layer) != 0)
            RP_TRY(rp_unseen_tell(explainer->arena, &unseen->layers[i], &found[decision->unseen_count++]));
    RP_TRY(put_unknown_layers(explainer));
    return explainer->causes ? RAMPART_OK : put_message(explainer, found[0].layer);
}

/* The layers that the walk asked, or knows not to be there. */
static unsigned asked_layers(const struct rp_explainer *explainer)
{
    unsigned asked = rp_shown_layers(explainer->rules, &explainer->question);
    for (size_t i = 0; i < explainer->step_count; i++) asked |= 1U << explainer->steps[i].step.unit->layer;
    return asked;
}

enum rampart_status rp_explain_unseen(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    const struct rp_unseen_layers *unseen = explainer->question.unseen;
    const bool foreign = rp_is_foreign(&explainer->question);
    const struct rp_unseen_power *power = foreign ? &unseen->other : &unseen->own;
    const unsigned openers = rp_unseen_openers(rp_unseen_power(explainer->rules, &explainer->question),
                                               foreign && (explainer->question.assumed & RP_ASSUME_FOREIGN_DENY) == 0,
                                               decision->without_unseen);
    const unsigned idle = rp_unseen_idle(unseen, explainer->rules->held_layers);
    decision->not_considered = (unseen->left_out | idle) & ~asked_layers(explainer);
    decision->assumed_absent = (power->allow | power->deny) & explainer->rules->absent_layers & ~idle &
                               ~unseen->behind & ~rp_shown_layers(explainer->rules, &explainer->question);
    return openers == 0 || explainer->question.request->alone ? RAMPART_OK : put_unseen(explainer, openers);
}

/* One English sentence about a decision. Put together from texts: formatting took longer than deciding. */

enum { DIGITS = 20 };

#define COUNT_OF(parts) (sizeof(parts) / sizeof(parts)[0])

static struct rampart_str text_of(const char *text)
{
    return (struct rampart_str){text, strlen(text)};
}

/* The number in decimal, at the end of `digits`. */
static struct rampart_str number_of(size_t number, char digits[DIGITS])
{
    size_t at = DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > 0);
    return (struct rampart_str){digits + at, DIGITS - at};
}

static bool say(struct rp_explainer *explainer, const struct rampart_str *parts, size_t count)
{
    return rp_arena_join(explainer->arena, parts, count, &explainer->decision->message);
}

/* The rest of the sentence comes behind the name of the statement's policy. */
static bool say_of(struct rp_explainer *explainer, const struct rampart_reason *reason,
                   struct rampart_str rest)
{
    char digits[DIGITS];
    const struct rampart_str parts[] = {RP_STR("Statement "), number_of(reason->statement, digits),
                                        RP_STR(" of "), reason->policy, rest};
    return say(explainer, parts, COUNT_OF(parts));
}

static bool say_text(struct rp_explainer *explainer, const char *text)
{
    const struct rampart_str parts[] = {text_of(text), RP_STR(".")};
    return say(explainer, parts, COUNT_OF(parts));
}

/* "The call needs no permission: its page (2025-12-24) names no authorisation." And of a Deny: it may count or not. */
static bool unasked_message(struct rp_explainer *explainer, const char *rest)
{
    struct rampart_unasked_call call = {.date = {NULL, 0}};
    (void)rampart_find_unasked_call(explainer->decision->action, &call);
    const struct rampart_str parts[] = {RP_STR("The call needs no permission: its page ("), call.date,
                                        RP_STR(") names no authorisation"), text_of(rest)};
    return say(explainer, parts, COUNT_OF(parts));
}

static bool allow_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0 && explainer->question.request->unasked) return unasked_message(explainer, ".");
    if (decision->matched_count == 0)
        return say_text(explainer, "The account owner is not subject to RAM policies");
    if (decision->matched[0].setting.len > 0) {
        const struct rampart_reason *reason = &decision->matched[0];
        const struct rampart_str parts[] = {text_of(reason->layer == RAMPART_LAYER_OBJECT_ACL ? "The object's ACL is "
                                                                                             : "The bucket's ACL is "),
                                            reason->setting, RP_STR(", and nothing denies it.")};
        return say(explainer, parts, COUNT_OF(parts));
    }
    return say_of(explainer, &decision->matched[0], RP_STR(" allows it and nothing denies it."));
}

static bool explicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0) return say_text(explainer, "A statement denies it");
    return say_of(explainer, &decision->matched[0],
                  RP_STR(" denies it; an explicit deny overrides every allow."));
}

static const char *who_is_silent(const struct rp_explainer *explainer)
{
    const struct rampart_request *request = explainer->question.request;
    bool root = request->identity.kind == RP_IDENTITY_ROOT;
    switch (explainer->decision->verdict.layer) {
    case RAMPART_LAYER_CONTROL: return "A level of control policies does not allow it, and every level must";
    case RAMPART_LAYER_SESSION:
        if (explainer->deciding != NULL && explainer->deciding->step.unit->level > 0)
            return "What the instance limits its role to does not allow it";
        return "The session policy does not allow it, and a session cannot do more";
    case RAMPART_LAYER_TRUST:
        if (root) return "The account owner cannot assume a role";
        if (!rp_request_assumes_role(request)) return "This principal can do nothing but assume a role";
        return "The role's trust policy does not let this principal in";
    case RAMPART_LAYER_ENDPOINT_POLICY: return "The endpoint's policy does not allow it, and nothing else passes";
    case RAMPART_LAYER_INSTANCE_POLICY: return "The instance's policy does not allow it, and nothing else passes";
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
        return "The access point's policy does not allow it, and both it and the bucket's side must";
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN: return "The access point takes requests from its VPC alone";
    case RAMPART_LAYER_NETWORK_ACL: return "The instance's network ACL does not admit the network that it comes from";
    case RAMPART_LAYER_ACCESS_KEY_POLICY:
        return "The network policy of the AccessKey does not admit the address that it comes from";
    case RAMPART_LAYER_KEY_POLICY: return "The key's policy does not allow it, and of another account both sides must";
    case RAMPART_LAYER_SECRET_POLICY:
        return "The secret's policy does not allow it, and of another account both sides must";
    default: break; /* identity policies, at either scope */
    }
    if (explainer->question.request->identity.kind == RP_IDENTITY_ANONYMOUS)
        return "Nobody signed the request, and no policy of the resource allows it";
    if (root) return "The account owner owns only the resources of its own account";
    if (rp_shown_out_of_reach(explainer->rules, &explainer->question))
        return "The resource belongs to another account, and identity policies reach only their own";
    return "No statement allows it";
}

static bool implicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->nearest_count == 0) return say_text(explainer, who_is_silent(explainer));
    const struct rampart_near_miss *nearest = &decision->nearest[0];
    char digits[DIGITS];
    const struct rampart_str parts[] = {text_of(who_is_silent(explainer)),
                                        RP_STR("; statement "),
                                        number_of(nearest->reason.statement, digits),
                                        RP_STR(" of "),
                                        nearest->reason.policy,
                                        RP_STR(" comes closest, but its "),
                                        text_of(rampart_element_name(nearest->element, nearest->negated)),
                                        RP_STR(" does not match.")};
    return say(explainer, parts, COUNT_OF(parts));
}

static const char *layer_words(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_TRUST: return "the role's trust policy, which was not given";
    case RAMPART_LAYER_CONTROL: return "control policies that are not known";
    case RAMPART_LAYER_SESSION: return "a session policy that is not known";
    case RAMPART_LAYER_RESOURCE_GROUP: return "policies attached on resource groups, which are not all known";
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        return "whether public access to the bucket is blocked, which was not seen (--layer-absent BlockPublicAccess says "
               "that it is not)";
    case RAMPART_LAYER_ACCESS_KEY_POLICY: return "the network policy of the AccessKey, which is not known";
    default: break;
    }
    return "policies of the principal that are not known";
}

/* Whether a statement is about some of the resources that are asked about only. */
static bool is_partly(const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) return true;
    return false;
}

/* Whether it is open which session it is: an instance may limit it. */
static bool is_open_by_instance(const struct rp_explainer *explainer)
{
    for (size_t i = 0; i < explainer->step_count; i++)
        if (explainer->steps[i].step.uncertain && explainer->steps[i].result.possible != RP_CAN_ALLOW) return true;
    return false;
}

/* Of several roles each has a trust policy of its own. */
static const char *layers_words(const struct rp_explainer *explainer)
{
    const enum rampart_layer layer = explainer->decision->unknown_layers[0];
    if (layer == RAMPART_LAYER_SESSION && is_open_by_instance(explainer))
        return "whether the session is that of an instance which limits the role (role/NAME/INSTANCE says it)";
    if (layer == RAMPART_LAYER_TRUST && explainer->question.resource_set)
        return "the trust policy of each of these roles";
    return layer_words(layer);
}

/* "the document of policy/Deploy, which is not known"; of a layer that is open for another reason, that. */
static size_t layer_parts(const struct rp_explainer *explainer, struct rampart_str *parts, char *digits)
{
    const struct rampart_decision *decision = explainer->decision;
    const struct rampart_strs *documents = &decision->unknown_documents;
    size_t count = 0;
    if (documents->count == 0) {
        parts[count++] = text_of(layers_words(explainer));
        return count;
    }
    bool trust = rp_str_starts(documents->items[0], RP_STR("role/"));
    parts[count++] = trust ? RP_STR("the trust policy of ") : RP_STR("the document of ");
    parts[count++] = documents->items[0];
    if (documents->count > 1) {
        parts[count++] = RP_STR(" and ");
        parts[count++] = number_of(documents->count - 1, digits);
        parts[count++] = RP_STR(" more");
    }
    parts[count++] = RP_STR(", which is not known");
    return count;
}

/* What is not known of who asks or of what is asked for, where it is no key and no layer. */
static struct rampart_str open_part(const struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    const struct rampart_request *request = explainer->question.request;
    bool of_resource = false;
    for (size_t i = 0; i < decision->matched_count; i++)
        of_resource |= decision->matched[i].layer >= RAMPART_LAYER_BUCKET_POLICY && !decision->matched[i].partly;
    if (of_resource && request->identity.kind == RP_IDENTITY_USER && rp_request_uid(request).len == 0)
        return RP_STR("the UID of the user, which was not given (--uid, or uid in the account file)");
    if (of_resource && request->identity.kind == RP_IDENTITY_ROLE && request->identity.session.len == 0)
        return RP_STR("the name of the role's session, which was not given");
    return explainer->question.resource_set ? RP_STR("the resource") : RP_STR("the principal");
}

/* "It depends on acs:SourceIp and 2 more keys and on the role's trust policy, which was not given." */
static bool conditional_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    const struct rampart_strs *keys = &decision->unknown_keys;
    const bool others = keys->count > 0 || decision->unknown_layer_count > 0;
    struct rampart_str parts[18];
    char digits[DIGITS], more[DIGITS];
    size_t count = 0;
    if (explainer->question.request->unasked)
        return unasked_message(explainer, ". A policy may deny it; whether that counts is not documented.");
    parts[count++] = RP_STR("It depends on ");
    if (keys->count > 0) parts[count++] = keys->items[0];
    if (keys->count > 1) {
        parts[count++] = RP_STR(" and ");
        parts[count++] = number_of(keys->count - 1, digits);
        parts[count++] = keys->count == 2 ? RP_STR(" more key") : RP_STR(" more keys");
    }
    if (keys->count > 0 && decision->unknown_layer_count > 0) parts[count++] = RP_STR(" and on ");
    if (decision->unknown_layer_count > 0)
        count += layer_parts(explainer, parts + count, more);
    else if (keys->count == 0)
        parts[count++] = open_part(explainer);
    if (others && is_partly(decision)) parts[count++] = RP_STR(" and on the resource");
    parts[count++] = RP_STR(".");
    return say(explainer, parts, count);
}

/* No statement decides alone, but all of them together do in every case. */
static bool decided_by_key_message(struct rp_explainer *explainer)
{
    bool allowed = explainer->decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    const struct rampart_str parts[] = {RP_STR("It is "), allowed ? RP_STR("allowed") : RP_STR("denied"),
                                        RP_STR(" whatever "), explainer->decided_by_key, RP_STR(" is.")};
    return say(explainer, parts, COUNT_OF(parts));
}

enum rampart_status rp_explain_message(struct rp_explainer *explainer)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    bool said = false;
    if (explainer->decided_by_key.len > 0) return decided_by_key_message(explainer) ? RAMPART_OK : RAMPART_NO_MEMORY;
    switch (verdict->outcome) {
    case RAMPART_OUTCOME_ALLOW: said = allow_message(explainer); break;
    case RAMPART_OUTCOME_CONDITIONAL: said = conditional_message(explainer); break;
    case RAMPART_OUTCOME_DENY:
        said = verdict->deny == RAMPART_EXPLICIT_DENY ? explicit_message(explainer)
                                                      : implicit_message(explainer);
        break;
    }
    return said ? RAMPART_OK : RAMPART_NO_MEMORY;
}
