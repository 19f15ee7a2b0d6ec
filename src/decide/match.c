/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "When a statement matches". */
#include "decide/match.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/principal.h"
#include "decide/unseen.h"
#include "policy/arn_pattern.h"
#include "policy/key.h"

static enum rampart_truth truth_of_bool(bool met)
{
    return met ? RAMPART_TRUE : RAMPART_FALSE;
}

/* One pattern of Action or Resource; under assumptions about these it is matched by its text. */
typedef enum rampart_status match_one(const struct rp_patterns *patterns, size_t i,
                                      const struct rp_question *question, bool *ret_match);

static enum rampart_status match_action(const struct rp_patterns *patterns, size_t i,
                                        const struct rp_question *question, bool *ret_match)
{
    struct rampart_request *request = question->request;
    *ret_match = false; /* most are other actions: their tag says so, and their letters are not fetched */
    if (!rp_action_has_tag(&request->action_signature, patterns->patterns[i].tag)) return RAMPART_OK;
    if ((question->assumed & RP_ASSUME_ACTION_EXACT) != 0)
        return rp_arn_pattern_match(&request->scratch, &request->matcher, 0,
                                    rp_value_text(patterns->element, i), request->action, ret_match);
    return rp_pattern_match(&patterns->patterns[i], &request->matcher, request->action_lower, ret_match);
}

static enum rampart_status match_resource(const struct rp_patterns *patterns, size_t i,
                                          const struct rp_question *question, bool *ret_match)
{
    struct rampart_request *request = question->request;
    if ((question->assumed & RP_ASSUMED_RESOURCES) != 0)
        return rp_arn_pattern_match(&request->scratch, &request->matcher, question->assumed,
                                    rp_value_text(patterns->element, i), question->resource, ret_match);
    return rp_pattern_match(&patterns->patterns[i], &request->matcher, question->resource, ret_match);
}

/*
 * Whether a resource pattern that is no more than a star counts. For a key of another account it is not documented
 * whether what identity policies allow so reaches it.
 */
static bool star_counts(const struct rp_rule *rule, const struct rp_question *question)
{
    const enum rampart_layer layer = rule->attachment->layer;
    const bool identity = layer == RAMPART_LAYER_IDENTITY || layer == RAMPART_LAYER_RESOURCE_GROUP;
    const bool joint = question->unseen != NULL && question->unseen->joint != 0 && rp_is_foreign(question);
    return !joint || !identity || rule->effect != RAMPART_ALLOW || rule->resource.negated;
}

/* As match_element(), and stars do not count. */
static enum rampart_status match_without_star(const struct rp_patterns *patterns, const struct rp_question *question,
                                              bool *ret_match, size_t *ret_index)
{
    bool found = false;
    size_t i = 0;
    for (; i < patterns->count; i++) {
        if (rp_str_equal(patterns->texts[i], RP_STR("*"))) continue;
        RP_TRY(match_resource(patterns, i, question, &found));
        if (found) break;
    }
    *ret_index = i;
    *ret_match = found;
    return RAMPART_OK;
}

/* The first pattern that matches, or values.count; NotAction and NotResource turn the answer around. */
static enum rampart_status match_element(const struct rp_patterns *patterns, match_one *matches,
                                         const struct rp_question *question, bool *ret_match,
                                         size_t *ret_index)
{
    bool found = false;
    size_t i = 0;
    for (; i < patterns->count; i++) {
        RP_TRY(matches(patterns, i, question, &found));
        if (found) break;
    }
    *ret_index = i;
    *ret_match = found != patterns->negated;
    return RAMPART_OK;
}

enum rampart_status rp_action_match(const struct rp_rule *rule, const struct rp_question *question,
                                    bool *ret_match, size_t *ret_index)
{
    return match_element(&rule->action, match_action, question, ret_match, ret_index);
}

static enum rampart_truth truth_not(enum rampart_truth truth)
{
    return truth == RAMPART_UNKNOWN ? RAMPART_UNKNOWN : truth_of_bool(truth == RAMPART_FALSE);
}

