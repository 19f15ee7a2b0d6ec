/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses of the cloud's API as an input: each goes to the reader of its API. When all are read, the pieces that
 * depend on several of them go to the account builder.
 */
#include "import/api_response.h"

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"
#include "import/api_response_parts.h"
#include "policy/kind.h"
#include "policy/resource_policy.h"
#include "text/json.h"

/* ---- the API of a response ---- */

static unsigned response_product(struct rampart_str product)
{
    static const struct {
        const char *name;
        unsigned product;
    } products[] = {{"ram", RP_RESPONSE_RAM},
                    {"ims", RP_RESPONSE_IMS},
                    {"sts", RP_RESPONSE_STS},
                    {"resourcemanager", RP_RESPONSE_MANAGER | RP_RESPONSE_DIRECTORY},
                    {"resourcedirectorymaster", RP_RESPONSE_MANAGER | RP_RESPONSE_DIRECTORY},
                    {"cloudsso", RP_RESPONSE_SSO},
                    {"oss", RP_RESPONSE_OSS},
                    {"kms", RP_RESPONSE_KMS},
                    {"sls", RP_RESPONSE_SLS},
                    {"tablestore", RP_RESPONSE_OTS},
                    {"ots", RP_RESPONSE_OTS},
                    {"vpc", RP_RESPONSE_VPC},
                    {"privatelink", RP_RESPONSE_VPC}};
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++)
        if (rp_str_equal_fold(product, rampart_str(products[i].name))) return products[i].product;
    return 0;
}

static const struct rp_response_row *response_find_row(struct rampart_str product, struct rampart_str api)
{
    const struct rp_response_table *const tables[] = {&rp_response_ram, &rp_response_directory, &rp_response_resource};
    const unsigned wanted = response_product(product);
    for (size_t table = 0; table < sizeof tables / sizeof *tables; table++)
        for (size_t i = 0; i < tables[table]->count; i++) {
            const struct rp_response_row *row = &tables[table]->rows[i];
            if ((row->products & wanted) != 0 && rp_str_equal(api, rampart_str(row->api))) return row;
        }
    return NULL;
}

/*
 * A response whose call is not known is told by its members: it has `member`, and the first entry of its list, if it
 * is to be one, has `sign`. `aliyun --pager` leaves the list alone; then the entry tells. Some responses leave out
 * what the call named (whose groups these are); they cannot be used then, and a file's name is never taken for an
 * argument.
 */
struct shape {
    const char *member, *item, *sign;
    const char *product, *api; /* no product: the response makes no sense without the arguments */
};

