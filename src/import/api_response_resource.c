/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses about policies and settings of resources: buckets, access points, keys, secrets, projects, instances,
 * endpoints, AccessKeys. A response with a Code is a refusal, or says that there is none.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/api_response_parts.h"
#include "import/resource_layer.h"

/* ---- whose it is ---- */

/* The arguments by which calls name a bucket, and so on; any of them. */
static const char *const buckets[] = {"bucket", "BucketName", "Bucket", NULL};
static const char *const points[] = {"access-point-name", "accessPointName", "AccessPointName", NULL};
static const char *const keys[] = {"KeyId", NULL};
static const char *const secrets[] = {"SecretName", NULL};
static const char *const projects[] = {"project", "projectName", "ProjectName", NULL};
static const char *const instances[] = {"InstanceName", NULL};
static const char *const access_keys[] = {"UserAccessKeyId", "AccessKeyId", NULL};

static struct rampart_str resource_argument(const struct rp_response *response, const char *const *names)
{
    struct rampart_str found = {NULL, 0};
    for (size_t i = 0; names[i] != NULL && found.len == 0; i++) found = rp_response_argument(response, names[i]);
    if (found.len > 0) return found;
    const struct rp_node *where = response->args != NULL ? response->args : response->body;
    rp_builder_error(response->all->builder, RP_ACC_MISSING, rp_response_at(response, where),
                     "%s: the arguments have no %s", response->row->api, names[0]);
    rp_diag_help(response->all->diags, "\"args\" are the arguments of the call, by their names");
    return found;
}

/* ---- what it says ---- */

/* Source: https://help.aliyun.com/en/oss/developer-reference/getbucketpolicy, 0030-00000006. */
static bool resource_is_none(struct rampart_str error)
{
    return rp_str_equal(error, RP_STR("NoSuchBucketPolicy")) || rp_str_equal(error, RP_STR("0030-00000006"));
}

static enum rampart_status resource_refused(const struct rp_response *response, struct rp_builder_resource *resource,
                                            struct rampart_str error)
{
    struct rampart_str reason;
    RP_TRY_MEMORY(rp_arena_printf(response->all->scratch, &reason, "%s was refused: %.*s", response->row->api,
                                  RP_ARG(rp_str_part(error, 0, 80))));
    return rp_builder_resource_unknown(response->all->builder, resource, reason.data);
}

/* Adds a layer of a resource; NULL in *ret_resource: the response says that there is none, or is a refusal. */
static enum rampart_status resource_add(const struct rp_response *response, const struct rp_resource_document *known,
                                        struct rp_builder_resource **ret_resource)
{
    const struct rampart_str error = rp_response_error(response->body);
    struct rp_builder_resource *resource = NULL;
    RP_TRY(rp_builder_add_resource(response->all->builder, known, rp_response_at(response, response->body), &resource));
    *ret_resource = error.len == 0 ? resource : NULL;
    if (error.len == 0) return RAMPART_OK;
    if (!resource_is_none(error)) return resource_refused(response, resource, error);
    rp_builder_resource_none(resource);
    return RAMPART_OK;
}

static enum rampart_status resource_add_document(const struct rp_response *response,
                                                 const struct rp_resource_document *known, const struct rp_node *document)
{
    struct rp_builder_resource *resource = NULL;
    if (known->of.len == 0 && known->layer != RAMPART_LAYER_ACCESS_KEY_POLICY) return RAMPART_OK; /* reported */
    RP_TRY(resource_add(response, known, &resource));
    if (resource == NULL) return RAMPART_OK;
    if (document == NULL)
        return rp_builder_resource_unknown(response->all->builder, resource, "the response does not show it");
    return rp_builder_set_resource_document(response->all->builder, resource, response->source, document);
}

/* The body is the document. */
static enum rampart_status resource_read_bare(const struct rp_response *response, const struct rp_resource_document *known)
{
    const bool document = rp_node_member(response->body, RP_STR("Statement")) != NULL;
    return resource_add_document(response, known, document ? response->body : NULL);
}

static enum rampart_status resource_read_bucket_policy(const struct rp_response *response, const struct rp_node *body)
{
    (void)body;
    return resource_read_bare(response, &(struct rp_resource_document){.layer = RAMPART_LAYER_BUCKET_POLICY,
                                                                       .of = resource_argument(response, buckets)});
}