enum rampart_status rp_resource_match(const struct rp_rule *rule, const struct rp_question *question,
                                      enum rampart_truth *ret_truth, size_t *ret_index)
{
    const struct rp_patterns *resource = &rule->resource;
    bool match = true; /* a trust policy has no Resource: it is about its role */
    *ret_index = 0;
    if (question->resource_set && resource->present) {
        RP_TRY(rp_resource_set_covered(resource->texts, resource->count, question, ret_truth, ret_index));
        if (resource->negated) *ret_truth = truth_not(*ret_truth);
        return RAMPART_OK;
    }
    if ((question->assumed & RP_ASSUME_FOREIGN_STAR_OWN) != 0 && resource->present && !star_counts(rule, question))
        RP_TRY(match_without_star(resource, question, &match, ret_index));
    else if (resource->present)
        RP_TRY(match_element(resource, match_resource, question, &match, ret_index));
    *ret_truth = truth_of_bool(match);
    return RAMPART_OK;
}

/* Whether the account's own list, which no switch reads otherwise, has the resource as it is sent in one way. */
static enum rampart_status is_listed(const struct rp_group_members *members, const struct rp_question *question,
                                     enum rampart_truth *ret_truth)
{
    size_t index = 0;
    bool found = false;
    if (question->resource_set)
        return rp_resource_set_covered(members->texts, members->count, question, ret_truth, &index);
    for (size_t i = 0; !found && i < members->count; i++)
        RP_TRY(rp_pattern_match(&members->patterns[i], &question->request->matcher, question->resource, &found));
    *ret_truth = truth_of_bool(found);
    return RAMPART_OK;
}

enum rampart_status rp_group_match(const struct rp_group_members *members, const struct rp_question *question,
                                   enum rampart_truth *ret_truth)
{
    *ret_truth = RAMPART_UNKNOWN;
    if (members->unknown) return RAMPART_OK;
    const struct rp_resource *asked = question->asked;
    struct rp_question listed = *question;
    if (asked != NULL) listed = rp_question_about(question->request, asked, 0);
    listed.own_list = true;
    RP_TRY(is_listed(members, &listed, ret_truth));
    if (asked == NULL || asked->sent_by != RP_ASSUME_OSS_PLAIN) return RAMPART_OK;
    enum rampart_truth otherwise = RAMPART_FALSE; /* the list may have either */
    listed = rp_question_about(question->request, asked, RP_ASSUME_OSS_PLAIN);
    listed.own_list = true;
    RP_TRY(is_listed(members, &listed, &otherwise));
    *ret_truth = rp_truth_or(*ret_truth, otherwise);
    return RAMPART_OK;
}

/* ---- conditions ---- */

/*
 * One value of the request against the values of the document: they are OR-ed before the negation. What the operator
 * cannot read of a key whose type is known is a text that matches nothing; of another key it may be anything.
 */
static enum rampart_status match_value(const struct rp_rule_condition *condition, const struct rp_question *question,
                                       struct rampart_str value, const struct rp_read_value *read,
                                       enum rampart_truth *ret_truth)
{
    const struct rp_operator *op = &condition->source->op;
    const struct rp_comparing comparing = {op->comparison, question->assumed, &question->request->matcher, read};
    enum rampart_truth found = RAMPART_FALSE;
    for (size_t i = 0; i < condition->source->values.count && found == RAMPART_FALSE; i++)
        RP_TRY(op->family->holds(&condition->operands[i], &comparing, value, &found));
    if (found == RAMPART_UNKNOWN && !condition->open) found = RAMPART_FALSE;
    *ret_truth = op->negated ? truth_not(found) : found;
    return RAMPART_OK;
}

/* Any value of the request suffices, but for ForAllValues (semantics, "Request keys with several values"). */
bool rp_wants_all(const struct rp_operator *op, rampart_switches assumed)
{
    if (op->quantifier == RP_BARE) return (assumed & RP_ASSUME_ALL_VALUES) != 0;
    return op->quantifier == RP_FOR_ALL_VALUES;
}

