/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML by its indentation, line by line. A line belongs to what is less indented before it. Anchors, tags and documents in one file
 * have no meaning here: policies have none.
 */
#include "base/str.h"
#include "lsp/scan.h"

/* A map or list that lines may still belong to. */
struct level {
    struct lsp_node *node;
    uint32_t column; /* of its keys or dashes */
};

struct yaml {
    struct lsp_scan *scan;
    struct level levels[LSP_DEPTH_MOST + 1]; /* the first is the top, which is less indented than every line */
    size_t depth;
    uint32_t line; /* where it begins */
};

static char yaml_byte(const struct lsp_scan *scan, uint32_t at)
{
    return at < scan->text.len ? scan->text.data[at] : '\n';
}

static bool yaml_is_end(char c)
{
    return c == '\n' || c == '\r';
}

static uint32_t yaml_past_blanks(const struct lsp_scan *scan, uint32_t at)
{
    while (yaml_byte(scan, at) == ' ' || yaml_byte(scan, at) == '\t') at++;
    return at;
}

static uint32_t yaml_line_end(const struct lsp_scan *scan, uint32_t at)
{
    return at + (uint32_t)rp_str_find(rp_str_from(scan->text, at), '\n');
}

static uint32_t yaml_next_line(const struct lsp_scan *scan, uint32_t at)
{
    const uint32_t end = yaml_line_end(scan, at);
    return end < scan->text.len ? end + 1 : end;
}

/* True when nothing but a comment is left of the line. */
static bool yaml_is_rest_empty(const struct lsp_scan *scan, uint32_t at)
{
    at = yaml_past_blanks(scan, at);
    return yaml_is_end(yaml_byte(scan, at)) || yaml_byte(scan, at) == '#';
}

/* ---- levels ---- */

static struct level *yaml_top(struct yaml *yaml)
{
    return &yaml->levels[yaml->depth];
}

/* Ends what does not go on at this column; `dash`: a list may stand as far to the left as the key that it belongs to. */
static void yaml_leave(struct yaml *yaml, uint32_t column, bool dash)
{
    for (; yaml->depth > 0; yaml->depth--) {
        const struct level *level = yaml_top(yaml);
        const bool stays = level->column < column || (level->column == column && (dash || level->node->kind == LSP_MAP));
        if (stays) return;
        level->node->end = yaml->line;
    }
}

/* The member that waits for its value; NULL: none does. */
static struct lsp_node *yaml_waiting(const struct level *level)
{
    struct lsp_node *last = level->node->last;
    return last != NULL && last->is_key ? last : NULL;
}

/* A new part: the value of the member that waits for one, or an item. */
static struct lsp_node *yaml_value(struct yaml *yaml, enum lsp_kind kind, uint32_t at)
{
    struct level *level = yaml_top(yaml);
    struct lsp_node *waiting = yaml_waiting(level);
    if (waiting == NULL) return lsp_node_add(yaml->scan, level->node, kind, at);
    waiting->kind = kind;
    waiting->is_key = false;
    waiting->start = waiting->end = at;
    return waiting;
}

/* The map or list of this column, which is begun when there is none. */
static bool yaml_enter(struct yaml *yaml, enum lsp_kind kind, uint32_t column, uint32_t at)
{
    struct level *level = yaml_top(yaml);
    if (yaml->depth > 0 && level->column == column && level->node->kind == kind) return true;
    struct lsp_node *node = yaml_value(yaml, kind, at);
    yaml->scan->failed |= yaml->depth == LSP_DEPTH_MOST;
    if (node == NULL || yaml->scan->failed) return false;
    node->end = (uint32_t)yaml->scan->text.len;
    yaml->levels[++yaml->depth] = (struct level){node, column};
    return true;
}

/* ---- lines ---- */

/* Lists of these hold texts alone, so that "ess:" at the end of a line is no key there, but an action that is being typed. */
static bool yaml_holds_texts(const struct yaml *yaml)
{
    static const char *const names[] = {"Action", "NotAction", "Resource", "NotResource"};
    const struct lsp_node *node = yaml->levels[yaml->depth].node;
    if (node->kind != LSP_LIST || !node->has_key) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rp_str_equal(lsp_key(yaml->scan, node), rampart_str(names[i]))) return true;
    return false;
}

