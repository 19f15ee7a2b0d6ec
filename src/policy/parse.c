/* SPDX-License-Identifier: Apache-2.0 */
/* A document and its statements: docs/semantics.md, "Grammar". */
#include "policy/parse.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/resource_policy.h"
#include "text/did_you_mean.h"

enum { VERSION, STATEMENT, DOCUMENT_ELEMENTS };
static const char *const document_elements[] = {"Version", "Statement"};

enum { EFFECT, ACTION, NOT_ACTION, RESOURCE, NOT_RESOURCE, PRINCIPAL, CONDITION, SID, STATEMENT_ELEMENTS };
static const char *const statement_elements[] = {
    "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "Condition", "Sid",
};

/* Reports the member and says which element was probably meant: its index, or `count` for none. */
static size_t unknown_element(struct rp_parse *parse, const struct rp_node *member, const char *const *names,
                              size_t count)
{
    rp_parse_error(parse, RP_DOC_UNKNOWN, member->key_span, "unknown element \"%.*s\"",
                   RP_ARG(rp_parse_shown(member->key)));
    if (rp_str_equal(member->key, RP_STR("NotPrincipal"))) {
        rp_diag_help(parse->reading->diags, "RAM has no NotPrincipal; name the principals that are meant");
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
 * Puts each member of a map in its place by name; what has no place is an error. A misspelt element stands in
 * for the one that was meant, unless that is there too: one mistake is not reported as two, and the mistakes
 * inside of it are found.
 */
static void sort_members(struct rp_parse *parse, const struct rp_node *map, const char *const *names,
                         size_t count, const struct rp_node **ret_members)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        size_t i = 0;
        while (i < count && !rp_str_equal(member->key, rampart_str(names[i]))) i++;
        bool known = i < count;
        if (!known) i = unknown_element(parse, member, names, count);
        if (i < count && (known || ret_members[i] == NULL)) ret_members[i] = member;
    }
}

/* ---- elements of a statement ---- */

/* Exactly one of an element and its negation: Action and NotAction, Resource and NotResource. */
static enum rampart_status parse_pair(struct rp_parse *parse, const struct rp_node *statement,
                                      const struct rp_node *plain, const struct rp_node *negated,
                                      const char *name, struct rp_values *ret_element)
{
    if (plain == NULL && negated == NULL) {
        rp_parse_error(parse, RP_DOC_MISSING, statement->span, "the statement has no %s", name);
        rp_diag_help(parse->reading->diags,
                     "add \"%s\": …, or \"Not%s\" for everything else; \"*\" means all", name, name);
        return RAMPART_OK;
    }
    if (plain != NULL && negated != NULL) {
        rp_parse_error(parse, RP_DOC_BOTH, negated->key_span, "the statement has both %s and Not%s", name,
                       name);
        rp_diag_help(parse->reading->diags, "keep one of them, or write two statements");
    }
    const struct rp_node *node = plain != NULL ? plain : negated;
    RP_TRY(rp_values_parse(parse, node, false, node->key, ret_element));
    ret_element->present = true;
    ret_element->negated = plain == NULL;
    rp_values_check_patterns(parse, ret_element);
    return RAMPART_OK;
}

static void parse_effect(struct rp_parse *parse, const struct rp_node *statement, const struct rp_node *node,
                         enum rampart_effect *ret_effect)
{
    if (node == NULL) {
        rp_parse_error(parse, RP_DOC_MISSING, statement->span, "the statement has no Effect");
        rp_diag_help(parse->reading->diags, "add \"Effect\": \"Allow\" or \"Effect\": \"Deny\"");
        return;
    }
    if (node->type != RP_NODE_STRING) {
        rp_parse_wrong_type(parse, node, node->key, "\"Allow\" or \"Deny\"");
        return;
    }
    if (rp_str_equal(node->text, RP_STR("Allow")))
        *ret_effect = RAMPART_ALLOW;
    else if (rp_str_equal(node->text, RP_STR("Deny")))
        *ret_effect = RAMPART_DENY;
    else {
        static const char *const effects[] = {"Allow", "Deny"};
        rp_parse_error(parse, RP_DOC_EFFECT, node->span, "Effect must be \"Allow\" or \"Deny\", not \"%.*s\"",
                       RP_ARG(rp_parse_shown(node->text)));
        const char *nearest = rp_nearest(node->text, effects, 2);
        if (nearest != NULL) rp_diag_help(parse->reading->diags, "write \"%s\"", nearest);
    }
}

static void parse_sid(struct rp_parse *parse, const struct rp_node *node, struct rampart_str *ret_sid)
{
    if (node == NULL) return;
    if (node->type == RP_NODE_STRING)
        *ret_sid = node->text;
    else
        rp_parse_wrong_type(parse, node, node->key, "a string");
}

