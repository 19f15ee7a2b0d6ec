/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IP addresses and blocks of them. The two families never meet: `::ffff:1.2.3.4` is an address of IPv6 and is not
 * unmapped, unless it is assumed (mapped-address).
 *
 * Other readers take more: `10.0.0.0/255.0.0.0`, `10.0.0.01`, `10.0.*.*`, blanks around, and a zone, as in
 * `fe80::1%eth0`. These forms are for the switch address-form.
 */
#include "policy/operand.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"

enum {
    MOST_OF_BYTE = 255,
    MOST_DIGITS = 3,
    MAPPED_PREFIX = 96,   /* ::ffff:0:0/96 stands for the addresses of IPv4 */
    LENIENT_ADDRESS = 128 /* the longest address that is read leniently, with its zeros */
};

/*
 * Reads a number up to 255 at the start of the text, and returns how many digits it has; 0: there is none. Its first
 * digit is no needless zero.
 */
static size_t ip_read_byte(struct rampart_str text, uint8_t *ret_byte)
{
    unsigned number = 0;
    size_t len = 0;
    while (len < text.len && len < MOST_DIGITS && rp_is_digit(text.data[len]))
        number = number * 10 + (unsigned)(text.data[len++] - '0');
    if (len == 0 || number > MOST_OF_BYTE || (len > 1 && text.data[0] == '0')) return 0;
    *ret_byte = (uint8_t)number;
    return len;
}

/* The digit at a place; more than 9 when there is none. */
static unsigned ip_digit_at(const char *at, const char *end)
{
    return at < end ? (unsigned)(unsigned char)(*at - '0') : 10;
}

/*
 * Reads four numbers up to 255, none with a leading zero. Most requests have such an address, and inet_pton() would
 * need a copy.
 */
static bool ip_read_four(struct rampart_str text, uint8_t bytes[4])
{
    const char *at = text.data, *end = at + text.len;
    for (size_t i = 0; i < 4; i++) {
        unsigned number = ip_digit_at(at++, end);
        if (number > 9) return false;
        unsigned next = ip_digit_at(at, end);
        if (next <= 9) {
            if (number == 0) return false;
            number = number * 10 + next;
            next = ip_digit_at(++at, end);
            if (next <= 9) {
                number = number * 10 + next;
                at++;
            }
            if (number > MOST_OF_BYTE) return false;
        }
        bytes[i] = (uint8_t)number;
        if (i < 3 && (at >= end || *at++ != '.')) return false;
    }
    return at == end;
}

/*
 * inet_pton() and the reader of four numbers refuse the ambiguous forms: leading zeros, which some programs read as
 * octal, short forms, blanks.
 */
static bool ip_read_address(struct rampart_str text, struct rp_block *block)
{
    char terminated[INET6_ADDRSTRLEN];
    block->length = 4;
    if (ip_read_four(text, block->bytes)) return true;
    block->length = 16;
    if (text.len == 0 || text.len >= sizeof terminated || rp_str_find(text, '\0') < text.len) return false;
    memcpy(terminated, text.data, text.len);
    terminated[text.len] = '\0';
    return inet_pton(AF_INET6, terminated, block->bytes) == 1;
}

/* Digits without leading zeros, at most `most`. */
static bool ip_read_prefix(struct rampart_str text, unsigned most, uint8_t *ret_prefix)
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
static uint8_t ip_mask(uint8_t prefix, size_t i)
{
    if (prefix >= 8 * (i + 1)) return 0xFF;
    if (prefix <= 8 * i) return 0;
    return (uint8_t)(0xFF << (8 * (i + 1) - prefix));
}

static void ip_clear_host_bits(struct rp_block *block)
{
    for (size_t i = 0; i < block->length; i++) block->bytes[i] &= ip_mask(block->prefix, i);
}

bool rp_block_read(struct rampart_str text, bool allow_prefix, struct rp_block *ret_block)
{
    struct rp_block block = {0};
    size_t slash = allow_prefix ? rp_str_find(text, '/') : text.len; /* no address has one */
    if (!ip_read_address(rp_str_part(text, 0, slash), &block)) return false;
    block.prefix = (uint8_t)(8 * block.length);
    if (slash < text.len) {
        if (!ip_read_prefix(rp_str_from(text, slash + 1), block.prefix, &block.prefix)) return false;
        ip_clear_host_bits(&block);
    }
    *ret_block = block;
    return true;
}

/* ---- forms that are not documented ---- */

static bool ip_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct rampart_str ip_without_blanks(struct rampart_str text)
{
    while (text.len > 0 && ip_is_blank(text.data[0])) text = rp_str_from(text, 1);
    while (text.len > 0 && ip_is_blank(text.data[text.len - 1])) text.len--;
    return text;
}

static struct rampart_str ip_without_zone(struct rampart_str text)
{
    size_t percent = rp_str_find(text, '%');
    bool zone = rp_str_find(text, ':') < percent && percent + 1 < text.len;
    return zone ? rp_str_part(text, 0, percent) : text;
}

