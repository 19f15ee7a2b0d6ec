/* SPDX-License-Identifier: Apache-2.0 */
/* The conditions of a document in the policy language of AWS. Both languages mean the same by what is translated. */
#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"
#include "policy/operator.h"
#include "write/from_aws.h"

#define IF_EXISTS RP_STR("IfExists")

/* An operator and what it becomes. */
struct from_aws_operator {
    struct rampart_str name;
    struct rp_operator op;
    bool arn; /* it compares ARNs field by field */
};

/* A condition while its values are translated. */
struct from_aws_key {
    const struct from_aws_operator *op;
    struct rampart_str name;
};

/* ---- operators ---- */

static void from_aws_refuse_quantifier(struct rp_from_aws *aws, const struct rp_node *node, struct rampart_str basic)
{
    rp_aws_refuse(aws, node->key_span, "RAM has no ForAnyValue: and no ForAllValues:");
    rp_diag_help(aws->diags, "write \"%.*s\" if a request has one value of the key at most", RP_ARG(basic));
}

static void from_aws_refuse_if_exists(struct rp_from_aws *aws, const struct rp_node *node, struct rampart_str basic)
{
    rp_aws_refuse(aws, node->key_span, "RAM has no IfExists: \"%.*s\" does not hold without the key", RP_ARG(basic));
    if (aws->denies)
        rp_diag_help(aws->diags, "\"%.*s\" would deny less: requests without the key must be denied by another condition",
                     RP_ARG(basic));
    else
        rp_diag_help(aws->diags, "write \"%.*s\" if a request without the key need not be allowed", RP_ARG(basic));
}

/* The name without its quantifier and its IfExists. */
static struct rampart_str from_aws_basic(struct rampart_str name)
{
    const size_t colon = rp_str_find(name, ':');
    if (colon < name.len) name = rp_str_from(name, colon + 1);
    if (rp_str_ends(name, IF_EXISTS)) name.len -= IF_EXISTS.len;
    return name;
}

/* False: RAM does not have it, which was reported. */
static bool from_aws_find_operator(struct rp_from_aws *aws, const struct rp_node *node, struct from_aws_operator *ret_op)
{
    const struct rampart_str basic = from_aws_basic(node->key);
    struct rp_aws_word word;
    struct from_aws_operator found = {.name = basic};
    if (rp_aws_word(RP_STR("operator"), basic, &word)) {
        found.name = word.ram;
        found.arn = true;
    }
    if (!rp_operator_find(found.name, &found.op) || found.op.null) {
        rp_aws_refuse(aws, node->key_span, "RAM has no condition operator \"%.*s\"",
                      RP_ARG(rp_str_part(node->key, 0, 80)));
        return false;
    }
    if (rp_str_find(node->key, ':') < node->key.len) {
        from_aws_refuse_quantifier(aws, node, found.name);
        return false;
    }
    /* Without the key a negated operator holds anyhow. */
    if (basic.len < node->key.len && !found.op.negated) {
        from_aws_refuse_if_exists(aws, node, found.name);
        return false;
    }
    *ret_op = found;
    return true;
}

/* ---- keys ---- */

/* "token.example.com:sub": a provider has its host for a service. */
static bool from_aws_is_of_provider(struct rampart_str key)
{
    const struct rampart_str code = rp_str_part(key, 0, rp_str_find(key, ':'));
    return rp_str_find(code, '.') < code.len;
}

/* "s3:prefix" */
static bool from_aws_is_of_service(struct rampart_str key)
{
    const size_t colon = rp_str_find(key, ':');
    return colon > 0 && colon < key.len && !rp_str_equal_fold(rp_str_part(key, 0, colon), RP_STR("aws")) &&
           !from_aws_is_of_provider(key);
}

static bool from_aws_find_key(struct rp_from_aws *aws, const struct rp_node *node, struct rampart_str *ret_name)
{
    struct rp_aws_word word = {RP_STR(""), RP_STR("")};
    const bool known = rp_aws_word(RP_STR("key"), node->key, &word);
    *ret_name = node->key;
    if (known && rp_str_ends(word.ram, RP_STR("*"))) { /* a tag, by its name */
        const struct rampart_str tag = rp_str_from(node->key, rp_str_find(node->key, '/') + 1);
        const struct rampart_str parts[] = {rp_str_part(word.ram, 0, word.ram.len - 1), tag};
        return rp_arena_join(aws->arena, parts, 2, ret_name);
    }
    if (known && word.ram.len > 0) {
        *ret_name = word.ram;
        return true;
    }
    if (known || !from_aws_is_of_service(node->key)) {
        rp_aws_refuse(aws, node->key_span, "RAM has no condition key like %.*s", RP_ARG(rp_str_part(node->key, 0, 80)));
        if (word.instead.len > 0) rp_diag_help(aws->diags, "%.*s", RP_ARG(word.instead));
        if (from_aws_is_of_provider(node->key))
            rp_diag_help(aws->diags, "the keys of a provider are oidc:iss, oidc:sub and oidc:aud for all of them");
        return true;
    }
    rp_aws_stays(aws, node->key_span, "%.*s is a condition key of a service of AWS, and stays",
                 RP_ARG(rp_str_part(node->key, 0, 80)));
    rp_diag_help(aws->diags, "write the key of this cloud (rampart catalog finds it): no request has this one");
    return true;
}

