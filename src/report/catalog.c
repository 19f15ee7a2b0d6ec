/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answers of the catalogue. For people: one thing alone with all that is known of it, several as a table. For programs:
 * docs/catalog.schema.json.
 */
#include <stdint.h>

#include "base/utf8.h"
#include "report/json_report.h"
#include "report/print.h"
#include "report/version.h"

enum { WIDEST_COLUMN = 64, GAP = 2 };

/* The words of evidence, and their meaning. */
static const struct {
    const char *word, *meaning;
} meanings[] = {
    {"table", "an authorisation table of the documentation lists it"},
    {"metadata", "an API has this name, and most actions are named like their API"},
    {"policy", "a system policy of the cloud names it"},
    {"observed", "several public policies name it"},
    {"seen-once", "one public policy or program names it: it may be a mistake"},
    {"docs", "the documentation uses it"},
    {"votes", "public policies use it with names of this product"},
    {"known", "reported, but not verified"},
    {"guess", "the product's name in lower case, and nothing more"},
    {"unverified", "found in public policies or programs, on no page of the documentation"},
};

static void catalog_print_evidence(struct rp_print *print, struct rampart_str word)
{
    rp_print_label(print, "evidence");
    rp_print_text(print, word);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (!rp_str_equal(word, rampart_str(meanings[i].word))) continue;
        rp_print_words(print, ": ");
        rp_print_words(print, meanings[i].meaning);
    }
    rp_print_words(print, "\n");
}

static struct rampart_str catalog_or_dash(struct rampart_str text)
{
    return text.len == 0 ? RP_STR("-") : text;
}

/* A list of the tables, "a,b", as people write it. */
static void catalog_print_list(struct rp_print *print, const char *label, struct rampart_str list)
{
    rp_print_label(print, label);
    while (list.len > 0) {
        const size_t end = rp_str_find(list, ',');
        rp_print_text(print, rp_str_part(list, 0, end));
        list = rp_str_from(list, end + 1);
        rp_print_words(print, list.len > 0 ? ", " : "");
    }
    rp_print_words(print, "\n");
}

/* ---- for people: columns ---- */

static void catalog_widen(size_t *width, struct rampart_str text)
{
    size_t here = rp_utf8_count(text);
    if (here > *width) *width = here < WIDEST_COLUMN ? here : WIDEST_COLUMN;
}

static void catalog_print_cell(struct rp_print *print, struct rampart_str text, size_t width)
{
    text = catalog_or_dash(text);
    rp_print_text(print, text);
    for (size_t i = rp_utf8_count(text); i < width + GAP; i++) rp_print_words(print, " ");
}

static void catalog_print_last(struct rp_print *print, struct rampart_str text)
{
    rp_print_text(print, catalog_or_dash(text));
    rp_print_words(print, "\n");
}

static void catalog_print_count(struct rp_print *print, size_t count, const char *one)
{
    rp_buf_printf(print->out, "%zu %s%s\n", count, one, count == 1 ? "" : "s");
}

/* ---- for people: actions ---- */

/* False: the page that was read does not tell, or it was read in part. */
static bool catalog_is_told(struct rampart_str list)
{
    return !rp_str_equal(list, RP_STR("unknown"));
}

static void catalog_print_arn(struct rp_print *print, const struct rampart_catalog_arn *arn, const char *label,
                              const char *word)
{
    rp_print_row(print, label, arn->arn);
    rp_print_label(print, "");
    rp_print_words(print, word);
    if (arn->type.len > 0) rp_buf_printf(print->out, "%.*s, ", RP_ARG(arn->type));
    if (arn->needed.len > 0) rp_buf_printf(print->out, "%.*s, ", RP_ARG(arn->needed));
    rp_buf_printf(print->out, "%.*s%s%.*s, %.*s\n", RP_ARG(arn->evidence), arn->date.len == 0 ? "" : " of ",
                  RP_ARG(arn->date), RP_ARG(arn->source));
}

enum { MOST_AUTHORISING = 8, MOST_PARAMETERS = 20 };

