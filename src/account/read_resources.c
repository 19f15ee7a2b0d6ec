/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What buckets, keys, secrets, projects and instances of the account have, or that they have none: policies and
 * settings. And what stands before them: endpoints, AccessKeys, and whether public access is blocked.
 */
#include "account/gaps.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/setting.h"

/* Documents in the making, whose number is not known before all members were seen. */
static enum rampart_status read_resources_add(struct rp_account_reader *reader,
                                              const struct rp_resource_document *document)
{
    struct rampart_account *account = reader->account;
    struct rp_resource_document *documents =
        rp_arena_grow(&account->arena, reader->resources, account->resource_document_count, &reader->resource_room,
                      sizeof *documents);
    RP_TRY_MEMORY(documents != NULL);
    documents[account->resource_document_count++] = *document;
    account->resource_documents = reader->resources = documents;
    account->document_layers |= rp_account_document_layers(document, 1);
    return RAMPART_OK;
}

/* The path of a document, the document, or the word none. `name` is that of the document, for reports. */
static enum rampart_status read_resources_document(struct rp_account_reader *reader, const struct rp_node *node,
                                                   struct rampart_str name, enum rampart_policy_kind kind,
                                                   struct rp_resource_document document)
{
    if (node == NULL) return RAMPART_OK;
    document.none = node->type == RP_NODE_STRING && rp_str_equal(node->text, RP_STR("none"));
    if (!document.none)
        RP_TRY(rp_account_resource_document(reader, node, (struct rp_document_of){RP_OF_RESOURCE, name}, kind,
                                            &document.policy));
    return read_resources_add(reader, &document);
}

/* A word that decides as a policy does. */
static enum rampart_status read_resources_word(struct rp_account_reader *reader, struct rampart_str name,
                                               struct rp_value word, struct rp_resource_document document)
{
    struct rampart_policy *policy = RP_NEW(&reader->account->arena, struct rampart_policy);
    RP_TRY_MEMORY(policy != NULL);
    policy->name = name;
    policy->source = &reader->account->source;
    document.policy = policy;
    enum rampart_status status = rp_setting_parse(&reader->reading, document.layer, word, policy);
    if (status != RAMPART_OK) return rp_account_note(reader, status);
    return read_resources_add(reader, &document);
}

static enum rampart_status read_resources_setting(struct rp_account_reader *reader, const struct rp_node *node,
                                                  struct rampart_str name, struct rp_resource_document document)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_STRING, node->key, "a word")) return RAMPART_OK;
    return read_resources_word(reader, name, (struct rp_value){node->text, node->span}, document);
}

/* `blockPublicAccess: true`; that it is false says of this level alone that it does not block. */
static enum rampart_status read_resources_block(struct rp_account_reader *reader, const struct rp_node *node,
                                                struct rampart_str name, struct rampart_str of, struct rampart_str in)
{
    struct rp_resource_document document = {.layer = RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, .of = of, .in = in};
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_BOOL, node->key, "true or false")) return RAMPART_OK;
    document.none = rp_str_equal(node->text, RP_STR("false"));
    if (document.none) return read_resources_add(reader, &document);
    return read_resources_word(reader, name, (struct rp_value){node->text, node->span}, document);
}

static enum rampart_status read_resources_join(struct rp_account_reader *reader, struct rampart_str a,
                                               struct rampart_str between, struct rampart_str b,
                                               struct rampart_str *ret_text)
{
    const struct rampart_str parts[] = {a, between, b};
    return rp_arena_join(&reader->account->arena, parts, 3, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- ACLs of objects ---- */

/* A key, or the beginning of keys with a star behind it. */
static bool read_resources_is_key(struct rampart_str key)
{
    if (key.len > 0 && key.data[key.len - 1] == '*') key.len--;
    for (size_t i = 0; i < key.len; i++)
        if (key.data[i] == '*' || key.data[i] == '?') return false;
    return true;
}

static enum rampart_status read_resources_object_acls(struct rp_account_reader *reader, const struct rp_node *node,
                                                      struct rampart_str name, struct rampart_str bucket)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from objects to their ACLs"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        struct rp_resource_document document = {.layer = RAMPART_LAYER_OBJECT_ACL};
        if (member->key.len == 0 || !read_resources_is_key(member->key)) {
            rp_account_error(reader, RP_ACC_NAME, member->key_span, "this names no objects: \"%.*s\"",
                             RP_ARG(rp_account_shown(member->key)));
            rp_diag_help(reader->reading.diags, "write the object's key, or the beginning of keys and one * at the end");
            continue;
        }
        RP_TRY(read_resources_join(reader, bucket, RP_STR("/"), member->key, &document.of));
        RP_TRY(read_resources_setting(reader, member, name, document));
    }
    return RAMPART_OK;
}