static enum rampart_status resource_read_point_policy(const struct rp_response *response, const struct rp_node *body)
{
    (void)body;
    return resource_read_bare(response, &(struct rp_resource_document){.layer = RAMPART_LAYER_ACCESS_POINT_POLICY,
                                                                       .of = resource_argument(response, points),
                                                                       .in = resource_argument(response, buckets)});
}

static enum rampart_status resource_read_project_policy(const struct rp_response *response, const struct rp_node *body)
{
    (void)body;
    return resource_read_bare(response, &(struct rp_resource_document){.layer = RAMPART_LAYER_PROJECT_POLICY,
                                                                       .of = resource_argument(response, projects)});
}

static enum rampart_status resource_read_key_policy(const struct rp_response *response, const struct rp_node *body)
{
    return resource_add_document(response,
                                 &(struct rp_resource_document){.layer = RAMPART_LAYER_KEY_POLICY,
                                                                .of = resource_argument(response, keys)},
                                 rp_response_document(body, "Policy"));
}

static enum rampart_status resource_read_secret_policy(const struct rp_response *response, const struct rp_node *body)
{
    return resource_add_document(response,
                                 &(struct rp_resource_document){.layer = RAMPART_LAYER_SECRET_POLICY,
                                                                .of = resource_argument(response, secrets)},
                                 rp_response_document(body, "Policy"));
}

static enum rampart_status resource_read_access_key(const struct rp_response *response, const struct rp_node *body)
{
    const bool account = rp_str_equal(rampart_str(response->row->api), RP_STR("GetAccessKeyPolicyForAccount"));
    struct rp_resource_document known = {.layer = RAMPART_LAYER_ACCESS_KEY_POLICY};
    const struct rp_node *named = account ? NULL : rp_response_optional(response, body, "AccessKeyId");
    if (!account) known.of = named != NULL ? named->text : resource_argument(response, access_keys);
    if (!account && known.of.len == 0) return RAMPART_OK; /* reported */
    return resource_add_document(response, &known, rp_response_document(body, "AccessKeyPolicy"));
}

/* ---- settings ---- */

/* A member at the end of a path, of which any beginning may be missing: answers differ in how much they wrap. */
static const struct rp_node *resource_inner(const struct rp_node *body, const char *const *path)
{
    const struct rp_node *node = body;
    for (; *path != NULL; path++) {
        const struct rp_node *next = node->type == RP_NODE_MAP ? rp_node_member(node, rampart_str(*path)) : NULL;
        if (next != NULL)
            node = next;
        else if (path[1] == NULL)
            return NULL;
    }
    return node;
}

static enum rampart_status resource_set_setting(const struct rp_response *response, struct rp_builder_resource *resource,
                                                const struct rp_node *word)
{
    if (word == NULL || word->type != RP_NODE_STRING)
        return rp_builder_resource_unknown(response->all->builder, resource, "the response does not show it");
    return rp_builder_set_resource_setting(response->all->builder, resource, response->source, word);
}

static enum rampart_status resource_read_bucket_acl(const struct rp_response *response, const struct rp_node *body)
{
    static const char *const path[] = {"AccessControlPolicy", "AccessControlList", "Grant", NULL};
    const struct rp_resource_document known = {.layer = RAMPART_LAYER_BUCKET_ACL, .of = resource_argument(response, buckets)};
    struct rp_builder_resource *resource = NULL;
    if (known.of.len == 0) return RAMPART_OK; /* reported */
    RP_TRY(resource_add(response, &known, &resource));
    return resource == NULL ? RAMPART_OK : resource_set_setting(response, resource, resource_inner(body, path));
}

static enum rampart_status resource_add_block(const struct rp_response *response, struct rampart_str of,
                                              struct rampart_str in)
{
    static const char *const path[] = {"PublicAccessBlockConfiguration", "BlockPublicAccess", NULL};
    const struct rp_resource_document known = {.layer = RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, .of = of, .in = in};
    const struct rp_node *word = resource_inner(response->body, path);
    struct rp_builder_resource *resource = NULL;
    RP_TRY(resource_add(response, &known, &resource));
    if (resource == NULL) return RAMPART_OK;
    if (word == NULL || (word->type != RP_NODE_BOOL && word->type != RP_NODE_STRING))
        return rp_builder_resource_unknown(response->all->builder, resource, "the response does not show it");
    if (rp_str_equal(word->text, RP_STR("false"))) {
        rp_builder_resource_none(resource);
        return RAMPART_OK;
    }
    return rp_builder_set_resource_setting(response->all->builder, resource, response->source, word);
}

