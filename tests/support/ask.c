/* SPDX-License-Identifier: Apache-2.0 */
#include "support/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/rules.h"
#include "support/sets.h"

/* The handles one question needs. */
struct bench {
    struct rampart_diags *diags;
    struct rampart_policy *policies[ASK_POLICIES];
    struct rampart_set *set;
    struct rampart_request *request;
};

static void say(char *text, size_t size, const char *word)
{
    (void)snprintf(text, size, "%s", word);
}

void ask_add(char *list, size_t size, const char *word)
{
    size_t used = strlen(list);

    (void)snprintf(list + used, size - used, "%s%s", used == 0 ? "" : ", ", word);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void ask_sorted(char *list, size_t size)
{
    char copy[ASK_WORDS];
    char *words[64];
    size_t count = 0;
    char *rest = NULL;

    say(copy, sizeof copy, list);
    for (char *word = strtok_r(copy, ", ", &rest); word != NULL && count < 64;
         word = strtok_r(NULL, ", ", &rest))
        words[count++] = word;
    qsort(words, count, sizeof *words, compare_words);
    list[0] = '\0';
    for (size_t i = 0; i < count; i++) ask_add(list, size, words[i]);
}

/* A refusal tells its errors; a fault that is not the input's is an Error. */
void ask_refused(enum rampart_status status, const struct rampart_diags *diags, struct answer *answer)
{
    if (status == RAMPART_OK) return;
    say(answer->outcome, sizeof answer->outcome, status == RAMPART_INVALID_INPUT ? "Refused" : "Error");
    (void)snprintf(answer->problem, sizeof answer->problem, "%s without a diagnostic",
                   rampart_status_name(status));
    for (size_t i = rampart_diags_count(diags); i-- > 0;) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        size_t used = strlen(answer->errors);

        if (diag->severity == RAMPART_NOTE) continue; /* errors of a document in quarantine are warnings */
        (void)snprintf(answer->errors + used, sizeof answer->errors - used, "%s %u:%u; ", diag->code,
                       diag->line, diag->column);
        (void)snprintf(answer->problem, sizeof answer->problem, "%.*s", RP_ARG(diag->message));
    }
}

enum rampart_layer ask_layer_of(enum rampart_policy_kind kind)
{
    switch (kind) {
    case RAMPART_POLICY_SESSION: return RAMPART_LAYER_SESSION;
    case RAMPART_POLICY_CONTROL: return RAMPART_LAYER_CONTROL;
    case RAMPART_POLICY_TRUST: return RAMPART_LAYER_TRUST;
    case RAMPART_POLICY_BUCKET: return RAMPART_LAYER_BUCKET_POLICY;
    case RAMPART_POLICY_ENDPOINT: return RAMPART_LAYER_ENDPOINT_POLICY;
    case RAMPART_POLICY_KEY: return RAMPART_LAYER_KEY_POLICY;
    case RAMPART_POLICY_SECRET: return RAMPART_LAYER_SECRET_POLICY;
    case RAMPART_POLICY_PROJECT: return RAMPART_LAYER_PROJECT_POLICY;
    case RAMPART_POLICY_INSTANCE: return RAMPART_LAYER_INSTANCE_POLICY;
    case RAMPART_POLICY_IDENTITY:
    default: return RAMPART_LAYER_IDENTITY;
    }
}

static enum rampart_status read_policies(struct bench *bench, const struct ask *question)
{
    for (size_t i = 0; i < question->policy_count; i++) {
        const struct ask_policy *policy = &question->policies[i];
        struct rampart_document document = {
            .text = policy->text, .name = policy->name, .format = policy->format, .kind = policy->kind};
        enum rampart_status status =
            rampart_policy_read(&question->options, &document, bench->diags, &bench->policies[i]);

        if (status != RAMPART_OK) return status;
    }
    return RAMPART_OK;
}

/* Control policies bind neither the management account nor service-linked roles. */
static enum rampart_status compile(struct bench *bench, const struct ask *question)
{
    static const struct rampart_str everything = {"*", 1};
    struct rampart_attachment attachments[ASK_POLICIES] = {{0}};
    bool spared = question->service_linked || question->management;
    size_t count = 0;

    for (size_t i = 0; i < question->policy_count; i++) {
        const struct ask_policy *policy = &question->policies[i];

        if (spared && policy->kind == RAMPART_POLICY_CONTROL) continue;
        attachments[count++] = (struct rampart_attachment){
            .policy = bench->policies[i],
            .layer = policy->on_group ? RAMPART_LAYER_RESOURCE_GROUP : ask_layer_of(policy->kind),
            .level = policy->level,
            .scope = policy->scope,
            .resource_group_members = {&everything, policy->in_group}};
    }
    return set_of_policies(&question->options, attachments, count, spared ? 0 : question->control_levels,
                           bench->diags, &bench->set);
}

static enum rampart_status set_context(struct bench *bench, const struct ask *question)
{
    enum rampart_status status = RAMPART_OK;

    for (size_t i = 0; i < question->context_count && status == RAMPART_OK; i++) {
        const struct ask_key *key = &question->context[i];

        if (key->count == 0) status = rampart_request_set_empty(bench->request, key->name, bench->diags);
        for (size_t v = 0; v < key->count && status == RAMPART_OK; v++)
            status = rampart_request_add_context(bench->request, key->name, key->values[v], bench->diags);
    }
    for (size_t i = 0; i < question->absent_count && status == RAMPART_OK; i++)
        status = rampart_request_set_absent(bench->request, question->absent[i], bench->diags);
    rampart_request_set_complete(bench->request, question->complete);
    return status;
}

