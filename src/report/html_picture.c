/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_picture.h"

#include "base/str.h"
#include "base/utf8.h"

/* In pixels, but for the label, whose cells are about 8 wide. */
enum { BOX_WIDTH = 216, BOX_HEIGHT = 32, COLUMN = 280, ROW = 44, MARGIN = 8, LABEL_CELLS = 26, TEXT_DOWN = 20, TEXT_IN = 10 };

static size_t picture_left(const struct rp_picture_box *box)
{
    return MARGIN + box->column * COLUMN;
}

static size_t picture_top(const struct rp_picture_box *box)
{
    return MARGIN + box->row * ROW;
}

/* The end of a label tells more than its beginning: "role/ci" of an ARN. */
static void picture_label(struct rp_html *html, struct rampart_str label)
{
    size_t cells = 0, at = 0;
    for (size_t i = 0; i < label.len; i += rp_utf8_step(label, i)) cells += rp_utf8_cells(rp_utf8_decode(rp_str_from(label, i)));
    const bool cut = cells > LABEL_CELLS;
    for (; cells > LABEL_CELLS - 1 && cut && at < label.len; at += rp_utf8_step(label, at))
        cells -= rp_utf8_cells(rp_utf8_decode(rp_str_from(label, at)));
    if (cut) rp_html_words(html, "…");
    rp_html_attribute(html, rp_str_from(label, at)); /* SVG's text has no spans of HTML */
}

static void picture_box(struct rp_html *html, const struct rp_picture_box *box)
{
    const size_t left = picture_left(box), top = picture_top(box);
    rp_html_words(html, "<g><title>");
    rp_html_attribute(html, box->label);
    rp_buf_printf(html->out,
                  "</title><rect class=\"box\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" rx=\"6\"/><text x=\"%zu\" y=\"%zu\">",
                  left, top, BOX_WIDTH, BOX_HEIGHT, left + TEXT_IN, top + TEXT_DOWN);
    picture_label(html, box->label);
    rp_html_words(html, "</text></g>\n");
}

static void picture_arrow(struct rp_html *html, const struct rp_picture_box *from, const struct rp_picture_box *to)
{
    enum { TIP = 7, HALF_TIP = 4 };
    const size_t x = picture_left(from) + BOX_WIDTH, y = picture_top(from) + BOX_HEIGHT / 2;
    const size_t end = picture_left(to), down = picture_top(to) + BOX_HEIGHT / 2, middle = (x + end) / 2;
    rp_buf_printf(html->out, "<path class=\"way\" d=\"M%zu %zuC%zu %zu %zu %zu %zu %zu\"/>", x, y, middle, y, middle, down,
                  end - TIP, down);
    rp_buf_printf(html->out, "<path class=\"tip\" d=\"M%zu %zul-%d -%dv%dz\"/>\n", end, down, TIP, HALF_TIP, 2 * HALF_TIP);
}

void rp_html_picture(struct rp_html *html, const char *name, const struct rp_picture *picture)
{
    size_t columns = 0, rows = 0;
    if (picture->box_count == 0) return;
    for (size_t i = 0; i < picture->box_count; i++) {
        if (picture->boxes[i].column >= columns) columns = picture->boxes[i].column + 1;
        if (picture->boxes[i].row >= rows) rows = picture->boxes[i].row + 1;
    }
    const size_t width = 2 * MARGIN + (columns - 1) * COLUMN + BOX_WIDTH;
    const size_t height = 2 * MARGIN + (rows - 1) * ROW + BOX_HEIGHT;
    rp_buf_printf(html->out,
                  "<section class=\"scroll\" tabindex=\"0\" aria-label=\"%s\">\n<svg role=\"img\" aria-label=\"%s\" "
                  "width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\">\n",
                  name, name, width, height, width, height);
    for (size_t i = 0; i < picture->arrow_count; i++)
        picture_arrow(html, &picture->boxes[picture->arrows[i].from], &picture->boxes[picture->arrows[i].to]);
    for (size_t i = 0; i < picture->box_count; i++) picture_box(html, &picture->boxes[i]);
    rp_html_words(html, "</svg>\n</section>\n");
}
