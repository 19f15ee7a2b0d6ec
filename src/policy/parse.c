/* SPDX-License-Identifier: Apache-2.0 */
/* A document and its statements: docs/semantics.md, "Grammar". */
#include "policy/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/kind.h"
#include "policy/resource_policy.h"
#include "text/did_you_mean.h"

/* The state of one pass over a document's tree. */
struct parse {
    const struct rp_reading *reading;
    enum rampart_policy_kind kind;
    const struct rp_kind *grammar; /* of the kind */
    bool failed;                   /* an error was reported */
    bool spared;                   /* errors that who only looks a document over reads past */
};

/* ---- messages ---- */

/* Reports an error at a place of the document and marks the parse as failed; rp_diag_help() adds the help. */
__attribute__((format(printf, 4, 5))) static void parse_error(struct parse *parse, enum rp_code code,
                                                              struct rp_span span, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    parse->failed = true;
    rp_diag(parse->reading->diags, RAMPART_ERROR, code, (struct rp_at){parse->reading->source, span}, "%s",
            message);
}

/* Takes the last error back as a failure: who only looks the document over reads on behind it, and nobody else does. */
static void parse_spare(struct parse *parse, bool failed_before)
{
    parse->failed = failed_before;
    parse->spared = true;
}

/* Pages print ids with some of their characters masked: 112890462****, 27737962156157xxxx. */
static bool parse_is_masked(struct rampart_str text)
{
    enum { MASK = 3 };
    size_t run = 0;
    for (size_t i = 0; i < text.len && run < MASK; i++)
        run = text.data[i] == '*' || rp_lower(text.data[i]) == 'x' ? run + 1 : 0;
    return run == MASK;
}

static void parse_bad_principal(struct parse *parse, const struct rp_value *value, const char *expected)
{
    const bool failed = parse->failed;
    if (parse_is_masked(value->text)) expected = "the id is masked, as pages print ids: write the whole of it";
    parse_error(parse, RP_DOC_PRINCIPAL, value->span, "invalid principal \"%.*s\"",
                RP_ARG(rp_str_part(value->text, 0, 80)));
    rp_diag_help(parse->reading->diags, "%s", expected);
    parse_spare(parse, failed);
}

static void parse_warning(struct parse *parse, enum rp_code code, struct rp_span span, const char *message)
{
    rp_diag(parse->reading->diags, RAMPART_WARNING, code, (struct rp_at){parse->reading->source, span}, "%s",
            message);
}

/* Reports an error if the cloud is assumed to refuse that part of the document, and returns whether it is. */
static bool parse_refused(struct parse *parse, enum rampart_assumption assumption, enum rp_code code,
                          struct rp_span span)
{
    size_t number = rampart_assumption_chosen(parse->reading->assumed, assumption);
    const char *value = rampart_assumption_value(assumption, number);
    if (!rp_str_equal(rampart_str(value), RP_STR("refused"))) return false;
    parse_error(parse, code, span, "under the assumption %s=%s the cloud refuses this",
                rampart_assumption_name(assumption), value);
    return true;
}

/* Reports that a node should have been `expected` ("a map of …"); says nothing about a BROKEN one. */
static void parse_wrong_type(struct parse *parse, const struct rp_node *node, struct rampart_str element,
                             const char *expected)
{
    if (node->type == RP_NODE_BROKEN) return;
    parse_error(parse, RP_DOC_TYPE, node->span, "%.*s must be %s, not %s", RP_ARG(element), expected,
                rp_node_type_name(node->type));
}

/* The part of a text that a message shows. */
static struct rampart_str parse_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 80);
}

/* ---- a string or a list of strings ---- */

/* True when the node is a string, a number or a truth value. */
static bool parse_is_scalar(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL;
}

static bool parse_is_value(struct parse *parse, const struct rp_node *node, bool coerce,
                           struct rampart_str element)
{
    if (node->type != RP_NODE_STRING && !(coerce && parse_is_scalar(node))) {
        parse_wrong_type(parse, node, element, "a string or a list of strings");
        return false;
    }
    if (node->type == RP_NODE_STRING) return true;
    parse_warning(parse, RP_DOC_UNQUOTED, node->span, "the values of a condition must be strings; this one is read as a string");
    rp_diag_help(parse->reading->diags, "write \"%.*s\"", RP_ARG(parse_shown(node->text)));
    return true;
}

static const struct rp_node *parse_first_value(const struct rp_node *node)
{
    return node->type == RP_NODE_LIST ? node->first : node;
}

static size_t parse_count_values(const struct rp_node *node)
{
    return node->type == RP_NODE_LIST ? node->count : 1;
}

/* True when each value stands in the document letter for letter. */
static bool parse_is_verbatim(const struct parse *parse, const struct rp_node *node)
{
    const struct rp_node *value = parse_first_value(node);
    for (size_t i = 0; i < parse_count_values(node); i++, value = value->next)
        if (!parse_is_scalar(value) ||
            !rp_str_equal(rp_span_text(parse->reading->source->text.data, value->span), value->text))
            return false;
    return true;
}

/* Makes room for the spans, and behind them for the texts. */
static struct rp_span *parse_values_room(const struct parse *parse, size_t count, bool verbatim)
{
    size_t size = sizeof(struct rp_span) + (verbatim ? 0 : sizeof(struct rampart_str));
    return rp_arena_alloc(parse->reading->arena, count, size);
}

/*
 * Reads a string or a list of strings. Only their places in the document are kept wherever that is enough. With
 * `coerce`, numbers and truth values are taken as their text, with a warning. `element` names it in messages.
 */
