/* SPDX-License-Identifier: Apache-2.0 */
/* A document in the policy language of AWS: its statements, actions, resources and principals. */
#include "write/from_aws.h"

#include <rampart/write.h>

#include <stdint.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "policy/ast.h"
#include "text/json.h"
#include "text/tree_read.h"
#include "write/write_document.h"

/* ---- Action and Resource ---- */

/* What the statement does until its names are those of this cloud. */
struct from_aws_list {
    const char *until;
};

static struct from_aws_list from_aws_list_of(const struct rp_from_aws *aws, bool negated)
{
    if (negated && !aws->denies) return (struct from_aws_list){"; until then the statement allows what it is to leave out"};
    if (!negated && aws->denies) return (struct from_aws_list){"; until then the statement does not deny it"};
    return (struct from_aws_list){""};
}

/* A code that services of both clouds have seldom is that of the same service. */
static bool from_aws_is_known_here(struct rampart_str code)
{
    struct rampart_str line;
    return rp_rows_find(rp_tsv_rows(rp_catalog_services()), code, &line);
}

static enum rampart_status from_aws_action(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                           struct rampart_str *ret_text)
{
    const struct from_aws_list *list = context;
    const struct rampart_str text = *ret_text, code = rp_str_part(text, 0, rp_str_find(text, ':'));
    struct rp_aws_word word = {RP_STR(""), RP_STR("")};
    if (rp_str_equal(text, RP_STR("*"))) return RAMPART_OK;
    if (rp_aws_word(RP_STR("action"), text, &word) && word.ram.len > 0) return RAMPART_OK;
    rp_aws_stays(aws, node->span, "%.*s is an action of AWS, and stays", RP_ARG(rp_str_part(text, 0, 80)));
    if (word.instead.len > 0)
        rp_diag_help(aws->diags, "%.*s", RP_ARG(word.instead));
    else if (from_aws_is_known_here(code))
        rp_diag_help(aws->diags, "%.*s is the code of a service of this cloud too, perhaps of another one: write its action%s",
                     RP_ARG(code), list->until);
    else
        rp_diag_help(aws->diags, "write the action of this cloud (rampart catalog finds it)%s", list->until);
    return RAMPART_OK;
}

static enum rampart_status from_aws_resource(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                             struct rampart_str *ret_text)
{
    const struct from_aws_list *list = context;
    const struct rampart_str text = *ret_text;
    if (rp_str_equal(text, RP_STR("*"))) return RAMPART_OK;
    RP_TRY(rp_aws_arn(aws, text, false, ret_text));
    if (rp_str_equal(*ret_text, text)) {
        rp_aws_refuse(aws, node->span, "\"%.*s\" is no ARN of AWS", RP_ARG(rp_str_part(text, 0, 80)));
        rp_diag_help(aws->diags, "write arn:aws:<service>:<region>:<account>:<resource>, or *");
        return RAMPART_OK;
    }
    if (rp_str_equal(*ret_text, RP_STR("acs:*")) || rp_str_equal(*ret_text, RP_STR("acs:*:*:*:*"))) return RAMPART_OK;
    rp_aws_stays(aws, node->span, "%.*s has the service, the region and the account of a resource of AWS",
                 RP_ARG(rp_str_part(*ret_text, 0, 80)));
    rp_diag_help(aws->diags, "write the resource of this cloud: acs:<service>:<region>:<account>:<resource>%s", list->until);
    return RAMPART_OK;
}

/* ---- Principal ---- */

/* An account by its digits alone. */
static enum rampart_status from_aws_account(struct rp_from_aws *aws, struct rampart_str digits, struct rampart_str *ret_text)
{
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), digits, RP_STR(":root")};
    return rp_arena_join(aws->arena, parts, 3, ret_text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static bool from_aws_is_account(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return text.len > 0;
}

static enum rampart_status from_aws_identity(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                             struct rampart_str *ret_text)
{
    const struct rampart_str text = *ret_text, kind = *(const struct rampart_str *)context;
    const bool aws_kind = rp_str_equal(kind, RP_STR("AWS"));
    if (aws_kind && rp_str_equal(text, RP_STR("*"))) return RAMPART_OK;
    if (aws_kind && from_aws_is_account(text)) return from_aws_account(aws, text, ret_text);
    RP_TRY(rp_aws_arn(aws, text, true, ret_text));
    if (rp_str_starts(*ret_text, RP_STR("acs:ram:")) && !rp_has_wildcard(text)) return RAMPART_OK;
    rp_aws_refuse(aws, node->span, "RAM cannot name the principal \"%.*s\"", RP_ARG(rp_str_part(text, 0, 80)));
    rp_diag_help(aws->diags, aws_kind ? "name an account, a user or a role: arn:aws:iam::<account>:role/<name>"
                                      : "name a provider: arn:aws:iam::<account>:saml-provider/<name>");
    return RAMPART_OK;
}

static enum rampart_status from_aws_service(struct rp_from_aws *aws, const struct rp_node *node, void *context,
                                            struct rampart_str *ret_text)
{
    (void)context;
    rp_aws_stays(aws, node->span, "%.*s is a service of AWS, and stays", RP_ARG(rp_str_part(*ret_text, 0, 80)));
    rp_diag_help(aws->diags, "write the service of this cloud, such as ecs.aliyuncs.com");
    return RAMPART_OK;
}

static enum rampart_status from_aws_principal(struct rp_from_aws *aws, struct rp_node *statement, const struct rp_node *node)
{
    struct rp_node *map = NULL;
    if (node->type != RP_NODE_MAP) return rp_aws_copy(aws, statement, node->key, node);
    RP_TRY(rp_make_map(aws->arena, statement, node->key, &map));
    for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
        struct rp_aws_word word = {RP_STR(""), RP_STR("")};
        struct rampart_str kind = member->key;
        if (!rp_aws_word(RP_STR("principal"), kind, &word) || word.ram.len == 0) {
            rp_aws_refuse(aws, member->key_span, "RAM has no principals of the kind \"%.*s\"",
                          RP_ARG(rp_str_part(kind, 0, 80)));
            if (word.instead.len > 0) rp_diag_help(aws->diags, "%.*s", RP_ARG(word.instead));
            continue;
        }
        const bool service = rp_str_equal(word.ram, RP_STR("Service"));
        RP_TRY(rp_aws_texts(aws, map, word.ram, member, service ? from_aws_service : from_aws_identity, &kind));
    }
    return RAMPART_OK;
}

