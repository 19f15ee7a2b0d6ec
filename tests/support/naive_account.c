/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_account.h"

#include <string.h>

#include "account/account.h"
#include "support/naive_values.h"

static void add_grants(struct naive_holding *holding, const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count && holding->count < NAIVE_ATTACHMENTS; i++) {
        const struct rp_grant *grant = &grants->items[i];
        struct rampart_attachment *attachment = &holding->attachments[holding->count++];

        *attachment = (struct rampart_attachment){.policy = grant->policy->policy};
        if (rp_grant_group(grant) == NULL) continue;
        attachment->layer = RAMPART_LAYER_RESOURCE_GROUP;
        attachment->resource_group_members = rp_grant_group(grant)->patterns;
    }
}

static void add_trust(const struct rampart_account *account, const char *resource,
                      struct naive_holding *holding)
{
    const char *name = strstr(resource, ":role/");
    const struct rp_role *role =
        name == NULL ? NULL : rp_account_role(account, rampart_str(name + strlen(":role/")));

    if (role != NULL && role->trust != NULL && holding->count < NAIVE_ATTACHMENTS)
        holding->attachments[holding->count++] =
            (struct rampart_attachment){.policy = role->trust, .layer = RAMPART_LAYER_TRUST};
}

/* The session of an instance has the instance's name, with vm-ram- before it or not. */
static enum rampart_truth is_of_instance(const char *session, struct rampart_str instance)
{
    const bool id = instance.len > 2 && memcmp(instance.data, "i-", 2) == 0;

    if (session == NULL) return RAMPART_UNKNOWN;
    if (strncmp(session, "vm-ram-", 7) == 0) session += 7;
    if (!id) return strncmp(session, "i-", 2) == 0 ? RAMPART_UNKNOWN : RAMPART_FALSE;
    return strlen(session) == instance.len && memcmp(session, instance.data, instance.len) == 0 ? RAMPART_TRUE : RAMPART_FALSE;
}

/* What instances limit the role to: certainly, where the session is one's. */
static void add_instances(const struct rampart_account *account, const struct naive_request *request,
                          struct naive_holding *holding)
{
    bool known = false;

    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < account->resource_document_count; i++) {
            const struct rp_resource_document *document = &account->resource_documents[i];
            const enum rampart_truth here = is_of_instance(request->session, document->of);
            if (document->layer != RAMPART_LAYER_SESSION || strlen(request->name) != document->in.len ||
                memcmp(request->name, document->in.data, document->in.len) != 0)
                continue;
            if (holding->count == NAIVE_ATTACHMENTS) return;
            if (round == 0) known |= here == RAMPART_TRUE;
            if (round == 0 || document->none || here == RAMPART_FALSE || (known && here == RAMPART_UNKNOWN)) continue;
            holding->attachments[holding->count++] = (struct rampart_attachment){.policy = document->policy,
                                                                                 .layer = RAMPART_LAYER_SESSION,
                                                                                 .level = 1 + (unsigned)i,
                                                                                 .uncertain = here == RAMPART_UNKNOWN};
        }
}

void naive_account_gather(const struct rampart_account *account, const struct naive_request *request,
                          struct naive_holding *ret_holding)
{
    struct rampart_str name = rampart_str(request->name);
    const struct rp_user *user = request->who == NAIVE_USER ? rp_account_user(account, name) : NULL;
    const struct rp_role *role = request->who == NAIVE_ROLE ? rp_account_role(account, name) : NULL;

    ret_holding->count = 0;
    if (role != NULL) add_grants(ret_holding, &role->grants);
    if (role != NULL) add_instances(account, request, ret_holding);
    if (user != NULL) add_grants(ret_holding, &user->held->grants);
    for (size_t i = 0; user != NULL && i < user->held->group_count; i++)
        add_grants(ret_holding, &user->held->groups[i]->grants);
    if (naive_equal_fold(rampart_str(request->action), rampart_str("sts:AssumeRole")))
        add_trust(account, request->resources[0], ret_holding);
}

void naive_account_decide(const struct rampart_account *account, const struct naive_request *request,
                          struct naive_answer *ret_answer)
{
    struct naive_holding holding;
    struct naive_policies held = {.attachments = holding.attachments};

    naive_account_gather(account, request, &holding);
    held.count = holding.count;
    naive_decide(&held, request, ret_answer);
}
