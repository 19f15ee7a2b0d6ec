/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalogue knows, for programs: docs/catalog.schema.json. */
#include "report/json.h"

static const char *subject_word(enum rampart_catalog_subject subject)
{
    static const char *const words[] = {
        [RAMPART_CATALOG_ACTION] = "action",   [RAMPART_CATALOG_REGEX] = "match",
        [RAMPART_CATALOG_SERVICE] = "service", [RAMPART_CATALOG_RESOURCE] = "resource",
        [RAMPART_CATALOG_KEY] = "key",         [RAMPART_CATALOG_SERVICES] = "services",
        [RAMPART_CATALOG_REGIONS] = "regions",
    };
    return words[subject];
}

static void put_arns(struct rp_json *json, cJSON *object, const struct rampart_catalog_row *row)
{
    cJSON *list = rp_json_put_list(json, object, "resources");
    for (size_t i = 0; i < row->arn_count; i++) {
        const struct rampart_catalog_arn *arn = &row->arns[i];
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "arn", arn->arn);
        rp_json_put_text_or_null(json, item, "needed", arn->needed);
        rp_json_put_text_or_null(json, item, "evidence", arn->evidence);
        rp_json_put_text_or_null(json, item, "date", arn->date);
        rp_json_put_text_or_null(json, item, "source", arn->source);
    }
}

static void put_actions(struct rp_json *json, cJSON *root, const struct rampart_catalog_found *found)
{
    cJSON *list = rp_json_put_list(json, root, "actions");
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_action *action = &found->actions[i].action;
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "action", action->action);
        rp_json_put_text(json, item, "service", action->service);
        rp_json_put_text_or_null(json, item, "accessLevel", action->level);
        rp_json_put_text_or_null(json, item, "evidence", action->evidence);
        put_arns(json, item, &found->actions[i]);
    }
}

static void put_services(struct rp_json *json, cJSON *root, const struct rampart_catalog_found *found)
{
    cJSON *list = rp_json_put_list(json, root, "services");
    for (size_t i = 0; i < found->service_count; i++) {
        const struct rampart_catalog_service *service = &found->services[i];
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "code", service->code);
        rp_json_put_text_or_null(json, item, "products", service->products);
        rp_json_put_text_or_null(json, item, "evidence", service->evidence);
        rp_json_put_text_or_null(json, item, "otherCodes", service->other_codes);
    }
}

static void put_types(struct rp_json *json, cJSON *root, const struct rampart_catalog_found *found)
{
    cJSON *list = rp_json_put_list(json, root, "resourceTypes");
    for (size_t i = 0; i < found->type_count; i++) {
        const struct rampart_catalog_type *type = &found->types[i];
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "service", type->service);
        rp_json_put_text(json, item, "type", type->type);
        rp_json_put_text_or_null(json, item, "arn", type->arn);
        rp_json_put_text_or_null(json, item, "evidence", type->evidence);
        rp_json_put_text_or_null(json, item, "source", type->source);
    }
}

static void put_keys(struct rp_json *json, cJSON *root, const struct rampart_catalog_found *found)
{
    cJSON *list = rp_json_put_list(json, root, "conditionKeys");
    for (size_t i = 0; i < found->key_count; i++) {
        const struct rampart_catalog_key *key = &found->keys[i];
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "key", key->key);
        rp_json_put_text_or_null(json, item, "type", key->type);
        rp_json_put_text_or_null(json, item, "values", key->values);
        rp_json_put_text_or_null(json, item, "service", key->service);
        rp_json_put_text_or_null(json, item, "evidence", key->evidence);
        rp_json_put_text_or_null(json, item, "source", key->source);
    }
}

static void put_regions(struct rp_json *json, cJSON *root, const struct rampart_catalog_found *found)
{
    cJSON *list = rp_json_put_list(json, root, "regions");
    for (size_t i = 0; i < found->region_count; i++) {
        const struct rampart_catalog_region *region = &found->regions[i];
        cJSON *item = rp_json_add_object(json, list);
        rp_json_put_text(json, item, "region", region->region);
        rp_json_put_text_or_null(json, item, "group", region->group);
        rp_json_put_text_or_null(json, item, "products", region->products);
    }
}

enum rampart_status rp_catalog_json(struct rp_print *print, const struct rampart_catalog_found *found)
{
    struct rp_json json;
    rp_json_init(&json, print);
    cJSON *root = cJSON_CreateObject();
    rp_json_put_word(&json, root, "subject", subject_word(found->subject));
    rp_json_put_text(&json, root, "asked", found->asked);
    rp_json_put_text_or_null(&json, root, "suggestion", found->suggestion);
    put_actions(&json, root, found);
    put_services(&json, root, found);
    put_types(&json, root, found);
    put_keys(&json, root, found);
    put_regions(&json, root, found);
    return rp_json_print(&json, root, print);
}
