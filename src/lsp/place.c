/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/place.h"

#include "base/str.h"
#include "base/try.h"

static bool place_key_is(const struct lsp_scan *scan, const struct lsp_node *node, const char *name)
{
    return node != NULL && node->has_key && rp_str_equal(lsp_key(scan, node), rampart_str(name));
}

/* ---- statements ---- */

/* An item of the list Statement, or what stands alone there. */
static bool place_is_statement(const struct lsp_scan *scan, const struct lsp_node *node)
{
    if (place_key_is(scan, node, "Statement")) return node->kind != LSP_LIST && !node->is_key;
    return node->parent != NULL && node->parent->kind == LSP_LIST && place_key_is(scan, node->parent, "Statement");
}

struct lsp_texts lsp_texts_of(const struct lsp_scan *scan, const struct lsp_node *statement, const char *name)
{
    const struct lsp_node *node = lsp_node_member(scan, statement, name);
    if (node == NULL || node->kind == LSP_MAP) return (struct lsp_texts){scan, NULL, false};
    return (struct lsp_texts){scan, node->kind == LSP_LIST ? node->first : node, node->kind != LSP_LIST};
}

bool lsp_texts_next(struct lsp_texts *texts, struct rampart_str *ret_text)
{
    const struct lsp_node *node = texts->next;
    while (node != NULL && !texts->alone && node->kind != LSP_TEXT) node = node->next;
    if (node == NULL || node->is_key) return false;
    *ret_text = lsp_words(texts->scan, node);
    texts->next = texts->alone ? NULL : node->next;
    return true;
}

/* The depth is limited, and so is this recursion. */
static void place_collect(const struct lsp_scan *scan, const struct lsp_node *node, const struct lsp_node **statements,
                          size_t *count)
{
    for (const struct lsp_node *part = node->first; part != NULL; part = part->next)
        if (part->kind == LSP_MAP && place_is_statement(scan, part))
            statements[(*count)++] = part;
        else
            place_collect(scan, part, statements, count);
}

enum rampart_status lsp_statements(struct rp_arena *arena, struct rampart_str text, bool yaml, struct lsp_scan *scan,
                                   const struct lsp_node ***ret_statements, size_t *ret_count)
{
    *scan = (struct lsp_scan){.text = text, .arena = arena, .yaml = yaml};
    const struct lsp_node *top = yaml ? lsp_scan_yaml(scan) : lsp_scan_json(scan);
    *ret_count = 0;
    RP_TRY_MEMORY(top != NULL);
    *ret_statements = RP_NEW_ARRAY(arena, const struct lsp_node *, scan->nodes);
    RP_TRY_MEMORY(*ret_statements != NULL);
    place_collect(scan, top, *ret_statements, ret_count);
    return RAMPART_OK;
}

/* ---- one place ---- */

/* The role of what stands in a condition: how many keys there are between it and the element says it. */
static void place_in_condition(struct lsp_element *element, const struct lsp_node *const *path, size_t depth)
{
    const struct lsp_node *node = element->node;
    /* path[0] is the element Condition, path[1] the operator, path[2] the key. */
    if (depth > 1) element->operator = path[1];
    if (depth > 2) element->key = path[2];
    const bool text = !element->is_key && node->kind == LSP_TEXT;
    if (depth == 1 && text) element->role = LSP_OPERATOR; /* of YAML, before its colon is there */
    if (depth == 2) element->role = element->is_key ? LSP_OPERATOR : text ? LSP_CONDITION_KEY : LSP_NOTHING;
    if (depth == 3) element->role = element->is_key ? LSP_CONDITION_KEY : text ? LSP_CONDITION_VALUE : LSP_NOTHING;
    if (depth > 3 && text) element->role = LSP_CONDITION_VALUE;
}

static void place_in_principal(struct lsp_element *element, size_t depth)
{
    const bool kind = depth == 2 && element->is_key;
    if (kind)
        element->role = LSP_PRINCIPAL_KIND;
    else if (element->node->kind == LSP_TEXT && !element->is_key)
        element->role = LSP_PRINCIPAL;
}

