/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A denial: what the cloud said, the decision here, how the two compare, and what to ask for next. For people, and as
 * docs/explain-denial.schema.json.
 */
#include "base/str.h"
#include "report/decision.h"
#include "report/headline.h"
#include "report/unseen.h"
#include "report/version.h"

static bool denial_has_only_an_id(const struct rampart_denial *denial)
{
    return rp_str_equal_fold(denial->principal_type, RP_STR("SubUser")) && denial->principal_name.len > 0;
}

/* How to give what of action and resource the error does not name; NULL: it names both. */
static const char *denial_parts_lacking(unsigned lacks)
{
    switch (lacks & (RAMPART_DENIAL_ACTION | RAMPART_DENIAL_RESOURCE)) {
    case RAMPART_DENIAL_ACTION: return "with them pass --action ACTION: the error does not name it";
    case RAMPART_DENIAL_RESOURCE:
        return "with them pass --resource ARN, or --param NAME=VALUE of the call: the error does not name it";
    case 0: return NULL;
    default: break;
    }
    return "with them pass --action ACTION, and --resource ARN or --param NAME=VALUE of the call: the error names neither";
}

enum { MOST_NEXT = 5 };

/* The next things to ask for, so that more can be said; returns how many there are. */
static size_t denial_next(const struct rampart_denial_report *report, struct rampart_str *ret_steps)
{
    const struct rampart_denial *denial = report->denial;
    size_t count = 0;
    if (!denial->decoded && denial->diagnostic.len > 0)
        ret_steps[count++] = RP_STR("run aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage …: "
                                    "its answer has the resource, "
                                    "the conditions and the policies, and is read here too");
    if (denial->conflicts.count > 0)
        ret_steps[count++] = RP_STR("pass one error by itself: this text says something in two ways");
    if (report->decision != NULL || denial->about == RAMPART_DENIAL_OTHER) return count;
    ret_steps[count++] =
        RP_STR("pass the policies with -a ACCOUNT, or -p FILE for each policy of the principal, to "
               "see the reason and what would fix it");
    const unsigned lacks = rampart_denial_lacks(denial) & ~report->given;
    const char *parts = denial_parts_lacking(lacks);
    if (parts != NULL) ret_steps[count++] = rampart_str(parts);
    if ((lacks & RAMPART_DENIAL_PRINCIPAL) != 0)
        ret_steps[count++] = denial_has_only_an_id(denial)
                                 ? RP_STR("with -a pass --principal user/NAME too, the name of the user who has this id: "
                                          "account files list users by name")
                                 : RP_STR("with -a pass --principal PRINCIPAL too: the error does not name who asked");
    return count;
}

/* The meaning of the cloud's words. */
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

static void denial_print_word(struct rp_print *print, const char *label, struct rampart_str word)
{
    if (word.len == 0) return;
    rp_print_label(print, label);
    rp_print_cut(print, word);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (rp_str_equal_fold(word, rampart_str(meanings[i].word)))
            rp_buf_printf(print->out, ": %s", meanings[i].meaning);
    rp_print_words(print, "\n");
}

static void denial_print_said(struct rp_print *print, const char *label, struct rampart_str text)
{
    if (text.len > 0) rp_print_row(print, label, text);
}

static void denial_print_principal(struct rp_print *print, const struct rampart_denial *denial)
{
    if (denial->principal_type.len == 0 && denial->principal_name.len == 0) return;
    rp_print_label(print, "principal");
    rp_print_cut(print, denial->principal_type);
    rp_print_words(print, denial->principal_type.len > 0 && denial->principal_name.len > 0 ? " " : "");
    rp_print_cut(print, denial->principal_name);
    if (denial->owner.len > 0) rp_print_words(print, " of account ");
    rp_print_cut(print, denial->owner);
    rp_print_words(print, "\n");
}

enum { MOST_ROWS = 20 };

static void denial_print_conditions(struct rp_print *print, const struct rampart_denial *denial)
{
    for (size_t i = 0; i < denial->condition_count && i < MOST_ROWS; i++) {
        rp_print_label(print, i == 0 ? "conditions" : "");
        rp_print_cut(print, denial->conditions[i].key);
        rp_print_words(print, " ");
        rp_print_quoted_list(print, denial->conditions[i].values);
        rp_print_words(print, "\n");
    }
}

static void denial_print_policy(struct rp_print *print, const struct rampart_denial_policy *policy)
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

static void denial_print_policies(struct rp_print *print, const struct rampart_denial *denial)
{
    for (size_t i = 0; i < denial->policy_count && i < MOST_ROWS; i++) {
        rp_print_label(print, i == 0 ? "policies" : "");
        denial_print_policy(print, &denial->policies[i]);
    }
}

