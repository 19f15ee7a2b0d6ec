/* SPDX-License-Identifier: Apache-2.0 */
/* Answers the questions of `rampart catalog`: one function for each subject. */
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/alike.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/expression.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"
#include "text/did_you_mean.h"

/* An answer from all tables while it is gathered. */
struct answer {
    struct rampart_catalog_found found; /* first: the caller gets its address */
    struct rp_arena arena;              /* holds the answer itself */
    const struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    struct rampart_catalog_row *rows; /* found.actions, while there is room for more */
    size_t room;
};

/* ---- rows ---- */

static bool search_make_room(struct answer *answer)
{
    if (answer->found.action_count < answer->room) return true;
    size_t room = answer->room == 0 ? 8 : answer->room * 2;
    struct rampart_catalog_row *rows = RP_NEW_ARRAY(&answer->arena, struct rampart_catalog_row, room);
    if (rows == NULL) return false;
    if (answer->room > 0) memcpy(rows, answer->rows, answer->room * sizeof *rows);
    answer->found.actions = answer->rows = rows;
    answer->room = room;
    return true;
}

/* True when a template names the type: between a colon or a slash and a slash or the end. */
static bool search_names_type(struct rampart_str arn, struct rampart_str type)
{
    size_t start = 0;
    for (size_t i = 0; i < arn.len; i++) {
        if (arn.data[i] != '/' && arn.data[i] != ':') continue;
        if (arn.data[i] == '/' && rp_str_equal_fold(rp_str_part(arn, start, i - start), type)) return true;
        start = i + 1;
    }
    return rp_str_equal_fold(rp_str_from(arn, start), type);
}

/* rampart_catalog_next_arn() or rampart_catalog_next_older_arn() */
typedef bool search_next_arn(const struct rampart_catalog *catalog, struct rampart_str action, size_t *cursor,
                             struct rampart_catalog_arn *ret_arn);

static bool search_names_on(const struct answer *answer, struct rampart_str action, struct rampart_str type)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    while (rampart_catalog_next_arn(answer->catalog, action, &cursor, &arn))
        if (search_names_type(arn.arn, type)) return true;
    return false;
}

/* Copies all templates that `next` gives. */
static enum rampart_status search_list_arns(struct answer *answer, struct rampart_str action,
                                            search_next_arn *next,
                                            const struct rampart_catalog_arn **ret_arns, size_t *ret_count)
{
    struct rampart_catalog_arn arn, *arns;
    size_t cursor = 0, count = 0;
    while (next(answer->catalog, action, &cursor, &arn)) count++;
    arns = RP_NEW_ARRAY(&answer->arena, struct rampart_catalog_arn, count + 1);
    RP_TRY_MEMORY(arns != NULL);
    cursor = 0;
    for (size_t i = 0; i < count; i++) (void)next(answer->catalog, action, &cursor, &arns[i]);
    *ret_arns = arns;
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status search_add(struct answer *answer, const struct rampart_catalog_action *action)
{
    struct rampart_catalog_row row = {.action = *action};
    RP_TRY(search_list_arns(answer, action->action, rampart_catalog_next_arn, &row.arns, &row.arn_count));
    RP_TRY(search_list_arns(answer, action->action, rampart_catalog_next_older_arn, &row.older,
                            &row.older_count));
    RP_TRY_MEMORY(search_make_room(answer));
    answer->rows[answer->found.action_count++] = row;
    return RAMPART_OK;
}

static enum rampart_status search_add_on(struct answer *answer, const struct rampart_catalog_action *action,
                                         struct rampart_str type)
{
    return search_names_on(answer, action->action, type) ? search_add(answer, action) : RAMPART_OK;
}

/* A list with room for each row of the table. */
#define NEW_LIST(answer, type, table) \
    RP_NEW_ARRAY(&(answer)->arena, type, rp_str_count((answer)->catalog->rows[table], '\n') + 1)

/* ---- services and regions ---- */

static enum rampart_status search_services(struct answer *answer)
{
    struct rampart_catalog_service *list =
        NEW_LIST(answer, struct rampart_catalog_service, RP_TABLE_SERVICES);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_service(answer->catalog, &cursor, &list[count])) count++;
    answer->found.services = list;
    answer->found.service_count = count;
    return RAMPART_OK;
}

static enum rampart_status search_regions(struct answer *answer)
{
    struct rampart_catalog_region *list = NEW_LIST(answer, struct rampart_catalog_region, RP_TABLE_REGIONS);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_region(answer->catalog, &cursor, &list[count])) count++;
    answer->found.regions = list;
    answer->found.region_count = count;
    return RAMPART_OK;
}

/* ---- keys ---- */

static enum rampart_status search_keys_of(struct answer *answer, struct rampart_str service)
{
    struct rampart_catalog_key *list = NEW_LIST(answer, struct rampart_catalog_key, RP_TABLE_KEYS);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_key(answer->catalog, service, &cursor, &list[count])) count++;
    answer->found.keys = list;
    answer->found.key_count = count;
    return RAMPART_OK;
}

