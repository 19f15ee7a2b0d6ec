/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is who. RAM calls a user li.wei, IMS and Resource Management li.wei@example.onaliyun.com; a role's principal name may
 * be in lower case where its own is not. Names differ in more than case within an account, so that what differs in nothing
 * else is the same principal. When all answers are read, each name is looked up among those that RAM gave.
 */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"

struct rp_answer_name {
    struct rampart_str name;
    struct rampart_str
        given; /* the name that RAM gave to whom this one means; empty: RAM may have another one */
    struct rp_answer_name *older;
    enum rp_builder_kind kind;
    struct rp_builder_principal *holder; /* NULL until it is declared */
    bool linked, told;              /* a service-linked role; whether an answer says so or not */
    struct rp_at at;
};

/* A policy is attached to a principal, or a user is in a group. */
struct rp_answer_fact {
    struct rp_answer_fact *older;
    enum rp_builder_kind kind;
    struct rampart_str principal;
    struct rp_builder_policy *policy; /* NULL: it is about a group */
    struct rampart_str group;       /* a resource group, or the group */
    enum rp_builder_scope scope;
    struct rp_at at;
};

/* ---- while answers are read ---- */

/* What stands before the domain. */
static struct rampart_str name_of(struct rampart_str principal)
{
    return rp_str_part(principal, 0, rp_str_find(principal, '@'));
}

static enum rampart_status note_name(const struct rp_api_response *answer, struct rp_answer_name noted)
{
    struct rp_answers *all = answer->all;
    struct rp_answer_name *name = RP_NEW(all->scratch, struct rp_answer_name);
    RP_TRY_MEMORY(name != NULL);
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted.name));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted.given));
    noted.older = all->names;
    *name = noted;
    all->names = name;
    all->name_count++;
    return RAMPART_OK;
}

enum rampart_status rp_answer_declare(const struct rp_api_response *answer, enum rp_builder_kind kind,
                                      const struct rp_node *name, struct rp_builder_principal **ret_principal)
{
    struct rp_answer_name noted = {
        .name = name->text, .given = name->text, .kind = kind, .at = rp_answer_place(answer, name)};
    RP_TRY(rp_builder_declare(answer->all->builder, kind, name->text, noted.at, &noted.holder));
    *ret_principal = noted.holder;
    return note_name(answer, noted);
}

enum rampart_status rp_answer_declare_user(const struct rp_api_response *answer, const struct rp_node *name)
{
    return note_name(answer, (struct rp_answer_name){.name = name_of(name->text),
                                                     .kind = RP_BUILDER_USER,
                                                     .at = rp_answer_place(answer, name)});
}

enum rampart_status rp_answer_note_role(const struct rp_api_response *answer, const struct rp_node *role,
                                        struct rp_builder_principal *holder)
{
    const struct rp_node *principal = rp_answer_maybe(answer, role, "RolePrincipalName");
    struct rp_answer_name noted = {
        .kind = RP_BUILDER_ROLE, .holder = holder, .at = rp_answer_place(answer, role)};
    noted.told = rp_answer_bool(role, "IsServiceLinkedRole", &noted.linked);
    if (!noted.told && principal == NULL) return RAMPART_OK;
    noted.name = noted.given = rp_answer_maybe(answer, role, "RoleName")->text;
    RP_TRY(note_name(answer, noted));
    if (principal == NULL) return RAMPART_OK;
    noted.name = name_of(principal->text);
    return note_name(answer, noted);
}

static enum rampart_status note_fact(const struct rp_api_response *answer, struct rp_answer_fact noted)
{
    struct rp_answers *all = answer->all;
    struct rp_answer_fact *fact = RP_NEW(all->scratch, struct rp_answer_fact);
    RP_TRY_MEMORY(fact != NULL);
    noted.principal = name_of(noted.principal);
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted.principal));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &noted.group));
    noted.older = all->facts;
    *fact = noted;
    all->facts = fact;
    return RAMPART_OK;
}

/* The account's id stands for the whole account. */
static enum rp_builder_scope scope_of(struct rampart_str group)
{
    size_t digits = 0;
    if (rp_str_starts(group, RP_STR("rg-"))) return RP_BUILDER_RESOURCE_GROUP;
    while (digits < group.len && rp_is_digit(group.data[digits])) digits++;
    return group.len > 0 && digits == group.len ? RP_BUILDER_WHOLE_ACCOUNT : RP_BUILDER_SCOPE_UNSEEN;
}

enum rampart_status rp_answer_grant(const struct rp_api_response *answer, enum rp_builder_kind kind,
                                    struct rampart_str principal, struct rp_builder_policy *policy,
                                    struct rampart_str resource_group, struct rp_at at)
{
    struct rp_answer_fact fact = {.kind = kind, .principal = principal, .policy = policy, .at = at};
    fact.scope = scope_of(resource_group);
    if (fact.scope == RP_BUILDER_RESOURCE_GROUP) fact.group = resource_group;
    return note_fact(answer, fact);
}

enum rampart_status rp_answer_join(const struct rp_api_response *answer, struct rampart_str user,
                                   struct rampart_str group, struct rp_at at)
{
    return note_fact(
        answer, (struct rp_answer_fact){.kind = RP_BUILDER_USER, .principal = user, .group = group, .at = at});
}