/* ---- statements and the document ---- */

static enum rampart_status from_aws_element(struct rp_from_aws *aws, struct rp_node *statement, const struct rp_node *node)
{
    const struct rampart_str name = node->key;
    struct from_aws_list list = from_aws_list_of(aws, rp_str_starts(name, RP_STR("Not")));
    if (rp_str_equal(name, RP_STR("Action")) || rp_str_equal(name, RP_STR("NotAction")))
        return rp_aws_texts(aws, statement, name, node, from_aws_action, &list);
    if (rp_str_equal(name, RP_STR("Resource")) || rp_str_equal(name, RP_STR("NotResource")))
        return rp_aws_texts(aws, statement, name, node, from_aws_resource, &list);
    if (rp_str_equal(name, RP_STR("Principal"))) return from_aws_principal(aws, statement, node);
    if (rp_str_equal(name, RP_STR("Condition"))) return rp_aws_condition(aws, statement, node);
    if (rp_str_equal(name, RP_STR("Sid")) || rp_str_equal(name, RP_STR("Effect")))
        return rp_aws_copy(aws, statement, name, node);
    rp_aws_refuse(aws, node->key_span, "RAM has no element \"%.*s\"", RP_ARG(rp_str_part(name, 0, 80)));
    if (rp_str_equal(name, RP_STR("NotPrincipal")))
        rp_diag_help(aws->diags, "write Principal, or a condition on acs:PrincipalARN");
    return RAMPART_OK;
}

static enum rampart_status from_aws_statement(struct rp_from_aws *aws, struct rp_node *parent, struct rampart_str key,
                                              const struct rp_node *node)
{
    struct rp_node *statement = NULL;
    const struct rp_node *effect = rp_node_member(node, RP_STR("Effect"));
    if (node->type != RP_NODE_MAP) return rp_aws_copy(aws, parent, key, node);
    RP_TRY(rp_make_map(aws->arena, parent, key, &statement));
    aws->denies = effect == NULL || !rp_str_equal(effect->text, RP_STR("Allow"));
    for (const struct rp_node *element = node->first; element != NULL; element = element->next)
        RP_TRY(from_aws_element(aws, statement, element));
    return RAMPART_OK;
}

static enum rampart_status from_aws_statements(struct rp_from_aws *aws, struct rp_node *document, const struct rp_node *node)
{
    struct rp_node *list = NULL;
    if (node->type != RP_NODE_LIST) return from_aws_statement(aws, document, node->key, node);
    RP_TRY(rp_make_list(aws->arena, document, node->key, &list));
    for (const struct rp_node *statement = node->first; statement != NULL; statement = statement->next)
        RP_TRY(from_aws_statement(aws, list, rp_no_key, statement));
    return RAMPART_OK;
}

/* A document of AWS without a Version is of 2008-10-17. */
static bool from_aws_check_version(struct rp_from_aws *aws, const struct rp_node *root)
{
    const struct rp_node *version = rp_node_member(root, RP_STR("Version"));
    if (version == NULL || rp_str_equal(version->text, RP_STR("2012-10-17")) ||
        rp_str_equal(version->text, RP_STR("2008-10-17")))
        return true;
    rp_diag(aws->diags, RAMPART_ERROR, RP_AWS_OTHER, (struct rp_at){aws->source, version->span},
            "this is no document of AWS: its Version would be 2012-10-17");
    rp_diag_help(aws->diags, "leave out --from aws");
    aws->refused = true;
    return false;
}