/* Of an account, a bucket, or an access point. */
static enum rampart_status resource_read_account_block(const struct rp_response *response, const struct rp_node *body)
{
    (void)body;
    return resource_add_block(response, (struct rampart_str){NULL, 0}, (struct rampart_str){NULL, 0});
}

static enum rampart_status resource_read_block(const struct rp_response *response, const struct rp_node *body)
{
    const struct rampart_str bucket = resource_argument(response, buckets);
    (void)body;
    return bucket.len == 0 ? RAMPART_OK /* reported */ : resource_add_block(response, bucket, (struct rampart_str){NULL, 0});
}

static enum rampart_status resource_read_point_block(const struct rp_response *response, const struct rp_node *body)
{
    const struct rampart_str bucket = resource_argument(response, buckets), name = resource_argument(response, points);
    const struct rampart_str parts[] = {RP_STR("accesspoint/"), name};
    struct rampart_str of;
    (void)body;
    if (bucket.len == 0 || name.len == 0) return RAMPART_OK; /* reported */
    RP_TRY_MEMORY(rp_arena_join(response->all->scratch, parts, 2, &of));
    return resource_add_block(response, of, bucket);
}

/* ---- access points ---- */

/* From which network calls to the point may come. */
static enum rampart_status resource_read_point(const struct rp_response *response, const struct rp_node *point)
{
    static const char *const path[] = {"VpcConfiguration", "VpcId", NULL};
    const struct rp_node *name = rp_response_text(response, point, "AccessPointName"),
                         *bucket = rp_response_optional(response, point, "Bucket"),
                         *origin = rp_response_text(response, point, "NetworkOrigin");
    struct rp_builder_resource *resource = NULL;
    if (name == NULL || origin == NULL) return RAMPART_OK; /* reported */
    const struct rp_resource_document known = {
        .layer = RAMPART_LAYER_ACCESS_POINT_ORIGIN,
        .of = name->text,
        .in = bucket != NULL ? bucket->text : resource_argument(response, buckets)};
    if (rp_str_equal_fold(origin->text, RP_STR("vpc"))) origin = resource_inner(point, path);
    RP_TRY(resource_add(response, &known, &resource));
    return resource == NULL ? RAMPART_OK : resource_set_setting(response, resource, origin);
}

/* What was XML has a list of one as its only entry, and none as nothing. */
static enum rampart_status resource_read_points(const struct rp_response *response, const struct rp_node *body)
{
    static const char *const path[] = {"AccessPoints", "AccessPoint", NULL};
    const struct rp_node *list = rp_response_list(body, path[0], path[1]), *one = resource_inner(body, path);
    if (list != NULL) return rp_response_each(response, list, resource_read_point);
    return one != NULL && one->type == RP_NODE_MAP ? resource_read_point(response, one) : RAMPART_OK;
}

/* ---- instances of Tablestore ---- */

/* Two lists of words, as one word with commas. An empty one, or none, tells nothing. */
static enum rampart_status resource_read_networks(const struct rp_response *response, struct rampart_str instance)
{
    static const char *const members[] = {"NetworkTypeACL", "NetworkSourceACL"};
    struct rp_builder_resource *resource = NULL;
    struct rp_node word = {.type = RP_NODE_STRING};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct rp_node *list = rp_node_member(response->body, rampart_str(members[i]));
        if (list == NULL || list->type != RP_NODE_LIST) continue;
        for (const struct rp_node *value = list->first; value != NULL; value = value->next) {
            const struct rampart_str parts[] = {word.text, word.text.len > 0 ? RP_STR(",") : RP_STR(""), value->text};
            if (value->type != RP_NODE_STRING) return RAMPART_OK;
            RP_TRY_MEMORY(rp_arena_join(response->all->scratch, parts, 3, &word.text));
            word.span = list->span;
        }
    }
    const struct rp_resource_document known = {.layer = RAMPART_LAYER_NETWORK_ACL, .of = instance};
    if (word.text.len == 0) return RAMPART_OK;
    RP_TRY(resource_add(response, &known, &resource));
    return resource == NULL ? RAMPART_OK
                            : rp_builder_set_resource_setting(response->all->builder, resource, response->source, &word);
}