static enum rampart_status parse_values(struct parse *parse, const struct rp_node *node, bool coerce,
                                        struct rampart_str element, struct rp_values *ret_values)
{
    size_t count = parse_count_values(node);
    if (count > RP_MOST_VALUES) return RAMPART_LIMIT;
    bool verbatim = parse_is_verbatim(parse, node);
    struct rp_span *spans = parse_values_room(parse, count, verbatim);
    RP_TRY_MEMORY(spans != NULL);
    struct rampart_str *texts = verbatim ? NULL : (struct rampart_str *)(void *)(spans + count);
    const struct rp_node *value = parse_first_value(node);
    for (size_t i = 0; i < count; i++, value = value->next) {
        if (!parse_is_value(parse, value, coerce, element)) continue;
        spans[i] = value->span;
        if (texts != NULL) texts[i] = value->text;
    }
    if (count == 0) parse_warning(parse, RP_DOC_EMPTY_LIST, node->span, "an empty list matches nothing");
    *ret_values = (struct rp_values){.spans = spans,
                                     .document = verbatim ? parse->reading->source->text.data : NULL,
                                     .start = node->span.start,
                                     .count = (unsigned)count & RP_MOST_VALUES};
    return RAMPART_OK;
}

/* Reports the patterns that are too long. */
static void parse_check_patterns(struct parse *parse, const struct rp_values *values)
{
    size_t limit = parse->reading->limits->pattern_bytes;
    for (size_t i = 0; i < values->count; i++) {
        size_t len = rp_value_text(values, i).len;
        if (len > limit)
            parse_error(parse, RP_DOC_PATTERN_SIZE, values->spans[i],
                        "the pattern has %zu bytes; the limit is %zu", len, limit);
    }
}

/* ---- Principal of a trust policy: docs/semantics.md, "Principal forms" ---- */

static const char *const kind_names[] = {"RAM", "Service", "Federated"};
static const enum rp_principal_kind kinds[] = {RP_PRINCIPAL_RAM, RP_PRINCIPAL_SERVICE,
                                               RP_PRINCIPAL_FEDERATED};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* acs:ram::<account>:* stands for the account, where it may be written. */
static bool parse_names_whole_account(struct rampart_str text)
{
    const struct rampart_str head = RP_STR("acs:ram::"), tail = RP_STR(":*");
    return text.len > head.len + tail.len && rp_str_starts(text, head) && rp_str_ends(text, tail) &&
           rp_account_id_valid(rp_str_part(text, head.len, text.len - head.len - tail.len));
}

static bool parse_names_principal(enum rp_principal_kind kind, struct rampart_str text)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (kind == RP_PRINCIPAL_SERVICE) return text.len > 0;
    if (!rp_str_starts(text, RP_STR("acs:ram::")) || !rp_identity_read(text, &identity, &expected))
        return false;
    if (rp_has_wildcard(text)) return false;
    bool federated = identity.kind == RP_IDENTITY_SAML || identity.kind == RP_IDENTITY_OIDC;
    return federated == (kind == RP_PRINCIPAL_FEDERATED);
}

static const char *parse_expected_principal(enum rp_principal_kind kind)
{
    if (kind == RP_PRINCIPAL_SERVICE) return "write a service's name, such as \"ecs.aliyuncs.com\"";
    if (kind == RP_PRINCIPAL_FEDERATED)
        return "write \"acs:ram::<account>:saml-provider/<name>\" or "
               "\"acs:ram::<account>:oidc-provider/<name>\"";
    return "write \"acs:ram::<account>:root\", \"acs:ram::<account>:user/<name>\" or "
           "\"acs:ram::<account>:role/<name>\", "
           "without wildcards";
}

static void parse_one_principal(struct parse *parse, const struct rp_value *value,
                                struct rp_principal *principal)
{
    principal->value = *value;
    if (value->span.end == 0) return; /* reported as a wrong type */
    const bool trust = parse->grammar->principal == RP_FORM_TRUST;
    if (trust && principal->kind == RP_PRINCIPAL_RAM && rp_str_equal(value->text, RP_STR("*"))) {
        principal->kind = RP_PRINCIPAL_EVERYBODY;
        return;
    }
    if (!trust && parse_names_whole_account(value->text)) return;
    if (parse_names_principal(principal->kind, value->text)) return;
    parse_bad_principal(parse, value,
                        trust ? parse_expected_principal(principal->kind)
                              : "write \"acs:ram::<account>:*\", \"acs:ram::<account>:user/<name>\" or "
                                "\"acs:ram::<account>:role/<name>\"");
    principal->kind = RP_PRINCIPAL_NOBODY;
}

