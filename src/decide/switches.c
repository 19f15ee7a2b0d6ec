/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which switches a statement's elements turn on. Cheap, because it is asked of every statement about the action: what
 * no reading of a pattern can change is known since it was compiled.
 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/principal.h"
#include "decide/explain.h"
#include "decide/shown.h"
#include "decide/switches.h"

enum { ARN_COLONS = 4 /* between its fields */ };

rampart_switches rp_open_readings(rampart_switches readings, size_t colons, struct rp_arn_shape shape)
{
    if (shape.capitals) readings |= RP_ASSUME_RESOURCE_FOLD;
    if (shape.colons <= colons) readings &= ~(rampart_switches)RP_ASSUME_FIELDS; /* its own take them all */
    return readings;
}

static rampart_switches open_resource_readings(const struct rp_rule *rule, const struct rp_question *question)
{
    return rp_open_readings(rule->resource_readings, rule->colons, question->arn_shape);
}

/* False: as the signature shows, the statement matches the resource under no reading, and no switch changes it. */
static bool may_be_sensitive(const struct rp_rule *rule, const struct rp_question *question)
{
    return rp_rule_may_reach(rule, question) || open_resource_readings(rule, question) != 0;
}

/*
 * Whether this pattern, which is known to match without case, does so letter by letter: then it matches either
 * way. Not of every pattern that does, but of nearly all, and without compiling one: between a head and a tail
 * that nothing but a star parts, any letters match.
 */
static bool is_spelled_alike(const struct rp_patterns *patterns, size_t i, struct rampart_str action)
{
    const struct rp_pattern *pattern = &patterns->patterns[i];
    if (pattern->kind == RP_PATTERN_PIECES || pattern->kind == RP_PATTERN_REGEX) return false;
    const struct rampart_str text = rp_value_text(patterns->element, i);
    return rp_str_starts(action, rp_str_part(text, 0, pattern->head.len)) &&
           (pattern->tail.len == 0 || rp_str_ends(action, rp_str_from(text, text.len - pattern->tail.len)));
}

static enum rampart_status sensitive_action(const struct rp_rule *rule, const struct rp_question *question,
                                        bool now, rampart_switches *sensitive)
{
    struct rp_question other = *question;
    bool otherwise = false;
    size_t index = 0;
    other.assumed ^= RP_ASSUME_ACTION_EXACT;
    RP_TRY(rp_action_match(rule, &other, &otherwise, &index));
    if (now != otherwise) *sensitive |= RP_ASSUME_ACTION_EXACT;
    return RAMPART_OK;
}

/*
 * Of a pattern, "some" may be another part of it with the switch. All fields of a pattern hold the colons of a text that has
 * no others.
 */
static bool sensitive_in_part(const struct rp_rule *rule, const struct rp_question *question, rampart_switches switched,
                              enum rampart_truth now)
{
    if (!question->resource_set || now != RAMPART_UNKNOWN) return false;
    return switched != RP_ASSUME_FIELDS || !question->colonless || rule->colons < ARN_COLONS;
}

/* Notes the switch when the resource comes to something else with it than `now`. */
static enum rampart_status sensitive_reading(const struct rp_rule *rule, const struct rp_question *question,
                                         rampart_switches switched, enum rampart_truth now, rampart_switches *sensitive)
{
    struct rp_question other = *question;
    enum rampart_truth otherwise = RAMPART_FALSE;
    size_t index = 0;
    other.assumed ^= switched;
    RP_TRY(rp_resource_match(rule, &other, &otherwise, &index));
    if (now != otherwise || sensitive_in_part(rule, question, switched, now)) *sensitive |= switched;
    return RAMPART_OK;
}

static enum rampart_status sensitive_resource(const struct rp_rule *rule, const struct rp_question *question,
                                          enum rampart_truth now, rampart_switches *sensitive)
{
    static const rampart_switches switches[] = {RP_ASSUME_FIELDS, RP_ASSUME_RESOURCE_FOLD, RP_ASSUME_EMPTY_FIELD_ANY};
    rampart_switches open = open_resource_readings(rule, question);
    for (size_t i = 0; open != 0 && i < sizeof switches / sizeof *switches; i++)
        if ((open & switches[i]) != 0) RP_TRY(sensitive_reading(rule, question, switches[i], now, sensitive));
    return RAMPART_OK;
}

