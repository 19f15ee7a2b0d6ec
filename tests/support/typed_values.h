/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of typed condition keys by chance, made so that it is known whether they are any: each that is none has exactly
 * one thing wrong with it. Nothing is shared with src/policy, nor is anything read back.
 */
#ifndef RP_TESTS_TYPED_VALUES_H
#define RP_TESTS_TYPED_VALUES_H

#include "support/chance.h"

enum { TYPED_KEYS = 4, TYPED_TEXT = 96 };

/* A key of each type, and what is said that a value of it would be. */
struct typed_key {
    const char *name, *expected;
    void (*well_formed)(struct chance *chance, char text[TYPED_TEXT]);
    void (*ill_formed)(struct chance *chance, char text[TYPED_TEXT]);
};

extern const struct typed_key typed_keys[TYPED_KEYS];

#endif
