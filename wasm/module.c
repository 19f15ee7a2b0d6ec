/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module's door to JavaScript: a question goes in as texts, the answer comes out as one. package/rampart.js is its other
 * side, and calls in this order:
 *
 *     rampart_web_take(SIZE)      room for one text, as often as there are texts; 0: there is none
 *     rampart_web_ask(…)          the answer: where three numbers lie, the status, where its text lies, and how long it is
 *     rampart_web_done()          frees the answer
 *     rampart_web_free(TEXT)      frees the room for a text
 *
 * One question at a time: the module has one thread. It asks for no file, no network and no clock.
 */
#include <stdint.h>
#include <stdlib.h>

#include "api/api.h"
#include "base/str.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

static struct rp_api_answer answer;

void *EXPORT(rampart_web_take)(size_t size);
void EXPORT(rampart_web_free)(void *text);
const uint32_t *EXPORT(rampart_web_ask)(const char *method, size_t method_size, const char *path, size_t path_size,
                                        const char *body, size_t body_size, const char *now, size_t now_size);
void EXPORT(rampart_web_done)(void);

void *rampart_web_take(size_t size)
{
    return malloc(size > 0 ? size : 1);
}

void rampart_web_free(void *text)
{
    free(text);
}

const uint32_t *rampart_web_ask(const char *method, size_t method_size, const char *path, size_t path_size, const char *body,
                                size_t body_size, const char *now, size_t now_size)
{
    static uint32_t shown[3];
    const struct rp_api api = {.options = {.limits = rampart_default_limits()},
                               .now = {now, now_size},
                               .version = RP_STR(RAMPART_VERSION)};
    rp_api_answer(&api, (struct rampart_str){method, method_size}, (struct rampart_str){path, path_size},
                  (struct rampart_str){body, body_size}, &answer);
    const struct rampart_str text = rp_buf_text(&answer.body);
    shown[0] = answer.status;
    shown[1] = (uint32_t)(uintptr_t)text.data;
    shown[2] = (uint32_t)text.len;
    return shown;
}

void rampart_web_done(void)
{
    rp_api_free(&answer);
}
