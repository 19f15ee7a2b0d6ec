/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/str.h"
#include "base/utf8.h"
#include "support/rules.h"
#include "support/sets.h"

enum { MOST_REPORTED = 1 << 26 };

void fuzz_must(bool holds, const char *what)
{
    if (holds) return;
    (void)fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

const struct rampart_options *fuzz_tight(void)
{
    static const struct rampart_options tight = {.limits = {.document_bytes = 1 << 16,
                                                            .depth = 24,
                                                            .statements = 40,
                                                            .list_values = 100,
                                                            .string_bytes = 1 << 14,
                                                            .pattern_bytes = 512,
                                                            .diagnostics = 20,
                                                            .context_keys = 40,
                                                            .context_values = 20,
                                                            .control_levels = 4,
                                                            .account_bytes = 1 << 17,
                                                            .account_entries = 2000}};
    return &tight;
}

struct rampart_str fuzz_text(const uint8_t *data, size_t size)
{
    return (struct rampart_str){(const char *)data, size};
}

struct rampart_diags *fuzz_diags(void)
{
    struct rampart_diags *diags = NULL;
    fuzz_must(rampart_diags_new(fuzz_tight(), &diags) == RAMPART_OK, "there is memory for diagnostics");
    return diags;
}

/* ---- reports ---- */

static bool keep(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

struct rampart_writer fuzz_keep(struct rp_buf *ret_buf)
{
    rp_buf_init(ret_buf, NULL, MOST_REPORTED);
    return (struct rampart_writer){ret_buf, keep};
}

void fuzz_must_be_json(struct rampart_str report)
{
    fuzz_must(rp_utf8_valid(report) == report.len, "a report is UTF-8");
    cJSON *json = cJSON_ParseWithLength(report.data, report.len);
    fuzz_must(json != NULL, "a report is JSON");
    cJSON_Delete(json);
}

static void check_place(const struct rampart_diag *diag)
{
    if (diag->line == 0) return;
    fuzz_must(diag->column > 0 && diag->end_column > 0, "columns count from 1");
    fuzz_must(diag->end_line > diag->line ||
                  (diag->end_line == diag->line && diag->end_column >= diag->column),
              "a place does not end before it begins");
}

static void report_diags(const struct rampart_diags *diags)
{
    for (int json = 0; json < 2; json++) {
        struct rp_buf report;
        const struct rampart_writer writer = fuzz_keep(&report);
        const struct rampart_report_style style = {.format = json ? RAMPART_REPORT_JSON : RAMPART_REPORT_TEXT,
                                                   .color = true};
        fuzz_must(rampart_report_diags(NULL, diags, style, &writer) == RAMPART_OK, "diagnostics are printed");
        if (json) fuzz_must_be_json(rp_buf_text(&report));
        rp_buf_free(&report);
    }
}

void fuzz_ended(enum rampart_status status, bool given, struct rampart_diags *diags)
{
    size_t errors = rampart_diags_found(diags, RAMPART_ERROR);
    fuzz_must((status == RAMPART_OK) == given, "a result is given with the status OK, and only then");
    fuzz_must(status != RAMPART_OK || errors == 0, "what is accepted has no error");
    fuzz_must(status != RAMPART_INVALID_INPUT || errors > 0, "what is refused has an error");
    fuzz_must(status != RAMPART_NO_MEMORY && status != RAMPART_MISUSE,
              "bytes are no misuse, and take little memory");
    for (size_t i = 0; i < rampart_diags_count(diags); i++) check_place(rampart_diags_at(diags, i));
    report_diags(diags);
    rampart_diags_free(diags);
}

/* ---- accounts ---- */

static struct rampart_request *new_request(void)
{
    struct rampart_request *request = NULL;
    enum rampart_status status = rampart_request_new(NULL, &request);
    if (status == RAMPART_OK)
        status = rampart_request_set_action(request, RP_STR("ess:CancelInstanceRefresh"), NULL);
    if (status == RAMPART_OK)
        status = rampart_request_add_resource(
            request, RP_STR("acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-staging-1"), NULL);
    if (status == RAMPART_OK) status = rampart_request_finish(request, NULL);
    fuzz_must(status == RAMPART_OK, "a proper request is accepted");
    return request;
}

void fuzz_ask_account(const struct rampart_account *account)
{
    struct rampart_request *request = new_request();
    struct rampart_who_can *result = NULL;
    struct rampart_diags *diags = fuzz_diags();
    enum rampart_status status = rp_account_who_can(NULL, account, request, NULL, diags, &result);
    fuzz_ended(status, result != NULL, diags);
    rampart_who_can_free(result);
    rampart_request_free(request);
}

static void print_account(const struct rampart_account *account, bool json, struct rp_buf *ret_text)
{
    const struct rampart_writer writer = fuzz_keep(ret_text);
    const struct rampart_account_style style = {.json = json};
    fuzz_must(rampart_write_account(NULL, account, style, &writer) == RAMPART_OK, "an account is printed");
    if (json) fuzz_must_be_json(rp_buf_text(ret_text));
}

static void print_again(bool json, struct rp_buf *text)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = fuzz_diags();
    struct rp_buf again;
    enum rampart_status status =
        rampart_account_read(NULL, rp_buf_text(text), RP_STR("printed"), diags, &account);
    if (status != RAMPART_OK && rampart_diags_count(diags) > 0)
        (void)fprintf(stderr, "%.*s\n", RP_ARG(rampart_diags_at(diags, 0)->message));
    fuzz_must(status == RAMPART_OK, "a printed account is read");
    fuzz_ended(status, account != NULL, diags);
    print_account(account, json, &again);
    fuzz_must(rp_str_equal(rp_buf_text(text), rp_buf_text(&again)), "a printed account is printed the same");
    rampart_account_free(account);
    rp_buf_free(&again);
}

void fuzz_round_trip(const struct rampart_account *account)
{
    if (rampart_account_id(account).len == 0) return;
    for (int json = 0; json < 2; json++) {
        struct rp_buf text;
        print_account(account, json, &text);
        print_again(json, &text);
        rp_buf_free(&text);
    }
}

const struct rampart_set *fuzz_compiled(const char *account_path,
                                             const struct rampart_account **ret_account)
{
    static struct rampart_account *account;
    static struct rampart_set *compiled;
    if (compiled == NULL) {
        enum rampart_status status = rampart_account_read_file(NULL, account_path, NULL, &account);
        if (status == RAMPART_OK) status = set_of_account(NULL, account, NULL, &compiled);
        fuzz_must(status == RAMPART_OK, "the account that decides is read (from the root of the source)");
    }
    if (ret_account != NULL) *ret_account = account;
    return compiled;
}

/* ---- files ---- */

static char folder[] = "/tmp/rampart-fuzz-XXXXXX";
static char path[sizeof folder + 8];

static void remove_file(void)
{
    (void)unlink(path);
    (void)rmdir(folder);
}

const char *fuzz_file(const uint8_t *data, size_t size)
{
    if (path[0] == '\0') {
        fuzz_must(mkdtemp(folder) != NULL && atexit(remove_file) == 0, "there is a folder for files");
        (void)snprintf(path, sizeof path, "%s/input", folder);
    }
    FILE *file = fopen(path, "wb");
    fuzz_must(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0, "a file is written");
    return path;
}
