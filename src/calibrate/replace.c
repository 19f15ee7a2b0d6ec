/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/replace.h"

#include <arpa/inet.h>

#include "base/try.h"
#include "policy/operand.h"

enum { LETTERS = 26, SIGNS = LETTERS + 10, LONGEST_FIXED = 64, LONGEST_TEXT = 1 << 20, FIRST_BYTES = 4 };

/* A beginning of words: what each sign behind it becomes, in the order in which the signs came. */
struct rp_word_part {
    struct rp_word_part *behind[SIGNS];
    char image[SIGNS]; /* 0: it has not come yet */
    unsigned char letters, digits;
    bool ends; /* it is a fixed word */
};

/* A beginning of addresses; the bit that came first behind it becomes that of the example's network. */
struct rp_address_bit {
    struct rp_address_bit *behind[2];
    bool come, turned;
};

enum rampart_status rp_replacer_init(struct rp_replacer *replacer, const struct rampart_allocator *allocator)
{
    *replacer = (struct rp_replacer){.words = NULL};
    rp_arena_init(&replacer->arena, allocator);
    replacer->words = RP_NEW(&replacer->arena, struct rp_word_part);
    replacer->fixed = RP_NEW(&replacer->arena, struct rp_word_part);
    for (size_t i = 0; i < 2; i++) replacer->addresses[i] = RP_NEW(&replacer->arena, struct rp_address_bit);
    RP_TRY_MEMORY(replacer->words != NULL && replacer->fixed != NULL && replacer->addresses[0] != NULL && replacer->addresses[1] != NULL);
    return rp_replacer_fix(replacer, RP_STR("acs:ram user role group root policy saml-provider oidc-provider sts assumed "
                                            "aliyuncs com true false"));
}

void rp_replacer_free(struct rp_replacer *replacer)
{
    rp_arena_free(&replacer->arena);
}

/* ---- words ---- */

static bool replace_is_sign(char c)
{
    const char lower = rp_lower(c);
    return (lower >= 'a' && lower <= 'z') || rp_is_digit(c);
}

static size_t replace_word_length(struct rampart_str text, size_t from)
{
    size_t len = 0;
    while (from + len < text.len && replace_is_sign(text.data[from + len])) len++;
    return len;
}

static size_t replace_index(char sign)
{
    return rp_is_digit(sign) ? (size_t)(LETTERS + sign - '0') : (size_t)(rp_lower(sign) - 'a');
}

static bool replace_is_fixed(const struct rp_replacer *replacer, struct rampart_str word)
{
    const struct rp_word_part *part = replacer->fixed;
    for (size_t i = 0; i < word.len && part != NULL; i++) part = part->behind[replace_index(word.data[i])];
    return part != NULL && part->ends;
}

static enum rampart_status replace_fix_word(struct rp_replacer *replacer, struct rampart_str word)
{
    struct rp_word_part *part = replacer->fixed;
    for (size_t i = 0; i < word.len; i++) {
        struct rp_word_part **next = &part->behind[replace_index(word.data[i])];
        if (*next == NULL) *next = RP_NEW(&replacer->arena, struct rp_word_part);
        RP_TRY_MEMORY(*next != NULL);
        part = *next;
    }
    part->ends = true;
    return RAMPART_OK;
}

enum rampart_status rp_replacer_fix(struct rp_replacer *replacer, struct rampart_str text)
{
    for (size_t at = 0; at < text.len; at++) {
        const size_t len = replace_word_length(text, at);
        if (len > 0 && len <= LONGEST_FIXED) RP_TRY(replace_fix_word(replacer, rp_str_part(text, at, len)));
        at += len;
    }
    return RAMPART_OK;
}

static enum rampart_status replace_sign(struct rp_replacer *replacer, struct rp_word_part **part, char sign, char *ret_sign)
{
    const char lower = rp_lower(sign);
    const bool digit = rp_is_digit(sign);
    const size_t i = replace_index(sign);
    if ((*part)->behind[i] == NULL) {
        struct rp_word_part *next = RP_NEW(&replacer->arena, struct rp_word_part);
        RP_TRY_MEMORY(next != NULL);
        (*part)->behind[i] = next;
        (*part)->image[i] = digit ? "1234567890"[(*part)->digits++] : (char)('a' + (*part)->letters++);
    }
    const char image = (*part)->image[i];
    *ret_sign = lower != sign ? (char)(image - 'a' + 'A') : image;
    *part = (*part)->behind[i];
    return RAMPART_OK;
}

