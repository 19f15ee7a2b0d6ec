/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses and dates that cover more, or less, than they seem to. */
#include <string.h>

#include "lint/look.h"
#include "lint/otherwise.h"

enum { IPV4_BYTES = 4 };

/* ---- addresses ---- */

/* An address with host bits set before a prefix stands for the whole block. */
static void host_bits(const struct rp_lint *lint, const struct rp_value *value, const struct rp_block *block)
{
    struct rp_block address;
    size_t slash = rp_str_find(value->text, '/');
    if (slash == value->text.len || !rp_block_read(rp_str_part(value->text, 0, slash), false, &address))
        return;
    if (memcmp(address.bytes, block->bytes, block->length) == 0) return;
    if (rp_lint_find(lint, RP_LINT_HOST_BITS, value->span,
                     "%.*s stands for the whole block, not for the one address",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write the first address of the block, or no prefix for one address");
}

/* Addresses that nobody has on the public network: 10/8, 172.16/12 and 192.168/16. */
static bool is_private(const struct rp_block *block)
{
    const uint8_t *bytes = block->bytes;
    if (block->length != IPV4_BYTES || block->prefix < 8) return false;
    if (bytes[0] == 10) return true;
    if (bytes[0] == 172) return block->prefix >= 12 && (bytes[1] & 0xF0) == 16;
    return bytes[0] == 192 && bytes[1] == 168 && block->prefix >= 16;
}

static void private_source(const struct rp_lint *lint, const struct rp_value *value,
                           const struct rp_block *block)
{
    if (!is_private(block)) return;
    if (rp_lint_find(lint, RP_LINT_PRIVATE_SOURCE, value->span,
                     "%.*s is private: requests over the public network come from other addresses",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint,
                        "name the public addresses as well, or acs:SourceVpc where the service knows it");
}

/* Counts what is readable: what is not, the rules of values report. */
static void address_rules(const struct rp_lint *lint, const struct rp_statement *statement,
                          const struct rp_condition *condition)
{
    size_t four = 0, six = 0;
    /* Who names the VPC as well knows that its requests come from there. */
    bool source = rp_look_key_is(condition, RP_STR("acs:SourceIp")) &&
                  !rp_look_has_key(statement, RP_STR("acs:SourceVpc"));
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_block block;
        const struct rp_value item = rp_look_at(&condition->values, i), *value = &item;
        if (!rp_block_read(value->text, true, &block)) continue;
        host_bits(lint, value, &block);
        if (source) private_source(lint, value, &block);
        four += block.length == IPV4_BYTES;
        six += block.length != IPV4_BYTES;
    }
    if (!condition->op.negated || four == 0 || six > 0) return;
    if (rp_lint_find(lint, RP_LINT_IPV4_ONLY, rp_values_span(&condition->values),
                     "every client with an IPv6 address meets NotIpAddress with IPv4 alone: it is %s",
                     statement->effect == RAMPART_ALLOW ? "allowed" : "denied"))
        rp_lint_suggest(lint, "add the IPv6 blocks that are meant, if clients may have such addresses");
}

/* ---- dates ---- */

static void date_rules(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const size_t whole = sizeof "2026-01-31T08:00:00" - 1;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_instant instant;
        const struct rp_value item = rp_look_at(&condition->values, i), *value = &item;
        struct rampart_str text = value->text;
        if (!rp_instant_read(text, &instant)) continue;
        size_t colons = rp_str_count(rp_str_part(text, 0, whole), ':');
        if (colons == 2 && text.len > whole && text.data[whole] != '.') continue;
        if (rp_lint_find(lint, RP_LINT_DATE_FORM, value->span,
                         "\"%.*s\" has a form that is not documented; it is read %s",
                         RP_ARG(rp_lint_shown(text)),
                         colons == 0 ? "as midnight UTC" : "to the second as it stands"))
            rp_lint_suggest(lint, "write it whole, such as \"2026-01-31T08:00:00+08:00\"");
    }
}

/* ---- all of them ---- */

void rp_lint_otherwise_value(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null) continue;
        if (condition->op.family == &rp_family_ip) address_rules(lint, statement, condition);
        if (condition->op.family == &rp_family_date) date_rules(lint, condition);
    }
}
