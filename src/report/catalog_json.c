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

static void put_arns(struct rp_buf *out, const struct rampart_catalog_row *row)
{
    rp_write_open(out, "resources", '[');
    for (size_t i = 0; i < row->arn_count; i++) {
        const struct rampart_catalog_arn *arn = &row->arns[i];
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "arn", arn->arn);
        rp_write_text_or_null(out, "needed", arn->needed);
        rp_write_text_or_null(out, "evidence", arn->evidence);
        rp_write_text_or_null(out, "date", arn->date);
        rp_write_text_or_null(out, "source", arn->source);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_actions(struct rp_buf *out, const struct rampart_catalog_found *found)
{
    rp_write_open(out, "actions", '[');
    for (size_t i = 0; i < found->action_count; i++) {
        const struct rampart_catalog_action *action = &found->actions[i].action;
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "action", action->action);
        rp_write_text(out, "service", action->service);
        rp_write_text_or_null(out, "accessLevel", action->level);
        rp_write_text_or_null(out, "evidence", action->evidence);
        put_arns(out, &found->actions[i]);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_services(struct rp_buf *out, const struct rampart_catalog_found *found)
{
    rp_write_open(out, "services", '[');
    for (size_t i = 0; i < found->service_count; i++) {
        const struct rampart_catalog_service *service = &found->services[i];
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "code", service->code);
        rp_write_text_or_null(out, "products", service->products);
        rp_write_text_or_null(out, "evidence", service->evidence);
        rp_write_text_or_null(out, "otherCodes", service->other_codes);
        rp_write_text_or_null(out, "complete", service->complete);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_types(struct rp_buf *out, const struct rampart_catalog_found *found)
{
    rp_write_open(out, "resourceTypes", '[');
    for (size_t i = 0; i < found->type_count; i++) {
        const struct rampart_catalog_type *type = &found->types[i];
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "service", type->service);
        rp_write_text(out, "type", type->type);
        rp_write_text_or_null(out, "arn", type->arn);
        rp_write_text_or_null(out, "evidence", type->evidence);
        rp_write_text_or_null(out, "source", type->source);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_keys(struct rp_buf *out, const struct rampart_catalog_found *found)
{
    rp_write_open(out, "conditionKeys", '[');
    for (size_t i = 0; i < found->key_count; i++) {
        const struct rampart_catalog_key *key = &found->keys[i];
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "key", key->key);
        rp_write_text_or_null(out, "type", key->type);
        rp_write_text_or_null(out, "values", key->values);
        rp_write_text_or_null(out, "service", key->service);
        rp_write_text_or_null(out, "carriedBy", key->carried);
        rp_write_text_or_null(out, "evidence", key->evidence);
        rp_write_text_or_null(out, "source", key->source);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_regions(struct rp_buf *out, const struct rampart_catalog_found *found)
{
    rp_write_open(out, "regions", '[');
    for (size_t i = 0; i < found->region_count; i++) {
        const struct rampart_catalog_region *region = &found->regions[i];
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "region", region->region);
        rp_write_text_or_null(out, "group", region->group);
        rp_write_text_or_null(out, "products", region->products);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

enum rampart_status rp_catalog_json(struct rp_print *print, const struct rampart_catalog_found *found)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "subject", subject_word(found->subject));
    rp_write_text(out, "asked", found->asked);
    rp_write_text_or_null(out, "suggestion", found->suggestion);
    put_actions(out, found);
    put_services(out, found);
    put_types(out, found);
    put_keys(out, found);
    put_regions(out, found);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
