/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Policies of resources that were read". */
#include "policy/setting.h"

#include "base/str.h"
#include "base/try.h"
#include "catalog/acls.h"
#include "policy/parse.h"

/* A document in the making: each of its statements allows something to everybody. */
struct making {
    struct rp_arena *arena;
    struct rp_node *root, *statements;
};

static const struct rampart_str everything = {"*", 1};

static enum rampart_status setting_begin(struct making *making)
{
    RP_TRY(rp_make_map(making->arena, NULL, rp_no_key, &making->root));
    RP_TRY(rp_make_text(making->arena, making->root, RP_STR("Version"), RP_STR("1")));
    return rp_make_list(making->arena, making->root, RP_STR("Statement"), &making->statements);
}

static enum rampart_status setting_add_allow(const struct making *making, struct rp_node **ret_statement)
{
    RP_TRY(rp_make_map(making->arena, making->statements, rp_no_key, ret_statement));
    RP_TRY(rp_make_text(making->arena, *ret_statement, RP_STR("Effect"), RP_STR("Allow")));
    RP_TRY(rp_make_text(making->arena, *ret_statement, RP_STR("Principal"), everything));
    return rp_make_text(making->arena, *ret_statement, RP_STR("Resource"), everything);
}

/* A statement about all actions that is bound to conditions, which are yet to be added. */
static enum rampart_status setting_add_bound(const struct making *making, struct rp_node **ret_conditions)
{
    struct rp_node *statement = NULL;
    RP_TRY(setting_add_allow(making, &statement));
    RP_TRY(rp_make_text(making->arena, statement, RP_STR("Action"), everything));
    return rp_make_map(making->arena, statement, RP_STR("Condition"), ret_conditions);
}

static enum rampart_status setting_add_condition(const struct making *making, struct rp_node *conditions,
                                                 struct rampart_str op, struct rampart_str key, struct rampart_str value)
{
    struct rp_node *keys = NULL;
    RP_TRY(rp_make_map(making->arena, conditions, op, &keys));
    return rp_make_text(making->arena, keys, key, value);
}

/* ---- the settings ---- */

typedef enum rampart_status make_setting(const struct making *making, struct rampart_str word);

/* Actions are written without their service in the table. */
static enum rampart_status setting_add_actions(const struct making *making, struct rp_node *list,
                                               struct rampart_str names)
{
    while (names.len > 0) {
        const size_t end = rp_str_find(names, ' ');
        const struct rampart_str parts[] = {RP_STR("oss:"), rp_str_part(names, 0, end)};
        struct rampart_str action;
        RP_TRY_MEMORY(rp_arena_join(making->arena, parts, 2, &action));
        RP_TRY(rp_make_text(making->arena, list, rp_no_key, action));
        names = rp_str_from(names, end + 1);
    }
    return RAMPART_OK;
}

/* What is not public, or is as the bucket is, lets nobody in by itself. */
static enum rampart_status setting_make_acl(const struct making *making, struct rampart_str word)
{
    struct rampart_str actions, listing;
    struct rp_node *statement = NULL, *list = NULL;
    if (!rp_acl_actions(word, &actions, &listing)) return RAMPART_OK;
    RP_TRY(setting_add_allow(making, &statement));
    RP_TRY(rp_make_list(making->arena, statement, RP_STR("Action"), &list));
    RP_TRY(setting_add_actions(making, list, actions));
    return setting_add_actions(making, list, listing);
}

static enum rampart_status setting_make_origin(const struct making *making, struct rampart_str word)
{
    struct rp_node *conditions = NULL;
    RP_TRY(setting_add_bound(making, &conditions));
    if (rp_str_equal(word, RP_STR("internet"))) return RAMPART_OK;
    return setting_add_condition(making, conditions, RP_STR("StringEquals"), RP_STR("acs:SourceVpc"), word);
}

/*
 * A request of a VPC names it; the classic network has private addresses, and the internet public ones. One that came
 * through the cloud's own proxy counts as such, wherever it is from.
 */
static enum rampart_status setting_make_network(const struct making *making, struct rampart_str word)
{
    static const struct rampart_str private = {"10.0.0.0/8", 10};
    const bool proxy = rp_str_equal(word, RP_STR("TRUST_PROXY")), vpc = rp_str_equal(word, RP_STR("VPC"));
    const bool classic = rp_str_equal(word, RP_STR("CLASSIC"));
    struct rp_node *conditions = NULL;
    RP_TRY(setting_add_bound(making, &conditions));
    if (proxy)
        return setting_add_condition(making, conditions, RP_STR("Bool"), RP_STR("ots:IsFromTrustProxy"), RP_STR("true"));
    RP_TRY(setting_add_condition(making, conditions, RP_STR("Null"), RP_STR("acs:SourceVpc"),
                                 vpc ? RP_STR("false") : RP_STR("true")));
    if (vpc) return RAMPART_OK;
    return setting_add_condition(making, conditions, classic ? RP_STR("IpAddress") : RP_STR("NotIpAddress"),
                                 RP_STR("acs:SourceIp"), private);
}

/* It takes statements out of others, and has none. */
static enum rampart_status setting_make_nothing(const struct making *making, struct rampart_str word)
{
    (void)making;
    (void)word;
    return RAMPART_OK;
}

