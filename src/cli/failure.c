/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/failure.h"

#include <string.h>

#include <rampart/report.h>

#include "cli/stream.h"

/* One a process: whatever complains, complains of this run. */
static struct {
    bool wanted, quiet;
    bool usage;
    bool told;
    bool lost; /* memory was refused to the list: it must not look as if it were all */
    struct rampart_diags *diags;
} failure;

static bool is_any(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* Word by word, for the options may be refused before they are known. */
void cli_failure_start(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        bool split = is_any(argv[i], "-f", "--format") && i + 1 < argc && strcmp(argv[i + 1], "json") == 0;
        failure.wanted |= split || is_any(argv[i], "-fjson", "--format=json");
        failure.quiet |= is_any(argv[i], "-q", "--quiet");
    }
}

static bool is_kept(void)
{
    return failure.diags != NULL || rampart_diags_new(NULL, &failure.diags) == RAMPART_OK;
}

static void keep(const struct rampart_diag *diag)
{
    if (!is_kept() || rampart_diags_add(failure.diags, diag) != RAMPART_OK) failure.lost = true;
}

void cli_failure_keep(const char *message)
{
    const struct rampart_diag diag = {.code = "CLI002", .name = "failed", .message = rampart_str(message)};
    keep(&diag);
}

void cli_failure_is_usage(void)
{
    failure.usage = true;
}

void cli_failure_keep_diags(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++) keep(rampart_diags_at(diags, i));
}

const struct rampart_diags *cli_failure_kept(void)
{
    return failure.diags;
}

void cli_failure_is_told(void)
{
    failure.told = true;
}

/* What was said before it was clear that the command line is at fault: all of it is about the command line. */
static void call_it_usage(void)
{
    struct rampart_diags *said = failure.diags;
    failure.diags = NULL;
    for (size_t i = 0; i < rampart_diags_count(said); i++) {
        struct rampart_diag diag = *rampart_diags_at(said, i);
        diag.code = "CLI001";
        diag.name = "bad-usage";
        keep(&diag);
    }
    rampart_diags_free(said);
}

void cli_failure_write(void)
{
    struct cli_stream *out = cli_stdout();
    if (!failure.wanted || failure.quiet || failure.told || out->used || out->reason != 0) return;
    if (failure.usage) call_it_usage();
    const struct rampart_writer writer = cli_writer(out);
    if (!failure.lost && is_kept() && rampart_report_failure(NULL, failure.diags, &writer) == RAMPART_OK) return;
    if (out->used) return;
    (void)cli_puts(out,
                   "{\"error\":{\"code\":\"CLI003\",\"name\":\"out-of-memory\",\"message\":\"out of memory\","
                   "\"help\":null},\"diagnostics\":[],\"omitted\":0}\n");
}

void cli_failure_free(void)
{
    rampart_diags_free(failure.diags);
    failure.diags = NULL;
}
