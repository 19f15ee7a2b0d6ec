/* SPDX-License-Identifier: Apache-2.0 */
/* Policies that are harmless each by itself, and together make an administrator. */
#include "base/str.h"
#include "base/try.h"
#include "lint/escalation.h"
#include "lint/whole.h"

/* What is granted on the whole account, and which ways one of the policies opens by itself: a bit each. */
struct means {
    struct rp_escalation escalation;
    uint64_t alone;
};

struct searching {
    const struct rp_whole *whole;
    struct rp_escalation_way ways[RP_ESCALATION_ACTIONS];
    size_t way_count;
    struct means *policies, *parties;
};

static uint64_t opened(const struct searching *searching, uint64_t granted)
{
    uint64_t ways = 0;
    for (size_t i = 0; i < searching->way_count; i++)
        if ((searching->ways[i].needed & ~granted) == 0) ways |= UINT64_C(1) << i;
    return ways;
}

static void add(struct means *sum, const struct means *one)
{
    sum->escalation.granted |= one->escalation.granted;
    sum->escalation.denied |= one->escalation.denied;
    sum->alone |= one->alone;
}

static uint64_t opened_by(const struct searching *searching, const struct means *means)
{
    return opened(searching, means->escalation.granted & ~means->escalation.denied);
}

static void add_grants(const struct searching *searching, const struct rp_party *party, struct means *means)
{
    for (size_t i = 0; i < party->grants->count; i++) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) == NULL)
            add(means, &searching->policies[grant->policy - searching->whole->account->policies]);
    }
}

/* What a group opens by itself is said of the group, and not of everybody in it. */
static void add_groups(const struct searching *searching, const struct rp_user *user, struct means *means)
{
    for (size_t i = 0; user != NULL && i < user->group_count; i++) {
        size_t group =
            (size_t)(rp_whole_group(searching->whole, user->groups[i]) - searching->whole->parties);
        add(means, &searching->parties[group]);
        means->alone |= opened_by(searching, &searching->parties[group]);
    }
}

static void report(const struct searching *searching, const struct rp_party *party, uint64_t ways)
{
    const struct rp_lint *lint = searching->whole->lint;
    size_t i = 0;
    while (i < searching->way_count && (ways & UINT64_C(1) << i) == 0) i++;
    if (i == searching->way_count) return;
    const struct rp_escalation_way *way = &searching->ways[i];
    if (rp_lint_find(lint, RP_LINT_ESCALATION_TOGETHER, party->span,
                     "the policies of the %s \"%.*s\" together make an administrator: with %.*s on "
                     "everything it %.*s",
                     rp_party_word(party), RP_ARG(rp_lint_shown(party->name)), RP_ARG(way->actions),
                     RP_ARG(way->how)))
        rp_lint_suggest(lint, "take one of these actions away, or name in Resource what it may be done to");
}

static void search(const struct searching *searching)
{
    const struct rp_whole *whole = searching->whole;
    for (size_t i = 0; i < whole->party_count; i++)
        add_grants(searching, &whole->parties[i], &searching->parties[i]);
    for (size_t i = 0; i < whole->party_count; i++) {
        const struct rp_party *party = &whole->parties[i];
        struct means means = searching->parties[i];
        add_groups(searching, party->user, &means);
        report(searching, party, opened_by(searching, &means) & ~means.alone);
    }
}

enum rampart_status rp_lint_whole_escalation(const struct rp_whole *whole)
{
    struct searching searching = {.whole = whole};
    if (!rp_lint_asks(whole->lint, RP_LINT_ESCALATION_TOGETHER)) return RAMPART_OK;
    searching.policies = RP_NEW_ARRAY(whole->lint->scratch, struct means, whole->account->policy_count);
    searching.parties = RP_NEW_ARRAY(whole->lint->scratch, struct means, whole->party_count);
    RP_TRY_MEMORY(searching.policies != NULL && searching.parties != NULL);
    searching.way_count = rp_escalation_ways(searching.ways);
    for (size_t i = 0; i < whole->account->policy_count; i++) {
        struct means *means = &searching.policies[i];
        rp_escalation_of(whole->account->policies[i].policy, &means->escalation);
        means->alone = opened(&searching, means->escalation.granted);
    }
    search(&searching);
    return RAMPART_OK;
}
