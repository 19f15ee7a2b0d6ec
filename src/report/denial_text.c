/* SPDX-License-Identifier: Apache-2.0 */
/* A denial for people: what the cloud said, what is decided here, how the two compare, what comes next. */
#include "base/str.h"
#include "report/print.h"

static bool has_only_an_id(const struct rampart_denial *denial)
{
    return rp_str_equal_fold(denial->principal_type, RP_STR("SubUser")) && denial->principal_name.len > 0;
}

size_t rp_denial_next(const struct rampart_denial_report *report, struct rampart_str *ret_steps)
{
    const struct rampart_denial *denial = report->denial;
    size_t count = 0;
    if (!denial->decoded && denial->diagnostic.len > 0)
        ret_steps[count++] = RP_STR("aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage … tells "
                                    "the resource, the conditions "
                                    "and the policies; its answer is read here as well");
    if (report->decision != NULL) return count;
    if (has_only_an_id(denial))
        ret_steps[count++] = RP_STR("the name of the user with this id: account files know users by name "
                                    "(--principal user/NAME)");
    ret_steps[count++] =
        RP_STR("the policies: -a ACCOUNT, or -p FILE for each policy of the principal, tells which "
               "statement it is and what would mend it");
    return count;
}

/* What the cloud's words mean. */
static const struct {
    const char *word, *meaning;
} meanings[] = {
    {"ImplicitDeny", "no statement allows it"},
    {"ExplicitDeny", "a statement denies it"},
    {"AccountLevelIdentityBasedPolicy", "policies of the principal, at account scope"},
    {"ResourceGroupLevelIdentityBasedPolicy", "policies of the principal, on a resource group"},
    {"IdentityBasedPolicy", "policies of the principal"},
    {"ControlPolicy", "control policies of the resource directory, which the account cannot change"},
    {"SessionPolicy", "the policy that the session was made with"},
    {"AssumeRolePolicy", "the trust policy of the role"},
    {"ResourceBasedPolicy", "a policy of the resource itself"},
};

static void print_word(struct rp_print *print, const char *label, struct rampart_str word)
{
    if (word.len == 0) return;
    rp_print_label(print, label);
    rp_print_cut(print, word);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (rp_str_equal_fold(word, rampart_str(meanings[i].word)))
            rp_buf_printf(print->out, ": %s", meanings[i].meaning);
    rp_print_words(print, "\n");
}

static void print_said(struct rp_print *print, const char *label, struct rampart_str text)
{
    if (text.len > 0) rp_print_row(print, label, text);
}

static void print_principal(struct rp_print *print, const struct rampart_denial *denial)
{
    if (denial->principal_type.len == 0 && denial->principal_name.len == 0) return;
    rp_print_label(print, "principal");
    rp_print_cut(print, denial->principal_type);
    rp_print_words(print, denial->principal_type.len > 0 ? " " : "");
    rp_print_cut(print, denial->principal_name);
    if (denial->owner.len > 0) rp_print_words(print, " of account ");
    rp_print_cut(print, denial->owner);
    rp_print_words(print, "\n");
}

enum { MOST_ROWS = 20 };

static void print_conditions(struct rp_print *print, const struct rampart_denial *denial)
{
    for (size_t i = 0; i < denial->condition_count && i < MOST_ROWS; i++) {
        rp_print_label(print, i == 0 ? "conditions" : "");
        rp_print_cut(print, denial->conditions[i].key);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, denial->conditions[i].values);
        rp_print_words(print, "\n");
    }
}

static void print_policy(struct rp_print *print, const struct rampart_denial_policy *policy)
{
    const struct rampart_str parts[] = {policy->type, policy->version, policy->entity, policy->scope};
    const char *comma = " (";
    rp_print_cut(print, policy->effect);
    rp_print_words(print, " by ");
    rp_print_cut(print, policy->name);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len == 0) continue;
        rp_print_words(print, comma);
        rp_print_cut(print, parts[i]);
        comma = ", ";
    }
    rp_print_words(print, comma[0] == ',' ? ")\n" : "\n");
}

static void print_policies(struct rp_print *print, const struct rampart_denial *denial)
{
    for (size_t i = 0; i < denial->policy_count && i < MOST_ROWS; i++) {
        rp_print_label(print, i == 0 ? "policies" : "");
        print_policy(print, &denial->policies[i]);
    }
}

static void print_denial(struct rp_print *print, const struct rampart_denial *denial)
{
    rp_print_painted(print, RP_PAINT_BOLD, "the cloud refused it");
    rp_print_words(print, "\n");
    print_said(print, "code", denial->code);
    print_principal(print, denial);
    print_said(print, "action", denial->action);
    print_said(print, "resource", denial->resource);
    print_word(print, "type", denial->no_permission_type);
    print_word(print, "layer", denial->policy_type);
    print_conditions(print, denial);
    print_policies(print, denial);
    print_said(print, "request id", denial->request_id);
    print_said(print, "message", denial->message);
}

static void print_comparison(struct rp_print *print, const struct rampart_denial_comparison *comparison)
{
    rp_print_words(print, "\n");
    if (comparison->reproduced)
        rp_print_painted(print, RP_PAINT_GREEN, "these policies refuse it as the cloud did");
    else
        rp_print_painted(print, RP_PAINT_YELLOW, "these policies do not say what the cloud said");
    rp_print_words(print, "\n");
    for (size_t i = 0; i < comparison->difference_count && i < MOST_ROWS; i++) {
        const struct rampart_denial_difference *difference = &comparison->differences[i];
        rp_print_words(print, "  ");
        rp_print_cut(print, difference->subject);
        rp_print_words(print, ": the cloud says \"");
        rp_print_cut(print, difference->cloud);
        rp_print_words(print, "\", here it is \"");
        rp_print_cut(print, difference->here);
        rp_print_words(print, "\"");
        rp_print_words(print, "\n");
    }
    for (size_t i = 0; i < comparison->notes.count; i++) {
        rp_print_words(print, "  note: ");
        rp_print_text(print, comparison->notes.items[i]);
        rp_print_words(print, "\n");
    }
}

enum rampart_status rp_denial_text(struct rp_print *print, const struct rampart_denial_report *report)
{
    struct rampart_str steps[RP_MOST_NEXT];
    size_t count = rp_denial_next(report, steps);
    print_denial(print, report->denial);
    if (report->decision != NULL) {
        print_comparison(print, report->comparison);
        rp_print_words(print, "\n");
        (void)rp_decision_text(print, report->decision, NULL, report->suggestions);
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0) {
            rp_print_words(print, "\n");
            rp_print_painted(print, RP_PAINT_BOLD, "next");
            rp_print_words(print, "\n");
        }
        rp_print_words(print, "  ");
        rp_print_text(print, steps[i]);
        rp_print_words(print, "\n");
    }
    return RAMPART_OK;
}
