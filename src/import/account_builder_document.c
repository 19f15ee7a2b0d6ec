/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of the account. Each is read when a reader adds it, so that its errors stand among those of its input. */
#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"
#include "policy/access_key.h"
#include "policy/parse.h"
#include "text/json.h"
#include "text/source.h"
#include "text/tree_read.h"

/* ---- reading ---- */

/* Places in a string of JSON are known escape by escape; in a string of YAML every place is the whole string. */
static enum rampart_status builder_place_inside(struct rp_builder *builder, const struct rp_source *outer,
                                                const struct rp_node *node, struct rp_source *inner)
{
    struct rp_arena *arena = &builder->account->arena;
    struct rp_inside *inside = RP_NEW(arena, struct rp_inside);
    RP_TRY_MEMORY(inside != NULL);
    *inside = (struct rp_inside){outer, node->span, NULL, 0};
    bool literal = rp_tree_is_json(outer, RAMPART_FORMAT_AUTO) && node->span.end - node->span.start >= 2 &&
                   outer->text.data[node->span.start] == '"';
    if (literal) RP_TRY(rp_inside_json(inside, arena, outer, node->span));
    inner->inside = inside;
    return RAMPART_OK;
}

static enum rampart_status builder_document_too_large(struct rp_builder *builder, struct rp_at at,
                                                      size_t size, size_t limit)
{
    rp_diag(builder->diags, RAMPART_ERROR, RP_DOC_BYTES, at, "the document has %zu bytes; the limit is %zu",
            size, limit);
    return RAMPART_LIMIT;
}

/* The tree of a document that is a string; NULL when it makes no sense, which is reported. */
static enum rampart_status builder_read_string(struct rp_builder *builder, const struct rp_source *outer,
                                               const struct rp_node *node, struct rp_reading *reading,
                                               struct rp_node **ret_root)
{
    struct rp_source *inner = RP_NEW(&builder->account->arena, struct rp_source);
    RP_TRY_MEMORY(inner != NULL);
    RP_TRY(rp_source_init(inner, &builder->account->arena, outer->name, node->text));
    RP_TRY(builder_place_inside(builder, outer, node, inner));
    inner->hidden = outer->hidden;
    reading->source = inner;
    return rp_tree_read(reading, RAMPART_FORMAT_JSON, ret_root);
}

static enum rampart_status builder_parse_document(struct rp_builder *builder,
                                                  const struct rp_reading *reading, struct rp_node *root,
                                                  struct rampart_policy *policy)
{
    struct rp_reading kept = *reading;
    kept.arena = &builder->account->arena;
    RP_TRY(rp_keep_texts(reading->source, root, &builder->scratch, &builder->account->arena));
    return rp_document_parse(&kept, root, policy);
}

static enum rampart_status builder_read_document(struct rp_builder *builder, const struct rp_source *source,
                                                 const struct rp_node *node, bool system,
                                                 struct rampart_policy *policy)
{
    const struct rp_at at = {source, node->span};
    struct rampart_limits limits = rp_limits_of(&builder->options);
    struct rp_reading reading = {.arena = &builder->scratch,
                                 .source = source,
                                 .limits = &limits,
                                 .diags = builder->diags,
                                 .assumed = system ? 0 : rp_options_assumptions(&builder->options),
                                 .catalog = builder->options.catalog};
    struct rp_node whole = *node, *root = &whole;
    whole.next = NULL;
    enum rampart_status read = RAMPART_OK;
    bool string = node->type == RP_NODE_STRING;
    size_t size = string ? node->text.len : node->span.end - node->span.start;
    if (size > limits.document_bytes)
        return builder_document_too_large(builder, at, size, limits.document_bytes);
    if (string) read = builder_read_string(builder, source, node, &reading, &root);
    if (root == NULL || read == RAMPART_NO_MEMORY) return read != RAMPART_OK ? read : RAMPART_INVALID_INPUT;
    policy->source = reading.source;
    enum rampart_status parsed = builder_parse_document(builder, &reading, root, policy);
    return parsed == RAMPART_OK ? read : parsed;
}

/* ---- the same document twice ---- */

static bool builder_same_values(const struct rp_values *a, const struct rp_values *b)
{
    if (a->count != b->count || a->present != b->present || a->negated != b->negated) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(rp_value_text(a, i), rp_value_text(b, i))) return false;
    return true;
}

static bool builder_same_conditions(const struct rp_statement *a, const struct rp_statement *b)
{
    if (a->condition_count != b->condition_count) return false;
    for (size_t i = 0; i < a->condition_count; i++) {
        const struct rp_condition *x = &a->conditions[i], *y = &b->conditions[i];
        bool alike = rp_str_equal(x->op_name, y->op_name) && rp_str_equal(x->key.text, y->key.text);
        if (!alike || !builder_same_values(&x->values, &y->values)) return false;
    }
    return true;
}

static bool builder_same_principals(const struct rp_statement *a, const struct rp_statement *b)
{
    if (rp_principal_count(a) != rp_principal_count(b)) return false;
    for (size_t i = 0; i < rp_principal_count(a); i++) {
        const struct rp_principal *x = &a->principals->items[i], *y = &b->principals->items[i];
        if (x->kind != y->kind || !rp_str_equal(x->value.text, y->value.text)) return false;
    }
    return true;
}

static bool builder_same_statement(const struct rp_statement *a, const struct rp_statement *b)
{
    return a->effect == b->effect && rp_str_equal(a->sid, b->sid) &&
           builder_same_values(&a->action, &b->action) && builder_same_values(&a->resource, &b->resource) &&
           builder_same_principals(a, b) && builder_same_conditions(a, b);
}