/* A name that no request has for an action: which action is checked in its place. */
static bool catalog_print_api(struct rp_print *print, struct rampart_str api)
{
    struct rampart_api_action actions[MOST_AUTHORISING];
    const size_t all = rampart_api_actions(print->catalog, api, actions, MOST_AUTHORISING);
    if (all == 0) return false;
    rp_print_row(print, "what", RP_STR("an API, not an action: no policy is asked for this name"));
    for (size_t i = 0; i < all && i < MOST_AUTHORISING; i++) {
        rp_print_label(print, i == 0 ? "checked" : "");
        rp_print_text(print, actions[i].action);
        if (actions[i].resource.len > 0) rp_buf_printf(print->out, ", on the %.*s of the call", RP_ARG(actions[i].resource));
        rp_print_words(print, "\n");
    }
    rp_print_label(print, "more");
    rp_buf_printf(print->out, "rampart catalog %.*s\n", RP_ARG(actions[0].action));
    return true;
}

/* The names of parameters that --param takes for the action. */
static void catalog_print_parameters(struct rp_print *print, struct rampart_str action)
{
    struct rampart_str names[MOST_PARAMETERS];
    const size_t count = rampart_api_parameters(print->catalog, action, names, MOST_PARAMETERS);
    for (size_t i = 0; i < count && i < MOST_PARAMETERS; i++) {
        if (i == 0) rp_print_label(print, "--param");
        if (i > 0) rp_print_words(print, ", ");
        rp_print_text(print, names[i]);
    }
    if (count > 0) rp_print_words(print, count > MOST_PARAMETERS ? ", …\n" : "\n");
}

/* A call that needs no permission. */
static bool catalog_print_unasked(struct rp_print *print, struct rampart_str action)
{
    struct rampart_unasked_call call;
    if (!rampart_find_unasked_call(action, &call)) return false;
    rp_print_row(print, "permission", RP_STR("none is needed: its page names no authorisation"));
    rp_print_label(print, "");
    rp_buf_printf(print->out, "page of %.*s, %.*s\n", RP_ARG(call.date), RP_ARG(call.source));
    return true;
}

static void catalog_print_arns(struct rp_print *print, const struct rampart_catalog_row *row)
{
    for (size_t i = 0; i < row->arn_count; i++) catalog_print_arn(print, &row->arns[i], i == 0 ? "ARN" : "", "");
    if (row->arn_count == 0) rp_print_row(print, "ARN", RP_STR("not known"));
    for (size_t i = 0; i < row->older_count; i++)
        catalog_print_arn(print, &row->older[i], i == 0 ? "older" : "",
                          row->older[i].disputed ? "contradicts: " : "");
    if (row->arn_count > 0 && row->arns[0].dependents.len > 0 && catalog_is_told(row->arns[0].dependents))
        catalog_print_list(print, "may need", row->arns[0].dependents);
}

static void catalog_print_keys_of(struct rp_print *print, const struct rampart_catalog_found *found)
{
    rp_print_label(print, "keys");
    for (size_t i = 0; i < found->key_count; i++) {
        rp_print_text(print, found->keys[i].key);
        rp_print_words(print, ", ");
    }
    rp_print_words(print, found->key_count == 0 ? "the common ones\n" : "and the common ones\n");
}

static void catalog_print_action(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_row *row = &found->actions[0];
    rp_print_text(print, row->action.action);
    rp_print_words(print, "\n");
    rp_print_row(print, "access", row->action.level.len == 0 ? RP_STR("not known") : row->action.level);
    if (catalog_print_api(print, row->action.action)) return;
    catalog_print_evidence(print, row->action.evidence);
    if (catalog_print_unasked(print, row->action.action)) return;
    catalog_print_arns(print, row);
    catalog_print_parameters(print, row->action.action);
    catalog_print_keys_of(print, found);
}

static void catalog_print_first_arn(struct rp_print *print, const struct rampart_catalog_row *row)
{
    struct rampart_api_action checked = {.action = {NULL, 0}};
    const size_t actions = rampart_api_actions(print->catalog, row->action.action, &checked, 1);
    if (actions > 0) {
        rp_buf_printf(print->out, "an API; checked is %.*s", RP_ARG(checked.action));
        if (actions > 1) rp_buf_printf(print->out, " and %zu more", actions - 1);
        rp_print_words(print, "\n");
        return;
    }
    if (row->arn_count == 0) {
        catalog_print_last(print, RP_STR(""));
        return;
    }
    rp_print_text(print, row->arns[0].arn);
    if (rp_str_equal(row->arns[0].evidence, RP_STR("inferred"))) rp_print_words(print, " (inferred)");
    if (row->arn_count > 1) rp_buf_printf(print->out, " and %zu more", row->arn_count - 1);
    rp_print_words(print, "\n");
}

