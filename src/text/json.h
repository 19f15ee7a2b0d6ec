/* SPDX-License-Identifier: Apache-2.0 */
/* Reading JSON as RFC 8259 has it. All functions take time linear in the text. */
#ifndef RP_TEXT_JSON_H
#define RP_TEXT_JSON_H

#include "text/tree.h"

/*
 * Reads a text into a tree. All errors are reported. Errors: RAMPART_INVALID_INPUT when the text has any error;
 * *ret_root is a tree with BROKEN parts then, or NULL when the reader could not go on. RAMPART_LIMIT (also
 * reported) and RAMPART_NO_MEMORY leave *ret_root alone.
 */
enum rampart_status rp_json_read(const struct rp_reading *reading, struct rp_node **ret_root);

/*
 * As rp_json_read(), for a part of the text that is a document of its own, as a line can be; not empty. Places are
 * those of the whole text.
 */
enum rampart_status rp_json_read_part(const struct rp_reading *reading, struct rp_span part,
                                      struct rp_node **ret_root);

/*
 * Finds the value that begins behind the blanks at an offset: up to the end of its brackets, or of its line if it
 * has none. It tells values apart that follow one another; it does not check that they are JSON. False: only blanks
 * are left.
 */
bool rp_json_next_value(struct rampart_str text, uint32_t from, struct rp_span *ret_part);

/*
 * ---- lazy reading ----
 * The tree of a large text of many parts would be several times as large as the text, and most of it would wait
 * unused. So the text is read twice: once as a whole, of which only the outline stays, then part by part.
 */

/*
 * The lists and maps that are left out, and a function that sees each of them whole, with the one around it,
 * before.
 */
struct rp_json_lazy {
    size_t depth; /* of the lists and maps that are left out; the document itself is 1 */
    enum rampart_status (*see)(void *context, const struct rp_node *outer, struct rp_node *node);
    void *context;
    const struct rampart_str *passed; /* the key of a map of them of which not even these are kept, and which is lazy itself; NULL: none */
};

/*
 * As rp_json_read(), but lists and maps of one depth are checked and left lazy: only their place and the number of
 * their children stay. Of the map whose members are `passed`, which may be lists and maps only, the same. Nothing is
 * reported, and any error gives RAMPART_INVALID_INPUT and no tree.
 */
enum rampart_status rp_json_read_lazy(const struct rp_reading *reading, const struct rp_json_lazy *lazy,
                                      struct rp_node **ret_root);

/* Reads a lazy node with all that stands in it, into the arena of this reading, which may be another one. */
enum rampart_status rp_json_expand(const struct rp_reading *reading, const struct rp_node *node,
                                   struct rp_node **ret_whole);

/*
 * Reads a lazy map whose members are lists and maps once more, and shows each with all that stands in it; it is gone after that.
 * Its texts that do not stand in the source go with it.
 */
enum rampart_status rp_json_each(const struct rp_reading *reading, const struct rp_node *map,
                                 enum rampart_status (*see)(void *context, const struct rp_node *outer, struct rp_node *node),
                                 void *context);

#endif
