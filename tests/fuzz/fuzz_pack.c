/* SPDX-License-Identifier: Apache-2.0 */
/* Files of `rampart catalog --import`: a page of either format or JSON. What is taken has the form of the tables. */
#include "base/str.h"
#include "fuzz/common.h"
#include "pack/words.h"
#include "support/page_facts.h"

static bool is_plain(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\t' || text.data[i] == '\n') return false;
    return text.len > 0;
}

static void row_must_fit(const struct rp_fact_row *row)
{
    fuzz_must(rp_words_is_name(row->action, false), "an action is one");
    fuzz_must(rp_words_is_template(row->template), "a template is one");
    fuzz_must(is_plain(row->type) && is_plain(row->keys) && is_plain(row->dependents), "a column has no tab");
    fuzz_must(row->level.len > 0 && row->needed.len > 0, "no column is empty");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"input.md", "input.html", "input"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct rampart_diags *diags = fuzz_diags();
        struct page_facts read;
        page_facts_read(&read, fuzz_tight(), names[i], fuzz_text(data, size), diags);
        for (size_t k = 0; read.status == RAMPART_OK && k < read.facts.row_count; k++) row_must_fit(&read.facts.rows[k]);
        fuzz_ended(read.status, read.status == RAMPART_OK, diags);
        page_facts_free(&read);
    }
    return 0;
}
