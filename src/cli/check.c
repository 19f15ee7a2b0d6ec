/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check.h"

#include <string.h>

#include <stdlib.h>

#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"

bool check_proceed(struct check *check, enum rampart_status status)
{
    return cli_proceed(&check->refused, status);
}

bool check_start(struct check *check)
{
    check->no_session = cli_count(check->arguments, CLI_SESSION_POLICY) + cli_count(check->arguments, CLI_INSTANCE_ROLE_POLICY) == 0;
    return check_proceed(check, cli_diags_new(NULL, &check->diags)) && cli_read_clock(&check->clock) &&
           check_proceed(check, rampart_inventory_new(NULL, &check->inventory)) &&
           cli_fill_assumptions(check->arguments, &check->options, check->diags, &check->refused) &&
           cli_read_catalog(check->arguments, NULL, &check->options, check->diags, &check->refused, &check->catalog);
}

void check_free_question(struct check *check)
{
    through_role_free(&check->way);
    rampart_suggestions_free(check->suggestions);
    rampart_decision_free(check->later);
    rampart_decision_free(check->decision);
    rampart_task_free(check->task);
    rampart_request_free(check->request);
}

void check_free(struct check *check)
{
    check_free_question(check);
    rampart_set_free(check->set);
    for (size_t i = 0; i < check->attachment_count; i++) rampart_policy_free(check->policies[i]);
    free(check->policies);
    free(check->attachments);
    rampart_account_free(check->account);
    rampart_inventory_free(check->inventory);
    rampart_diags_free(check->diags);
    rampart_catalog_free(check->catalog);
}

/* ---- inputs ---- */

bool check_read_account(struct check *check)
{
    if (cli_count(check->arguments, CLI_ACCOUNT) == 0) return true;
    return cli_read_account(check->arguments, &check->options, check->inventory, check->diags,
                            &check->refused, &check->account);
}

/* The options for documents, and the kind and layer of each. */
static const struct {
    enum cli_option_id option;
    enum rampart_policy_kind kind;
    enum rampart_layer layer;
} policy_options[] = {
    {CLI_POLICY, RAMPART_POLICY_IDENTITY, RAMPART_LAYER_IDENTITY},
    {CLI_CONTROL_POLICY, RAMPART_POLICY_CONTROL, RAMPART_LAYER_CONTROL},
    {CLI_SESSION_POLICY, RAMPART_POLICY_SESSION, RAMPART_LAYER_SESSION},
};

enum { POLICY_OPTION_COUNT = sizeof policy_options / sizeof *policy_options };

static bool check_read_policy(struct check *check, size_t source, const char *path, unsigned level)
{
    struct rampart_policy *policy = NULL;
    enum rampart_status status =
        rampart_policy_read_file(&check->options, path, policy_options[source].kind, check->diags, &policy);
    if (status != RAMPART_OK) return check_proceed(check, status);
    status = rampart_inventory_add(check->inventory, RAMPART_FILE_READ, rampart_str(cli_file_name(path)),
                                   rampart_str(""));
    check->policies[check->attachment_count] = policy;
    check->attachments[check->attachment_count++] =
        (struct rampart_attachment){.policy = policy, .layer = policy_options[source].layer, .level = level};
    return check_proceed(check, status);
}

/* Control policies are given from the outermost folder inwards, and counted from the account outwards. */
static bool check_read_option(struct check *check, size_t source)
{
    const struct cli_arguments *arguments = check->arguments;
    unsigned left = (unsigned)cli_count(arguments, policy_options[source].option);
    if (policy_options[source].layer == RAMPART_LAYER_CONTROL) check->control_levels = left;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != policy_options[source].option) continue;
        left--;
        unsigned level = policy_options[source].layer == RAMPART_LAYER_CONTROL ? left : 0;
        if (!check_read_policy(check, source, arguments->items[i].value, level)) return false;
    }
    return true;
}

bool check_read_policies(struct check *check)
{
    /* An option has two attachments at most, but for the word that a resource has no policy, of any kind. */
    size_t most = 2 * check->arguments->count + 1 + RAMPART_LAYERS;
    check->policies = calloc(most, sizeof *check->policies);
    check->attachments = calloc(most, sizeof *check->attachments);
    if (check->policies == NULL || check->attachments == NULL) return check_proceed(check, RAMPART_NO_MEMORY);
    for (size_t source = 0; source < POLICY_OPTION_COUNT; source++)
        if (!check_read_option(check, source)) return false;
    return check_read_layers(check);
}

/* ---- requests and decisions ---- */

/* The account of those who are named without one. */
static enum rampart_status check_start_of_several(struct check *check)
{
    const char *id = cli_value(check->arguments, CLI_ACCOUNT_ID);
    return id == NULL ? RAMPART_OK : rampart_request_set_account(check->request, rampart_str(id), check->diags);
}

enum rampart_status check_start_request(struct check *check)
{
    if (check->account == NULL) {
        const char *id = cli_value(check->arguments, CLI_ACCOUNT_ID);
        if (id == NULL) return RAMPART_OK;
        return rampart_request_set_account(check->request, rampart_str(id), check->diags);
    }
    enum rampart_status status = rampart_request_set_account_of(check->request, check->account, check->diags);
    if (status != RAMPART_OK) return status;
    if (rampart_account_member_count(check->account) > 0) return check_start_of_several(check);
    return rampart_request_set_owner(check->request, rampart_account_id(check->account), check->diags);
}

