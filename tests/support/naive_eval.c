/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_eval.h"

#include <stdio.h>
#include <string.h>

#include "support/naive_pattern.h"
#include "support/naive_split.h"
#include "support/naive_statement.h"
#include "support/naive_unseen.h"
#include "support/naive_values.h"

/* ---- layers ---- */

struct step {
    enum rampart_layer layer;
    unsigned level;
    bool uncertain;                       /* nobody knows whether it is asked: what an instance limits its role to */
    bool joint;                           /* with the step before it: AssumeRole's trust policy */
    bool can_allow, can_deny, can_refuse; /* Allow, ImplicitDeny, ExplicitDeny */
    bool with_group;                      /* what is granted on the resource's group was asked as well */
    bool open_own, open_group;            /* each by itself could end in an implicit deny */
    bool refused_by_group;                /* the group by itself certainly denies explicitly */
    enum rampart_layer blamed;            /* the layer a denial is put down to */
};

struct walk {
    const struct naive_policies *held;
    const struct naive_request *request;
    const char *resource;
    struct step steps[40];
    size_t count;
};

/* The account's own list may have a region of OSS in either spelling. */
static bool is_listed(struct rampart_str member, const char *resource)
{
    char other[512];

    if (naive_pattern_match(member, rampart_str(resource))) return true;
    if (strncmp(resource, "acs:oss:oss-cn-", 15) == 0)
        (void)snprintf(other, sizeof other, "acs:oss:%s", resource + 12);
    else if (strncmp(resource, "acs:oss:cn-", 11) == 0)
        (void)snprintf(other, sizeof other, "acs:oss:oss-%s", resource + 8);
    else
        return false;
    return naive_pattern_match(member, rampart_str(other));
}

static bool in_group(const struct walk *walk, const struct rampart_attachment *attachment)
{
    return attachment->layer == RAMPART_LAYER_RESOURCE_GROUP &&
           is_listed(attachment->resource_group_members.items[0], walk->resource);
}

static bool in_step(const struct walk *walk, const struct rampart_attachment *attachment,
                    const struct step *step)
{
    if (attachment->policy == NULL || naive_refused(attachment, walk->request)) return false;
    if (step->with_group && in_group(walk, attachment)) return true;
    if (attachment->layer != step->layer) return false;
    if (step->layer == RAMPART_LAYER_RESOURCE_GROUP) return in_group(walk, attachment);
    const bool levels = step->layer == RAMPART_LAYER_CONTROL || step->layer == RAMPART_LAYER_SESSION;
    return !levels || attachment->level == step->level;
}

/* Root is bound by the Denies that are meant for it only; an Allow is an Allow for everybody. */
static bool binds(const struct walk *walk, const struct rampart_attachment *attachment,
                  const struct rp_statement *statement)
{
    return walk->request->who != NAIVE_ROOT || statement->effect == RAMPART_ALLOW ||
           attachment->scope == RAMPART_SCOPE_ALL;
}

/* The strongest truth of the step's statements with an effect. */
static enum rampart_truth strongest(const struct walk *walk, const struct step *step,
                                    enum rampart_effect effect)
{
    enum rampart_truth strong = RAMPART_FALSE;

    for (size_t a = 0; a < walk->held->count; a++) {
        const struct rampart_attachment *attachment = &walk->held->attachments[a];

        for (size_t s = 0; in_step(walk, attachment, step) && s < attachment->policy->statement_count; s++) {
            const struct rp_statement *statement = &attachment->policy->statements[s];
            enum rampart_truth truth = RAMPART_FALSE;

            if (statement->effect != effect || !binds(walk, attachment, statement)) continue;
            truth = naive_statement(statement, walk->request, walk->resource);
            if (truth == RAMPART_TRUE) return RAMPART_TRUE;
            if (truth == RAMPART_UNKNOWN) strong = RAMPART_UNKNOWN;
        }
    }
    return strong;
}

static bool any_attached(const struct walk *walk, enum rampart_layer layer)
{
    for (size_t a = 0; a < walk->held->count; a++)
        if (walk->held->attachments[a].layer == layer) return true;
    return false;
}

static bool assumes_role(const struct naive_request *request)
{
    return naive_equal_fold(rampart_str(request->action), rampart_str("sts:AssumeRole"));
}

