/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses of RAM, IMS, STS and Resource Management: users, groups, roles, policies, and attachments.
 *
 * The products spell names differently. RAM calls a user li.wei, IMS and Resource Management
 * li.wei@example.onaliyun.com; a role's principal name may be in lower case where its own is not. No two names of an
 * account differ in case alone, so that names that do are of the same principal. When all responses are read, each
 * name is looked up among those that RAM gave.
 */
#include <stdlib.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/api_response_parts.h"

/* A name of a user, group or role in a response. */
struct rp_response_name {
    struct rampart_str name;
    struct rampart_str given; /* the name that RAM gave to this principal; empty: not known */
    struct rp_response_name *older;
    enum rp_builder_kind kind;
    struct rp_builder_principal *declared; /* NULL until it is declared */
    bool linked, told;                     /* a service-linked role; the response tells whether it is */
    struct rp_at at;
};

/* A policy is attached to a principal, or a user is in a group. */
struct rp_response_relation {
    struct rp_response_relation *older;
    enum rp_builder_kind kind;
    struct rampart_str principal;
    struct rp_builder_policy *policy; /* NULL: a user is in a group */
    struct rampart_str group;         /* a resource group, or the group */
    enum rp_builder_scope scope;
    struct rp_at at;
};

/* ---- notes while responses are read ---- */

/* "li.wei" of "li.wei@example.onaliyun.com". */
static struct rampart_str response_before_domain(struct rampart_str principal)
{
    return rp_str_part(principal, 0, rp_str_find(principal, '@'));
}

static enum rampart_status response_note_name(const struct rp_response *response,
                                              struct rp_response_name noted)
{
    struct rp_responses *all = response->all;
    struct rp_response_name *name = RP_NEW(all->scratch, struct rp_response_name);
    RP_TRY_MEMORY(name != NULL);
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted.name));
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted.given));
    noted.older = all->names;
    *name = noted;
    all->names = name;
    all->name_count++;
    return RAMPART_OK;
}

static enum rampart_status response_declare(const struct rp_response *response, enum rp_builder_kind kind,
                                            const struct rp_node *name,
                                            struct rp_builder_principal **ret_principal)
{
    struct rp_response_name noted = {
        .name = name->text, .given = name->text, .kind = kind, .at = rp_response_at(response, name)};
    RP_TRY(rp_builder_declare(response->all->builder, kind, name->text, noted.at, &noted.declared));
    *ret_principal = noted.declared;
    return response_note_name(response, noted);
}

static enum rampart_status response_note_user(const struct rp_response *response, const struct rp_node *name)
{
    return response_note_name(response, (struct rp_response_name){.name = response_before_domain(name->text),
                                                                  .kind = RP_BUILDER_USER,
                                                                  .at = rp_response_at(response, name)});
}

static enum rampart_status response_note_role(const struct rp_response *response, const struct rp_node *role,
                                              struct rp_builder_principal *declared)
{
    const struct rp_node *principal = rp_response_optional(response, role, "RolePrincipalName");
    struct rp_response_name noted = {
        .kind = RP_BUILDER_ROLE, .declared = declared, .at = rp_response_at(response, role)};
    noted.told = rp_response_bool(role, "IsServiceLinkedRole", &noted.linked);
    if (!noted.told && principal == NULL) return RAMPART_OK;
    noted.name = noted.given = rp_response_optional(response, role, "RoleName")->text;
    RP_TRY(response_note_name(response, noted));
    if (principal == NULL) return RAMPART_OK;
    noted.name = response_before_domain(principal->text);
    return response_note_name(response, noted);
}

static enum rampart_status response_note_relation(const struct rp_response *response,
                                                  struct rp_response_relation noted)
{
    struct rp_responses *all = response->all;
    struct rp_response_relation *relation = RP_NEW(all->scratch, struct rp_response_relation);
    RP_TRY_MEMORY(relation != NULL);
    noted.principal = response_before_domain(noted.principal);
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted.principal));
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted.group));
    noted.older = all->relations;
    *relation = noted;
    all->relations = relation;
    return RAMPART_OK;
}

