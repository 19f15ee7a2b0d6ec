/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_unseen.h"

#include <stdio.h>
#include <string.h>

/* The field of the ARN that begins behind so many colons; the last one holds what is left. */
static void field_of(const char *resource, int colons, char *field, size_t size)
{
    const char *from = resource;

    field[0] = '\0';
    for (int i = 0; from != NULL && i < colons; i++) {
        from = strchr(from, ':');
        if (from != NULL) from++;
    }
    if (from == NULL) return;
    (void)snprintf(field, size, "%s", from);
    if (colons < 4) field[strcspn(field, ":")] = '\0';
}

static bool has_layer(const struct naive_request *request, enum rampart_layer layer)
{
    return (request->absent & 1U << layer) == 0;
}

static bool is_service(const char *name)
{
    return strcmp(name, "oss") == 0 || strcmp(name, "kms") == 0 || strcmp(name, "log") == 0 ||
           strcmp(name, "ots") == 0;
}

/* Where the ARN's service has no such layers, the action's counts; an action of a service without them never is open. */
static const char *service_of(const struct naive_request *request, const char *resource, char *service,
                              size_t size)
{
    char of_action[32];

    (void)snprintf(of_action, sizeof of_action, "%s", request->action);
    of_action[strcspn(of_action, ":")] = '\0';
    if (!is_service(of_action)) return "";
    field_of(resource, 1, service, size);
    if (!is_service(service)) (void)snprintf(service, size, "%s", of_action);
    return service;
}

static bool begins(const char *rest, const char *head)
{
    return strcmp(rest, "*") == 0 || strncmp(rest, head, strlen(head)) == 0;
}

/* A resource of the service that begins with none of these is of a shape that nobody knows: any layer may be about it. */
static bool is_of_no_shape(const char *service, const char *rest)
{
    static const struct {
        const char *service, *head;
    } shapes[] = {{"oss", ""},         {"kms", "key/"},       {"kms", "secret/"},        {"kms", "alias/"},
                  {"log", "project/"}, {"log", "app/"},       {"log", "mlservice/"},     {"log", "resource/"},
                  {"ots", "instance/"}, {"ots", "agentstorage/"}};

    if (strcmp(service, "log") == 0 && strcmp(rest, "service") == 0) return false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(service, shapes[i].service) == 0 && begins(rest, shapes[i].head)) return false;
    return true;
}

/* Such an action is about none of the service's resources that have policies of their own. */
static bool is_about_none(const char *service, const char *action)
{
    static const char *const actions[] = {"oss:ListBuckets",   "oss:PutBucket",   "kms:CreateKey",
                                          "kms:CreateSecret",  "kms:ListKeys",    "kms:ListSecrets",
                                          "log:CreateProject", "log:ListProject", "ots:CreateInstance"};

    if (strncmp(action, service, strlen(service)) != 0) return false;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(action, actions[i]) == 0) return true;
    return false;
}

/* What may allow and what may deny. */
struct power {
    bool allow, deny;
};

static struct power power_over(const struct naive_request *request, const char *resource, bool foreign)
{
    struct power power = {false, false};
    char buffer[64], rest[256];
    const char *service = service_of(request, resource, buffer, sizeof buffer);
    bool object = false, odd = false;

    if (is_about_none(service, request->action)) return power;
    field_of(resource, 4, rest, sizeof rest);
    if (strcmp(resource, "*") == 0) (void)snprintf(rest, sizeof rest, "*");
    odd = is_of_no_shape(service, rest);
    object = strchr(rest, '/') != NULL || strchr(rest, '*') != NULL;
    if (strcmp(service, "oss") == 0) {
        if (has_layer(request, RAMPART_LAYER_BUCKET_POLICY)) power = (struct power){true, true};
        if (begins(rest, "accesspoint/")) power.deny |= has_layer(request, RAMPART_LAYER_ACCESS_POINT_POLICY);
        if (object && strcmp(request->action, "oss:GetObject") == 0)
            power.allow |=
                has_layer(request, RAMPART_LAYER_OBJECT_ACL) || has_layer(request, RAMPART_LAYER_BUCKET_ACL);
    }
    if (strcmp(service, "kms") == 0 &&
        (((odd || begins(rest, "key/") || begins(rest, "alias/")) && has_layer(request, RAMPART_LAYER_KEY_POLICY)) ||
         ((odd || begins(rest, "secret/")) && has_layer(request, RAMPART_LAYER_SECRET_POLICY))))
        power = (struct power){!foreign, true};
    if (strcmp(service, "log") == 0 && (odd || begins(rest, "project/")) &&
        has_layer(request, RAMPART_LAYER_PROJECT_POLICY))
        power = (struct power){true, true};
    if (strcmp(service, "ots") == 0 &&
        (odd || begins(rest, "instance/") || begins(rest, "agentstorage/")) &&
        has_layer(request, RAMPART_LAYER_INSTANCE_POLICY))
        power = (struct power){!foreign && request->assumed[RAMPART_ASSUME_INSTANCE_ALLOW] == 1, !foreign};
    return power;
}

bool naive_counts_abroad(const struct naive_request *request, const char *resource)
{
    char buffer[64];

    return strcmp(service_of(request, resource, buffer, sizeof buffer), "kms") == 0 &&
           power_over(request, resource, true).deny;
}

struct rampart_verdict naive_unseen(const struct naive_request *request, const char *resource, bool foreign,
                                    struct rampart_verdict alone)
{
    const struct rampart_verdict open = {.outcome = RAMPART_OUTCOME_CONDITIONAL};
    const struct power power = power_over(request, resource, foreign);

    if (alone.outcome == RAMPART_OUTCOME_ALLOW) return power.deny ? open : alone;
    if (alone.outcome == RAMPART_OUTCOME_CONDITIONAL) return alone;
    if (alone.layer != RAMPART_LAYER_IDENTITY && alone.layer != RAMPART_LAYER_RESOURCE_GROUP) return alone;
    if (alone.deny == RAMPART_EXPLICIT_DENY && !foreign) return alone;
    return power.allow ? open : alone;
}
