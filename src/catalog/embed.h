/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assembler takes files in as they are. The build must say where they lie (RAMPART_POLICIES_DIR) and
 * that the objects depend on them: the compiler sees neither.
 */
#ifndef RP_CATALOG_EMBED_H
#define RP_CATALOG_EMBED_H

#define HIDDEN __attribute__((visibility("hidden")))

/*
 * A file as it is under one symbol, its size under another: eight bytes, whatever size_t is. WebAssembly has a section for
 * each symbol, and other words for the same.
 */
#ifdef __wasm__
#define EMBED(symbol, file)                                    \
    __asm__(".section .rodata." symbol "_start,\"\",@\n"       \
            ".global " symbol "_start\n"                       \
            ".hidden " symbol "_start\n"                       \
            ".type " symbol "_start,@object\n"                 \
            ".p2align 3\n" symbol "_start:\n"                 \
            ".incbin \"" RAMPART_POLICIES_DIR "/" file "\"\n"  \
            ".L" symbol "_end:\n"                              \
            ".size " symbol "_start, .L" symbol "_end - " symbol "_start\n" \
            ".section .rodata." symbol "_size,\"\",@\n"        \
            ".global " symbol "_size\n"                        \
            ".hidden " symbol "_size\n"                        \
            ".type " symbol "_size,@object\n"                  \
            ".p2align 3\n" symbol "_size:\n"                  \
            ".int64 .L" symbol "_end - " symbol "_start\n"     \
            ".size " symbol "_size, 8\n")
#else
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
#endif

#endif