/* RAM alone names principals of a key. */
static bool parse_find_kind(struct parse *parse, const struct rp_node *node, enum rp_principal_kind *ret_kind)
{
    const bool ram_alone = parse->grammar->principal == RP_FORM_RAM;
    for (size_t i = 0; i < (ram_alone ? 1 : KINDS); i++) {
        if (!rp_str_equal(node->key, rampart_str(kind_names[i]))) continue;
        *ret_kind = kinds[i];
        return true;
    }
    const bool failed = parse->failed, aws = rp_str_equal(node->key, RP_STR("AWS"));
    parse_error(parse, RP_DOC_PRINCIPAL, node->key_span, "unknown kind of principal \"%.*s\"",
                RP_ARG(rp_str_part(node->key, 0, 80)));
    if (aws) parse_spare(parse, failed);
    const char *nearest = rp_nearest(node->key, kind_names, KINDS);
    if (ram_alone)
        rp_diag_help(parse->reading->diags, "the principals of a key or a secret stand under RAM alone");
    else if (nearest != NULL)
        rp_diag_help(parse->reading->diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(parse->reading->diags, "write RAM, Service or Federated");
    return false;
}

static size_t parse_count_principals(const struct rp_node *node)
{
    size_t count = 0;
    for (const struct rp_node *kind = node->first; kind != NULL; kind = kind->next)
        count += kind->type == RP_NODE_LIST ? kind->count : 1;
    return count;
}

static enum rampart_status parse_kinds(struct parse *parse, const struct rp_node *node,
                                       struct rp_principal *principals, size_t *ret_count)
{
    size_t count = 0;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        enum rp_principal_kind kind = RP_PRINCIPAL_RAM;
        if (!parse_find_kind(parse, member, &kind)) continue;
        struct rp_values values = {0};
        RP_TRY(parse_values(parse, member, false, member->key, &values));
        for (size_t i = 0; i < values.count; i++, count++) {
            principals[count].kind = kind;
            const struct rp_value value = {rp_value_text(&values, i), values.spans[i]};
            parse_one_principal(parse, &value, &principals[count]);
        }
    }
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status parse_principal(struct parse *parse, const struct rp_node *node,
                                           struct rp_statement *statement)
{
    bool everybody = parse->grammar->principal == RP_FORM_TRUST && node->type == RP_NODE_STRING &&
                     rp_str_equal(node->text, RP_STR("*"));
    if (!everybody && node->type != RP_NODE_MAP) {
        parse_wrong_type(parse, node, node->key, "a map, such as {\"RAM\": \"acs:ram::<account>:root\"}");
        return RAMPART_OK;
    }
    struct rp_principals *principals = RP_NEW(parse->reading->arena, struct rp_principals);
    struct rp_principal *items = RP_NEW_ARRAY(parse->reading->arena, struct rp_principal,
                                              everybody ? 1 : parse_count_principals(node));
    RP_TRY_MEMORY(principals != NULL && items != NULL);
    *principals = (struct rp_principals){items, 1, node->span};
    statement->principals = principals;
    if (!everybody) return parse_kinds(parse, node, items, &principals->count);
    items[0] = (struct rp_principal){RP_PRINCIPAL_EVERYBODY, {node->text, node->span}};
    return RAMPART_OK;
}

/* ---- Principal of the policies of buckets and the like: docs/semantics.md, "Policies of resources" ---- */

/* Takes the text up to the next separator, which is dropped; what is left of `rest` follows it. False: it is empty. */
static bool parse_cut(struct rampart_str *rest, char separator, struct rampart_str *ret_part)
{
    const size_t len = rp_str_find(*rest, separator);
    *ret_part = (struct rampart_str){rest->data, len};
    *rest = rp_str_from(*rest, len < rest->len ? len + 1 : len);
    return len > 0;
}

/* No page has a star within a name, so that nobody knows what it would match. */
static bool parse_is_name_or_star(struct rampart_str text)
{
    return text.len > 0 && (rp_str_equal(text, RP_STR("*")) || !rp_has_wildcard(text));
}

/* arn:sts::<uid>:assumed-role/<role>/<session>, each of the last two or all of them a star. */
static bool parse_names_session(struct rampart_str text)
{
    const struct rampart_str head = RP_STR("arn:sts::");
    if (rp_str_equal(text, RP_STR("arn:sts::*:*/*/*"))) return true;
    if (!rp_str_starts(text, head)) return false;
    struct rampart_str account, type, role, rest = rp_str_from(text, head.len);
    if (!parse_cut(&rest, ':', &account) || !parse_cut(&rest, '/', &type) || !parse_cut(&rest, '/', &role)) return false;
    return rp_account_id_valid(account) && rp_str_equal(type, RP_STR("assumed-role")) && parse_is_name_or_star(role) &&
           parse_is_name_or_star(rest) && rp_str_find(rest, '/') == rest.len;
}

static enum rp_principal_kind parse_uid_kind(struct parse *parse, const struct rp_value *value)
{
    const struct rampart_str text = value->text;
    if (value->span.end == 0) return RP_PRINCIPAL_NOBODY; /* reported as a wrong type */
    if (rp_str_equal(text, RP_STR("*"))) return RP_PRINCIPAL_EVERYBODY;
    if (rp_account_id_valid(text)) return RP_PRINCIPAL_UID;
    if (parse_names_session(text)) return RP_PRINCIPAL_SESSION;
    if (rp_str_starts(text, RP_STR("acs:ram::"))) {
        parse_warning(parse, RP_DOC_PRINCIPAL_NOBODY, value->span, "an ARN of RAM names nobody in this policy");
        rp_diag_help(parse->reading->diags, "write the UID of the account or user, or "
                                            "\"arn:sts::<account>:assumed-role/<role>/<session>\" for a role");
        return RP_PRINCIPAL_NOBODY;
    }
    parse_bad_principal(parse, value,
                        "write the UID of an account or user, \"arn:sts::<account>:assumed-role/<role>/<session>\", or "
                        "\"*\"");
    return RP_PRINCIPAL_NOBODY;
}

/* An empty list is read as the cloud's own tools read it: everybody. */
static enum rampart_status parse_uids(struct parse *parse, const struct rp_node *node, struct rp_statement *statement)
{
    if (node->type == RP_NODE_MAP) {
        parse_wrong_type(parse, node, node->key, "a list of UIDs, such as [\"<account>\"]");
        return RAMPART_OK;
    }
    const bool empty = node->type == RP_NODE_LIST && node->count == 0;
    const size_t count = empty ? 1 : parse_count_values(node);
    struct rp_values values = {0};
    struct rp_principals *principals = RP_NEW(parse->reading->arena, struct rp_principals);
    struct rp_principal *items = RP_NEW_ARRAY(parse->reading->arena, struct rp_principal, count);
    RP_TRY_MEMORY(principals != NULL && items != NULL);
    if (empty)
        parse_warning(parse, RP_DOC_EMPTY_PRINCIPAL, node->span, "an empty list of principals is read as everybody");
    else
        RP_TRY(parse_values(parse, node, false, node->key, &values));
    items[0] = (struct rp_principal){RP_PRINCIPAL_EVERYBODY, {RP_STR("*"), node->span}};
    for (size_t i = 0; i < values.count; i++) {
        const struct rp_value value = {rp_value_text(&values, i), values.spans[i]};
        items[i] = (struct rp_principal){parse_uid_kind(parse, &value), value};
    }
    *principals = (struct rp_principals){items, count, node->span};
    statement->principals = principals;
    return RAMPART_OK;
}

/* ---- Condition: operator, key, values; docs/semantics.md, "Operators" ---- */

/* A name is suggested without its AWS qualifier and suffix: RAM takes neither. */
static struct rampart_str parse_basic_name(struct rampart_str name)
{
    size_t colon = rp_str_find(name, ':');
    if (colon < name.len) name = rp_str_from(name, colon + 1);
    if (rp_str_ends(name, RP_STR("IfExists"))) name.len -= sizeof "IfExists" - 1;
    return name;
}

static void parse_unknown_operator(struct parse *parse, const struct rp_node *node)
{
    parse_error(parse, RP_DOC_OPERATOR, node->key_span, "unknown condition operator \"%.*s\"",
                RP_ARG(rp_str_part(node->key, 0, 80)));
    size_t count = 0;
    const char *const *names = rp_operator_names(&count);
    const char *nearest = rp_nearest(parse_basic_name(node->key), names, count);
    if (nearest != NULL)
        rp_diag_help(parse->reading->diags, "did you mean \"%s\"?", nearest);
    else if (rp_str_starts(node->key, RP_STR("Arn")))
        rp_diag_help(parse->reading->diags,
                     "RAM compares ARNs as strings: write StringEquals, StringLike or their negations");
    else
        rp_diag_help(parse->reading->diags,
                     "RAM has the operators String…, Numeric…, Date…, Bool and IpAddress");
}

static void parse_check_supported(struct parse *parse, const struct rp_node *node,
                                  const struct rp_operator *op)
{
    if (rp_operator_supported(op)) return;
    if (parse_refused(parse, RAMPART_ASSUME_UNSUPPORTED_OPS, RP_DOC_UNSUPPORTED_OPERATOR, node->key_span))
        return;
    parse_warning(
        parse, RP_DOC_UNSUPPORTED_OPERATOR, node->key_span,
        "RAM does not have this operator, and the cloud refuses such a document; it is evaluated as AWS does");
    if (op->name != NULL && !op->null) rp_diag_help(parse->reading->diags, "write \"%s\"", op->name);
}

static void parse_check_null_values(struct parse *parse, const struct rp_condition *condition)
{
    for (size_t i = 0; i < condition->values.count; i++) {
        bool truth = false;
        struct rampart_str text = rp_value_text(&condition->values, i);
        if (text.data == NULL || rp_truth_read(text, &truth)) continue;
        parse_error(parse, RP_DOC_TYPE, condition->values.spans[i],
                    "the values of Null must be \"true\" or \"false\"");
    }
}

/* The cloud may refuse a value that it cannot read. */
static enum rampart_status parse_check_readable(struct parse *parse, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    const rampart_switches assumed = parse->reading->assumed;
    if ((assumed & RP_ASSUME_UNREADABLE_REFUSED) == 0 || op->family == NULL ||
        op->family == &rp_family_string)
        return RAMPART_OK;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_operand operand;
        RP_TRY(op->family->read(parse->reading->arena, op->comparison, rp_value_text(&condition->values, i),
                                &operand));
        if (!rp_operand_is_read(&operand, assumed))
            (void)parse_refused(parse, RAMPART_ASSUME_UNREADABLE_VALUE, RP_DOC_BAD_OPERAND,
                                condition->values.spans[i]);
    }
    return RAMPART_OK;
}