static const struct shape shapes[] = {
    {"InstanceSpecification", NULL, NULL, "ots", "GetInstance"},
    {"NetworkTypeACL", NULL, NULL, "ots", "GetInstance"},
    {"EndpointId", NULL, NULL, "vpc", "GetVpcGatewayEndpointAttribute"},
    {"AccessKeyPolicy", NULL, NULL, "ims", "GetAccessKeyPolicy"},
    {"PolicyAttachments", "PolicyAttachment", "PrincipalName", "resourcemanager", "ListPolicyAttachments"},
    {"Users", "User", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Groups", "Group", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Roles", "Role", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Users", "User", "JoinDate", NULL, "ListUsersForGroup"},
    {"Users", "User", "UserPrincipalName", "ims", "ListUsers"},
    {"Users", "User", "UserId", "ram", "ListUsers"},
    {"Users", NULL, NULL, NULL, "ListUsersForGroup"},
    {"Groups", "Group", "JoinDate", NULL, "ListGroupsForUser"},
    {"Groups", "Group", "GroupName", "ram", "ListGroups"},
    {"Groups", NULL, NULL, NULL, "ListGroupsForUser"},
    {"Roles", "Role", "RolePrincipalName", "resourcemanager", "ListRoles"},
    {"Roles", "Role", "RoleName", "ram", "ListRoles"},
    {"Policies", "Policy", "AttachDate", NULL, "ListPoliciesForUser"},
    {"Policies", "Policy", "PolicyName", "ram", "ListPolicies"},
    {"Policies", NULL, NULL, NULL, "ListPoliciesForUser"},
    {"PolicyVersions", NULL, NULL, NULL, "ListPolicyVersions"},
    {"PolicyVersion", NULL, NULL, NULL, "GetPolicyVersion"},
    {"PolicyAttachments", NULL, NULL, "resourcemanager", "ListPolicyAttachments"},
    {"ControlPolicyAttachments", NULL, NULL, NULL, "ListControlPolicyAttachmentsForTarget"},
    {"TargetAttachments", NULL, NULL, NULL, "ListTargetAttachmentsForControlPolicy"},
    {"Folders", NULL, NULL, NULL, "ListFoldersForParent"},
    {"ControlPolicies", NULL, NULL, "resourcemanager", "ListControlPolicies"},
    {"ControlPolicy", NULL, NULL, "resourcemanager", "GetControlPolicy"},
    {"ResourceGroups", NULL, NULL, "resourcemanager", "ListResourceGroups"},
    {"ResourceDirectory", NULL, NULL, "resourcemanager", "GetResourceDirectory"},
    {"Accounts", NULL, NULL, "resourcemanager", "ListAccounts"},
    {"Account", NULL, NULL, "resourcemanager", "GetAccount"},
    {"Folder", NULL, NULL, "resourcemanager", "GetFolder"},
    {"Policy", NULL, NULL, "ram", "GetPolicy"},
    {"Role", NULL, NULL, "ram", "GetRole"},
    {"User", NULL, NULL, "ram", "GetUser"},
    {"Group", NULL, NULL, "ram", "GetGroup"},
    {"AccessKeys", NULL, NULL, "ram", "ListAccessKeys"},
    {"Endpoints", "Endpoint", "EndpointId", "vpc", "ListVpcGatewayEndpoints"},
    {"DefaultDomainName", NULL, NULL, "ims", "GetDefaultDomain"},
    {"SecurityPreference", NULL, NULL, "ims", "GetSecurityPreference"},
    {"AccessAssignments", NULL, NULL, "cloudsso", "ListAccessAssignments"},
    {"GroupMembers", NULL, NULL, NULL, "ListGroupMembers"},
    {"AccountId", NULL, NULL, "sts", "GetCallerIdentity"},
};

static bool response_has_shape(const struct rp_node *body, const struct shape *shape)
{
    if (shape->item == NULL) return rp_node_member(body, rampart_str(shape->member)) != NULL;
    const struct rp_node *list = rp_response_list(body, shape->member, shape->item);
    const struct rp_node *entry = list == NULL ? NULL : list->first;
    return entry != NULL && entry->type == RP_NODE_MAP &&
           rp_node_member(entry, rampart_str(shape->sign)) != NULL;
}

/*
 * NULL: the API cannot be told, or the response makes no sense without its arguments; then *ret_api is the name of
 * an API that responds like that, or NULL.
 */
static const struct rp_response_row *response_recognise(const struct rp_node *body, const char **ret_api)
{
    *ret_api = NULL;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const struct shape *shape = &shapes[i];
        if (!response_has_shape(body, shape)) continue;
        *ret_api = shape->api;
        if (shape->product == NULL) return NULL;
        return response_find_row(rampart_str(shape->product), rampart_str(shape->api));
    }
    return NULL;
}

/* ---- one response ---- */

enum rampart_status rp_responses_new(struct rp_builder *builder, struct rampart_str account,
                                     struct rp_responses **ret_responses)
{
    struct rp_arena *scratch = rp_builder_scratch(builder);
    struct rp_responses *responses = RP_NEW(scratch, struct rp_responses);
    RP_TRY_MEMORY(responses != NULL);
    *responses = (struct rp_responses){.builder = builder, .scratch = scratch, .id = account};
    *ret_responses = responses;
    return RAMPART_OK;
}

enum { MOST_UNUSED = 16 };

/* An export has thousands of responses of one API: each API is reported once, and only so many of them. */
static enum rampart_status response_note_unused(const struct rp_response *response,
                                                const struct rp_api_call *call)
{
    struct rp_responses *all = response->all;
    for (const struct rp_response_unused *one = all->unused; one != NULL; one = one->older)
        if (rp_str_equal(one->api, call->api) && rp_str_equal(one->product, call->product)) return RAMPART_OK;
    if (all->unused_count == MOST_UNUSED) return RAMPART_OK;
    struct rp_response_unused *noted = RP_NEW(all->scratch, struct rp_response_unused);
    RP_TRY_MEMORY(noted != NULL);
    *noted = (struct rp_response_unused){call->product, call->api, all->unused};
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted->product));
    RP_TRY(rp_keep_text(response->source, all->scratch, &noted->api));
    all->unused = noted;
    all->unused_count++;
    rp_diag(all->diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, rp_response_at(response, call->body),
            "responses of %.*s %.*s are not used", RP_ARG(rp_account_shown(call->product)),
            RP_ARG(rp_account_shown(call->api)));
    rp_diag_help(all->diags, "docs/inputs.md lists those that are");
    return RAMPART_OK;
}

