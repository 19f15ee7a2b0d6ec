/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that look names up in the catalogue. A name that the catalogue does not have may exist all the same: it is
 * reported only where a known name is near, or where the catalogue is complete.
 */
#include "lint/families.h"

#include <string.h>

#include "catalog/alike.h"
#include "catalog/fill.h"
#include "catalog/embedded_rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"
#include "lint/coverage.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/*
 * A near name is searched for in a whole service, so a document has a budget of searches, and one of statements of pages. Up to MOST_RESOURCES of a
 * statement are compared with each action.
 */
enum { MOST_SEARCHES = 64, MOST_PAGES = 1024, MOST_RESOURCES = 32, MOST_REGION_SLIPS = 2 };

/* A document, and the statement that is looked at. */
struct known {
    const struct rp_lint *lint;
    const struct rampart_catalog *catalog;
    const struct rp_statement *statement;
    size_t searches, pages;                        /* that are left, of names and of what pages state of actions */
    bool resources_wide;                           /* they may be any, or are too many to compare */
    struct rampart_str beginnings[MOST_RESOURCES]; /* of the resources' last fields */
    struct rampart_str code;                       /* the service that was looked up last */
    bool code_known, code_complete;                /* it is known; all of its actions are */
    struct rampart_str region;                     /* the region that was found last */
    struct rampart_str listed_key, listed_code;    /* the key that was looked for last in the pages of a service */
    bool listed;                                   /* it is there */
};

/* Takes one search. False: none is left. */
static bool known_take_search(struct known *known)
{
    if (known->searches == 0) return false;
    known->searches--;
    return true;
}

/* An action taken apart. */
struct name {
    const struct rp_value *value;
    struct rampart_str service, operation;
};

/* ==== actions and services that the catalogue does not have ==== */

/* ---- services ---- */

static bool known_is_product(const struct known *known, const struct name *name)
{
    enum { CODE = 1 };
    struct rampart_str line;
    if (!rp_embedded_find(RP_EMBEDDED_product_codes, name->service, &line))
        return false;
    const struct rampart_str code = rp_tsv_field(line, CODE);
    if (rp_lint_report(known->lint, RP_LINT_PRODUCT_IS_NOT_CODE, name->value->span,
                       "\"%.*s\" is the name of a product: its actions begin with \"%.*s:\"",
                       RP_ARG(rp_lint_shown(name->service)), RP_ARG(code)))
        rp_lint_suggest(known->lint, "write %.*s:%.*s", RP_ARG(code), RP_ARG(rp_lint_shown(name->operation)));
    return true;
}

static void known_missing_service(struct known *known, const struct name *name)
{
    struct rampart_catalog_action near;
    bool meant = false;
    if (known_is_product(known, name) || rp_lint_has_blank(name->service)) return;
    if (!rp_lint_enabled(known->lint, RP_LINT_UNKNOWN_SERVICE) || !known_take_search(known)) return;
    known->code_known = rp_is_other_code(known->catalog, name->service);
    if (known->code_known) return;
    (void)rp_lint_report(known->lint, RP_LINT_UNKNOWN_SERVICE, name->value->span, "unknown service \"%.*s\"",
                         RP_ARG(rp_lint_shown(name->service)));
    (void)rp_alike_service(known->catalog, name->service, name->operation, &meant, &near);
    if (meant)
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.action));
    else
        rp_lint_suggest(known->lint, "look the code up: rampart catalog --services");
}

/*
 * True when the catalogue has all actions of the service: elsewhere a name that it does not have exists as often as not,
 * and so much the more one like those that it has (ListTagResource, ListTagResources). Reports an unknown service.
 */
static bool known_is_complete(struct known *known, const struct name *name)
{
    struct rampart_catalog_service service;
    if (known->code.len > 0 && rp_str_equal(known->code, name->service) && known->code_known)
        return known->code_complete;
    known->code = name->service;
    known->code_known = rampart_catalog_find_service(known->catalog, name->service, &service);
    known->code_complete = known->code_known && service.complete.len > 0;
    if (!known->code_known) known_missing_service(known, name);
    return known->code_complete;
}