/* An operator that is not about the key's type may refuse the document as well. */
static void parse_check_type(struct parse *parse, const struct rp_node *operator_node,
                             const struct rp_condition *condition)
{
    if ((parse->reading->assumed & RP_ASSUME_OPERATOR_REFUSED) == 0) return;
    if (rp_operator_is_unlike(parse->reading->catalog, &condition->op, condition->key.text))
        (void)parse_refused(parse, RAMPART_ASSUME_OPERATOR_TYPE, RP_DOC_OPERATOR_TYPE,
                            operator_node->key_span);
}

static enum rampart_status parse_key(struct parse *parse, const struct rp_node *operator_node,
                                     const struct rp_operator *op, const struct rp_node *node,
                                     struct rp_condition *condition)
{
    condition->op = *op;
    condition->op_name = operator_node->key;
    condition->key = (struct rp_value){node->key, node->key_span};
    if (node->key.len == 0) {
        parse_error(parse, RP_DOC_KEY, node->key_span, "a condition key is empty");
        rp_diag_help(parse->reading->diags, "write a key such as \"acs:SourceIp\"");
    }
    RP_TRY(parse_values(parse, node, true, node->key, &condition->values));
    if (op->null) parse_check_null_values(parse, condition);
    RP_TRY(parse_check_readable(parse, condition));
    parse_check_type(parse, operator_node, condition);
    if (op->comparison == RP_COMPARE_LIKE) parse_check_patterns(parse, &condition->values);
    return RAMPART_OK;
}

/* Each key of each operator becomes one condition. */
static size_t parse_count_conditions(const struct rp_node *node)
{
    size_t count = 0;
    for (const struct rp_node *op = node->first; op != NULL; op = op->next)
        if (op->type == RP_NODE_MAP) count += op->count;
    return count;
}

/* An operator without keys asks nothing of a request, even a negated one. */
static void parse_warn_of_empty(struct parse *parse, const struct rp_node *node)
{
    rp_diag(parse->reading->diags, RAMPART_WARNING, RP_DOC_EMPTY_OPERATOR,
            (struct rp_at){parse->reading->source, node->span},
            "%.*s has no keys, so it restricts nothing",
            RP_ARG(parse_shown(node->key)));
    rp_diag_help(parse->reading->diags, "add a key and its values, or remove the operator");
}

/* What the message proposes for an operator on ARNs of another cloud: with it the keys and values can be looked over. */
static bool parse_stand_in(struct rampart_str name, struct rp_operator *ret_op)
{
    const struct rampart_str basic = parse_basic_name(name);
    const bool equals = rp_str_equal(basic, RP_STR("ArnLike")) || rp_str_equal(basic, RP_STR("ArnEquals"));
    const bool differs = rp_str_equal(basic, RP_STR("ArnNotLike")) || rp_str_equal(basic, RP_STR("ArnNotEquals"));
    if (!equals && !differs) return false;
    return rp_operator_find(equals ? RP_STR("StringLike") : RP_STR("StringNotLike"), ret_op);
}