static const struct form {
    enum rampart_layer layer;
    const char *words[5];
    bool list; /* several words, with commas between them */
    bool vpc;  /* or the id of a VPC */
    const char *help;
    make_setting *make;
} forms[] = {
    {RAMPART_LAYER_OBJECT_ACL,
     {"private", "public-read", "public-read-write", "default"},
     false,
     false,
     "an ACL is private, public-read, public-read-write, or of an object default",
     setting_make_acl},
    {RAMPART_LAYER_BUCKET_ACL,
     {"private", "public-read", "public-read-write"},
     false,
     false,
     "an ACL is private, public-read or public-read-write",
     setting_make_acl},
    {RAMPART_LAYER_ACCESS_POINT_ORIGIN,
     {"internet"},
     false,
     true,
     "write internet, or the VPC that an access point takes calls from: vpc-…",
     setting_make_origin},
    {RAMPART_LAYER_NETWORK_ACL,
     {"INTERNET", "VPC", "CLASSIC", "TRUST_PROXY"},
     true,
     false,
     "the networks are INTERNET, VPC and CLASSIC, and TRUST_PROXY is the console's proxy",
     setting_make_network},
    {RAMPART_LAYER_PUBLIC_ACCESS_BLOCK,
     {"true", "false"},
     false,
     false,
     "public access is blocked, true, or not, false",
     setting_make_nothing},
};

/* ---- reading ---- */

enum rampart_status rp_policy_parse_made(const struct rp_reading *reading, const struct rp_node *root,
                                         struct rampart_policy *policy)
{
    const struct rampart_options options = {.allocator = &reading->arena->allocator, .limits.diagnostics = 1};
    const enum rampart_policy_kind kind = policy->kind;
    struct rampart_limits limits = *reading->limits;
    struct rp_reading own = *reading;
    limits.statements = SIZE_MAX; /* their number was checked: one list of what it was made of may be two of them */
    own.limits = &limits;
    own.assumed = 0; /* the cloud never sees such a document, and refuses nothing in it */
    own.diags = NULL;
    RP_TRY(rampart_diags_new(&options, &own.diags));
    policy->kind = RAMPART_POLICY_ENDPOINT;
    enum rampart_status status = rp_policy_parse(&own, root, policy);
    policy->kind = kind;
    rampart_diags_free(own.diags);
    return status;
}

static bool setting_knows(const struct form *form, struct rampart_str word)
{
    for (size_t i = 0; i < sizeof form->words / sizeof *form->words && form->words[i] != NULL; i++)
        if (rp_str_equal(word, rampart_str(form->words[i]))) return true;
    return form->vpc && rp_str_starts(word, RP_STR("vpc-")) && !rp_has_wildcard(word);
}

/* The places of what was made are that of the setting. */
static void setting_place(struct rp_node *node, struct rp_span span)
{
    node->span = node->key_span = span;
    for (struct rp_node *child = node->first; child != NULL; child = child->next) setting_place(child, span);
}

static enum rampart_status setting_refuse(const struct rp_reading *reading, const struct form *form,
                                          struct rp_span span, struct rampart_str word)
{
    const struct rp_at at = {reading->source, span};
    const bool nowhere = reading->source->name.len == 0; /* it stands in no file */
    rp_diag(reading->diags, RAMPART_ERROR, RP_DOC_SETTING, nowhere ? RP_NOWHERE : at, "%s cannot be \"%.*s\"",
            rampart_layer_name(form->layer), RP_ARG(rp_str_part(word, 0, 80)));
    rp_diag_help(reading->diags, "%s", form->help);
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status setting_make_all(const struct rp_reading *reading, const struct form *form,
                                            struct rp_value setting, const struct making *making)
{
    struct rampart_str left = setting.text;
    do {
        const size_t end = form->list ? rp_str_find(left, ',') : left.len;
        const struct rampart_str word = rp_str_part(left, 0, end);
        if (!setting_knows(form, word)) return setting_refuse(reading, form, setting.span, word);
        RP_TRY(form->make(making, word));
        left = rp_str_from(left, end < left.len ? end + 1 : end);
    } while (left.len > 0);
    return RAMPART_OK;
}

static const struct form *setting_form(enum rampart_layer layer)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].layer == layer) return &forms[i];
    return NULL;
}

enum rampart_status rp_setting_parse(const struct rp_reading *reading, enum rampart_layer layer, struct rp_value setting,
                                     struct rampart_policy *policy)
{
    const struct form *form = setting_form(layer);
    struct making making = {.arena = reading->arena};
    if (form == NULL) {
        rp_diag(reading->diags, RAMPART_ERROR, RP_DOC_SETTING, (struct rp_at){reading->source, setting.span},
                "%s is no setting, but a document", rampart_layer_name(layer));
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(setting_begin(&making));
    RP_TRY(setting_make_all(reading, form, setting, &making));
    setting_place(making.root, setting.span);
    policy->kind = RAMPART_POLICY_ENDPOINT;
    policy->setting = setting.text;
    policy->setting_layer = layer;
    return rp_policy_parse_made(reading, making.root, policy);
}
