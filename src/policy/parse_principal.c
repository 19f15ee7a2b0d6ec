/* SPDX-License-Identifier: Apache-2.0 */
/* Principal of a trust policy: docs/semantics.md, "Principal forms". */
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/parse.h"
#include "text/did_you_mean.h"

static const char *const kind_names[] = {"RAM", "Service", "Federated"};
static const enum rp_principal_kind kinds[] = {RP_PRINCIPAL_RAM, RP_PRINCIPAL_SERVICE,
                                               RP_PRINCIPAL_FEDERATED};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool names_identity(enum rp_principal_kind kind, struct rampart_str text)
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

static const char *expected_form(enum rp_principal_kind kind)
{
    if (kind == RP_PRINCIPAL_SERVICE) return "write a service's name, such as \"ecs.aliyuncs.com\"";
    if (kind == RP_PRINCIPAL_FEDERATED)
        return "write \"acs:ram::<account>:saml-provider/<name>\" or "
               "\"acs:ram::<account>:oidc-provider/<name>\"";
    return "write \"acs:ram::<account>:root\", \"acs:ram::<account>:user/<name>\" or "
           "\"acs:ram::<account>:role/<name>\", "
           "without wildcards";
}

static void read_principal(struct rp_parse *parse, const struct rp_value *value,
                           struct rp_principal *principal)
{
    principal->value = *value;
    if (value->text.data == NULL) return; /* reported as a wrong type */
    if (principal->kind == RP_PRINCIPAL_RAM && rp_str_equal(value->text, RP_STR("*"))) {
        principal->kind = RP_PRINCIPAL_EVERYBODY;
        return;
    }
    if (names_identity(principal->kind, value->text)) return;
    rp_parse_error(parse, RP_DOC_PRINCIPAL, value->span, "\"%.*s\" names no principal",
                   RP_ARG(rp_str_part(value->text, 0, 80)));
    rp_diag_help(parse->reading->diags, "%s", expected_form(principal->kind));
}

static bool find_kind(struct rp_parse *parse, const struct rp_node *node, enum rp_principal_kind *ret_kind)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (!rp_str_equal(node->key, rampart_str(kind_names[i]))) continue;
        *ret_kind = kinds[i];
        return true;
    }
    rp_parse_error(parse, RP_DOC_PRINCIPAL, node->key_span, "unknown kind of principal \"%.*s\"",
                   RP_ARG(rp_str_part(node->key, 0, 80)));
    const char *nearest = rp_nearest(node->key, kind_names, KINDS);
    if (nearest != NULL)
        rp_diag_help(parse->reading->diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(parse->reading->diags, "RAM knows RAM, Service and Federated");
    return false;
}

static size_t count_principals(const struct rp_node *node)
{
    size_t count = 0;
    for (const struct rp_node *kind = node->first; kind != NULL; kind = kind->next)
        count += kind->type == RP_NODE_LIST ? kind->count : 1;
    return count;
}

static enum rampart_status parse_kinds(struct rp_parse *parse, const struct rp_node *node,
                                       struct rp_principal *principals, size_t *ret_count)
{
    size_t count = 0;
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        enum rp_principal_kind kind = RP_PRINCIPAL_RAM;
        if (!find_kind(parse, member, &kind)) continue;
        struct rp_values values = {0};
        RP_TRY(rp_values_parse(parse, member, false, member->key, &values));
        for (size_t i = 0; i < values.count; i++, count++) {
            principals[count].kind = kind;
            const struct rp_value value = {rp_value_text(&values, i), values.spans[i]};
            read_principal(parse, &value, &principals[count]);
        }
    }
    *ret_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_principal_parse(struct rp_parse *parse, const struct rp_node *node,
                                       struct rp_statement *statement)
{
    bool everybody = node->type == RP_NODE_STRING && rp_str_equal(node->text, RP_STR("*"));
    if (!everybody && node->type != RP_NODE_MAP) {
        rp_parse_wrong_type(parse, node, node->key, "a map, such as {\"RAM\": \"acs:ram::<account>:root\"}");
        return RAMPART_OK;
    }
    struct rp_principals *principals = RP_NEW(parse->reading->arena, struct rp_principals);
    struct rp_principal *items =
        RP_NEW_ARRAY(parse->reading->arena, struct rp_principal, everybody ? 1 : count_principals(node));
    RP_TRY_MEMORY(principals != NULL && items != NULL);
    *principals = (struct rp_principals){items, 1, node->span};
    statement->principals = principals;
    if (!everybody) return parse_kinds(parse, node, items, &principals->count);
    items[0] = (struct rp_principal){RP_PRINCIPAL_EVERYBODY, {node->text, node->span}};
    return RAMPART_OK;
}
