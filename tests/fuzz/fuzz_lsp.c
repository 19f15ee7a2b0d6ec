/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language server: an input is what an editor sends, byte for byte, or a document that it opens, changes and asks about at many
 * places. What the server says are whole messages of JSON, one answer a request; the scan keeps to the text.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "fuzz/common.h"
#include "lsp/place.h"
#include "lsp/server.h"
#include "text/json_write.h"

/* ---- sessions ---- */

/* Goes through the messages that were said; returns how many are answers. */
static size_t look_at(int file)
{
    struct rp_buf said;
    size_t answers = 0;
    rp_buf_init(&said, NULL, UINT32_MAX);
    const off_t len = lseek(file, 0, SEEK_END);
    char *room = rp_buf_room(&said, (size_t)len);
    fuzz_must(room != NULL && pread(file, room, (size_t)len, 0) == len, "what was said can be read");
    said.len = (size_t)len;
    struct rampart_str rest = rp_buf_text(&said);
    while (rest.len > 0) {
        const struct rampart_str head = RP_STR("Content-Length: ");
        fuzz_must(rp_str_starts(rest, head), "a message begins with its length");
        char *end = NULL;
        const size_t length = strtoul(rest.data + head.len, &end, 10);
        rest = rp_str_from(rest, (size_t)(end - rest.data));
        fuzz_must(rp_str_starts(rest, RP_STR("\r\n\r\n")) && length <= rest.len - 4, "a header ends, and all of its body follows");
        const struct rampart_str body = rp_str_part(rest, 4, length);
        fuzz_must_be_json(body);
        answers += rp_str_starts(body, RP_STR("{\"jsonrpc\":\"2.0\",\"id\":"));
        rest = rp_str_from(rest, 4 + length);
    }
    rp_buf_free(&said);
    return answers;
}

/* Runs a session over these bytes; returns how many answers it gave. */
static size_t serve(struct rampart_str sent, enum lsp_end *ret_end)
{
    int reason = 0;
    const int in = open(fuzz_file((const uint8_t *)sent.data, sent.len), O_RDONLY | O_CLOEXEC);
    FILE *out = tmpfile();
    fuzz_must(in >= 0 && out != NULL, "there are files");
    const struct lsp_options options = {.in = in, .out = fileno(out), .no_settings = true, .version = "0"};
    *ret_end = lsp_serve(&options, &reason);
    fuzz_must(*ret_end != LSP_END_IO && *ret_end != LSP_END_NO_MEMORY, "files and memory are there");
    const size_t answers = look_at(fileno(out));
    fuzz_must(close(in) == 0 && fclose(out) == 0, "files can be closed");
    return answers;
}

/* ---- a document ---- */

static struct rp_buf *begin(struct rp_buf *message, const char *method, size_t id)
{
    message->len = 0;
    rp_write_open(message, NULL, '{');
    rp_write_word(message, "jsonrpc", "2.0");
    rp_write_word(message, "method", method);
    if (id > 0) rp_write_number(message, "id", id);
    rp_write_open(message, "params", '{');
    return message;
}

static void end(struct rp_buf *message, struct rp_buf *sent)
{
    rp_write_close(message, '}');
    rp_write_close(message, '}');
    rp_buf_printf(sent, "Content-Length: %zu\r\n\r\n", message->len);
    rp_buf_add(sent, rp_buf_text(message));
}

static void open_document(struct rp_buf *message, struct rp_buf *sent, struct rampart_str text, bool yaml)
{
    begin(message, "textDocument/didOpen", 0);
    rp_write_open(message, "textDocument", '{');
    rp_write_word(message, "uri", yaml ? "untitled:a.yaml" : "untitled:a.json");
    rp_write_text(message, "text", text);
    rp_write_close(message, '}');
    end(message, sent);
}

static void ask(struct rp_buf *message, struct rp_buf *sent, const char *method, size_t id, bool yaml, size_t line, size_t unit)
{
    begin(message, method, id);
    rp_write_open(message, "textDocument", '{');
    rp_write_word(message, "uri", yaml ? "untitled:a.yaml" : "untitled:a.json");
    rp_write_close(message, '}');
    rp_write_open(message, "position", '{');
    rp_write_number(message, "line", line);
    rp_write_number(message, "character", unit);
    rp_write_close(message, '}');
    end(message, sent);
}

/* Opens a text and asks every question about it, at places that the text itself tells. */
static void ask_about(struct rampart_str text, bool yaml)
{
    static const char *const methods[] = {"textDocument/hover", "textDocument/completion", "textDocument/documentSymbol",
                                          "textDocument/formatting", "textDocument/codeAction"};
    struct rp_buf message, sent;
    size_t asked = 0;
    enum lsp_end how;
    rp_buf_init(&message, NULL, UINT32_MAX);
    rp_buf_init(&sent, NULL, UINT32_MAX);
    end(begin(&message, "initialize", ++asked), &sent);
    open_document(&message, &sent, text, yaml);
    const size_t lines = rp_str_count(text, '\n') + 1;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        ask(&message, &sent, methods[i], ++asked, yaml, text.len * 7 % lines, text.len * 13 % 60);
    for (size_t i = 0; i < 2; i++) ask(&message, &sent, methods[i], ++asked, yaml, lines - 1, 1000);
    end(begin(&message, "shutdown", ++asked), &sent);
    end(begin(&message, "exit", 0), &sent);
    fuzz_must(serve(rp_buf_text(&sent), &how) == asked, "each request is answered once");
    fuzz_must(how == LSP_END_GOOD, "a session ends well");
    rp_buf_free(&message);
    rp_buf_free(&sent);
}

/* What stands at many places of the text lies in the text. */
static void look_for(struct rampart_str text, bool yaml)
{
    for (size_t place = 0; place <= text.len; place += 1 + text.len / 16) {
        struct rp_arena arena;
        struct lsp_element element;
        rp_arena_init(&arena, NULL);
        fuzz_must(lsp_element_find(&arena, text, yaml, place, &element) == RAMPART_OK, "there is memory");
        if (element.node != NULL) {
            fuzz_must(element.node->start <= element.node->end && element.node->end <= element.scan.text.len, "a part is in its text");
            fuzz_must(lsp_element_outer(&element, element.node->end) <= text.len, "and in the whole");
        }
        rp_arena_free(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rampart_str text = fuzz_text(data, size);
    enum lsp_end how;
    look_for(text, false);
    look_for(text, true);
    if (rp_str_starts(text, RP_STR("Content-Length")))
        (void)serve(text, &how);
    else
        ask_about(text, size % 2 == 0);
    return 0;
}
