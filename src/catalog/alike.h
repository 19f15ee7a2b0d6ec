/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that are like a misspelt one: `ess:CancelInstanceRefresch`, `acs:SorceIp`, `cn-hangzho`. A name that the
 * catalogue leaves out may exist all the same, and a near name may be another grant: only slips of the pen are found
 * (slips.h), and none where two names are equally near. A wrong name costs more than none.
 */
#ifndef RP_CATALOG_ALIKE_H
#define RP_CATALOG_ALIKE_H

#include <rampart/catalog.h>

#include "catalog/slips.h"

/*
 * The action of the service that the name is like. Short names are like too many. It is what was meant only in a
 * service whose actions are all known: rampart_catalog_near_action().
 */
bool rp_alike_action(const struct rampart_catalog *catalog, struct rampart_str service,
                     struct rampart_str name, struct rampart_catalog_action *ret_action);

/* The beginning of an action of the service that the text is like. */
bool rp_alike_beginning(const struct rampart_catalog *catalog, struct rampart_str service,
                        struct rampart_str text, struct rampart_str *ret_beginning);

/*
 * The condition key that another is like; of one with a slash, what stands before it counts. The service is the same,
 * unless the word's is none.
 */
bool rp_alike_key(const struct rampart_catalog *catalog, struct rampart_str wanted,
                  struct rampart_catalog_key *ret_key);

/*
 * The region that the word misspells by so many slips, in no digit and in no first letter of a part. A new region is
 * like old ones (ap-southeast-8 and -9, cn-fuzhou and cn-suzhou, us-southeast-1 and us-southwest-1): only one slip is
 * surely one.
 */
bool rp_alike_region(const struct rampart_catalog *catalog, struct rampart_str word, unsigned slips,
                     struct rampart_catalog_region *ret_region);

/*
 * Looks for the code of a service, not a guessed one, that differs in one letter. In *ret_action the action of this
 * name in the one such service that has it; false there: none has it, or several have.
 */
bool rp_alike_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                      bool *ret_meant, struct rampart_catalog_action *ret_action);

/* True when an action of any service has the word in its name, case aside. Words are those of words.h: none is too short. */
bool rp_is_word(const struct rampart_catalog *catalog, struct rampart_str word);

/* True when a service of the catalogue has the code beside its own; no action of the catalogue begins with it. */
bool rp_is_other_code(const struct rampart_catalog *catalog, struct rampart_str code);

#endif
