/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/knowledge.h"

#include <rampart/language.h>

#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"

enum { SHOWN = 12, WALKED = 100000 };

/* ---- words ---- */

/* A text of the document must not end the quotes, or the line that it stands on. */
void lsp_code(struct rp_buf *out, struct rampart_str text)
{
    enum { LONGEST = 300 };
    rp_buf_add_byte(out, '`');
    for (size_t i = 0; i < text.len && i < LONGEST; i++)
        rp_buf_add_byte(out, text.data[i] == '`' || (unsigned char)text.data[i] < ' ' ? '?' : text.data[i]);
    if (text.len == 0) rp_buf_add_byte(out, ' ');
    rp_buf_add(out, text.len > LONGEST ? RP_STR("`…") : RP_STR("`"));
}

/* A list with commas, each item as code: "`a`, `b`". */
static void about_codes(struct rp_buf *out, struct rampart_str list)
{
    for (bool first = true; list.len > 0; first = false) {
        const struct rampart_str item = rp_str_part(list, 0, rp_str_find(list, ','));
        if (!first) rp_buf_add(out, RP_STR(", "));
        lsp_code(out, item);
        list = rp_str_from(list, item.len + 1);
    }
}

/* A source is mostly the address of a page. */
static void about_source(struct rp_buf *out, struct rampart_str date, struct rampart_str source)
{
    if (source.len == 0) return;
    rp_buf_add(out, RP_STR("\n\nSource: "));
    if (rp_str_starts(source, RP_STR("https://")))
        rp_buf_printf(out, "<%.*s>", RP_ARG(source));
    else
        lsp_code(out, source);
    if (date.len > 0) rp_buf_printf(out, ", %.*s", RP_ARG(date));
}

/* ---- actions ---- */

static void about_level(struct rp_buf *out, struct rampart_str level)
{
    if (level.len > 0) rp_buf_printf(out, " (%.*s)", RP_ARG(level));
}

static void about_arn(struct rp_buf *out, const struct rampart_catalog_arn *arn)
{
    rp_buf_add(out, RP_STR("\n- "));
    lsp_code(out, arn->arn);
    if (rp_str_equal(arn->arn, RP_STR("*"))) rp_buf_add(out, RP_STR(": the operation has no resource"));
    if (arn->type.len > 0) rp_buf_printf(out, " %.*s", RP_ARG(arn->type));
    if (arn->needed.len > 0) rp_buf_printf(out, ", %.*s", RP_ARG(arn->needed));
    if (arn->disputed) rp_buf_add(out, RP_STR(", disputed: an older page says something else"));
}

/* The keys that the statement of a page lists, or those of the service where it does not say. */
static void about_keys(const struct rampart_catalog *catalog, const struct rampart_catalog_action *action, struct rampart_str keys,
                       struct rp_buf *out)
{
    rp_buf_add(out, RP_STR("\n\nCondition keys: "));
    if (!rp_str_equal(keys, RP_STR("unknown"))) {
        about_codes(out, keys);
        rp_buf_add(out, keys.len > 0 ? RP_STR(", and those of every service") : RP_STR("those of every service"));
        return;
    }
    struct rampart_catalog_key key;
    size_t cursor = 0;
    rp_buf_printf(out, "those of every service, and maybe some of %.*s", RP_ARG(action->service));
    for (bool first = true; rampart_catalog_next_key(catalog, action->service, &cursor, &key); first = false) {
        rp_buf_add(out, first ? RP_STR(": ") : RP_STR(", "));
        lsp_code(out, key.key);
    }
}

static void about_one_action(const struct rampart_catalog *catalog, const struct rampart_catalog_action *action,
                             struct rp_buf *out)
{
    struct rampart_catalog_arn arn, first;
    size_t cursor = 0, count = 0;
    rp_buf_add(out, RP_STR("**"));
    lsp_code(out, action->action);
    rp_buf_add(out, RP_STR("**"));
    about_level(out, action->level);
    while (rampart_catalog_next_arn(catalog, action->action, &cursor, &arn)) {
        if (count++ == 0) {
            first = arn;
            rp_buf_add(out, RP_STR("\n\nAuthorised on"));
        }
        about_arn(out, &arn);
    }
    if (count == 0) {
        rp_buf_add(out, RP_STR("\n\nIt is not known what it is authorised on."));
        return;
    }
    about_keys(catalog, action, first.keys, out);
    if (first.dependents.len > 0 && !rp_str_equal(first.dependents, RP_STR("unknown"))) {
        rp_buf_add(out, RP_STR("\n\nA call may need as well: "));
        about_codes(out, first.dependents);
    }
    about_source(out, first.date, first.source);
}