static enum rampart_status search_key(struct answer *answer)
{
    struct rampart_catalog_found *found = &answer->found;
    struct rampart_catalog_key near, *key = RP_NEW(&answer->arena, struct rampart_catalog_key);
    RP_TRY_MEMORY(key != NULL);
    found->keys = key;
    found->key_count = rampart_catalog_find_key(answer->catalog, found->asked, key) ? 1 : 0;
    if (found->key_count == 0 && rp_alike_key(answer->catalog, found->asked, &near)) found->suggestion = near.key;
    return RAMPART_OK;
}

/* ---- resources ---- */

/* The types of a service, or of all services, with this name; all of them when the name is empty. */
static enum rampart_status search_list_types(struct answer *answer, struct rampart_str service,
                                             struct rampart_str name)
{
    struct rampart_catalog_type type;
    struct rampart_catalog_type *list = NEW_LIST(answer, struct rampart_catalog_type, RP_TABLE_TYPES);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_type(answer->catalog, service, &cursor, &type))
        if (name.len == 0 || rp_str_equal_fold(type.type, name)) list[count++] = type;
    answer->found.types = list;
    answer->found.type_count = count;
    return RAMPART_OK;
}

static enum rampart_status search_suggest_type(struct answer *answer)
{
    struct rampart_catalog_found *found = &answer->found;
    RP_TRY(search_list_types(answer, RP_STR(""), RP_STR("")));
    const char **names = RP_NEW_ARRAY(&answer->arena, const char *, found->type_count + 1);
    RP_TRY_MEMORY(names != NULL);
    for (size_t i = 0; i < found->type_count; i++) {
        struct rampart_str copy;
        RP_TRY_MEMORY(rp_arena_copy(&answer->arena, found->types[i].type, &copy));
        names[i] = copy.data;
    }
    found->suggestion = rampart_str(rp_nearest(found->asked, names, found->type_count));
    found->type_count = 0;
    return RAMPART_OK;
}

static enum rampart_status search_resource(struct answer *answer)
{
    struct rampart_catalog_action action;
    size_t cursor = 0;
    RP_TRY(search_list_types(answer, RP_STR(""), answer->found.asked));
    if (answer->found.type_count == 0 || answer->found.asked.len == 0) return search_suggest_type(answer);
    while (rampart_catalog_next_action(answer->catalog, RP_STR(""), &cursor, &action))
        RP_TRY(search_add_on(answer, &action, answer->found.asked));
    return RAMPART_OK;
}

/* ---- one service ---- */

/* The code of the service whose product has this name, "log" of "sls". */
static bool search_code_of_product(struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line;
    if (name.len == 0 || !rp_embedded_find(RP_EMBEDDED_product_codes, name, &line)) return false;
    *ret_code = rp_tsv_field(line, 1);
    return true;
}

static enum rampart_status search_service(struct answer *answer)
{
    struct rampart_catalog_action action;
    struct rampart_catalog_service *service = RP_NEW(&answer->arena, struct rampart_catalog_service);
    size_t cursor = 0;
    RP_TRY_MEMORY(service != NULL);
    if (!rampart_catalog_find_service(answer->catalog, answer->found.asked, service)) {
        if (search_code_of_product(answer->found.asked, &answer->found.suggestion)) return RAMPART_OK;
        bool near = rampart_catalog_near_service(answer->catalog, answer->found.asked, service);
        if (near) answer->found.suggestion = service->code;
        return RAMPART_OK;
    }
    answer->found.services = service;
    answer->found.service_count = 1;
    while (rampart_catalog_next_action(answer->catalog, service->code, &cursor, &action))
        RP_TRY(search_add(answer, &action));
    RP_TRY(search_list_types(answer, service->code, RP_STR("")));
    return search_keys_of(answer, service->code);
}

/* ---- actions ---- */

/* A misspelling in a service whose actions are all known, else the same name in the service of a near code. */
static enum rampart_status search_suggest_action(struct answer *answer)
{
    struct rampart_catalog_found *found = &answer->found;
    struct rampart_catalog_action action;
    struct rampart_catalog_service service;
    const size_t colon = rp_str_find(found->asked, ':');
    const struct rampart_str code = rp_str_part(found->asked, 0, colon);
    struct rampart_str of_product;
    if (colon < found->asked.len && search_code_of_product(code, &of_product)) {
        const struct rampart_str parts[] = {of_product, rp_str_from(found->asked, colon)};
        return rp_arena_join(&answer->arena, parts, 2, &found->suggestion) ? RAMPART_OK : RAMPART_NO_MEMORY;
    }
    const bool known = rampart_catalog_find_service(answer->catalog, code, &service);
    bool meant = rampart_catalog_near_action(answer->catalog, found->asked, &action);
    if (!meant && !known && colon < found->asked.len)
        (void)rp_alike_service(answer->catalog, code, rp_str_from(found->asked, colon + 1), &meant, &action);
    if (meant) found->suggestion = action.action;
    if (!meant && known && service.complete.len == 0) found->incomplete = service.code;
    return RAMPART_OK;
}

