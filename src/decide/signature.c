/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/signature.h"

#include "base/ascii.h"
#include "base/hash.h"
#include "base/str.h"

enum { FIRST_TAG = 2, VERB_LETTERS = 3, FIELD_BITS = 16, LAST = 2 };

/* ---- actions ---- */

static uint32_t action_tag(struct rampart_str text)
{
    uint32_t tag = (uint32_t)(rp_hash(text) >> 32);
    return tag < FIRST_TAG ? FIRST_TAG : tag;
}

/* The service with its colon; the whole text if it has no colon. */
static size_t service_length(struct rampart_str action)
{
    size_t colon = rp_str_find(action, ':');
    return colon < action.len ? colon + 1 : action.len;
}

void rp_action_signature(struct rampart_str action, struct rp_action_signature *ret_signature)
{
    const size_t service = service_length(action);
    const uint32_t own = action_tag(action), verb = action_tag(rp_str_part(action, 0, service + VERB_LETTERS)),
                   of_service = action_tag(rp_str_part(action, 0, service)), any = RP_ACTION_TAG_ANY;
    *ret_signature = (struct rp_action_signature){
        .tags = {own, verb, of_service, any},
        .tag_bits = rp_action_bit(own) | rp_action_bit(verb) | rp_action_bit(of_service) | rp_action_bit(any),
        .more_bits = rp_action_more_bit(own) | rp_action_more_bit(verb) | rp_action_more_bit(of_service) |
                     rp_action_more_bit(any),
        .services = rp_action_bit(of_service),
    };
}

uint64_t rp_action_services(struct rampart_str pattern)
{
    size_t service = service_length(pattern);
    return service > rp_literal_length(pattern) ? UINT64_MAX
                                        : rp_action_bit(action_tag(rp_str_part(pattern, 0, service)));
}

uint32_t rp_action_tag(struct rampart_str pattern)
{
    size_t service = service_length(pattern), head = rp_literal_length(pattern);
    if (head == pattern.len) return action_tag(pattern);
    if (head >= service + VERB_LETTERS) return action_tag(rp_str_part(pattern, 0, service + VERB_LETTERS));
    return head >= service ? action_tag(rp_str_part(pattern, 0, service)) : RP_ACTION_TAG_ANY;
}

/* ---- resources ---- */

/* acs:service:region: , or less when the text ends before. */
static size_t region_end(struct rampart_str text)
{
    size_t at = 0;
    for (unsigned colons = 0; at < text.len && colons < 3; at++) colons += text.data[at] == ':';
    return at;
}

/* acs:service:region:account:type/ , or less when the text ends before; `region` is where the region ends. */
static size_t type_end(struct rampart_str text, size_t region)
{
    size_t at = region;
    at += rp_str_find(rp_str_from(text, at), ':');
    at += rp_str_find(rp_str_from(text, at), '/');
    return at < text.len ? at + 1 : at;
}

/* The field's one bit for a text. */
static uint64_t field(unsigned number, struct rampart_str text)
{
    return UINT64_C(1) << (number * FIELD_BITS + (rp_hash(text) >> 32) % FIELD_BITS);
}

static struct rampart_str last_part(struct rampart_str text)
{
    return rp_str_from(text, text.len < LAST ? 0 : text.len - LAST);
}

/* Of a resource whose region and type end there. */
static uint64_t print_of(struct rampart_str resource, size_t region, size_t type)
{
    return field(0, rp_str_part(resource, 0, region)) | field(1, rp_str_part(resource, 0, type)) |
           field(2, last_part(resource)) | field(3, resource);
}

uint64_t rp_resource_signature(struct rampart_str resource)
{
    size_t region = region_end(resource);
    return print_of(resource, region, type_end(resource, region));
}

uint64_t rp_resource_arn_signature(struct rampart_str resource, const struct rp_arn *arn)
{
    size_t slash = rp_str_find(arn->rest, '/'), rest = resource.len - arn->rest.len;
    size_t type = slash < arn->rest.len ? rest + slash + 1 : resource.len;
    return print_of(resource, (size_t)(arn->account.data - resource.data), type);
}

/* Field by field. A part is sure only if the wildcards leave it and its length as they are. */
uint64_t rp_resource_pattern_signature(struct rampart_str pattern)
{
    size_t head = rp_literal_length(pattern), region = region_end(pattern), type = type_end(pattern, region);
    if (head == pattern.len) return print_of(pattern, region, type);
    uint64_t signature = RP_RESOURCE_ANY;
    struct rampart_str last = last_part(pattern);
    if (region <= head) signature &= ~UINT64_C(0xFFFF) | field(0, rp_str_part(pattern, 0, region));
    if (type <= head) signature &= ~(UINT64_C(0xFFFF) << FIELD_BITS) | field(1, rp_str_part(pattern, 0, type));
    if (last.len == LAST && rp_literal_length(last) == LAST)
        signature &= ~(UINT64_C(0xFFFF) << 2 * FIELD_BITS) | field(2, last);
    return signature;
}

struct rp_arn_shape rp_arn_shape_of(struct rampart_str resource, const struct rp_arn *arn)
{
    const unsigned kinds = rp_ascii_kinds(resource);
    size_t colons = RP_ARN_COLONS;
    for (struct rampart_str rest = arn->rest; rest.len > 0; colons++) {
        const size_t colon = rp_str_find(rest, ':');
        if (colon == rest.len) break;
        rest = rp_str_from(rest, colon + 1);
    }
    return (struct rp_arn_shape){colons < UINT32_MAX ? (uint32_t)colons : UINT32_MAX,
                                (kinds & RP_HAS_CAPITAL) != 0, (kinds & RP_HAS_WILDCARD) != 0};
}