/* ---- actions ---- */

/* The word of a name in which it differs from one that is near: Instnace of StartInstnace, and not StartInstance. */
static struct rampart_str known_slipped_word(struct rampart_str name, struct rampart_str near)
{
    const size_t shorter = name.len < near.len ? name.len : near.len;
    size_t start = 0, tail = 0;
    while (start < shorter && rp_lower(name.data[start]) == rp_lower(near.data[start])) start++;
    while (tail < shorter - start && rp_lower(name.data[name.len - tail - 1]) == rp_lower(near.data[near.len - tail - 1])) tail++;
    if (start > 0 && (start == near.len - tail || !rp_lint_is_upper(near.data[start]))) start--;
    while (start > 0 && !rp_lint_is_upper(near.data[start])) start--;
    while (tail > 0 && !rp_lint_is_upper(near.data[near.len - tail])) tail--;
    return rp_str_part(name, start, name.len - tail - start);
}

/* True when names have the word, or two that are written as one: Instancetype. */
static bool known_is_word(const struct rampart_catalog *catalog, struct rampart_str word)
{
    if (word.len < RP_SHORTEST_WORD || rp_is_word(catalog, word)) return true;
    for (size_t i = RP_SHORTEST_WORD; i + RP_SHORTEST_WORD <= word.len; i++)
        if (rp_is_word(catalog, rp_str_part(word, 0, i)) && rp_is_word(catalog, rp_str_from(word, i))) return true;
    return false;
}

/* True when a word of the text stands in no action of any service: new names are made of old words, slips are not. */
static bool known_has_no_word(const struct rampart_catalog *catalog, struct rampart_str text)
{
    for (size_t at = 0, end; at < text.len; at = end) {
        end = rp_word_end(text, at + 1);
        if (rp_lint_is_letter(text.data[at]) && !known_is_word(catalog, rp_str_part(text, at, end - at))) return true;
    }
    return false;
}

/* What stands behind the first word of a name: the thing that it is about. */
static struct rampart_str known_thing(struct rampart_str name)
{
    size_t i = 1;
    while (i < name.len && !rp_lint_is_upper(name.data[i])) i++;
    return rp_str_from(name, i);
}

/* True when the table of what its actions are authorised on was read for the service: it names nearly all of them. */
static bool known_has_table(const struct known *known, const struct name *name)
{
    enum { ENOUGH = 20 };
    return rp_lint_service_size(known->catalog, name->service).stated >= ENOUGH;
}

/* The case of actions does not count, and so tells nothing about slips. */
static bool known_is_near(struct known *known, const struct name *name, struct rampart_catalog_action *ret_near)
{
    char lower[RP_LONGEST_ALIKE];
    const struct rampart_str operation = name->operation;
    if (operation.len > sizeof lower || !known_take_search(known)) return false;
    for (size_t i = 0; i < operation.len; i++) lower[i] = rp_lower(operation.data[i]);
    return rp_alike_action(known->catalog, name->service, (struct rampart_str){lower, operation.len}, ret_near);
}

/* Not all actions of the service are known: a name may exist, unless it is a slip of the pen. */
static void known_unlisted_action(struct known *known, const struct name *name)
{
    struct rampart_catalog_action near;
    const struct rampart_str shown = rp_lint_shown(name->value->text), thing = known_thing(name->operation);
    const bool is_near = known_is_near(known, name, &near);
    if (is_near && rp_lint_enabled(known->lint, RP_LINT_UNKNOWN_ACTION) &&
        known_has_no_word(known->catalog, known_slipped_word(name->operation, rp_str_from(near.action, name->service.len + 1)))) {
        if (rp_lint_report(known->lint, RP_LINT_UNKNOWN_ACTION, name->value->span, "unknown action %.*s", RP_ARG(shown)))
            rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.action));
        return;
    }
    if (!rp_lint_enabled(known->lint, RP_LINT_UNLISTED_ACTION) || !known_has_table(known, name)) return;
    if (!rp_lint_report(known->lint, RP_LINT_UNLISTED_ACTION, name->value->span,
                        "%.*s is not among the actions of %.*s that are known, and may not exist", RP_ARG(shown),
                        RP_ARG(name->service)))
        return;
    if (is_near)
        rp_lint_suggest(known->lint, "see whether %.*s is meant", RP_ARG(near.action));
    else
        rp_lint_suggest(known->lint, "look for what is meant: rampart catalog '%.*s:*%.*s'", RP_ARG(name->service),
                        RP_ARG(rp_lint_shown(thing)));
}