static void misplaced(struct rp_parse *parse, const struct rp_node *node, const char *why)
{
    rp_parse_error(parse, RP_DOC_MISPLACED, node->key_span, "%.*s does not belong in this document",
                   RP_ARG(node->key));
    rp_diag_help(parse->reading->diags, "%s", why);
}

static void warn_of_not_resource(struct rp_parse *parse, const struct rp_node *node)
{
    if (rp_parse_refused(parse, RAMPART_ASSUME_NOTRESOURCE, RP_DOC_NOT_RESOURCE, node->key_span)) return;
    rp_parse_warning(parse, RP_DOC_NOT_RESOURCE, node->key_span,
                     "NotResource stands in one grammar of the cloud's and is missing in the others: "
                     "the cloud may refuse it");
}

/* On what; a trust policy in the wrong place lacks it because of its kind, which is one mistake and not two. */
static enum rampart_status parse_resource(struct rp_parse *parse, const struct rp_node *node,
                                          const struct rp_node *const *members,
                                          struct rp_statement *statement)
{
    const struct rp_node *plain = members[RESOURCE], *negated = members[NOT_RESOURCE];
    if (members[PRINCIPAL] != NULL) {
        misplaced(parse, members[PRINCIPAL],
                  "only a role's trust policy names principals; this one is attached to "
                  "the principal it is about: remove Principal");
        if (plain == NULL && negated == NULL) return RAMPART_OK;
    }
    if (plain == NULL && negated != NULL) warn_of_not_resource(parse, negated);
    return parse_pair(parse, node, plain, negated, "Resource", &statement->resource);
}

/* A trust policy says who and has no resource; every other kind says on what and has no principal. */
static enum rampart_status parse_target(struct rp_parse *parse, const struct rp_node *node,
                                        const struct rp_node *const *members, struct rp_statement *statement)
{
    if (parse->kind != RAMPART_POLICY_TRUST) return parse_resource(parse, node, members, statement);
    for (int i = RESOURCE; i <= NOT_RESOURCE; i++)
        if (members[i] != NULL)
            misplaced(parse, members[i], "a trust policy is about its own role: remove it");
    if (members[PRINCIPAL] != NULL) return rp_principal_parse(parse, members[PRINCIPAL], statement);
    rp_parse_error(parse, RP_DOC_MISSING, node->span, "the statement of a trust policy has no Principal");
    rp_diag_help(parse->reading->diags,
                 "add \"Principal\": {\"RAM\": \"acs:ram::<account>:root\"}, or Service, or Federated");
    return RAMPART_OK;
}

static enum rampart_status parse_statement(struct rp_parse *parse, const struct rp_node *node,
                                           struct rp_statement *statement)
{
    if (node->type != RP_NODE_MAP) {
        rp_parse_wrong_type(parse, node, RP_STR("a statement"), "a map with Effect, Action and Resource");
        return RAMPART_OK;
    }
    const struct rp_node *members[STATEMENT_ELEMENTS] = {NULL};
    sort_members(parse, node, statement_elements, STATEMENT_ELEMENTS, members);
    statement->span = node->span;
    parse_effect(parse, node, members[EFFECT], &statement->effect);
    if (parse->kind == RAMPART_POLICY_TRUST && members[EFFECT] != NULL && statement->effect == RAMPART_DENY)
        (void)rp_parse_refused(parse, RAMPART_ASSUME_TRUST_DENY, RP_DOC_TRUST_DENY, members[EFFECT]->span);
    parse_sid(parse, members[SID], &statement->sid);
    RP_TRY(parse_pair(parse, node, members[ACTION], members[NOT_ACTION], "Action", &statement->action));
    RP_TRY(parse_target(parse, node, members, statement));
    if (members[CONDITION] == NULL) return RAMPART_OK;
    return rp_condition_parse(parse, members[CONDITION], statement);
}

/* ---- the document ---- */

static void check_version(struct rp_parse *parse, const struct rp_node *root, const struct rp_node *node)
{
    if (node == NULL) {
        rp_parse_error(parse, RP_DOC_MISSING, root->span, "the document has no Version");
        rp_diag_help(parse->reading->diags, "add \"Version\": \"1\"");
        return;
    }
    if (node->type == RP_NODE_NUMBER && rp_str_equal(node->text, RP_STR("1"))) {
        rp_parse_warning(parse, RP_DOC_VERSION_NUMBER, node->span,
                         "Version is a string; it is read as \"1\"");
        rp_diag_help(parse->reading->diags, "write \"1\"");
        return;
    }
    if (!rp_node_is_scalar(node)) {
        rp_parse_wrong_type(parse, node, node->key, "the string \"1\"");
        return;
    }
    if (node->type == RP_NODE_STRING && rp_str_equal(node->text, RP_STR("1"))) return;
    rp_parse_error(parse, RP_DOC_VERSION, node->span, "Version must be \"1\", not \"%.*s\"",
                   RP_ARG(rp_parse_shown(node->text)));
    rp_diag_help(parse->reading->diags, "RAM knows one version of its language: write \"1\"");
}

