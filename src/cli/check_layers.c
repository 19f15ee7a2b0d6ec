/* SPDX-License-Identifier: Apache-2.0 */
/* The layers of the resource that the command line shows: its policy, and that of the endpoint on the way to it. */
#include <string.h>

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

/* The service of an action, "oss" of oss:GetObject; NULL: its resources have no policies. */
static const struct service *layers_service(const char *action)
{
    const size_t len = strcspn(action, ":");
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strlen(services[i].code) == len && strncmp(services[i].code, action, len) == 0) return &services[i];
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

static void layers_attach(struct check *check, const struct service *service, struct rampart_policy *policy)
{
    for (size_t i = 0; i < service->layer_count; i++) {
        check->policies[check->attachment_count] = i == 0 ? policy : NULL;
        check->attachments[check->attachment_count++] = (struct rampart_attachment){
            .policy = policy, .layer = service->layers[i], .absent = policy == NULL};
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

/* A layer that is shown, and said to be absent. */
static bool layers_contradict(const struct cli_arguments *arguments, const struct service *service)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != CLI_LAYER_ABSENT) continue;
        for (size_t k = 0; k < service->layer_count; k++) {
            const char *name = rampart_layer_name(service->layers[k]);
            if (strcmp(arguments->items[i].value, name) != 0) continue;
            cli_error("--layer-absent %s cannot be used with a policy of that layer: use one of them", name);
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
    return cli_count(arguments, CLI_CONTEXT_FILE) + cli_count(arguments, CLI_REQUESTS) > 0;
}

bool check_read_layers(struct check *check)
{
    const struct cli_arguments *arguments = check->arguments;
    const char *policy = cli_value(arguments, CLI_RESOURCE_POLICY);
    const char *way = cli_value(arguments, CLI_ENDPOINT_POLICY);
    if (policy != NULL) {
        const struct service *service = layers_asked_service(arguments);
        check->refused |= service == NULL;
        if (service == NULL) return false;
        check->refused |= layers_contradict(arguments, service);
        if (check->refused || !layers_read(check, service, policy)) return false;
    }
    if (way != NULL && strcmp(way, "none") != 0) {
        check->refused |= layers_contradict(arguments, &endpoint);
        if (!check->refused && !layers_has_vpc(arguments)) {
            cli_error("--endpoint-policy needs --context acs:SourceVpc=VPC: a request through an endpoint comes from its VPC");
            check->refused = true;
        }
        if (check->refused) return false;
    }
    if (way != NULL && !layers_read(check, &endpoint, way)) return false;
    if (policy != NULL || way != NULL) layers_note_unseen(check);
    return true;
}
