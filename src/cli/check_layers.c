/* SPDX-License-Identifier: Apache-2.0 */
/* The layers of the resource that the command line shows: its policy, and that of the endpoint on the way to it. */
#include <string.h>
#include <strings.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"

/* The policies that resources of a service have. A key's and a secret's are alike: the resource tells which it is. */
static const struct service {
    const char *code;
    enum rampart_policy_kind kind;
    enum rampart_layer layers[2];
    size_t layer_count;
} services[] = {
    {"oss", RAMPART_POLICY_BUCKET, {RAMPART_LAYER_BUCKET_POLICY}, 1},
    {"ossvector", RAMPART_POLICY_BUCKET, {RAMPART_LAYER_BUCKET_POLICY}, 1},
    {"kms", RAMPART_POLICY_KEY, {RAMPART_LAYER_KEY_POLICY, RAMPART_LAYER_SECRET_POLICY}, 2},
    {"log", RAMPART_POLICY_PROJECT, {RAMPART_LAYER_PROJECT_POLICY}, 1},
    {"ots", RAMPART_POLICY_INSTANCE, {RAMPART_LAYER_INSTANCE_POLICY}, 1},
};

static const struct service endpoint = {"", RAMPART_POLICY_ENDPOINT, {RAMPART_LAYER_ENDPOINT_POLICY}, 1};
static const struct service access_point = {"", RAMPART_POLICY_ACCESS_POINT, {RAMPART_LAYER_ACCESS_POINT_POLICY}, 1};
static const struct service access_key = {"", RAMPART_POLICY_ACCESS_KEY, {RAMPART_LAYER_ACCESS_KEY_POLICY}, 1};

static const struct service instance_role = {"", RAMPART_POLICY_SESSION, {RAMPART_LAYER_SESSION}, 1};

/* The options that show something of the resource or of the way to it. */
static const enum cli_option_id shown_by[] = {
    CLI_RESOURCE_POLICY,     CLI_ACL,         CLI_BLOCK_PUBLIC_ACCESS, CLI_ACCESS_POINT_POLICY,
    CLI_ACCESS_POINT_ORIGIN, CLI_NETWORK_ACL, CLI_ACCESS_KEY_POLICY,   CLI_ENDPOINT_POLICY};
enum { SHOWN_BY = sizeof shown_by / sizeof *shown_by };

/* The service of an action, "oss" of oss:GetObject, in any case; NULL: its resources have no policies. */
static const struct service *layers_service(const char *action)
{
    const size_t len = strcspn(action, ":");
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strlen(services[i].code) == len && strncasecmp(services[i].code, action, len) == 0) return &services[i];
    return NULL;
}

/* The service of all actions. Prints an error and returns NULL where there is none. */
static const struct service *layers_asked_service(const struct cli_arguments *arguments)
{
    const struct service *found = NULL;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != CLI_ACTION) continue;
        const char *action = arguments->items[i].value;
        const struct service *service = layers_service(action);
        if (service == NULL) {
            cli_error("--resource-policy: resources of %s have no policy; those of oss, kms, log and ots have", action);
            return NULL;
        }
        if (found != NULL && found != service) {
            cli_error("--resource-policy cannot be used with actions of %s and %s: ask about each", found->code,
                      service->code);
            return NULL;
        }
        found = service;
    }
    return found;
}

/* ---- what is attached ---- */

static void layers_attach(struct check *check, const struct service *service, struct rampart_policy *policy)
{
    for (size_t i = 0; i < service->layer_count; i++) {
        check->policies[check->attachment_count] = i == 0 ? policy : NULL;
        check->attachments[check->attachment_count++] = (struct rampart_attachment){
            .policy = policy, .layer = service->layers[i], .level = service == &instance_role, .absent = policy == NULL};
    }
}

static bool layers_read(struct check *check, const struct service *service, const char *path)
{
    struct rampart_policy *policy = NULL;
    if (strcmp(path, "none") == 0) {
        layers_attach(check, service, NULL);
        return true;
    }
    enum rampart_status status =
        rampart_policy_read_file(&check->options, path, service->kind, check->diags, &policy);
    if (status != RAMPART_OK) return cli_proceed(&check->refused, status);
    layers_attach(check, service, policy);
    return cli_proceed(&check->refused, rampart_inventory_add(check->inventory, RAMPART_FILE_READ,
                                                      rampart_str(cli_file_name(path)), rampart_str("")));
}