static enum rampart_status parse_operator(struct parse *parse, const struct rp_node *node,
                                          struct rp_condition **next)
{
    struct rp_operator op = {0};
    bool known = rp_operator_find(node->key, &op);
    const bool failed = parse->failed;
    if (!known)
        parse_unknown_operator(parse, node);
    else
        parse_check_supported(parse, node, &op);
    if (!known && parse_stand_in(node->key, &op)) parse_spare(parse, failed);
    if (node->type != RP_NODE_MAP) {
        parse_wrong_type(parse, node, node->key, "a map of condition keys to values");
        return RAMPART_OK;
    }
    if (known && node->count == 0) parse_warn_of_empty(parse, node);
    for (const struct rp_node *key = node->first; key != NULL; key = key->next, (*next)++)
        RP_TRY(parse_key(parse, node, &op, key, *next));
    return RAMPART_OK;
}

static enum rampart_status parse_condition(struct parse *parse, const struct rp_node *node,
                                           struct rp_statement *statement)
{
    if (node->type != RP_NODE_MAP) {
        parse_wrong_type(parse, node, node->key,
                         "a map of operators, such as {\"StringEquals\": {\"key\": \"value\"}}");
        return RAMPART_OK;
    }
    size_t count = parse_count_conditions(node);
    struct rp_condition *conditions = RP_NEW_ARRAY(parse->reading->arena, struct rp_condition, count);
    RP_TRY_MEMORY(conditions != NULL);
    struct rp_condition *next = conditions;
    for (const struct rp_node *op = node->first; op != NULL; op = op->next)
        RP_TRY(parse_operator(parse, op, &next));
    statement->conditions = conditions;
    statement->condition_count = (uint32_t)count;
    return RAMPART_OK;
}

/* ---- elements ---- */

enum { VERSION, STATEMENT, DOCUMENT_ELEMENTS };
static const char *const document_elements[] = {"Version", "Statement"};

enum { EFFECT, ACTION, NOT_ACTION, RESOURCE, NOT_RESOURCE, PRINCIPAL, CONDITION, SID, STATEMENT_ELEMENTS };
static const char *const statement_elements[] = {
    "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "Condition", "Sid",
};

/* Reports the member and says which element was probably meant: its index, or `count` for none. */
static size_t parse_unknown_element(struct parse *parse, const struct rp_node *member,
                                    const char *const *names, size_t count)
{
    parse_error(parse, RP_DOC_UNKNOWN, member->key_span, "unknown element \"%.*s\"",
                RP_ARG(parse_shown(member->key)));
    if (rp_str_equal(member->key, RP_STR("NotPrincipal"))) {
        rp_diag_help(parse->reading->diags, "RAM has no NotPrincipal; list the principals instead");
        return count;
    }
    const char *nearest = rp_nearest(member->key, names, count);
    size_t i = 0;
    while (i < count && names[i] != nearest) i++;
    if (nearest != NULL)
        rp_diag_help(parse->reading->diags, "did you mean \"%s\"?", nearest);
    else if (count == DOCUMENT_ELEMENTS)
        rp_diag_help(parse->reading->diags, "a document has Version and Statement");
    else
        rp_diag_help(parse->reading->diags,
                     "a statement has Effect, Action or NotAction, Resource or NotResource, "
                     "Condition and Sid, and in a trust policy Principal");
    return i;
}

/*
 * Puts each member of a map in its place by name; a member without a place is an error. A misspelt element is read
 * as the one that was meant, unless that is there too: one mistake is not reported as two, and the mistakes inside
 * of the element are found.
 */
static void parse_sort_members(struct parse *parse, const struct rp_node *map, const char *const *names,
                               size_t count, const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < count && !rp_str_equal(member->key, rampart_str(names[i]))) i++;
        bool known = i < count;
        if (!known) i = parse_unknown_element(parse, member, names, count);
        if (i < count && (known || ret_members[i] == NULL)) ret_members[i] = member;
    }
}

/* ---- elements of a statement ---- */

/* Reads exactly one of an element and its negation: Action or NotAction, Resource or NotResource. */
static enum rampart_status parse_pair(struct parse *parse, const struct rp_node *statement,
                                      const struct rp_node *plain, const struct rp_node *negated,
                                      const char *name, struct rp_values *ret_element)
{
    if (plain == NULL && negated == NULL) {
        parse_error(parse, RP_DOC_MISSING, statement->span, "the statement has no %s", name);
        rp_diag_help(parse->reading->diags,
                     "add \"%s\": …, or \"Not%s\" for everything else; \"*\" means all", name, name);
        return RAMPART_OK;
    }
    if (plain != NULL && negated != NULL) {
        parse_error(parse, RP_DOC_BOTH, negated->key_span, "the statement has both %s and Not%s", name, name);
        rp_diag_help(parse->reading->diags, "keep one of them, or write two statements");
    }
    const struct rp_node *node = plain != NULL ? plain : negated;
    RP_TRY(parse_values(parse, node, false, node->key, ret_element));
    ret_element->present = true;
    ret_element->negated = plain == NULL;
    parse_check_patterns(parse, ret_element);
    return RAMPART_OK;
}

static void parse_effect(struct parse *parse, const struct rp_node *statement, const struct rp_node *node,
                         enum rampart_effect *ret_effect)
{
    if (node == NULL) {
        parse_error(parse, RP_DOC_MISSING, statement->span, "the statement has no Effect");
        rp_diag_help(parse->reading->diags, "add \"Effect\": \"Allow\" or \"Effect\": \"Deny\"");
        return;
    }
    if (node->type != RP_NODE_STRING) {
        parse_wrong_type(parse, node, node->key, "\"Allow\" or \"Deny\"");
        return;
    }
    if (rp_str_equal(node->text, RP_STR("Allow")))
        *ret_effect = RAMPART_ALLOW;
    else if (rp_str_equal(node->text, RP_STR("Deny")))
        *ret_effect = RAMPART_DENY;
    else {
        static const char *const effects[] = {"Allow", "Deny"};
        parse_error(parse, RP_DOC_EFFECT, node->span, "Effect must be \"Allow\" or \"Deny\", not \"%.*s\"",
                    RP_ARG(parse_shown(node->text)));
        const char *nearest = rp_nearest(node->text, effects, 2);
        if (nearest != NULL) rp_diag_help(parse->reading->diags, "write \"%s\"", nearest);
    }
}