static void judge_step(const struct walk *walk, struct step *step)
{
    enum rampart_truth deny = strongest(walk, step, RAMPART_DENY);
    enum rampart_truth allow = strongest(walk, step, RAMPART_ALLOW);

    step->can_refuse = deny != RAMPART_FALSE;
    step->can_allow = deny != RAMPART_TRUE && allow != RAMPART_FALSE;
    step->can_deny = step->open_own = deny != RAMPART_TRUE && allow != RAMPART_TRUE;
}

static void add_step(struct walk *walk, enum rampart_layer layer, unsigned level, bool joint)
{
    struct step *step = &walk->steps[walk->count++];

    *step = (struct step){.layer = layer, .level = level, .joint = joint, .blamed = layer};
    if (layer == RAMPART_LAYER_TRUST && assumes_role(walk->request) && !any_attached(walk, layer)) {
        step->can_allow = step->can_deny = step->can_refuse = true;
        return;
    }
    judge_step(walk, step);
}

static bool certainly_explicit(const struct step *step)
{
    return step->can_refuse && !step->can_allow && !step->can_deny;
}

/* Any Deny wins: both scopes are one set of policies. */
static void unite_with_group(struct walk *walk, struct step *own)
{
    bool refused_above = certainly_explicit(own);
    bool denied_above = own->can_deny && !own->can_allow && !own->can_refuse;

    own->with_group = true;
    judge_step(walk, own);
    if (denied_above || (!refused_above && !own->can_allow && !own->can_deny))
        own->blamed = RAMPART_LAYER_RESOURCE_GROUP;
}

/* Where the account scope may end in an implicit deny, what is granted on the resource's group is asked. */
static void ask_group(struct walk *walk)
{
    struct step *own = &walk->steps[walk->count - 1], group;
    bool reached = false;

    for (size_t a = 0; a < walk->held->count; a++) reached |= in_group(walk, &walk->held->attachments[a]);
    if (reached && walk->request->assumed[RAMPART_ASSUME_RG_DENY] == 1) unite_with_group(walk, own);
    if (!own->can_deny || !reached || own->with_group) return;
    add_step(walk, RAMPART_LAYER_RESOURCE_GROUP, 0, false);
    group = walk->steps[--walk->count];
    if (!own->can_allow && !own->can_refuse) own->blamed = RAMPART_LAYER_RESOURCE_GROUP;
    own->can_allow |= group.can_allow;
    own->can_refuse |= group.can_refuse;
    own->can_deny = own->open_group = group.can_deny;
    own->refused_by_group = certainly_explicit(&group);
    own->with_group = true;
}

static bool binds_root(const struct walk *walk, unsigned level)
{
    for (size_t a = 0; a < walk->held->count; a++) {
        const struct rampart_attachment *attachment = &walk->held->attachments[a];

        if (attachment->layer == RAMPART_LAYER_CONTROL && attachment->level == level &&
            attachment->scope == RAMPART_SCOPE_ALL)
            return true;
    }
    return false;
}

/* Identity policies reach resources of their own account only. */
static bool is_foreign(const struct walk *walk)
{
    char own[64], field[64] = "";
    const char *colon = walk->resource;

    for (int i = 0; colon != NULL && i < 3; i++) colon = strchr(colon + (i > 0), ':');
    if (colon == NULL || walk->request->account == NULL || walk->request->account[0] == '\0') return false;
    (void)snprintf(own, sizeof own, "%s", walk->request->account);
    (void)sscanf(colon + 1, "%63[0-9]", field);
    return field[0] != '\0' && colon[1 + strlen(field)] == ':' && strcmp(own, field) != 0;
}

/* The session's own policy, then those of instances, each by itself. */
static void add_sessions(struct walk *walk)
{
    enum { SESSION_LEVELS = 5 };
    for (unsigned level = 0; level < SESSION_LEVELS; level++) {
        bool there = false, uncertain = true, unknown = false;
        for (size_t a = 0; a < walk->held->count; a++) {
            const struct rampart_attachment *attachment = &walk->held->attachments[a];
            if (attachment->layer != RAMPART_LAYER_SESSION || attachment->level != level) continue;
            there = true;
            uncertain &= attachment->uncertain;
            unknown |= attachment->policy == NULL;
        }
        if (!there || (level > 0 && walk->request->assumed[RAMPART_ASSUME_INSTANCE_ROLE] == 1)) continue;
        add_step(walk, RAMPART_LAYER_SESSION, level, false);
        struct step *step = &walk->steps[walk->count - 1];
        step->uncertain = uncertain;
        step->can_allow |= uncertain || (unknown && !certainly_explicit(step));
        step->can_deny |= unknown && !certainly_explicit(step);
        step->can_refuse |= unknown;
    }
}