/* ---- access points ---- */

enum { POINT_POLICY, POINT_ORIGIN, POINT_BLOCK, POINT_MEMBERS };
static const char *const point_members[] = {"policy", "networkOrigin", "blockPublicAccess"};
static const struct rp_account_shape point_shape = {
    "an access point", "an access point has policy, networkOrigin and blockPublicAccess", point_members, POINT_MEMBERS};

/* A name is one resource: no pattern, and no path. */
static bool read_resources_is_name(struct rampart_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] == '*' || name.data[i] == '?' || name.data[i] == '/' || name.data[i] == ':') return false;
    return name.len > 0;
}

static bool read_resources_check_name(struct rp_account_reader *reader, const struct rp_node *member, const char *help)
{
    if (read_resources_is_name(member->key)) return true;
    rp_account_error(reader, RP_ACC_NAME, member->key_span, "this is no name: \"%.*s\"",
                     RP_ARG(rp_account_shown(member->key)));
    rp_diag_help(reader->reading.diags, "%s", help);
    return false;
}

/* What is blocked for the bucket is blocked for its access points as well, and only both together say that it is not. */
static enum rampart_status read_resources_point_block(struct rp_account_reader *reader, const struct rp_node *own,
                                                      const struct rp_node *buckets, struct rampart_str point,
                                                      struct rampart_str bucket)
{
    const bool blocked = buckets != NULL && buckets->type == RP_NODE_BOOL && rp_str_equal(buckets->text, RP_STR("true"));
    struct rampart_str of;
    RP_TRY(read_resources_join(reader, RP_STR("accesspoint"), RP_STR("/"), point, &of));
    if (own != NULL && !rp_account_is(reader, own, RP_NODE_BOOL, own->key, "true or false")) return RAMPART_OK;
    if (blocked) return read_resources_block(reader, buckets, point, of, RP_STR(""));
    if (own != NULL && (buckets != NULL || rp_str_equal(own->text, RP_STR("true"))))
        return read_resources_block(reader, own, point, of, bucket);
    return RAMPART_OK;
}

static enum rampart_status read_resources_points(struct rp_account_reader *reader, const struct rp_node *node,
                                                 const struct rp_node *block, struct rampart_str bucket)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from names to access points"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        const struct rp_node *members[POINT_MEMBERS] = {NULL};
        struct rampart_str name;
        if (!read_resources_check_name(reader, member, "write the access point's name, such as ap-01") ||
            !rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with policy and networkOrigin"))
            continue;
        RP_TRY(read_resources_join(reader, RP_STR("oss"), RP_STR(":accesspoint/"), member->key, &name));
        rp_account_members(reader, member, &point_shape, members);
        RP_TRY(read_resources_document(
            reader, members[POINT_POLICY], name, RAMPART_POLICY_ACCESS_POINT,
            (struct rp_resource_document){
                .layer = RAMPART_LAYER_ACCESS_POINT_POLICY, .of = member->key, .in = bucket}));
        RP_TRY(read_resources_setting(
            reader, members[POINT_ORIGIN], name,
            (struct rp_resource_document){
                .layer = RAMPART_LAYER_ACCESS_POINT_ORIGIN, .of = member->key, .in = bucket}));
        RP_TRY(read_resources_point_block(reader, members[POINT_BLOCK], block, member->key, bucket));
    }
    return RAMPART_OK;
}