static enum rampart_status replace_word(struct rp_replacer *replacer, struct rampart_str word, struct rp_buf *out)
{
    struct rp_word_part *part = replacer->words;
    const bool fixed = replace_is_fixed(replacer, word);
    for (size_t i = 0; i < word.len; i++) {
        char sign = word.data[i];
        if (!fixed) RP_TRY(replace_sign(replacer, &part, word.data[i], &sign));
        rp_buf_add_byte(out, sign);
    }
    return RAMPART_OK;
}

/* ---- addresses ---- */

static enum rampart_status replace_bits(struct rp_replacer *replacer, struct rp_block *block)
{
    static const uint8_t bases[2][16] = {{192, 0, 2, 10}, {0x20, 0x01, 0x0d, 0xb8}};
    const size_t kind = block->length == FIRST_BYTES ? 0 : 1;
    struct rp_address_bit *at = replacer->addresses[kind];
    for (size_t i = 0; i < (size_t)block->length * 8; i++) {
        const uint8_t mask = (uint8_t)(0x80 >> i % 8), base = bases[kind][i / 8] & mask;
        uint8_t *byte = &block->bytes[i / 8];
        if (i >= block->prefix) {
            *byte = (uint8_t)(*byte & ~mask);
            continue;
        }
        const bool bit = (*byte & mask) != 0;
        if (!at->come) at->turned = bit != (base != 0);
        at->come = true;
        if (at->behind[bit] == NULL) at->behind[bit] = RP_NEW(&replacer->arena, struct rp_address_bit);
        RP_TRY_MEMORY(at->behind[bit] != NULL);
        *byte = (uint8_t)(bit != at->turned ? *byte | mask : *byte & ~mask);
        at = at->behind[bit];
    }
    return RAMPART_OK;
}

static enum rampart_status replace_address(struct rp_replacer *replacer, struct rampart_str text, struct rp_block block,
                                           struct rp_buf *out)
{
    char printed[INET6_ADDRSTRLEN];
    RP_TRY(replace_bits(replacer, &block));
    if (inet_ntop(block.length == FIRST_BYTES ? AF_INET : AF_INET6, block.bytes, printed, sizeof printed) == NULL)
        return RAMPART_NO_MEMORY;
    rp_buf_add(out, rampart_str(printed));
    rp_buf_add(out, rp_str_from(text, rp_str_find(text, '/')));
    return RAMPART_OK;
}

/* A network with a mask, which only a lenient reading takes: the mask stays. */
static bool replace_is_masked(struct rampart_str text, struct rp_block *ret_block)
{
    const size_t slash = rp_str_find(text, '/');
    struct rp_block mask;
    if (slash == text.len || !rp_block_read(rp_str_part(text, 0, slash), false, ret_block)) return false;
    if (!rp_block_read(rp_str_from(text, slash + 1), false, &mask) || mask.length != ret_block->length) return false;
    ret_block->prefix = 0;
    for (size_t i = 0; i < (size_t)mask.length * 8; i++) {
        if ((mask.bytes[i / 8] & 0x80 >> i % 8) == 0) break;
        ret_block->prefix++;
    }
    return true;
}

/* ---- texts ---- */

enum rampart_status rp_replace(struct rp_replacer *replacer, struct rampart_str text, struct rp_buf *out)
{
    static const struct rampart_str mapped = {"::ffff:", 7};
    struct rp_block block;
    if (rp_str_starts(text, mapped) && rp_block_read(rp_str_from(text, mapped.len), false, &block)) {
        rp_buf_add(out, mapped);
        return replace_address(replacer, rp_str_from(text, mapped.len), block, out);
    }
    if (rp_block_read(text, true, &block) || replace_is_masked(text, &block)) return replace_address(replacer, text, block, out);
    for (size_t at = 0; at < text.len;) {
        const size_t len = replace_word_length(text, at);
        const unsigned char sign = (unsigned char)text.data[at];
        if (len > 0)
            RP_TRY(replace_word(replacer, rp_str_part(text, at, len), out));
        else
            rp_buf_add_byte(out, sign < 0x80 ? (char)sign : '_'); /* letters of other scripts say as much as these */
        at += len > 0 ? len : 1;
    }
    return RAMPART_OK;
}

enum rampart_status rp_replaced(struct rp_replacer *replacer, struct rampart_str text, struct rp_arena *arena,
                                struct rampart_str *ret_text)
{
    struct rp_buf out;
    rp_buf_init(&out, &arena->allocator, LONGEST_TEXT);
    enum rampart_status status = rp_replace(replacer, text, &out);
    if (status == RAMPART_OK && (out.failed == RAMPART_NO_MEMORY || !rp_arena_copy(arena, rp_buf_text(&out), ret_text)))
        status = RAMPART_NO_MEMORY;
    rp_buf_free(&out);
    return status;
}
