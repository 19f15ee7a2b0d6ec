/* SPDX-License-Identifier: Apache-2.0 */
/* A denial, and what the policies at hand say to it, as JSON: docs/explain-denial.schema.json. */
#include "report/denial_report.h"
#include "report/inventory.h"
#include "report/json.h"

static void put_principal(struct rp_buf *out, const struct rampart_denial *denial)
{
    rp_write_open(out, "principal", '{');
    rp_write_text_or_null(out, "type", denial->principal_type);
    rp_write_text_or_null(out, "account", denial->owner);
    rp_write_text_or_null(out, "name", denial->principal_name);
    rp_write_close(out, '}');
}

static void put_conditions(struct rp_buf *out, const struct rampart_denial *denial)
{
    rp_write_open(out, "conditions", '[');
    for (size_t i = 0; i < denial->condition_count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "key", denial->conditions[i].key);
        rp_write_texts(out, "values", denial->conditions[i].values);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_policies(struct rp_buf *out, const struct rampart_denial *denial)
{
    rp_write_open(out, "policies", '[');
    for (size_t i = 0; i < denial->policy_count; i++) {
        const struct rampart_denial_policy *policy = &denial->policies[i];
        rp_write_open(out, NULL, '{');
        rp_write_text_or_null(out, "name", policy->name);
        rp_write_text_or_null(out, "policyType", policy->type);
        rp_write_text_or_null(out, "version", policy->version);
        rp_write_text_or_null(out, "effect", policy->effect);
        rp_write_text_or_null(out, "attachedEntityType", policy->entity);
        rp_write_text_or_null(out, "attachedScope", policy->scope);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_denial(struct rp_buf *out, const struct rampart_denial *denial)
{
    rp_write_open(out, "denial", '{');
    rp_write_bool(out, "decoded", denial->decoded);
    rp_write_text_or_null(out, "code", denial->code);
    rp_write_text_or_null(out, "message", denial->message);
    rp_write_text_or_null(out, "requestId", denial->request_id);
    rp_write_text_or_null(out, "host", denial->host);
    rp_write_text_or_null(out, "recommend", denial->recommend);
    rp_write_text_or_null(out, "action", denial->action);
    rp_write_text_or_null(out, "resource", denial->resource);
    put_principal(out, denial);
    rp_write_text_or_null(out, "noPermissionType", denial->no_permission_type);
    rp_write_text_or_null(out, "policyType", denial->policy_type);
    rp_write_text_or_null(out, "encodedDiagnosticMessage", denial->diagnostic);
    put_conditions(out, denial);
    put_policies(out, denial);
    rp_write_close(out, '}');
}

static void put_differences(struct rp_buf *out, const struct rampart_denial_comparison *comparison)
{
    rp_write_open(out, "differences", '[');
    for (size_t i = 0; i < comparison->difference_count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "subject", comparison->differences[i].subject);
        rp_write_text(out, "cloud", comparison->differences[i].cloud);
        rp_write_text(out, "here", comparison->differences[i].here);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
    rp_write_texts(out, "notes", comparison->notes);
}

static void put_decision(struct rp_print *print, const struct rampart_denial_report *report)
{
    struct rp_buf *out = print->out;
    rp_write_bool(out, "reproduced", report->comparison->reproduced);
    put_differences(out, report->comparison);
    rp_write_open(out, "decision", '{');
    rp_write_whole_decision(print, report->decision, NULL);
    rp_write_close(out, '}');
    rp_write_suggestions(out, report->suggestions);
}

enum rampart_status rp_denial_json(struct rp_print *print, const struct rampart_denial_report *report)
{
    struct rampart_str steps[RP_MOST_NEXT];
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    put_denial(out, report->denial);
    if (report->decision != NULL) put_decision(print, report);
    rp_write_texts(out, "next", (struct rampart_strs){steps, rp_denial_next(report, steps)});
    rp_write_inventory(out, print->inventory);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