static enum rampart_status match_values(const struct rp_rule_condition *condition,
                                        const struct rp_question *question, const struct rp_context_key *key,
                                        enum rampart_truth *ret_truth)
{
    const bool all = rp_wants_all(&condition->source->op, question->assumed);
    const enum rampart_truth settled = truth_of_bool(!all);
    enum rampart_truth truth = truth_of_bool(all);
    for (; key != NULL && truth != settled;
         key = rp_request_more_values(key, question->assumed, condition->source->key.text))
        for (const struct rp_context_value *value = key->first; value != NULL && truth != settled;
             value = value->next) {
            enum rampart_truth one = RAMPART_FALSE;
            RP_TRY(match_value(condition, question, value->text, &value->read, &one));
            truth = all ? rp_truth_and(truth, one) : rp_truth_or(truth, one);
        }
    *ret_truth = truth;
    return RAMPART_OK;
}

/* A key without values: a positive operator is not met, a negated one is (semantics, "Missing key"). */
static enum rampart_status met_when_absent(const struct rp_rule_condition *condition,
                                           const struct rp_question *question, bool *ret_met)
{
    const struct rp_operator *op = &condition->source->op;
    bool lenient = op->if_exists || op->quantifier == RP_FOR_ALL_VALUES;
    bool bare = op->quantifier == RP_BARE && !lenient;
    *ret_met = lenient || (bare && op->negated && (question->assumed & RP_ASSUME_ABSENT_UNMET) == 0);
    if (bare && !op->negated && (question->assumed & RP_ASSUME_ABSENT_EMPTY) != 0) {
        enum rampart_truth empty = RAMPART_FALSE; /* of what is no text, it is no value */
        RP_TRY(match_value(condition, question, RP_STR(""), NULL, &empty));
        *ret_met = empty == RAMPART_TRUE;
    }
    return RAMPART_OK;
}

static size_t count_read(const struct rp_rule_condition *condition, rampart_switches assumed)
{
    size_t count = 0;
    for (size_t i = 0; i < condition->source->values.count; i++)
        count += rp_operand_is_read(&condition->operands[i], assumed);
    return count;
}

static bool some_is_read(const struct rp_rule_condition *condition, rampart_switches assumed)
{
    return condition->turns == 0 ? condition->usable : count_read(condition, assumed) > 0;
}

/* Whether the condition is not met whatever the request says: by a value that cannot be read, or its key's type. */
static bool is_unmet(const struct rp_rule_condition *condition, rampart_switches assumed)
{
    const rampart_switches turns = condition->turns & assumed;
    if ((turns & RP_ASSUME_OPERATOR_NEVER) != 0) return true;
    return (turns & RP_ASSUME_UNREADABLE_UNMET) != 0 &&
           count_read(condition, assumed) < condition->source->values.count;
}

/* An unknown key leaves the condition open, unless it comes out the same however the key turns out. */
static enum rampart_status match_unknown(const struct rp_rule_condition *condition,
                                         const struct rp_question *question, enum rampart_truth *ret_truth)
{
    const struct rp_operator *op = &condition->source->op;
    bool absent = condition->wants_absent, present = condition->wants_present;
    *ret_truth = RAMPART_UNKNOWN;
    if (!op->null) {
        if (some_is_read(condition, question->assumed)) return RAMPART_OK;
        present = op->negated; /* no value can match, so a present key decides by the negation alone */
        RP_TRY(met_when_absent(condition, question, &absent));
    }
    if (absent == present) *ret_truth = truth_of_bool(absent);
    return RAMPART_OK;
}

static enum rp_key_state look_up(const struct rp_question *question, struct rampart_str name,
                                 const struct rp_context_key **ret_values)
{
    const struct rp_context_key *assumed_value = question->assumed_value;
    if (assumed_value == NULL || !rp_key_equal_as(question->assumed, assumed_value->name, name))
        return rp_request_key(question->request, question->assumed, name, ret_values);
    if (assumed_value->count > 0) *ret_values = assumed_value;
    return assumed_value->state;
}

