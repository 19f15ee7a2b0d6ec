/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence: the events of samples and as much of the account as they need, with everything replaced that identifies. */
#ifndef RP_CALIBRATE_EVIDENCE_H
#define RP_CALIBRATE_EVIDENCE_H

#include <rampart/calibrate.h>

#include "calibrate/replace.h"
#include "trail/replay.h"

/* An event that is kept: its text, and what it showed. */
struct rp_kept_event {
    struct rampart_str text, action, keys, switches, outcomes;
    enum rampart_agreement agreement;
    enum rampart_replay_reason reason;
    struct rp_kept_event *next; /* in the order in which they came */
};

struct rp_evidence {
    struct rp_arena arena;
    struct rp_kept_event *first, **end;
    size_t count;
};

enum { RP_EVIDENCE_OF_A_NOTE = 3, RP_EVIDENCE_EVENTS = 2000, RP_EVIDENCE_BYTES = 1 << 15 };

/* Keeps an event; one that is too long, or one too many, is not. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_evidence_keep(struct rp_evidence *evidence, const struct rp_kept_event *event, bool *ret_kept);

/*
 * Writes a kept event with its words replaced; the number takes the place of its id. `timed`: its time matters; else it is
 * replaced as well. Errors: as rp_event_read().
 */
enum rampart_status rp_evidence_write_event(struct rp_replacer *replacer, const struct rp_reading *reading,
                                            const struct rp_kept_event *event, size_t number, bool timed,
                                            struct rp_buf *out);

/* Writes the document of a policy, JSON, with its words replaced. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_evidence_write_document(struct rp_replacer *replacer, const struct rp_reading *reading,
                                               const struct rp_node *document, struct rp_buf *out);

/*
 * Writes an account file, JSON, with its words replaced: users and roles that an event names, and the policies that they
 * hold. Errors: RAMPART_INVALID_INPUT for an account that cannot be written; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_evidence_write_account(struct rp_replacer *replacer, const struct rp_evidence *evidence,
                                              const struct rampart_account *account, struct rp_buf *out);

#endif