static void catalog_print_actions(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t name = 0, level = 0, evidence = 0;
    for (size_t i = 0; i < found->action_count; i++) {
        catalog_widen(&name, found->actions[i].action.action);
        catalog_widen(&level, found->actions[i].action.level);
        catalog_widen(&evidence, found->actions[i].action.evidence);
    }
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_row *row = &found->actions[i];
        catalog_print_cell(print, row->action.action, name);
        catalog_print_cell(print, row->action.level, level == 0 ? 1 : level);
        catalog_print_cell(print, row->action.evidence, evidence);
        catalog_print_first_arn(print, row);
    }
    catalog_print_count(print, found->action_count, "action");
}

/* ---- for people: the rest ---- */

static void catalog_print_types(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t service = 0, type = 0;
    for (size_t i = 0; i < found->type_count; i++) {
        catalog_widen(&service, found->types[i].service);
        catalog_widen(&type, found->types[i].type);
    }
    for (size_t i = 0; i < found->type_count; i++) {
        catalog_print_cell(print, found->types[i].service, service);
        catalog_print_cell(print, found->types[i].type, type);
        catalog_print_last(print, found->types[i].arn);
    }
}

static void catalog_print_service(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_service *service = &found->services[0];
    rp_print_text(print, service->code);
    rp_print_words(print, "\n");
    catalog_print_list(print, "products", catalog_or_dash(service->products));
    catalog_print_evidence(print, service->evidence);
    if (service->other_codes.len > 0) catalog_print_list(print, "other codes", service->other_codes);
    if (service->complete.len > 0) rp_print_row(print, "complete", service->complete);
    if (service->granularity.len > 0) rp_print_row(print, "granularity", service->granularity);
    for (size_t i = 0; i < found->type_count; i++)
        rp_print_row(print, i == 0 ? "resources" : "", found->types[i].arn);
    catalog_print_keys_of(print, found);
    rp_print_words(print, "\n");
    catalog_print_actions(print, found);
}

static void catalog_print_services(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t code = 0, evidence = 0;
    for (size_t i = 0; i < found->service_count; i++) {
        catalog_widen(&code, found->services[i].code);
        catalog_widen(&evidence, found->services[i].evidence);
    }
    for (size_t i = 0; i < found->service_count; i++) {
        catalog_print_cell(print, found->services[i].code, code);
        catalog_print_cell(print, found->services[i].evidence, evidence);
        catalog_print_last(print, found->services[i].products);
    }
    catalog_print_count(print, found->service_count, "service");
}

static void catalog_print_resource(struct rp_print *print, const struct rampart_catalog_found *found)
{
    catalog_print_types(print, found);
    rp_print_words(print, "\n");
    catalog_print_actions(print, found);
}

static struct rampart_str catalog_carried_by(struct rampart_str word)
{
    if (rp_str_equal(word, RP_STR("every"))) return RP_STR("every request");
    if (rp_str_equal(word, RP_STR("identities"))) return RP_STR("every request of a user, a role or root");
    return rp_str_equal(word, RP_STR("some")) ? RP_STR("some requests") : RP_STR("not known");
}

static void catalog_print_key(struct rp_print *print, const struct rampart_catalog_found *found)
{
    const struct rampart_catalog_key *key = &found->keys[0];
    rp_print_text(print, key->key);
    rp_print_words(print, "\n");
    rp_print_row(print, "type", key->type.len == 0 ? RP_STR("not known") : key->type);
    rp_print_row(print, "values", key->values.len == 0 ? RP_STR("not known") : key->values);
    rp_print_row(print, "empty value", key->empty.len == 0 ? RP_STR("not known") : key->empty);
    rp_print_row(print, "service", key->service);
    rp_print_row(print, "carried by", catalog_carried_by(key->carried));
    catalog_print_evidence(print, key->evidence);
    rp_print_row(print, "source", key->source);
}

static void catalog_print_regions(struct rp_print *print, const struct rampart_catalog_found *found)
{
    size_t region = 0, group = 0;
    for (size_t i = 0; i < found->region_count; i++) {
        catalog_widen(&region, found->regions[i].region);
        catalog_widen(&group, found->regions[i].group);
    }
    for (size_t i = 0; i < found->region_count; i++) {
        catalog_print_cell(print, found->regions[i].region, region);
        catalog_print_cell(print, found->regions[i].group, group);
        rp_buf_printf(print->out, "%.*s products\n", RP_ARG(catalog_or_dash(found->regions[i].products)));
    }
    catalog_print_count(print, found->region_count, "region");
}

