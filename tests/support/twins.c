/* SPDX-License-Identifier: Apache-2.0 */
#include "support/twins.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "decide/rule.h"
#include "support/rules.h"

static bool load(struct twins *twins)
{
    size_t count = twins->made->count;

    for (size_t i = 0; i < count; i++) {
        const struct generated_policy *made = &twins->made->policies[i];
        struct rampart_document document = {
            .text = rampart_str(made->text), .format = RAMPART_FORMAT_JSON, .kind = made->kind};
        char name[2] = {(char)('a' + i), '\0'};

        document.name = rampart_str(name);
        if (rampart_policy_read(NULL, &document, NULL, &twins->policies[i]) != RAMPART_OK) {
            printf("refused: %s\n", made->text);
            return false;
        }
        twins->attachments[i] = (struct rampart_attachment){.policy = twins->policies[i],
                                                            .layer = made->layer,
                                                            .level = made->level,
                                                            .scope = made->scope,
                                                            .uncertain = made->uncertain,
                                                            .resource_group_members = {&made->members, 1}};
    }
    twins->naive = (struct naive_policies){twins->attachments, count, twins->made->levels};
    return rp_rules_make(NULL, twins->attachments, count, twins->made->levels, NULL, &twins->rules) ==
           RAMPART_OK;
}

bool twins_load(const struct generated_policies *made, struct twins *ret_twins)
{
    memset(ret_twins, 0, sizeof *ret_twins);
    ret_twins->made = made;
    if (load(ret_twins)) return true;
    twins_free(ret_twins);
    return false;
}

void twins_free(struct twins *twins)
{
    rp_rules_free(twins->rules);
    for (size_t i = 0; i < GENERATED_ROOM; i++) rampart_policy_free(twins->policies[i]);
    memset(twins, 0, sizeof *twins);
}

void naive_principal_text(const struct naive_request *asked, char *ret_text, size_t size)
{
    static const char *const kinds[] = {
        "", "user/", "role/", "root", "saml-provider/", "oidc-provider/", "service/"};

    if (asked->who == NAIVE_NOBODY)
        ret_text[0] = '\0';
    else if (asked->who == NAIVE_SERVICE)
        (void)snprintf(ret_text, size, "service/%s", asked->name);
    else
        (void)snprintf(ret_text, size, "acs:ram::%s:%s%s%s%s", asked->account, kinds[asked->who], asked->name,
                       asked->session == NULL ? "" : "/", asked->session == NULL ? "" : asked->session);
}

static enum rampart_status set_key(const struct naive_key *key, struct rampart_request *request)
{
    enum rampart_status status = RAMPART_OK;

    if (key->state == NAIVE_ABSENT) return rampart_request_set_absent(request, rampart_str(key->name), NULL);
    if (key->state == NAIVE_PRESENT && key->count == 0)
        return rampart_request_set_empty(request, rampart_str(key->name), NULL);
    for (size_t i = 0; key->state == NAIVE_PRESENT && i < key->count && status == RAMPART_OK; i++)
        status =
            rampart_request_add_context(request, rampart_str(key->name), rampart_str(key->values[i]), NULL);
    return status;
}

static enum rampart_status fill(const struct naive_request *asked, struct rampart_request *request)
{
    char principal[256];
    enum rampart_status status = RAMPART_OK;

    naive_principal_text(asked, principal, sizeof principal);
    if (asked->who != NAIVE_NOBODY)
        status = rampart_request_set_principal(request, rampart_str(principal), NULL);
    if (status == RAMPART_OK) status = rampart_request_set_action(request, rampart_str(asked->action), NULL);
    for (size_t i = 0; i < asked->resource_count && status == RAMPART_OK; i++)
        status = rampart_request_add_resource(request, rampart_str(asked->resources[i]), NULL);
    for (size_t i = 0; i < asked->key_count && status == RAMPART_OK; i++)
        status = set_key(&asked->keys[i], request);
    return status;
}

static bool ask(const struct naive_request *asked, bool patterns, struct rampart_request *request)
{
    enum rampart_status status = RAMPART_OK;

    rampart_request_clear(request);
    rampart_request_set_patterns(request, patterns);
    status = fill(asked, request);
    rampart_request_set_complete(request, asked->complete);
    if (status == RAMPART_OK) status = rampart_request_finish(request, NULL);
    if (status != RAMPART_OK) printf("the request was refused: %s\n", rampart_status_name(status));
    return status == RAMPART_OK;
}

static rampart_switches switches_of(const struct naive_request *asked)
{
    rampart_switches assumptions = 0;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)i;
        const char *value = rampart_assumption_value(assumption, asked->assumed[i]);
        if (rampart_assume(&assumptions, rampart_str(rampart_assumption_name(assumption)), rampart_str(value),
                           NULL) != RAMPART_OK)
            printf("there is no such switch\n");
    }
    return assumptions;
}

void assume_as_naive(const struct naive_request *asked, struct rp_rules *rules)
{
    rules->assumed = switches_of(asked);
    rules->absent_layers = asked->absent;
}

void assume_account_as_naive(const struct naive_request *asked, const struct rampart_account *account)
{
    struct rampart_account *changed = (struct rampart_account *)(uintptr_t)account;
    changed->assumed = switches_of(asked);
    changed->absent_layers = asked->absent;
}

bool request_of_naive(const struct naive_request *asked, struct rampart_request *request)
{
    return ask(asked, false, request);
}

bool request_of_naive_patterns(const struct naive_request *asked, struct rampart_request *request)
{
    return ask(asked, true, request);
}

static void print_key(const struct naive_key *key)
{
    static const char *const states[] = {"unknown", "absent", "present"};

    printf("    %s is %s", key->name, states[key->state]);
    for (size_t i = 0; i < key->count; i++) printf(" \"%s\"", key->values[i]);
    printf("\n");
}

void twins_print(const struct twins *twins, const struct naive_request *asked)
{
    char principal[256];

    for (size_t i = 0; i < twins->made->count; i++) {
        const struct generated_policy *policy = &twins->made->policies[i];

        printf("policy %c, %s level %u scope %s: %s\n", (char)('a' + i), rampart_layer_name(policy->layer),
               policy->level, policy->scope == RAMPART_SCOPE_ALL ? "All" : "RAM", policy->text);
    }
    naive_principal_text(asked, principal, sizeof principal);
    printf("control levels: %u\nrequest: %s %s", twins->made->levels,
           asked->who == NAIVE_NOBODY ? "" : principal, asked->action);
    for (size_t i = 0; i < asked->resource_count; i++) printf(" %s", asked->resources[i]);
    printf("%s, absent layers %#x\n", asked->complete ? ", complete" : "", asked->absent);
    for (size_t i = 0; i < asked->key_count; i++) print_key(&asked->keys[i]);
}

void verdict_print(const char *whose, const struct rampart_verdict *verdict)
{
    printf("%s: %s", whose, rampart_outcome_name(verdict->outcome));
    if (verdict->outcome == RAMPART_OUTCOME_DENY)
        printf(" (%s, %s)", rampart_deny_name(verdict->deny), rampart_layer_name(verdict->layer));
    printf("\n");
}

bool verdict_same(const struct rampart_verdict *a, const struct rampart_verdict *b)
{
    if (a->outcome != b->outcome) return false;
    return a->outcome != RAMPART_OUTCOME_DENY || (a->deny == b->deny && a->layer == b->layer);
}