static void parse_sid(struct parse *parse, const struct rp_node *node, struct rampart_str *ret_sid)
{
    if (node == NULL) return;
    if (node->type == RP_NODE_STRING)
        *ret_sid = node->text;
    else
        parse_wrong_type(parse, node, node->key, "a string");
}

static void parse_misplaced(struct parse *parse, const struct rp_node *node, const char *why)
{
    parse_error(parse, RP_DOC_MISPLACED, node->key_span, "%.*s is not allowed in this document",
                RP_ARG(node->key));
    rp_diag_help(parse->reading->diags, "%s", why);
}

static void parse_warn_of_not_resource(struct parse *parse, const struct rp_node *node)
{
    if (parse_refused(parse, RAMPART_ASSUME_NOTRESOURCE, RP_DOC_NOT_RESOURCE, node->key_span)) return;
    parse_warning(parse, RP_DOC_NOT_RESOURCE, node->key_span,
                  "only one of the cloud's grammars has NotResource: the cloud may refuse it");
}

/*
 * Reads Resource or NotResource. A trust policy in the wrong place has neither because of its kind: that is one mistake
 * and not two.
 */
static enum rampart_status parse_resource(struct parse *parse, const struct rp_node *node,
                                          const struct rp_node *const *members,
                                          struct rp_statement *statement)
{
    const struct rp_node *plain = members[RESOURCE], *negated = members[NOT_RESOURCE];
    if (members[PRINCIPAL] != NULL) {
        parse_misplaced(parse, members[PRINCIPAL],
                        "only a trust policy has a Principal; this policy applies to the principal it is attached to: remove Principal");
        if (plain == NULL && negated == NULL) return RAMPART_OK;
    }
    if (plain == NULL && negated != NULL) parse_warn_of_not_resource(parse, negated);
    return parse_pair(parse, node, plain, negated, "Resource", &statement->resource);
}

/* The policy of a key is about that key, and says so by a star. */
static void parse_check_everything(struct parse *parse, const struct rp_values *resource)
{
    for (size_t i = 0; i < resource->count; i++) {
        const struct rampart_str text = rp_value_text(resource, i);
        if (resource->spans[i].end == 0 || rp_str_equal(text, RP_STR("*"))) continue;
        parse_error(parse, RP_DOC_RESOURCE, resource->spans[i], "Resource must be \"*\" in the policy of a key or secret");
        rp_diag_help(parse->reading->diags, "write \"*\": the policy is about what it is attached to");
    }
}

static void parse_check_service(struct parse *parse, const struct rp_values *action)
{
    const struct rampart_str service = parse->grammar->service;
    for (size_t i = 0; i < action->count; i++) {
        const struct rampart_str text = rp_value_text(action, i);
        if (action->spans[i].end == 0 || rp_str_equal_fold(rp_str_part(text, 0, service.len), service)) continue;
        parse_error(parse, RP_DOC_ACTION, action->spans[i], "each action of this policy must begin with \"%.*s\"",
                    RP_ARG(service));
        rp_diag_help(parse->reading->diags, "write \"%.*s*\" for all of them", RP_ARG(service));
    }
}

static enum rampart_status parse_resource_principal(struct parse *parse, const struct rp_node *node,
                                                    const struct rp_node *principal, struct rp_statement *statement)
{
    const enum rp_principal_form form = parse->grammar->principal;
    if (principal != NULL)
        return form == RP_FORM_RAM ? parse_principal(parse, principal, statement)
                                   : parse_uids(parse, principal, statement);
    if (form == RP_FORM_UIDS_OR_ALL) return RAMPART_OK;
    parse_error(parse, RP_DOC_MISSING, node->span, "the statement has no Principal");
    rp_diag_help(parse->reading->diags,
                 form == RP_FORM_RAM ? "add \"Principal\": {\"RAM\": [\"acs:ram::<account>:user/<name>\"]}"
                                     : "add \"Principal\": [\"<UID>\"]; \"*\" is everybody");
    return RAMPART_OK;
}

/* Principal, and Resource or its negation, of a policy that is attached to a resource. */
static enum rampart_status parse_resource_target(struct parse *parse, const struct rp_node *node,
                                                 const struct rp_node *const *members, struct rp_statement *statement)
{
    const struct rp_kind *grammar = parse->grammar;
    RP_TRY(parse_resource_principal(parse, node, members[PRINCIPAL], statement));
    for (int i = 0; grammar->everything_only && i < STATEMENT_ELEMENTS; i++)
        if (members[i] != NULL && (i == NOT_ACTION || i == NOT_RESOURCE))
            parse_misplaced(parse, members[i], "the policy of a key or secret has Action and Resource alone");
    if (members[RESOURCE] == NULL && members[NOT_RESOURCE] != NULL && !grammar->everything_only)
        parse_warn_of_not_resource(parse, members[NOT_RESOURCE]);
    RP_TRY(parse_pair(parse, node, members[RESOURCE], members[NOT_RESOURCE], "Resource", &statement->resource));
    if (grammar->everything_only) parse_check_everything(parse, &statement->resource);
    if (grammar->service.len > 0) parse_check_service(parse, &statement->action);
    return RAMPART_OK;
}