static enum rampart_status finish(struct bench *bench, const struct ask *question)
{
    struct rampart_request *request = NULL;
    enum rampart_status status = rampart_request_new(NULL, &bench->request);

    if (status != RAMPART_OK) return status;
    request = bench->request;
    if (question->principal.len > 0)
        status = rampart_request_set_principal(request, question->principal, bench->diags);
    if (status == RAMPART_OK && question->uid.len > 0)
        status = rampart_request_set_uid(request, question->uid, bench->diags);
    if (status == RAMPART_OK && question->account.len > 0)
        status = rampart_request_set_account(request, question->account, bench->diags);
    if (status == RAMPART_OK) status = rampart_request_set_action(request, question->action, bench->diags);
    for (size_t i = 0; i < question->resource_count && status == RAMPART_OK; i++)
        status = rampart_request_add_resource(request, question->resources[i], bench->diags);
    if (status == RAMPART_OK) status = set_context(bench, question);
    return status == RAMPART_OK ? rampart_request_finish(request, bench->diags) : status;
}

/* In an account a trust policy has no name but its role's. */
static struct rampart_str name_of(const struct ask *question, const struct rampart_reason *reason)
{
    const struct ask_policy *trust = NULL;

    for (size_t i = question->policy_count; i-- > 0;)
        if (question->policies[i].kind == RAMPART_POLICY_TRUST) trust = &question->policies[i];
    for (size_t i = 0; i < question->policy_count; i++)
        if (rp_str_equal(question->policies[i].name, reason->policy)) return reason->policy;
    return reason->layer == RAMPART_LAYER_TRUST && trust != NULL ? trust->name : reason->policy;
}

void ask_describe(const struct ask *question, const struct rampart_decision *decision, struct answer *answer)
{
    const struct rampart_verdict *verdict = &decision->verdict;
    bool deny = verdict->outcome == RAMPART_OUTCOME_DENY;
    char word[ASK_WORDS];

    say(answer->outcome, sizeof answer->outcome,
        deny ? rampart_deny_name(verdict->deny) : rampart_outcome_name(verdict->outcome));
    if (deny) say(answer->layer, sizeof answer->layer, rampart_layer_name(verdict->layer));
    for (size_t i = 0; i < decision->matched_count; i++) {
        const struct rampart_reason *reason = &decision->matched[i];

        (void)snprintf(word, sizeof word, "%.*s#%zu", RP_ARG(name_of(question, reason)), reason->statement);
        ask_add(answer->matched, sizeof answer->matched, word);
    }
    for (size_t i = 0; i < decision->unknown_keys.count; i++) {
        (void)snprintf(word, sizeof word, "%.*s", RP_ARG(decision->unknown_keys.items[i]));
        ask_add(answer->unknown_keys, sizeof answer->unknown_keys, word);
    }
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        ask_add(answer->unknown_layers, sizeof answer->unknown_layers,
                rampart_layer_name(decision->unknown_layers[i]));
    for (size_t i = 0; i < decision->dependence_count; i++)
        if (i == 0 || decision->dependences[i].assumption != decision->dependences[i - 1].assumption)
            ask_add(answer->depends_on, sizeof answer->depends_on, decision->dependences[i].name);
    ask_sorted(answer->depends_on, sizeof answer->depends_on);
    ask_sorted(answer->matched, sizeof answer->matched);
    ask_sorted(answer->unknown_keys, sizeof answer->unknown_keys);
    ask_sorted(answer->unknown_layers, sizeof answer->unknown_layers);
}

static bool same(const struct rampart_verdict *a, const struct rampart_verdict *b)
{
    if (a->outcome != b->outcome) return false;
    return a->outcome != RAMPART_OUTCOME_DENY || (a->deny == b->deny && a->layer == b->layer);
}

enum rampart_status ask_set(const struct ask *question, const struct rampart_set *set,
                            struct rampart_request *request, struct rampart_diags *diags,
                            struct answer *answer)
{
    struct rampart_verdict verdict = {0};
    struct rampart_decision *decision = NULL;
    enum rampart_status status = rampart_decide(set, &request, 1, NULL, &verdict, NULL);

    if (status == RAMPART_OK) status = rampart_explain(set, &request, 1, 0, diags, &decision, NULL);
    if (status != RAMPART_OK) return status;
    ask_describe(question, decision, answer);
    if (!same(&verdict, &decision->verdict))
        say(answer->problem, sizeof answer->problem, "rp_rules_decide() and rp_rules_explain() disagree");
    rampart_decision_free(decision);
    return status;
}

void ask(const struct ask *question, struct answer *ret_answer)
{
    struct bench bench = {0};
    struct answer answer = {.outcome = ""};
    enum rampart_status status = rampart_diags_new(NULL, &bench.diags);

    if (status == RAMPART_OK) status = read_policies(&bench, question);
    if (status == RAMPART_OK) status = compile(&bench, question);
    if (status == RAMPART_OK) status = finish(&bench, question);
    if (status == RAMPART_OK) status = ask_set(question, bench.set, bench.request, bench.diags, &answer);
    ask_refused(status, bench.diags, &answer);

    rampart_request_free(bench.request);
    rampart_set_free(bench.set);
    for (size_t i = 0; i < question->policy_count; i++) rampart_policy_free(bench.policies[i]);
    rampart_diags_free(bench.diags);
    *ret_answer = answer;
}