/* What stands in an element of a statement. `path` leads from the element to the part. */
static void place_in_element(struct lsp_element *element, const struct lsp_node *const *path, size_t depth)
{
    static const struct {
        const char *name;
        enum lsp_role role;
    } roles[] = {{"Effect", LSP_EFFECT},     {"Action", LSP_ACTION},        {"NotAction", LSP_ACTION},
                 {"Resource", LSP_RESOURCE}, {"NotResource", LSP_RESOURCE}, {"Version", LSP_VERSION}};
    const struct lsp_scan *scan = &element->scan;
    element->member = path[0];
    if (depth == 1 && element->is_key) {
        element->role = element->statement != NULL ? LSP_STATEMENT_ELEMENT : LSP_DOCUMENT_ELEMENT;
        return;
    }
    if (place_key_is(scan, path[0], "Condition")) place_in_condition(element, path, depth);
    if (place_key_is(scan, path[0], "Principal")) place_in_principal(element, depth);
    for (size_t i = 0; i < sizeof roles / sizeof *roles && element->node->kind == LSP_TEXT && !element->is_key; i++)
        if (place_key_is(scan, path[0], roles[i].name)) element->role = roles[i].role;
}

/* A map is a document when it says so, or has nothing in it but what is being typed. */
static bool place_is_document(const struct lsp_scan *scan, const struct lsp_node *node)
{
    if (node == NULL || node->kind != LSP_MAP || node->first == NULL) return false;
    return lsp_node_member(scan, node, "Statement") != NULL || lsp_node_member(scan, node, "Version") != NULL ||
           (node->first == node->last && node->first->is_key && node->parent != NULL && node->parent->parent == NULL);
}

/* Finds the statement or document that the part belongs to, and the way to the part from there. */
static void place_name(struct lsp_element *element)
{
    const struct lsp_node *way[LSP_DEPTH_MOST + 2];
    size_t count = 0;
    for (const struct lsp_node *node = element->node; node != NULL && count < LSP_DEPTH_MOST; node = node->parent) {
        const bool statement = place_is_statement(&element->scan, node) && !(element->is_key && node == element->node);
        if (statement) element->statement = node;
        if (statement || (node != element->node && place_is_document(&element->scan, node))) {
            const struct lsp_node *path[LSP_DEPTH_MOST + 2];
            for (size_t i = 0; i < count; i++) path[i] = way[count - 1 - i];
            if (count > 0)
                place_in_element(element, path, count);
            else
                element->role = node->kind == LSP_TEXT ? LSP_STATEMENT_ELEMENT : LSP_STATEMENT;
            return;
        }
        way[count++] = node;
    }
}

/* A text that a document may stand in. */
static bool place_may_hold(const struct lsp_scan *scan, const struct lsp_node *node)
{
    struct rampart_str text = lsp_words(scan, node);
    if (node->quotes == LSP_BARE) return false;
    for (bool blank = true; blank;) {
        const bool escaped = node->quotes == LSP_DOUBLE && rp_str_starts(text, RP_STR("\\n"));
        blank = escaped || (text.len > 0 && rp_is_blank(text.data[0]));
        if (blank) text = rp_str_from(text, escaped ? 2 : 1);
    }
    return text.len > 0 && text.data[0] == '{';
}

/* The offset in an inner text of one in the outer. */
static uint32_t place_inner_offset(const struct lsp_inner *inner, size_t offset)
{
    size_t low = 0, high = inner->text.len;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (inner->outer[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

enum rampart_status lsp_element_find(struct rp_arena *arena, struct rampart_str text, bool yaml, size_t offset,
                                     struct lsp_element *ret_element)
{
    struct lsp_element element = {.scan = {.text = text, .arena = arena, .yaml = yaml}};
    const struct lsp_node *top = yaml ? lsp_scan_yaml(&element.scan) : lsp_scan_json(&element.scan);
    RP_TRY_MEMORY(top != NULL);
    element.node = lsp_node_at(top, (uint32_t)offset, &element.is_key);
    struct lsp_inner inner;
    if (element.node != NULL && element.node->kind == LSP_TEXT && !element.is_key && place_may_hold(&element.scan, element.node) &&
        lsp_scan_inner(&element.scan, element.node, &inner)) {
        const enum lsp_quotes quotes = element.node->quotes;
        element = (struct lsp_element){.scan = {.text = inner.text, .arena = arena}, .inner = inner, .outer_quotes = quotes};
        top = lsp_scan_json(&element.scan);
        RP_TRY_MEMORY(top != NULL);
        element.node = lsp_node_at(top, place_inner_offset(&inner, offset), &element.is_key);
    }
    if (element.node != NULL && !element.scan.failed) place_name(&element);
    *ret_element = element;
    return RAMPART_OK;
}

size_t lsp_element_outer(const struct lsp_element *element, uint32_t offset)
{
    return element->inner.outer == NULL ? offset : element->inner.outer[offset];
}
