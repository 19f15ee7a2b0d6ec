/* SPDX-License-Identifier: Apache-2.0 */
/* Proposals by what stands around the place: the actions of a service, the ARNs and keys of the statement's actions. */
#include <stdlib.h>

#include <rampart/language.h>

#include "base/str.h"
#include "base/try.h"
#include "lsp/complete.h"

enum { ACTIONS_MOST = 4000 };

/* ---- the language ---- */

static bool propose_has(const struct lsp_completion *completion, const char *name)
{
    const struct lsp_node *node = completion->element->node;
    const struct lsp_node *member = lsp_node_member(&completion->element->scan, node->parent, name);
    return member != NULL && member != node;
}

/* Action and NotAction exclude one another, and so do Resource and NotResource. */
static bool propose_has_either(const struct lsp_completion *completion, const char *name)
{
    static const char *const pairs[][2] = {{"Action", "NotAction"}, {"Resource", "NotResource"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (rp_str_equal(rampart_str(name), rampart_str(pairs[i][0])) || rp_str_equal(rampart_str(name), rampart_str(pairs[i][1])))
            return propose_has(completion, pairs[i][0]) || propose_has(completion, pairs[i][1]);
    return propose_has(completion, name);
}

void lsp_propose_elements(struct lsp_completion *completion, bool of_statement)
{
    const struct rampart_language_element *element;
    for (size_t i = 0; (element = rampart_language_element_at(i)) != NULL; i++) {
        if (element->of_statement != of_statement || propose_has_either(completion, element->name)) continue;
        lsp_propose(completion, &(struct lsp_item){.label = rampart_str(element->name),
                                                   .text = rampart_str(element->name),
                                                   .detail = rampart_str(element->meaning),
                                                   .kind = LSP_ITEM_PROPERTY,
                                                   .rank = (char)('a' + (char)i)});
    }
}

/* True for a value of the operator Bool, the only one with few values. */
static bool propose_is_truth(const struct lsp_element *element)
{
    return element->operator != NULL && rp_str_equal(lsp_key(&element->scan, element->operator), RP_STR("Bool"));
}

/* The few words that an element can have. */
void lsp_propose_words(struct lsp_completion *completion)
{
    static const struct {
        enum lsp_role role;
        const char *word, *detail;
    } words[] = {
        {LSP_VERSION, "1", "the version of the policy language"},
        {LSP_EFFECT, "Allow", "the statement allows what matches it"},
        {LSP_EFFECT, "Deny", "the statement denies what matches it, whatever others allow"},
        {LSP_PRINCIPAL_KIND, "RAM", "accounts, users and roles, by their ARNs"},
        {LSP_PRINCIPAL_KIND, "Service", "services of the cloud, such as ecs.aliyuncs.com"},
        {LSP_PRINCIPAL_KIND, "Federated", "identity providers, by their ARNs"},
        {LSP_CONDITION_VALUE, "true", "the key is true"},
        {LSP_CONDITION_VALUE, "false", "the key is false"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].role == completion->element->role)
            lsp_propose(completion, &(struct lsp_item){.label = rampart_str(words[i].word),
                                                       .text = rampart_str(words[i].word),
                                                       .detail = rampart_str(words[i].detail),
                                                       .kind = LSP_ITEM_MEMBER,
                                                       .rank = '0'});
}

void lsp_propose_values(struct lsp_completion *completion)
{
    if (propose_is_truth(completion->element)) lsp_propose_words(completion);
}

void lsp_propose_operators(struct lsp_completion *completion)
{
    const struct rampart_language_operator *op;
    for (size_t i = 0; (op = rampart_language_operator_at(i)) != NULL; i++)
        lsp_propose(completion, &(struct lsp_item){.label = rampart_str(op->name),
                                                   .text = rampart_str(op->name),
                                                   .detail = rampart_str(op->meaning),
                                                   .kind = LSP_ITEM_OPERATOR,
                                                   .rank = '0'});
}

/* ---- actions ---- */

static void propose_services(struct lsp_completion *completion)
{
    struct rampart_catalog_service service;
    size_t cursor = 0;
    while (rampart_catalog_next_service(completion->catalog, &cursor, &service)) {
        const struct rampart_str parts[] = {service.code, RP_STR(":")};
        struct rampart_str text;
        if (!rp_arena_join(completion->arena, parts, 2, &text)) return;
        lsp_propose(completion, &(struct lsp_item){
                                    .label = text, .text = text, .detail = service.products, .kind = LSP_ITEM_MODULE, .rank = '0'});
    }
}

void lsp_propose_actions(struct lsp_completion *completion)
{
    const size_t colon = rp_str_find(completion->typed, ':');
    struct rampart_catalog_action action;
    size_t cursor = 0, count = 0;
    if (colon == completion->typed.len) {
        propose_services(completion);
        return;
    }
    const struct rampart_str service = rp_str_part(completion->typed, 0, colon);
    if (service.len == 0 || rp_has_wildcard(service)) return;
    for (; rampart_catalog_next_action(completion->catalog, service, &cursor, &action); count++)
        lsp_propose(completion, &(struct lsp_item){.label = action.action,
                                                   .text = action.action,
                                                   .detail = action.level,
                                                   .kind = LSP_ITEM_EVENT,
                                                   .rank = '0'});
    const struct rampart_str parts[] = {service, RP_STR(":*")};
    struct rampart_str all;
    if (count > 0 && rp_arena_join(completion->arena, parts, 2, &all))
        lsp_propose(completion, &(struct lsp_item){.label = all,
                                                   .text = all,
                                                   .detail = RP_STR("every action of the service"),
                                                   .kind = LSP_ITEM_EVENT,
                                                   .rank = '1'});
}

/* ---- lists without doubles ---- */

/* A name and what it is called by. */
struct name {
    struct rampart_str text, detail;
};

struct names {
    struct rp_arena *arena;
    struct name *items;
    size_t count, room;
};

static bool propose_add(struct names *names, struct rampart_str text, struct rampart_str detail)
{
    struct name *more = rp_arena_grow(names->arena, names->items, names->count, &names->room, sizeof *more);
    if (more == NULL) return false;
    names->items = more;
    more[names->count++] = (struct name){text, detail};
    return true;
}

static int propose_compare(const void *a, const void *b)
{
    const struct name *one = a, *other = b;
    return rp_str_compare(one->text, other->text);
}

static void propose_sort(struct names *names)
{
    size_t kept = 0;
    if (names->count > 0) qsort(names->items, names->count, sizeof *names->items, propose_compare);
    for (size_t i = 0; i < names->count; i++)
        if (kept == 0 || propose_compare(&names->items[kept - 1], &names->items[i]) != 0) names->items[kept++] = names->items[i];
    names->count = kept;
}

/* ---- resources ---- */

/* A template as a text that stands for all of its resources; as a snippet its places are to be filled in. */
static bool propose_shape(struct lsp_completion *completion, struct rampart_str arn, bool snippet, struct rampart_str *ret_text)
{
    struct rp_buf out;
    unsigned number = 0;
    rp_buf_init(&out, NULL, UINT32_MAX);
    for (size_t at = 0; at < arn.len; at++) {
        const struct rampart_str rest = rp_str_from(arn, at);
        const size_t end = rp_str_find(rest, '}');
        if (!rp_str_starts(rest, RP_STR("{#")) || end == rest.len) {
            rp_buf_add_byte(&out, arn.data[at]);
            continue;
        }
        if (snippet)
            rp_buf_printf(&out, "${%u:*}", ++number);
        else
            rp_buf_add_byte(&out, '*');
        at += end;
    }
    const bool good = out.failed == RAMPART_OK && rp_arena_copy(completion->arena, rp_buf_text(&out), ret_text);
    rp_buf_free(&out);
    return good;
}

enum rampart_status lsp_propose_resources(struct lsp_completion *completion)
{
    const struct lsp_element *element = completion->element;
    struct lsp_actions actions;
    struct names shapes = {.arena = completion->arena};
    RP_TRY(lsp_actions_of(completion->arena, completion->catalog, &element->scan, element->statement, ACTIONS_MOST, &actions));
    for (size_t i = 0; i < actions.count && !actions.complement; i++) {
        struct rampart_catalog_arn arn;
        size_t cursor = 0;
        while (rampart_catalog_next_arn(completion->catalog, actions.items[i].action, &cursor, &arn))
            if (!rp_str_equal(arn.arn, RP_STR("*"))) RP_TRY_MEMORY(propose_add(&shapes, arn.arn, arn.type));
    }
    propose_sort(&shapes);
    for (size_t i = 0; i < shapes.count; i++) {
        struct lsp_item item = {
            .detail = shapes.items[i].detail, .kind = LSP_ITEM_VALUE, .rank = '0', .snippet = completion->snippets};
        RP_TRY_MEMORY(propose_shape(completion, shapes.items[i].text, false, &item.label));
        RP_TRY_MEMORY(propose_shape(completion, shapes.items[i].text, item.snippet, &item.text));
        lsp_propose(completion, &item);
    }
    lsp_propose(completion, &(struct lsp_item){.label = RP_STR("*"),
                                               .text = RP_STR("*"),
                                               .detail = RP_STR("every resource"),
                                               .kind = LSP_ITEM_VALUE,
                                               .rank = '1'});
    return RAMPART_OK;
}

/* ---- condition keys ---- */

static bool propose_add_list(struct names *keys, struct rampart_str list)
{
    while (list.len > 0) {
        const struct rampart_str key = rp_str_part(list, 0, rp_str_find(list, ','));
        if (!propose_add(keys, key, (struct rampart_str){NULL, 0})) return false;
        list = rp_str_from(list, key.len + 1);
    }
    return true;
}

static bool propose_add_keys_of(struct names *keys, const struct rampart_catalog *catalog, struct rampart_str service)
{
    struct rampart_catalog_key key;
    size_t cursor = 0;
    while (rampart_catalog_next_key(catalog, service, &cursor, &key))
        if (!propose_add(keys, key.key, key.type)) return false;
    return true;
}

/* The keys of an action, or those of its service where no page lists its own; `*last` is the service that was added last. */
static bool propose_add_keys(struct names *keys, const struct rampart_catalog *catalog,
                             const struct rampart_catalog_action *action, struct rampart_str *last)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    const bool told = rampart_catalog_next_arn(catalog, action->action, &cursor, &arn) && !rp_str_equal(arn.keys, RP_STR("unknown"));
    if (told) return propose_add_list(keys, arn.keys);
    if (rp_str_equal(*last, action->service)) return true;
    *last = action->service;
    return propose_add_keys_of(keys, catalog, action->service);
}

/* A key with a tag: the name of the tag is to be filled in. */
static bool propose_tag_key(struct lsp_completion *completion, struct rampart_str key, struct lsp_item *item)
{
    const struct rampart_str parts[] = {rp_str_part(key, 0, key.len - 1), completion->snippets ? RP_STR("${1:key}") : RP_STR("")};
    item->snippet = completion->snippets;
    return rp_arena_join(completion->arena, parts, 2, &item->text);
}

enum rampart_status lsp_propose_keys(struct lsp_completion *completion)
{
    const struct lsp_element *element = completion->element;
    const struct rampart_language_operator *op =
        element->operator == NULL ? NULL : rampart_language_operator_find(lsp_key(&element->scan, element->operator));
    struct lsp_actions actions;
    struct names keys = {.arena = completion->arena};
    struct rampart_str last = {NULL, 0};
    RP_TRY(lsp_actions_of(completion->arena, completion->catalog, &element->scan, element->statement, ACTIONS_MOST, &actions));
    RP_TRY_MEMORY(propose_add_keys_of(&keys, completion->catalog, RP_STR("common")));
    for (size_t i = 0; i < actions.count && !actions.complement; i++)
        RP_TRY_MEMORY(propose_add_keys(&keys, completion->catalog, &actions.items[i], &last));
    propose_sort(&keys);
    for (size_t i = 0; i < keys.count; i++) {
        struct rampart_catalog_key key = {.type = {NULL, 0}};
        (void)rampart_catalog_find_key(completion->catalog, keys.items[i].text, &key);
        const bool fits = op == NULL || rp_str_equal(key.type, rampart_str(op->type));
        struct lsp_item item = {.label = keys.items[i].text,
                                .text = keys.items[i].text,
                                .detail = key.type,
                                .kind = LSP_ITEM_FIELD,
                                .rank = fits ? '0' : '1'};
        if (rp_str_ends(item.label, RP_STR("/*"))) RP_TRY_MEMORY(propose_tag_key(completion, item.label, &item));
        lsp_propose(completion, &item);
    }
    return RAMPART_OK;
}