static bool layers_set(struct check *check, enum rampart_layer layer, struct rampart_str text)
{
    struct rampart_policy *policy = NULL;
    for (size_t i = 0; i < check->attachment_count; i++) {
        if (check->attachments[i].layer != layer) continue;
        cli_error("%s is given twice", rampart_layer_name(layer));
        check->refused = true;
        return true;
    }
    enum rampart_status status = rampart_setting_read(&check->options, layer, text, check->diags, &policy);
    if (status == RAMPART_OK) {
        check->policies[check->attachment_count] = policy;
        check->attachments[check->attachment_count++] = (struct rampart_attachment){.policy = policy, .layer = layer};
    }
    return cli_proceed(&check->refused, status);
}

bool check_is_anonymous(const struct cli_arguments *arguments)
{
    const char *principal = cli_value(arguments, CLI_PRINCIPAL);
    return principal != NULL && strcmp(principal, "anonymous") == 0;
}

/* Whoever shows no policies of RAM has not said that there are none. */
static void layers_note_unseen(struct check *check)
{
    if (cli_count(check->arguments, CLI_ACCOUNT) + cli_count(check->arguments, CLI_POLICY) > 0) return;
    if (check_is_anonymous(check->arguments)) return;
    check->policies[check->attachment_count] = NULL;
    check->attachments[check->attachment_count++] = (struct rampart_attachment){.layer = RAMPART_LAYER_IDENTITY};
}

/* ---- what contradicts ---- */

/* A layer that is shown, and said to be absent. */
static bool layers_contradict(const struct check *check)
{
    for (size_t i = 0; i < check->arguments->count; i++) {
        const struct cli_argument *argument = &check->arguments->items[i];
        if (argument->option->id != CLI_LAYER_ABSENT) continue;
        for (size_t k = 0; k < check->attachment_count; k++) {
            const struct rampart_attachment *attachment = &check->attachments[k];
            const char *name = rampart_layer_name(attachment->layer);
            if (attachment->absent || strcasecmp(argument->value, name) != 0) continue;
            cli_error("--layer-absent %s cannot be used with what shows that layer: use one of them", name);
            return true;
        }
    }
    return false;
}

/* A request through an endpoint comes from its VPC. */
static bool layers_has_vpc(const struct cli_arguments *arguments)
{
    static const char key[] = "acs:SourceVpc=";
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_CONTEXT && strncmp(arguments->items[i].value, key, sizeof key - 1) == 0)
            return true;
    return cli_count(arguments, CLI_CONTEXT_FILE) > 0;
}

/* What an option needs beside it. Prints an error and returns false where that is missing. */
static bool layers_are_complete(const struct cli_arguments *arguments)
{
    const char *way = cli_value(arguments, CLI_ENDPOINT_POLICY);
    static const enum cli_option_id of_point[] = {CLI_ACCESS_POINT_POLICY, CLI_ACCESS_POINT_ORIGIN};
    bool good = true;
    if (cli_count(arguments, CLI_REQUESTS) > 0) return true; /* the lines tell */
    if (way != NULL && strcmp(way, "none") != 0 && !layers_has_vpc(arguments)) {
        cli_error("--endpoint-policy needs --context acs:SourceVpc=VPC: a request through an endpoint comes from its VPC");
        good = false;
    }
    for (size_t i = 0; i < sizeof of_point / sizeof *of_point; i++)
        if (cli_count(arguments, of_point[i]) > 0) good &= cli_needs(arguments, CLI_ACCESS_POINT, "--access-point ARN");
    return good;
}

bool check_shows_layers(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i + 1 < SHOWN_BY; i++)
        if (cli_count(arguments, shown_by[i]) > 0) return true;
    return false;
}

/* ---- reading ---- */