/* Whether a pattern has anything but a star for the region: `*`, and acs:oss:*:…, match alike however it is sent. */
static bool names_region(const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->resource.count; i++) {
        const struct rampart_str text = rp_value_text(rule->resource.element, i);
        const struct rampart_str service = rp_str_from(text, rp_str_find(text, ':') + 1);
        const struct rampart_str region = rp_str_from(service, rp_str_find(service, ':') + 1);
        if (!rp_str_equal(text, RP_STR("*")) && !rp_str_starts(region, RP_STR("*:"))) return true;
    }
    return false;
}

/* Whether the statement comes to something else with the other way in which the resource may be sent. */
static enum rampart_status sensitive_region(const struct rp_rule *rule, const struct rp_question *question,
                                        enum rampart_truth now, rampart_switches *sensitive)
{
    if (question->asked == NULL || question->asked->sent_by == 0 || !names_region(rule)) return RAMPART_OK;
    const struct rp_question other =
        rp_question_about(question->request, question->asked, question->assumed ^ question->asked->sent_by);
    enum rampart_truth otherwise = RAMPART_FALSE;
    size_t index = 0;
    RP_TRY(rp_resource_match(rule, &other, &otherwise, &index));
    if (now != otherwise || sensitive_in_part(rule, question, question->asked->sent_by, now))
        *sensitive |= question->asked->sent_by;
    return RAMPART_OK;
}

/* ---- conditions ---- */

static bool is_spelled_otherwise(const struct rampart_request *request, struct rampart_str name)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (key->name.len == name.len && !rp_str_equal(key->name, name) && rp_str_equal_fold(key->name, name))
            return true;
    return false;
}

static bool has_several(const struct rp_context_key *values, rampart_switches assumed, struct rampart_str name)
{
    return values->count > 1 || rp_request_more_values(values, assumed, name) != NULL;
}

static rampart_switches absent_reading(const struct rp_operator *op)
{
    if (op->if_exists) return 0;
    return op->negated ? RP_ASSUME_ABSENT_UNMET : RP_ASSUME_ABSENT_EMPTY;
}

/* The switches about values that the condition may turn on. `several`: the key has more values than one. */
static rampart_switches open_readings(const struct rp_condition *condition, const struct rp_context_key *values,
                              bool several)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->quantifier != RP_BARE) return 0;
    if (values == NULL) return absent_reading(op);
    return several ? RP_ASSUME_ALL_VALUES : 0;
}

/* A key that may turn out in every way may be absent, have several values, and be spelled as it likes. */
static rampart_switches unknown_readings(const struct rp_operator *op)
{
    if (op->null || op->quantifier != RP_BARE) return RP_ASSUMED_KEYS;
    return RP_ASSUMED_KEYS | RP_ASSUME_ALL_VALUES | absent_reading(op);
}

/* A value that was held against the form of its key's type is read alike under all, but for addresses of IPv6. */
static bool may_turn(const struct rp_rule_condition *condition, struct rampart_str value)
{
    return condition->unlike || memchr(value.data, ':', value.len) != NULL;
}

/* The switches that change how the values of a request are read. */
static rampart_switches value_turns(const struct rp_rule_condition *condition, const struct rp_context_key *values,
                            bool several, rampart_switches assumed)
{
    const struct rp_family *family = condition->source->op.family;
    rampart_switches turns = 0;
    if (family == NULL || family->value_switches == NULL) return 0;
    if (!condition->unlike && family->type != RP_TYPE_IP) return 0;
    while (values != NULL) {
        for (const struct rp_context_value *value = values->first; value != NULL; value = value->next)
            if (may_turn(condition, value->text)) turns |= family->value_switches(value->text);
        values = several ? rp_request_more_values(values, assumed, condition->source->key.text) : NULL;
    }
    return turns;
}

