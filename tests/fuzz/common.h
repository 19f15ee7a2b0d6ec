/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What fuzz targets have in common. A target reads any bytes and checks what must hold of every reader: what does not
 * hold ends the program by abort(), which libFuzzer and the driver take for a finding.
 */
#ifndef RP_TESTS_FUZZ_COMMON_H
#define RP_TESTS_FUZZ_COMMON_H

#include <stdint.h>

#include <rampart/rampart.h>

#include "base/buf.h"

/* The target: one input. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold, and aborts; goes on when it holds. */
void fuzz_must(bool holds, const char *what);

/* Limits so tight that small inputs run into them. */
const struct rampart_options *fuzz_tight(void);

struct rampart_str fuzz_text(const uint8_t *data, size_t size);

struct rampart_diags *fuzz_diags(void);

/*
 * Looks at how reading ended, and frees the diagnostics: a result is given with RAMPART_OK only, which finds no error;
 * what is refused has one, all places are places of a text, and the reports of them are proper.
 */
void fuzz_ended(enum rampart_status status, bool given, struct rampart_diags *diags);

/* A writer that keeps the report in an initialised buffer. */
struct rampart_writer fuzz_keep(struct rp_buf *ret_buf);

/* That a report is JSON in UTF-8. */
void fuzz_must_be_json(struct rampart_str report);

/*
 * An account file of the tests, compiled: what requests and events are decided by. It is read once and lasts until the
 * end of the program. ret_account may be NULL.
 */
const struct rampart_set *fuzz_compiled(const char *path, const struct rampart_account **ret_account);

/* Asks an account who may do something, and frees nothing. Its bytes may lie: what it holds may be refused late. */
void fuzz_ask_account(const struct rampart_account *account);

/* Prints an account whose id is known, reads what was printed and prints that: both texts are the same. */
void fuzz_round_trip(const struct rampart_account *account);

/* The path of a file with these bytes, which lasts until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

#endif