static void known_missing_action(struct known *known, const struct rp_value *value)
{
    struct rampart_catalog_action near;
    struct name name = {.value = value};
    if (!rp_lint_split_action(value->text, &name.service, &name.operation)) return;
    const bool complete = known_is_complete(known, &name);
    if (!known->code_known || rp_lint_has_blank(value->text)) return;
    if (!complete) {
        known_unlisted_action(known, &name);
        return;
    }
    if (!rp_lint_enabled(known->lint, RP_LINT_UNKNOWN_ACTION)) return;
    const bool is_near =
        known_take_search(known) && rp_alike_action(known->catalog, name.service, name.operation, &near);
    (void)rp_lint_report(known->lint, RP_LINT_UNKNOWN_ACTION, value->span, "unknown action %.*s",
                         RP_ARG(rp_lint_shown(value->text)));
    if (is_near)
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.action));
    else
        rp_lint_suggest(known->lint, "look it up: rampart catalog '%.*s:*'", RP_ARG(name.service));
}

/* ---- patterns ---- */

/* The catalogue has names of APIs too; the table of APIs tells which are no actions, and what authorises them. */
static bool known_find_api(const struct known *known, struct rampart_str name, struct rampart_str *ret_actions)
{
    enum { ACTIONS = 1 };
    struct rampart_str line;
    if (!rp_catalog_find_line(known->catalog, RP_TABLE_APIS, name, &line)) return false;
    *ret_actions = rp_tsv_field(line, ACTIONS);
    return true;
}

/* Names that are known from policies alone may be the mistakes of their authors. */
static bool known_is_hearsay(const struct rampart_catalog_action *action)
{
    return rp_str_equal(action->evidence, RP_STR("policy")) || rp_str_equal(action->evidence, RP_STR("seen-once"));
}

/* Says whether a pattern matches an action. Beside an API, of which *ret_api is the first, hearsay does not count. */
static bool known_matches_any(const struct known *known, struct rampart_str pattern, struct rampart_str *ret_api)
{
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    struct rampart_str actions;
    bool hearsay = false;
    *ret_api = RP_STR("");
    while (rampart_catalog_next_match(known->catalog, &made, &action)) {
        const bool api = known_find_api(known, action.action, &actions);
        if (!api && !known_is_hearsay(&action)) return true;
        if (api && ret_api->len == 0) *ret_api = action.action;
        hearsay = hearsay || !api;
    }
    return hearsay && ret_api->len == 0;
}

/* Reports a pattern that matches APIs alone. */
static void known_pattern_of_apis(const struct known *known, const struct rp_value *value, struct rampart_str api)
{
    struct rampart_str actions = RP_STR("");
    (void)known_find_api(known, api, &actions);
    if (rp_lint_report(known->lint, RP_LINT_API_IS_NOT_ACTION, value->span,
                       "%.*s matches no action: %.*s is an API, and is authorised by %.*s",
                       RP_ARG(rp_lint_shown(value->text)), RP_ARG(api), RP_ARG(actions)))
        rp_lint_suggest(known->lint, "write %.*s", RP_ARG(actions));
}