static struct rampart_str ip_without_zeros(struct rampart_str digits)
{
    while (digits.len > 1 && digits.data[0] == '0' && rp_is_digit(digits.data[1]))
        digits = rp_str_from(digits, 1);
    return digits;
}

/* Where the decimal numbers of an address begin: behind the last colon. */
static size_t ip_decimal_part(struct rampart_str text)
{
    size_t start = text.len;
    while (start > 0 && text.data[start - 1] != ':') start--;
    return start;
}

/* An address whose decimal numbers may have zeros in front. */
static bool ip_read_zeroed(struct rampart_str text, struct rp_block *block)
{
    char plain[LENIENT_ADDRESS];
    size_t start = ip_decimal_part(text), len = start;
    struct rampart_str rest = rp_str_from(text, start);
    if (text.len >= sizeof plain) return false;
    if (rp_str_find(rest, '.') == rest.len) return ip_read_address(text, block);
    if (start > 0) memcpy(plain, text.data, start);
    while (rest.len > 0) {
        rest = ip_without_zeros(rest);
        size_t dot = rp_str_find(rest, '.'), part = dot + (dot < rest.len);
        memcpy(plain + len, rest.data, part);
        len += part;
        rest = rp_str_from(rest, part);
    }
    return ip_read_address((struct rampart_str){plain, len}, block);
}

/* Reads `255.255.0.0` as a prefix: all ones of a mask stand in front. */
static bool ip_read_mask(struct rampart_str text, uint8_t *ret_prefix)
{
    struct rp_block mask = {0};
    uint8_t prefix = 0;
    if (!ip_read_zeroed(text, &mask) || mask.length != 4) return false;
    while (prefix < 32 && (mask.bytes[prefix / 8] << prefix % 8 & 0x80) != 0) prefix++;
    for (size_t i = 0; i < 4; i++)
        if (mask.bytes[i] != ip_mask(prefix, i)) return false;
    *ret_prefix = prefix;
    return true;
}

/* Reads `10.0.*.*`: a star behind the numbers is any number. */
static bool ip_read_stars(struct rampart_str text, struct rp_block *ret_block)
{
    struct rp_block block = {.length = 4};
    for (size_t i = 0; i < 4; i++) {
        size_t dot = rp_str_find(text, '.');
        struct rampart_str part = rp_str_part(text, 0, dot), number = ip_without_zeros(part);
        bool star = rp_str_equal(part, RP_STR("*"));
        if (!star && (block.prefix < 8 * i || ip_read_byte(number, &block.bytes[i]) != number.len))
            return false;
        if ((dot == text.len) != (i == 3) || number.len == 0) return false;
        if (!star) block.prefix = (uint8_t)(8 * (i + 1));
        text = rp_str_from(text, dot + 1);
    }
    *ret_block = block;
    return block.prefix > 0 && block.prefix < 8 * 4;
}

bool rp_block_read_leniently(struct rampart_str text, bool allow_prefix, struct rp_block *ret_block)
{
    struct rp_block block = {0};
    text = ip_without_blanks(text);
    size_t slash = rp_str_find(text, '/');
    struct rampart_str prefix = ip_without_zeros(rp_str_from(text, slash + 1));
    if (allow_prefix && ip_read_stars(text, ret_block)) return true;
    if (!ip_read_zeroed(ip_without_zone(rp_str_part(text, 0, slash)), &block)) return false;
    block.prefix = (uint8_t)(8 * block.length);
    if (slash < text.len) {
        bool masked = block.length == 4 && ip_read_mask(prefix, &block.prefix);
        if (!allow_prefix || (!masked && !ip_read_prefix(prefix, block.prefix, &block.prefix))) return false;
        ip_clear_host_bits(&block);
    }
    *ret_block = block;
    return true;
}

/* ---- addresses of IPv4 in IPv6 ---- */

/* True when a block of IPv6 has addresses that stand for addresses of IPv4. */
static bool ip_meets_mapped(const struct rp_block *block)
{
    static const uint8_t mapped[MAPPED_PREFIX / 8] = {[10] = 0xFF, [11] = 0xFF};
    for (size_t i = 0; i < sizeof mapped; i++)
        if (block->bytes[i] != (mapped[i] & ip_mask(block->prefix, i))) return false;
    return block->length == 16;
}

/* A block of IPv6 that stands for one of IPv4, as that one; any other block as it is. */
static struct rp_block ip_unmapped(const struct rp_block *block)
{
    struct rp_block plain = {.length = 4, .prefix = (uint8_t)(block->prefix - MAPPED_PREFIX)};
    if (block->prefix < MAPPED_PREFIX || !ip_meets_mapped(block)) return *block;
    memcpy(plain.bytes, block->bytes + MAPPED_PREFIX / 8, 4);
    return plain;
}

/* ---- comparing ---- */