/* Statements and values are compared in their order: an input that shows a document twice shows it alike. */
static bool builder_same_document(const struct rampart_policy *a, const struct rampart_policy *b)
{
    if (a->statement_count != b->statement_count) return false;
    for (size_t i = 0; i < a->statement_count; i++)
        if (!builder_same_statement(&a->statements[i], &b->statements[i])) return false;
    return true;
}

void rp_builder_unite_documents(struct rp_builder *builder, struct rp_builder_document *first,
                                const struct rp_builder_document *other, const char *what,
                                struct rampart_str name)
{
    first->hidden |= other->hidden;
    if (first->unknown.len == 0) first->unknown = other->unknown;
    if (first->quarantined == NULL) first->quarantined = other->quarantined;
    if (other->policy == NULL) return;
    if (first->policy == NULL) {
        first->policy = other->policy;
        first->at = other->at;
    } else if (!builder_same_document(first->policy, other->policy)) {
        rp_builder_conflict(builder, first->at, other->at, "%s \"%.*s\" has two documents that differ", what,
                            RP_ARG(rp_str_part(name, 0, 80)));
    }
}

/* ---- setting a document ---- */

enum rampart_status rp_builder_give_document(struct rp_builder *builder, struct rp_builder_document *document,
                                             struct rp_document_of of, enum rampart_policy_kind kind, struct rp_at at,
                                             const struct rp_node *node)
{
    bool system = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_SYSTEM_POLICY));
    struct rampart_policy *read = RP_NEW(&builder->account->arena, struct rampart_policy);
    struct rp_quarantine_item *item = NULL;
    RP_TRY_MEMORY(read != NULL);
    *read = (struct rampart_policy){.name = of.name, .kind = kind};
    RP_TRY_MEMORY(rp_arena_copy(&builder->account->arena, builder->address, &read->address));
    const struct rp_quarantine_mark mark = rp_quarantine_mark(builder->diags);
    enum rampart_status status = builder_read_document(builder, at.source, node, system, read);
    rp_diags_sort(builder->diags, mark.count);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK)
        RP_TRY(rp_quarantine_new(&builder->quarantine, &builder->account->arena, &of, at, builder->diags,
                                 mark, &item));
    if (item != NULL && builder->quarantine.findings) builder->errors += item->what.errors;
    rp_builder_unite_documents(
        builder, document,
        &(struct rp_builder_document){.policy = item == NULL ? read : NULL, .at = at, .quarantined = item},
        "it", of.name);
    return RAMPART_OK;
}

void rp_builder_set_address(struct rp_builder *builder, struct rampart_str address)
{
    builder->address = address;
}

enum rampart_status rp_builder_set_document(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            const struct rp_source *source, const struct rp_node *node)
{
    const struct rp_document_of of = {policy->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, policy->name};
    return rp_builder_give_document(builder, &policy->document, of, RAMPART_POLICY_IDENTITY,
                                    (struct rp_at){source, node->span}, node);
}

enum rampart_status rp_builder_set_trust(struct rp_builder *builder, struct rp_builder_principal *role,
                                         const struct rp_source *source, const struct rp_node *node)
{
    const struct rp_document_of of = {RP_OF_ROLE, role->name};
    return rp_builder_give_document(builder, &role->trust, of, RAMPART_POLICY_TRUST,
                                    (struct rp_at){source, node->span}, node);
}

enum rampart_status rp_builder_quarantine(struct rp_builder *builder, struct rp_builder_document *document,
                                          struct rp_document_of of, struct rampart_str *ret_reason)
{
    struct rp_arena *arena = &builder->account->arena;
    if (document->quarantined == NULL) return RAMPART_OK;
    struct rp_quarantine_item item = *document->quarantined;
    if (document->hidden) item.what.message = RP_STR("it is marked as sensitive, and so not shown");
    RP_TRY(rp_quarantine_add(&builder->quarantine, arena, &of, &item));
    return rp_quarantine_reason(arena, &item.what, ret_reason);
}

enum rampart_status rp_builder_use_built_in(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            struct rampart_str text)
{
    struct rampart_str name;
    const struct rp_source *source = NULL;
    RP_TRY_MEMORY(rp_arena_printf(&builder->scratch, &name, "<built-in>/%.*s.json", RP_ARG(policy->name)));
    RP_TRY(rp_builder_add_source(builder, name, text, &source));
    struct rp_reading reading = rp_builder_reading(builder, source);
    struct rp_node *root = NULL;
    RP_TRY(rp_json_read(&reading, &root));
    return rp_builder_set_document(builder, policy, source, root);
}

/* ---- documents that are not known, and secret ones ---- */

enum rampart_status rp_builder_set_unknown(struct rp_builder *builder, struct rp_builder_document *document,
                                           const char *reason)
{
    if (document->unknown.len > 0) return RAMPART_OK;
    return rp_arena_copy(&builder->account->arena, rampart_str(reason), &document->unknown)
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
}

enum rampart_status rp_builder_document_unknown(struct rp_builder *builder, struct rp_builder_policy *policy,
                                                const char *reason)
{
    return rp_builder_set_unknown(builder, &policy->document, reason);
}

enum rampart_status rp_builder_trust_unknown(struct rp_builder *builder, struct rp_builder_principal *role,
                                             const char *reason)
{
    return rp_builder_set_unknown(builder, &role->trust, reason);
}

void rp_builder_hide_document(struct rp_builder_policy *policy)
{
    policy->document.hidden = true;
}

void rp_builder_hide_trust(struct rp_builder_principal *role)
{
    role->trust.hidden = true;
}

void rp_builder_hide_source(struct rp_builder *builder, const struct rp_source *source)
{
    for (struct rp_builder_source *kept = builder->sources; kept != NULL; kept = kept->next)
        if (&kept->source == source) kept->source.hidden = true;
}