/* The keys that a statement lists for an action; those of its service where none says. */
static enum rampart_status search_keys_of_action(struct answer *answer, const struct rampart_catalog_row *row)
{
    if (row->arn_count == 0 || rp_str_equal(row->arns[0].keys, RP_STR("unknown")))
        return search_keys_of(answer, row->action.service);
    struct rampart_str name, names = row->arns[0].keys;
    const size_t most = rp_str_count(names, ',') + 1;
    struct rampart_catalog_key *list = RP_NEW_ARRAY(&answer->arena, struct rampart_catalog_key, most);
    RP_TRY_MEMORY(list != NULL);
    answer->found.keys = list;
    while (rp_part_next(&names, ',', &name)) {
        struct rampart_catalog_key *key = &list[answer->found.key_count++];
        if (!rampart_catalog_find_key(answer->catalog, name, key)) *key = (struct rampart_catalog_key){.key = name};
    }
    return RAMPART_OK;
}

/* A code alone is no action: whoever writes it means the service. */
static bool search_is_service(struct answer *answer)
{
    struct rampart_catalog_service service;
    struct rampart_str code;
    const struct rampart_str asked = answer->found.asked;
    if (rp_str_find(asked, ':') < asked.len) return false;
    if (!rampart_catalog_find_service(answer->catalog, asked, &service) && !search_code_of_product(asked, &code))
        return false;
    answer->found.subject = RAMPART_CATALOG_SERVICE;
    return true;
}

static enum rampart_status search_action(struct answer *answer)
{
    struct rampart_str text = answer->found.asked;
    struct rampart_catalog_action action;
    if (rp_str_find(text, ':') == text.len) {
        const struct rampart_str parts[] = {RP_STR("*:"), text};
        RP_TRY_MEMORY(rp_arena_join(&answer->arena, parts, 2, &text));
    }
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(text);
    while (rampart_catalog_next_match(answer->catalog, &pattern, &action))
        RP_TRY(search_add(answer, &action));
    if (answer->found.action_count == 0 && search_is_service(answer)) return search_service(answer);
    if (answer->found.action_count == 0) return search_suggest_action(answer);
    if (answer->found.action_count > 1) return RAMPART_OK;
    return search_keys_of_action(answer, &answer->rows[0]);
}

static enum rampart_status search_find_all(struct answer *answer, struct rp_expression *expression)
{
    struct rampart_catalog_action action;
    size_t cursor = 0;
    while (rampart_catalog_next_action(answer->catalog, RP_STR(""), &cursor, &action)) {
        bool found = false;
        RP_TRY(rp_expression_find(expression, action.action, answer->diags, &found));
        if (found) RP_TRY(search_add(answer, &action));
    }
    return RAMPART_OK;
}

static enum rampart_status search_regex(struct answer *answer)
{
    struct rp_expression expression;
    RP_TRY(rp_expression_compile(&expression, &answer->arena.allocator, answer->found.asked, answer->diags));
    enum rampart_status status = search_find_all(answer, &expression);
    rp_expression_free(&expression);
    return status;
}

/* ---- which question ---- */

static enum rampart_status search_subject(struct answer *answer)
{
    static enum rampart_status (*const subjects[])(struct answer * answer) = {
        [RAMPART_CATALOG_ACTION] = search_action,   [RAMPART_CATALOG_REGEX] = search_regex,
        [RAMPART_CATALOG_SERVICE] = search_service, [RAMPART_CATALOG_RESOURCE] = search_resource,
        [RAMPART_CATALOG_KEY] = search_key,         [RAMPART_CATALOG_SERVICES] = search_services,
        [RAMPART_CATALOG_REGIONS] = search_regions,
    };
    size_t subject = (size_t)answer->found.subject;
    if (subject >= sizeof subjects / sizeof *subjects) return RAMPART_MISUSE;
    RP_TRY_MEMORY(rp_arena_copy(&answer->arena, answer->found.asked, &answer->found.asked));
    return subjects[subject](answer);
}

enum rampart_status rampart_catalog_search(const struct rampart_options *options,
                                           const struct rampart_catalog *catalog,
                                           enum rampart_catalog_subject subject, struct rampart_str text,
                                           struct rampart_diags *diags,
                                           const struct rampart_catalog_found **ret_found)
{
    if (catalog == NULL || ret_found == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct answer *answer = RP_NEW(&arena, struct answer);
    enum rampart_status status = answer == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
    if (status == RAMPART_OK) {
        *answer = (struct answer){{.subject = subject, .asked = text}, arena, catalog, diags, NULL, 0};
        status = search_subject(answer);
        arena = answer->arena;
    }
    if (status == RAMPART_OK)
        *ret_found = &answer->found;
    else
        rp_arena_free(&arena);
    return status;
}

size_t rampart_catalog_found_count(const struct rampart_catalog_found *found)
{
    return found->action_count + found->service_count + found->type_count + found->key_count +
           found->region_count;
}

void rampart_catalog_found_free(const struct rampart_catalog_found *found)
{
    if (found == NULL) return;
    struct rp_arena arena = ((const struct answer *)found)->arena; /* the answer lies in it */
    rp_arena_free(&arena);
}
