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

static bool key_is(const struct naive_request *request, struct rampart_str written, const char *name)
{
    static const char *const readings[] = {"up to the slash", "with case", "without case"};
    const char *reading = readings[request->assumed[RAMPART_ASSUME_KEY_CASE]];
    const char *slash = strchr(name, '/');
    size_t folded = slash == NULL ? strlen(name) : (size_t)(slash - name);

    if (strcmp(reading, "with case") == 0) folded = 0;
    if (strcmp(reading, "without case") == 0) folded = strlen(name);
    if (written.len != strlen(name) ||
        !naive_equal_fold((struct rampart_str){written.data, folded}, (struct rampart_str){name, folded}))
        return false;
    return memcmp(written.data + folded, name + folded, written.len - folded) == 0;
}

/* Two keys of the request may be one to the document: then it has the values of both. */
static void add_key(struct naive_key *found, const struct naive_key *more)
{
    found->name = more->name;
    if (more->state > found->state) found->state = more->state; /* in the order unknown, absent, present */
    for (size_t i = 0; more->state == NAIVE_PRESENT && i < more->count; i++)
        found->values[found->count++] = more->values[i];
}

bool naive_carries(const struct naive_request *request, struct rampart_str key)
{
    static const char *const every[] = {"acs:CurrentTime", "acs:SecureTransport"};

    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        if (naive_equal_fold(key, rampart_str(every[i]))) return true;
    return request->who <= NAIVE_ROOT && naive_equal_fold(key, rampart_str("acs:PrincipalARN"));
}

/* What the request says of a key. The principal's ARN is known whenever the principal is. */
static struct naive_key look_up(const struct naive_request *request, struct rampart_str key, char *arn,
                                size_t arn_size)
{
    static const char *const kinds[] = {"", "user/", "role/", "root"};
    struct naive_key found = {.state = NAIVE_UNKNOWN};

    for (size_t i = 0; i < request->key_count; i++)
        if (key_is(request, key, request->keys[i].name)) add_key(&found, &request->keys[i]);
    if (found.name == NULL && key_is(request, key, "acs:PrincipalARN") && request->who != NAIVE_NOBODY &&
        request->who <= NAIVE_ROOT) {
        (void)snprintf(arn, arn_size, "acs:ram::%s:%s%s", request->account, kinds[request->who],
                       request->who == NAIVE_ROOT ? "" : request->name);
        for (char *c = arn; request->who == NAIVE_ROLE && *c != '\0'; c++)
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        found = (struct naive_key){.state = NAIVE_PRESENT, .values = {arn}, .count = 1};
    }
    if (found.state == NAIVE_UNKNOWN && request->complete && !naive_carries(request, key))
        found.state = NAIVE_ABSENT;
    return found;
}

static struct naive_forms forms_of(const struct naive_request *request)
{
    return (struct naive_forms){request->assumed[RAMPART_ASSUME_DATE_FORM] == 1,
                                request->assumed[RAMPART_ASSUME_ADDRESS_FORM] == 1,
                                request->assumed[RAMPART_ASSUME_MAPPED_ADDRESS] == 1};
}

static bool any_usable(const struct rp_condition *condition, const struct parts *op,
                       const struct naive_forms *forms)
{
    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_usable(op->base, rp_value_text(&condition->values, i), forms)) return true;
    return false;
}

static bool all_usable(const struct rp_condition *condition, const struct parts *op,
                       const struct naive_forms *forms)
{
    for (size_t i = 0; i < condition->values.count; i++)
        if (!naive_usable(op->base, rp_value_text(&condition->values, i), forms)) return false;
    return true;
}

static enum rampart_truth truth_not(enum rampart_truth truth)
{
    return truth == RAMPART_UNKNOWN ? truth : truth == RAMPART_TRUE ? RAMPART_FALSE : RAMPART_TRUE;
}

/* One value of the request: does any value of the document match it? Then the negation. */
static enum rampart_truth value_meets(const struct rp_condition *condition, const struct parts *op,
                                      const char *value, const struct naive_forms *forms)
{
    enum rampart_truth matched = RAMPART_FALSE;
    bool compared = any_usable(condition, op, forms);

    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_holds(op->base, rp_value_text(&condition->values, i), rampart_str(value), forms))
            matched = RAMPART_TRUE;
    if (compared && naive_key_type(condition->key.text) == '\0' &&
        !naive_readable(op->base, rampart_str(value), forms))
        matched = RAMPART_UNKNOWN;
    return op->negated ? truth_not(matched) : matched;
}

static bool meets_without_values(const struct rp_condition *condition, const struct parts *op,
                                 const struct naive_request *request)
{
    bool as_empty = request->assumed[RAMPART_ASSUME_MISSING_POSITIVE] == 1;
    bool met_when_negated = request->assumed[RAMPART_ASSUME_MISSING_NEGATED] == 0;
    struct naive_forms forms = forms_of(request);

    if (op->if_exists || op->all) return true;
    if (op->any) return false;
    if (op->negated) return met_when_negated;
    return as_empty && value_meets(condition, op, "", &forms) == RAMPART_TRUE;
}

