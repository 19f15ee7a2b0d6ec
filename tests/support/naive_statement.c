/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_statement.h"

#include <stdio.h>
#include <string.h>

#include "support/naive_pattern.h"
#include "support/naive_values.h"

/* ---- conditions ---- */

/* An operator's name, taken apart. */
struct parts {
    bool any, all, if_exists, negated;
    char base[64]; /* without the negation: "StringEquals" for StringNotEquals */
};

static bool cut_front(char *text, const char *front)
{
    size_t length = strlen(front);

    if (strncmp(text, front, length) != 0) return false;
    memmove(text, text + length, strlen(text + length) + 1);
    return true;
}

static struct parts take_apart(struct rampart_str name)
{
    struct parts parts = {.any = false};
    char *at = NULL;
    size_t length = 0;

    (void)snprintf(parts.base, sizeof parts.base, "%.*s", (int)name.len, name.data);
    parts.any = cut_front(parts.base, "ForAnyValue:");
    parts.all = cut_front(parts.base, "ForAllValues:");
    length = strlen(parts.base);
    if (length > 8 && strcmp(parts.base + length - 8, "IfExists") == 0) {
        parts.if_exists = true;
        parts.base[length - 8] = '\0';
    }
    at = strstr(parts.base, "Not");
    if (at != NULL) {
        parts.negated = true;
        (void)cut_front(at, "Not");
    }
    return parts;
}

bool naive_key_is(struct rampart_str written, const char *name)
{
    const char *slash = strchr(name, '/');
    size_t folded = slash == NULL ? strlen(name) : (size_t)(slash - name);

    if (written.len != strlen(name) ||
        !naive_equal_fold((struct rampart_str){written.data, folded}, (struct rampart_str){name, folded}))
        return false;
    return memcmp(written.data + folded, name + folded, written.len - folded) == 0;
}

/* What the request says of a key. The principal's ARN is known whenever the principal is. */
static struct naive_key look_up(const struct naive_request *request, struct rampart_str key, char *arn,
                                size_t arn_size)
{
    static const char *const kinds[] = {"", "user/", "role/", "root"};
    struct naive_key found = {.state = NAIVE_UNKNOWN};

    for (size_t i = 0; i < request->key_count; i++)
        if (naive_key_is(key, request->keys[i].name)) found = request->keys[i];
    if (found.name == NULL && naive_key_is(key, "acs:PrincipalARN") && request->who != NAIVE_NOBODY &&
        request->who <= NAIVE_ROOT) {
        (void)snprintf(arn, arn_size, "acs:ram::%s:%s%s", request->account, kinds[request->who],
                       request->who == NAIVE_ROOT ? "" : request->name);
        for (char *c = arn; request->who == NAIVE_ROLE && *c != '\0'; c++)
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        found = (struct naive_key){.state = NAIVE_PRESENT, .values = {arn}, .count = 1};
    }
    if (found.state == NAIVE_UNKNOWN && request->complete) found.state = NAIVE_ABSENT;
    return found;
}

/* One value of the request: does any value of the document match it? Then the negation. */
static bool value_meets(const struct rp_condition *condition, const struct parts *op, const char *value)
{
    bool matched = false;

    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_holds(op->base, condition->values.items[i].text, rampart_str(value))) matched = true;
    return matched != op->negated;
}

static bool meets_without_values(const struct parts *op)
{
    if (op->if_exists || op->all) return true;
    return op->negated && !op->any;
}

static bool meets(const struct rp_condition *condition, const struct parts *op, const struct naive_key *key)
{
    size_t met = 0;

    if (key->state == NAIVE_ABSENT || key->count == 0) return meets_without_values(op);
    for (size_t i = 0; i < key->count; i++) met += value_meets(condition, op, key->values[i]);
    return op->all ? met == key->count : met > 0;
}

/* Null: one of its values has to say the truth about the key being absent. */
static bool null_meets(const struct rp_condition *condition, bool absent)
{
    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_equal_fold(condition->values.items[i].text, rampart_str(absent ? "true" : "false")))
            return true;
    return false;
}

static enum rampart_truth truth_of(bool one, bool other)
{
    return one && other ? RAMPART_TRUE : !one && !other ? RAMPART_FALSE : RAMPART_UNKNOWN;
}

static bool any_usable(const struct rp_condition *condition, const struct parts *op)
{
    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_usable(op->base, condition->values.items[i].text)) return true;
    return false;
}