/* A trust policy has a principal and no resource; other documents of RAM have a resource and no principal. */
static enum rampart_status parse_target(struct parse *parse, const struct rp_node *node,
                                        const struct rp_node *const *members, struct rp_statement *statement)
{
    if (parse->grammar->of_resource) return parse_resource_target(parse, node, members, statement);
    if (parse->kind != RAMPART_POLICY_TRUST) return parse_resource(parse, node, members, statement);
    for (int i = RESOURCE; i <= NOT_RESOURCE; i++)
        if (members[i] != NULL)
            parse_misplaced(parse, members[i], "a trust policy applies to its own role: remove it");
    if (members[PRINCIPAL] != NULL) return parse_principal(parse, members[PRINCIPAL], statement);
    parse_error(parse, RP_DOC_MISSING, node->span, "the statement of a trust policy has no Principal");
    rp_diag_help(parse->reading->diags,
                 "add \"Principal\": {\"RAM\": \"acs:ram::<account>:root\"}, or Service, or Federated");
    return RAMPART_OK;
}

static enum rampart_status parse_statement(struct parse *parse, const struct rp_node *node,
                                           struct rp_statement *statement)
{
    if (node->type != RP_NODE_MAP) {
        parse_wrong_type(parse, node, RP_STR("a statement"), "a map with Effect, Action and Resource");
        return RAMPART_OK;
    }
    const struct rp_node *members[STATEMENT_ELEMENTS] = {NULL};
    parse_sort_members(parse, node, statement_elements, STATEMENT_ELEMENTS, members);
    statement->span = node->span;
    parse_effect(parse, node, members[EFFECT], &statement->effect);
    if (parse->kind == RAMPART_POLICY_TRUST && members[EFFECT] != NULL && statement->effect == RAMPART_DENY)
        (void)parse_refused(parse, RAMPART_ASSUME_TRUST_DENY, RP_DOC_TRUST_DENY, members[EFFECT]->span);
    parse_sid(parse, members[SID], &statement->sid);
    RP_TRY(parse_pair(parse, node, members[ACTION], members[NOT_ACTION], "Action", &statement->action));
    RP_TRY(parse_target(parse, node, members, statement));
    if (members[CONDITION] == NULL) return RAMPART_OK;
    return parse_condition(parse, members[CONDITION], statement);
}

/* ---- the document ---- */

/* Policies of resources are met without a Version, or with a number; documents of RAM are not. */
static bool parse_loose_version(struct parse *parse, const struct rp_node *root, const struct rp_node *node)
{
    const bool number = node != NULL && node->type == RP_NODE_NUMBER && rp_str_equal(node->text, RP_STR("1"));
    if (!parse->grammar->of_resource || (node != NULL && !number)) return false;
    const struct rp_span opening = {root->span.start, root->span.start + 1};
    parse_warning(parse, RP_DOC_LOOSE_VERSION, number ? node->span : opening,
                  number ? "Version must be a string; it is read as \"1\""
                         : "the document has no Version; it is read as \"1\"");
    rp_diag_help(parse->reading->diags, number ? "write \"1\"" : "add \"Version\": \"1\"");
    return true;
}

/* The Version of another cloud tells where a document comes from: what else must change there is told in the same run. */
static void parse_wrong_version(struct parse *parse, const struct rp_node *node)
{
    const bool failed = parse->failed;
    const bool aws = rp_str_equal(node->text, RP_STR("2012-10-17")) || rp_str_equal(node->text, RP_STR("2008-10-17"));
    parse_error(parse, RP_DOC_VERSION, node->span, "Version must be \"1\", not \"%.*s\"",
                RP_ARG(parse_shown(node->text)));
    if (!aws) {
        rp_diag_help(parse->reading->diags, "RAM has one version of its language: write \"1\"");
        return;
    }
    rp_diag_help(parse->reading->diags,
                 "this is a policy of AWS: write \"1\", and acs: for arn:aws: and aws:, or translate it with rampart fmt --from aws");
    parse_spare(parse, failed);
}

static void parse_version(struct parse *parse, const struct rp_node *root, const struct rp_node *node)
{
    if (parse_loose_version(parse, root, node)) return;
    if (node == NULL) {
        parse_error(parse, RP_DOC_MISSING, root->span, "the document has no Version");
        rp_diag_help(parse->reading->diags, "add \"Version\": \"1\"");
        return;
    }
    if (node->type == RP_NODE_NUMBER && rp_str_equal(node->text, RP_STR("1"))) {
        parse_warning(parse, RP_DOC_VERSION_NUMBER, node->span, "Version must be a string; it is read as \"1\"");
        rp_diag_help(parse->reading->diags, "write \"1\"");
        return;
    }
    if (!parse_is_scalar(node)) {
        parse_wrong_type(parse, node, node->key, "the string \"1\"");
        return;
    }
    if (node->type == RP_NODE_STRING && rp_str_equal(node->text, RP_STR("1"))) return;
    parse_wrong_version(parse, node);
}

static enum rampart_status parse_statements(struct parse *parse, const struct rp_node *node,
                                            struct rampart_policy *policy)
{
    bool list = node->type == RP_NODE_LIST;
    if (!list && node->type != RP_NODE_MAP) {
        parse_wrong_type(parse, node, node->key, "a list of statements");
        return RAMPART_OK;
    }
    if (!list)
        parse_warning(parse, RP_DOC_STATEMENT_OBJECT, node->span,
                      "Statement must be a list; a single statement is read as a list of one");
    if (list && node->count == 0)
        parse_warning(parse, RP_DOC_EMPTY_LIST, node->span, "a document without statements grants nothing");
    size_t count = list ? node->count : 1;
    if (count > parse->reading->limits->statements) {
        parse_error(parse, RP_DOC_STATEMENTS, node->span, "%zu statements; the limit is %zu", count,
                    parse->reading->limits->statements);
        return RAMPART_LIMIT;
    }
    struct rp_statement *statements = RP_NEW_ARRAY(parse->reading->arena, struct rp_statement, count);
    RP_TRY_MEMORY(statements != NULL);
    const struct rp_node *statement = list ? node->first : node;
    for (size_t i = 0; i < count; i++, statement = statement->next)
        RP_TRY(parse_statement(parse, statement, &statements[i]));
    policy->statements = statements;
    policy->statement_count = count;
    return RAMPART_OK;
}

