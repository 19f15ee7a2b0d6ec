/* SPDX-License-Identifier: Apache-2.0 */
#include "report/who_can_picture.h"

#include "base/str.h"
#include "base/try.h"
#include "report/html_picture.h"

enum { MOST_ANSWERS = 60, MOST_COLUMNS = 16 };

struct drawing {
    struct rp_arena *arena;
    struct rp_picture_box *boxes;
    const struct rampart_who_can_row **rows; /* of each box */
    size_t count, room, row_room;
    struct rp_picture_arrow *arrows;
    size_t arrow_count, arrow_room;
    size_t columns;             /* before that of the action */
    size_t used[MOST_COLUMNS];  /* rows of each column */
};

/* The box of a row, a new one if there is none. The boxes are few. */
static enum rampart_status drawing_box(struct drawing *drawing, const struct rampart_who_can_row *row, size_t column,
                                       struct rampart_str label, size_t *ret_box)
{
    size_t i = 0;
    while (i < drawing->count && (row == NULL || drawing->rows[i] != row || drawing->boxes[i].column != column)) i++;
    *ret_box = i;
    if (i < drawing->count) return RAMPART_OK;
    struct rp_picture_box *boxes =
        rp_arena_grow(drawing->arena, drawing->boxes, drawing->count, &drawing->room, sizeof *boxes);
    RP_TRY_MEMORY(boxes != NULL);
    drawing->boxes = boxes;
    const struct rampart_who_can_row **rows =
        rp_arena_grow(drawing->arena, drawing->rows, drawing->count, &drawing->row_room, sizeof *rows);
    RP_TRY_MEMORY(rows != NULL);
    drawing->rows = rows;
    rows[i] = row;
    boxes[i] = (struct rp_picture_box){label, column, drawing->used[column]++};
    drawing->count++;
    return RAMPART_OK;
}

static enum rampart_status drawing_arrow(struct drawing *drawing, size_t from, size_t to)
{
    for (size_t i = 0; i < drawing->arrow_count; i++)
        if (drawing->arrows[i].from == from && drawing->arrows[i].to == to) return RAMPART_OK;
    struct rp_picture_arrow *arrows =
        rp_arena_grow(drawing->arena, drawing->arrows, drawing->arrow_count, &drawing->arrow_room, sizeof *arrows);
    RP_TRY_MEMORY(arrows != NULL);
    drawing->arrows = arrows;
    arrows[drawing->arrow_count++] = (struct rp_picture_arrow){from, to};
    return RAMPART_OK;
}

/* From the one who asks, by its roles, to the action, which is the first box. */
static enum rampart_status drawing_chain(struct drawing *drawing, const struct rampart_who_can_row *row)
{
    size_t from = 0, to = 0;
    RP_TRY(drawing_box(drawing, row, drawing->columns - 1 - row->via_count, row->name, &from));
    for (const struct rampart_who_can_row *role = row->via; role != NULL; role = role->via) {
        RP_TRY(drawing_box(drawing, role, drawing->columns - 1 - role->via_count, role->name, &to));
        RP_TRY(drawing_arrow(drawing, from, to));
        from = to;
    }
    return drawing_arrow(drawing, from, 0);
}

static bool drawing_has(const struct rampart_who_can_row *row)
{
    return row != NULL && row->via != NULL && row->via_count < MOST_COLUMNS - 1;
}

enum rampart_status rp_who_can_picture(struct rp_html *html, const struct rampart_who_can *result,
                                       const struct rampart_who_can_row *const *first, size_t count)
{
    struct drawing drawing = {.arena = &html->arena};
    size_t chains = 0, action = 0;
    for (size_t i = 0; i < count; i++) {
        if (!drawing_has(first[i])) continue;
        if (chains++ < MOST_ANSWERS && first[i]->via_count >= drawing.columns) drawing.columns = first[i]->via_count + 1;
    }
    if (chains == 0) return RAMPART_OK;
    RP_TRY(drawing_box(&drawing, NULL, drawing.columns, rampart_who_can_action(result), &action));
    for (size_t i = 0, drawn = 0; i < count && drawn < MOST_ANSWERS; i++) {
        if (!drawing_has(first[i])) continue;
        RP_TRY(drawing_chain(&drawing, first[i]));
        drawn++;
    }
    const struct rp_picture picture = {drawing.boxes, drawing.count, drawing.arrows, drawing.arrow_count};
    rp_html_words(html, "<h2>Roles on the way</h2>\n");
    if (chains > MOST_ANSWERS)
        rp_buf_printf(html->out, "<p>The picture shows %d of %zu ways; the list below has all.</p>\n", MOST_ANSWERS, chains);
    rp_html_picture(html, "Principals, the roles that they assume, and the action", &picture);
    return RAMPART_OK;
}