/* What a part of the text stands for; `what` stands before the first. */
static void denial_print_list(struct rp_print *print, const char *what, struct rampart_strs texts)
{
    for (size_t i = 0; i < texts.count && i < MOST_ROWS; i++) {
        rp_print_label(print, i == 0 ? what : "");
        rp_print_cut(print, texts.items[i]);
        rp_print_words(print, "\n");
    }
}

static void denial_print_meanings(struct rp_print *print, const struct rampart_denial *denial)
{
    for (size_t i = 0; i < denial->meaning_count; i++) {
        rp_print_label(print, i == 0 ? "meaning" : "");
        rp_print_cut(print, denial->meanings[i].subject);
        rp_print_words(print, ": ");
        rp_print_text(print, denial->meanings[i].text);
        rp_print_words(print, "\n");
    }
}

/* Layers that the EC or the message stand for, where the cloud does not name one itself. */
static void denial_print_layers(struct rp_print *print, const struct rampart_denial *denial)
{
    if (denial->policy_type.len > 0 || denial->layers.count == 0) return;
    rp_print_label(print, "layer");
    for (size_t i = 0; i < denial->layers.count; i++) {
        rp_print_words(print, i == 0 ? "" : " or ");
        rp_print_text(print, denial->layers.items[i]);
    }
    rp_print_words(print, "\n");
}

static const char *denial_verdict(const struct rampart_denial *denial)
{
    switch (denial->about) {
    case RAMPART_DENIAL_PERMISSION: return "the cloud denied the request";
    case RAMPART_DENIAL_OTHER: return "the cloud refused the request for another reason than permissions";
    case RAMPART_DENIAL_UNTOLD: break;
    }
    return "the cloud refused the request; this does not tell whether a permission is missing";
}

static void denial_print_denial(struct rp_print *print, const struct rampart_denial *denial)
{
    rp_print_painted(print, RP_PAINT_BOLD, denial_verdict(denial));
    rp_print_words(print, "\n");
    denial_print_said(print, "code", denial->code);
    denial_print_said(print, "EC", denial->ec);
    denial_print_principal(print, denial);
    denial_print_said(print, "action", denial->action);
    denial_print_said(print, "resource", denial->resource);
    denial_print_said(print, "bucket", denial->bucket);
    denial_print_said(print, "object", denial->object);
    denial_print_said(print, "endpoint", denial->endpoint);
    denial_print_word(print, "type", denial->no_permission_type);
    denial_print_word(print, "layer", denial->policy_type);
    denial_print_layers(print, denial);
    denial_print_conditions(print, denial);
    denial_print_policies(print, denial);
    denial_print_said(print, "request id", denial->request_id);
    denial_print_said(print, "message", denial->message);
    denial_print_meanings(print, denial);
    denial_print_list(print, "conflict", denial->conflicts);
    denial_print_list(print, "unread", denial->not_understood);
}

/* An open decision contradicts nothing and proves nothing, and an error that contradicts itself is like no decision. */
static void denial_print_headline(struct rp_print *print, const struct rampart_denial_report *report)
{
    const bool denied = report->decision->verdict.outcome == RAMPART_OUTCOME_DENY;
    if (!report->comparison->reproduced)
        rp_print_painted(print, RP_PAINT_YELLOW, "these policies give another result than the cloud");
    else if (!denied)
        rp_print_painted(print, RP_PAINT_YELLOW, "these policies leave it open; nothing in them contradicts the cloud");
    else if (report->denial->conflicts.count > 0)
        rp_print_painted(print, RP_PAINT_YELLOW, "these policies deny it; the error contradicts itself on why the cloud did");
    else
        rp_print_painted(print, RP_PAINT_GREEN, "these policies deny it as the cloud did");
    rp_print_words(print, "\n");
}

static void denial_print_comparison(struct rp_print *print,
                                    const struct rampart_denial_comparison *comparison)
{
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

static void denial_print_next(struct rp_print *print, const struct rampart_denial_report *report)
{
    struct rampart_str steps[MOST_NEXT];
    const size_t count = denial_next(report, steps);
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
}

/* Whether it is the same here, and why; then what the cloud said; last what was read. */
RP_REPORTER(rp_denial_text)
{
    const struct rampart_denial_report *report = what;
    const struct rampart_answer answer = {.decision = report->decision, .suggestions = report->suggestions};
    if (report->decision != NULL) {
        denial_print_headline(print, report);
        denial_print_comparison(print, report->comparison);
        rp_print_answer(print, &answer);
        rp_print_words(print, "\n");
    }
    denial_print_denial(print, report->denial);
    denial_print_next(print, report);
    if (report->decision == NULL) return RAMPART_OK;
    rp_print_words(print, "\n");
    rp_print_read(print, report->decision);
    return RAMPART_OK;
}

/* ---- JSON ---- */

static void denial_put_principal(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json principal = rp_put_object(at, "principal");
    rp_put_text_or_null(principal, "type", denial->principal_type);
    rp_put_text_or_null(principal, "account", denial->owner);
    rp_put_text_or_null(principal, "name", denial->principal_name);
}

static void denial_put_conditions(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json list = rp_put_list(at, "conditions");
    for (size_t i = 0; i < denial->condition_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "key", denial->conditions[i].key);
        rp_put_texts(item, "values", denial->conditions[i].values);
    }
}