enum rampart_status rp_condition_match(const struct rp_rule_condition *condition,
                                       const struct rp_question *question, enum rampart_truth *ret_truth)
{
    const struct rp_context_key *values = NULL;
    enum rp_key_state state = look_up(question, condition->source->key.text, &values);
    bool met = state == RP_KEY_ABSENT ? condition->wants_absent : condition->wants_present;
    *ret_truth = RAMPART_FALSE;
    if (is_unmet(condition, question->assumed)) return RAMPART_OK;
    if (state == RP_KEY_UNKNOWN) return match_unknown(condition, question, ret_truth);
    if (!condition->source->op.null) {
        if (values != NULL) return match_values(condition, question, values, ret_truth);
        RP_TRY(met_when_absent(condition, question, &met));
    }
    *ret_truth = truth_of_bool(met);
    return RAMPART_OK;
}

enum rampart_status rp_condition_unread(const struct rp_rule_condition *condition,
                                        const struct rp_question *question, struct rampart_str *ret_value,
                                        bool *ret_found)
{
    const struct rp_context_key *key = NULL;
    *ret_found = false;
    if (!condition->open) return RAMPART_OK;
    (void)look_up(question, condition->source->key.text, &key);
    for (; key != NULL && !*ret_found;
         key = rp_request_more_values(key, question->assumed, condition->source->key.text))
        for (const struct rp_context_value *value = key->first; value != NULL && !*ret_found;
             value = value->next) {
            enum rampart_truth truth = RAMPART_FALSE;
            RP_TRY(match_value(condition, question, value->text, &value->read, &truth));
            *ret_found = truth == RAMPART_UNKNOWN;
            if (*ret_found) *ret_value = value->text;
        }
    return RAMPART_OK;
}

enum rampart_status rp_rule_match_elements(const struct rp_rule *rule, const struct rp_question *question,
                                           struct rp_match_detail *ret_detail)
{
    ret_detail->covers = RAMPART_FALSE;
    RP_TRY(rp_action_match(rule, question, &ret_detail->about, &ret_detail->action));
    if (!ret_detail->about) return RAMPART_OK;
    return rp_resource_match(rule, question, &ret_detail->covers, &ret_detail->resource);
}

bool rp_rule_takes_any_condition(const struct rp_rule *rule, const struct rp_question *question)
{
    return (question->assumed & RP_ASSUME_INSTANCE_ANY) != 0 &&
           rule->attachment->layer == RAMPART_LAYER_INSTANCE_POLICY && rule->effect == RAMPART_ALLOW;
}

static enum rampart_status match_any_condition(const struct rp_rule *rule, const struct rp_question *question,
                                               enum rampart_truth *truth)
{
    enum rampart_truth some = rule->condition_count == 0 ? RAMPART_TRUE : RAMPART_FALSE;
    for (size_t i = 0; i < rule->condition_count && some != RAMPART_TRUE; i++) {
        enum rampart_truth condition = RAMPART_FALSE;
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &condition));
        some = rp_truth_or(some, condition);
    }
    *truth = rp_truth_and(*truth, some);
    return RAMPART_OK;
}

enum rampart_status rp_rule_match_rest(const struct rp_rule *rule, const struct rp_question *question,
                                       struct rp_match_detail *detail, enum rampart_truth *ret_truth)
{
    *ret_truth = RAMPART_FALSE;
    if (detail->covers == RAMPART_FALSE) return RAMPART_OK;
    RP_TRY(rp_scope_match(rule, question, &detail->reached));
    enum rampart_truth truth = rp_truth_and(detail->covers, detail->reached);
    if (truth != RAMPART_FALSE) truth = rp_truth_and(truth, rp_principal_match(rule, question));
    if ((question->assumed & RP_ASSUME_INSTANCE_ANY) != 0 && rp_rule_takes_any_condition(rule, question)) {
        RP_TRY(match_any_condition(rule, question, &truth));
        *ret_truth = truth;
        return RAMPART_OK;
    }
    for (size_t i = 0; i < rule->condition_count && truth != RAMPART_FALSE; i++) {
        enum rampart_truth condition = RAMPART_FALSE;
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &condition));
        truth = rp_truth_and(truth, condition);
    }
    *ret_truth = truth;
    return RAMPART_OK;
}