bool rp_block_contains(const struct rp_block *block, const struct rp_block *address)
{
    const size_t whole = block->prefix / 8; /* bytes that count in full; a part of the next byte may count */
    if (block->length != address->length || address->prefix < block->prefix) return false;
    if (memcmp(address->bytes, block->bytes, whole) != 0) return false;
    return whole == block->length ||
           (address->bytes[whole] & ip_mask(block->prefix, whole)) == block->bytes[whole];
}

static enum rampart_status ip_read(struct rp_arena *arena, enum rp_comparison comparison,
                                   struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_block_read(text, true, &operand.as.block);
    if (!operand.usable) {
        operand.usable = rp_block_read_leniently(text, true, &operand.as.block);
        operand.form = RP_ASSUME_ADDRESS_LENIENT;
    }
    *ret_operand = operand;
    return RAMPART_OK;
}

static bool ip_value(const struct rp_comparing *comparing, struct rampart_str value, struct rp_block *ret_address)
{
    const bool lenient = (comparing->assumed & RP_ASSUME_ADDRESS_LENIENT) != 0;
    if (comparing->read != NULL && comparing->read->type == RP_TYPE_IP) {
        *ret_address = comparing->read->as.address;
        return true;
    }
    return rp_block_read(value, false, ret_address) || (lenient && rp_block_read_leniently(value, false, ret_address));
}

/* There is one comparison: whether the address is in the block. */
static enum rampart_status ip_holds(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                    struct rampart_str value, enum rampart_truth *ret_truth)
{
    struct rp_block address, block = operand->as.block;
    *ret_truth = RAMPART_FALSE;
    if (!rp_operand_is_read(operand, comparing->assumed)) return RAMPART_OK;
    if (!ip_value(comparing, value, &address)) {
        *ret_truth = RAMPART_UNKNOWN;
        return RAMPART_OK;
    }
    if ((comparing->assumed & RP_ASSUME_UNMAPPED) != 0) {
        address = ip_unmapped(&address);
        block = ip_unmapped(&block);
    }
    if (rp_block_contains(&block, &address)) *ret_truth = RAMPART_TRUE;
    return RAMPART_OK;
}

static rampart_switches ip_operand_switches(const struct rp_operand *operand)
{
    if (!operand->usable) return 0;
    return operand->form | (ip_meets_mapped(&operand->as.block) ? (rampart_switches)RP_ASSUME_UNMAPPED : 0);
}

static rampart_switches ip_value_switches(struct rampart_str value)
{
    struct rp_block address;
    rampart_switches turns = 0;
    if (!rp_block_read(value, false, &address)) {
        if (!rp_block_read_leniently(value, false, &address)) return 0;
        turns = RP_ASSUME_ADDRESS_LENIENT;
    }
    return turns | (ip_meets_mapped(&address) ? (rampart_switches)RP_ASSUME_UNMAPPED : 0);
}

/* ---- values that stand for all ---- */

static bool ip_write(struct rp_arena *arena, const struct rp_block *address, struct rampart_str *ret_text)
{
    char text[INET6_ADDRSTRLEN];
    int family = address->length == 4 ? AF_INET : AF_INET6;
    if (inet_ntop(family, address->bytes, text, sizeof text) == NULL) return false;
    return rp_arena_copy(arena, rampart_str(text), ret_text);
}

/* The address behind the block's last one. False: there is none. */
static bool ip_address_behind(const struct rp_block *block, struct rp_block *ret_address)
{
    struct rp_block address = *block;
    bool carried = true;
    for (size_t i = address.length; i-- > 0 && carried;) {
        address.bytes[i] |= (uint8_t)~ip_mask(block->prefix, i);
        carried = ++address.bytes[i] == 0;
    }
    *ret_address = address;
    return !carried;
}

/*
 * The values are the first address of each family, the one behind those that may be addresses of IPv4, and for each
 * block its first address and the one behind its last: between two of them every comparison has one result.
 */
static enum rampart_status ip_representatives(struct rp_arena *arena, const struct rp_operand_use *uses,
                                              size_t count, struct rp_cells *ret_values)
{
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, 3 + 2 * count);
    RP_TRY_MEMORY(values != NULL);
    size_t found = 0;
    values[found++] = RP_STR("0.0.0.0");
    values[found++] = RP_STR("::");
    values[found++] = RP_STR("::1:0:0:0");
    for (size_t i = 0; i < count; i++) {
        struct rp_block behind;
        RP_TRY_MEMORY(ip_write(arena, &uses[i].operand->as.block, &values[found++]));
        if (ip_address_behind(&uses[i].operand->as.block, &behind))
            RP_TRY_MEMORY(ip_write(arena, &behind, &values[found++]));
    }
    *ret_values = (struct rp_cells){values, found, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_ip = {
    RP_TYPE_IP,
    "IP address",
    "an address or a block of addresses, such as \"203.0.113.10\" or \"203.0.113.0/24\"",
    ip_read,
    ip_holds,
    ip_representatives,
    ip_operand_switches,
    ip_value_switches};
