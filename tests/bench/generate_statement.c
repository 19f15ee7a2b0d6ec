/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/generate_statement.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof *(list)))
#define PICK(chance, list) (list)[chance_below((chance), COUNT(list))]

static const char *const verbs[] = {"Attach",  "Cancel", "Create", "Delete", "Describe", "Detach",
                                    "Disable", "Enable", "List",   "Modify", "Start"};
static const char *const regions[] = {"cn-hangzhou", "cn-shanghai", "cn-beijing", "eu-central-1",
                                      "us-west-1"};

struct service {
    const char *name, *type, *prefix;
    const char *nouns[5];
};

static const struct service services[] = {
    {"ess",
     "scalinggroup",
     "asg-",
     {"ScalingGroup", "ScalingRule", "InstanceRefresh", "LifecycleHook", "Alarm"}},
    {"ecs", "instance", "i-", {"Instance", "Disk", "Snapshot", "Image", "SecurityGroup"}},
    {"ecs",
     "securitygroup",
     "sg-",
     {"SecurityGroup", "Instance", "Instances", "KeyPair", "NetworkInterface"}},
    {"rds", "dbinstance", "rm-", {"DBInstance", "Database", "Account", "Backup", "Parameter"}},
    {"vpc", "vswitch", "vsw-", {"VSwitch", "Vpc", "RouteTable", "NatGateway", "EipAddress"}},
    {"slb", "loadbalancer", "lb-", {"LoadBalancer", "Listener", "ServerCertificate", "Rule", "VServerGroup"}},
    {"log", "project", "prj-", {"Project", "LogStore", "Index", "Dashboard", "ConsumerGroup"}},
    {"kms", "key", "key-", {"Key", "Alias", "Secret", "KeyVersion", "Parameter"}},
};

static const struct service *service_of(const char *action)
{
    for (unsigned i = 0; i < COUNT(services); i++)
        if (strncmp(action, services[i].name, strlen(services[i].name)) == 0) return &services[i];
    return NULL;
}

/* ---- patterns ---- */

static void make_action(struct chance *chance, const struct service *service, char *ret_pattern)
{
    const char *verb = PICK(chance, verbs);
    const char *noun = PICK(chance, service->nouns);
    unsigned kind = chance_below(chance, 100);

    if (kind < 62)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "%s:%s%s", service->name, verb, noun);
    else if (kind < 88)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "%s:%s*", service->name, verb);
    else if (kind < 94)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "%s:*%s", service->name, noun);
    else
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "%s", kind < 99 ? service->name : "*");
    if (kind >= 94 && kind < 99) (void)strcat(ret_pattern, ":*");
}

static void make_resource(struct chance *chance, const struct service *service, unsigned ids,
                          char *ret_pattern)
{
    const char *region = PICK(chance, regions);
    unsigned id = chance_below(chance, ids), kind = chance_below(chance, 100);

    if (kind < 40)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "acs:%s:%s:" GENERATED_ACCOUNT ":%s/%s%06u",
                       service->name, region, service->type, service->prefix, id);
    else if (kind < 65)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "acs:%s:%s:" GENERATED_ACCOUNT ":%s/%s%03u*",
                       service->name, region, service->type, service->prefix, id / 1000);
    else if (kind < 80)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "acs:%s:*:*:%s/*", service->name, service->type);
    else if (kind < 90)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "acs:%s:*:" GENERATED_ACCOUNT ":%s/*%03u", service->name,
                       service->type, id % 1000);
    else if (kind < 97)
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "acs:%s:%s:*:*", service->name, region);
    else
        (void)snprintf(ret_pattern, STATEMENT_TEXT, "*");
}

/* ---- conditions ---- */

static void make_condition(struct chance *chance, char *ret_condition, size_t size)
{
    static const char *const networks[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "203.0.113.0/24"};
    static const char *const teams[] = {"web", "data", "pay*", "*-test"};
    const char *one = PICK(chance, networks), *other = PICK(chance, networks), *team = PICK(chance, teams);
    unsigned year = 2024 + chance_below(chance, 4), kind = chance_below(chance, 5);

    if (kind == 0)
        (void)snprintf(ret_condition, size, "{\"IpAddress\":{\"acs:SourceIp\":[\"%s\",\"%s\"]}}", one, other);
    else if (kind == 1)
        (void)snprintf(ret_condition, size, "{\"NotIpAddress\":{\"acs:SourceIp\":\"%s\"}}", one);
    else if (kind == 2)
        (void)snprintf(ret_condition, size, "{\"DateLessThan\":{\"acs:CurrentTime\":\"%u-07-01T00:00:00Z\"}}",
                       year);
    else if (kind == 3)
        (void)snprintf(ret_condition, size, "{\"StringLike\":{\"acs:ResourceTag/team\":\"%s\"}}", team);
    else
        (void)snprintf(ret_condition, size, "{\"Bool\":{\"acs:MFAPresent\":\"true\"}}");
}

/* ---- statements ---- */