/* A template, a plan or an event lacks what each policy has. It is refused as a whole, not for each of its members. */
static bool parse_looks_like_policy(const struct rp_node *root)
{
    static const char *const statement[] = {"Statement"};
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        if (rp_str_equal(member->key, RP_STR("Version")) || rp_nearest(member->key, statement, 1) != NULL)
            return true;
    return root->first == NULL;
}

/* The kind of a document that may be of any: policies of RAM that name principals are trust policies. */
static enum rampart_policy_kind parse_shown_kind(const struct rp_node *root)
{
    struct rp_resource_policy is;
    const struct rp_node *list = rp_node_member(root, RP_STR("Statement"));
    const struct rp_node *statement = list != NULL && list->type == RP_NODE_LIST ? list->first : list;
    if (rp_resource_policy_of(root, true, &is)) return is.kind;
    for (; statement != NULL; statement = statement->next)
        if (statement->type == RP_NODE_MAP && rp_node_member(statement, RP_STR("Principal")) != NULL)
            return RAMPART_POLICY_TRUST;
    return RAMPART_POLICY_IDENTITY;
}

/* The policy of a bucket, a key or an endpoint is no broken policy of RAM: it is of another kind. */
static bool parse_is_resource_policy(struct parse *parse, const struct rp_node *root)
{
    struct rp_resource_policy is;
    if (parse->grammar->of_resource || !rp_resource_policy_of(root, false, &is)) return false;
    parse_error(parse, RP_DOC_RESOURCE_POLICY, root->span, "this is %s, and not %s", rp_kind_of(is.kind)->words,
                parse->grammar->words);
    rp_diag_help(parse->reading->diags,
                 "it is attached to a resource, not to a principal; a decision that it could change is conditional");
    return true;
}

/* MaxCompute's own policies decide nothing here, and are no mistake where a document is only looked over. */
static bool parse_is_maxcompute_policy(const struct parse *parse, const struct rp_node *root)
{
    const struct rp_span opening = {root->span.start, root->span.start + 1};
    if (!rp_is_maxcompute_policy(root)) return false;
    rp_diag(parse->reading->diags, parse->reading->looks_over ? RAMPART_NOTE : RAMPART_ERROR, RP_DOC_MAXCOMPUTE,
            (struct rp_at){parse->reading->source, opening},
            "by its shape this is a policy of MaxCompute, which decides on its data by itself and not by RAM");
    rp_diag_help(parse->reading->diags, "give it to a role of the MaxCompute project; RAM's ARNs name the account as well: "
                                        "acs:odps:<region>:<account>:projects/<project>");
    return true;
}

/* Whoever meant another kind learns what the errors are about. */
static void parse_say_kind(const struct parse *parse, const struct rp_node *root)
{
    const struct rp_span opening = {root->span.start, root->span.start + 1};
    if (!parse->grammar->of_resource) return;
    rp_diag(parse->reading->diags, RAMPART_NOTE, RP_DOC_RESOURCE_POLICY, (struct rp_at){parse->reading->source, opening},
            "by its shape this is %s", parse->grammar->words);
}

enum rampart_status rp_policy_parse(const struct rp_reading *reading, const struct rp_node *root,
                                    struct rampart_policy *policy)
{
    bool any = policy->kind == RAMPART_POLICY_ANY;
    policy->assumed = reading->assumed;
    if (any) policy->kind = root->type == RP_NODE_MAP ? parse_shown_kind(root) : RAMPART_POLICY_IDENTITY;
    struct parse parse = {.reading = reading, .kind = policy->kind, .grammar = rp_kind_of(policy->kind)};
    parse.failed = rp_tree_refuse_doubtful(reading, root);
    if (root->type != RP_NODE_MAP) {
        parse_wrong_type(&parse, root, RP_STR("a policy document"), "a map with Version and Statement");
        if (root->type == RP_NODE_STRING)
            rp_diag_help(reading->diags, "%s", rp_str_ends(reading->source->name, RP_STR(".tf"))
                                                   ? "this is Terraform's own language: write terraform show -json PLAN > plan.json, "
                                                     "which `rampart lint` reads, and `rampart check -a`"
                                                   : "write the document itself: this is a string with a text in it");
        if (root->type == RP_NODE_LIST)
            rp_diag_help(reading->diags, "put the statements into a document: {\"Version\": \"1\", \"Statement\": […]}");
        return RAMPART_INVALID_INPUT;
    }
    if (!parse_looks_like_policy(root)) {
        parse_error(&parse, RP_DOC_MISSING, root->span,
                    "not a policy document: it has neither Version nor Statement");
        rp_diag_help(reading->diags, "a document is {\"Version\": \"1\", \"Statement\": […]}");
        return RAMPART_INVALID_INPUT;
    }
    if (!parse.grammar->of_resource && parse_is_maxcompute_policy(&parse, root)) return RAMPART_INVALID_INPUT;
    if (parse_is_resource_policy(&parse, root)) return RAMPART_INVALID_INPUT;
    const struct rp_node *members[DOCUMENT_ELEMENTS] = {NULL};
    parse_sort_members(&parse, root, document_elements, DOCUMENT_ELEMENTS, members);
    parse_version(&parse, root, members[VERSION]);
    if (members[STATEMENT] != NULL) {
        RP_TRY(parse_statements(&parse, members[STATEMENT], policy));
    } else {
        parse_error(&parse, RP_DOC_MISSING, root->span, "the document has no Statement");
        rp_diag_help(reading->diags, "add \"Statement\": [{\"Effect\": …, \"Action\": …, \"Resource\": …}]");
    }
    if (any && (parse.failed || parse.spared)) parse_say_kind(&parse, root);
    return parse.failed || (parse.spared && !reading->looks_over) ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
