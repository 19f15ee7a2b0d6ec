/* SPDX-License-Identifier: Apache-2.0 */
/* One statement against one request. The only room that looks at the inside of a rule. */
#ifndef RP_DECIDE_MATCH_H
#define RP_DECIDE_MATCH_H

#include "base/str.h"
#include "decide/request.h"
#include "decide/rule.h"
#include "policy/assumption.h"
#include "policy/pattern_cells.h"

/* What is asked: a request, for one of its resources. */
struct rp_question {
    struct rampart_request *request;
    const struct rp_resource *asked;      /* of the request's resources; NULL: of none */
    struct rampart_str resource, account; /* it, as its service sends it; the account it names */
    uint64_t resource_signature;
    struct rp_arn_shape arn_shape; /* of the resource */
    rampart_switches assumed; /* enum rp_assumed: the undocumented points that are taken otherwise than by default */
    const struct rp_context_key *assumed_value; /* how a key is taken to be, whatever the request says; or NULL */
    const struct rp_unseen_layers *unseen; /* of the resource; NULL: no layer is */
    bool own_list;  /* a set is held against a list of the account's own, which no switch changes */
    bool colonless; /* what a set stands for has no colon but those between the fields */
    bool resource_set; /* the resource is a pattern: it stands for all resources that it matches (decide/match.h) */
};

static inline struct rp_question rp_question_about(struct rampart_request *request,
                                                   const struct rp_resource *resource, rampart_switches assumed)
{
    const bool resource_set = request->resource_set && resource->pattern;
    const struct rp_arn_shape every = {UINT32_MAX, true, true}; /* of all that it stands for */
    /* Of a global service: whoever assumes a role sends its ARN himself, and the `*` of a pattern stays what it is. */
    const bool global = resource->sent_by == RP_ASSUME_REGION_STAR, as_given = resource_set && global;
    const bool second = (assumed & resource->sent_by) != 0 && !(global && request->assumes_role);
    return (struct rp_question){.request = request,
                                .asked = resource,
                                .resource = as_given ? resource->arn : rp_resource_sent(resource, second),
                                .account = resource->account,
                                .resource_signature = resource->signature,
                                .arn_shape = resource_set ? every : resource->arn_shape,
                                .assumed = assumed,
                                .unseen = resource->unseen,
                                .colonless = resource->colonless,
                                .resource_set = resource_set};
}

/*
 * Whether the resource certainly belongs to another account than the one who asks: identity policies do not reach it,
 * whatever they say (semantics, section 3). The role to be assumed is another matter: its trust policy lets in.
 */
static inline bool rp_is_foreign(const struct rp_question *question)
{
    const struct rampart_str own = question->request->identity.account;
    if (own.len == 0 || rp_request_assumes_role(question->request)) return false;
    return question->account.len > 0 && !rp_str_equal(question->account, own);
}

/* Whether the resource lies in the resource group. UNKNOWN: some of those asked about do. */
enum rampart_status rp_group_match(const struct rp_group_members *members, const struct rp_question *question,
                                   enum rampart_truth *ret_truth);

/* Whether the resource lies where the policy is attached: anywhere, or in the resource group. Inline: mostly anywhere. */
static inline enum rampart_status rp_scope_match(const struct rp_rule *rule, const struct rp_question *question,
                                                 enum rampart_truth *ret_truth)
{
    *ret_truth = RAMPART_TRUE;
    return rule->members == NULL ? RAMPART_OK : rp_group_match(rule->members, question, ret_truth);
}

/*
 * Whether the statement matches: action, resource, principal and every condition, by Kleene logic. A statement
 * that cannot match is FALSE whatever is unknown. Errors: a pattern that could not be matched.
 */
enum rampart_status rp_rule_match(const struct rp_rule *rule, const struct rp_question *question,
                                  enum rampart_truth *ret_truth);

/*
 * By what a statement matches: the patterns, and how far they and its resource group cover what is asked for.
 * What comes behind the first that does not match says nothing.
 */
struct rp_match_detail {
    size_t action, resource;
    bool about; /* the action matches */
    enum rampart_truth covers, reached;
};

/* The same; `ret_detail` is filled unless the statement is FALSE. */
enum rampart_status rp_rule_match_by(const struct rp_rule *rule, const struct rp_question *question,
                                     struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth);

/* Whether the cloud would not have taken the document, as assumed: for what it has, or a value that cannot be read. */
static inline bool rp_rule_is_refused(const struct rp_rule *rule, rampart_switches assumed)
{
    if ((rule->refused_by & assumed) != 0) return true;
    return (assumed & RP_ASSUME_UNREADABLE_REFUSED) != 0 && (rule->unreadable & ~assumed) != 0;
}

/* It in two parts: whether Action and Resource match, of a statement that is not refused, and whether the rest does. */

enum rampart_status rp_rule_match_elements(const struct rp_rule *rule, const struct rp_question *question,
                                           struct rp_match_detail *ret_detail);
enum rampart_status rp_rule_match_rest(const struct rp_rule *rule, const struct rp_question *question,
                                       struct rp_match_detail *detail, enum rampart_truth *ret_truth);

/* Whether one condition of several suffices: as assumed, in an Allow of an instance's policy. */
bool rp_rule_takes_any_condition(const struct rp_rule *rule, const struct rp_question *question);

