/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/likely.h"

#include <string.h>

#include "base/str.h"
#include "catalog/regions.h"
#include "policy/arn.h"

enum { SERVICE = 1, REGION, ACCOUNT, REST, FIELDS };

/* ---- fields ---- */

static struct rampart_str service_of(const struct rampart_request *request)
{
    const size_t end = rp_str_find(request->action_lower, ':');
    const struct rampart_str code = rp_str_part(request->action_lower, 0, end);
    return rp_str_equal(code, RP_STR("sts")) ? RP_STR("ram") : code;
}

static struct rampart_str account_of(const struct rampart_request *request)
{
    if (request->identity.account.len > 0) return request->identity.account;
    if (request->owner.len > 0) return request->owner;
    return request->account.len > 0 ? request->account : RP_STR("1234567890123456");
}

static struct rampart_str usual_field(const struct rampart_request *request, int field)
{
    const struct rampart_str service = service_of(request);
    switch (field) {
    case SERVICE: return service;
    case REGION: return rp_str_equal(service, RP_STR("ram")) ? RP_STR("") : RP_STR("cn-hangzhou");
    case ACCOUNT: return account_of(request);
    case REST: return RP_STR("*");
    default: return RP_STR("acs");
    }
}

/* A field of the pattern that is asked about; all of `*` are open. */
static struct rampart_str field_of(struct rampart_str pattern, int field)
{
    if (rp_str_equal(pattern, RP_STR("*"))) return pattern;
    for (int i = 0; i < field; i++) pattern = rp_str_from(pattern, rp_str_find(pattern, ':') + 1);
    return field == REST ? pattern : rp_str_part(pattern, 0, rp_str_find(pattern, ':'));
}

bool rp_likely_named(struct rp_arena *arena, struct rampart_str *text)
{
    if (!rp_str_ends(*text, RP_STR("*")) || rp_str_ends(*text, RP_STR("?*"))) return true;
    const struct rampart_str parts[] = {rp_str_part(*text, 0, text->len - 1), RP_STR("?*")};
    return rp_arena_join(arena, parts, 2, text);
}

bool rp_likely_narrow(struct rp_arena *arena, const struct rp_question *question, struct rp_likely_how how,
                      struct rampart_str *ret_pattern)
{
    struct rampart_str parts[2 * FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        const struct rampart_str field = field_of(question->resource, i),
                                 usual = usual_field(question->request, i);
        const bool open = rp_has_wildcard(field) && !(how.regions && i == REGION);
        parts[2 * i] = i == 0 ? RP_STR("") : RP_STR(":");
        parts[2 * i + 1] = open && i != REST && rp_glob(field, usual) ? usual : field;
    }
    return (how.empty || rp_likely_named(arena, &parts[2 * REST + 1])) &&
           rp_arena_join(arena, parts, 2 * FIELDS, ret_pattern);
}

/* ---- templates ---- */

bool rp_likely_form(struct rp_arena *arena, struct rampart_str template, struct rampart_str *ret_pattern)
{
    char *text = rp_arena_alloc(arena, template.len + 1, 1); /* a place is as long as what stands for it, or longer */
    size_t len = 0, at = 0;
    if (text == NULL) return false;
    while (at < template.len) {
        const bool place = template.data[at] == '{';
        if (place) text[len++] = '?';
        text[len++] = place ? '*' : template.data[at];
        at = place ? at + rp_str_find(rp_str_from(template, at), '}') + 1 : at + 1;
    }
    *ret_pattern = (struct rampart_str){text, len};
    return true;
}

/* ---- regions ---- */

struct rampart_str rp_likely_usual_region(const struct rp_question *question)
{
    return usual_field(question->request, REGION);
}

bool rp_likely_region(const struct rp_question *question, const struct rp_resource *resource)
{
    const struct rampart_str asked = field_of(question->resource, REGION);
    if (!rp_has_wildcard(asked)) return true;
    return rp_str_equal(resource->region, usual_field(question->request, REGION)) ||
           rp_catalog_has_region(resource->region);
}

static bool next_region(bool oss, struct rp_region_cursor *cursor, struct rampart_str *ret_region)
{
    const struct rampart_str prefix = RP_REGION_OF_OSS;
    struct rampart_str name;
    if (!rp_catalog_next_region_name(&cursor->row, &name)) {
        if (!oss || cursor->of_oss) return false;
        *cursor = (struct rp_region_cursor){.of_oss = true};
        if (!rp_catalog_next_region_name(&cursor->row, &name)) return false;
    }
    const size_t before = cursor->of_oss ? prefix.len : 0;
    name = rp_str_part(name, 0, sizeof cursor->name - before); /* none is as long */
    memcpy(cursor->name, prefix.data, before);
    memcpy(cursor->name + before, name.data, name.len);
    *ret_region = (struct rampart_str){cursor->name, before + name.len};
    return true;
}

bool rp_likely_next_region(const struct rp_question *question, struct rp_region_cursor *cursor,
                           struct rampart_str *ret_region)
{
    const struct rampart_str asked = field_of(question->resource, REGION);
    const bool oss = rp_str_equal(service_of(question->request), RP_STR("oss"));
    while (next_region(oss, cursor, ret_region))
        if (rp_glob(asked, *ret_region)) return true;
    return false;
}

bool rp_likely_in_region(struct rp_arena *arena, const struct rp_resource *resource,
                         struct rampart_str region, struct rampart_str *ret_text)
{
    const size_t before = (size_t)(resource->region.data - resource->arn.data);
    const struct rampart_str parts[] = {rp_str_part(resource->arn, 0, before), region,
                                        rp_str_from(resource->arn, before + resource->region.len)};
    return rp_arena_join(arena, parts, 3, ret_text);
}