enum rampart_status check_make_set(struct check *check, bool few)
{
    const struct rampart_set_parts parts = {.account = check->account,
                                            .attachments = check->attachments,
                                            .attachment_count = check->attachment_count,
                                            .control_levels = check->control_levels,
                                            .few = few};
    return rampart_set_new(&check->options, &parts, check->diags, &check->set);
}

/* A session has one policy; two are refused, because it would be unclear which of them counts. */
enum rampart_status check_session(const struct check *check)
{
    bool own = rampart_request_session_policy(check->request) != NULL;
    if (!own && check->no_session) return RAMPART_OK;
    bool given = cli_count(check->arguments, CLI_SESSION_POLICY) > 0;
    if (own && given)
        return cli_refuse_two("sessionPolicy in a line and --session-policy cannot be used together",
                              check->diags);
    given |= cli_count(check->arguments, CLI_INSTANCE_ROLE_POLICY) > 0;
    return own || given ? rampart_request_check_session(check->request, check->diags) : RAMPART_OK;
}

bool check_decide(struct check *check)
{
    enum rampart_status status =
        rampart_explain(check->set, &check->request, 1, 0, check->diags, &check->decision, NULL);
    if (status == RAMPART_OK)
        status = rampart_explain_later(check->set, check->request, check->decision, NULL, &check->until,
                                       &check->later);
    if (status == RAMPART_OK && cli_count(check->arguments, CLI_SUGGEST) > 0)
        status = rampart_suggest(check->set, check->request, NULL, &check->suggestions);
    if (status == RAMPART_OK) return true;
    check->refused = true;
    if (rampart_diags_found(check->diags, RAMPART_ERROR) == 0)
        cli_error("cannot decide: %s", rampart_status_name(status));
    return false;
}

/* ---- exit codes ---- */

enum { ALLOWED = 0, DENIED = 1, UNDECIDED = 3 };

static bool check_chooses(const struct cli_arguments *arguments, const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_ASSUME) continue;
        if (strncmp(argument->value, name, len) == 0 && argument->value[len] == '=') return true;
    }
    return false;
}

struct check_gate check_gate_of(const struct cli_arguments *arguments)
{
    struct check_gate gate = {.lenient = cli_count(arguments, CLI_LENIENT) > 0};
    for (size_t i = 0; i < RAMPART_ASSUMPTIONS; i++)
        gate.chosen[i] = check_chooses(arguments, rampart_assumption_name((enum rampart_assumption)i));
    return gate;
}

static bool check_is_open(const struct rampart_decision *decision, const struct check_gate *gate)
{
    for (size_t i = 0; i < decision->dependence_count; i++)
        if (!gate->chosen[decision->dependences[i].assumption]) return !gate->lenient;
    return false;
}

int check_code(const struct rampart_decision *decision, const struct check_gate *gate)
{
    switch (decision->verdict.outcome) {
    case RAMPART_OUTCOME_ALLOW: return check_is_open(decision, gate) ? UNDECIDED : ALLOWED;
    case RAMPART_OUTCOME_CONDITIONAL: return UNDECIDED;
    case RAMPART_OUTCOME_DENY: break;
    }
    return DENIED;
}

/* The better codes first. */
static int check_code_rank(int code)
{
    static const int order[] = {ALLOWED, UNDECIDED, DENIED};
    for (int i = 0; i < 3; i++)
        if (order[i] == code) return i;
    return 3;
}

int check_worse_code(int a, int b)
{
    return check_code_rank(a) >= check_code_rank(b) ? a : b;
}

void check_count(struct check_tally *tally, const struct rampart_decision *decision,
                 enum rampart_expect expect, const struct check_gate *gate)
{
    int code = check_code(decision, gate);
    tally->decided[decision->verdict.outcome]++;
    tally->turns += decision->verdict.outcome == RAMPART_OUTCOME_ALLOW && decision->dependence_count > 0;
    tally->worst = check_worse_code(tally->worst, code);
    if (expect == RAMPART_EXPECT_NOTHING) return;
    tally->expected++;
    tally->missed += !rampart_verdict_meets(decision->verdict, expect);
}

void check_count_error(struct check_tally *tally)
{
    tally->errors++;
}

void check_add_tally(struct check_tally *sum, const struct check_tally *part)
{
    for (int i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++) sum->decided[i] += part->decided[i];
    sum->turns += part->turns;
    sum->errors += part->errors;
    sum->expected += part->expected;
    sum->missed += part->missed;
    sum->worst = check_worse_code(sum->worst, part->worst);
}

size_t check_tally_lines(const struct check_tally *tally)
{
    size_t lines = tally->errors;
    for (int i = 0; i <= RAMPART_OUTCOME_CONDITIONAL; i++) lines += tally->decided[i];
    return lines;
}

int check_tally_code(const struct check_tally *tally, bool gate)
{
    if (tally->errors > 0) return CLI_FAILED;
    int code = gate ? tally->worst : ALLOWED;
    return tally->missed > 0 ? check_worse_code(code, DENIED) : code;
}
