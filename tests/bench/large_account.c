/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/large_account.h"

#include <stdio.h>
#include <string.h>

enum {
    MOST_GRANTS = 7,
    RESOURCE_GROUPS = 20,
    GROUP_GRANTS = 4,
    USERS_A_GROUP = 100,
    PRINCIPALS_A_ROLE = 250
};
enum { ACCOUNT_CAP = 1 << 30 };

/*
 * Each thing has a chance of its own, by what it is and its number, so that it can be made again by itself.
 */
enum stream { DOCUMENTS, USERS, GROUPS, ROLES, TRUSTS, QUESTIONS };

static struct chance stream(const struct account_shape *shape, enum stream which, unsigned i)
{
    uint64_t mixed = ((uint64_t)which << 56) ^ ((uint64_t)i * 0x9fb21c651e98df25U);
    struct chance chance = {.state = shape->seed ^ mixed};

    (void)chance_below(&chance, 2);
    return chance;
}

unsigned account_shape_roles(const struct account_shape *shape)
{
    return shape->principals / PRINCIPALS_A_ROLE + 2;
}

unsigned account_shape_users(const struct account_shape *shape)
{
    unsigned roles = account_shape_roles(shape);

    return shape->principals > roles ? shape->principals - roles : 1;
}

static unsigned group_count(const struct account_shape *shape)
{
    return account_shape_users(shape) / USERS_A_GROUP + 1;
}

static unsigned id_count(const struct account_shape *shape)
{
    return shape->documents / 4 + 100;
}

/* ---- what somebody holds ---- */

struct grants {
    unsigned documents[MOST_GRANTS];
    int resource_groups[MOST_GRANTS]; /* negative: at account scope */
    size_t count;
    unsigned group; /* of a user */
};

/* Half of the grants are of the first fortieth of the documents. */
static void add_grant(const struct account_shape *shape, struct chance *chance, struct grants *grants)
{
    unsigned popular = shape->documents / 40 + 1;
    unsigned document = chance_below(chance, chance_of(chance, 50) ? popular : shape->documents);
    int resource_group = chance_of(chance, 5) ? (int)chance_below(chance, RESOURCE_GROUPS) : -1;

    for (size_t i = 0; i < grants->count; i++)
        if (grants->documents[i] == document) return;
    grants->documents[grants->count] = document;
    grants->resource_groups[grants->count++] = resource_group;
}

static struct grants make_grants(const struct account_shape *shape, enum stream who, unsigned i)
{
    struct chance chance = stream(shape, who, i);
    struct grants grants = {.group = chance_below(&chance, group_count(shape))};
    unsigned count = who == GROUPS ? GROUP_GRANTS : 3 + chance_below(&chance, MOST_GRANTS - 2);

    for (unsigned k = 0; k < count; k++) add_grant(shape, &chance, &grants);
    return grants;
}

static void put_grants(struct rp_buf *buf, const struct grants *grants)
{
    rp_buf_printf(buf, "\"policies\":[");
    for (size_t i = 0; i < grants->count; i++) {
        const char *comma = i > 0 ? "," : "";

        if (grants->resource_groups[i] < 0)
            rp_buf_printf(buf, "%s\"d%u\"", comma, grants->documents[i]);
        else
            rp_buf_printf(buf, "%s{\"name\":\"d%u\",\"resourceGroup\":\"rg%d\"}", comma, grants->documents[i],
                          grants->resource_groups[i]);
    }
    rp_buf_add_byte(buf, ']');
}

/* ---- the account file ---- */

void generate_document(const struct account_shape *shape, unsigned i, struct rp_buf *buf)
{
    struct chance chance = stream(shape, DOCUMENTS, i);

    rp_buf_printf(buf, "{\"Version\":\"1\",\"Statement\":[");
    for (unsigned k = 0; k < shape->statements; k++) {
        struct generated_statement statement;

        generate_statement(&chance, id_count(shape), &statement);
        if (k > 0) rp_buf_add_byte(buf, ',');
        generated_statement_put(buf, &statement);
    }
    rp_buf_printf(buf, "]}");
}