static enum rampart_status response_not_placed(const struct rp_response *response, const char *api)
{
    struct rampart_diags *diags = response->all->diags;
    struct rp_at at = rp_response_at(response, response->body);
    if (api == NULL) {
        rp_diag(diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, at,
                "this response does not describe an account");
        rp_diag_help(diags, "docs/inputs.md lists those that do");
        return RAMPART_OK;
    }
    rp_diag(
        diags, RAMPART_WARNING, RP_ACC_INPUT_UNUSED, at,
        "this response cannot be used: it looks like one of %s, and the arguments of its call are not in it",
        api);
    rp_diag_help(diags, "keep the arguments: use examples/export-account.sh");
    return RAMPART_OK;
}

static enum rampart_status response_read_list(const struct rp_response *response)
{
    const struct rp_response_row *row = response->row;
    size_t total;
    const struct rp_node *list = rp_response_list(response->body, row->member, row->item);
    if (list == NULL && !(rp_response_count(response->body, "TotalCount", &total) && total == 0)) {
        rp_builder_error(response->all->builder, RP_ACC_MISSING, rp_response_at(response, response->body),
                         "%s: the list %s.%s is missing", row->api, row->member, row->item);
        rp_response_help(response);
        return RAMPART_OK;
    }
    RP_TRY(rp_response_each(response, list, row->read));
    return rp_response_note_page(response, list);
}

static enum rampart_status response_read_one(const struct rp_response *response)
{
    const struct rp_response_row *row = response->row;
    const struct rp_node *node = rp_node_member(response->body, rampart_str(row->member));
    if (node != NULL && node->type == RP_NODE_MAP) return row->read(response, node);
    rp_builder_error(response->all->builder, RP_ACC_MISSING, rp_response_at(response, response->body),
                     "%s: the map %s is missing", row->api, row->member);
    rp_response_help(response);
    return RAMPART_OK;
}

/* What the refused call would have told is not known. No decision turns on it: of what is not told nothing is known. */
static enum rampart_status response_note_refused(const struct rp_response *response, struct rampart_str error)
{
    const struct rampart_str region = rp_response_argument(response, "region"), api = rampart_str(response->row->api);
    const struct rampart_str parts[] = {api, region.len > 0 ? RP_STR("/") : RP_STR(""), region};
    struct rampart_str of, reason;
    RP_TRY_MEMORY(rp_arena_join(response->all->scratch, parts, 3, &of));
    RP_TRY_MEMORY(rp_arena_printf(response->all->scratch, &reason, "%s was refused: %.*s", response->row->api,
                                  RP_ARG(rp_str_part(error, 0, 80))));
    return rp_builder_add_gap(response->all->builder, RAMPART_GAP_UNMANAGED, of, reason.data);
}

static enum rampart_status response_read(const struct rp_response *response)
{
    const struct rp_response_row *row = response->row;
    bool passed = response->all->other && (row->products & (RP_RESPONSE_DIRECTORY | RP_RESPONSE_SSO)) == 0;
    const struct rampart_str error = rp_response_error(response->body);
    if (!passed && row->may_be_refused && error.len > 0) return response_note_refused(response, error);
    if (row->read == NULL || passed) return RAMPART_OK;
    if (row->argument != NULL && response->args == NULL) return response_not_placed(response, row->api);
    if (row->argument != NULL && rp_response_argument(response, row->argument).len == 0) {
        rp_builder_error(response->all->builder, RP_ACC_MISSING, rp_response_at(response, response->args),
                         "%s: the arguments have no %s", row->api, row->argument);
        rp_diag_help(response->all->diags, "\"args\" are the arguments of the call, by their names");
        return RAMPART_OK;
    }
    if (row->member == NULL) return row->read(response, response->body);
    return row->item != NULL ? response_read_list(response) : response_read_one(response);
}

enum rampart_status rp_responses_add(struct rp_responses *responses, const struct rp_source *source,
                                     const struct rp_api_call *call)
{
    struct rp_response response = {
        .all = responses, .source = source, .args = call->args, .body = call->body};
    const char *api = NULL;
    responses->diags = rp_builder_reading(responses->builder, source).diags;
    responses->count++;
    bool bare = call->api.len == 0, list = bare && call->body->type == RP_NODE_LIST;
    if (call->body->type != RP_NODE_MAP && !list) return response_not_placed(&response, NULL);
    response.row = bare ? response_recognise(call->body, &api) : response_find_row(call->product, call->api);
    if (response.row != NULL) return response_read(&response);
    return bare ? response_not_placed(&response, api) : response_note_unused(&response, call);
}