static enum rampart_truth meets(const struct rp_condition *condition, const struct parts *op,
                                const struct naive_key *key, const struct naive_request *request)
{
    size_t met = 0, open = 0;
    bool all = op->all || (!op->any && request->assumed[RAMPART_ASSUME_MULTI_BARE] == 1);
    struct naive_forms forms = forms_of(request);

    if (key->state == NAIVE_ABSENT || key->count == 0)
        return meets_without_values(condition, op, request) ? RAMPART_TRUE : RAMPART_FALSE;
    for (size_t i = 0; i < key->count; i++) {
        met += value_meets(condition, op, key->values[i], &forms) == RAMPART_TRUE;
        open += value_meets(condition, op, key->values[i], &forms) == RAMPART_UNKNOWN;
    }
    if (all)
        return met == key->count ? RAMPART_TRUE : met + open == key->count ? RAMPART_UNKNOWN : RAMPART_FALSE;
    return met > 0 ? RAMPART_TRUE : open > 0 ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

/* Null: one of its values has to say the truth about the key being absent. */
static bool null_meets(const struct rp_condition *condition, bool absent)
{
    for (size_t i = 0; i < condition->values.count; i++)
        if (naive_equal_fold(rp_value_text(&condition->values, i), rampart_str(absent ? "true" : "false")))
            return true;
    return false;
}

static enum rampart_truth truth_of(bool one, bool other)
{
    return one && other ? RAMPART_TRUE : !one && !other ? RAMPART_FALSE : RAMPART_UNKNOWN;
}

static bool is_unlike(const struct rp_condition *condition, const struct parts *op)
{
    char type = naive_key_type(condition->key.text);

    return strcmp(op->base, "Null") != 0 && type != '\0' && type != op->base[0];
}

/* Whether the condition is not met whatever the request says. */
static bool is_unmet(const struct rp_condition *condition, const struct parts *op,
                     const struct naive_request *request)
{
    struct naive_forms forms = forms_of(request);

    if (request->assumed[RAMPART_ASSUME_OPERATOR_TYPE] == 1 && is_unlike(condition, op)) return true;
    return request->assumed[RAMPART_ASSUME_UNREADABLE_VALUE] == 1 && !all_usable(condition, op, &forms);
}

enum rampart_truth naive_condition(const struct rp_condition *condition, const struct naive_request *request)
{
    struct parts op = take_apart(condition->op_name);
    struct naive_forms forms = forms_of(request);
    bool null = strcmp(op.base, "Null") == 0;
    char arn[256];
    struct naive_key key = look_up(request, condition->key.text, arn, sizeof arn);

    if (null && key.state == NAIVE_UNKNOWN)
        return truth_of(null_meets(condition, true), null_meets(condition, false));
    if (null) return null_meets(condition, key.state == NAIVE_ABSENT) ? RAMPART_TRUE : RAMPART_FALSE;
    if (is_unmet(condition, &op, request)) return RAMPART_FALSE;
    if (key.state != NAIVE_UNKNOWN) return meets(condition, &op, &key, request);
    if (any_usable(condition, &op, &forms)) return RAMPART_UNKNOWN;
    return truth_of(meets_without_values(condition, &op, request),
                    op.negated); /* absent, or present and matched by nothing */
}

bool naive_key_is(struct rampart_str written, const char *name)
{
    static const struct naive_request plain = {.key_count = 0};

    return key_is(&plain, written, name);
}

bool naive_key_given(const struct naive_request *request, struct rampart_str written)
{
    bool given = false;

    for (size_t i = 0; i < request->key_count; i++) {
        if (!key_is(request, written, request->keys[i].name)) continue;
        if (request->keys[i].state == NAIVE_UNKNOWN) return false;
        given = true;
    }
    return given;
}

enum rampart_truth naive_value_meets(const struct rp_condition *condition, const char *value,
                                     const struct naive_request *request)
{
    struct parts op = take_apart(condition->op_name);
    struct naive_forms forms = forms_of(request);

    return value_meets(condition, &op, value, &forms);
}

char naive_type(const struct rp_condition *condition)
{
    struct parts op = take_apart(condition->op_name);

    return strcmp(op.base, "Null") == 0 ? 'n' : op.base[0];
}

/* ---- statements ---- */

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z') *text = (char)(*text + 32);
}

static bool action_fits(const char *pattern, const char *action)
{
    return naive_pattern_match(rampart_str(pattern), rampart_str(action));
}

static bool resource_fits(const struct naive_request *request, const char *pattern, const char *resource)
{
    char filled[512];
    bool fields = request->assumed[RAMPART_ASSUME_COLON_CROSSING] == 1;
    bool fill = request->assumed[RAMPART_ASSUME_EMPTY_ARN_FIELD] == 1 && strchr(pattern, ':') != NULL;

    if (fields ? naive_fields_match(pattern, resource) : action_fits(pattern, resource)) return true;
    if (!fill) return false;
    naive_fill_fields(pattern, filled, sizeof filled);
    return fields ? naive_fields_match(filled, resource) : action_fits(filled, resource);
}

