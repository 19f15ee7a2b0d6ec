/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assembler takes the files in as they are. The build must say where they lie
 * (RAMPART_POLICIES_DIR) and that this object depends on them: the compiler sees neither.
 */
#include "catalog/embedded.h"

#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden")))

/* A file as it is under one symbol, its size under another: eight bytes, whatever size_t is. */
#define EMBED(symbol, file)                                        \
    __asm__(".pushsection .rodata, \"a\"\n"                        \
            ".global " symbol "_start\n"                           \
            ".hidden " symbol "_start\n"                           \
            ".type " symbol "_start, %object\n" symbol "_start:\n" \
            ".incbin \"" RAMPART_POLICIES_DIR "/" file "\"\n"      \
            ".L" symbol "_end:\n"                                  \
            ".size " symbol "_start, . - " symbol "_start\n"       \
            ".balign 8\n"                                          \
            ".global " symbol "_size\n"                            \
            ".hidden " symbol "_size\n"                            \
            ".type " symbol "_size, %object\n" symbol "_size:\n"   \
            ".8byte .L" symbol "_end - " symbol "_start\n"         \
            ".size " symbol "_size, 8\n"                           \
            ".popsection\n")

EMBED("rp_catalog_ess", "catalog/ess.tsv");
EMBED("rp_catalog_refresh_states", "catalog/refresh-states.tsv");

HIDDEN extern const char rp_catalog_ess_start[];
HIDDEN extern const uint64_t rp_catalog_ess_size;
HIDDEN extern const char rp_catalog_refresh_states_start[];
HIDDEN extern const uint64_t rp_catalog_refresh_states_size;

struct rampart_str rp_catalog_ess(void)
{
    return (struct rampart_str){rp_catalog_ess_start, (size_t)rp_catalog_ess_size};
}

struct rampart_str rp_catalog_refresh_states(void)
{
    return (struct rampart_str){rp_catalog_refresh_states_start, (size_t)rp_catalog_refresh_states_size};
}