static void catalog_print_nothing(struct rp_print *print, const struct rampart_catalog_found *found)
{
    rp_print_painted(print, RP_PAINT_YELLOW, "not known");
    rp_print_words(print, ": ");
    rp_print_cut(print, found->asked);
    rp_print_words(print, "\n");
    if (catalog_print_api(print, found->asked)) return;
    if (found->incomplete.len > 0) {
        rp_print_words(print, "the catalogue may lack actions of ");
        rp_print_text(print, found->incomplete);
        rp_print_words(print, "; list those that it has: rampart catalog '");
        rp_print_text(print, found->incomplete);
        rp_print_words(print, ":*'\n");
    }
    if (found->suggestion.len == 0) return;
    rp_print_words(print, "did you mean ");
    rp_print_text(print, found->suggestion);
    rp_print_words(print, "?\n");
}

RP_REPORTER(rp_catalog_text)
{
    const struct rampart_catalog_found *found = what;
    static void (*const printers[])(struct rp_print * print, const struct rampart_catalog_found *found) = {
        [RAMPART_CATALOG_ACTION] = catalog_print_actions,
        [RAMPART_CATALOG_REGEX] = catalog_print_actions,
        [RAMPART_CATALOG_SERVICE] = catalog_print_service,
        [RAMPART_CATALOG_RESOURCE] = catalog_print_resource,
        [RAMPART_CATALOG_KEY] = catalog_print_key,
        [RAMPART_CATALOG_SERVICES] = catalog_print_services,
        [RAMPART_CATALOG_REGIONS] = catalog_print_regions,
    };
    if (rampart_catalog_found_count(found) == 0)
        catalog_print_nothing(print, found);
    else if (found->subject == RAMPART_CATALOG_ACTION && found->action_count == 1)
        catalog_print_action(print, found);
    else
        printers[found->subject](print, found);
    return print->out->failed;
}

/* ---- JSON ---- */

static const char *catalog_subject_word(enum rampart_catalog_subject subject)
{
    static const char *const words[] = {
        [RAMPART_CATALOG_ACTION] = "action",   [RAMPART_CATALOG_REGEX] = "match",
        [RAMPART_CATALOG_SERVICE] = "service", [RAMPART_CATALOG_RESOURCE] = "resource",
        [RAMPART_CATALOG_KEY] = "key",         [RAMPART_CATALOG_SERVICES] = "services",
        [RAMPART_CATALOG_REGIONS] = "regions",
    };
    return words[subject];
}

/* The parts of a list; null: it is not known. */
static void catalog_put_parts(struct rp_json at, const char *name, struct rampart_str parts, bool told)
{
    struct rp_json list;
    if (!told) {
        rp_put_text_or_null(at, name, RP_STR(""));
        return;
    }
    list = rp_put_list(at, name);
    while (parts.len > 0) {
        const size_t len = rp_str_find(parts, ',');
        rp_put_text(list, NULL, rp_str_part(parts, 0, len));
        parts = rp_str_from(parts, len + 1);
    }
}

static void catalog_put_arns(struct rp_json at, const char *name, const struct rampart_catalog_arn *arns,
                             size_t count)
{
    const struct rp_json list = rp_put_list(at, name);
    for (size_t i = 0; i < count; i++) {
        const struct rampart_catalog_arn *arn = &arns[i];
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "arn", arn->arn);
        rp_put_text_or_null(item, "type", arn->type);
        rp_put_text_or_null(item, "needed", arn->needed);
        rp_put_text_or_null(item, "evidence", arn->evidence);
        rp_put_text_or_null(item, "date", arn->date);
        rp_put_text_or_null(item, "source", arn->source);
        rp_put_bool(item, "disputed", arn->disputed);
    }
}