/* ---- complete lists ---- */

static enum rampart_status response_complete_list(struct rp_responses *responses,
                                                  const struct rp_response_lists *list,
                                                  enum rp_builder_list what)
{
    if (list->count == 0)
        return list->any ? rp_builder_incomplete(responses->builder, what, list->doubt) : RAMPART_OK;
    rp_builder_complete(responses->builder, what);
    return RAMPART_OK;
}

static enum rampart_status response_complete_memberships_of(struct rp_responses *responses,
                                                            const struct rp_response_lists *list,
                                                            enum rp_builder_kind kind)
{
    for (size_t i = 0; i < list->count; i++) {
        struct rp_builder_principal *principal;
        struct rampart_str name = rp_str_part(list->of[i], 0, rp_str_find(list->of[i], '@'));
        RP_TRY(rp_responses_principal(responses, kind, name, RP_NOWHERE, &principal));
        rp_builder_complete_for(principal, RP_BUILDER_MEMBERSHIPS);
    }
    return RAMPART_OK;
}

static enum rampart_status response_complete_memberships(struct rp_responses *responses,
                                                         const struct rp_response_lists *lists)
{
    const struct rp_response_lists *of_groups = &lists[RP_RESPONSE_USERS_OF],
                                   *of_users = &lists[RP_RESPONSE_GROUPS_OF];
    RP_TRY(response_complete_memberships_of(responses, of_groups, RP_BUILDER_GROUP));
    RP_TRY(response_complete_memberships_of(responses, of_users, RP_BUILDER_USER));
    bool by_groups = lists[RP_RESPONSE_GROUPS].count > 0 && of_groups->doubt == NULL &&
                     rp_responses_cover(responses, RP_BUILDER_GROUP, of_groups);
    bool by_users = lists[RP_RESPONSE_USERS].count > 0 && of_users->doubt == NULL &&
                    rp_responses_cover(responses, RP_BUILDER_USER, of_users);
    const char *doubt = of_groups->doubt != NULL ? of_groups->doubt : of_users->doubt;
    if (by_groups || by_users)
        rp_builder_complete(responses->builder, RP_BUILDER_MEMBERSHIPS);
    else if (doubt != NULL)
        return rp_builder_incomplete(responses->builder, RP_BUILDER_MEMBERSHIPS, doubt);
    return RAMPART_OK;
}

/* What is known for others of the directory: a list of one target that is in doubt says nothing against the rest. */
static enum rampart_status response_keep_directory(struct rp_responses *responses, const struct rp_response_lists *lists,
                                                   bool by_policies, struct rampart_str broken)
{
    struct rp_builder *builder = responses->builder;
    const struct rp_response_lists *targets = &lists[RP_RESPONSE_CONTROLS_OF];
    if (!builder->keeps_directory) return RAMPART_OK;
    builder->all_controls |= by_policies;
    builder->all_accounts |= lists[RP_RESPONSE_ACCOUNTS].count > 0;
    if (builder->directory_doubt.len == 0) builder->directory_doubt = broken;
    for (size_t i = 0; i < targets->count; i++) RP_TRY(rp_builder_note_covered(builder, targets->of[i]));
    return RAMPART_OK;
}

/* The list is complete if it was asked for of every folder up to the root, or of every control policy. */
static enum rampart_status response_complete_controls(struct rp_responses *responses,
                                                      const struct rp_response_lists *lists)
{
    const struct rp_response_lists *targets = &lists[RP_RESPONSE_TARGETS_OF];
    const char *doubt = lists[RP_RESPONSE_CONTROLS_OF].doubt;
    bool by_places;
    const struct rampart_str broken = responses->builder->incomplete[RP_BUILDER_CONTROLS];
    RP_TRY(rp_responses_add_placements(responses, &lists[RP_RESPONSE_CONTROLS_OF], &by_places));
    bool by_policies = lists[RP_RESPONSE_CONTROLS].count > 0 && targets->doubt == NULL &&
                       rp_responses_cover_controls(responses, targets);
    if (doubt == NULL) doubt = targets->doubt;
    RP_TRY(response_keep_directory(responses, lists, by_policies, broken));
    if (by_places || by_policies)
        rp_builder_complete(responses->builder, RP_BUILDER_CONTROLS);
    else if (doubt != NULL)
        return rp_builder_incomplete(responses->builder, RP_BUILDER_CONTROLS, doubt);
    return RAMPART_OK;
}

