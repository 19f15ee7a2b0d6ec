/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of lint: what is accepted is applied to a linter and waives findings. */
#include "base/str.h"
#include "fuzz/common.h"

static void apply(struct rampart_lint_settings *settings)
{
    static const struct rampart_lint_date today = {.year = 2030, .month = 1, .day = 1};
    struct rampart_linter *linter = NULL;
    struct rampart_diags *diags = fuzz_diags();
    const struct rampart_document document = {
        .text = RP_STR(
            "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"),
        .file = RP_STR("policy.json")};
    enum rampart_status status = rampart_linter_new(NULL, &linter);
    rampart_lint_settings_apply(settings, linter);
    if (status == RAMPART_OK) status = rampart_lint_document(linter, &document, diags);
    if (status == RAMPART_OK)
        status = rampart_lint_settings_waive(settings, RP_STR("/nowhere"), today, diags);
    if (status == RAMPART_OK) status = rampart_lint_settings_review(settings, linter, today, diags);
    fuzz_must(status == RAMPART_OK, "settings that are accepted serve");
    rampart_diags_free(diags);
    rampart_linter_free(linter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rampart_lint_settings *settings = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status =
        rampart_lint_settings_read(fuzz_tight(), fuzz_text(data, size), RP_STR("input"), diags, &settings);
    fuzz_must(status != RAMPART_IO, "bytes are read from no file");
    fuzz_ended(status, settings != NULL, diags);
    if (settings != NULL) apply(settings);
    rampart_lint_settings_free(settings);
    return 0;
}
