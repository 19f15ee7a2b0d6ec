/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A number for a text, the same in every run. Equal numbers prove nothing: who compares them compares the texts as
 * well, so that a chosen collision costs time but never an answer.
 */
#ifndef RP_BASE_HASH_H
#define RP_BASE_HASH_H

#include <stdint.h>

#include <rampart/status.h>

uint64_t rp_hash(struct rampart_str text);

#endif