static void denial_put_policies(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json list = rp_put_list(at, "policies");
    for (size_t i = 0; i < denial->policy_count; i++) {
        const struct rampart_denial_policy *policy = &denial->policies[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text_or_null(item, "name", policy->name);
        rp_put_text_or_null(item, "policyType", policy->type);
        rp_put_text_or_null(item, "version", policy->version);
        rp_put_text_or_null(item, "effect", policy->effect);
        rp_put_text_or_null(item, "attachedEntityType", policy->entity);
        rp_put_text_or_null(item, "attachedScope", policy->scope);
    }
}

static void denial_put_meanings(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json list = rp_put_list(at, "meanings");
    for (size_t i = 0; i < denial->meaning_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "of", denial->meanings[i].subject);
        rp_put_text(item, "meaning", denial->meanings[i].text);
        rp_put_text(item, "source", denial->meanings[i].source);
    }
}

static const char *denial_about(const struct rampart_denial *denial)
{
    switch (denial->about) {
    case RAMPART_DENIAL_PERMISSION: return "permission";
    case RAMPART_DENIAL_OTHER: return "other";
    case RAMPART_DENIAL_UNTOLD: break;
    }
    return "untold";
}

static void denial_put_denial(struct rp_json object, const struct rampart_denial *denial)
{
    rp_put_text(object, "about", rampart_str(denial_about(denial)));
    rp_put_bool(object, "decoded", denial->decoded);
    rp_put_text_or_null(object, "code", denial->code);
    rp_put_text_or_null(object, "ec", denial->ec);
    rp_put_text_or_null(object, "message", denial->message);
    rp_put_text_or_null(object, "requestId", denial->request_id);
    rp_put_text_or_null(object, "host", denial->host);
    rp_put_text_or_null(object, "recommend", denial->recommend);
    rp_put_text_or_null(object, "action", denial->action);
    rp_put_text_or_null(object, "resource", denial->resource);
    rp_put_text_or_null(object, "bucket", denial->bucket);
    rp_put_text_or_null(object, "object", denial->object);
    rp_put_text_or_null(object, "endpoint", denial->endpoint);
    denial_put_principal(object, denial);
    rp_put_text_or_null(object, "noPermissionType", denial->no_permission_type);
    rp_put_text_or_null(object, "policyType", denial->policy_type);
    rp_put_texts(object, "layers", denial->layers);
    rp_put_text_or_null(object, "encodedDiagnosticMessage", denial->diagnostic);
    denial_put_conditions(object, denial);
    denial_put_policies(object, denial);
    denial_put_meanings(object, denial);
    rp_put_texts(object, "conflicts", denial->conflicts);
    rp_put_texts(object, "notUnderstood", denial->not_understood);
}

static void denial_put_differences(struct rp_json at, const struct rampart_denial_comparison *comparison)
{
    const struct rp_json list = rp_put_list(at, "differences");
    for (size_t i = 0; i < comparison->difference_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "subject", comparison->differences[i].subject);
        rp_put_text(item, "cloud", comparison->differences[i].cloud);
        rp_put_text(item, "here", comparison->differences[i].here);
    }
    rp_put_texts(at, "notes", comparison->notes);
}

static void denial_put_decision(struct rp_json at, const struct rp_print *print,
                                const struct rampart_denial_report *report)
{
    rp_put_bool(at, "reproduced", report->comparison->reproduced);
    denial_put_differences(at, report->comparison);
    rp_put_whole_decision(rp_put_object(at, "decision"), print, report->decision, NULL);
    rp_put_suggestions(at, report->suggestions);
}

RP_REPORTER(rp_denial_json)
{
    const struct rampart_denial_report *denied = what;
    struct rampart_str steps[MOST_NEXT];
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    denial_put_denial(rp_put_object(root, "denial"), denied->denial);
    if (denied->decision != NULL) denial_put_decision(root, print, denied);
    rp_put_texts(root, "next", (struct rampart_strs){steps, denial_next(denied, steps)});
    rp_put_inventory(root, print->inventory);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&report, RAMPART_OK);
}