static void known_pattern_without_action(struct known *known, const struct name *name)
{
    const struct rampart_str beginning = rp_str_part(name->operation, 0, rp_literal_length(name->operation));
    struct rampart_str near;
    const bool is_near =
        known_take_search(known) && rp_alike_beginning(known->catalog, name->service, beginning, &near);
    (void)rp_lint_report(known->lint, RP_LINT_PATTERN_WITHOUT_ACTION, name->value->span,
                         "no action is known that %.*s matches", RP_ARG(rp_lint_shown(name->value->text)));
    if (is_near)
        rp_lint_suggest(
            known->lint, "did you mean %.*s:%.*s%.*s?", RP_ARG(name->service), RP_ARG(near),
            RP_ARG(rp_lint_shown(rp_str_from(name->operation, rp_literal_length(name->operation)))));
    else
        rp_lint_suggest(known->lint, "look them up: rampart catalog '%.*s:*'", RP_ARG(name->service));
}

/* A pattern that begins with a wildcard is compared with every action of its service. */
static void known_pattern(struct known *known, const struct rp_value *value)
{
    struct name name = {.value = value};
    if (!rp_lint_split_action(value->text, &name.service, &name.operation) || rp_has_wildcard(name.service))
        return;
    size_t literal = rp_literal_length(name.operation);
    bool everything = rp_str_equal(name.operation, RP_STR("*"));
    bool simple = literal + 1 == name.operation.len && name.operation.data[literal] == '*';
    if (!everything && !simple && !known_take_search(known)) return;
    struct rampart_str api;
    if (known_matches_any(known, value->text, &api)) return;
    if (api.len > 0) {
        known_pattern_of_apis(known, value, api);
        return;
    }
    if (!known_is_complete(known, &name)) return;
    if (everything || rp_lint_has_blank(value->text)) return;
    if (rp_lint_enabled(known->lint, RP_LINT_PATTERN_WITHOUT_ACTION))
        known_pattern_without_action(known, &name);
}

/* ==== condition keys ==== */

/* The number of conditions on a service's own keys that are compared with the actions. */
enum { MOST_OWN_KEYS = 16 };

/* ---- keys that are not known ---- */

/* "ecs:ResourceTag/env", "ecs:RequestTag/env": the tags of nearly all services have one key, which begins with acs:. */
static bool known_is_tag_of_service(struct rampart_str key, struct rampart_str *ret_name)
{
    const size_t colon = rp_str_find(key, ':');
    if (colon == key.len || rp_str_equal_fold(rp_str_part(key, 0, colon), RP_STR("acs"))) return false;
    *ret_name = rp_str_from(key, colon + 1);
    return rp_lint_starts_fold(*ret_name, RP_STR("ResourceTag/")) || rp_lint_starts_fold(*ret_name, RP_STR("RequestTag/"));
}

static void known_missing_key(struct known *known, const struct rp_condition *condition)
{
    struct rampart_catalog_key near;
    struct rampart_catalog_service service;
    const struct rampart_str key = condition->key.text;
    struct rampart_str name;
    if (rp_str_find(key, ':') == key.len || rp_str_find(key, ' ') < key.len)
        return; /* "key-shape" and "blank-in-key" report these */
    if (known_is_tag_of_service(key, &name) &&
        rampart_catalog_find_service(known->catalog, rp_str_part(key, 0, rp_str_find(key, ':')), &service)) {
        if (rp_lint_report(known->lint, RP_LINT_UNKNOWN_KEY, condition->key.span, "unknown condition key %.*s",
                           RP_ARG(rp_lint_shown(key))))
            rp_lint_suggest(known->lint, "did you mean acs:%.*s?", RP_ARG(rp_lint_shown(name)));
        return;
    }
    if (!rp_lint_enabled(known->lint, RP_LINT_UNKNOWN_KEY) || !known_take_search(known) ||
        !rp_alike_key(known->catalog, key, &near))
        return;
    if (rp_lint_report(known->lint, RP_LINT_UNKNOWN_KEY, condition->key.span, "unknown condition key %.*s",
                       RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.key));
}