static enum rampart_status sensitive_condition(const struct rp_rule_condition *condition,
                                           const struct rp_question *question, rampart_switches *sensitive)
{
    const struct rp_condition *source = condition->source;
    const struct rp_context_key *values = NULL;
    enum rp_key_state state = rp_request_key(question->request, question->assumed, source->key.text, &values);
    const bool several = values != NULL && has_several(values, question->assumed, source->key.text);
    const rampart_switches open = open_readings(source, values, several);
    enum rampart_truth now = RAMPART_FALSE, otherwise = RAMPART_FALSE;
    *sensitive |= condition->turns;
    *sensitive |= value_turns(condition, values, several, question->assumed);
    if (state == RP_KEY_UNKNOWN) {
        *sensitive |= unknown_readings(&source->op);
        return RAMPART_OK;
    }
    if (is_spelled_otherwise(question->request, source->key.text)) *sensitive |= RP_ASSUMED_KEYS;
    if (open == 0) return RAMPART_OK;
    struct rp_question other = *question;
    other.assumed ^= open; /* one switch at the most */
    RP_TRY(rp_condition_match(condition, question, &now));
    RP_TRY(rp_condition_match(condition, &other, &otherwise));
    if (now != otherwise) *sensitive |= open;
    return RAMPART_OK;
}

/* True where no reading of actions matches more of them than the one that is assumed. */
static inline bool is_widest(const struct rp_rule *rule, const struct rp_question *question)
{
    return !rule->action.negated && (question->assumed & RP_ASSUME_ACTION_EXACT) == 0;
}

/* What the switches of actions and resources change, and the rest of them where `detail` leaves it a part. */
static enum rampart_status sensitive_rule(const struct rp_rule *rule, const struct rp_question *question,
                                      const struct rp_match_detail *detail, rampart_switches *sensitive)
{
    const bool widest = is_widest(rule, question);
    bool match = detail->about;
    if (!widest) RP_TRY(rp_rule_is_about(rule, question, &match));
    if (!match) return RAMPART_OK;
    if (!widest || !is_spelled_alike(&rule->action, detail->action, question->request->action))
        RP_TRY(sensitive_action(rule, question, detail->about, sensitive));
    if (!detail->about) return RAMPART_OK;
    *sensitive |= rule->refused_by;
    if (rule->unreadable != 0)
        *sensitive |= RP_ASSUME_UNREADABLE_REFUSED | (rule->unreadable & RP_ASSUMED_FORMS);
    RP_TRY(sensitive_resource(rule, question, detail->covers, sensitive));
    RP_TRY(sensitive_region(rule, question, detail->covers, sensitive));
    for (size_t i = 0; detail->covers != RAMPART_FALSE && i < rule->statement->condition_count; i++)
        RP_TRY(sensitive_condition(&rule->conditions[i], question, sensitive));
    return RAMPART_OK;
}

static inline enum rampart_status sensitive_statement(const struct rp_unit *unit, size_t i,
                                                      const struct rp_question *question, rampart_switches *sensitive)
{
    const struct rp_rule *rule = rp_unit_rule(unit, i);
    struct rp_match_detail detail;
    if (!may_be_sensitive(rule, question)) return RAMPART_OK;
    RP_TRY(rp_unit_match_elements(unit, i, question, &detail));
    if (!detail.about && is_widest(rule, question)) return RAMPART_OK; /* most: another action, and no part in it */
    return sensitive_rule(rule, question, &detail, sensitive);
}

enum rampart_status rp_unit_sensitive_switches(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                               rampart_switches *sensitive)
{
    if (!rp_is_at_point(unit, question)) return sensitive_statement(unit, i, question, sensitive);
    const struct rp_question at = rp_question_at_point(question, false);
    return sensitive_statement(unit, i, &at, sensitive);
}

/*
 * On which undocumented points a decision turns: each switch is set to its other values, and the request decided
 * anew. That is worth it only where a statement about the action, or the way the layers are walked, is sensitive.
 */

/* Of a policy of a resource only those count that may mean who asks. */
static enum rampart_status sensitive_shown_unit(const struct rp_question *question, const struct rp_unit *unit,
                                                rampart_switches *sensitive)
{
    const size_t size = rp_unit_size(unit);
    for (size_t i = 0; i < size; i++)
        if (!rp_principal_is_other(unit, rp_unit_rule(unit, i), question))
            RP_TRY(rp_unit_sensitive_switches(unit, i, question, sensitive));
    return RAMPART_OK;
}

