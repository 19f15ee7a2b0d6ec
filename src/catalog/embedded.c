/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/embedded.h"

#include <stdint.h>

#include "catalog/embed.h"

EMBED("rp_catalog_ess", "catalog/ess.tsv");
EMBED("rp_catalog_refresh_states", "catalog/refresh-states.tsv");
EMBED("rp_catalog_condition_keys", "catalog/condition-keys.tsv");
EMBED("rp_catalog_assumptions", "catalog/assumptions.tsv");

HIDDEN extern const char rp_catalog_ess_start[];
HIDDEN extern const uint64_t rp_catalog_ess_size;
HIDDEN extern const char rp_catalog_refresh_states_start[];
HIDDEN extern const uint64_t rp_catalog_refresh_states_size;
HIDDEN extern const char rp_catalog_condition_keys_start[];
HIDDEN extern const uint64_t rp_catalog_condition_keys_size;
HIDDEN extern const char rp_catalog_assumptions_start[];
HIDDEN extern const uint64_t rp_catalog_assumptions_size;

struct rampart_str rp_catalog_ess(void)
{
    return (struct rampart_str){rp_catalog_ess_start, (size_t)rp_catalog_ess_size};
}

struct rampart_str rp_catalog_refresh_states(void)
{
    return (struct rampart_str){rp_catalog_refresh_states_start, (size_t)rp_catalog_refresh_states_size};
}

struct rampart_str rp_catalog_condition_keys(void)
{
    return (struct rampart_str){rp_catalog_condition_keys_start, (size_t)rp_catalog_condition_keys_size};
}

struct rampart_str rp_catalog_assumptions(void)
{
    return (struct rampart_str){rp_catalog_assumptions_start, (size_t)rp_catalog_assumptions_size};
}
