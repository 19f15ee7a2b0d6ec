/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many slips of the pen are between a word and a name. Another name that exists is no misspelling of its neighbour:
 * what tells names apart, a number, a first letter, one letter of a short word, is never taken for a slip.
 */
#ifndef RP_CATALOG_SLIPS_H
#define RP_CATALOG_SLIPS_H

#include "base/str.h"

/* No longer name is like another. */
enum { RP_LONGEST_ALIKE = 64 };

/* How many slips a word of this length may have. */
unsigned rp_slips_allowed(size_t len);

/*
 * The slips between two texts: letters that are replaced, missing, too many, or change places; case does not count.
 * `most` + 1 when there are more, or when a digit differs.
 */
unsigned rp_slips(struct rampart_str word, struct rampart_str name, unsigned most);

/*
 * The slips between two names of words, `DescribeInstances`, `deploy-prod`. Each word has its first letter; a word of
 * fewer than five letters has none replaced (Role, Rule), and one of fewer than eight has one slip. Where the words are
 * not as many, the names differ in one slip at most.
 */
unsigned rp_name_slips(struct rampart_str word, struct rampart_str name, unsigned most);

/* True when there are no more of them than a word of this length may have. */
bool rp_names_alike(struct rampart_str word, struct rampart_str name);

/*
 * True when the word misspells the name of one of the cloud's own policies, `AliyunECSFullAccess`, in what all of them
 * have in common: the service is the same, and so is what is granted, full access or reading.
 */
bool rp_system_names_alike(struct rampart_str word, struct rampart_str name);

#endif
