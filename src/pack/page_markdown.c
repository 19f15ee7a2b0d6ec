/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown as the help centre writes it, which is not all of Markdown. A table is lines with bars, or it is flattened:
 * each line of each cell is a paragraph of its own. Code ends a line of a page, so that what stands before and behind
 * it does not run into it. Comments of HTML are passed over: a browser does not show them.
 */
#include "base/str.h"
#include "base/try.h"
#include "pack/page.h"

/* A line of the text while its pieces are made. */
struct markdown {
    struct rp_page_maker maker;
    struct rampart_str text;
    size_t at; /* the line's first byte that is not read */
    bool in_table;
    uint32_t tables, rows;
    bool code; /* between backticks */
    bool no_parenthesis; /* the line closes no further one: it is not looked for again */
    bool in_paragraph;   /* the line is one of a paragraph, which a comment may lead to the next lines of */
    size_t uncommented;  /* no comment ends before this place: its end is not looked for again */
};

/* The place behind the address of a link, "](…)"; 0: there is none. */
static size_t markdown_link_end(struct markdown *markdown, size_t at, size_t end)
{
    unsigned depth = 0;
    if (markdown->no_parenthesis || end - at < 2 || markdown->text.data[at + 1] != '(') return 0;
    for (size_t i = at + 1; i < end; i++) {
        if (markdown->text.data[i] == '(') depth++;
        if (markdown->text.data[i] == ')' && --depth == 0) return i + 1;
    }
    markdown->no_parenthesis = true;
    return 0;
}

static bool markdown_is_punctuation(char byte)
{
    return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') || (byte >= '[' && byte <= '`') ||
           (byte >= '{' && byte <= '~');
}

/* The bytes of "<br>" in one of its spellings; 0: it is none. */
static size_t markdown_break(struct rampart_str text)
{
    static const char *const spellings[] = {"<br>", "<br/>", "<br />"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct rampart_str spelling = rampart_str(spellings[i]);
        if (rp_str_equal_fold(rp_str_part(text, 0, spelling.len), spelling)) return spelling.len;
    }
    return 0;
}

/* ---- comments ---- */

/* The end of the line that a place is in. */
static size_t markdown_line_end(const struct markdown *markdown, size_t at)
{
    return at + rp_str_find(rp_str_from(markdown->text, at), '\n');
}

/* The place behind the first "-->" whose ">" is from one place to another: "<!-->" is a comment. 0: there is none. */
static size_t markdown_comment_close(const struct markdown *markdown, size_t at, size_t end)
{
    for (; at < end && (at += rp_str_find(rp_str_part(markdown->text, at, end - at), '>')) < end; at++)
        if (rp_str_ends(rp_str_part(markdown->text, 0, at), RP_STR("--"))) return at + 1;
    return 0;
}

/* True for a line that ends a paragraph: an empty one, or one that begins something else. */
static bool markdown_ends_paragraph(struct rampart_str line)
{
    static const char marks[] = "#|<`~>-+*";
    while (line.len > 0 && rp_is_blank(line.data[0])) line = rp_str_from(line, 1);
    return line.len == 0 || (strchr(marks, line.data[0]) != NULL && !rp_str_starts(line, RP_STR("-->")));
}

/*
 * The place behind a comment that begins within a line: it ends in the line, or in a later one of the paragraph. 0: it
 * does not end there, and is text.
 */
static size_t markdown_comment_end(struct markdown *markdown, size_t at, size_t end)
{
    size_t from = at + RP_STR("<!--").len, close;
    if (markdown->uncommented >= end) return 0;
    while ((close = markdown_comment_close(markdown, from, end)) == 0) {
        from = end + 1;
        markdown->uncommented = end;
        if (!markdown->in_paragraph || from >= markdown->text.len) return 0;
        end = markdown_line_end(markdown, from);
        if (markdown_ends_paragraph(rp_str_part(markdown->text, from, end - from))) return 0;
    }
    rp_page_passed(markdown->maker.reading, at, close, "a comment");
    return close;
}

/* ---- what stands in a line ---- */

/* Reads one thing outside code that begins at a place. Returns the place behind it. */
static size_t markdown_step(struct markdown *markdown, size_t at, size_t end)
{
    struct rp_page_maker *maker = &markdown->maker;
    const struct rampart_str rest = {markdown->text.data + at, end - at};
    const char byte = rest.data[0];
    size_t skip;
    if (byte == '\\' && rest.len > 1 && markdown_is_punctuation(rest.data[1])) {
        rp_page_add(maker, rp_str_part(rest, 1, 1), at + 1);
        return at + 2;
    }
    if (rp_str_starts(rest, RP_STR("**"))) return at + 2;
    if (byte == ']' && (skip = markdown_link_end(markdown, at, end)) > 0) return skip;
    if (byte == '[' || byte == ']' || (byte == '!' && rp_str_starts(rest, RP_STR("![")))) return at + 1;
    if (byte == '&' && (skip = rp_page_add_entity(maker, at)) > 0) return at + skip;
    if (rp_str_starts(rest, RP_STR("<!--")) && (skip = markdown_comment_end(markdown, at, end)) > 0) return skip;
    if (byte == '<' && (skip = markdown_break(rest)) > 0) {
        rp_page_end_line(maker, false);
        return at + skip;
    }
    rp_page_add(maker, rp_str_part(rest, 0, 1), at);
    return at + 1;
}

/* Code that is set in bold letters has the stars of it within: `**acs:…**`, and `*****` is one star. */
static void markdown_code(struct markdown *markdown, size_t at, size_t end)
{
    while (end - at > 4 && rp_str_starts(rp_str_from(markdown->text, at), RP_STR("**")) &&
           rp_str_starts(rp_str_from(markdown->text, end - 2), RP_STR("**"))) {
        at += 2;
        end -= 2;
    }
    rp_page_end_line(&markdown->maker, false);
    rp_page_add(&markdown->maker, rp_str_part(markdown->text, at, end - at), at);
    rp_page_end_line(&markdown->maker, false);
}

/* Reads a part of a line into pieces: what it says, without marks. A comment may lead into a later line. */
static void markdown_inline(struct markdown *markdown, size_t at, size_t end)
{
    markdown->no_parenthesis = false;
    while (at < end) {
        if (markdown->text.data[at] != '`') {
            at = markdown_step(markdown, at, end);
            if (at <= end) continue;
            end = markdown_line_end(markdown, at); /* behind a comment, in a later line */
            markdown->at = end + 1;
            continue;
        }
        while (at < end && markdown->text.data[at] == '`') at++;
        const size_t len = rp_str_find(rp_str_part(markdown->text, at, end - at), '`');
        markdown_code(markdown, at, at + len);
        at += len;
        while (at < end && markdown->text.data[at] == '`') at++;
    }
}

/* ---- tables with bars ---- */

/* The end of a cell: a bar that is no part of code and has no backslash before it. */
static size_t markdown_cell_end(struct rampart_str text, size_t at, size_t end)
{
    bool code = false;
    for (; at < end; at++) {
        if (text.data[at] == '\\' && !code)
            at++;
        else if (text.data[at] == '`')
            code = !code;
        else if (text.data[at] == '|' && !code)
            return at;
    }
    return end;
}

/* True for the line below a header: bars, dashes, colons and blanks; and for a row without any text. */
static bool markdown_is_rule(struct rampart_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!rp_is_blank(line.data[i]) && line.data[i] != '|' && line.data[i] != '-' && line.data[i] != ':')
            return false;
    return true;
}