enum rampart_status rp_rule_match_by(const struct rp_rule *rule, const struct rp_question *question,
                                     struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth)
{
    *ret_truth = RAMPART_FALSE;
    if (rp_rule_is_refused(rule, question->assumed)) return RAMPART_OK;
    RP_TRY(rp_rule_match_elements(rule, question, ret_detail));
    return rp_rule_match_rest(rule, question, ret_detail, ret_truth);
}

enum rampart_status rp_rule_match(const struct rp_rule *rule, const struct rp_question *question,
                                  enum rampart_truth *ret_truth)
{
    struct rp_match_detail detail;
    return rp_rule_match_by(rule, question, &detail, ret_truth);
}

/* Without case more actions are the same: that only adds matches, and takes some from NotAction. */
enum rampart_status rp_rule_is_about(const struct rp_rule *rule, const struct rp_question *question,
                                     bool *ret_about)
{
    struct rp_question widest = *question;
    size_t index = 0;
    widest.assumed = rule->action.element->negated ? RP_ASSUME_ACTION_EXACT : 0;
    return rp_action_match(rule, &widest, ret_about, &index);
}

static enum rampart_truth truth_of_relation(enum rp_relation relation)
{
    switch (relation) {
    case RP_RELATION_EVERY: return RAMPART_TRUE;
    case RP_RELATION_NONE: return RAMPART_FALSE;
    case RP_RELATION_SOME:
    case RP_RELATION_UNDECIDED: break;
    }
    return RAMPART_UNKNOWN;
}

struct rp_cell_pattern rp_resource_set_pattern(struct rampart_str text, rampart_switches readings)
{
    return (struct rp_cell_pattern){.text = text,
                                    .wild = true,
                                    .fold = (readings & RP_ASSUME_RESOURCE_FOLD) != 0,
                                    .crossing =
                                        (readings & RP_ASSUME_FIELDS) != 0 ? RP_WITHIN_FIELDS : RP_CROSSES};
}

struct rp_cell_pattern rp_resource_set_asked(struct rampart_str text, const struct rp_question *question)
{
    struct rp_cell_pattern asked = rp_resource_set_pattern(text, RP_ASSUME_FIELDS);
    if (question->colonless) asked.crossing = RP_NEVER_CROSSES;
    return asked;
}

static enum rampart_status relate(struct rampart_str text, const struct rp_question *question,
                                  enum rampart_truth *ret_truth)
{
    const struct rp_cell_pattern whole = rp_resource_set_pattern(text, question->own_list ? 0 : question->assumed);
    const struct rp_cell_pattern part = rp_resource_set_asked(question->resource, question);
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    RP_TRY(rp_pattern_relation(&question->request->allocator, &whole, &part, &relation));
    *ret_truth = truth_of_relation(relation);
    return RAMPART_OK;
}

/* With an empty field for any: what matches as it is written still does. */
static enum rampart_status relate_filled(struct rampart_str text, const struct rp_question *question,
                                         enum rampart_truth *truth)
{
    struct rp_arena *scratch = &question->request->scratch;
    struct rampart_str filled;
    enum rampart_truth otherwise = RAMPART_FALSE;
    if (rp_str_find(text, ':') == text.len) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arn_pattern_fill(scratch, text, &filled));
    enum rampart_status status = relate(filled, question, &otherwise);
    rp_arena_reset(scratch);
    *truth = rp_truth_or(*truth, otherwise);
    return status;
}

static enum rampart_status relate_as(struct rampart_str text, const struct rp_question *question,
                                     enum rampart_truth *ret_truth)
{
    RP_TRY(relate(text, question, ret_truth));
    bool filled = (question->assumed & RP_ASSUME_EMPTY_FIELD_ANY) != 0 && !question->own_list;
    return filled && *ret_truth != RAMPART_TRUE ? relate_filled(text, question, ret_truth) : RAMPART_OK;
}

