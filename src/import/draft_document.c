/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of a draft: read when they are given, so that their errors stand where they were read. */
#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"
#include "policy/parse.h"
#include "text/json.h"
#include "text/source.h"
#include "text/tree_read.h"

/* ---- reading ---- */

/* A string of JSON is followed escape by escape; of another text the string as a whole is the place. */
static enum rampart_status place_inside(struct rp_draft *draft, const struct rp_source *outer,
                                        const struct rp_node *node, struct rp_source *inner)
{
    struct rp_arena *arena = &draft->account->arena;
    struct rp_inside *inside = RP_NEW(arena, struct rp_inside);
    RP_TRY_MEMORY(inside != NULL);
    *inside = (struct rp_inside){outer, node->span, NULL, 0};
    bool literal = rp_tree_is_json(outer, RAMPART_FORMAT_AUTO) && node->span.end - node->span.start >= 2 &&
                   outer->text.data[node->span.start] == '"';
    if (literal) RP_TRY(rp_inside_json(inside, arena, outer, node->span));
    inner->inside = inside;
    return RAMPART_OK;
}

static enum rampart_status too_large(struct rp_draft *draft, struct rp_at at, size_t size, size_t limit)
{
    rp_diag(draft->diags, RAMPART_ERROR, RP_DOC_BYTES, at, "the document has %zu bytes; the limit is %zu",
            size, limit);
    return RAMPART_LIMIT;
}

/* The tree of a document that is a string; NULL when it makes no sense, which has been reported. */
static enum rampart_status read_string(struct rp_draft *draft, const struct rp_source *outer,
                                       const struct rp_node *node, struct rp_reading *reading,
                                       struct rp_node **ret_root)
{
    struct rp_source *inner = RP_NEW(&draft->account->arena, struct rp_source);
    RP_TRY_MEMORY(inner != NULL);
    RP_TRY(rp_source_init(inner, &draft->account->arena, outer->name, node->text));
    RP_TRY(place_inside(draft, outer, node, inner));
    inner->hidden = outer->hidden;
    reading->source = inner;
    return rp_tree_read(reading, RAMPART_FORMAT_JSON, ret_root);
}

static enum rampart_status parse(struct rp_draft *draft, const struct rp_reading *reading,
                                 struct rp_node *root, struct rampart_policy *policy)
{
    struct rp_reading kept = *reading;
    kept.arena = &draft->account->arena;
    RP_TRY(rp_keep_texts(reading->source, root, &draft->scratch, &draft->account->arena));
    return rp_policy_parse(&kept, root, policy);
}

static enum rampart_status read_document(struct rp_draft *draft, const struct rp_source *source,
                                         const struct rp_node *node, bool system,
                                         struct rampart_policy *policy)
{
    const struct rp_at at = {source, node->span};
    struct rampart_limits limits = rp_limits_of(&draft->options);
    struct rp_reading reading = {.arena = &draft->scratch,
                                 .source = source,
                                 .limits = &limits,
                                 .diags = draft->diags,
                                 .assumed = system ? 0 : rp_options_assumptions(&draft->options)};
    struct rp_node whole = *node, *root = &whole;
    whole.next = NULL;
    enum rampart_status read = RAMPART_OK;
    bool string = node->type == RP_NODE_STRING;
    size_t size = string ? node->text.len : node->span.end - node->span.start;
    if (size > limits.document_bytes) return too_large(draft, at, size, limits.document_bytes);
    if (string) read = read_string(draft, source, node, &reading, &root);
    if (root == NULL || read == RAMPART_NO_MEMORY) return read != RAMPART_OK ? read : RAMPART_INVALID_INPUT;
    policy->source = reading.source;
    enum rampart_status parsed = parse(draft, &reading, root, policy);
    return parsed == RAMPART_OK ? read : parsed;
}

/* ---- the same document twice ---- */

static bool same_values(const struct rp_values *a, const struct rp_values *b)
{
    if (a->count != b->count || a->present != b->present || a->negated != b->negated) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(rp_value_text(a, i), rp_value_text(b, i))) return false;
    return true;
}

static bool same_conditions(const struct rp_statement *a, const struct rp_statement *b)
{
    if (a->condition_count != b->condition_count) return false;
    for (size_t i = 0; i < a->condition_count; i++) {
        const struct rp_condition *x = &a->conditions[i], *y = &b->conditions[i];
        bool alike = rp_str_equal(x->op_name, y->op_name) && rp_str_equal(x->key.text, y->key.text);
        if (!alike || !same_values(&x->values, &y->values)) return false;
    }
    return true;
}

static bool same_principals(const struct rp_statement *a, const struct rp_statement *b)
{
    if (rp_principal_count(a) != rp_principal_count(b)) return false;
    for (size_t i = 0; i < rp_principal_count(a); i++) {
        const struct rp_principal *x = &a->principals->items[i], *y = &b->principals->items[i];
        if (x->kind != y->kind || !rp_str_equal(x->value.text, y->value.text)) return false;
    }
    return true;
}

static bool same_statement(const struct rp_statement *a, const struct rp_statement *b)
{
    return a->effect == b->effect && rp_str_equal(a->sid, b->sid) && same_values(&a->action, &b->action) &&
           same_values(&a->resource, &b->resource) && same_principals(a, b) && same_conditions(a, b);
}

/* In the same order: who writes the same document twice writes it alike. */
static bool same_document(const struct rampart_policy *a, const struct rampart_policy *b)
{
    if (a->statement_count != b->statement_count) return false;
    for (size_t i = 0; i < a->statement_count; i++)
        if (!same_statement(&a->statements[i], &b->statements[i])) return false;
    return true;
}

