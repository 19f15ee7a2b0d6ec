/* SPDX-License-Identifier: Apache-2.0 */
/* What a finding is known by when lines before it have moved. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/try.h"
#include "base/utf8.h"
#include "report/lint_report.h"

struct keyed {
    uint64_t hash;
    size_t index;
};

/* What of the line the finding is about. */
static struct rampart_str covered(const struct rampart_diag *diag)
{
    size_t start = 0, end;
    for (unsigned i = 1; i < diag->snippet_column && start < diag->snippet.len; i++)
        start += rp_utf8_step(diag->snippet, start);
    end = start;
    for (unsigned i = 0; i < diag->snippet_width && end < diag->snippet.len; i++)
        end += rp_utf8_step(diag->snippet, end);
    return rp_str_part(diag->snippet, start, end - start);
}

static uint64_t hash_of(struct rampart_lint_report *report, const struct rampart_diag *diag,
                        struct rp_buf *text)
{
    text->len = 0;
    rp_buf_add(text, rampart_str(diag->code));
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, rp_lint_path(report, diag->file));
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, diag->subject);
    rp_buf_add_byte(text, '\0');
    rp_buf_add(text, covered(diag));
    return rp_hash(rp_buf_text(text));
}

static int by_hash(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Equal findings are told apart by their order. */
static uint64_t numbered(uint64_t hash, size_t number)
{
    uint64_t parts[2] = {hash, number};
    return rp_hash((struct rampart_str){(const char *)parts, sizeof parts});
}

static void tell_apart(const struct keyed *keyed, size_t count, uint64_t *fingerprints)
{
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = i > 0 && keyed[i].hash == keyed[i - 1].hash ? number + 1 : 0;
        fingerprints[keyed[i].index] = numbered(keyed[i].hash, number);
    }
}

struct rampart_str rp_lint_fingerprint(uint64_t fingerprint, char digits[RP_LINT_FINGERPRINT])
{
    for (size_t i = RP_LINT_FINGERPRINT; i > 0; fingerprint >>= 4)
        digits[--i] = "0123456789abcdef"[fingerprint & 15];
    return (struct rampart_str){digits, RP_LINT_FINGERPRINT};
}

enum rampart_status rp_lint_fingerprints(struct rampart_lint_report *report,
                                         const struct rampart_diags *findings, uint64_t **ret_fingerprints)
{
    size_t count = rampart_diags_count(findings);
    struct keyed *keyed = RP_NEW_ARRAY(&report->scratch, struct keyed, count + 1);
    uint64_t *fingerprints = RP_NEW_ARRAY(&report->scratch, uint64_t, count + 1);
    RP_TRY_MEMORY(keyed != NULL && fingerprints != NULL);
    struct rp_buf text;
    rp_buf_init(&text, &report->out.allocator, report->out.cap);
    for (size_t i = 0; i < count; i++)
        keyed[i] = (struct keyed){hash_of(report, rampart_diags_at(findings, i), &text), i};
    enum rampart_status failed = text.failed;
    rp_buf_free(&text);
    if (count > 1) qsort(keyed, count, sizeof keyed[0], by_hash);
    tell_apart(keyed, count, fingerprints);
    *ret_fingerprints = fingerprints;
    return failed;
}