static void put_documents(const struct account_shape *shape, struct rp_buf *buf)
{
    rp_buf_printf(buf, "\"policies\":{");
    for (unsigned i = 0; i < shape->documents; i++) {
        rp_buf_printf(buf, "%s\n\"d%u\":", i > 0 ? "," : "", i);
        generate_document(shape, i, buf);
    }
    rp_buf_printf(buf, "}");
}

/* The account's own principals, some users by name, or a service. */
static void put_trust(const struct account_shape *shape, struct rp_buf *buf, unsigned i)
{
    struct chance chance = stream(shape, TRUSTS, i);
    unsigned kind = chance_below(&chance, 10);
    unsigned user = chance_below(&chance, account_shape_users(shape));
    unsigned role = chance_below(&chance, account_shape_roles(shape));

    rp_buf_printf(buf, "\"trust\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                       "\"sts:AssumeRole\",\"Principal\":");
    if (kind < 5)
        rp_buf_printf(buf, "{\"RAM\":\"acs:ram::" GENERATED_ACCOUNT ":root\"}");
    else if (kind < 8)
        rp_buf_printf(buf,
                      "{\"RAM\":[\"acs:ram::" GENERATED_ACCOUNT ":user/u%u\",\"acs:ram::" GENERATED_ACCOUNT
                      ":role/r%u\"]}",
                      user, role);
    else
        rp_buf_printf(buf, "{\"Service\":\"%s.aliyuncs.com\"}", kind == 8 ? "ecs" : "ess");
    rp_buf_printf(buf, "}]},");
}

static void put_people(const struct account_shape *shape, struct rp_buf *buf, enum stream who, unsigned count)
{
    const char letter = who == USERS ? 'u' : who == ROLES ? 'r' : 'g';

    for (unsigned i = 0; i < count; i++) {
        struct grants grants = make_grants(shape, who, i);

        rp_buf_printf(buf, "%s\n\"%c%u\":{", i > 0 ? "," : "", letter, i);
        if (who == USERS) rp_buf_printf(buf, "\"groups\":[\"g%u\"],", grants.group);
        if (who == ROLES) put_trust(shape, buf, i);
        put_grants(buf, &grants);
        rp_buf_add_byte(buf, '}');
    }
}

static void put_resource_groups(struct rp_buf *buf)
{
    static const char *const places[] = {"acs:ess:*:*:*", "acs:ecs:cn-hangzhou:*:*", "acs:*/asg-0*",
                                         "acs:rds:*"};

    rp_buf_printf(buf, "},\n\"resourceGroups\":{");
    for (unsigned i = 0; i < RESOURCE_GROUPS; i++)
        rp_buf_printf(buf, "%s\"rg%u\":[\"%s\"]", i > 0 ? "," : "", i, places[i % 4]);
}

bool large_account(const struct account_shape *shape, struct rp_buf *ret_text)
{
    rp_buf_init(ret_text, NULL, ACCOUNT_CAP);
    rp_buf_printf(ret_text, "{\"rampart\":1,\"account\":\"" GENERATED_ACCOUNT "\",\n");
    put_documents(shape, ret_text);
    rp_buf_printf(ret_text, ",\n\"users\":{");
    put_people(shape, ret_text, USERS, account_shape_users(shape));
    rp_buf_printf(ret_text, "},\n\"groups\":{");
    put_people(shape, ret_text, GROUPS, group_count(shape));
    rp_buf_printf(ret_text, "},\n\"roles\":{");
    put_people(shape, ret_text, ROLES, account_shape_roles(shape));
    put_resource_groups(ret_text);
    rp_buf_printf(ret_text, "}}\n");
    return ret_text->failed == RAMPART_OK;
}

/* ---- requests ---- */