/* ---- when all are ---- */

static int compare_folded(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        unsigned char x = (unsigned char)rp_lower(a.data[i]), y = (unsigned char)rp_lower(b.data[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int by_folded_name(const void *a, const void *b)
{
    const struct rp_answer_name *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return compare_folded(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    const struct rp_answer_name *x = a, *y = b;
    int order = by_folded_name(x, y);
    return order != 0 ? order : rp_str_compare(x->name, y->name);
}

/* The first entry that does not come before the wanted one, or that comes behind it. */
static size_t bound(const struct rp_answers *answers, const struct rp_answer_name *wanted,
                    int (*compare)(const void *, const void *), bool behind)
{
    size_t low = 0, high = answers->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&answers->known[middle], wanted) < (behind ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The principal of this name, or the only one whose name differs in case alone; NULL: there is none. */
static struct rp_builder_principal *find(const struct rp_answers *answers, enum rp_builder_kind kind,
                                    struct rampart_str name)
{
    const struct rp_answer_name wanted = {.name = name, .kind = kind};
    const struct rp_answer_name *known = answers->known;
    size_t exact = bound(answers, &wanted, by_name, false);
    if (exact < answers->known_count && by_name(&known[exact], &wanted) == 0) return known[exact].holder;
    size_t first = bound(answers, &wanted, by_folded_name, false);
    size_t end = bound(answers, &wanted, by_folded_name, true);
    bool one = first < end && rp_str_equal(known[first].given, known[end - 1].given);
    return one ? known[first].holder : NULL;
}

enum rampart_status rp_answer_holder(struct rp_answers *answers, enum rp_builder_kind kind,
                                     struct rampart_str name, struct rp_at at,
                                     struct rp_builder_principal **ret_principal)
{
    struct rp_builder_principal *holder = find(answers, kind, name);
    if (holder == NULL) return rp_builder_refer(answers->builder, kind, name, at, ret_principal);
    *ret_principal = holder;
    return RAMPART_OK;
}

/* The names that RAM gave, sorted. */
static enum rampart_status sort_names(struct rp_answers *answers)
{
    struct rp_answer_name *known = RP_NEW_ARRAY(answers->scratch, struct rp_answer_name, answers->name_count);
    RP_TRY_MEMORY(known != NULL);
    size_t count = 0;
    for (const struct rp_answer_name *name = answers->names; name != NULL; name = name->older)
        if (name->holder != NULL) known[count++] = *name;
    if (count > 1) qsort(known, count, sizeof known[0], by_name);
    answers->known = known;
    answers->known_count = count;
    return RAMPART_OK;
}

static void say_linked(struct rp_answers *answers)
{
    const struct rp_answer_name *known = answers->known;
    for (size_t first = 0, end; first < answers->known_count; first = end) {
        bool told = false, linked = rp_names_linked(known[first].name);
        for (end = first; end < answers->known_count && by_name(&known[first], &known[end]) == 0; end++) {
            if (!known[end].told) continue;
            linked = known[end].linked && (!told || linked);
            told = true;
        }
        if (linked && known[first].kind == RP_BUILDER_ROLE) rp_builder_set_service_linked(known[first].holder);
    }
}

/* Those that RAM does not tell of go by their principal names. */
static enum rampart_status say_users(struct rp_answers *answers)
{
    for (struct rp_answer_name *name = answers->names; name != NULL; name = name->older) {
        if (name->holder != NULL || find(answers, name->kind, name->name) != NULL) continue;
        name->given = name->name;
        RP_TRY(rp_builder_declare(answers->builder, name->kind, name->name, name->at, &name->holder));
    }
    return sort_names(answers);
}

static enum rampart_status say_fact(struct rp_answers *answers, const struct rp_answer_fact *fact)
{
    struct rp_builder_principal *principal = NULL, *group = NULL;
    RP_TRY(rp_answer_holder(answers, fact->kind, fact->principal, fact->at, &principal));
    if (fact->policy != NULL)
        return rp_builder_add_grant(answers->builder, principal, fact->policy, fact->scope, fact->group, fact->at);
    RP_TRY(rp_answer_holder(answers, RP_BUILDER_GROUP, fact->group, fact->at, &group));
    return rp_builder_add_to_group(answers->builder, principal, group);
}

enum rampart_status rp_answer_say_principals(struct rp_answers *answers)
{
    RP_TRY(sort_names(answers));
    say_linked(answers);
    RP_TRY(say_users(answers));
    for (const struct rp_answer_fact *fact = answers->facts; fact != NULL; fact = fact->older)
        RP_TRY(say_fact(answers, fact));
    return RAMPART_OK;
}

bool rp_answer_all_covered(const struct rp_answers *answers, enum rp_builder_kind kind,
                           const struct rp_answer_lists *lists)
{
    for (size_t i = 0; i < answers->known_count; i++) {
        const struct rp_answer_name *name = &answers->known[i];
        if (name->kind != kind) continue;
        if (rp_names_find(lists->of, lists->count, sizeof lists->of[0], name->name) == lists->count)
            return false;
    }
    return true;
}