/* ---- network ACLs ---- */

/* The list becomes one word, with commas. */
static enum rampart_status read_resources_network(struct rp_account_reader *reader, const struct rp_node *node,
                                                  struct rampart_str name, struct rampart_str of)
{
    struct rp_value word = {{NULL, 0}, {0, 0}};
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of networks")) return RAMPART_OK;
    word.span = node->span;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        if (!rp_account_is(reader, value, RP_NODE_STRING, node->key, "a list of words")) return RAMPART_OK;
        if (value == node->first)
            word.text = value->text;
        else
            RP_TRY(read_resources_join(reader, word.text, RP_STR(","), value->text, &word.text));
    }
    return read_resources_word(reader, name, word,
                               (struct rp_resource_document){.layer = RAMPART_LAYER_NETWORK_ACL, .of = of});
}

/* ---- resourcePolicies ---- */

enum { POLICY, ACL, OBJECT_ACL, BLOCK, ACCESS_POINTS, NETWORK_ACL, MOST_MEMBERS };

/* How a resource is written, and what stands behind that is its name. */
static const struct form {
    struct rampart_str head;
    enum rampart_layer layer;
    enum rampart_policy_kind kind;
    struct rp_account_shape shape;
} forms[] = {
    {{"oss:", 4},
     RAMPART_LAYER_BUCKET_POLICY,
     RAMPART_POLICY_BUCKET,
     {"a bucket", "a bucket has policy, acl, objectAcl, blockPublicAccess and accessPoints",
      (const char *const[]){"policy", "acl", "objectAcl", "blockPublicAccess", "accessPoints"}, NETWORK_ACL}},
    {{"ossvector:", 10},
     RAMPART_LAYER_BUCKET_POLICY,
     RAMPART_POLICY_BUCKET,
     {"a vector bucket", "a vector bucket has policy: a document, or none", (const char *const[]){"policy"}, ACL}},
    {{"kms:key/", 8},
     RAMPART_LAYER_KEY_POLICY,
     RAMPART_POLICY_KEY,
     {"a key", "a key has policy: a document, or none", (const char *const[]){"policy"}, ACL}},
    {{"kms:secret/", 11},
     RAMPART_LAYER_SECRET_POLICY,
     RAMPART_POLICY_SECRET,
     {"a secret", "a secret has policy: a document, or none", (const char *const[]){"policy"}, ACL}},
    {{"log:", 4},
     RAMPART_LAYER_PROJECT_POLICY,
     RAMPART_POLICY_PROJECT,
     {"a project", "a project has policy: a document, or none", (const char *const[]){"policy"}, ACL}},
    {{"ots:", 4},
     RAMPART_LAYER_INSTANCE_POLICY,
     RAMPART_POLICY_INSTANCE,
     {"an instance", "an instance has policy and networkAcl", (const char *const[]){"policy", "networkAcl"}, 2}},
};

static const struct form *read_resources_form(struct rp_account_reader *reader, const struct rp_node *member)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (rp_str_starts(member->key, forms[i].head) &&
            read_resources_is_name(rp_str_from(member->key, forms[i].head.len)))
            return &forms[i];
    rp_account_error(reader, RP_ACC_NAME, member->key_span, "this is not the name of a resource: \"%.*s\"",
                     RP_ARG(rp_account_shown(member->key)));
    rp_diag_help(reader->reading.diags, "write oss:BUCKET, ossvector:BUCKET, kms:key/ID, kms:secret/NAME, log:PROJECT or ots:INSTANCE");
    return NULL;
}

static enum rampart_status read_resources_bucket(struct rp_account_reader *reader, struct rampart_str name,
                                                 struct rampart_str of, const struct rp_node *const *members)
{
    RP_TRY(read_resources_setting(reader, members[ACL], name,
                                  (struct rp_resource_document){.layer = RAMPART_LAYER_BUCKET_ACL, .of = of}));
    RP_TRY(read_resources_object_acls(reader, members[OBJECT_ACL], name, of));
    RP_TRY(read_resources_block(reader, members[BLOCK], name, of, RP_STR("")));
    return read_resources_points(reader, members[ACCESS_POINTS], members[BLOCK], of);
}