/* Which actions are checked for a call, by their names; and the parameters that fill the places of its ARNs. */
static void catalog_put_api(struct rp_json at, const struct rampart_catalog *catalog, struct rampart_str action)
{
    struct rampart_api_action checked[MOST_AUTHORISING];
    struct rampart_str names[MOST_PARAMETERS];
    struct rampart_unasked_call call;
    const size_t actions = rampart_api_actions(catalog, action, checked, MOST_AUTHORISING);
    const size_t parameters = rampart_api_parameters(catalog, action, names, MOST_PARAMETERS);
    const bool unasked = rampart_find_unasked_call(action, &call);
    struct rp_json list = rp_put_list(at, "checkedActions");
    for (size_t i = 0; i < actions && i < MOST_AUTHORISING; i++) rp_put_text(list, NULL, checked[i].action);
    if (actions == 0 && !unasked) rp_put_text(list, NULL, action);
    list = rp_put_list(at, "parameters");
    for (size_t i = 0; i < parameters && i < MOST_PARAMETERS; i++) rp_put_text(list, NULL, names[i]);
}

/* Each row is a tree of its own: there may be many. */
static void catalog_put_actions(struct rp_json at, const struct rampart_catalog *catalog,
                                const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "actions");
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_action *action = &found->actions[i].action;
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "action", action->action);
        rp_put_text(item, "service", action->service);
        rp_put_text_or_null(item, "accessLevel", action->level);
        rp_put_text_or_null(item, "evidence", action->evidence);
        const struct rampart_catalog_row *row = &found->actions[i];
        const bool known = row->arn_count > 0;
        catalog_put_arns(item, "resources", row->arns, row->arn_count);
        catalog_put_arns(item, "olderResources", row->older, row->older_count);
        const struct rampart_str keys = known ? row->arns[0].keys : RP_STR("");
        const struct rampart_str dependents = known ? row->arns[0].dependents : RP_STR("");
        catalog_put_parts(item, "conditionKeys", keys, known && catalog_is_told(keys));
        catalog_put_api(item, catalog, action->action);
        catalog_put_parts(item, "dependentActions", dependents, known && catalog_is_told(dependents));
    }
}

static void catalog_put_services(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "services");
    for (size_t i = 0; i < found->service_count; i++) {
        const struct rampart_catalog_service *service = &found->services[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "code", service->code);
        rp_put_text_or_null(item, "products", service->products);
        rp_put_text_or_null(item, "evidence", service->evidence);
        rp_put_text_or_null(item, "otherCodes", service->other_codes);
        rp_put_text_or_null(item, "complete", service->complete);
        rp_put_text_or_null(item, "granularity", service->granularity);
    }
}

static void catalog_put_types(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "resourceTypes");
    for (size_t i = 0; i < found->type_count; i++) {
        const struct rampart_catalog_type *type = &found->types[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "service", type->service);
        rp_put_text(item, "type", type->type);
        rp_put_text_or_null(item, "arn", type->arn);
        rp_put_text_or_null(item, "evidence", type->evidence);
        rp_put_text_or_null(item, "source", type->source);
    }
}

static void catalog_put_keys(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "conditionKeys");
    for (size_t i = 0; i < found->key_count; i++) {
        const struct rampart_catalog_key *key = &found->keys[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "key", key->key);
        rp_put_text_or_null(item, "type", key->type);
        rp_put_text_or_null(item, "values", key->values);
        rp_put_text_or_null(item, "emptyValue", key->empty);
        rp_put_text_or_null(item, "service", key->service);
        rp_put_text_or_null(item, "carriedBy", key->carried);
        rp_put_text_or_null(item, "evidence", key->evidence);
        rp_put_text_or_null(item, "source", key->source);
    }
}

static void catalog_put_regions(struct rp_json at, const struct rampart_catalog_found *found)
{
    const struct rp_json list = rp_put_list(at, "regions");
    for (size_t i = 0; i < found->region_count; i++) {
        const struct rampart_catalog_region *region = &found->regions[i];
        const struct rp_json item = rp_put_tree(list, NULL);
        rp_put_text(item, "region", region->region);
        rp_put_text_or_null(item, "group", region->group);
        rp_put_text_or_null(item, "products", region->products);
    }
}

RP_REPORTER(rp_catalog_json)
{
    const struct rampart_catalog_found *found = what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    const struct rp_json head = rp_put_members(root);
    rp_put_word(head, "subject", catalog_subject_word(found->subject));
    rp_put_text(head, "asked", found->asked);
    rp_put_text_or_null(head, "suggestion", found->suggestion);
    rp_put_text_or_null(head, "incompleteService", found->incomplete);
    catalog_put_actions(root, print->catalog, found);
    catalog_put_services(root, found);
    catalog_put_types(root, found);
    catalog_put_keys(root, found);
    catalog_put_regions(root, found);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&report, RAMPART_OK);
}
