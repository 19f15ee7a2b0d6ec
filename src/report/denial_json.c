/* SPDX-License-Identifier: Apache-2.0 */
/* A denial, and what the policies at hand say to it, as JSON: docs/explain-denial.schema.json. */
#include "report/json_report.h"

static void put_principal(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json principal = rp_put_object(at, "principal");
    rp_put_text_or_null(principal, "type", denial->principal_type);
    rp_put_text_or_null(principal, "account", denial->owner);
    rp_put_text_or_null(principal, "name", denial->principal_name);
}

static void put_conditions(struct rp_json at, const struct rampart_denial *denial)
{
    const struct rp_json list = rp_put_list(at, "conditions");
    for (size_t i = 0; i < denial->condition_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "key", denial->conditions[i].key);
        rp_put_texts(item, "values", denial->conditions[i].values);
    }
}

static void put_policies(struct rp_json at, const struct rampart_denial *denial)
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

static void put_denial(struct rp_json object, const struct rampart_denial *denial)
{
    rp_put_bool(object, "decoded", denial->decoded);
    rp_put_text_or_null(object, "code", denial->code);
    rp_put_text_or_null(object, "message", denial->message);
    rp_put_text_or_null(object, "requestId", denial->request_id);
    rp_put_text_or_null(object, "host", denial->host);
    rp_put_text_or_null(object, "recommend", denial->recommend);
    rp_put_text_or_null(object, "action", denial->action);
    rp_put_text_or_null(object, "resource", denial->resource);
    put_principal(object, denial);
    rp_put_text_or_null(object, "noPermissionType", denial->no_permission_type);
    rp_put_text_or_null(object, "policyType", denial->policy_type);
    rp_put_text_or_null(object, "encodedDiagnosticMessage", denial->diagnostic);
    put_conditions(object, denial);
    put_policies(object, denial);
}

static void put_differences(struct rp_json at, const struct rampart_denial_comparison *comparison)
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

static void put_decision(struct rp_json at, const struct rp_print *print,
                         const struct rampart_denial_report *report)
{
    rp_put_bool(at, "reproduced", report->comparison->reproduced);
    put_differences(at, report->comparison);
    rp_put_whole_decision(rp_put_object(at, "decision"), print, report->decision, NULL);
    rp_put_suggestions(at, report->suggestions);
}

enum rampart_status rp_denial_json(struct rp_print *print, const struct rampart_denial_report *told)
{
    struct rampart_str steps[RP_MOST_NEXT];
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    put_denial(rp_put_object(root, "denial"), told->denial);
    if (told->decision != NULL) put_decision(root, print, told);
    rp_put_texts(root, "next", (struct rampart_strs){steps, rp_denial_next(told, steps)});
    rp_put_inventory(root, print->inventory);
    return rp_json_finish(&report, RAMPART_OK);
}
