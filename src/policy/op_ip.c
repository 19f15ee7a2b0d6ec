/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IP addresses and blocks of them. The two families never meet: `::ffff:1.2.3.4` is an address of IPv6 and
 * is not unmapped.
 */
#include "policy/operand.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"

enum { MOST_OF_BYTE = 255, MOST_DIGITS = 3 };

/* A number up to 255 at the start of the text: how many digits it has, none of them a leading zero; 0: there is none. */
static size_t read_byte(struct rampart_str text, uint8_t *ret_byte)
{
    unsigned number = 0;
    size_t len = 0;
    while (len < text.len && len < MOST_DIGITS && rp_is_digit(text.data[len]))
        number = number * 10 + (unsigned)(text.data[len++] - '0');
    if (len == 0 || number > MOST_OF_BYTE || (len > 1 && text.data[0] == '0')) return 0;
    *ret_byte = (uint8_t)number;
    return len;
}

/* Four numbers. Requests mostly bring such an address, and inet_pton() wants a copy. */
static bool read_four(struct rampart_str text, uint8_t bytes[4])
{
    for (size_t i = 0; i < 4; i++) {
        size_t len = read_byte(text, &bytes[i]);
        bool last = i == 3, dot = len < text.len && text.data[len] == '.';
        if (len == 0 || dot == last) return false;
        text = rp_str_from(text, len + dot);
    }
    return text.len == 0;
}

/* inet_pton() refuses what is ambiguous, as does the reader of four numbers: leading zeros, which some read as octal,
 * short forms, blanks. */
static bool read_address(struct rampart_str text, struct rp_block *block)
{
    char terminated[INET6_ADDRSTRLEN];
    block->length = 4;
    if (read_four(text, block->bytes)) return true;
    block->length = 16;
    if (text.len == 0 || text.len >= sizeof terminated || rp_str_find(text, '\0') < text.len) return false;
    memcpy(terminated, text.data, text.len);
    terminated[text.len] = '\0';
    return inet_pton(AF_INET6, terminated, block->bytes) == 1;
}

/* Digits without leading zeros, at most `most`. */
static bool read_prefix(struct rampart_str text, unsigned most, uint8_t *ret_prefix)
{
    unsigned prefix = 0;
    if (text.len == 0 || text.len > 3 || (text.len > 1 && text.data[0] == '0')) return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!rp_is_digit(text.data[i])) return false;
        prefix = prefix * 10 + (unsigned)(text.data[i] - '0');
    }
    if (prefix > most) return false;
    *ret_prefix = (uint8_t)prefix;
    return true;
}

/* The bits of byte `i` that a prefix covers. */
static uint8_t mask_of(uint8_t prefix, size_t i)
{
    if (prefix >= 8 * (i + 1)) return 0xFF;
    if (prefix <= 8 * i) return 0;
    return (uint8_t)(0xFF << (8 * (i + 1) - prefix));
}

bool rp_block_read(struct rampart_str text, bool allow_prefix, struct rp_block *ret_block)
{
    struct rp_block block = {0};
    size_t slash = rp_str_find(text, '/');
    if (!read_address(rp_str_part(text, 0, slash), &block)) return false;
    block.prefix = (uint8_t)(8 * block.length);
    if (slash < text.len) {
        if (!allow_prefix || !read_prefix(rp_str_from(text, slash + 1), block.prefix, &block.prefix))
            return false;
        for (size_t i = 0; i < block.length; i++) block.bytes[i] &= mask_of(block.prefix, i);
    }
    *ret_block = block;
    return true;
}

bool rp_block_contains(const struct rp_block *block, const struct rp_block *address)
{
    if (block->length != address->length || address->prefix < block->prefix) return false;
    for (size_t i = 0; i < block->length; i++)
        if ((address->bytes[i] & mask_of(block->prefix, i)) != block->bytes[i]) return false;
    return true;
}

static enum rampart_status read(struct rp_arena *arena, enum rp_comparison comparison,
                                struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_block_read(text, true, &operand.as.block);
    *ret_operand = operand;
    return RAMPART_OK;
}

static enum rampart_status holds(const struct rp_operand *operand, enum rp_comparison comparison,
                                 struct rp_matcher *matcher, struct rampart_str value, bool *ret_holds)
{
    (void)comparison; /* an address is in the block or it is not */
    (void)matcher;
    struct rp_block address;
    *ret_holds = operand->usable && rp_block_read(value, false, &address) &&
                 rp_block_contains(&operand->as.block, &address);
    return RAMPART_OK;
}

/* ---- values that stand for all ---- */

static bool write_address(struct rp_arena *arena, const struct rp_block *address,
                          struct rampart_str *ret_text)
{
    char text[INET6_ADDRSTRLEN];
    int family = address->length == 4 ? AF_INET : AF_INET6;
    if (inet_ntop(family, address->bytes, text, sizeof text) == NULL) return false;
    return rp_arena_copy(arena, rampart_str(text), ret_text);
}

/* The address behind the block's last one. False: there is none. */
static bool address_behind(const struct rp_block *block, struct rp_block *ret_address)
{
    struct rp_block address = *block;
    bool carried = true;
    for (size_t i = address.length; i-- > 0 && carried;) {
        address.bytes[i] |= (uint8_t)~mask_of(block->prefix, i);
        carried = ++address.bytes[i] == 0;
    }
    *ret_address = address;
    return !carried;
}

/*
 * No address, the first one of each family; of each block the first address and the one behind the last: nothing
 * changes between two addresses that neither begin nor end a block.
 */
static enum rampart_status stand_ins(struct rp_arena *arena, const struct rp_operand_use *uses, size_t count,
                                     struct rp_cells *ret_values)
{
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, 3 + 2 * count);
    RP_TRY_MEMORY(values != NULL);
    size_t found = 1; /* the empty text */
    values[found++] = RP_STR("0.0.0.0");
    values[found++] = RP_STR("::");
    for (size_t i = 0; i < count; i++) {
        struct rp_block behind;
        RP_TRY_MEMORY(write_address(arena, &uses[i].operand->as.block, &values[found++]));
        if (address_behind(&uses[i].operand->as.block, &behind))
            RP_TRY_MEMORY(write_address(arena, &behind, &values[found++]));
    }
    *ret_values = (struct rp_cells){values, found, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_ip = {
    "IP address", "an address or a block of addresses, such as \"203.0.113.10\" or \"203.0.113.0/24\"", read,
    holds, stand_ins};