static enum rampart_status from_aws_member(struct rp_from_aws *aws, struct rp_node *document, const struct rp_node *member)
{
    if (rp_str_equal(member->key, RP_STR("Statement"))) return from_aws_statements(aws, document, member);
    if (rp_str_equal(member->key, RP_STR("Version"))) return RAMPART_OK;
    if (rp_str_equal(member->key, RP_STR("Id"))) {
        rp_diag(aws->diags, RAMPART_NOTE, RP_AWS_LEFT_OUT, (struct rp_at){aws->source, member->key_span},
                "Id is left out: a document of RAM has none, and it has no meaning");
        return RAMPART_OK;
    }
    rp_aws_refuse(aws, member->key_span, "RAM has no element \"%.*s\"", RP_ARG(rp_str_part(member->key, 0, 80)));
    rp_diag_help(aws->diags, "a document has Version and Statement");
    return RAMPART_OK;
}

static enum rampart_status from_aws_document(struct rp_from_aws *aws, const struct rp_node *root, struct rp_node **ret_root)
{
    RP_TRY(rp_make_map(aws->arena, NULL, rp_no_key, ret_root));
    RP_TRY(rp_make_text(aws->arena, *ret_root, RP_STR("Version"), RP_STR("1")));
    if (root->type != RP_NODE_MAP) {
        rp_aws_refuse(aws, root->span, "a policy document is a map, not %s", rp_node_type_name(root->type));
        return RAMPART_OK;
    }
    if (!from_aws_check_version(aws, root)) return RAMPART_OK;
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        RP_TRY(from_aws_member(aws, *ret_root, member));
    return RAMPART_OK;
}

/* ---- from a text to a text ---- */

/* What was written must be a document of RAM; a mistake that the author made stays one. */
static enum rampart_status from_aws_check(const struct rampart_options *options, const struct rampart_document *document,
                                          struct rampart_str text, struct rp_from_aws *aws)
{
    struct rampart_str name;
    struct rampart_policy *policy = NULL;
    struct rampart_diags *found = NULL;
    RP_TRY_MEMORY(rp_arena_printf(aws->arena, &name, "%.*s (translated)", RP_ARG(document->file)));
    const struct rampart_document written = {
        .text = text, .file = name, .kind = document->kind, .format = RAMPART_FORMAT_JSON};
    RP_TRY(rampart_diags_new(options, &found));
    enum rampart_status status = rampart_policy_read(options, &written, found, &policy);
    if (status == RAMPART_INVALID_INPUT) {
        rp_diag(aws->diags, RAMPART_ERROR, RP_AWS_REFUSED, RP_NOWHERE, "the translation is no document of RAM, as the errors say");
        rp_diag_file(aws->diags, document->file);
        rp_diag_help(aws->diags, "a policy of a resource has the form of its service here: write it by hand");
    }
    for (size_t i = 0; status == RAMPART_INVALID_INPUT && i < rampart_diags_count(found); i++)
        if (rampart_diags_at(found, i)->severity == RAMPART_ERROR) rp_diag_copy(aws->diags, rampart_diags_at(found, i));
    if (rp_diags_failed(found)) status = RAMPART_NO_MEMORY;
    rampart_policy_free(policy);
    rampart_diags_free(found);
    return status;
}

static enum rampart_status from_aws_translate(const struct rampart_options *options,
                                              const struct rampart_document *document, struct rp_from_aws *aws,
                                              struct rp_buf *out)
{
    const struct rampart_limits limits = rp_limits_of(options);
    const struct rp_reading reading = {
        .arena = aws->arena, .source = aws->source, .limits = &limits, .diags = aws->diags};
    struct rp_node *root = NULL, *translated = NULL;
    if (!rp_tree_is_json(aws->source, document->format)) {
        rp_tree_not_written(aws->diags, document->file);
        return RAMPART_INVALID_INPUT;
    }
    const size_t first = rampart_diags_count(aws->diags);
    RP_TRY(rp_json_read(&reading, &root));
    RP_TRY(from_aws_document(aws, root, &translated));
    rp_diags_sort(aws->diags, first);
    if (aws->refused) return RAMPART_INVALID_INPUT;
    rp_document_print(out, translated);
    RP_TRY(out->failed);
    return from_aws_check(options, document, rp_buf_text(out), aws);
}

static enum rampart_status from_aws_write(const struct rampart_options *options, const struct rampart_document *document,
                                          struct rampart_diags *diags, struct rp_buf *out)
{
    struct rp_arena arena;
    struct rp_source source;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rp_from_aws aws = {
        .arena = &arena, .source = &source, .diags = diags, .catalog = rp_options_catalog(options)};
    enum rampart_status status = rp_source_init(&source, &arena, document->file, document->text);
    if (status == RAMPART_OK) status = from_aws_translate(options, document, &aws, out);
    rp_arena_free(&arena);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : status;
}

enum rampart_status rampart_write_from_aws(const struct rampart_options *options, const struct rampart_document *document,
                                           struct rampart_diags *diags, const struct rampart_writer *writer)
{
    if (document == NULL || diags == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    rp_buf_init(&out, rp_options_allocator(options), SIZE_MAX / 4);
    enum rampart_status status = from_aws_write(options, document, diags, &out);
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}
