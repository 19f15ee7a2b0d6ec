/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/embedded.h"

#include <stdint.h>

#include "base/str.h"
#include "catalog/embed.h"

/* The tables of policies/catalog, sorted by file, and the functions that hand them out. */
#define EMBEDDED_TABLES(TABLE) \
    TABLE(rp_catalog_actions, "actions.tsv") \
    TABLE(rp_catalog_api_actions, "api-actions.tsv") \
    TABLE(rp_catalog_arn_services, "arn-services.tsv") \
    TABLE(rp_catalog_assumptions, "assumptions.tsv") \
    TABLE(rp_catalog_authorization, "authorization.tsv") \
    TABLE(rp_catalog_aws_dialect, "aws-dialect.tsv") \
    TABLE(rp_catalog_condition_keys, "condition-keys.tsv") \
    TABLE(rp_catalog_denial_frames, "denial-frames.tsv") \
    TABLE(rp_catalog_denial_messages, "denial-messages.tsv") \
    TABLE(rp_catalog_error_codes, "error-codes.tsv") \
    TABLE(rp_catalog_escalation, "escalation.tsv") \
    TABLE(rp_catalog_ess, "ess.tsv") \
    TABLE(rp_catalog_global_services, "global-services.tsv") \
    TABLE(rp_catalog_key_actions, "key-actions.tsv") \
    TABLE(rp_catalog_layer_documents, "layer-documents.tsv") \
    TABLE(rp_catalog_layers, "layers.tsv") \
    TABLE(rp_catalog_oss_acls, "oss-acls.tsv") \
    TABLE(rp_catalog_oss_arns, "oss-arns.tsv") \
    TABLE(rp_catalog_oss_error_codes, "oss-error-codes.tsv") \
    TABLE(rp_catalog_oss_levels, "oss-levels.tsv") \
    TABLE(rp_catalog_parameters, "parameters.tsv") \
    TABLE(rp_catalog_product_codes, "product-codes.tsv") \
    TABLE(rp_catalog_refresh_states, "refresh-states.tsv") \
    TABLE(rp_catalog_regions, "regions.tsv") \
    TABLE(rp_catalog_resource_types, "resource-types.tsv") \
    TABLE(rp_catalog_services, "services.tsv") \
    TABLE(rp_catalog_terraform_keys, "terraform-keys.tsv") \
    TABLE(rp_catalog_terraform_provider, "terraform-provider.tsv") \
    TABLE(rp_catalog_terraform_resources, "terraform-resources.tsv") \
    TABLE(rp_catalog_terraform_roles, "terraform-roles.tsv") \
    TABLE(rp_catalog_terraform, "terraform.tsv") \
    TABLE(rp_catalog_trail_services, "trail-services.tsv") \
    TABLE(rp_catalog_unasked, "unasked.tsv") \
    TABLE(rp_catalog_untagged, "untagged.tsv")

/* A table of a folder, and the function that hands it out. */
#define TABLE_OF(folder, symbol, file)                                      \
    EMBED(#symbol, folder file);                                            \
    HIDDEN extern const char symbol##_start[];                              \
    HIDDEN extern const uint64_t symbol##_size;                             \
    struct rampart_str symbol(void)                                         \
    {                                                                       \
        return (struct rampart_str){symbol##_start, (size_t)symbol##_size}; \
    }

#define TABLE(symbol, file) TABLE_OF("catalog/", symbol, file)
EMBEDDED_TABLES(TABLE)
#undef TABLE

bool rp_catalog_table(size_t i, struct rampart_str *ret_file, struct rampart_str *ret_text)
{
    static const struct {
        const char *file;
        struct rampart_str (*text)(void);
    } tables[] = {
#define TABLE(symbol, file) {file, symbol},
        EMBEDDED_TABLES(TABLE)
#undef TABLE
    };
    if (i >= sizeof tables / sizeof *tables) return false;
    *ret_file = rampart_str(tables[i].file);
    *ret_text = tables[i].text();
    return true;
}

/* ---- the documents of system policies ---- */

TABLE_OF("system/", rp_catalog_system_policies, "INDEX.tsv")

#ifdef __wasm__
/* Addresses are numbers that the linker knows: nothing is filled in when a module starts. */
#define RP_SYSTEM_POLICY(name)                                           \
    EMBED("rp_system_policy_" #name, "system/" #name ".json");           \
    HIDDEN extern const char rp_system_policy_##name##_start[];          \
    HIDDEN extern const uint64_t rp_system_policy_##name##_size;
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY

static struct rampart_str embedded_system_text(size_t i)
{
    static const struct {
        const char *start;
        const uint64_t *size;
    } places[] = {
#define RP_SYSTEM_POLICY(name) {rp_system_policy_##name##_start, &rp_system_policy_##name##_size},
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY
    };
    return (struct rampart_str){places[i].start, (size_t)*places[i].size};
}
#else
/*
 * Each document, and where it lies: by its distance from here, not by its address, which a program that starts would
 * have to fill in for every one. The assembler keeps the order of the list.
 */
__asm__(".pushsection .rodata.rp_system_places, \"a\"\n"
        ".balign 4\n"
        ".hidden rp_system_places\n"
        ".global rp_system_places\n"
        "rp_system_places:\n"
        ".popsection\n");
#define RP_SYSTEM_POLICY(name)                                           \
    EMBED("rp_system_policy_" #name, "system/" #name ".json");           \
    __asm__(".pushsection .rodata.rp_system_places, \"a\"\n"             \
            ".4byte rp_system_policy_" #name "_start - .\n"              \
            ".4byte .Lrp_system_policy_" #name "_end - rp_system_policy_" #name "_start\n" \
            ".popsection\n");
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY

/* The document at a place of the list. */
HIDDEN extern const struct system_place {
    int32_t distance;
    uint32_t size;
} rp_system_places[];

static struct rampart_str embedded_system_text(size_t i)
{
    const struct system_place *place = &rp_system_places[i];
    return (struct rampart_str){(const char *)place + place->distance, place->size};
}

#endif

enum { LONGEST_NAME = 72 };

static const char system_names[][LONGEST_NAME] = {
#define RP_SYSTEM_POLICY(name) #name,
#include "catalog/system_names.h"
#undef RP_SYSTEM_POLICY
};

size_t rp_system_policy_count(void)
{
    return sizeof system_names / sizeof system_names[0];
}

struct rampart_str rp_system_policy_name(size_t i)
{
    return rampart_str(system_names[i]);
}

bool rp_system_policy(struct rampart_str name, struct rampart_str *ret_text)
{
    size_t low = 0, high = rp_system_policy_count();
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = rp_str_compare(rp_system_policy_name(middle), name);
        if (order == 0) {
            *ret_text = embedded_system_text(middle);
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
