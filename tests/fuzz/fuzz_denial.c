/* SPDX-License-Identifier: Apache-2.0 */
/* Denials wherever they stand in a text: they are reported, and fill a request as far as they know it. */
#include "base/str.h"
#include "fuzz/common.h"

static void report(const struct rampart_denial *denial)
{
    const struct rampart_denial_report told = {.denial = denial};
    for (int json = 0; json < 2; json++) {
        struct rp_buf text;
        const struct rampart_writer writer = fuzz_keep(&text);
        const struct rampart_report_style style = {.format =
                                                       json ? RAMPART_REPORT_JSON : RAMPART_REPORT_TEXT};
        fuzz_must(rampart_report_denial(NULL, &told, style, &writer) == RAMPART_OK, "a denial is reported");
        if (json) fuzz_must_be_json(rp_buf_text(&text));
        rp_buf_free(&text);
    }
}

static void fill(const struct rampart_denial *denial)
{
    struct rampart_request *request = NULL;
    struct rampart_diags *diags = fuzz_diags();
    fuzz_must(rampart_request_new(fuzz_tight(), &request) == RAMPART_OK, "there is a request");
    enum rampart_status status = rampart_denial_fill(denial, request, 0, diags);
    if (status == RAMPART_OK) status = rampart_request_finish(request, diags);
    fuzz_ended(status, status == RAMPART_OK, diags);
    rampart_request_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_denial *denial = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status =
        rampart_denial_read(fuzz_tight(), fuzz_text(data, size), RP_STR("input"), diags, &denial);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, denial != NULL, diags);
    if (denial == NULL) return 0;
    report(denial);
    fill(denial);
    rampart_denial_free(denial);
    return 0;
}