void rp_draft_unite_texts(struct rp_draft *draft, struct rp_draft_text *first,
                          const struct rp_draft_text *other, const char *what, struct rampart_str name)
{
    first->hidden |= other->hidden;
    if (first->unknown.len == 0) first->unknown = other->unknown;
    if (first->aside == NULL) first->aside = other->aside;
    if (other->policy == NULL) return;
    if (first->policy == NULL) {
        first->policy = other->policy;
        first->at = other->at;
    } else if (!same_document(first->policy, other->policy)) {
        rp_draft_conflict(draft, first->at, other->at, "%s \"%.*s\" has two documents that differ", what,
                          RP_ARG(rp_str_part(name, 0, 80)));
    }
}

/* ---- giving one ---- */

/* One that makes no sense is there all the same; what it would decide is not known. */
static enum rampart_status give(struct rp_draft *draft, struct rp_draft_text *text, struct rp_document_of of,
                                struct rp_at at, const struct rp_node *node)
{
    bool trust = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_ROLE));
    bool system = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_SYSTEM_POLICY));
    struct rampart_policy *read = RP_NEW(&draft->account->arena, struct rampart_policy);
    struct rp_quarantine_item *item = NULL;
    RP_TRY_MEMORY(read != NULL);
    *read = (struct rampart_policy){.name = of.name,
                                    .kind = trust ? RAMPART_POLICY_TRUST : RAMPART_POLICY_IDENTITY};
    RP_TRY_MEMORY(rp_arena_copy(&draft->account->arena, draft->within, &read->address));
    const struct rp_quarantine_mark mark = rp_quarantine_mark(draft->diags);
    enum rampart_status status = read_document(draft, at.source, node, system, read);
    rp_diags_sort(draft->diags, mark.count);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK)
        RP_TRY(rp_quarantine_new(&draft->quarantine, &draft->account->arena, &of, at, draft->diags, mark,
                                 &item));
    if (item != NULL && draft->quarantine.findings) draft->errors += item->what.errors;
    rp_draft_unite_texts(
        draft, text,
        &(struct rp_draft_text){.policy = item == NULL ? read : NULL, .at = at, .aside = item}, "it", of.name);
    return RAMPART_OK;
}

void rp_draft_within(struct rp_draft *draft, struct rampart_str address)
{
    draft->within = address;
}

enum rampart_status rp_draft_document(struct rp_draft *draft, struct rp_draft_policy *policy,
                                      const struct rp_source *source, const struct rp_node *node)
{
    const struct rp_document_of of = {policy->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, policy->name};
    return give(draft, &policy->document, of, (struct rp_at){source, node->span}, node);
}

enum rampart_status rp_draft_trust(struct rp_draft *draft, struct rp_draft_holder *role,
                                   const struct rp_source *source, const struct rp_node *node)
{
    const struct rp_document_of of = {RP_OF_ROLE, role->name};
    return give(draft, &role->trust, of, (struct rp_at){source, node->span}, node);
}

enum rampart_status rp_draft_put_aside(struct rp_draft *draft, struct rp_draft_text *text,
                                       struct rp_document_of of, struct rampart_str *ret_reason)
{
    struct rp_arena *arena = &draft->account->arena;
    if (text->aside == NULL) return RAMPART_OK;
    struct rp_quarantine_item item = *text->aside;
    if (text->hidden) item.what.message = RP_STR("it is marked as sensitive, and so not shown");
    RP_TRY(rp_quarantine_add(&draft->quarantine, arena, &of, &item));
    return rp_quarantine_reason(arena, &item.what, ret_reason);
}

enum rampart_status rp_draft_built_in(struct rp_draft *draft, struct rp_draft_policy *policy,
                                      struct rampart_str text)
{
    struct rampart_str name;
    const struct rp_source *source = NULL;
    RP_TRY_MEMORY(rp_arena_printf(&draft->scratch, &name, "<built-in>/%.*s.json", RP_ARG(policy->name)));
    RP_TRY(rp_draft_source(draft, name, text, &source));
    struct rp_reading reading = rp_draft_reading(draft, source);
    struct rp_node *root = NULL;
    RP_TRY(rp_json_read(&reading, &root));
    return rp_draft_document(draft, policy, source, root);
}

/* ---- what is not to be seen ---- */

static enum rampart_status set_unknown(struct rp_draft *draft, struct rp_draft_text *text, const char *reason)
{
    if (text->unknown.len > 0) return RAMPART_OK;
    return rp_arena_copy(&draft->account->arena, rampart_str(reason), &text->unknown) ? RAMPART_OK
                                                                                      : RAMPART_NO_MEMORY;
}

enum rampart_status rp_draft_document_unknown(struct rp_draft *draft, struct rp_draft_policy *policy,
                                              const char *reason)
{
    return set_unknown(draft, &policy->document, reason);
}

enum rampart_status rp_draft_trust_unknown(struct rp_draft *draft, struct rp_draft_holder *role,
                                           const char *reason)
{
    return set_unknown(draft, &role->trust, reason);
}

void rp_draft_hide_document(struct rp_draft_policy *policy)
{
    policy->document.hidden = true;
}

void rp_draft_hide_trust(struct rp_draft_holder *role)
{
    role->trust.hidden = true;
}

void rp_draft_hide(struct rp_draft *draft, const struct rp_source *source)
{
    for (struct rp_draft_source *kept = draft->sources; kept != NULL; kept = kept->next)
        if (&kept->source == source) kept->source.hidden = true;
}