/* Adds the switches that the statements of the unit are sensitive to. */
static enum rampart_status sensitive_unit(const struct rp_question *question, const struct rp_unit *unit,
                                          rampart_switches *sensitive)
{
    const size_t size = rp_unit_size(unit);
    if (unit->layer >= RAMPART_LAYER_BUCKET_POLICY) return sensitive_shown_unit(question, unit, sensitive);
    for (size_t i = 0; i < size; i++) RP_TRY(sensitive_statement(unit, i, question, sensitive));
    return RAMPART_OK;
}

/* Whether anything is granted on resource groups, or may be: else it is no matter how that counts. */
static bool holds_anything(const struct rp_unit *group)
{
    return group->unknown || group->truths != NULL || group->count > 0;
}

/* The same of every step, for one of the resources. */
static enum rampart_status sensitive_steps(const struct rp_explainer *explainer,
                                       const struct rp_resource *resource, rampart_switches *sensitive)
{
    const struct rp_question *asked = &explainer->question;
    const struct rp_question question = rp_question_about(asked->request, resource, asked->assumed);
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step *step = &explainer->steps[i].step;
        RP_TRY(sensitive_unit(&question, step->unit, sensitive));
        if (step->fallback == NULL || !holds_anything(step->fallback)) continue;
        *sensitive |= RP_ASSUME_GROUP_DENY;
        RP_TRY(sensitive_unit(&question, step->fallback, sensitive));
    }
    return RAMPART_OK;
}

/* The switches, as bits of enum rp_assumed, that may change the verdict. */
static enum rampart_status find_sensitive(const struct rp_explainer *explainer, rampart_switches *ret_sensitive)
{
    const struct rampart_request *request = explainer->question.request;
    rampart_switches sensitive = request->identity.kind == RP_IDENTITY_ROOT ? RP_ASSUME_ROOT_SPARED : 0;
    if (request->by_access_key && explainer->rules->shown_count > 0) sensitive |= RP_ASSUME_KEY_OVERRIDES;
    if (explainer->rules->instance_count > 0) sensitive |= RP_ASSUME_INSTANCE_ROLE_FREE;
    const struct rp_resource *resource = request->resources;
    for (; resource != NULL; resource = resource->next) {
        RP_TRY(sensitive_steps(explainer, resource, &sensitive));
        if (resource->unseen == NULL) continue;
        const struct rp_question question =
            rp_question_about(explainer->question.request, resource, explainer->question.assumed);
        sensitive |= rp_shown_switches(explainer->rules, &question);
    }
    *ret_sensitive = sensitive;
    return RAMPART_OK;
}

static struct rampart_dependence dependence(const struct rp_explainer *explainer,
                                            const struct rp_alternative *alternative,
                                            struct rampart_verdict verdict)
{
    enum rampart_assumption assumption = alternative->assumption;
    size_t now = rampart_assumption_chosen(explainer->question.assumed, assumption);
    return (struct rampart_dependence){
        .assumption = assumption,
        .name = rampart_assumption_name(assumption),
        .assumed = rampart_assumption_value(assumption, now),
        .otherwise = rampart_assumption_value(assumption, alternative->number),
        .verdict = verdict,
    };
}

/* Whether the verdict differs under the alternative; then it is added to those that are found. */
static enum rampart_status try_alternative(const struct rp_explainer *explainer,
                                           const struct rp_alternative *alternative,
                                           struct rampart_dependence *found, size_t *count)
{
    struct rampart_verdict verdict;
    RP_TRY(rp_decide_all(explainer->rules, explainer->question.request, alternative->assumed, &verdict));
    if (!rp_verdict_equal(&verdict, &explainer->verdict))
        found[(*count)++] = dependence(explainer, alternative, verdict);
    return RAMPART_OK;
}