/* Of everything: a pattern without another character than stars covers all of it, and any other one some. */
static enum rampart_truth of_everything(struct rampart_str text)
{
    return text.len > 0 && rp_str_count(text, '*') == text.len ? RAMPART_TRUE : RAMPART_UNKNOWN;
}

static bool is_noted(const struct rp_resource_set_note *note, struct rampart_str text, rampart_switches readings)
{
    return note->readings == readings && rp_str_equal((struct rampart_str){note->text, note->len}, text);
}

static enum rampart_status cover_by(struct rampart_str text, const struct rp_question *question,
                                    enum rampart_truth *ret_truth)
{
    struct rp_resource_set_memo *memo = question->request->set_memo;
    if (rp_str_equal(question->resource, RP_STR("*"))) {
        *ret_truth = of_everything(text);
        return RAMPART_OK;
    }
    const rampart_switches readings = (question->assumed & RP_ASSUMED_RESOURCES) << 1 | question->own_list |
                              (question->assumed & RP_ASSUME_OSS_PLAIN); /* which text is asked about */
    if (memo == NULL || text.len == 0 || text.len > RP_RESOURCE_SET_TEXT)
        return relate_as(text, question, ret_truth);
    struct rp_resource_set_note *note = &memo->notes[(rp_hash(text) + readings) % RP_RESOURCE_SET_NOTES];
    if (!is_noted(note, text, readings)) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(relate_as(text, question, &truth));
        *note = (struct rp_resource_set_note){.len = text.len, .readings = readings, .truth = truth};
        memcpy(note->text, text.data, text.len);
    }
    *ret_truth = note->truth;
    return RAMPART_OK;
}

enum rampart_status rp_resource_set_covered(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index)
{
    enum rampart_truth truth = RAMPART_FALSE;
    size_t index = count;
    for (size_t i = 0; i < count && truth != RAMPART_TRUE; i++) {
        enum rampart_truth one = RAMPART_FALSE;
        RP_TRY(cover_by(texts[i], question, &one));
        if (one == RAMPART_TRUE || (one == RAMPART_UNKNOWN && index == count)) index = i;
        truth = rp_truth_or(truth, one);
    }
    *ret_truth = truth;
    *ret_index = index;
    return RAMPART_OK;
}

/*
 * Whether the question is the request's own, which has no other about another resource, and not about one of a
 * resource set.
 */
static bool memo_is_own(const struct rp_unit *unit, const struct rp_question *question)
{
    const struct rampart_request *request = question->request;
    return question->assumed_value == NULL && question->assumed == unit->assumed &&
           request->resource_count == 1 && question->asked == request->resources;
}

static enum rampart_status find_elements(struct rp_memo *memo, const struct rp_question *question)
{
    if (memo->knows_elements) return RAMPART_OK;
    RP_TRY(rp_rule_match_elements(memo->rule, question, &memo->detail));
    memo->knows_elements = true;
    return RAMPART_OK;
}

static enum rampart_status find_truth(struct rp_memo *memo, const struct rp_question *question)
{
    if (memo->knows_truth) return RAMPART_OK;
    memo->truth = RAMPART_FALSE;
    if (!rp_rule_is_refused(memo->rule, question->assumed)) {
        RP_TRY(find_elements(memo, question));
        RP_TRY(rp_rule_match_rest(memo->rule, question, &memo->detail, &memo->truth));
    }
    memo->knows_truth = true;
    return RAMPART_OK;
}

/* ---- access points ---- */

struct rp_question rp_question_at_point(const struct rp_question *question, bool prefixed)
{
    const rampart_switches assumed = prefixed ? question->assumed & ~RP_ASSUME_OSS_PLAIN
                                              : question->assumed | RP_ASSUME_OSS_PLAIN;
    struct rp_question at = rp_question_about(question->request, question->unseen->point, assumed);
    at.assumed_value = question->assumed_value;
    at.unseen = question->unseen;
    return at;
}