/* Whether the statement is about the request's action, however actions are compared. */
enum rampart_status rp_rule_is_about(const struct rp_rule *rule, const struct rp_question *question,
                                     bool *ret_about);

/* The elements one by one, for explanations. `ret_index` is the pattern that matched, if one did. */
enum rampart_status rp_action_match(const struct rp_rule *rule, const struct rp_question *question,
                                    bool *ret_match, size_t *ret_index);
enum rampart_status rp_resource_match(const struct rp_rule *rule, const struct rp_question *question,
                                      enum rampart_truth *ret_truth, size_t *ret_index);
enum rampart_status rp_condition_match(const struct rp_rule_condition *condition,
                                       const struct rp_question *question, enum rampart_truth *ret_truth);

/*
 * The first value of the request that leaves the condition open, since its operator cannot read it. False: none
 * does.
 */
enum rampart_status rp_condition_unread(const struct rp_rule_condition *condition,
                                        const struct rp_question *question, struct rampart_str *ret_value,
                                        bool *ret_found);

/* Whether all values of a request's key must satisfy the operator, or one. */
bool rp_wants_all(const struct rp_operator *op, rampart_switches assumed);

/* Kleene's "and" and "or": unknown only while the other side leaves it open. */
static inline enum rampart_truth rp_truth_and(enum rampart_truth a, enum rampart_truth b)
{
    if (a == RAMPART_FALSE || b == RAMPART_FALSE) return RAMPART_FALSE;
    return a == RAMPART_TRUE && b == RAMPART_TRUE ? RAMPART_TRUE : RAMPART_UNKNOWN;
}

static inline enum rampart_truth rp_truth_or(enum rampart_truth a, enum rampart_truth b)
{
    if (a == RAMPART_TRUE || b == RAMPART_TRUE) return RAMPART_TRUE;
    return a == RAMPART_FALSE && b == RAMPART_FALSE ? RAMPART_FALSE : RAMPART_UNKNOWN;
}

/*
 * A question about many resources at once: its resource is a pattern, and a statement is about all of what that stands
 * for, some of it or nothing of it. Each pattern of a document is looked at alone: where only several of them together
 * take in everything, the answer is "some".
 */

enum { RP_RESOURCE_SET_NOTES = 2048, RP_RESOURCE_SET_TEXT = 112 };

/*
 * What was found out before about one resource: the same few patterns stand in many documents. The texts are
 * copies, so that they may go before it; longer ones are not noted. A newcomer takes the place of another.
 */
struct rp_resource_set_memo {
    struct rp_resource_set_note {
        char text[RP_RESOURCE_SET_TEXT]; /* of the pattern */
        size_t len;               /* 0: nothing is noted here */
        rampart_switches readings;        /* of the texts */
        enum rampart_truth truth;
    } notes[RP_RESOURCE_SET_NOTES];
};

/* A resource pattern of a document, as assumed. */
struct rp_cell_pattern rp_resource_set_pattern(struct rampart_str text, rampart_switches readings);

/*
 * A pattern that is asked about stands for the same resources whatever is assumed of those of documents: their case as
 * written, and each field of theirs by one of its own.
 */
struct rp_cell_pattern rp_resource_set_asked(struct rampart_str text, const struct rp_question *question);

/*
 * How much the patterns cover: TRUE all, FALSE nothing, UNKNOWN some of it, or more than can be found out within the
 * limits of policy/pattern_cells.h. *ret_index is the first that covers all, else the first that covers some, else
 * `count`. The assumptions about resources are about these patterns only. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_resource_set_covered(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index);

/*
 * What the few rules that may bear on a request come to, each found out once. The steps of the walk, the
 * reasons and the assumptions of an explanation ask the same of the same rules; what is asked otherwise than
 * the request is, under another assumption or with a value of a key assumed, is found out anew.
 */

struct rp_memo {
    const struct rp_rule *rule;
    struct rp_match_detail detail;
    enum rampart_truth truth;
    bool knows_elements, knows_truth; /* what of it was asked for already */
};

/* How many rules are to be asked: those with a memo, or all. */
static inline size_t rp_unit_size(const struct rp_unit *unit)
{
    return unit->memos != NULL ? unit->memo_count : unit->count;
}

/* The i-th of them. */
static inline const struct rp_rule *rp_unit_rule(const struct rp_unit *unit, size_t i)
{
    return unit->memos != NULL ? unit->memos[i].rule : &unit->rules[i];
}

/* rp_rule_match() and rp_rule_match_by() of the i-th. */
enum rampart_status rp_unit_match(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                  enum rampart_truth *ret_truth);
enum rampart_status rp_unit_match_by(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                     struct rp_match_detail *ret_detail, enum rampart_truth *ret_truth);

/*
 * The question as the policy of the access point is asked it, that the request goes through: its regions have `oss-`
 * before them or not. And whether the unit is such a policy. rp_unit_match() sees to it.
 */
struct rp_question rp_question_at_point(const struct rp_question *question, bool prefixed);
bool rp_is_at_point(const struct rp_unit *unit, const struct rp_question *question);

/* rp_rule_match_elements() of the i-th. */
enum rampart_status rp_unit_match_elements(const struct rp_unit *unit, size_t i,
                                           const struct rp_question *question, struct rp_match_detail *ret_detail);

#endif
