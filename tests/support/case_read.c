/* SPDX-License-Identifier: Apache-2.0 */
#include "support/case_read.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/render.h"

#define ALLOW_ALL "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"

struct reader {
    struct rp_arena *arena;
    struct test_case *into;
    const char *wrong; /* NULL: nothing */
};

static void wrong(struct reader *reader, const char *how)
{
    if (reader->wrong == NULL) reader->wrong = how;
}

static const struct rp_node *member(const struct rp_node *map, const char *key)
{
    return rp_node_member(map, rampart_str(key));
}

static bool is(const struct rp_node *node, const char *text)
{
    return node != NULL && node->type == RP_NODE_STRING && rp_str_equal(node->text, rampart_str(text));
}

/* A document of statements: one map or a list of them. */
static struct rampart_str document_of(struct reader *reader, const struct rp_node *statements)
{
    struct rampart_str inner = render_json(reader->arena, statements);
    bool list = statements->type == RP_NODE_LIST;
    struct rampart_str text = {0};

    if (!rp_arena_printf(reader->arena, &text, "{\"Version\":\"1\",\"Statement\":%s%.*s%s}", list ? "" : "[",
                         RP_ARG(inner), list ? "" : "]"))
        wrong(reader, "out of memory");
    return text;
}

static struct ask_policy *new_policy(struct reader *reader, const char *name, enum rampart_policy_kind kind)
{
    struct ask *ask = &reader->into->ask;
    struct ask_policy *policy = &ask->policies[ask->policy_count];

    if (ask->policy_count + 1 >= ASK_POLICIES)
        wrong(reader, "too many policies");
    else
        ask->policy_count++;
    *policy = (struct ask_policy){.name = rampart_str(name), .kind = kind, .format = RAMPART_FORMAT_JSON};
    return policy;
}

static void set_document(struct reader *reader, struct ask_policy *policy, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) {
        policy->text = node->text;
        policy->format = RAMPART_FORMAT_AUTO;
    } else {
        policy->text = render_json(reader->arena, node);
    }
}

/* The statement, statements or document of a map; false when it has none of them. */
static bool set_body(struct reader *reader, struct ask_policy *policy, const struct rp_node *map)
{
    const struct rp_node *one = member(map, "statement"), *many = member(map, "statements");
    const struct rp_node *document = member(map, "document");

    if (document != NULL)
        set_document(reader, policy, document);
    else if (one != NULL || many != NULL)
        policy->text = document_of(reader, one != NULL ? one : many);
    return document != NULL || one != NULL || many != NULL;
}

/* `allow-if` and `deny-if` hold a Condition. */
static void read_condition_form(struct reader *reader, const struct rp_node *condition, bool deny)
{
    struct ask_policy *policy = new_policy(reader, "p", RAMPART_POLICY_IDENTITY);
    struct rampart_str inner = render_json(reader->arena, condition);

    if (!rp_arena_printf(
            reader->arena, &policy->text,
            "{\"Version\":\"1\",\"Statement\":[%s{\"Effect\":\"%s\",\"Action\":\"*\",\"Resource\":\"*\","
            "\"Condition\":%.*s}]}",
            deny ? ALLOW_ALL "," : "", deny ? "Deny" : "Allow", RP_ARG(inner)))
        wrong(reader, "out of memory");
}

static void read_kind(struct reader *reader, const struct rp_node *node, struct ask_policy *policy)
{
    static const struct {
        const char *word;
        enum rampart_policy_kind kind;
    } kinds[] = {{"identity", RAMPART_POLICY_IDENTITY}, {"session", RAMPART_POLICY_SESSION},
                 {"control", RAMPART_POLICY_CONTROL},   {"trust", RAMPART_POLICY_TRUST},
                 {"bucket", RAMPART_POLICY_BUCKET},     {"endpoint", RAMPART_POLICY_ENDPOINT},
                 {"key", RAMPART_POLICY_KEY},           {"secret", RAMPART_POLICY_SECRET},
                 {"project", RAMPART_POLICY_PROJECT},   {"instance", RAMPART_POLICY_INSTANCE}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (node != NULL && !is(node, kinds[i].word)) continue;
        policy->kind = kinds[i].kind; /* the first: nothing is said */
        return;
    }
    wrong(reader, "kind is no kind of policy");
}

