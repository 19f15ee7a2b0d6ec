/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a part: what another run counted, as its report in JSON printed it. */
#ifndef RP_TRAIL_MERGE_H
#define RP_TRAIL_MERGE_H

#include <sys/stat.h>

#include "base/buf.h"
#include "trail/replay.h"

/* A part while it is read. */
struct rp_part {
    struct rampart_replay *replay;
    struct rp_reading reading;
    struct rp_arena arena;
    struct rp_buf text;
    struct rp_source source;
    struct stat file; /* zeroed for standard input */
    uint64_t counted; /* events of its rows and skips */
};

/* Reports a member that cannot be. */
enum rampart_status rp_part_refuse(const struct rp_part *part, const struct rp_node *node, const char *what);

/* Members that must be there. Errors: RAMPART_INVALID_INPUT, which is reported; RAMPART_NO_MEMORY. */
enum rampart_status rp_part_member(const struct rp_part *part, const struct rp_node *map, const char *name,
                                   enum rp_node_type type, const struct rp_node **ret_member);
enum rampart_status rp_part_text(const struct rp_part *part, const struct rp_node *map, const char *name,
                                 struct rampart_str *ret_text);
enum rampart_status rp_part_number(const struct rp_part *part, const struct rp_node *map, const char *name,
                                   uint64_t *ret_number);
enum rampart_status rp_part_time(const struct rp_part *part, const struct rp_node *map, const char *name,
                                 struct rampart_str *ret_time);

/* The reason of a row that stays undetermined, and the list `keys`, as a row has them. */
enum rampart_status rp_part_reason(const struct rp_part *part, const struct rp_node *map,
                                   enum rampart_replay_reason *ret_reason);
enum rampart_status rp_part_keys(struct rp_part *part, const struct rp_node *map, struct rampart_str *ret_keys);

/* Reads each object of a list. RAMPART_LIMIT of `read` is reported. */
enum rampart_status rp_part_list(struct rp_part *part, const struct rp_node *root, const char *name,
                                 enum rampart_status (*read)(struct rp_part *, const struct rp_node *));

#endif
