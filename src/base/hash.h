/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that stand for bytes: a hash for tables, a checksum for files. */
#ifndef RP_BASE_HASH_H
#define RP_BASE_HASH_H

#include <stdint.h>

#include <rampart/status.h>

/*
 * A number for a text, the same in every run. Equal numbers prove nothing: a table compares the texts as well, so a
 * chosen collision costs time but never an answer.
 */
uint64_t rp_hash(struct rampart_str text);

/*
 * A number that tells a file from a damaged one; it depends on the machine's order of bytes. Any change within eight
 * neighbouring bytes changes it for certain, any other change nearly always. It does not protect against an attacker.
 */
uint64_t rp_checksum(struct rampart_str bytes);

#endif