/* ---- the keys that the page of an action lists ---- */

/* True when a list of keys has one. */
static bool known_lists_key(struct rampart_str keys, struct rampart_str key)
{
    struct rampart_str one;
    while (rp_part_next(&keys, ',', &one))
        if (rp_str_equal_fold(one, key)) return true;
    return false;
}

/* The newest statement of an action if it tells which keys its requests carry, and nothing contradicts it. */
static bool known_page_of(struct known *known, struct rampart_str action, struct rampart_catalog_arn *ret_arn)
{
    size_t cursor = 0;
    if (known->pages == 0) return false;
    known->pages--;
    return rampart_catalog_next_arn(known->catalog, action, &cursor, ret_arn) && !ret_arn->disputed &&
           rp_str_equal(ret_arn->evidence, RP_STR("table")) && !rp_str_equal(ret_arn->keys, RP_STR("unknown")) &&
           rp_str_compare(rp_str_part(ret_arn->date, 0, 4), RP_STR("2025")) >= 0;
}

/* ---- keys of other services ---- */

/* True when each action spells its service out, and none is of this service. */
static bool known_are_others(const struct rp_values *actions, struct rampart_str wanted)
{
    struct rampart_str service, operation;
    for (size_t i = 0; i < actions->count; i++) {
        if (!rp_lint_split_action(rp_value_text(actions, i), &service, &operation)) return false;
        if (rp_has_wildcard(service) || rp_str_equal_fold(service, wanted)) return false;
    }
    return actions->count > 0;
}

/* True when the page of one of the actions lists the key: ecs:RunInstances carries keys of vpc. */
static bool known_page_lists(struct known *known, const struct rp_values *actions, struct rampart_str key)
{
    for (size_t i = 0; i < actions->count; i++) {
        struct rampart_catalog_arn page;
        if (known_page_of(known, rp_value_text(actions, i), &page) && known_lists_key(page.keys, key)) return true;
    }
    return false;
}