struct key {
    uint32_t start, end, after; /* of the key without quotes; behind its colon */
    enum lsp_quotes quotes;
};

static bool yaml_is_colon(const struct lsp_scan *scan, uint32_t at)
{
    const char next = yaml_byte(scan, at + 1);
    return yaml_byte(scan, at) == ':' && (next == ' ' || next == '\t' || yaml_is_end(next));
}

/* Reads a key and its colon. False: the line holds no key from here on. */
static bool yaml_key(const struct lsp_scan *scan, uint32_t at, struct key *ret_key)
{
    const char first = yaml_byte(scan, at);
    if (first == '"' || first == '\'') {
        bool open;
        uint32_t end = 0;
        const uint32_t after = lsp_scan_quoted(scan, at, &end, &open);
        *ret_key = (struct key){at + 1, end, after + 1, first == '"' ? LSP_DOUBLE : LSP_SINGLE};
        return !open && yaml_byte(scan, after) == ':';
    }
    if (strchr("{}[],#|>&*!%@", first) != NULL) return false;
    uint32_t end = at;
    while (!yaml_is_end(yaml_byte(scan, end)) && !yaml_is_colon(scan, end)) end++;
    *ret_key = (struct key){at, end, end + 1, LSP_BARE};
    return end > at && yaml_byte(scan, end) == ':';
}

static bool yaml_stops(const struct lsp_scan *scan, const void *context, uint32_t line)
{
    const uint32_t *column = context;
    struct key key;
    const uint32_t at = yaml_past_blanks(scan, line);
    if (at - line > *column || yaml_is_rest_empty(scan, at)) return false;
    return yaml_byte(scan, at) == '-' || yaml_key(scan, at, &key);
}

/* A text in the lines that are further indented, from the one behind `at` on. Returns the offset of the line behind it. */
static uint32_t yaml_block(struct yaml *yaml, uint32_t at)
{
    const struct lsp_scan *scan = yaml->scan;
    const uint32_t start = yaml_next_line(scan, at);
    uint32_t line = start;
    while (line < scan->text.len) {
        const uint32_t text = yaml_past_blanks(scan, line);
        if (!yaml_is_end(yaml_byte(scan, text)) && text - line <= yaml_top(yaml)->column) break;
        line = yaml_next_line(scan, line);
    }
    struct lsp_node *node = yaml_value(yaml, LSP_TEXT, start);
    if (node == NULL) return line;
    node->quotes = LSP_BLOCK;
    node->end = line;
    return line;
}

/* A text up to the end of its line, or to a comment. */
static void yaml_plain(struct yaml *yaml, uint32_t at)
{
    const struct lsp_scan *scan = yaml->scan;
    uint32_t end = at;
    while (!yaml_is_end(yaml_byte(scan, end)) && !(yaml_byte(scan, end) == '#' && yaml_byte(scan, end - 1) == ' ')) end++;
    while (end > at && (yaml_byte(scan, end - 1) == ' ' || yaml_byte(scan, end - 1) == '\t')) end--;
    struct lsp_node *node = yaml_value(yaml, LSP_TEXT, at);
    if (node != NULL) node->end = end;
}

static void yaml_quoted(struct yaml *yaml, uint32_t at)
{
    bool open;
    uint32_t end = 0;
    (void)lsp_scan_quoted(yaml->scan, at, &end, &open);
    struct lsp_node *node = yaml_value(yaml, LSP_TEXT, at + 1);
    if (node == NULL) return;
    node->quotes = yaml_byte(yaml->scan, at) == '"' ? LSP_DOUBLE : LSP_SINGLE;
    node->open = open;
    node->end = end;
}