static enum rampart_status resource_read_instance(const struct rp_response *response, const struct rp_node *body)
{
    const struct rp_node *named = rp_response_optional(response, body, "InstanceName"),
                         *policy = rp_node_member(body, RP_STR("Policy"));
    const struct rp_resource_document known = {.layer = RAMPART_LAYER_INSTANCE_POLICY,
                                               .of = named != NULL ? named->text : resource_argument(response, instances)};
    struct rp_builder_resource *resource = NULL;
    if (known.of.len == 0) return RAMPART_OK; /* reported */
    RP_TRY(resource_read_networks(response, known.of));
    if (policy == NULL || policy->type != RP_NODE_STRING || policy->text.len > 0)
        return resource_add_document(response, &known, rp_response_document(body, "Policy"));
    RP_TRY(resource_add(response, &known, &resource));
    if (resource != NULL) rp_builder_resource_none(resource);
    return RAMPART_OK;
}

/* ---- endpoints ---- */

static enum rampart_status resource_read_endpoint(const struct rp_response *response, const struct rp_node *endpoint)
{
    const struct rp_node *id = rp_response_text(response, endpoint, "EndpointId"),
                         *vpc = rp_response_text(response, endpoint, "VpcId"),
                         *name = rp_response_text(response, endpoint, "ServiceName");
    if (id == NULL || vpc == NULL || name == NULL) return RAMPART_OK; /* reported */
    const struct rampart_str service = rp_layer_endpoint_service(name->text);
    const struct rp_node *document = rp_response_document(endpoint, "PolicyDocument");
    if (service.len == 0 || document == NULL) return RAMPART_OK; /* it lets everything pass */
    const struct rampart_str of[] = {service, RP_STR("/"), vpc->text}, names[] = {RP_STR("endpoint/"), id->text};
    struct rp_resource_document known = {.layer = RAMPART_LAYER_ENDPOINT_POLICY, .in = id->text};
    struct rp_builder_resource *resource = NULL;
    RP_TRY_MEMORY(rp_arena_join(response->all->scratch, of, 3, &known.of));
    RP_TRY(rp_builder_add_resource(response->all->builder, &known, rp_response_at(response, endpoint), &resource));
    RP_TRY(rp_builder_name_resource(response->all->builder, resource, names, 2));
    return rp_builder_set_resource_document(response->all->builder, resource, response->source, document);
}

/* ---- the APIs ---- */

enum { OSS = RP_RESPONSE_OSS, KMS = RP_RESPONSE_KMS, SLS = RP_RESPONSE_SLS, OTS = RP_RESPONSE_OTS, VPC = RP_RESPONSE_VPC };

static const struct rp_response_row rows[] = {
    {OSS, "GetBucketPolicy", .read = resource_read_bucket_policy},
    {OSS, "GetAccessPointPolicy", .read = resource_read_point_policy},
    {OSS, "GetBucketAcl", .read = resource_read_bucket_acl},
    {OSS, "GetBucketPublicAccessBlock", .read = resource_read_block},
    {OSS, "GetAccessPointPublicAccessBlock", .read = resource_read_point_block},
    {OSS, "GetPublicAccessBlock", .read = resource_read_account_block},
    {OSS, "ListAccessPoints", .may_be_refused = true, .read = resource_read_points},
    {KMS, "GetKeyPolicy", .read = resource_read_key_policy},
    {KMS, "GetSecretPolicy", .read = resource_read_secret_policy},
    {SLS, "GetProjectPolicy", .read = resource_read_project_policy},
    {OTS, "GetInstance", .read = resource_read_instance},
    {VPC, "ListVpcGatewayEndpoints", .may_be_refused = true, .member = "Endpoints", .item = "Endpoint", .read = resource_read_endpoint},
    {VPC, "GetVpcGatewayEndpointAttribute", .may_be_refused = true, .read = resource_read_endpoint},
    {VPC, "ListVpcEndpoints", .may_be_refused = true, .member = "Endpoints", .item = "Endpoint", .read = resource_read_endpoint},
    {VPC, "GetVpcEndpointAttribute", .may_be_refused = true, .read = resource_read_endpoint},
    {RP_RESPONSE_IMS, "GetAccessKeyPolicy", .read = resource_read_access_key},
    {RP_RESPONSE_IMS, "GetAccessKeyPolicyForAccount", .read = resource_read_access_key},
    /* They tell whose policies to ask for. */
    {OSS, "ListBuckets", .may_be_refused = true},
    {KMS, "ListKeys", .may_be_refused = true},
    {KMS, "ListSecrets", .may_be_refused = true},
    {SLS, "ListProject", .may_be_refused = true},
    {OTS, "ListInstances", .may_be_refused = true},
};

const struct rp_response_table rp_response_resource = {rows, sizeof rows / sizeof *rows};