bool rp_is_at_point(const struct rp_unit *unit, const struct rp_question *question)
{
    return unit->layer == RAMPART_LAYER_ACCESS_POINT_POLICY && question->unseen != NULL && question->unseen->point != NULL;
}

/* Its policy names what is behind the access point, and may spell the region in two ways. */
static enum rampart_status match_at_point(const struct rp_rule *rule, const struct rp_question *question,
                                          struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth)
{
    struct rp_question at = rp_question_at_point(question, false);
    RP_TRY(rp_rule_match_by(rule, &at, ret_detail, ret_truth));
    if (*ret_truth == RAMPART_TRUE || (question->assumed & RP_ASSUME_POINT_EXACT) != 0) return RAMPART_OK;
    struct rp_match_detail detail;
    enum rampart_truth otherwise = RAMPART_FALSE;
    at = rp_question_at_point(question, true);
    RP_TRY(rp_rule_match_by(rule, &at, &detail, &otherwise));
    if (otherwise == RAMPART_FALSE || *ret_truth == otherwise) return RAMPART_OK;
    *ret_detail = detail;
    *ret_truth = rp_truth_or(*ret_truth, otherwise);
    return RAMPART_OK;
}

/* Another reading of whom statements mean leaves what they are about as it is. */
static bool memo_has_elements(const struct rp_unit *unit, const struct rp_question *question)
{
    const struct rampart_request *request = question->request;
    const rampart_switches other = question->assumed ^ unit->assumed;
    return other != 0 && (other & ~(rampart_switches)RP_ASSUMED_WHO) == 0 && question->assumed_value == NULL &&
           request->resource_count == 1 && question->asked == request->resources;
}

static enum rampart_status match_by_elements(struct rp_memo *memo, const struct rp_question *question,
                                             struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth)
{
    *ret_truth = RAMPART_FALSE;
    if (rp_rule_is_refused(memo->rule, question->assumed)) return RAMPART_OK;
    RP_TRY(find_elements(memo, question));
    *ret_detail = memo->detail;
    return rp_rule_match_rest(memo->rule, question, ret_detail, ret_truth);
}

/* Of a question that the memo's truth is not about. Out of line: most are about it, and pass no large question by it. */
__attribute__((noinline)) static enum rampart_status match_otherwise(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                           struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth)
{
    if (unit->memos != NULL && memo_has_elements(unit, question))
        return match_by_elements(&unit->memos[i], question, ret_detail, ret_truth);
    return rp_is_at_point(unit, question) ? match_at_point(rp_unit_rule(unit, i), question, ret_detail, ret_truth)
                                          : rp_rule_match_by(rp_unit_rule(unit, i), question, ret_detail, ret_truth);
}

enum rampart_status rp_unit_match_by(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                     struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth)
{
    if (unit->memos == NULL || !memo_is_own(unit, question))
        return match_otherwise(unit, i, question, ret_detail, ret_truth);
    struct rp_memo *memo = &unit->memos[i];
    RP_TRY(find_truth(memo, question));
    *ret_detail = memo->detail;
    *ret_truth = memo->truth;
    return RAMPART_OK;
}

enum rampart_status rp_unit_match(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                  enum rampart_truth *ret_truth)
{
    struct rp_match_detail detail;
    if (unit->memos == NULL || !memo_is_own(unit, question))
        return match_otherwise(unit, i, question, &detail, ret_truth);
    RP_TRY(find_truth(&unit->memos[i], question));
    *ret_truth = unit->memos[i].truth;
    return RAMPART_OK;
}

enum rampart_status rp_unit_match_elements(const struct rp_unit *unit, size_t i,
                                           const struct rp_question *question, struct rp_match_detail *ret_detail)
{
    if (unit->memos == NULL || !memo_is_own(unit, question))
        return rp_rule_match_elements(rp_unit_rule(unit, i), question, ret_detail);
    RP_TRY(find_elements(&unit->memos[i], question));
    *ret_detail = unit->memos[i].detail;
    return RAMPART_OK;
}