static void read_policy(struct reader *reader, const struct rp_node *node, enum rampart_policy_kind kind,
                        unsigned level)
{
    struct ask_policy *policy = new_policy(reader, "full", kind);
    const struct rp_node *name = member(node, "name");

    policy->level = level;
    if (is(node, "full")) {
        policy->text = rampart_str("{\"Version\":\"1\",\"Statement\":[" ALLOW_ALL "]}");
        return;
    }
    if (node->type != RP_NODE_MAP || name == NULL || !set_body(reader, policy, node)) {
        wrong(reader, "a policy needs a name and a statement, statements or document");
        return;
    }
    policy->name = name->text;
    if (is(member(node, "scope"), "All")) policy->scope = RAMPART_SCOPE_ALL;
    policy->on_group = member(node, "group") != NULL;
    policy->in_group = is(member(node, "group"), "in");
    if (kind == RAMPART_POLICY_IDENTITY) read_kind(reader, member(node, "kind"), policy);
}

static void read_control(struct reader *reader, const struct rp_node *levels)
{
    unsigned level = 0;

    for (const struct rp_node *node = levels->first; node != NULL; node = node->next, level++) {
        if (node->type != RP_NODE_LIST) {
            read_policy(reader, node, RAMPART_POLICY_CONTROL, level);
            continue;
        }
        for (const struct rp_node *policy = node->first; policy != NULL; policy = policy->next)
            read_policy(reader, policy, RAMPART_POLICY_CONTROL, level);
    }
    reader->into->ask.control_levels = level;
}

static void read_policies(struct reader *reader, const struct rp_node *node)
{
    const struct rp_node *list = member(node, "policies");
    const struct rp_node *session = member(node, "session"), *trust = member(node, "trust");

    if (member(node, "allow-if") != NULL)
        read_condition_form(reader, member(node, "allow-if"), false);
    else if (member(node, "deny-if") != NULL)
        read_condition_form(reader, member(node, "deny-if"), true);
    else if (list == NULL &&
             (member(node, "statement") || member(node, "statements") || member(node, "document")))
        (void)set_body(reader, new_policy(reader, "p", RAMPART_POLICY_IDENTITY), node);
    for (const struct rp_node *policy = list ? list->first : NULL; policy != NULL; policy = policy->next)
        read_policy(reader, policy, RAMPART_POLICY_IDENTITY, 0);
    if (session != NULL) new_policy(reader, "s", RAMPART_POLICY_SESSION)->text = document_of(reader, session);
    if (trust != NULL) new_policy(reader, "t", RAMPART_POLICY_TRUST)->text = document_of(reader, trust);
    if (member(node, "control") != NULL) read_control(reader, member(node, "control"));
}

static void read_key(struct reader *reader, const struct rp_node *node)
{
    struct ask *ask = &reader->into->ask;
    struct ask_key *key = &ask->context[ask->context_count];
    const struct rp_node *value = node->type == RP_NODE_LIST ? node->first : node;

    if (ask->context_count + 1 >= ASK_KEYS) {
        wrong(reader, "too many keys");
        return;
    }
    ask->context_count++;
    key->name = node->key;
    for (; value != NULL && key->count < ASK_VALUES; value = node->type == RP_NODE_LIST ? value->next : NULL)
        key->values[key->count++] = value->text;
}

static void read_context(struct reader *reader, const struct rp_node *request)
{
    struct ask *ask = &reader->into->ask;
    const struct rp_node *context = member(request, "context"), *absent = member(request, "absent");
    const struct rp_node *complete = member(request, "complete");

    for (const struct rp_node *key = context ? context->first : NULL; key != NULL; key = key->next)
        read_key(reader, key);
    for (const struct rp_node *key = absent ? absent->first : NULL; key != NULL; key = key->next)
        if (ask->absent_count < ASK_KEYS) ask->absent[ask->absent_count++] = key->text;
    ask->complete = complete == NULL || rp_str_equal(complete->text, RP_STR("true"));
}

static struct rampart_str text_or(const struct rp_node *map, const char *key, const char *other)
{
    const struct rp_node *node = member(map, key);

    return node != NULL ? node->text : rampart_str(other);
}