static void known_key_of_other(struct known *known, const struct rp_condition *condition,
                               const struct rampart_catalog_key *key)
{
    const struct rp_statement *statement = known->statement;
    struct rampart_str tag;
    if (statement->action.negated || !known_are_others(&statement->action, key->service)) return;
    if (known_is_tag_of_service(condition->key.text, &tag)) return; /* another service may work on the resource that has it */
    if (known_page_lists(known, &statement->action, key->key)) return;
    if (rp_lint_report(known->lint, RP_LINT_KEY_OF_OTHER_SERVICE, condition->key.span,
                       "only requests to %.*s have %.*s, and the actions are of other services",
                       RP_ARG(key->service), RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(known->lint, "set the condition on the actions of %.*s alone", RP_ARG(key->service));
}

/* ---- keys of other actions ---- */

/* True when a page lists the key for some action of the service: then a page that does not list it says something. */
static bool known_is_listed(struct known *known, struct rampart_str service, struct rampart_str key)
{
    enum { KEYS = 5 };
    const struct rampart_str rows = rp_catalog_rows(known->catalog, RP_TABLE_AUTHORIZATION);
    struct rampart_str line;
    size_t cursor = 0;
    if (rp_str_equal(known->listed_key, key) && rp_str_equal(known->listed_code, service)) return known->listed;
    if (!known_take_search(known)) return false;
    known->listed_key = key;
    known->listed_code = service;
    known->listed = false;
    while (!known->listed && rp_rows_next(rows, (struct rp_row_key){service, ':'}, &cursor, &line))
        known->listed = known_lists_key(rp_tsv_field(line, KEYS), key);
    return known->listed;
}

static void known_key_of_pages(struct known *known, const struct rp_condition *condition,
                               const struct rampart_catalog_key *key)
{
    const struct rp_values *actions = &known->statement->action;
    struct rampart_str service, operation;
    if (actions->negated || !rp_lint_is_positive(condition) || condition->op.if_exists) return;
    if (rp_str_ends(key->key, RP_STR("/*")) || rp_lint_carriers(key->key).len > 0) return; /* pages lack tags; the other is certain */
    for (size_t i = 0; i < actions->count; i++) {
        const struct rp_value action = rp_lint_value_at(actions, i);
        struct rampart_catalog_arn page;
        if (rp_has_wildcard(action.text) || !rp_lint_split_action(action.text, &service, &operation)) continue;
        if (!known_page_of(known, action.text, &page) || known_lists_key(page.keys, key->key)) continue;
        if (!known_is_listed(known, service, key->key)) continue;
        if (rp_lint_report(known->lint, RP_LINT_KEY_OF_OTHER_ACTION, action.span,
                           "the page of %.*s lists no %.*s, which that of another action does: under this condition the "
                           "action perhaps never matches",
                           RP_ARG(page.action), RP_ARG(key->key)))
            rp_lint_suggest(known->lint, "see which keys its requests carry: rampart catalog %.*s", RP_ARG(page.action));
    }
}

/* ---- any key ---- */

/* "acs:SourceIp": every service may fill it in. */
static bool known_is_of_all(struct rampart_str key)
{
    return rp_str_equal_fold(rp_str_part(key, 0, 4), RP_STR("acs:"));
}

static void known_keys(struct known *known)
{
    const struct rp_statement *statement = known->statement;
    size_t own = 0;
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        struct rampart_catalog_key key;
        if (!rampart_catalog_find_key(known->catalog, condition->key.text, &key))
            known_missing_key(known, condition);
        else if (own < MOST_OWN_KEYS && !known_is_of_all(key.key)) {
            if (!rp_str_equal(key.service, RP_STR("common"))) known_key_of_other(known, condition, &key);
            if (rp_lint_enabled(known->lint, RP_LINT_KEY_OF_OTHER_ACTION)) known_key_of_pages(known, condition, &key);
            own++;
        }
    }
}

/* ==== resources: regions, and the templates of ARNs that actions are authorised on ==== */

/* ---- regions ---- */

/* OSS also writes its regions with the prefix oss-. */
static struct rampart_str known_region_of(const struct rp_arn *arn)
{
    const struct rampart_str prefix = RP_STR("oss-");
    return rp_str_starts(arn->region, prefix) ? rp_str_from(arn->region, prefix.len) : arn->region;
}

/* "region-shape" reports others. */
static bool known_is_plain_region(struct rampart_str region)
{
    for (size_t i = 0; i < region.len; i++)
        if (!rp_is_digit(region.data[i]) && region.data[i] != '-' &&
            (!rp_lint_is_letter(region.data[i]) || rp_lint_is_upper(region.data[i])))
            return false;
    return region.len > 0;
}

static void known_missing_region(struct known *known, const struct rp_value *value, const struct rp_arn *arn)
{
    struct rampart_catalog_region region;
    const struct rampart_str word = known_region_of(arn);
    if (rp_str_equal(word, known->region) || !known_is_plain_region(arn->region)) return;
    if (rampart_catalog_find_region(known->catalog, word, &region)) {
        known->region = word;
        return;
    }
    if (!known_take_search(known)) return;
    if (!rp_lint_report(known->lint, RP_LINT_UNKNOWN_REGION, value->span, "unknown region %.*s",
                        RP_ARG(rp_lint_shown(word))))
        return;
    if (rp_alike_region(known->catalog, word, MOST_REGION_SLIPS, &region))
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(region.region));
    else
        rp_lint_suggest(known->lint, "look it up: rampart catalog --regions");
}

/* ---- the resources of a statement ---- */

/* The last field up to the first wildcard, or up to the first name that a request fills in. */
static struct rampart_str known_arn_beginning(const struct rp_arn *arn)
{
    const struct rampart_str rest = arn->rest;
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '*' && rest.data[len] != '?' && rest.data[len] != '{' &&
           rest.data[len] != '$')
        len++;
    return rp_str_part(rest, 0, len);
}