static void markdown_row(struct markdown *markdown, size_t at, size_t end)
{
    struct rp_page_maker *maker = &markdown->maker;
    if (!markdown->in_table) {
        markdown->in_table = true;
        markdown->tables++;
        markdown->rows = 0;
    }
    while (end > at && rp_is_blank(markdown->text.data[end - 1])) end--;
    if (markdown_is_rule(rp_str_part(markdown->text, at, end - at))) return;
    at++; /* the first bar */
    for (uint32_t column = 0; at < end; column++) {
        const size_t cell_end = markdown_cell_end(markdown->text, at, end);
        const size_t before = maker->page->count;
        maker->next = (struct rp_piece){.kind = RP_PIECE_CELL,
                                        .table = markdown->tables - 1,
                                        .row = markdown->rows,
                                        .column = column,
                                        .span = {(uint32_t)at, (uint32_t)cell_end}};
        markdown_inline(markdown, at, cell_end);
        rp_page_end_line(maker, maker->page->count == before);
        at = cell_end + 1;
    }
    markdown->rows++;
}

/* ---- lines ---- */

static enum rampart_status markdown_fault_cut(const struct markdown *markdown, size_t at, struct rampart_str beginning)
{
    return rp_page_fault(markdown->maker.reading, (struct rp_span){(uint32_t)at, (uint32_t)(at + beginning.len)},
                         "the page was not saved whole: save it again", "the page ends within what begins here");
}

static bool markdown_begins_table(struct rampart_str text)
{
    return rp_str_equal_fold(rp_str_part(text, 0, 6), RP_STR("<table"));
}

static enum rampart_status markdown_fault_table(const struct markdown *markdown, size_t at)
{
    return rp_page_fault(markdown->maker.reading, (struct rp_span){(uint32_t)at, (uint32_t)at + 6}, "save the page as HTML",
                         "a table of HTML within Markdown is not read");
}

