/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/system.h"

#include <stdint.h>

#include "base/str.h"
#include "catalog/embed.h"

#define RP_SYSTEM_POLICY(name)                                  \
    EMBED("rp_system_policy_" #name, "system/" #name ".json");  \
    HIDDEN extern const char rp_system_policy_##name##_start[]; \
    HIDDEN extern const uint64_t rp_system_policy_##name##_size;
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY

static const struct document {
    const char *name, *text;
    const uint64_t *size;
} documents[] = {
#define RP_SYSTEM_POLICY(name) {#name, rp_system_policy_##name##_start, &rp_system_policy_##name##_size},
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY
};

size_t rp_system_policy_count(void)
{
    return sizeof documents / sizeof documents[0];
}

struct rampart_str rp_system_policy_name(size_t i)
{
    return rampart_str(documents[i].name);
}

bool rp_system_policy(struct rampart_str name, struct rampart_str *ret_text)
{
    size_t low = 0, high = rp_system_policy_count();
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = rp_str_compare(rampart_str(documents[middle].name), name);
        if (order == 0) {
            *ret_text = (struct rampart_str){documents[middle].text, (size_t)*documents[middle].size};
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