/* A text with a wildcard that is not an ARN may be any resource, and so may an ARN whose last field begins with `*`. */
static void known_resource(struct known *known, const struct rp_value *value,
                           struct rampart_str *ret_beginning)
{
    struct rp_arn arn;
    *ret_beginning = RP_STR("");
    if (!rp_arn_split(value->text, &arn)) {
        known->resources_wide = known->resources_wide || rp_has_wildcard(value->text);
        return;
    }
    known_missing_region(known, value, &arn);
    known->resources_wide = known->resources_wide || (arn.rest.len > 0 && arn.rest.data[0] == '*');
    *ret_beginning = known_arn_beginning(&arn);
}

static void known_resources(struct known *known)
{
    const struct rp_values *resources = &known->statement->resource;
    struct rampart_str unused;
    known->resources_wide = !resources->present || resources->negated || resources->count == 0 ||
                            resources->count > MOST_RESOURCES;
    for (size_t i = 0; i < resources->count; i++) {
        const struct rp_value value = rp_lint_value_at(resources, i);
        known_resource(known, &value, i < MOST_RESOURCES ? &known->beginnings[i] : &unused);
    }
}

/* ---- templates ---- */

static struct rampart_str known_template_beginning(struct rampart_str template)
{
    struct rp_arn arn;
    return rp_arn_split(template, &arn) ? known_arn_beginning(&arn) : RP_STR("");
}

/* True when a resource may begin like both. Case does not count: the tables do not agree on it. */
static bool known_fits(struct rampart_str a, struct rampart_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    return rp_str_equal_fold(rp_str_part(a, 0, len), rp_str_part(b, 0, len));
}

/* Too many resources to compare count as wide, and none of them fits here. */
static bool known_one_fits(const struct known *known, struct rampart_str template)
{
    size_t count = known->statement->resource.count;
    for (size_t i = 0; i < count && i < MOST_RESOURCES; i++)
        if (known_fits(known->beginnings[i], template)) return true;
    return false;
}

/* The templates of one action. */
struct templates {
    size_t count, everything;  /* how many, and how many of these are `*` */
    bool fit, certain;         /* one goes with the resources; it is sure that there are no others */
    struct rampart_str narrow; /* the first that is not everything */
};

static bool known_is_stated(const struct rampart_catalog_arn *arn)
{
    return rp_str_equal(arn->evidence, RP_STR("table"));
}

/* A table that does not say which permissions are needed is old, and may lack resources of today. Pages may disagree. */
static bool known_is_certain(const struct rampart_catalog_arn *arn)
{
    return known_is_stated(arn) && !arn->disputed && (arn->needed.len > 0 || arn->date.len == 0);
}

static struct templates known_templates_of(const struct known *known, struct rampart_str action)
{
    struct templates templates = {.certain = true};
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    while (rampart_catalog_next_arn(known->catalog, action, &cursor, &arn)) {
        const struct rampart_str named = known_template_beginning(arn.arn);
        bool everything = rp_str_equal(arn.arn, RP_STR("*"));
        templates.count++;
        templates.everything += everything;
        templates.certain = templates.certain && known_is_certain(&arn);
        templates.fit = templates.fit || (!everything && known_one_fits(known, named));
        if (templates.fit) break; /* nothing is wrong */
        if (named.len > 0 && templates.narrow.len == 0) templates.narrow = arn.arn;
    }
    return templates;
}

/* ---- narrow resources ---- */