/* Reads a value that begins on this line. Returns the offset of the line behind it. */
static uint32_t yaml_scalar(struct yaml *yaml, uint32_t at)
{
    const char first = yaml_byte(yaml->scan, at);
    if (first == '|' || first == '>') return yaml_block(yaml, at);
    if (first == '{' || first == '[') {
        /* JSON in a file of YAML begins at the margin, and so may each of its lines. */
        const struct lsp_flow flow = {yaml_top(yaml)->node, yaml->depth > 0 ? yaml_stops : NULL, &yaml_top(yaml)->column};
        return yaml_next_line(yaml->scan, lsp_scan_flow(yaml->scan, &flow, at));
    }
    if (first == '"' || first == '\'')
        yaml_quoted(yaml, at);
    else
        yaml_plain(yaml, at);
    return yaml_next_line(yaml->scan, at);
}

/* A word without a colon among the keys of a map is a key that is being typed. */
static void yaml_half_key(struct yaml *yaml, uint32_t at)
{
    const uint32_t end = yaml_line_end(yaml->scan, at);
    struct lsp_node *node = lsp_node_add(yaml->scan, yaml_top(yaml)->node, LSP_TEXT, at);
    if (node == NULL) return;
    uint32_t last = end;
    while (last > at && rp_is_blank(yaml->scan->text.data[last - 1])) last--;
    node->has_key = node->is_key = true;
    node->key_start = at;
    node->key_end = last;
    node->start = node->end = last;
}

static uint32_t yaml_member(struct yaml *yaml, uint32_t column, const struct key *key)
{
    if (!yaml_enter(yaml, LSP_MAP, column, key->start)) return (uint32_t)yaml->scan->text.len;
    struct lsp_node *node = lsp_node_add(yaml->scan, yaml_top(yaml)->node, LSP_TEXT, key->after);
    if (node == NULL) return (uint32_t)yaml->scan->text.len;
    node->has_key = node->is_key = true;
    node->key_start = key->start;
    node->key_end = key->end;
    node->key_quotes = key->quotes;
    if (yaml_is_rest_empty(yaml->scan, key->after)) return yaml_next_line(yaml->scan, key->after);
    return yaml_scalar(yaml, yaml_past_blanks(yaml->scan, key->after));
}

/* Reads a line from its first byte that is no blank on. Returns the offset of the next line. */
static uint32_t yaml_line(struct yaml *yaml, uint32_t at)
{
    struct lsp_scan *scan = yaml->scan;
    uint32_t column = at - yaml->line;
    const bool dash = yaml_byte(scan, at) == '-' && (rp_is_blank(yaml_byte(scan, at + 1)));
    yaml_leave(yaml, column, dash);
    while (yaml_byte(scan, at) == '-' && rp_is_blank(yaml_byte(scan, at + 1))) {
        if (!yaml_enter(yaml, LSP_LIST, column, at)) return (uint32_t)scan->text.len;
        if (yaml_is_rest_empty(scan, at + 1)) return yaml_next_line(scan, at);
        at = yaml_past_blanks(scan, at + 1);
        column = at - yaml->line;
    }
    struct key key;
    if (!yaml_holds_texts(yaml) && yaml_key(scan, at, &key)) return yaml_member(yaml, column, &key);
    const struct level *level = yaml_top(yaml);
    if (yaml->depth > 0 && level->node->kind == LSP_MAP && level->column == column && strchr("{[|>", yaml_byte(scan, at)) == NULL) {
        yaml_half_key(yaml, at);
        return yaml_next_line(scan, at);
    }
    return yaml_scalar(yaml, at);
}

struct lsp_node *lsp_scan_yaml(struct lsp_scan *scan)
{
    struct lsp_node *top = lsp_node_add(scan, NULL, LSP_LIST, 0);
    struct yaml yaml = {.scan = scan, .levels = {{top, 0}}};
    if (top == NULL) return NULL;
    top->end = (uint32_t)scan->text.len;
    while (yaml.line < scan->text.len && !scan->failed) {
        const uint32_t at = yaml_past_blanks(scan, yaml.line);
        if (yaml_is_rest_empty(scan, at) || rp_str_starts(rp_str_from(scan->text, at), RP_STR("---")))
            yaml.line = yaml_next_line(scan, yaml.line);
        else
            yaml.line = yaml_line(&yaml, at);
    }
    return top;
}