static void take_steps(struct walk *walk)
{
    enum naive_who who = walk->request->who;

    if (who == NAIVE_ROOT && walk->request->assumed[RAMPART_ASSUME_CONTROL_ROOT] == 1) return;
    if (who == NAIVE_SAML || who == NAIVE_OIDC || who == NAIVE_SERVICE) {
        add_step(walk, RAMPART_LAYER_TRUST, 0, false);
        return;
    }
    for (unsigned level = 0; level < walk->held->levels; level++)
        if (who != NAIVE_ROOT || binds_root(walk, level)) add_step(walk, RAMPART_LAYER_CONTROL, level, false);
    if (who == NAIVE_ROOT) return;
    add_sessions(walk);
    add_step(walk, RAMPART_LAYER_IDENTITY, 0, false);
    if (assumes_role(walk->request)) {
        add_step(walk, RAMPART_LAYER_TRUST, 0, true);
    } else if (is_foreign(walk) && !walk->request->by_resource && !naive_counts_abroad(walk->request, walk->resource)) {
        struct step *own = &walk->steps[walk->count - 1];
        own->can_deny |= own->can_allow;
        own->can_allow = false;
    } else {
        ask_group(walk);
    }
}

/* The first step that cannot allow; of identity and trust the one that denies explicitly comes first. */
static const struct step *deciding_step(const struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        const struct step *step = &walk->steps[i];
        const struct step *other = i + 1 < walk->count && walk->steps[i + 1].joint ? step + 1 : NULL;

        if (step->can_allow) continue;
        return other != NULL && !certainly_explicit(step) && certainly_explicit(other) ? other : step;
    }
    return NULL;
}

static struct rampart_verdict verdict_of(const struct walk *walk)
{
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct step *step = deciding_step(walk);

    if (step != NULL) {
        verdict.outcome = RAMPART_OUTCOME_DENY;
        verdict.deny = certainly_explicit(step) ? RAMPART_EXPLICIT_DENY : RAMPART_IMPLICIT_DENY;
        verdict.layer = step->blamed;
        return verdict;
    }
    for (size_t i = 0; i < walk->count; i++)
        if (walk->steps[i].can_deny || walk->steps[i].can_refuse)
            verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
    return verdict;
}

/* ---- which statements ---- */

static bool takes_part(const struct walk *walk, const struct step *step,
                       const struct rampart_verdict *verdict, bool of_group,
                       const struct rp_statement *statement, enum rampart_truth truth)
{
    bool allow = statement->effect == RAMPART_ALLOW;
    bool grants = step->layer == RAMPART_LAYER_IDENTITY || step->layer == RAMPART_LAYER_TRUST;

    if (truth == RAMPART_FALSE) return false;
    if (verdict->outcome == RAMPART_OUTCOME_DENY)
        return verdict->deny == RAMPART_EXPLICIT_DENY && step == deciding_step(walk) && !allow &&
               truth == RAMPART_TRUE;
    if (verdict->outcome == RAMPART_OUTCOME_ALLOW) return truth == RAMPART_TRUE && allow && grants;
    if (of_group && step->refused_by_group) return truth == RAMPART_TRUE && !allow;
    if (truth == RAMPART_TRUE) return allow ? grants : step->uncertain;
    return !allow || (of_group ? step->open_group : step->open_own);
}

static void collect(const struct walk *walk, struct naive_answer *answer)
{
    for (size_t i = 0; i < walk->count; i++)
        for (size_t a = 0; a < walk->held->count; a++) {
            const struct rampart_attachment *attachment = &walk->held->attachments[a];

            for (size_t s = 0;
                 in_step(walk, attachment, &walk->steps[i]) && s < attachment->policy->statement_count; s++) {
                const struct rp_statement *statement = &attachment->policy->statements[s];
                enum rampart_truth truth = naive_statement(statement, walk->request, walk->resource);

                if (binds(walk, attachment, statement) && answer->matched_count < NAIVE_MATCHES &&
                    takes_part(walk, &walk->steps[i], &answer->verdict,
                               attachment->layer == RAMPART_LAYER_RESOURCE_GROUP, statement, truth))
                    answer->matched[answer->matched_count++] = (struct naive_match){attachment, s};
            }
        }
}