static void response_report_frozen(const struct rp_responses *responses)
{
    struct rampart_str name = rp_account_shown(responses->first_frozen_name);
    if (responses->frozen == 0) return;
    if (responses->frozen == 1)
        rp_diag(responses->diags, RAMPART_NOTE, RP_ACC_FROZEN, responses->first_frozen,
                "the user %.*s is frozen, and is evaluated as if active", RP_ARG(name));
    else
        rp_diag(responses->diags, RAMPART_NOTE, RP_ACC_FROZEN, responses->first_frozen,
                "the user %.*s and %zu more are frozen, and are evaluated as if active", RP_ARG(name),
                responses->frozen - 1);
    rp_diag_help(responses->diags, "a frozen user can do nothing; the result is for when it is active again");
}

enum rampart_status rp_responses_break_off(struct rp_responses *responses, const char *reason)
{
    if (responses->other) return rp_builder_incomplete(responses->builder, RP_BUILDER_CONTROLS, reason);
    for (int list = 0; list < RP_BUILDER_LISTS; list++)
        RP_TRY(rp_builder_incomplete(responses->builder, (enum rp_builder_list)list, reason));
    return RAMPART_OK;
}

enum rampart_status rp_responses_finish(struct rp_responses *responses)
{
    struct rp_response_lists lists[RP_RESPONSE_KINDS];
    RP_TRY(rp_responses_find_lists(responses, lists));
    RP_TRY(rp_responses_add_principals(responses));
    RP_TRY(response_complete_list(responses, &lists[RP_RESPONSE_USERS], RP_BUILDER_USERS));
    RP_TRY(response_complete_list(responses, &lists[RP_RESPONSE_GROUPS], RP_BUILDER_GROUPS));
    RP_TRY(response_complete_list(responses, &lists[RP_RESPONSE_ROLES], RP_BUILDER_ROLES));
    RP_TRY(response_complete_list(responses, &lists[RP_RESPONSE_POLICIES], RP_BUILDER_POLICIES));
    RP_TRY(response_complete_list(responses, &lists[RP_RESPONSE_GRANTS], RP_BUILDER_GRANTS));
    RP_TRY(response_complete_memberships(responses, lists));
    RP_TRY(response_complete_controls(responses, lists));
    response_report_frozen(responses);
    return RAMPART_OK;
}

/* ---- policies of resources ---- */