static void read_request(struct reader *reader, const struct rp_node *node)
{
    static const struct rp_node nothing = {.type = RP_NODE_MAP};
    const struct rp_node *request = member(node, "request");
    const struct rp_node *resource = NULL;
    struct ask *ask = &reader->into->ask;

    request = request == NULL ? &nothing : request;
    resource = member(request, "resource");
    ask->principal = text_or(request, "principal", "acs:ram::1234567890123456:user/alice");
    ask->account = text_or(request, "account", "");
    ask->uid = text_or(request, "uid", "");
    ask->action = text_or(request, "action", "ess:CancelInstanceRefresh");
    ask->resource_count = 1;
    ask->resources[0] =
        text_or(request, "resource", "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1");
    if (resource != NULL && resource->type == RP_NODE_LIST) {
        ask->resource_count = 0;
        for (resource = resource->first; resource != NULL && ask->resource_count < ASK_RESOURCES;
             resource = resource->next)
            ask->resources[ask->resource_count++] = resource->text;
    }
    read_context(reader, request);
}

static void read_assumptions(struct reader *reader, const struct rp_node *map)
{
    rampart_switches *assumptions = &reader->into->ask.options.assumptions;

    for (const struct rp_node *node = map ? map->first : NULL; node != NULL; node = node->next)
        if (rampart_assume(assumptions, node->key, node->text, NULL) != RAMPART_OK)
            wrong(reader, "assume names a switch or a value that there is not");
}

static void read_absent_layers(struct reader *reader, const struct rp_node *list)
{
    unsigned *absent = &reader->into->ask.options.absent_layers;

    for (const struct rp_node *node = list ? list->first : NULL; node != NULL; node = node->next)
        if (rampart_assume_absent(absent, node->text, NULL) != RAMPART_OK)
            wrong(reader, "absentLayers names a layer that there is not");
}

static void read_expected(const struct rp_node *node, const char *key, struct case_text *ret_text)
{
    const struct rp_node *value = member(node, key);
    size_t used = 0;

    if (value == NULL) return;
    ret_text->given = true;
    if (value->type != RP_NODE_LIST) {
        (void)snprintf(ret_text->text, sizeof ret_text->text, "%.*s", RP_ARG(value->text));
        return;
    }
    for (const struct rp_node *item = value->first; item != NULL; item = item->next) {
        used = strlen(ret_text->text);
        (void)snprintf(ret_text->text + used, sizeof ret_text->text - used, "%s%.*s", used == 0 ? "" : ", ",
                       RP_ARG(item->text));
    }
    ask_sorted(ret_text->text, sizeof ret_text->text);
}

/* A member that nobody reads would be a check that nobody makes. */
static void check_members(struct reader *reader, const struct rp_node *node)
{
    static const char *const known[] = {
        "name",     "because",     "statement",     "statements", "allow-if", "deny-if", "document",
        "policies", "session",     "trust",         "control",    "request",  "expect",  "matched",
        "layer",    "unknownKeys", "unknownLayers", "dependsOn",  "assume",   "code",    "at",
        "absentLayers"};

    for (const struct rp_node *item = node->first; item != NULL; item = item->next) {
        size_t i = 0;

        while (i < sizeof known / sizeof *known && !rp_str_equal(item->key, rampart_str(known[i]))) i++;
        if (i == sizeof known / sizeof *known) wrong(reader, "a member that is none of a case's");
    }
}

bool case_read(struct rp_arena *arena, const struct rp_node *node, struct test_case *ret_case,
               const char **ret_wrong)
{
    struct reader reader = {.arena = arena, .into = ret_case};

    memset(ret_case, 0, sizeof *ret_case);
    if (node->type != RP_NODE_MAP || member(node, "name") == NULL || member(node, "because") == NULL ||
        member(node, "expect") == NULL) {
        *ret_wrong = "a case is a map with name, because and expect";
        return false;
    }
    check_members(&reader, node);
    ret_case->name = member(node, "name")->text;
    ret_case->because = member(node, "because")->text;
    read_policies(&reader, node);
    read_request(&reader, node);
    read_assumptions(&reader, member(node, "assume"));
    read_absent_layers(&reader, member(node, "absentLayers"));
    read_expected(node, "expect", &ret_case->expect);
    read_expected(node, "matched", &ret_case->matched);
    read_expected(node, "layer", &ret_case->layer);
    read_expected(node, "unknownKeys", &ret_case->unknown_keys);
    read_expected(node, "unknownLayers", &ret_case->unknown_layers);
    read_expected(node, "dependsOn", &ret_case->depends_on);
    read_expected(node, "code", &ret_case->code);
    read_expected(node, "at", &ret_case->at);
    *ret_wrong = reader.wrong;
    return reader.wrong == NULL;
}