static bool refused_to_root(const struct walk *walk, struct naive_answer *answer)
{
    char own[64];

    if (walk->request->who != NAIVE_ROOT || walk->request->by_resource) return false;
    (void)snprintf(own, sizeof own, ":%s:", walk->request->account);
    answer->verdict =
        (struct rampart_verdict){RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY, RAMPART_LAYER_TRUST};
    if (assumes_role(walk->request)) return true;
    answer->verdict.layer = RAMPART_LAYER_IDENTITY;
    return strcmp(walk->resource, "*") != 0 && strstr(walk->resource, own) == NULL &&
           !naive_counts_abroad(walk->request, walk->resource);
}

/* Where layers that nobody showed may turn the refusal, but not what denied before, that stands. */
static bool stands_before(struct walk *walk, const struct rampart_verdict *refusal)
{
    if (naive_unseen(walk->request, walk->resource, is_foreign(walk), *refusal).outcome == RAMPART_OUTCOME_DENY) return false;
    take_steps(walk);
    return verdict_of(walk).outcome == RAMPART_OUTCOME_DENY;
}

static void decide_one(struct walk *walk, struct naive_answer *answer)
{
    if (refused_to_root(walk, answer)) {
        if (!stands_before(walk, &answer->verdict)) return;
    } else {
        take_steps(walk);
    }
    answer->verdict = verdict_of(walk);
    collect(walk, answer);
}

struct rampart_verdict naive_plain(const struct naive_policies *held, const struct naive_request *request,
                                   const char *resource)
{
    struct walk walk = {.held = held, .request = request, .resource = resource};
    struct naive_answer answer = {.matched_count = 0};

    decide_one(&walk, &answer);
    return answer.verdict;
}

/* ---- what is open ---- */

static void add_open(const struct walk *walk, const struct rampart_attachment *attachment,
                     struct naive_open *open)
{
    for (size_t s = 0; s < attachment->policy->statement_count; s++) {
        const struct rp_statement *statement = &attachment->policy->statements[s];

        if (!binds(walk, attachment, statement) ||
            naive_statement(statement, walk->request, walk->resource) != RAMPART_UNKNOWN)
            continue;
        for (size_t c = 0; c < statement->condition_count && open->count < NAIVE_OPEN; c++)
            if (naive_condition(&statement->conditions[c], walk->request) == RAMPART_UNKNOWN)
                open->conditions[open->count++] = &statement->conditions[c];
    }
}

/* The open conditions in the order of the walk; a resource group's come after those at account scope. */
static void find_open(const struct walk *walk, struct naive_open *open)
{
    for (size_t i = 0; i < walk->count; i++) {
        struct step own = walk->steps[i];
        bool group = own.layer == RAMPART_LAYER_IDENTITY && !assumes_role(walk->request);

        own.with_group = false;
        for (size_t a = 0; a < walk->held->count; a++)
            if (in_step(walk, &walk->held->attachments[a], &own))
                add_open(walk, &walk->held->attachments[a], open);
        for (size_t a = 0; group && a < walk->held->count; a++)
            if (in_group(walk, &walk->held->attachments[a]))
                add_open(walk, &walk->held->attachments[a], open);
    }
}

/* Of several resources: an explicit deny counts before an implicit one, that before a conditional, that before an allow. */
static int badness_of(const struct rampart_verdict *verdict)
{
    bool denied = verdict->outcome == RAMPART_OUTCOME_DENY;
    if (denied) return verdict->deny == RAMPART_EXPLICIT_DENY ? 3 : 2;
    return verdict->outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 0;
}

/* Where they are alike, what they are without unseen layers. */
static int badness(const struct naive_answer *answer)
{
    return 4 * badness_of(&answer->verdict) + badness_of(&answer->alone);
}

void naive_decide(const struct naive_policies *held, const struct naive_request *request,
                  struct naive_answer *ret_answer)
{
    for (size_t i = 0; i < request->resource_count; i++) {
        struct walk walk = {.held = held, .request = request, .resource = request->resources[i]};
        struct naive_answer answer = {.matched_count = 0};

        decide_one(&walk, &answer);
        if (answer.verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) {
            struct naive_open open = {.count = 0};

            find_open(&walk, &open);
            naive_split(held, request, walk.resource, &open, &answer.verdict);
        }
        answer.alone = answer.verdict;
        answer.verdict = naive_unseen(request, walk.resource, is_foreign(&walk), answer.alone);
        if (i == 0 || badness(&answer) > badness(ret_answer)) *ret_answer = answer;
    }
}