static enum rampart_status read_resources_one(struct rp_account_reader *reader, const struct rp_node *member)
{
    const struct rp_node *members[MOST_MEMBERS] = {NULL}, *whole = NULL;
    const struct form *form = read_resources_form(reader, member);
    if (!rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with policy") || form == NULL) return RAMPART_OK;
    const bool vector = rp_str_equal(form->head, RP_STR("ossvector:"));
    struct rampart_str of = rp_str_from(member->key, form->head.len);
    if (vector) /* a bucket of OSS may have its name */
        RP_TRY(read_resources_join(reader, RP_STR("bucket"), RP_STR("/"), of, &of));
    RP_TRY(rp_account_unfold(reader, member, &whole));
    rp_account_members(reader, whole, &form->shape, members);
    RP_TRY(read_resources_document(reader, members[POLICY], member->key, form->kind,
                                   (struct rp_resource_document){.layer = form->layer, .of = of}));
    if (form->layer == RAMPART_LAYER_BUCKET_POLICY && !vector)
        return read_resources_bucket(reader, member->key, of, members);
    if (form->layer == RAMPART_LAYER_INSTANCE_POLICY)
        return read_resources_network(reader, members[ACL], member->key, of);
    return RAMPART_OK;
}

enum rampart_status rp_account_resource_policies(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from resources to their policies"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        RP_TRY(read_resources_one(reader, member));
    return RAMPART_OK;
}

/* ---- endpointPolicies ---- */

enum { WAY_VPC, WAY_SERVICE, WAY_POLICY, WAY_MEMBERS };
static const char *const way_members[] = {"vpc", "service", "policy"};
static const struct rp_account_shape way_shape = {"an endpoint", "an endpoint has vpc, service and policy", way_members,
                                                  WAY_MEMBERS};

static bool read_resources_has(struct rp_account_reader *reader, const struct rp_node *owner, const struct rp_node *node,
                               const char *name)
{
    if (node != NULL) return rp_account_is(reader, node, RP_NODE_STRING, node->key, "a word");
    rp_account_error(reader, RP_ACC_MISSING, owner->key_span, "the endpoint has no %s", name);
    return false;
}

/* It is found by the VPC and the service that lie on its two sides. */
static enum rampart_status read_resources_way(struct rp_account_reader *reader, const struct rp_node *member)
{
    const struct rp_node *members[WAY_MEMBERS] = {NULL}, *whole = NULL;
    struct rp_resource_document document = {.layer = RAMPART_LAYER_ENDPOINT_POLICY};
    struct rampart_str name;
    if (!read_resources_check_name(reader, member, "write the endpoint's id, such as ep-1") ||
        !rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with vpc, service and policy"))
        return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, member, &whole));
    rp_account_members(reader, whole, &way_shape, members);
    const bool placed = read_resources_has(reader, member, members[WAY_VPC], "vpc"),
               served = read_resources_has(reader, member, members[WAY_SERVICE], "service");
    if (!placed || !served) return RAMPART_OK;
    const struct rampart_str service = members[WAY_SERVICE]->text;
    if (!rp_str_equal(service, RP_STR("oss")) && !rp_str_equal(service, RP_STR("aiworkspace"))) {
        rp_account_error(reader, RP_ACC_NAME, members[WAY_SERVICE]->span,
                         "endpoints of this service have no policy of their own: \"%.*s\"",
                         RP_ARG(rp_account_shown(service)));
        rp_diag_help(reader->reading.diags, "those of oss and aiworkspace have");
        return RAMPART_OK;
    }
    RP_TRY(read_resources_join(reader, service, RP_STR("/"), members[WAY_VPC]->text, &document.of));
    RP_TRY(read_resources_join(reader, RP_STR("endpoint"), RP_STR("/"), member->key, &name));
    document.in = member->key;
    return read_resources_document(reader, members[WAY_POLICY], name, RAMPART_POLICY_ENDPOINT, document);
}