/* That nothing is found means little where the catalogue is not complete. */
static void about_unknown_action(const struct rampart_catalog *catalog, struct rampart_str action, struct rp_buf *out)
{
    struct rampart_catalog_service service;
    struct rampart_catalog_action near;
    lsp_code(out, action);
    if (!rampart_catalog_find_service(catalog, rp_str_part(action, 0, rp_str_find(action, ':')), &service))
        rp_buf_add(out, RP_STR(" is of a service that the catalogue does not have."));
    else if (service.complete.len > 0)
        rp_buf_printf(out, " matches no action of %.*s, all of whose actions were known on %.*s.", RP_ARG(service.code),
                      RP_ARG(rp_str_part(service.complete, 0, rp_str_find(service.complete, ' '))));
    else
        rp_buf_printf(out, " is not in the catalogue, which may not have all actions of %.*s.", RP_ARG(service.code));
    if (!rampart_catalog_near_action(catalog, action, &near)) return;
    rp_buf_add(out, RP_STR("\n\nDid you mean "));
    lsp_code(out, near.action);
    rp_buf_add(out, RP_STR("?"));
}

enum rampart_status lsp_about_action(const struct rampart_catalog *catalog, struct rampart_str action, struct rp_buf *out)
{
    struct rampart_catalog_action one;
    if (rampart_catalog_find_action(catalog, action, &one)) {
        about_one_action(catalog, &one, out);
        return out->failed;
    }
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(action), again = pattern;
    size_t count = 0;
    while (count < WALKED && rampart_catalog_next_match(catalog, &pattern, &one)) count++;
    if (count == 0) {
        about_unknown_action(catalog, action, out);
        return out->failed;
    }
    rp_buf_add(out, RP_STR("**"));
    lsp_code(out, action);
    rp_buf_printf(out, "** matches %zu action%s of the catalogue\n", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < SHOWN && rampart_catalog_next_match(catalog, &again, &one); i++) {
        rp_buf_add(out, RP_STR("\n- "));
        lsp_code(out, one.action);
        about_level(out, one.level);
    }
    if (count > SHOWN) rp_buf_printf(out, "\n- and %zu more", count - SHOWN);
    return out->failed;
}

/* ---- keys, operators, elements ---- */

static void about_fact(struct rp_buf *out, const char *name, struct rampart_str fact)
{
    if (fact.len > 0) rp_buf_printf(out, "\n- %s: %.*s", name, RP_ARG(fact));
}

void lsp_about_key(const struct rampart_catalog *catalog, struct rampart_str key, struct rp_buf *out)
{
    struct rampart_catalog_key found;
    if (!rampart_catalog_find_key(catalog, key, &found)) return;
    rp_buf_add(out, RP_STR("**"));
    lsp_code(out, found.key);
    rp_buf_add(out, RP_STR("**\n"));
    about_fact(out, "type", found.type.len > 0 ? found.type : RP_STR("not known"));
    about_fact(out, "values of one request", found.values);
    about_fact(out, "service", found.service);
    about_fact(out, "carried by", found.carried);
    about_source(out, (struct rampart_str){NULL, 0}, found.source);
}

void lsp_about_operator(struct rampart_str name, struct rp_buf *out)
{
    const struct rampart_language_operator *op = rampart_language_operator_find(name);
    if (op == NULL) return;
    rp_buf_printf(out, "**%s** (%s)\n\nHolds when %s. Several values are alternatives.", op->name, op->type, op->meaning);
}

void lsp_about_element(struct rampart_str name, struct rp_buf *out)
{
    const struct rampart_language_element *element = rampart_language_element_find(name);
    if (element != NULL) rp_buf_printf(out, "**%s**\n\n%s", element->name, element->meaning);
}

/* ---- statements ---- */

/* The name of an action lies in the catalogue once, so that its address tells it. */
static int about_compare(const void *a, const void *b)
{
    const struct rampart_catalog_action *one = a, *other = b;
    return rp_str_compare(one->action, other->action);
}

static size_t about_once(struct rampart_catalog_action *items, size_t count)
{
    size_t kept = 0;
    if (count > 0) qsort(items, count, sizeof *items, about_compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || about_compare(&items[kept - 1], &items[i]) != 0) items[kept++] = items[i];
    return kept;
}

