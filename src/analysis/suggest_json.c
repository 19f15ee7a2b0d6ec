/* SPDX-License-Identifier: Apache-2.0 */
/* Statements as JSON, in the order in which the cloud's own documents have their elements. */
#include "analysis/suggest.h"
#include "base/str.h"
#include "text/json_write.h"

/* One value stands by itself; none and several are a list. */
static void write_values(struct rp_buf *out, struct rampart_str name, const struct rp_values *values)
{
    rp_write_name(out, name);
    if (values->count == 1) {
        rp_write_text(out, NULL, rp_value_text(values, 0));
        return;
    }
    rp_write_open(out, NULL, '[');
    for (size_t i = 0; i < values->count; i++) rp_write_text(out, NULL, rp_value_text(values, i));
    rp_write_close(out, ']');
}

static void write_principals_of(struct rp_buf *out, const struct rp_principals *principals,
                                enum rp_principal_kind kind, const char *name)
{
    size_t count = 0;
    const struct rp_value *value = NULL;
    for (size_t i = 0; i < principals->count; i++) {
        if (principals->items[i].kind != kind) continue;
        if (count == 1) {
            rp_write_open(out, name, '[');
            rp_write_text(out, NULL, value->text);
        }
        value = &principals->items[i].value;
        if (count++ > 0) rp_write_text(out, NULL, value->text);
    }
    if (count == 1) rp_write_text(out, name, value->text);
    if (count > 1) rp_write_close(out, ']');
}

static void write_principals(struct rp_buf *out, const struct rp_principals *principals)
{
    if (principals == NULL) return;
    for (size_t i = 0; i < principals->count; i++) {
        if (principals->items[i].kind != RP_PRINCIPAL_EVERYBODY) continue;
        rp_write_word(out, "Principal", "*"); /* whoever else is named is among them */
        return;
    }
    rp_write_open(out, "Principal", '{');
    write_principals_of(out, principals, RP_PRINCIPAL_RAM, "RAM");
    write_principals_of(out, principals, RP_PRINCIPAL_SERVICE, "Service");
    write_principals_of(out, principals, RP_PRINCIPAL_FEDERATED, "Federated");
    rp_write_close(out, '}');
}

/* Conditions of one operator stand together, as they do in the document. */
static void write_conditions(struct rp_buf *out, const struct rp_statement *statement)
{
    if (statement->condition_count == 0) return;
    rp_write_open(out, "Condition", '{');
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        bool opens = i == 0 || !rp_str_equal(condition->op_name, condition[-1].op_name);
        if (opens && i > 0) rp_write_close(out, '}');
        if (opens) {
            rp_write_name(out, condition->op_name);
            rp_write_open(out, NULL, '{');
        }
        write_values(out, condition->key.text, &condition->values);
    }
    rp_write_close(out, '}');
    rp_write_close(out, '}');
}

static void write_element(struct rp_buf *out, const struct rp_values *values, struct rampart_str name,
                          struct rampart_str negation)
{
    if (values->present) write_values(out, values->negated ? negation : name, values);
}

void rp_statement_write(struct rp_buf *out, const struct rp_statement *statement)
{
    rp_write_open(out, NULL, '{');
    if (statement->sid.len > 0) rp_write_text(out, "Sid", statement->sid);
    rp_write_word(out, "Effect", rampart_effect_name(statement->effect));
    write_element(out, &statement->action, RP_STR("Action"), RP_STR("NotAction"));
    write_principals(out, statement->principals);
    write_element(out, &statement->resource, RP_STR("Resource"), RP_STR("NotResource"));
    write_conditions(out, statement);
    rp_write_close(out, '}');
}

void rp_document_write(struct rp_buf *out, const struct rampart_policy *policy)
{
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "Version", "1");
    rp_write_open(out, "Statement", '[');
    for (size_t i = 0; i < policy->statement_count; i++) rp_statement_write(out, &policy->statements[i]);
    rp_write_close(out, ']');
    rp_write_close(out, '}');
}
