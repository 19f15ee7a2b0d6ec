/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/compact.h"

#include "base/str.h"
#include "base/utf8.h"

/* Without the NUL. */
#define LENGTH(literal) (sizeof(literal) - 1)

/* The characters that an escape adds to a byte: a backslash, or a backslash and a number. */
static size_t compact_escape_length(char c)
{
    if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r' || c == '\b' || c == '\f') return 1;
    return (unsigned char)c < ' ' ? LENGTH("u001b") : 0;
}

static size_t compact_string_length(struct rampart_str text)
{
    size_t length = LENGTH("\"\"") + rp_utf8_count(text);
    for (size_t i = 0; i < text.len; i++) length += compact_escape_length(text.data[i]);
    return length;
}

/* Commas between so many parts. */
static size_t compact_commas(size_t count)
{
    return count > 0 ? count - 1 : 0;
}

static size_t compact_values_length(const struct rp_values *values)
{
    bool alone = values->count == 1 && values->start == values->spans[0].start;
    size_t length = alone ? 0 : LENGTH("[]") + compact_commas(values->count);
    for (size_t i = 0; i < values->count; i++) length += compact_string_length(rp_value_text(values, i));
    return length;
}

/* With the comma before it; nothing if it is not there. */
static size_t compact_element_length(const struct rp_values *values, size_t name)
{
    if (!values->present) return 0;
    return LENGTH(",\"\":") + name + (values->negated ? LENGTH("Not") : 0) + compact_values_length(values);
}

static size_t compact_kind_length(const struct rp_principals *principals, enum rp_principal_kind kind,
                                  size_t name)
{
    size_t count = 0, length = LENGTH("\"\":") + name;
    for (size_t i = 0; i < principals->count; i++) {
        if (principals->items[i].kind != kind) continue;
        length += compact_string_length(principals->items[i].value.text);
        count++;
    }
    return count == 0 ? 0 : length + compact_commas(count) + (count > 1 ? LENGTH("[]") : 0);
}

/* A list of UIDs, as policies of buckets have it. */
static size_t compact_uids_length(const struct rp_principals *principals)
{
    size_t length = LENGTH(",\"Principal\":[]") + compact_commas(principals->count);
    for (size_t i = 0; i < principals->count; i++) length += compact_string_length(principals->items[i].value.text);
    return length;
}

static size_t compact_principals_length(const struct rp_principals *principals)
{
    if (principals == NULL) return 0;
    for (size_t i = 0; i < principals->count; i++)
        if (principals->items[i].kind >= RP_PRINCIPAL_UID) return compact_uids_length(principals);
    const size_t kinds[] = {
        compact_kind_length(principals, RP_PRINCIPAL_EVERYBODY, LENGTH("RAM")),
        compact_kind_length(principals, RP_PRINCIPAL_RAM, LENGTH("RAM")),
        compact_kind_length(principals, RP_PRINCIPAL_SERVICE, LENGTH("Service")),
        compact_kind_length(principals, RP_PRINCIPAL_FEDERATED, LENGTH("Federated")),
    };
    size_t length = LENGTH(",\"Principal\":{}"), present = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        length += kinds[i];
        present += kinds[i] > 0;
    }
    return length + compact_commas(present);
}

static size_t compact_conditions_length(const struct rp_statement *statement)
{
    const struct rampart_str *op = NULL;
    size_t length = LENGTH(",\"Condition\":{}");
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (op == NULL || !rp_str_equal(*op, condition->op_name))
            length += compact_string_length(condition->op_name) + LENGTH(":{}");
        op = &condition->op_name;
        length += compact_string_length(condition->key.text) + LENGTH(":") +
                  compact_values_length(&condition->values);
    }
    return statement->condition_count == 0 ? 0 : length + compact_commas(statement->condition_count);
}

static size_t compact_statement_length(const struct rp_statement *statement)
{
    size_t length = statement->effect == RAMPART_ALLOW ? LENGTH("{\"Effect\":\"Allow\"}")
                                                       : LENGTH("{\"Effect\":\"Deny\"}");
    if (statement->sid.len > 0) length += LENGTH(",\"Sid\":") + compact_string_length(statement->sid);
    return length + compact_element_length(&statement->action, LENGTH("Action")) +
           compact_element_length(&statement->resource, LENGTH("Resource")) +
           compact_principals_length(statement->principals) + compact_conditions_length(statement);
}

size_t rp_lint_compact_length(const struct rampart_policy *policy)
{
    size_t length = LENGTH("{\"Version\":\"1\",\"Statement\":[]}") + compact_commas(policy->statement_count);
    for (size_t i = 0; i < policy->statement_count; i++)
        length += compact_statement_length(&policy->statements[i]);
    return length;
}