/* The account's id stands for the whole account. */
static enum rp_builder_scope response_scope(struct rampart_str group)
{
    size_t digits = 0;
    if (rp_str_starts(group, RP_STR("rg-"))) return RP_BUILDER_RESOURCE_GROUP;
    while (digits < group.len && rp_is_digit(group.data[digits])) digits++;
    return group.len > 0 && digits == group.len ? RP_BUILDER_WHOLE_ACCOUNT : RP_BUILDER_SCOPE_UNSEEN;
}

static enum rampart_status response_note_grant(const struct rp_response *response, enum rp_builder_kind kind,
                                               struct rampart_str principal, struct rp_builder_policy *policy,
                                               struct rampart_str resource_group, struct rp_at at)
{
    struct rp_response_relation relation = {.kind = kind, .principal = principal, .policy = policy, .at = at};
    relation.scope = response_scope(resource_group);
    if (relation.scope == RP_BUILDER_RESOURCE_GROUP) relation.group = resource_group;
    return response_note_relation(response, relation);
}

static enum rampart_status response_note_membership(const struct rp_response *response,
                                                    struct rampart_str user, struct rampart_str group,
                                                    struct rp_at at)
{
    return response_note_relation(
        response,
        (struct rp_response_relation){.kind = RP_BUILDER_USER, .principal = user, .group = group, .at = at});
}

/* ---- when all responses are read ---- */