/* The tree of a text within a response; NULL when it makes no sense, which is no fault. */
static enum rampart_status response_read_inner(const struct rp_import_file *file, struct rampart_str text,
                                               struct rp_arena *arena, struct rp_node **ret_root)
{
    const struct rampart_options quiet = {.allocator = &arena->allocator, .limits.diagnostics = 1};
    struct rp_reading reading = rp_builder_reading(file->builder, file->source);
    struct rampart_diags *diags = NULL;
    struct rp_source source;
    RP_TRY(rampart_diags_new(&quiet, &diags));
    enum rampart_status status = rp_source_init(&source, arena, file->source->name, text);
    reading.arena = arena;
    reading.source = &source;
    reading.diags = diags;
    *ret_root = NULL;
    if (status == RAMPART_OK) status = rp_json_read(&reading, ret_root);
    rampart_diags_free(diags);
    if (status != RAMPART_OK) *ret_root = NULL;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

/* A policy that stands as a text in a member of a response. A PolicyDocument is that of an endpoint. */
static enum rampart_status response_inner_policy(const struct rp_import_file *file,
                                                 const struct rp_node *root, bool *ret_found,
                                                 struct rp_resource_policy *ret_policy)
{
    static const char *const members[] = {"Policy", "PolicyDocument"};
    enum { OF_ENDPOINT = 1 };
    struct rp_arena arena;
    enum rampart_status status = RAMPART_OK;
    rp_arena_init(&arena, &rp_builder_scratch(file->builder)->allocator);
    for (size_t i = 0; i < sizeof members / sizeof *members && status == RAMPART_OK && !*ret_found; i++) {
        const struct rp_node *member = rp_node_member(root, rampart_str(members[i]));
        struct rp_node *inner = NULL;
        if (member == NULL || member->type != RP_NODE_STRING) continue;
        status = response_read_inner(file, member->text, &arena, &inner);
        if (inner != NULL) *ret_found = rp_resource_policy_of(inner, true, ret_policy);
        if (*ret_found && i == OF_ENDPOINT) *ret_policy = rp_endpoint_policy;
    }
    rp_arena_free(&arena);
    return status;
}

/* The policy of a project tells whose it is, for all of it is about that; others may be an endpoint's, or do not tell. */
static enum rampart_status response_place_policy(const struct rp_import_file *file, const struct rp_node *root,
                                                 enum rampart_policy_kind kind, bool *ret_placed)
{
    struct rp_resource_document known = {.layer = RAMPART_LAYER_PROJECT_POLICY};
    struct rp_builder_resource *resource = NULL;
    *ret_placed = kind == RAMPART_POLICY_PROJECT && rp_resource_policy_owner(root, RP_STR("project/"), &known.of);
    if (!*ret_placed) return RAMPART_OK;
    RP_TRY(rp_builder_add_resource(file->builder, &known, (struct rp_at){file->source, root->span}, &resource));
    return rp_builder_set_resource_document(file->builder, resource, file->source, root);
}

/* An answer that names the instance, the endpoint or the AccessKey beside its policy is read as one. */
static bool response_names_owner(const struct rp_node *root)
{
    const bool endpoint = rp_node_member(root, RP_STR("VpcId")) != NULL && rp_node_member(root, RP_STR("ServiceName")) != NULL;
    return endpoint || rp_node_member(root, RP_STR("InstanceName")) != NULL ||
           rp_node_member(root, RP_STR("AccessKeyId")) != NULL;
}

enum rampart_status rp_response_resource_policy(const struct rp_import_file *file, const struct rp_node *root,
                                                bool *ret_taken)
{
    struct rp_resource_policy policy;
    *ret_taken = false;
    if (root == NULL || root->type != RP_NODE_MAP || response_names_owner(root)) return RAMPART_OK;
    bool found = rp_resource_policy_of(root, true, &policy);
    if (found) RP_TRY(response_place_policy(file, root, policy.kind, ret_taken));
    if (*ret_taken) return RAMPART_OK;
    if (!found) RP_TRY(response_inner_policy(file, root, &found, &policy));
    if (!found) return RAMPART_OK;
    struct rampart_str reason;
    RP_TRY_MEMORY(rp_arena_printf(rp_builder_scratch(file->builder), &reason, "it is %s, which is not read",
                                  rp_kind_of(policy.kind)->words));
    *ret_taken = true;
    RP_TRY(rampart_inventory_add(file->input->inventory, RAMPART_FILE_SKIPPED, file->source->name, reason));
    return rp_builder_add_layer(file->builder, file->source->name, policy.layers, reason);
}

/* ---- a file of responses ---- */

static enum rampart_status response_add_value(const struct rp_import_file *file,
                                              struct rp_responses *responses,
                                              const struct rp_reading *reading, struct rp_span part)
{
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read_part(reading, part, &root);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) return RAMPART_OK; /* reported */
    bool taken = false;
    RP_TRY(rp_response_resource_policy(file, root, &taken));
    if (taken) return RAMPART_OK;
    const struct rp_api_call call = {.body = root};
    return rp_responses_add(responses, file->source, &call);
}

/* A file may hold several responses, such as the pages that the CLI prints. */
static enum rampart_status response_add_values(const struct rp_import_file *file,
                                               struct rp_responses *responses)
{
    struct rp_arena tree;
    struct rp_reading reading = rp_builder_reading(file->builder, file->source);
    struct rp_span part = {0, 0};
    enum rampart_status status = RAMPART_OK;
    rp_arena_init(&tree, &rp_builder_scratch(file->builder)->allocator);
    reading.arena = &tree;
    while (status == RAMPART_OK && rp_json_next_value(file->source->text, part.end, &part)) {
        status = response_add_value(file, responses, &reading, part);
        rp_arena_reset(&tree);
    }
    rp_arena_free(&tree);
    return status;
}

enum rampart_status rp_responses_read(const struct rp_import_file *file)
{
    struct rp_responses *responses = file->responses;
    if (responses == NULL) RP_TRY(rp_responses_new(file->builder, file->input->account, &responses));
    RP_TRY(response_add_values(file, responses));
    return file->responses == NULL ? rp_responses_finish(responses) : RAMPART_OK;
}