/* ---- values ---- */

/* An operator on ARNs compares field by field, and StringLike the whole text: its star may stand for colons too. */
static bool from_aws_reads_alike(const struct from_aws_key *key, struct rampart_str arn)
{
    enum { FIELDS = 5 }; /* before the resource, in which the star may stand for colons there too */
    struct rampart_str rest = arn;
    if (rp_key_equal(key->name, RP_STR("acs:PrincipalARN"))) return rp_str_count(arn, ':') + 1 >= FIELDS;
    for (int i = 0; i + 1 < FIELDS; i++) {
        const size_t colon = rp_str_find(rest, ':');
        if (colon == rest.len || rp_has_wildcard(rp_str_part(rest, 0, colon))) return false;
        rest = rp_str_from(rest, colon + 1);
    }
    return true;
}

static enum rampart_status from_aws_check_value(struct rp_from_aws *aws, const struct from_aws_key *key,
                                                const struct rp_node *node, struct rampart_str text)
{
    const struct rp_operator *op = &key->op->op;
    struct rp_operand operand;
    if (key->op->arn && rp_has_wildcard(text) && !from_aws_reads_alike(key, text)) {
        rp_aws_refuse(aws, node->span, "in RAM a wildcard of this value may stand for several fields of an ARN");
        rp_diag_help(aws->diags, "write the fields before the resource without wildcards");
    }
    RP_TRY(op->family->read(aws->arena, op->comparison, text, &operand));
    if (rp_operand_is_read(&operand, 0)) return RAMPART_OK;
    rp_aws_refuse(aws, node->span, "RAM documents no value like \"%.*s\" for %s", RP_ARG(rp_str_part(text, 0, 80)), op->name);
    rp_diag_help(aws->diags, "write %s", rp_value_expected(op->family->type));
    return RAMPART_OK;
}

static enum rampart_status from_aws_value(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                          struct rampart_str *ret_text)
{
    const struct from_aws_key *key = context;
    RP_TRY(rp_aws_arn(aws, *ret_text, rp_key_equal(key->name, RP_STR("acs:PrincipalARN")), ret_text));
    return from_aws_check_value(aws, key, node, *ret_text);
}

/* ---- conditions ---- */

static enum rampart_status from_aws_one_key(struct rp_from_aws *aws, struct rp_node *map, const struct from_aws_operator *op,
                                            const struct rp_node *node)
{
    struct from_aws_key key = {.op = op};
    RP_TRY_MEMORY(from_aws_find_key(aws, node, &key.name));
    if (rp_operator_is_unlike(aws->catalog, &op->op, key.name)) {
        rp_aws_refuse(aws, node->key_span, "no page says what %.*s means for %.*s, which is no text", RP_ARG(op->name),
                      RP_ARG(rp_str_part(key.name, 0, 80)));
        rp_diag_help(aws->diags, "write the operator for the type of the key");
    }
    RP_TRY(rp_aws_texts(aws, map, key.name, node, from_aws_value, &key));
    struct rp_node *made = map->made; /* the last member */
    made->key_span = node->key_span;
    return RAMPART_OK;
}

static void from_aws_refuse_twice(void *context, const struct rp_node *member, const struct rp_node *first)
{
    struct rp_from_aws *aws = context;
    (void)first;
    rp_aws_refuse(aws, member->key_span, "two conditions would become one: %.*s stands under the same operator already",
                  RP_ARG(rp_str_part(member->key, 0, 80)));
    rp_diag_help(aws->diags, "write one condition for both");
}

enum rampart_status rp_aws_condition(struct rp_from_aws *aws, struct rp_node *statement, const struct rp_node *node)
{
    struct rp_node *condition = NULL;
    if (node->type != RP_NODE_MAP) return rp_aws_copy(aws, statement, node->key, node);
    RP_TRY(rp_make_map(aws->arena, statement, node->key, &condition));
    for (const struct rp_node *operator_node = node->first; operator_node != NULL; operator_node = operator_node->next) {
        struct from_aws_operator op;
        if (operator_node->type != RP_NODE_MAP) {
            rp_aws_refuse(aws, operator_node->span, "%.*s must be a map of condition keys to values",
                          RP_ARG(rp_str_part(operator_node->key, 0, 80)));
            continue;
        }
        if (!from_aws_find_operator(aws, operator_node, &op)) continue;
        struct rp_node *map = rp_node_member(condition, op.name);
        if (map == NULL) RP_TRY(rp_make_map(aws->arena, condition, op.name, &map));
        for (const struct rp_node *key = operator_node->first; key != NULL; key = key->next)
            RP_TRY(from_aws_one_key(aws, map, &op, key));
    }
    for (const struct rp_node *map = condition->first; map != NULL; map = map->next)
        RP_TRY(rp_node_duplicates(aws->arena, map, from_aws_refuse_twice, aws));
    return RAMPART_OK;
}
