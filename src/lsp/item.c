/* SPDX-License-Identifier: Apache-2.0 */
/* One proposal of completion, written as the place wants it. */
#include "base/str.h"
#include "lsp/complete.h"
#include "lsp/session.h"
#include "text/json_write.h"

enum { ITEMS_MOST = 1500 };

/* True when the letters of a word stand in a text in their order, in any case: editors show more than what begins alike. */
static bool item_fits(struct rampart_str word, struct rampart_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < text.len && at < word.len; i++) at += rp_lower(text.data[i]) == rp_lower(word.data[at]);
    return at == word.len;
}

/* A word of YAML that would be read as something else than a text. */
static bool item_needs_quotes(struct rampart_str text)
{
    return text.len == 0 || text.data[0] == '*' || rp_is_digit(text.data[0]) || rp_str_equal(text, RP_STR("true")) ||
           rp_str_equal(text, RP_STR("false"));
}

/* Writes what replaces the word: in quotes where there are none yet, and with a colon behind a key that has none. */
static void item_write(const struct lsp_completion *completion, struct rampart_str text, struct rp_buf *out)
{
    const struct lsp_element *element = completion->element;
    const enum lsp_quotes has = completion->is_key ? element->node->key_quotes : element->node->quotes;
    const bool yaml = element->scan.yaml;
    const bool wants = has == LSP_BARE && (!yaml || item_needs_quotes(text));
    const struct rampart_str quote = completion->embedded ? RP_STR("\\\"") : has == LSP_SINGLE ? RP_STR("'") : RP_STR("\"");
    if (wants) rp_buf_add(out, quote);
    rp_buf_add(out, text);
    if (wants || completion->open) rp_buf_add(out, quote);
    const bool closed = has != LSP_BARE && !completion->open; /* the colon would stand within the quotes */
    if (completion->is_key && !completion->colon && !closed) rp_buf_add(out, RP_STR(": "));
}

void lsp_propose(struct lsp_completion *completion, const struct lsp_item *item)
{
    struct rp_buf *out = completion->out, text, sort;
    if (!item_fits(completion->typed, item->label)) return;
    completion->cut |= completion->count == ITEMS_MOST;
    if (completion->cut) return;
    completion->count++;
    rp_buf_init(&text, NULL, UINT32_MAX);
    rp_buf_init(&sort, NULL, UINT32_MAX);
    item_write(completion, item->text, &text);
    rp_buf_printf(&sort, "%c%.*s", item->rank, RP_ARG(item->label));
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "label", item->label);
    rp_write_number(out, "kind", (size_t)item->kind);
    if (item->detail.len > 0) rp_write_text(out, "detail", item->detail);
    rp_write_text(out, "sortText", rp_buf_text(&sort));
    rp_write_text(out, "filterText", item->label);
    if (item->snippet) rp_write_number(out, "insertTextFormat", 2);
    rp_write_open(out, "textEdit", '{');
    lsp_put_range(out, "range", completion->range);
    rp_write_text(out, "newText", rp_buf_text(&text));
    rp_write_close(out, '}');
    rp_write_close(out, '}');
    if (text.failed != RAMPART_OK || sort.failed != RAMPART_OK) out->failed = RAMPART_NO_MEMORY;
    rp_buf_free(&text);
    rp_buf_free(&sort);
}
