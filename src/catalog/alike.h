/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that are like a misspelt one: `ess:CancelInstanceRefresch`, `acs:SorceIp`, `cn-hangzho`. A name that the
 * catalogue leaves out may exist all the same, so only slips of the pen are found: a wrong name costs more than none.
 */
#ifndef RP_CATALOG_ALIKE_H
#define RP_CATALOG_ALIKE_H

#include <rampart/catalog.h>

/* No longer name is like another. */
enum { RP_LONGEST_ALIKE = 64 };

/* True when they differ by a slip of the pen: in one letter, or in two of a long name, and not in a number. */
bool rp_names_alike(struct rampart_str word, struct rampart_str name);

/* The action of the service that the name is like. Short names are like too many. */
bool rp_alike_action(const struct rampart_catalog *catalog, struct rampart_str service,
                     struct rampart_str name, struct rampart_catalog_action *ret_action);

/* The beginning of an action of the service that the text is like. */
bool rp_alike_beginning(const struct rampart_catalog *catalog, struct rampart_str service,
                        struct rampart_str text, struct rampart_str *ret_beginning);

/* The condition key that another is like; of one with a slash, what stands before it counts. */
bool rp_alike_key(const struct rampart_catalog *catalog, struct rampart_str wanted,
                  struct rampart_catalog_key *ret_key);

/*
 * The region that the word misspells by so many slips, in no digit and in no first letter of a part. A new region is
 * like old ones (ap-southeast-8 and -9, cn-fuzhou and cn-suzhou, us-southeast-1 and us-southwest-1): only one slip is
 * surely one.
 */
bool rp_alike_region(const struct rampart_catalog *catalog, struct rampart_str word, unsigned slips,
                     struct rampart_catalog_region *ret_region);

/* The code of a service, not a guessed one, that another is like; of one that has the action's name if there is one. */
bool rp_alike_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                      struct rampart_catalog_service *ret_service);

/* True when a service of the catalogue has the code beside its own; no action of the catalogue begins with it. */
bool rp_is_other_code(const struct rampart_catalog *catalog, struct rampart_str code);

#endif