static enum rampart_status parse_statements(struct rp_parse *parse, const struct rp_node *node,
                                            struct rampart_policy *policy)
{
    bool list = node->type == RP_NODE_LIST;
    if (!list && node->type != RP_NODE_MAP) {
        rp_parse_wrong_type(parse, node, node->key, "a list of statements");
        return RAMPART_OK;
    }
    if (!list)
        rp_parse_warning(parse, RP_DOC_STATEMENT_OBJECT, node->span,
                         "Statement is a list; one statement alone is read as a list of one");
    if (list && node->count == 0)
        rp_parse_warning(parse, RP_DOC_EMPTY_LIST, node->span,
                         "a document without statements grants nothing");
    size_t count = list ? node->count : 1;
    if (count > parse->reading->limits->statements) {
        rp_parse_error(parse, RP_DOC_STATEMENTS, node->span, "%zu statements; the limit is %zu", count,
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

/* A template, a plan or an event is told from a policy by what it lacks, before each of its members is an error. */
static bool looks_like_policy(const struct rp_node *root)
{
    static const char *const statement[] = {"Statement"};
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        if (rp_str_equal(member->key, RP_STR("Version")) || rp_nearest(member->key, statement, 1) != NULL)
            return true;
    return root->first == NULL;
}

/* What a document of any kind is for: only a trust policy says who. */
static enum rampart_policy_kind shown_kind(const struct rp_node *root)
{
    const struct rp_node *list = rp_node_member(root, RP_STR("Statement"));
    const struct rp_node *statement = list != NULL && list->type == RP_NODE_LIST ? list->first : list;
    for (; statement != NULL; statement = statement->next)
        if (statement->type == RP_NODE_MAP && rp_node_member(statement, RP_STR("Principal")) != NULL)
            return RAMPART_POLICY_TRUST;
    return RAMPART_POLICY_IDENTITY;
}

/* The policy of a bucket, a key, an endpoint is no broken policy of RAM: it is another thing, which is not read. */
static bool is_resource_policy(struct rp_parse *parse, bool any, const struct rp_node *root)
{
    struct rp_resource_policy is;
    if (!rp_resource_policy_of(root, any, &is)) return false;
    rp_parse_error(parse, RP_DOC_RESOURCE_POLICY, root->span, "this is %s, which is not read", is.words);
    rp_diag_help(parse->reading->diags,
                 "it is attached to a resource, not to a principal: what it says leaves decisions open");
    return true;
}

enum rampart_status rp_policy_parse(const struct rp_reading *reading, const struct rp_node *root,
                                    struct rampart_policy *policy)
{
    bool any = policy->kind == RAMPART_POLICY_ANY;
    policy->assumed = reading->assumed;
    if (any) policy->kind = shown_kind(root);
    struct rp_parse parse = {.reading = reading, .kind = policy->kind};
    parse.failed = rp_tree_refuse_doubtful(reading, root);
    if (root->type != RP_NODE_MAP) {
        rp_parse_wrong_type(&parse, root, RP_STR("a policy document"), "a map with Version and Statement");
        return RAMPART_INVALID_INPUT;
    }
    if (!looks_like_policy(root)) {
        rp_parse_error(&parse, RP_DOC_MISSING, root->span,
                       "this is no policy document: it has neither Version nor Statement");
        rp_diag_help(reading->diags, "a document is {\"Version\": \"1\", \"Statement\": […]}");
        return RAMPART_INVALID_INPUT;
    }
    if (is_resource_policy(&parse, any, root)) return RAMPART_INVALID_INPUT;
    const struct rp_node *members[DOCUMENT_ELEMENTS] = {NULL};
    sort_members(&parse, root, document_elements, DOCUMENT_ELEMENTS, members);
    check_version(&parse, root, members[VERSION]);
    if (members[STATEMENT] != NULL) {
        RP_TRY(parse_statements(&parse, members[STATEMENT], policy));
    } else {
        rp_parse_error(&parse, RP_DOC_MISSING, root->span, "the document has no Statement");
        rp_diag_help(reading->diags, "add \"Statement\": [{\"Effect\": …, \"Action\": …, \"Resource\": …}]");
    }
    return parse.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