static void make_assumption(struct chance *chance, struct generated_statement *statement)
{
    statement->action_count = statement->resource_count = 1;
    (void)snprintf(statement->actions[0], STATEMENT_TEXT, "sts:AssumeRole");
    (void)snprintf(statement->resources[0], STATEMENT_TEXT, "acs:ram:*:*:role/r%u*",
                   chance_below(chance, 10));
}

void generate_statement(struct chance *chance, unsigned ids, struct generated_statement *ret_statement)
{
    struct generated_statement statement = {.deny = chance_of(chance, 10)};
    const struct service *service = &PICK(chance, services);

    if (chance_of(chance, 2)) {
        make_assumption(chance, &statement);
    } else {
        statement.action_count = 1 + chance_below(chance, STATEMENT_ACTIONS);
        statement.resource_count = 1 + chance_below(chance, STATEMENT_RESOURCES);
        for (size_t i = 0; i < statement.action_count; i++)
            make_action(chance, service, statement.actions[i]);
        for (size_t i = 0; i < statement.resource_count; i++)
            make_resource(chance, service, ids, statement.resources[i]);
    }
    if (chance_of(chance, 20)) make_condition(chance, statement.condition, sizeof statement.condition);
    *ret_statement = statement;
}

static void put_list(struct rp_buf *buf, const char *name, char list[][STATEMENT_TEXT], size_t count)
{
    rp_buf_printf(buf, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) rp_buf_printf(buf, "%s\"%s\"", i > 0 ? "," : "", list[i]);
    rp_buf_add_byte(buf, ']');
}

void generated_statement_put(struct rp_buf *buf, const struct generated_statement *statement)
{
    struct generated_statement copy = *statement; /* a list of arrays cannot be passed as constant */

    rp_buf_printf(buf, "{\"Effect\":\"%s\"", copy.deny ? "Deny" : "Allow");
    put_list(buf, "Action", copy.actions, copy.action_count);
    put_list(buf, "Resource", copy.resources, copy.resource_count);
    if (copy.condition[0] != '\0') rp_buf_printf(buf, ",\"Condition\":%s", copy.condition);
    rp_buf_add_byte(buf, '}');
}

/* ---- what they are about ---- */

/* One draw a statement: the order in which arguments are evaluated is the compiler's. */
static void put_action(struct chance *chance, const struct service *service, char *ret_action)
{
    const char *verb = PICK(chance, verbs);
    const char *noun = PICK(chance, service->nouns);

    (void)snprintf(ret_action, STATEMENT_TEXT, "%s:%s%s", service->name, verb, noun);
}

void generate_any(struct chance *chance, unsigned ids, char *ret_action, char *ret_resource)
{
    const struct service *service = &PICK(chance, services);
    const char *region = PICK(chance, regions);
    unsigned id = chance_below(chance, ids);

    put_action(chance, service, ret_action);
    (void)snprintf(ret_resource, STATEMENT_TEXT, "acs:%s:%s:" GENERATED_ACCOUNT ":%s/%s%06u", service->name,
                   region, service->type, service->prefix, id);
}

void generate_action_like(struct chance *chance, const char *pattern, char *ret_action)
{
    const char *star = strchr(pattern, '*');
    const struct service *service = service_of(pattern);

    if (service == NULL) service = &PICK(chance, services);
    put_action(chance, service, ret_action);
    if (star == NULL)
        (void)snprintf(ret_action, STATEMENT_TEXT, "%s", pattern);
    else if (star[1] != '\0')
        (void)snprintf(ret_action, STATEMENT_TEXT, "%s:%s%s", service->name, PICK(chance, verbs), star + 1);
    else if (star != pattern && star[-1] != ':')
        (void)snprintf(ret_action, STATEMENT_TEXT, "%.*s%s", (int)(star - pattern), pattern,
                       PICK(chance, service->nouns));
}

/* A star is a region, an account, or the rest of an id, by the colons before it. */
void generate_resource_like(struct chance *chance, unsigned ids, const char *pattern, const char *action,
                            char *ret_resource)
{
    char ignored[STATEMENT_TEXT];
    size_t length = 0;
    unsigned colons = 0;

    ret_resource[0] = '\0';
    if (strcmp(pattern, "*") == 0) {
        do generate_any(chance, ids, ignored, ret_resource);
        while (service_of(action) != NULL && service_of(ignored) != service_of(action));
        return;
    }
    for (const char *c = pattern; *c != '\0'; c++) {
        char *end = ret_resource + length;

        colons += *c == ':';
        if (*c != '*')
            length += (size_t)snprintf(end, STATEMENT_TEXT - length, "%c", *c);
        else if (colons == 2 && c[-1] == ':')
            length += (size_t)snprintf(end, STATEMENT_TEXT - length, "%s", PICK(chance, regions));
        else if (colons == 3 && c[-1] == ':')
            length += (size_t)snprintf(end, STATEMENT_TEXT - length, GENERATED_ACCOUNT);
        else
            length += (size_t)snprintf(end, STATEMENT_TEXT - length, "%03u", chance_below(chance, 1000));
    }
}