enum rampart_status lsp_actions_of(struct rp_arena *arena, const struct rampart_catalog *catalog, const struct lsp_scan *scan,
                                   const struct lsp_node *statement, size_t most, struct lsp_actions *ret_actions)
{
    struct lsp_actions actions = {.complement = lsp_node_member(scan, statement, "NotAction") != NULL};
    struct lsp_texts texts = lsp_texts_of(scan, statement, actions.complement ? "NotAction" : "Action");
    struct rampart_str text;
    size_t room = 0, walked = 0;
    while (lsp_texts_next(&texts, &text)) {
        struct rampart_catalog_pattern pattern = rampart_catalog_pattern(text);
        struct rampart_catalog_action action;
        while (walked++ < WALKED && rampart_catalog_next_match(catalog, &pattern, &action)) {
            if (actions.count == most) actions.count = about_once(actions.items, actions.count);
            if (actions.count == most) break;
            void *more = rp_arena_grow(arena, actions.items, actions.count, &room, sizeof action);
            RP_TRY_MEMORY(more != NULL);
            actions.items = more;
            actions.items[actions.count++] = action;
        }
    }
    actions.count = about_once(actions.items, actions.count);
    *ret_actions = actions;
    return RAMPART_OK;
}

/* "12 actions of ess (3 get, 9 update)": the actions stand in the order of their names, so that a service's follow one another. */
static size_t about_service(struct rp_buf *out, const struct lsp_actions *actions, size_t from)
{
    static const char *const levels[] = {"get", "list", "create", "update", "delete", "none", ""};
    const struct rampart_str service = actions->items[from].service;
    size_t end = from;
    while (end < actions->count && rp_str_equal(actions->items[end].service, service)) end++;
    rp_buf_printf(out, "\n- %.*s: %zu action%s (", RP_ARG(service), end - from, end - from == 1 ? "" : "s");
    bool first = true;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t count = 0;
        for (size_t k = from; k < end; k++) count += rp_str_equal(actions->items[k].level, rampart_str(levels[i]));
        if (count == 0) continue;
        rp_buf_printf(out, "%s%zu %s", first ? "" : ", ", count, levels[i][0] == '\0' ? "of unknown level" : levels[i]);
        first = false;
    }
    rp_buf_add(out, RP_STR(")"));
    return end;
}

static void about_texts(struct rp_buf *out, const char *what, struct lsp_texts texts)
{
    struct rampart_str text;
    size_t count = 0;
    while (lsp_texts_next(&texts, &text)) {
        if (count == 0) rp_buf_printf(out, "\n\n%s ", what);
        if (count > 0 && count < SHOWN) rp_buf_add(out, RP_STR(", "));
        if (count++ < SHOWN) lsp_code(out, text);
    }
    if (count > SHOWN) rp_buf_printf(out, " and %zu more", count - SHOWN);
}

static void about_conditions(struct rp_buf *out, const struct lsp_scan *scan, const struct lsp_node *statement)
{
    const struct lsp_node *condition = lsp_node_member(scan, statement, "Condition");
    size_t count = 0;
    for (const struct lsp_node *op = condition == NULL ? NULL : condition->first; op != NULL; op = op->next)
        for (const struct lsp_node *key = op->first; key != NULL; key = key->next) {
            if (!op->has_key || !key->has_key || count++ >= SHOWN) continue;
            rp_buf_printf(out, "%s", count == 1 ? "\n\nonly when " : " and ");
            lsp_code(out, lsp_key(scan, key));
            rp_buf_printf(out, " meets ");
            lsp_code(out, lsp_key(scan, op));
        }
}

enum rampart_status lsp_about_statement(const struct rampart_catalog *catalog, const struct lsp_scan *scan,
                                        const struct lsp_node *statement, struct rp_buf *out)
{
    struct rp_arena arena;
    struct lsp_actions actions;
    struct rampart_str effect = {NULL, 0};
    struct lsp_texts effects = lsp_texts_of(scan, statement, "Effect");
    rp_arena_init(&arena, NULL);
    const enum rampart_status status = lsp_actions_of(&arena, catalog, scan, statement, WALKED, &actions);
    const bool told = status == RAMPART_OK && lsp_texts_next(&effects, &effect) &&
                      (rp_str_equal(effect, RP_STR("Allow")) || rp_str_equal(effect, RP_STR("Deny")));
    if (told) {
        rp_buf_printf(out, "**%s", rp_str_equal(effect, RP_STR("Deny")) ? "Denies**" : "Allows**");
        about_texts(out, actions.complement ? "every action except" : "the actions",
                    lsp_texts_of(scan, statement, actions.complement ? "NotAction" : "Action"));
        if (actions.count > 0) rp_buf_add(out, RP_STR("\n\nThe catalogue knows of these:\n"));
        for (size_t at = 0, services = 0; at < actions.count; services++)
            if (services < SHOWN) {
                at = about_service(out, &actions, at);
            } else {
                rp_buf_printf(out, "\n- and %zu more of other services", actions.count - at);
                break;
            }
        about_texts(out, "on", lsp_texts_of(scan, statement, "Resource"));
        about_texts(out, "on everything except", lsp_texts_of(scan, statement, "NotResource"));
        about_conditions(out, scan, statement);
    }
    rp_arena_free(&arena);
    return status == RAMPART_OK ? out->failed : status;
}
