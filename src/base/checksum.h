/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A number by which a file is told from a damaged one. Any change within eight bytes side by side changes it for
 * certain, any other change nearly always; it is no protection against whoever wants to deceive.
 */
#ifndef RP_BASE_CHECKSUM_H
#define RP_BASE_CHECKSUM_H

#include <stdint.h>

#include <rampart/status.h>

/* Depends on the machine's order of bytes. */
uint64_t rp_checksum(struct rampart_str bytes);

#endif
