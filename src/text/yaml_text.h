/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a YAML document: before libyaml sees it, the places of what libyaml found in it, and libyaml's
 * complaints.
 */
#ifndef RP_TEXT_YAML_TEXT_H
#define RP_TEXT_YAML_TEXT_H

#include <yaml.h>

#include "text/tree.h"

/*
 * Reports everything that may not stand in the text. False: libyaml must not see it. A byte order mark is reported
 * too and sets *ret_failed, but does not keep the rest from being read.
 */
bool rp_yaml_check(const struct rp_reading *reading, bool *ret_failed);

/* The text that libyaml gets: the source's without a byte order mark. */
struct rampart_str rp_yaml_text(const struct rp_source *source);

/* The offset of a mark in the source. libyaml counts characters; spans count bytes. */
uint32_t rp_yaml_offset(const struct rp_source *source, yaml_mark_t mark);

/* Reports in plain words why libyaml stopped. */
void rp_yaml_problem(const struct rp_reading *reading, const yaml_parser_t *parser);

/* The beginning of the first line of a text, short enough for a message. */
struct rampart_str rp_yaml_shown(struct rampart_str text);

/* Reports an error; its help goes by rp_diag_help(). */
#define RP_YAML_ERROR(reading, code, start, end, ...)                                                     \
    rp_diag((reading)->diags, RAMPART_ERROR, (code), (struct rp_at){(reading)->source, {(start), (end)}}, \
            __VA_ARGS__)

#endif