/* The bytes of the mark of a list's item; 0: the line is none. */
static size_t markdown_item(struct rampart_str line)
{
    if (line.len > 1 && (line.data[0] == '-' || line.data[0] == '+' || line.data[0] == '*') && line.data[1] == ' ')
        return 2;
    size_t digits = 0;
    while (digits < line.len && rp_is_digit(line.data[digits])) digits++;
    return digits > 0 && rp_str_starts(rp_str_from(line, digits), RP_STR(". ")) ? digits + 2 : 0;
}

/* Reads a line from where a comment begins it. It may lead to any later line, in which the rest stands as it is. */
static enum rampart_status markdown_comment(struct markdown *markdown, size_t at)
{
    struct rp_page_maker *maker = &markdown->maker;
    for (;;) {
        const size_t close = markdown_comment_close(markdown, at + RP_STR("<!--").len, markdown->text.len);
        if (close == 0) return markdown_fault_cut(markdown, at, RP_STR("<!--"));
        rp_page_passed(maker->reading, at, close, "a comment");
        const size_t end = markdown_line_end(markdown, close);
        for (at = close; at < end && !rp_str_starts(rp_str_from(markdown->text, at), RP_STR("<!--")); at++) {
            if (markdown_begins_table(rp_str_from(markdown->text, at))) return markdown_fault_table(markdown, at);
            rp_page_add(maker, rp_str_part(markdown->text, at, 1), at);
        }
        markdown->at = end + 1;
        if (at == end) break;
    }
    rp_page_end_line(maker, false);
    return RAMPART_OK;
}

static enum rampart_status markdown_line(struct markdown *markdown, size_t at, size_t end)
{
    struct rp_page_maker *maker = &markdown->maker;
    while (at < end && rp_is_blank(markdown->text.data[at])) at++;
    const struct rampart_str line = rp_str_part(markdown->text, at, end - at);
    if (rp_str_starts(line, RP_STR("|"))) {
        markdown_row(markdown, at, end);
        return RAMPART_OK;
    }
    markdown->in_table = false;
    if (line.len == 0) return RAMPART_OK;
    size_t hashes = 0;
    while (hashes < line.len && line.data[hashes] == '#') hashes++;
    const bool heading = hashes > 0 && hashes <= 6 && rp_str_starts(rp_str_from(line, hashes), RP_STR(" "));
    const size_t item = heading ? 0 : markdown_item(line);
    maker->next = (struct rp_piece){.kind = heading ? RP_PIECE_HEADING : RP_PIECE_TEXT, .item = item > 0};
    if (rp_str_starts(rp_str_from(line, item), RP_STR("<!--"))) return markdown_comment(markdown, at + item);
    markdown->in_paragraph = !heading;
    markdown_inline(markdown, at + (heading ? hashes : item), end);
    markdown->in_paragraph = false;
    rp_page_end_line(maker, false);
    return RAMPART_OK;
}

/* The next line, without its line end. */
static bool markdown_next(struct markdown *markdown, size_t *ret_at, size_t *ret_end)
{
    if (markdown->at >= markdown->text.len) return false;
    *ret_at = markdown->at;
    *ret_end = markdown->at + rp_str_find(rp_str_from(markdown->text, markdown->at), '\n');
    markdown->at = *ret_end + 1;
    return true;
}

/* Passes over lines up to one that begins with the fence. Errors: the page ends before. */
static enum rampart_status markdown_skip(struct markdown *markdown, size_t from, struct rampart_str fence)
{
    for (size_t at, end; markdown_next(markdown, &at, &end);) {
        while (at < end && rp_is_blank(markdown->text.data[at])) at++;
        if (!rp_str_starts(rp_str_part(markdown->text, at, end - at), fence)) continue;
        rp_page_passed(markdown->maker.reading, from, at, "a block of code, or in the head of the page");
        return RAMPART_OK;
    }
    return markdown_fault_cut(markdown, from, fence);
}

enum rampart_status rp_page_markdown(const struct rp_reading *reading, struct rp_page *ret_page)
{
    struct markdown markdown = {.text = reading->source->text};
    RP_TRY(rp_page_begin(&markdown.maker, reading, ret_page));
    for (size_t at, end, first = 0; markdown_next(&markdown, &at, &end); first++) {
        size_t start = at;
        while (start < end && rp_is_blank(markdown.text.data[start])) start++;
        const struct rampart_str line = rp_str_part(markdown.text, start, end - start);
        if (rp_str_starts(line, RP_STR("```")))
            RP_TRY(markdown_skip(&markdown, start, RP_STR("```")));
        else if (first == 0 && rp_str_starts(line, RP_STR("---")))
            RP_TRY(markdown_skip(&markdown, start, RP_STR("---")));
        else if (markdown_begins_table(line))
            return markdown_fault_table(&markdown, start);
        else
            RP_TRY(markdown_line(&markdown, at, end));
        if (markdown.maker.failed) return RAMPART_NO_MEMORY;
    }
    return RAMPART_OK;
}