enum rampart_truth naive_condition(const struct rp_condition *condition, const struct naive_request *request)
{
    struct parts op = take_apart(condition->op_name.text);
    bool null = strcmp(op.base, "Null") == 0;
    char arn[256];
    struct naive_key key = look_up(request, condition->key.text, arn, sizeof arn);

    if (null && key.state == NAIVE_UNKNOWN)
        return truth_of(null_meets(condition, true), null_meets(condition, false));
    if (null) return null_meets(condition, key.state == NAIVE_ABSENT) ? RAMPART_TRUE : RAMPART_FALSE;
    if (key.state != NAIVE_UNKNOWN) return meets(condition, &op, &key) ? RAMPART_TRUE : RAMPART_FALSE;
    if (any_usable(condition, &op)) return RAMPART_UNKNOWN;
    return truth_of(meets_without_values(&op), op.negated); /* absent, or present and matched by nothing */
}

bool naive_value_meets(const struct rp_condition *condition, const char *value)
{
    struct parts op = take_apart(condition->op_name.text);

    return value_meets(condition, &op, value);
}

char naive_type(const struct rp_condition *condition)
{
    struct parts op = take_apart(condition->op_name.text);

    return strcmp(op.base, "Null") == 0 ? 'n' : op.base[0];
}

/* ---- statements ---- */

static bool element_matches(const struct rp_element *element, const char *subject, bool fold)
{
    bool found = false;

    if (!element->present) return true;
    for (size_t i = 0; i < element->values.count; i++) {
        char pattern[512], text[512];
        size_t length = 0;

        (void)snprintf(pattern, sizeof pattern, "%.*s", (int)element->values.items[i].text.len,
                       element->values.items[i].text.len == 0 ? "" : element->values.items[i].text.data);
        (void)snprintf(text, sizeof text, "%s", subject);
        for (length = 0; fold && pattern[length] != '\0'; length++)
            if (pattern[length] >= 'A' && pattern[length] <= 'Z')
                pattern[length] = (char)(pattern[length] + 32);
        for (length = 0; fold && text[length] != '\0'; length++)
            if (text[length] >= 'A' && text[length] <= 'Z') text[length] = (char)(text[length] + 32);
        if (naive_pattern_match(rampart_str(pattern), rampart_str(text))) found = true;
    }
    return found != element->negated;
}

/* The ways a trust policy may name the one who asks. */
static bool named(const struct naive_request *request, const struct rp_principal *principal)
{
    static const char *const kinds[] = {"", "user/", "role/", "root", "saml-provider/", "oidc-provider/", ""};
    char text[256], name[256];

    (void)snprintf(text, sizeof text, "%.*s", (int)principal->value.text.len, principal->value.text.data);
    (void)snprintf(name, sizeof name, "acs:ram::%s:root", request->account);
    if ((request->who == NAIVE_USER || request->who == NAIVE_ROLE) && strcmp(text, name) == 0) return true;
    if (request->who == NAIVE_SERVICE) return strcmp(text, request->name) == 0;
    (void)snprintf(name, sizeof name, "acs:ram::%s:%s%s", request->account, kinds[request->who],
                   request->name);
    return strcmp(text, name) == 0;
}

static enum rampart_truth principal_truth(const struct rp_statement *statement,
                                          const struct naive_request *request)
{
    enum rampart_truth truth = RAMPART_FALSE;

    if (statement->principal_count == 0) return RAMPART_TRUE;
    for (size_t i = 0; i < statement->principal_count; i++) {
        if (statement->principals[i].kind == RP_PRINCIPAL_EVERYBODY) return RAMPART_TRUE;
        if (request->who == NAIVE_NOBODY)
            truth = RAMPART_UNKNOWN;
        else if (named(request, &statement->principals[i]))
            return RAMPART_TRUE;
    }
    return truth;
}

enum rampart_truth naive_statement(const struct rp_statement *statement, const struct naive_request *request,
                                   const char *resource)
{
    enum rampart_truth principal = principal_truth(statement, request);
    bool unknown = principal == RAMPART_UNKNOWN;

    if (!element_matches(&statement->action, request->action, true) ||
        !element_matches(&statement->resource, resource, false) || principal == RAMPART_FALSE)
        return RAMPART_FALSE;
    for (size_t i = 0; i < statement->condition_count; i++) {
        enum rampart_truth truth = naive_condition(&statement->conditions[i], request);

        if (truth == RAMPART_FALSE) return RAMPART_FALSE;
        unknown = unknown || truth == RAMPART_UNKNOWN;
    }
    return unknown ? RAMPART_UNKNOWN : RAMPART_TRUE;
}