enum rampart_status rp_explain_assumptions(struct rp_explainer *explainer)
{
    const rampart_switches assumed = explainer->question.assumed;
    struct rampart_dependence found[RP_ALTERNATIVES];
    struct rp_alternative alternative;
    size_t count = 0, cursor = 0;
    rampart_switches sensitive = 0;
    RP_TRY(find_sensitive(explainer, &sensitive));
    while (rp_alternative_next(assumed, sensitive, &cursor, &alternative))
        RP_TRY(try_alternative(explainer, &alternative, found, &count));
    if (count == 0) return RAMPART_OK;
    struct rampart_dependence *kept = RP_NEW_ARRAY(explainer->arena, struct rampart_dependence, count);
    RP_TRY_MEMORY(kept != NULL);
    memcpy(kept, found, count * sizeof *kept);
    explainer->decision->dependences = kept;
    explainer->decision->dependence_count = count;
    return RAMPART_OK;
}

/* ---- what any readings together may change ---- */

/* The same of a condition, whatever else is read otherwise: more than sensitive_condition() finds, and never less. */
static rampart_switches touching_condition(const struct rp_rule_condition *condition, const struct rp_question *question)
{
    const struct rp_condition *source = condition->source;
    const struct rp_context_key *values = NULL;
    const enum rp_key_state state = rp_request_key(question->request, question->assumed, source->key.text, &values);
    const bool several = values != NULL && has_several(values, question->assumed, source->key.text);
    const rampart_switches turns =
        condition->turns | value_turns(condition, values, several, question->assumed);
    if (state == RP_KEY_UNKNOWN || is_spelled_otherwise(question->request, source->key.text))
        return turns | unknown_readings(&source->op);
    return turns | open_readings(source, values, several);
}

static enum rampart_status touching_rule(const struct rp_rule *rule, const struct rp_question *question,
                                         rampart_switches *touching)
{
    struct rp_question exact = *question;
    bool about = false, spelled = false;
    size_t index = 0;
    RP_TRY(rp_rule_is_about(rule, question, &about));
    if (!about) return RAMPART_OK;
    exact.assumed = rule->action.negated ? 0 : RP_ASSUME_ACTION_EXACT;
    RP_TRY(rp_action_match(rule, &exact, &spelled, &index));
    if (!spelled) *touching |= RP_ASSUME_ACTION_EXACT;
    *touching |= rule->refused_by | open_resource_readings(rule, question);
    if (rule->unreadable != 0)
        *touching |= RP_ASSUME_UNREADABLE_REFUSED | (rule->unreadable & RP_ASSUMED_FORMS);
    if (question->asked != NULL && question->asked->sent_by != 0 && names_region(rule))
        *touching |= question->asked->sent_by;
    for (size_t i = 0; i < rule->condition_count; i++)
        *touching |= touching_condition(&rule->conditions[i], question);
    return RAMPART_OK;
}

static enum rampart_status touching_unit(const struct rp_unit *unit, const struct rp_question *question,
                                         rampart_switches *touching)
{
    const bool at_point = rp_is_at_point(unit, question);
    const struct rp_question at = at_point ? rp_question_at_point(question, false) : *question;
    for (size_t i = 0; i < rp_unit_size(unit); i++) RP_TRY(touching_rule(rp_unit_rule(unit, i), &at, touching));
    return RAMPART_OK;
}

static enum rampart_status touching_steps(const struct rp_rules *rules, const struct rp_question *question,
                                          rampart_switches *touching)
{
    struct rp_steps walk;
    struct rp_step step;
    rp_steps_begin(&walk, rules, question);
    while (rp_steps_next(&walk, &step)) {
        RP_TRY(touching_unit(step.unit, question, touching));
        if (step.fallback == NULL || !holds_anything(step.fallback)) continue;
        *touching |= RP_ASSUME_GROUP_DENY;
        RP_TRY(touching_unit(step.fallback, question, touching));
    }
    return RAMPART_OK;
}

enum rampart_status rp_rules_touching(const struct rp_rules *rules, struct rampart_request *request,
                                      rampart_switches assumed, rampart_switches *ret_touching)
{
    rampart_switches touching = request->identity.kind == RP_IDENTITY_ROOT ? RP_ASSUME_ROOT_SPARED : 0;
    if (request->by_access_key && rules->shown_count > 0) touching |= RP_ASSUME_KEY_OVERRIDES;
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, assumed);
        RP_TRY(touching_steps(rules, &question, &touching));
        if (resource->unseen != NULL) touching |= rp_shown_switches(rules, &question);
    }
    *ret_touching = touching;
    return RAMPART_OK;
}
