/* SPDX-License-Identifier: Apache-2.0 */
#include "support/page_facts.h"

#include "base/limits.h"
#include "base/str.h"
#include "pack/answers.h"

static void page_facts_write(struct page_facts *read)
{
    const struct rp_facts *facts = &read->facts;
    for (size_t i = 0; i < facts->row_count; i++) {
        const struct rp_fact_row *row = &facts->rows[i];
        rp_buf_printf(&read->lines, "%.*s %.*s %.*s %.*s %.*s %.*s %.*s%s%.*s\n", RP_ARG(row->action), RP_ARG(row->level),
                      RP_ARG(row->type), RP_ARG(row->needed), RP_ARG(row->template), RP_ARG(row->keys),
                      RP_ARG(row->dependents), row->source.len == 1 ? "" : " ", RP_ARG(rp_str_from(row->source, 1)));
    }
    for (size_t i = 0; i < facts->type_count; i++)
        rp_buf_printf(&read->lines, "type %.*s %.*s %.*s\n", RP_ARG(facts->types[i].service),
                      RP_ARG(facts->types[i].type), RP_ARG(facts->types[i].template));
    for (size_t i = 0; i < facts->key_count; i++)
        rp_buf_printf(&read->lines, "key %.*s %.*s\n", RP_ARG(facts->keys[i].key), RP_ARG(facts->keys[i].type));
    for (size_t i = 0; i < facts->name_count; i++)
        rp_buf_printf(&read->lines, "name %.*s %.*s\n", RP_ARG(facts->names[i].action), RP_ARG(facts->names[i].level));
    for (size_t i = 0; i < facts->api_count; i++)
        if (!rp_str_equal(facts->apis[i].api, facts->apis[i].action)) /* as nearly all are */
            rp_buf_printf(&read->lines, "api %.*s %.*s\n", RP_ARG(facts->apis[i].api), RP_ARG(facts->apis[i].action));
    for (size_t i = 0; i < facts->granularity_count; i++)
        rp_buf_printf(&read->lines, "granularity %.*s %.*s\n", RP_ARG(facts->granularities[i].code),
                      RP_ARG(facts->granularities[i].granularity));
    for (size_t i = 0; i < facts->policy_count; i++)
        rp_buf_printf(&read->lines, "policy %.*s %.*s %.*s %.*s", RP_ARG(facts->policies[i].name),
                      RP_ARG(facts->policies[i].version), RP_ARG(facts->policies[i].date),
                      RP_ARG(facts->policies[i].document));
    rp_buf_add_byte(&read->lines, '\0');
}

void page_facts_read(struct page_facts *read, const struct rampart_options *options, const char *name,
                     struct rampart_str text, struct rampart_diags *diags)
{
    const struct rampart_limits limits = rp_limits_of(options);
    struct rp_source source;
    struct rp_page page;
    *read = (struct page_facts){.diags = diags};
    rp_arena_init(&read->arena, rp_options_allocator(options));
    rp_buf_init(&read->lines, NULL, SIZE_MAX / 2);
    read->facts.arena = &read->arena;
    read->status = rp_source_init(&source, &read->arena, rampart_str(name), text);
    const struct rp_reading reading = {.arena = &read->arena, .source = &source, .limits = &limits, .diags = diags};
    struct rp_origin origin = {RP_STR("S"), RP_STR("2026-11-30")};
    enum rp_answer_kind kind;
    if (read->status == RAMPART_OK && text.len > 0 && (text.data[0] == '{' || text.data[0] == '[')) {
        origin.source = RP_STR("https://api.example.com/meta/v1/products/Zoo/versions/1/api-docs.json");
        read->status = rp_facts_take_json(&read->facts, &reading, RP_STR("zoo\tzoo,zoopark\tdocs\t-\t-\t-\n"), &origin, &kind);
    } else if (read->status == RAMPART_OK) {
        read->status = rp_page_read(&reading, &page);
        if (read->status == RAMPART_OK) read->status = rp_facts_take_page(&read->facts, &reading, &page, &origin);
    }
    page_facts_write(read);
}

void page_facts_free(struct page_facts *read)
{
    rp_buf_free(&read->lines);
    rp_arena_free(&read->arena);
}