static void known_narrow_resources(const struct known *known, const struct rp_value *value,
                                   const struct rampart_catalog_action *action)
{
    const struct templates templates = known_templates_of(known, action->action);
    char shown[RP_SHOWN_TEMPLATE];
    if (templates.count == 0 || !templates.certain || templates.fit) return;
    if (rp_lint_is_of_other_service(known->lint, known->statement, action->action)) return;
    if (templates.everything == templates.count) {
        if (rp_lint_report(known->lint, RP_LINT_RESOURCE_NOT_NARROWABLE, value->span,
                           "%.*s is authorised on everything at once: no narrower resource matches it",
                           RP_ARG(action->action)))
            rp_lint_suggest(known->lint, "allow it on \"*\", in a statement of its own");
        return;
    }
    if (templates.everything > 0 || templates.narrow.len == 0) return;
    if (rp_lint_report(known->lint, RP_LINT_RESOURCE_SHAPE, value->span,
                       "no resource of this statement is one that %.*s is authorised on",
                       RP_ARG(action->action)))
        rp_lint_suggest(known->lint, "name resources of the form %s",
                        rp_arn_template_shown(templates.narrow, shown));
}

static void known_shape(struct known *known, const struct rp_value *value,
                        const struct rampart_catalog_action *action)
{
    if (known->statement->action.negated || !rp_str_equal(action->evidence, RP_STR("table"))) return;
    if (!known->resources_wide) known_narrow_resources(known, value, action);
}

/* ==== actions that the catalogue has ==== */

/* Case does not count in an action. The catalogue's spelling counts only where it has evidence, and a capital. */
static void known_spelling(const struct known *known, const struct rp_value *value,
                           const struct rampart_catalog_action *action)
{
    const char *evidence[] = {"table", "policy", "metadata"};
    if (rp_str_equal(value->text, action->action) || !rp_lint_is_upper(action->name.data[0])) return;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++) {
        if (!rp_str_equal(action->evidence, rampart_str(evidence[i]))) continue;
        if (rp_lint_report(known->lint, RP_LINT_ACTION_SPELLING, value->span, "the cloud writes %.*s",
                           RP_ARG(action->action)))
            rp_lint_suggest(known->lint, "write %.*s", RP_ARG(action->action));
    }
}

/* True when the statement has what authorises the API: the name beside it misses nothing. */
static bool known_has_all_of(const struct rp_statement *statement, struct rampart_str actions)
{
    struct rampart_str action;
    while (rp_part_next(&actions, ',', &action))
        if (!rp_lint_matches_action(statement, action)) return false;
    return true;
}

/* Asked before the catalogue, which has such names as well. */
static bool known_is_only_api(const struct known *known, const struct rp_value *value)
{
    struct rampart_str actions;
    if (!known_find_api(known, value->text, &actions)) return false;
    if (!known_has_all_of(known->statement, actions) &&
        rp_lint_report(known->lint, RP_LINT_API_IS_NOT_ACTION, value->span,
                       "%.*s is an API, not an action: it is authorised by %.*s",
                       RP_ARG(rp_lint_shown(value->text)), RP_ARG(actions)))
        rp_lint_suggest(known->lint, "write %.*s", RP_ARG(actions));
    return true;
}

static bool known_is_plain_name(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_lint_split_action(action, &service, &operation) && service.len > 0 && operation.len > 0;
}

static void known_action(struct known *known, const struct rp_value *value)
{
    struct rampart_catalog_action action;
    if (!known_is_plain_name(value->text)) return; /* "action-shape" reports it */
    if (rp_has_wildcard(value->text)) {
        known_pattern(known, value);
        return;
    }
    if (known_is_only_api(known, value)) return;
    if (!rampart_catalog_find_action(known->catalog, value->text, &action)) {
        known_missing_action(known, value);
        return;
    }
    known_spelling(known, value, &action);
    known_shape(known, value, &action);
}

/* ---- all of them ---- */

static void known_check_statement(struct known *known, const struct rp_statement *statement)
{
    known->statement = statement;
    known_resources(known);
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rp_value value = rp_lint_value_at(&statement->action, i);
        known_action(known, &value);
    }
    known_keys(known);
}

enum rampart_status rp_lint_known(const struct rp_lint *lint)
{
    struct known known = {.lint = lint, .catalog = lint->linter->catalog, .searches = MOST_SEARCHES, .pages = MOST_PAGES};
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        known_check_statement(&known, &lint->policy->statements[i]);
    return RAMPART_OK;
}