/* Of many requests the document itself tells what it is of, and it counts for each of them that is about such a resource. */
static bool layers_read_for_lines(struct check *check, const char *path)
{
    const size_t count = sizeof services / sizeof *services;
    struct rampart_policy *policy = NULL;
    if (strcmp(path, "none") == 0) {
        for (size_t i = 0; i < count; i++)
            if (i == 0 || services[i].kind != services[i - 1].kind) layers_attach(check, &services[i], NULL);
        return true;
    }
    enum rampart_status status =
        rampart_policy_read_file(&check->options, path, RAMPART_POLICY_ANY, check->diags, &policy);
    if (status != RAMPART_OK) return cli_proceed(&check->refused, status);
    for (size_t i = 0; i < count; i++) {
        if (services[i].kind != rampart_policy_kind(policy)) continue;
        layers_attach(check, &services[i], policy);
        return cli_proceed(&check->refused, rampart_inventory_add(check->inventory, RAMPART_FILE_READ,
                                                          rampart_str(cli_file_name(path)), rampart_str("")));
    }
    rampart_policy_free(policy);
    cli_error("--resource-policy %s: by its shape it is not the policy of a bucket, key, project or instance: put it into the "
              "lines", cli_file_name(path));
    return false;
}

/* bucket=ACL and object=ACL, with commas between them. */
static bool layers_read_acls(struct check *check, const char *text)
{
    static const struct {
        const char *head;
        enum rampart_layer layer;
    } owners[] = {{"bucket=", RAMPART_LAYER_BUCKET_ACL}, {"object=", RAMPART_LAYER_OBJECT_ACL}};
    while (*text != '\0') {
        const size_t len = strcspn(text, ",");
        size_t i = 0;
        while (i < 2 && strncmp(text, owners[i].head, strlen(owners[i].head)) != 0) i++;
        if (i == 2) {
            cli_error("--acl %.*s: write bucket=ACL or object=ACL", (int)len, text);
            check->refused = true;
            return true;
        }
        const size_t head = strlen(owners[i].head);
        if (!layers_set(check, owners[i].layer, (struct rampart_str){text + head, len - head})) return false;
        text += len + (text[len] == ',');
    }
    return true;
}

static bool layers_read_documents(struct check *check)
{
    const struct cli_arguments *arguments = check->arguments;
    const struct {
        enum cli_option_id option;
        const struct service *service;
    } documents[] = {{CLI_ENDPOINT_POLICY, &endpoint},
                     {CLI_ACCESS_POINT_POLICY, &access_point},
                     {CLI_ACCESS_KEY_POLICY, &access_key},
                     {CLI_INSTANCE_ROLE_POLICY, &instance_role}};
    const char *policy = cli_value(arguments, CLI_RESOURCE_POLICY);
    if (policy != NULL && cli_count(arguments, CLI_REQUESTS) > 0) {
        if (!layers_read_for_lines(check, policy)) return false;
    } else if (policy != NULL) {
        const struct service *service = layers_asked_service(arguments);
        check->refused |= service == NULL;
        if (service == NULL || !layers_read(check, service, policy)) return false;
    }
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *path = cli_value(arguments, documents[i].option);
        if (path != NULL && !layers_read(check, documents[i].service, path)) return false;
    }
    return true;
}

static bool layers_read_settings(struct check *check)
{
    const struct cli_arguments *arguments = check->arguments;
    const char *origin = cli_value(arguments, CLI_ACCESS_POINT_ORIGIN), *networks = cli_value(arguments, CLI_NETWORK_ACL);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_ACL && !layers_read_acls(check, arguments->items[i].value)) return false;
    if (origin != NULL && !layers_set(check, RAMPART_LAYER_ACCESS_POINT_ORIGIN, rampart_str(origin))) return false;
    if (networks != NULL && !layers_set(check, RAMPART_LAYER_NETWORK_ACL, rampart_str(networks))) return false;
    return cli_count(arguments, CLI_BLOCK_PUBLIC_ACCESS) == 0 ||
           layers_set(check, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, rampart_str("true"));
}

bool check_read_layers(struct check *check)
{
    const bool shown = check_shows_layers(check->arguments) || cli_count(check->arguments, CLI_ENDPOINT_POLICY) > 0;
    bool good = layers_are_complete(check->arguments) && layers_read_documents(check) && layers_read_settings(check) &&
                !layers_contradict(check);
    if (shown) layers_note_unseen(check);
    check->refused |= !good;
    return good;
}