enum rampart_status rp_account_endpoint_policies(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from ids to endpoints"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        RP_TRY(read_resources_way(reader, member));
    return RAMPART_OK;
}

/* ---- instanceRolePolicies ---- */

enum { INSTANCE_ROLE, INSTANCE_POLICY, INSTANCE_MEMBERS };
static const char *const instance_members[] = {"role", "policy"};
static const struct rp_account_shape instance_shape = {"an instance", "an instance has role and policy", instance_members,
                                                       INSTANCE_MEMBERS};

static bool read_resources_has_role(struct rp_account_reader *reader, const struct rp_node *role)
{
    const struct rampart_str nothing = {NULL, 0};
    if (rp_account_role(reader->account, role->text) != NULL) return true;
    if (rp_gaps_have(reader->account, RAMPART_GAP_ROLES, nothing)) return true;
    rp_account_error(reader, RP_ACC_NAME, role->span, "there is no role \"%.*s\"", RP_ARG(rp_account_shown(role->text)));
    rp_diag_help(reader->reading.diags, "write the name of a role of the account");
    return false;
}

/* What the attachment of a role to an instance limits the role to; without a policy or a role that is not known. */
static enum rampart_status read_resources_instance(struct rp_account_reader *reader, const struct rp_node *member)
{
    const struct rp_node *members[INSTANCE_MEMBERS] = {NULL}, *whole = NULL;
    struct rp_resource_document document = {.layer = RAMPART_LAYER_SESSION, .of = member->key};
    struct rampart_str name;
    if (!read_resources_check_name(reader, member, "write the instance's id, such as i-0a1b") ||
        !rp_account_is(reader, member, RP_NODE_MAP, member->key, "a map with role and policy"))
        return RAMPART_OK;
    RP_TRY(rp_account_unfold(reader, member, &whole));
    rp_account_members(reader, whole, &instance_shape, members);
    const struct rp_node *role = members[INSTANCE_ROLE];
    if (role != NULL && (!rp_account_is(reader, role, RP_NODE_STRING, role->key, "a role's name") ||
                         !read_resources_has_role(reader, role)))
        return RAMPART_OK;
    if (role != NULL) document.in = role->text;
    if (members[INSTANCE_POLICY] == NULL) return read_resources_add(reader, &document);
    RP_TRY(read_resources_join(reader, RP_STR("instance"), RP_STR("/"), member->key, &name));
    return read_resources_document(reader, members[INSTANCE_POLICY], name, RAMPART_POLICY_SESSION, document);
}

enum rampart_status rp_account_instance_role_policies(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from instances to their roles"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        RP_TRY(read_resources_instance(reader, member));
    return RAMPART_OK;
}

/* ---- accessKeyPolicies, blockPublicAccess ---- */

enum rampart_status rp_account_access_key_policies(struct rp_account_reader *reader, const struct rp_node *node)
{
    if (node == NULL ||
        !rp_account_is(reader, node, RP_NODE_MAP, node->key, "a map from account and ids of AccessKeys to policies"))
        return RAMPART_OK;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        struct rp_resource_document document = {.layer = RAMPART_LAYER_ACCESS_KEY_POLICY, .of = member->key};
        struct rampart_str name;
        if (!read_resources_check_name(reader, member, "write account, or the id of an AccessKey")) continue;
        if (rp_str_equal(member->key, RP_STR("account"))) document.of = RP_STR("");
        RP_TRY(read_resources_join(reader, RP_STR("accesskey"), RP_STR("/"), member->key, &name));
        RP_TRY(read_resources_document(reader, member, name, RAMPART_POLICY_ACCESS_KEY, document));
    }
    return RAMPART_OK;
}

enum rampart_status rp_account_block_public_access(struct rp_account_reader *reader, const struct rp_node *node)
{
    return read_resources_block(reader, node, RP_STR("account"), RP_STR(""), RP_STR(""));
}