static bool element_matches(const struct rp_statement *statement, const struct naive_request *request,
                            const char *resource)
{
    const struct rp_values *element = resource == NULL ? &statement->action : &statement->resource;
    bool fold = resource == NULL ? request->assumed[RAMPART_ASSUME_ACTION_CASE] == 0
                                 : request->assumed[RAMPART_ASSUME_RESOURCE_CASE] == 1;
    bool found = false;

    if (!element->present) return true;
    for (size_t i = 0; i < element->count; i++) {
        char pattern[512], text[512];

        (void)snprintf(pattern, sizeof pattern, "%.*s", (int)rp_value_text(element, i).len,
                       rp_value_text(element, i).len == 0 ? "" : rp_value_text(element, i).data);
        (void)snprintf(text, sizeof text, "%s", resource == NULL ? request->action : resource);
        if (fold) lower(pattern);
        if (fold) lower(text);
        if (resource == NULL ? action_fits(pattern, text) : resource_fits(request, pattern, text))
            found = true;
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

    if (statement->principals == NULL) return RAMPART_TRUE;
    for (size_t i = 0; i < statement->principals->count; i++) {
        if (statement->principals->items[i].kind == RP_PRINCIPAL_EVERYBODY) return RAMPART_TRUE;
        if (request->who == NAIVE_NOBODY)
            truth = RAMPART_UNKNOWN;
        else if (named(request, &statement->principals->items[i]))
            return RAMPART_TRUE;
    }
    return truth;
}

/* The resource as its service sends it; of the generator's services RAM alone has no regions. */
static const char *sent(const struct naive_request *request, const char *resource, char *buffer, size_t size)
{
    bool assumes = naive_equal_fold(rampart_str(request->action), rampart_str("sts:AssumeRole"));
    const char *region = request->assumed[RAMPART_ASSUME_GLOBAL_REGION] == 1 && !assumes ? "*" : "";

    if (strncmp(resource, "acs:oss:oss-cn-", 15) == 0 || strncmp(resource, "acs:oss:cn-", 11) == 0) {
        const char *prefix = request->assumed[RAMPART_ASSUME_OSS_REGION] == 1 ? "" : "oss-";
        (void)snprintf(buffer, size, "acs:oss:%s%s", prefix, strstr(resource, ":cn-") ? resource + 8 : resource + 12);
        return buffer;
    }
    if (strncmp(resource, "acs:ram::", 9) != 0 && strncmp(resource, "acs:ram:*:", 10) != 0) return resource;
    (void)snprintf(buffer, size, "acs:ram:%s%s", region, strchr(resource + 8, ':'));
    return buffer;
}

enum rampart_truth naive_statement(const struct rp_statement *statement, const struct naive_request *request,
                                   const char *given)
{
    char buffer[512];
    const char *resource = sent(request, given, buffer, sizeof buffer);
    enum rampart_truth principal = principal_truth(statement, request);
    bool unknown = principal == RAMPART_UNKNOWN;

    if (!element_matches(statement, request, NULL) || !element_matches(statement, request, resource) ||
        principal == RAMPART_FALSE)
        return RAMPART_FALSE;
    for (size_t i = 0; i < statement->condition_count; i++) {
        enum rampart_truth truth = naive_condition(&statement->conditions[i], request);

        if (truth == RAMPART_FALSE) return RAMPART_FALSE;
        unknown = unknown || truth == RAMPART_UNKNOWN;
    }
    return unknown ? RAMPART_UNKNOWN : RAMPART_TRUE;
}

static bool refused_for(const struct rampart_policy *policy, const struct rp_statement *statement,
                        const struct naive_request *request)
{
    bool trust_deny = policy->kind == RAMPART_POLICY_TRUST && statement->effect == RAMPART_DENY;
    struct naive_forms forms = forms_of(request);

    if (request->assumed[RAMPART_ASSUME_TRUST_DENY] == 1 && trust_deny) return true;
    if (request->assumed[RAMPART_ASSUME_NOTRESOURCE] == 1 && statement->resource.negated) return true;
    for (size_t i = 0; i < statement->condition_count; i++) {
        struct parts op = take_apart(statement->conditions[i].op_name);
        bool foreign = op.any || op.all || op.if_exists || strcmp(op.base, "Null") == 0;

        if (request->assumed[RAMPART_ASSUME_UNSUPPORTED_OPS] == 1 && foreign) return true;
        if (request->assumed[RAMPART_ASSUME_OPERATOR_TYPE] == 2 && is_unlike(&statement->conditions[i], &op))
            return true;
        if (request->assumed[RAMPART_ASSUME_UNREADABLE_VALUE] == 2 &&
            !all_usable(&statement->conditions[i], &op, &forms))
            return true;
    }
    return false;
}

bool naive_refused(const struct rampart_attachment *attachment, const struct naive_request *request)
{
    const struct rampart_policy *policy = attachment->policy;

    for (size_t s = 0; !attachment->system && s < policy->statement_count; s++)
        if (refused_for(policy, &policy->statements[s], request)) return true;
    return false;
}