static int response_compare_folded(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        unsigned char x = (unsigned char)rp_lower(a.data[i]), y = (unsigned char)rp_lower(b.data[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int response_by_folded_name(const void *a, const void *b)
{
    const struct rp_response_name *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return response_compare_folded(x->name, y->name);
}

static int response_by_name(const void *a, const void *b)
{
    const struct rp_response_name *x = a, *y = b;
    int order = response_by_folded_name(x, y);
    return order != 0 ? order : rp_str_compare(x->name, y->name);
}

/* The first known name that is not before the wanted one, or with `behind` the first one that is behind it. */
static size_t response_bound(const struct rp_responses *responses, const struct rp_response_name *wanted,
                             int (*compare)(const void *, const void *), bool behind)
{
    size_t low = 0, high = responses->known_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&responses->known[middle], wanted) < (behind ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The principal of this name, or the only one whose name differs in case alone; NULL: there is none. */
static struct rp_builder_principal *response_find_principal(const struct rp_responses *responses,
                                                            enum rp_builder_kind kind,
                                                            struct rampart_str name)
{
    const struct rp_response_name wanted = {.name = name, .kind = kind};
    const struct rp_response_name *known = responses->known;
    size_t exact = response_bound(responses, &wanted, response_by_name, false);
    if (exact < responses->known_count && response_by_name(&known[exact], &wanted) == 0)
        return known[exact].declared;
    size_t first = response_bound(responses, &wanted, response_by_folded_name, false);
    size_t end = response_bound(responses, &wanted, response_by_folded_name, true);
    bool one = first < end && rp_str_equal(known[first].given, known[end - 1].given);
    return one ? known[first].declared : NULL;
}

enum rampart_status rp_responses_principal(struct rp_responses *responses, enum rp_builder_kind kind,
                                           struct rampart_str name, struct rp_at at,
                                           struct rp_builder_principal **ret_principal)
{
    struct rp_builder_principal *declared = response_find_principal(responses, kind, name);
    if (declared == NULL) return rp_builder_refer(responses->builder, kind, name, at, ret_principal);
    *ret_principal = declared;
    return RAMPART_OK;
}

/* The names that RAM gave, sorted. */
static enum rampart_status response_sort_names(struct rp_responses *responses)
{
    struct rp_response_name *known =
        RP_NEW_ARRAY(responses->scratch, struct rp_response_name, responses->name_count);
    RP_TRY_MEMORY(known != NULL);
    size_t count = 0;
    for (const struct rp_response_name *name = responses->names; name != NULL; name = name->older)
        if (name->declared != NULL) known[count++] = *name;
    if (count > 1) qsort(known, count, sizeof known[0], response_by_name);
    responses->known = known;
    responses->known_count = count;
    return RAMPART_OK;
}

static void response_set_service_linked(struct rp_responses *responses)
{
    const struct rp_response_name *known = responses->known;
    for (size_t first = 0, end; first < responses->known_count; first = end) {
        bool told = false, linked = rp_names_linked(known[first].name);
        for (end = first; end < responses->known_count && response_by_name(&known[first], &known[end]) == 0;
             end++) {
            if (!known[end].told) continue;
            linked = known[end].linked && (!told || linked);
            told = true;
        }
        if (linked && known[first].kind == RP_BUILDER_ROLE)
            rp_builder_set_service_linked(known[first].declared);
    }
}

/* A user that RAM does not list goes by its principal name. */
static enum rampart_status response_declare_users(struct rp_responses *responses)
{
    for (struct rp_response_name *name = responses->names; name != NULL; name = name->older) {
        if (name->declared != NULL || response_find_principal(responses, name->kind, name->name) != NULL)
            continue;
        name->given = name->name;
        RP_TRY(rp_builder_declare(responses->builder, name->kind, name->name, name->at, &name->declared));
    }
    return response_sort_names(responses);
}

static enum rampart_status response_add_relation(struct rp_responses *responses,
                                                 const struct rp_response_relation *relation)
{
    struct rp_builder_principal *principal = NULL, *group = NULL;
    RP_TRY(rp_responses_principal(responses, relation->kind, relation->principal, relation->at, &principal));
    if (relation->policy != NULL)
        return rp_builder_add_grant(responses->builder, principal, relation->policy, relation->scope,
                                    relation->group, relation->at);
    RP_TRY(rp_responses_principal(responses, RP_BUILDER_GROUP, relation->group, relation->at, &group));
    return rp_builder_add_to_group(responses->builder, principal, group);
}

enum rampart_status rp_responses_add_principals(struct rp_responses *responses)
{
    RP_TRY(response_sort_names(responses));
    response_set_service_linked(responses);
    RP_TRY(response_declare_users(responses));
    for (const struct rp_response_relation *relation = responses->relations; relation != NULL;
         relation = relation->older)
        RP_TRY(response_add_relation(responses, relation));
    return RAMPART_OK;
}

bool rp_responses_cover(const struct rp_responses *responses, enum rp_builder_kind kind,
                        const struct rp_response_lists *lists)
{
    for (size_t i = 0; i < responses->known_count; i++) {
        const struct rp_response_name *name = &responses->known[i];
        if (name->kind != kind) continue;
        if (rp_names_find(lists->of, lists->count, sizeof lists->of[0], name->name) == lists->count)
            return false;
    }
    return true;
}

/* ---- the identity of the caller ---- */

static enum rampart_status response_read_identity(const struct rp_response *response,
                                                  const struct rp_node *body)
{
    struct rp_responses *all = response->all;
    const struct rp_node *id = rp_response_text(response, body, "AccountId");
    if (id == NULL) return RAMPART_OK;
    all->other = all->count == 1 && all->id.len > 0 && !rp_str_equal(id->text, all->id);
    if (all->other) {
        rp_diag(all->diags, RAMPART_NOTE, RP_ACC_INPUT_UNUSED, rp_response_at(response, id),
                "these are responses of another account: they are used for the resource directory only");
        rp_diag_help(all->diags, "the account that you asked about is %.*s",
                     RP_ARG(rp_account_shown(all->id)));
        return RAMPART_OK;
    }
    RP_TRY(rp_builder_set_id(all->builder, id->text, rp_response_at(response, id)));
    all->id = id->text;
    return rp_keep_text(response->source, all->scratch, &all->id);
}

/* ---- users ---- */

/* IMS has only the principal name of a user. */
static const struct rp_node *response_user_name(const struct rp_response *response,
                                                const struct rp_node *user)
{
    const struct rp_node *principal = rp_response_optional(response, user, "UserPrincipalName");
    return principal != NULL ? principal : rp_response_text(response, user, "UserName");
}

/* Nobody can act as a frozen user; but it takes no change of policies to thaw one, so that its grants count. */
static void response_note_frozen(const struct rp_response *response, const struct rp_node *user,
                                 const struct rp_node *name)
{
    struct rp_responses *all = response->all;
    const struct rp_node *status = rp_response_optional(response, user, "Status");
    if (status == NULL || !rp_str_equal(status->text, RP_STR("freeze"))) return;
    if (all->frozen++ > 0) return;
    all->first_frozen = rp_response_at(response, name);
    all->first_frozen_name = rp_str_part(name->text, 0, rp_str_find(name->text, '@'));
}

static enum rampart_status response_read_user(const struct rp_response *response, const struct rp_node *user)
{
    struct rp_responses *all = response->all;
    struct rp_builder_principal *declared;
    bool real = rp_node_member(user, RP_STR("UserName")) != NULL;
    const struct rp_node *name =
        real ? rp_response_text(response, user, "UserName") : response_user_name(response, user);
    if (name == NULL) return RAMPART_OK;
    bool first = all->frozen == 0;
    response_note_frozen(response, user, name);
    if (first && all->frozen > 0)
        RP_TRY(rp_keep_text(response->source, all->scratch, &all->first_frozen_name));
    if (!real) return response_note_user(response, name);
    RP_TRY(response_declare(response, RP_BUILDER_USER, name, &declared));
    const struct rp_node *uid = rp_response_optional(response, user, "UserId");
    if (uid != NULL) rp_builder_set_uid(all->builder, declared, uid->text);
    return RAMPART_OK;
}

/* ---- groups ---- */

static enum rampart_status response_read_group(const struct rp_response *response,
                                               const struct rp_node *group)
{
    struct rp_builder_principal *declared;
    const struct rp_node *name = rp_response_text(response, group, "GroupName");
    return name == NULL ? RAMPART_OK : response_declare(response, RP_BUILDER_GROUP, name, &declared);
}

static enum rampart_status response_read_user_of_group(const struct rp_response *response,
                                                       const struct rp_node *user)
{
    const struct rp_node *name = response_user_name(response, user);
    if (name == NULL) return RAMPART_OK;
    return response_note_membership(response, name->text,
                                    rp_response_argument(response, response->row->argument),
                                    rp_response_at(response, name));
}

static enum rampart_status response_read_group_of_user(const struct rp_response *response,
                                                       const struct rp_node *group)
{
    const struct rp_node *name = rp_response_text(response, group, "GroupName");
    if (name == NULL) return RAMPART_OK;
    return response_note_membership(response, rp_response_argument(response, response->row->argument),
                                    name->text, rp_response_at(response, name));
}

/* ---- roles ---- */

static enum rampart_status response_read_role(const struct rp_response *response, const struct rp_node *role)
{
    struct rp_builder_principal *declared = NULL;
    const struct rp_node *name = rp_response_text(response, role, "RoleName");
    if (name == NULL) return RAMPART_OK;
    RP_TRY(response_declare(response, RP_BUILDER_ROLE, name, &declared));
    RP_TRY(response_note_role(response, role, declared));
    const struct rp_node *trust = rp_response_document(role, "AssumeRolePolicyDocument");
    if (trust == NULL) return RAMPART_OK;
    return rp_builder_set_trust(response->all->builder, declared, response->source, trust);
}

/* ---- policies: only the default version of a policy counts ---- */

/* The cloud has more than a thousand system policies; other responses name those that are attached. */
static enum rampart_status response_read_listed_policy(const struct rp_response *response,
                                                       const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    const struct rp_node *type = rp_response_optional(response, policy, "PolicyType");
    if (type != NULL && rp_str_equal(type->text, RP_STR("System"))) return RAMPART_OK;
    return rp_response_policy(response, policy, &made);
}

static enum rampart_status response_set_document(const struct rp_response *response,
                                                 struct rp_builder_policy *policy,
                                                 const struct rp_node *document)
{
    if (policy == NULL || document == NULL) return RAMPART_OK;
    return rp_builder_set_document(response->all->builder, policy, response->source, document);
}

/* RAM has the document beside the policy, Resource Management in it. */
static enum rampart_status response_read_policy(const struct rp_response *response,
                                                const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(rp_response_policy(response, policy, &made));
    const struct rp_node *version = rp_node_member(response->body, RP_STR("DefaultPolicyVersion"));
    const struct rp_node *document = rp_response_document(version, "PolicyDocument");
    return response_set_document(
        response, made, document != NULL ? document : rp_response_document(policy, "PolicyDocument"));
}

static enum rampart_status response_read_version(const struct rp_response *response,
                                                 const struct rp_node *version)
{
    struct rp_builder_policy *made;
    bool is_default = false;
    if (!rp_response_bool(version, "IsDefaultVersion", &is_default) || !is_default) return RAMPART_OK;
    RP_TRY(rp_response_policy(response, response->args, &made));
    return response_set_document(response, made, rp_response_document(version, "PolicyDocument"));
}

/* ---- attachments with their scope: only Resource Management tells it ---- */

static bool response_principal_kind(const struct rp_response *response, const struct rp_node *type,
                                    enum rp_builder_kind *ret_kind)
{
    static const struct {
        const char *name;
        enum rp_builder_kind kind;
    } kinds[] = {
        {"IMSUser", RP_BUILDER_USER}, {"IMSGroup", RP_BUILDER_GROUP}, {"ServiceRole", RP_BUILDER_ROLE}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!rp_str_equal(type->text, rampart_str(kinds[i].name))) continue;
        *ret_kind = kinds[i].kind;
        return true;
    }
    rp_builder_error(response->all->builder, RP_ACC_TYPE, rp_response_at(response, type),
                     "PrincipalType must be IMSUser, IMSGroup or ServiceRole, not \"%.*s\"",
                     RP_ARG(rp_account_shown(type->text)));
    rp_response_help(response);
    return false;
}

static enum rampart_status response_read_attachment(const struct rp_response *response,
                                                    const struct rp_node *attachment)
{
    struct rp_builder_policy *policy;
    enum rp_builder_kind kind;
    RP_TRY(rp_response_policy(response, attachment, &policy));
    const struct rp_node *type = rp_response_text(response, attachment, "PrincipalType");
    const struct rp_node *name = rp_response_text(response, attachment, "PrincipalName");
    const struct rp_node *group = rp_response_optional(response, attachment, "ResourceGroupId");
    if (policy == NULL || type == NULL || name == NULL || !response_principal_kind(response, type, &kind))
        return RAMPART_OK;
    return response_note_grant(response, kind, name->text, policy, group == NULL ? RP_STR("") : group->text,
                               rp_response_at(response, attachment));
}

/* ---- attachments without it: RAM shows one on a resource group, if at all, as if it were on the account ---- */

static enum rampart_status response_read_policy_of(const struct rp_response *response,
                                                   const struct rp_node *entry, enum rp_builder_kind kind)
{
    struct rp_builder_policy *policy;
    RP_TRY(rp_response_policy(response, entry, &policy));
    if (policy == NULL) return RAMPART_OK;
    return response_note_grant(response, kind, rp_response_argument(response, response->row->argument),
                               policy, RP_STR(""), rp_response_at(response, entry));
}

static enum rampart_status response_read_policy_of_user(const struct rp_response *response,
                                                        const struct rp_node *policy)
{
    return response_read_policy_of(response, policy, RP_BUILDER_USER);
}

static enum rampart_status response_read_policy_of_group(const struct rp_response *response,
                                                         const struct rp_node *policy)
{
    return response_read_policy_of(response, policy, RP_BUILDER_GROUP);
}

static enum rampart_status response_read_policy_of_role(const struct rp_response *response,
                                                        const struct rp_node *policy)
{
    return response_read_policy_of(response, policy, RP_BUILDER_ROLE);
}

static enum rampart_status response_read_entity(const struct rp_response *response,
                                                const struct rp_node *entry, enum rp_builder_kind kind,
                                                const char *member)
{
    struct rp_builder_policy *policy;
    const struct rp_node *name = rp_response_text(response, entry, member);
    if (name == NULL) return RAMPART_OK;
    RP_TRY(rp_response_policy(response, response->args, &policy));
    if (policy == NULL) return RAMPART_OK;
    return response_note_grant(response, kind, name->text, policy, RP_STR(""),
                               rp_response_at(response, entry));
}

static enum rampart_status response_read_user_entity(const struct rp_response *response,
                                                     const struct rp_node *entry)
{
    return response_read_entity(response, entry, RP_BUILDER_USER, "UserName");
}

static enum rampart_status response_read_group_entity(const struct rp_response *response,
                                                      const struct rp_node *entry)
{
    return response_read_entity(response, entry, RP_BUILDER_GROUP, "GroupName");
}

static enum rampart_status response_read_role_entity(const struct rp_response *response,
                                                     const struct rp_node *entry)
{
    return response_read_entity(response, entry, RP_BUILDER_ROLE, "RoleName");
}

static enum rampart_status response_read_entities(const struct rp_response *response,
                                                  const struct rp_node *body)
{
    RP_TRY(rp_response_each(response, rp_response_list(body, "Users", "User"), response_read_user_entity));
    RP_TRY(rp_response_each(response, rp_response_list(body, "Groups", "Group"), response_read_group_entity));
    return rp_response_each(response, rp_response_list(body, "Roles", "Role"), response_read_role_entity);
}

/* ---- resource groups ---- */

static enum rampart_status response_read_resource_group(const struct rp_response *response,
                                                        const struct rp_node *group)
{
    const struct rp_node *id = rp_response_text(response, group, "Id");
    if (id == NULL) return RAMPART_OK;
    return rp_builder_add_resource_group(response->all->builder, id->text, rp_response_at(response, id));
}

/* ---- entries that a list leaves out because of the call's arguments ---- */

static bool response_has_word(struct rampart_str words, struct rampart_str word)
{
    while (words.len > 0) {
        struct rampart_str one = rp_str_part(words, 0, rp_str_find(words, ','));
        if (rp_str_equal(one, word)) return true;
        words = rp_str_from(words, one.len + 1);
    }
    return false;
}

static const char *response_doubt_of_status(const struct rp_response *response)
{
    struct rampart_str status = rp_response_argument(response, "Status");
    if (response_has_word(status, RP_STR("active")) && response_has_word(status, RP_STR("freeze")))
        return NULL;
    return "without Status active,freeze the list leaves out some users";
}

static bool response_lists_custom(const struct rp_response *response)
{
    const struct rp_node *list = rp_response_list(response->body, response->row->member, response->row->item);
    const struct rp_node *entry = list == NULL ? NULL : list->first, *type;
    for (; entry != NULL; entry = entry->next) {
        type = entry->type == RP_NODE_MAP ? rp_node_member(entry, RP_STR("PolicyType")) : NULL;
        if (type != NULL && rp_str_equal(type->text, RP_STR("Custom"))) return true;
    }
    return false;
}

/* Custom policies are in the list unless the call asked for system policies only. */
static const char *response_doubt_of_type(const struct rp_response *response)
{
    struct rampart_str type = rp_response_argument(response, "PolicyType");
    bool custom = type.len == 0 || rp_str_equal(type, RP_STR("Custom"));
    if (custom && (response->args != NULL || response_lists_custom(response))) return NULL;
    return "the list may be one of system policies only";
}

static const char *response_doubt_of_call(const struct rp_response *response)
{
    if (response->args != NULL) return NULL;
    return "the arguments of the call are not known: it may have asked for a part of the list";
}

static const char *response_doubt_of_ram(const struct rp_response *response)
{
    (void)response;
    return "the lists of RAM do not show attachments on resource groups; ListPolicyAttachments of Resource "
           "Management does";
}

/* ---- the APIs ---- */

enum { RAM = RP_RESPONSE_RAM, IMS = RP_RESPONSE_IMS, STS = RP_RESPONSE_STS, MANAGER = RP_RESPONSE_MANAGER };

static const struct rp_response_row ram_rows[] = {
    {STS, "GetCallerIdentity", .read = response_read_identity},

    {RAM, "ListUsers", .member = "Users", .item = "User", .kind = RP_RESPONSE_USERS, .paged = true,
     .read = response_read_user},
    {IMS, "ListUsers", .selects = "Status", .member = "Users", .item = "User", .kind = RP_RESPONSE_USERS,
     .paged = true, .read = response_read_user, .doubt = response_doubt_of_status},
    {RAM | IMS, "GetUser", .member = "User", .read = response_read_user},
    {RAM, "ListGroups", .member = "Groups", .item = "Group", .kind = RP_RESPONSE_GROUPS, .paged = true,
     .read = response_read_group},
    {IMS, "ListGroups", .member = "Groups", .item = "Group", .kind = RP_RESPONSE_GROUPS, .paged = true,
     .read = response_read_group},
    {RAM | IMS, "GetGroup", .member = "Group", .read = response_read_group},
    {RAM | IMS, "ListUsersForGroup", .argument = "GroupName", .member = "Users", .item = "User",
     .kind = RP_RESPONSE_USERS_OF, .paged = true, .read = response_read_user_of_group},
    {RAM, "ListGroupsForUser", .argument = "UserName", .member = "Groups", .item = "Group",
     .kind = RP_RESPONSE_GROUPS_OF, .read = response_read_group_of_user},
    {IMS, "ListGroupsForUser", .argument = "UserPrincipalName", .member = "Groups", .item = "Group",
     .kind = RP_RESPONSE_GROUPS_OF, .read = response_read_group_of_user},
    {RAM, "ListRoles", .member = "Roles", .item = "Role", .kind = RP_RESPONSE_ROLES, .paged = true,
     .read = response_read_role},
    {MANAGER, "ListRoles", .member = "Roles", .item = "Role", .kind = RP_RESPONSE_ROLES, .paged = true,
     .read = response_read_role},
    {RAM | MANAGER, "GetRole", .member = "Role", .read = response_read_role},

    {RAM, "ListPolicies", .selects = "PolicyType", .member = "Policies", .item = "Policy",
     .kind = RP_RESPONSE_POLICIES, .paged = true, .read = response_read_listed_policy,
     .doubt = response_doubt_of_type},
    {MANAGER, "ListPolicies", .selects = "PolicyType", .member = "Policies", .item = "Policy",
     .kind = RP_RESPONSE_POLICIES, .paged = true, .read = response_read_listed_policy,
     .doubt = response_doubt_of_type},
    {RAM | MANAGER, "GetPolicy", .member = "Policy", .read = response_read_policy},
    {RAM | MANAGER, "GetPolicyVersion", .argument = "PolicyName", .member = "PolicyVersion",
     .read = response_read_version},
    {RAM | MANAGER, "ListPolicyVersions", .argument = "PolicyName", .member = "PolicyVersions",
     .item = "PolicyVersion", .read = response_read_version},

    {MANAGER, "ListPolicyAttachments", .member = "PolicyAttachments", .item = "PolicyAttachment",
     .kind = RP_RESPONSE_GRANTS, .paged = true, .read = response_read_attachment,
     .doubt = response_doubt_of_call},
    {RAM, "ListPoliciesForUser", .argument = "UserName", .member = "Policies", .item = "Policy",
     .kind = RP_RESPONSE_GRANTS, .read = response_read_policy_of_user, .doubt = response_doubt_of_ram},
    {RAM, "ListPoliciesForGroup", .argument = "GroupName", .member = "Policies", .item = "Policy",
     .kind = RP_RESPONSE_GRANTS, .read = response_read_policy_of_group, .doubt = response_doubt_of_ram},
    {RAM, "ListPoliciesForRole", .argument = "RoleName", .member = "Policies", .item = "Policy",
     .kind = RP_RESPONSE_GRANTS, .read = response_read_policy_of_role, .doubt = response_doubt_of_ram},
    {RAM, "ListEntitiesForPolicy", .argument = "PolicyName", .read = response_read_entities},
    {MANAGER, "ListResourceGroups", .member = "ResourceGroups", .item = "ResourceGroup",
     .read = response_read_resource_group},

    /* No decision depends on these. */
    {.products = IMS, .api = "GetDefaultDomain"},
    {.products = IMS, .api = "GetSecurityPreference"},
    {.products = RAM | IMS, .api = "ListAccessKeys", .may_be_refused = true},
};

const struct rp_response_table rp_response_ram = {ram_rows, sizeof ram_rows / sizeof *ram_rows};