static void aim(const struct account_shape *shape, struct chance *chance, unsigned user,
                struct generated_question *question)
{
    struct grants grants = make_grants(shape, USERS, user);
    unsigned document = grants.documents[chance_below(chance, (unsigned)grants.count)];
    struct chance again = stream(shape, DOCUMENTS, document);
    struct generated_statement statement;

    for (unsigned left = chance_below(chance, shape->statements) + 1; left > 0; left--)
        generate_statement(&again, id_count(shape), &statement);
    generate_action_like(chance, statement.actions[chance_below(chance, (unsigned)statement.action_count)],
                         question->action);
    generate_resource_like(chance, id_count(shape),
                           statement.resources[chance_below(chance, (unsigned)statement.resource_count)],
                           question->action, question->resource);
}

static void add_key(struct naive_request *asked, const char *name, const char *value)
{
    asked->keys[asked->key_count++] =
        (struct naive_key){.name = name, .state = NAIVE_PRESENT, .values = {value}, .count = 1};
}

/* One request in ten does not say who made it with which second factor: some of these stay conditional. */
static void make_circumstances(struct chance *chance, struct generated_question *question)
{
    static const char *const teams[] = {"web", "data", "payment", "web-test"};
    static const char *const networks[] = {"10.1", "172.20", "192.168", "8.8"};
    struct naive_request *asked = &question->asked;
    const char *network = networks[chance_below(chance, 4)];
    unsigned host = 1 + chance_below(chance, 254);
    unsigned year = 2024 + chance_below(chance, 4);
    unsigned month = 1 + chance_below(chance, 9);

    (void)snprintf(question->address, sizeof question->address, "%s.%u.%u", network, host / 2, host);
    (void)snprintf(question->time, sizeof question->time, "%u-0%u-15T12:00:00Z", year, month);
    add_key(asked, "acs:SourceIp", question->address);
    add_key(asked, "acs:CurrentTime", question->time);
    add_key(asked, "acs:ResourceTag/team", teams[chance_below(chance, 4)]);
    asked->complete = !chance_of(chance, 10);
    if (asked->complete) add_key(asked, "acs:MFAPresent", chance_of(chance, 80) ? "true" : "false");
}

void generate_question(const struct account_shape *shape, unsigned i, struct generated_question *ret_question)
{
    struct chance chance = stream(shape, QUESTIONS, i);
    unsigned user = chance_below(&chance, account_shape_users(shape));

    *ret_question = (struct generated_question){.asked = {.who = NAIVE_USER, .account = GENERATED_ACCOUNT}};
    (void)snprintf(ret_question->name, sizeof ret_question->name, "u%u", user);
    if (chance_of(&chance, 67))
        aim(shape, &chance, user, ret_question);
    else
        generate_any(&chance, id_count(shape), ret_question->action, ret_question->resource);
    make_circumstances(&chance, ret_question);
    ret_question->asked.name = ret_question->name;
    ret_question->asked.action = ret_question->action;
    ret_question->asked.resources[0] = ret_question->resource;
    ret_question->asked.resource_count = 1;
}

void generated_question_put(struct rp_buf *buf, const struct generated_question *question, unsigned i)
{
    const struct naive_request *asked = &question->asked;

    rp_buf_printf(buf,
                  "{\"id\":%u,\"principal\":\"user/%s\",\"action\":\"%s\",\"resource\":\"%s\",\"context\":{",
                  i, asked->name, asked->action, asked->resources[0]);
    for (size_t k = 0; k < asked->key_count; k++)
        rp_buf_printf(buf, "%s\"%s\":\"%s\"", k > 0 ? "," : "", asked->keys[k].name,
                      asked->keys[k].values[0]);
    const bool wild = strpbrk(asked->resources[0], "*?") != NULL; /* twins take resources as they stand */
    rp_buf_printf(buf, "},\"complete\":%s%s}\n", asked->complete ? "true" : "false",
                  wild ? ",\"literal\":true" : "");
}
