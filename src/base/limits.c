/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"

struct rampart_limits rampart_default_limits(void)
{
    return (struct rampart_limits){
        .document_bytes = 16u << 20,
        .depth = 64,
        .statements = 20000,
        .list_values = 20000,
        .string_bytes = 64u << 10,
        .pattern_bytes = 8u << 10,
        .diagnostics = 100,
        .context_keys = 1000,
        .context_values = 1000,
        .control_levels = 32,
        .account_bytes = (size_t)1 << 30,
        .account_entries = 4000000,
    };
}

static size_t limits_or_default(size_t given, size_t fallback)
{
    return given != 0 ? given : fallback;
}

struct rampart_limits rp_limits_of(const struct rampart_options *options)
{
    struct rampart_limits limits = rampart_default_limits();
    if (options == NULL) return limits;
    const struct rampart_limits *given = &options->limits;
    limits.document_bytes = limits_or_default(given->document_bytes, limits.document_bytes);
    limits.depth = limits_or_default(given->depth, limits.depth);
    limits.statements = limits_or_default(given->statements, limits.statements);
    limits.list_values = limits_or_default(given->list_values, limits.list_values);
    limits.string_bytes = limits_or_default(given->string_bytes, limits.string_bytes);
    limits.pattern_bytes = limits_or_default(given->pattern_bytes, limits.pattern_bytes);
    limits.diagnostics = limits_or_default(given->diagnostics, limits.diagnostics);
    limits.context_keys = limits_or_default(given->context_keys, limits.context_keys);
    limits.context_values = limits_or_default(given->context_values, limits.context_values);
    limits.control_levels = limits_or_default(given->control_levels, limits.control_levels);
    limits.account_bytes = limits_or_default(given->account_bytes, limits.account_bytes);
    limits.account_entries = limits_or_default(given->account_entries, limits.account_entries);
    return limits;
}

const struct rampart_allocator *rp_options_allocator(const struct rampart_options *options)
{
    return options == NULL ? NULL : options->allocator;
}

const struct rampart_catalog *rp_options_catalog(const struct rampart_options *options)
{
    return options == NULL ? NULL : options->catalog;
}

unsigned rp_options_absent(const struct rampart_options *options)
{
    return options == NULL ? 0 : options->absent_layers;
}

rampart_switches rp_options_assumptions(const struct rampart_options *options)
{
    return options == NULL ? 0 : options->assumptions;
}
