/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/tsv.h"

#include "text/did_you_mean.h"

enum { LONGEST_NAME = 64 }; /* longer words are near to no name of a table */

bool rp_part_next(struct rampart_str *list, char separator, struct rampart_str *ret_part)
{
    if (list->len == 0) return false;
    size_t len = rp_str_find(*list, separator);
    *ret_part = rp_str_part(*list, 0, len);
    *list = rp_str_from(*list, len + 1);
    return true;
}

bool rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line)
{
    return rp_part_next(rows, '\n', ret_line);
}

struct rampart_str rp_tsv_rows(struct rampart_str table)
{
    struct rampart_str line;
    while (table.len > 0 && table.data[0] == '#')
        if (!rp_tsv_next(&table, &line)) break;
    return table;
}

bool rp_tsv_split(struct rampart_str line, struct rampart_str *ret_fields, size_t count)
{
    size_t n = 0;
    while (n < count && rp_part_next(&line, '\t', &ret_fields[n])) n++;
    return n == count && line.len == 0;
}

struct rampart_str rp_tsv_field(struct rampart_str line, size_t field)
{
    struct rampart_str part = {NULL, 0};
    for (size_t i = 0; i <= field; i++)
        if (!rp_part_next(&line, '\t', &part)) return (struct rampart_str){NULL, 0};
    return part;
}

/* A lower-case copy; the buffer holds LONGEST_NAME bytes. */
static struct rampart_str fold(struct rampart_str text, char *buffer)
{
    for (size_t i = 0; i < text.len; i++) buffer[i] = rp_lower(text.data[i]);
    return (struct rampart_str){buffer, text.len};
}

struct rampart_str rp_tsv_unless_dash(struct rampart_str field)
{
    return rp_str_equal(field, RP_STR("-")) ? rp_str_part(field, 0, 0) : field;
}

bool rp_tsv_nearest(struct rampart_str rows, size_t field, size_t skip, struct rampart_str word,
                    struct rampart_str *ret_line)
{
    char word_buffer[LONGEST_NAME], name_buffer[LONGEST_NAME];
    if (word.len == 0 || word.len > LONGEST_NAME) return false;
    struct rampart_str line, folded = fold(word, word_buffer);
    unsigned most = (unsigned)word.len / 3;
    bool found = false;
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str name = rp_str_from(rp_tsv_field(line, field), skip);
        if (name.len > LONGEST_NAME || name.len > word.len + most || name.len + most < word.len) continue;
        unsigned distance = rp_edit_distance(folded, fold(name, name_buffer), most);
        if (distance > most) continue;
        *ret_line = line;
        found = true;
        if (distance == 0) return true;
        most = distance - 1; /* the next must be nearer still */
    }
    return found;
}
