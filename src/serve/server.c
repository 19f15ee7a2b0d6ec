/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP around the API. What comes is bounded before it is read: the headers, the body, the time until a question is complete, the
 * connections, and the memory of all bodies together. Who asks from a page of elsewhere, or by a name of elsewhere, is refused.
 */
#include "serve/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/api.h"
#include "base/str.h"
#include "serve/account.h"
#include "serve/address.h"
#include "serve/assets.h"
#include "serve/connections.h"
#include "serve/library.h"

enum {
    MOST_BODY = 32 << 20,     /* one plan of Terraform; rampart_default_limits() bounds documents within */
    MOST_BODIES = 128 << 20,  /* all that are there at once */
    MOST_HEADERS = 32 << 10,  /* and the rest of a connection's memory */
    MOST_SECONDS = 20,        /* until a question is complete */
    IDLE_SECONDS = 10,        /* without a byte */
    STOP_SECONDS = 5,         /* for the questions that are being answered */
    MOST_THREADS = 8
};

struct serve {
    const struct serve_options *options;
    struct serve_library library;
    struct serve_address address;
    struct serve_account account;
    struct serve_connections connections;
    pthread_mutex_t lock;
    size_t bodies; /* the bytes that all bodies may need, with the lock */
};

/* One question while it comes in. */
struct question {
    struct serve *serve;
    struct serve_connection *connection;
    char *body;
    size_t len, size;
};

/* ---- answers ---- */

static const char policy_header[] = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                                    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

static enum MHD_Result serve_queue(struct serve *serve, struct MHD_Connection *connection, unsigned status, struct MHD_Response *response,
                                   const char *type, bool keeps)
{
    static const char *const headers[][2] = {{"X-Content-Type-Options", "nosniff"},
                                             {"Content-Security-Policy", policy_header},
                                             {"Referrer-Policy", "no-referrer"},
                                             {"Cross-Origin-Opener-Policy", "same-origin"},
                                             {"Cross-Origin-Resource-Policy", "same-origin"}};
    enum MHD_Result added = MHD_YES;
    if (response == NULL) return MHD_NO;
    for (size_t i = 0; i < sizeof headers / sizeof *headers && added == MHD_YES; i++)
        added = serve->library.MHD_add_response_header(response, headers[i][0], headers[i][1]);
    if (added == MHD_YES) added = serve->library.MHD_add_response_header(response, "Content-Type", type);
    if (added == MHD_YES) added = serve->library.MHD_add_response_header(response, "Cache-Control", keeps ? "no-cache" : "no-store");
    if (added == MHD_YES && status == 405) added = serve->library.MHD_add_response_header(response, "Allow", "GET, HEAD, POST");
    if (added == MHD_YES && status == 503) added = serve->library.MHD_add_response_header(response, "Retry-After", "1");
    if (added == MHD_YES) added = serve->library.MHD_queue_response(connection, status, response);
    serve->library.MHD_destroy_response(response);
    return added;
}

/* The response takes over the body of the answer, which lies in memory of malloc(). */
static enum MHD_Result serve_put(struct serve *serve, struct MHD_Connection *connection, struct rp_api_answer *answer)
{
    struct MHD_Response *response =
        serve->library.MHD_create_response_from_buffer_with_free_callback(answer->body.len, answer->body.data, free);
    if (response == NULL) {
        rp_api_free(answer);
        return MHD_NO;
    }
    return serve_queue(serve, connection, answer->status, response, "application/json", false);
}

static enum MHD_Result serve_refuse(struct serve *serve, struct MHD_Connection *connection, unsigned status, const char *name,
                                    const char *message, const char *help)
{
    struct rp_api_answer answer;
    rp_api_refuse(status, name, message, help, &answer);
    return serve_put(serve, connection, &answer);
}

static enum MHD_Result serve_put_asset(struct serve *serve, struct MHD_Connection *connection, const struct serve_asset *asset)
{
    struct MHD_Response *response = serve->library.MHD_create_response_from_buffer(
        asset->text.len, (void *)(uintptr_t)asset->text.data, MHD_RESPMEM_PERSISTENT);
    return serve_queue(serve, connection, 200, response, asset->type, true);
}

/* ---- who asks ---- */

static struct rampart_str serve_header(struct serve *serve, struct MHD_Connection *connection, const char *name)
{
    const char *value = serve->library.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return rampart_str(value);
}

/* The reason why nobody of elsewhere may ask; NULL: it is one of here. */
static const char *serve_guard(struct serve *serve, struct MHD_Connection *connection)
{
    const struct rampart_str host = serve_header(serve, connection, "Host"), origin = serve_header(serve, connection, "Origin"),
                             site = serve_header(serve, connection, "Sec-Fetch-Site");
    if (!serve_address_is_host(&serve->address, host)) return "the Host header names another server than this one";
    if (origin.len > 0 && !serve_address_is_origin(&serve->address, origin)) return "the question comes from a page of another origin";
    if (site.len > 0 && !rp_str_equal(site, RP_STR("same-origin")) && !rp_str_equal(site, RP_STR("none")))
        return "the question comes from another site";
    return NULL;
}

/* ---- bodies ---- */

static bool serve_reserve(struct serve *serve, size_t bytes)
{
    pthread_mutex_lock(&serve->lock);
    const bool fits = bytes <= MOST_BODIES - serve->bodies;
    if (fits) serve->bodies += bytes;
    pthread_mutex_unlock(&serve->lock);
    return fits;
}

static void serve_release(struct serve *serve, size_t bytes)
{
    pthread_mutex_lock(&serve->lock);
    serve->bodies -= bytes;
    pthread_mutex_unlock(&serve->lock);
}

/* The length of the body as its header says. False: it says none, or no number. */
static bool serve_length(struct rampart_str header, size_t *ret_len)
{
    size_t len = 0;
    if (header.len == 0 || header.len > 18) return false;
    for (size_t i = 0; i < header.len; i++) {
        if (header.data[i] < '0' || header.data[i] > '9') return false;
        len = len * 10 + (size_t)(header.data[i] - '0');
    }
    *ret_len = len;
    return true;
}

/* Makes room for the body, or says why there is none. */
static enum MHD_Result serve_expect_body(struct serve *serve, struct MHD_Connection *connection, struct question *question)
{
    const struct rampart_str type = serve_header(serve, connection, "Content-Type");
    size_t len = 0;
    if (serve_header(serve, connection, "Transfer-Encoding").len > 0 || !serve_length(serve_header(serve, connection, "Content-Length"), &len))
        return serve_refuse(serve, connection, 411, "no-length", "the length of the body is not told", "send Content-Length, and no Transfer-Encoding");
    if (len > MOST_BODY) return serve_refuse(serve, connection, 413, "too-large", "the body is larger than 32 MiB", "");
    if (!rp_str_equal_fold(rp_str_part(type, 0, rp_str_find(type, ';')), RP_STR("application/json")))
        return serve_refuse(serve, connection, 415, "no-json", "the body is not said to be JSON", "send Content-Type: application/json");
    if (!serve_reserve(serve, len))
        return serve_refuse(serve, connection, 503, "busy", "too many questions come at once", "ask again in a moment");
    question->size = len;
    question->body = malloc(len + 1);
    return question->body != NULL ? MHD_YES : MHD_NO;
}

static enum MHD_Result serve_take_body(struct question *question, const char *data, size_t len)
{
    if (len > question->size - question->len) return MHD_NO;
    memcpy(question->body + question->len, data, len);
    question->len += len;
    return MHD_YES;
}

/* ---- one question ---- */

static void serve_clock(char text[sizeof "YYYY-MM-DDThh:mm:ssZ"])
{
    const time_t now = time(NULL);
    struct tm utc = {.tm_mday = 0};
    text[0] = '\0';
    if (gmtime_r(&now, &utc) != NULL) (void)strftime(text, sizeof "YYYY-MM-DDThh:mm:ssZ", "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static enum MHD_Result serve_answer(struct serve *serve, struct MHD_Connection *connection, const char *method, struct rampart_str path,
                                    struct rampart_str body)
{
    char now[sizeof "YYYY-MM-DDThh:mm:ssZ"];
    struct serve_view view;
    struct rp_api_answer answer;
    struct rp_api api = {.options = *serve->options->options, .version = rampart_str(rampart_version())};
    serve_clock(now);
    api.now = rampart_str(now);
    const bool viewed = serve_account_take(&serve->account, &view);
    if (viewed) api.account = &view.account;
    rp_api_answer(&api, rampart_str(method), path, body, &answer);
    if (viewed) serve_account_give(&serve->account, &view);
    return serve_put(serve, connection, &answer);
}

/* The assets are asked by GET and HEAD; everything else is a question of the API. */
static enum MHD_Result serve_route(struct serve *serve, struct MHD_Connection *connection, const char *url, const char *method,
                                   struct rampart_str body)
{
    struct serve_asset asset;
    const bool gets = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (serve_asset_find(rampart_str(url), &asset)) {
        if (gets) return serve_put_asset(serve, connection, &asset);
        return serve_refuse(serve, connection, 405, "other-method", "this path is asked by GET", "");
    }
    return serve_answer(serve, connection, gets ? "GET" : method, rampart_str(url), body);
}

static enum MHD_Result serve_begin(struct serve *serve, struct MHD_Connection *connection, const char *method, void **context)
{
    const union MHD_ConnectionInfo *info = serve->library.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct question *question = calloc(1, sizeof *question);
    const char *refused = serve_guard(serve, connection);
    if (question == NULL) return MHD_NO;
    question->serve = serve;
    question->connection = info == NULL ? NULL : info->socket_context;
    *context = question;
    if (refused != NULL) return serve_refuse(serve, connection, 403, "from-elsewhere", refused, "open the page by the address that the program printed");
    if (strcmp(method, "POST") == 0) return serve_expect_body(serve, connection, question);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return serve_refuse(serve, connection, 405, "other-method", "questions are asked by GET and POST", "");
    return MHD_YES;
}

static enum MHD_Result serve_handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                    const char *version, const char *data, size_t *len, void **question_context)
{
    struct serve *serve = context;
    struct question *question = *question_context;
    (void)version;
    if (question == NULL) return serve_begin(serve, connection, method, question_context);
    if (*len > 0) {
        const enum MHD_Result taken = question->body == NULL ? MHD_NO : serve_take_body(question, data, *len);
        *len = 0;
        return taken;
    }
    serve_connections_turn(&serve->connections, question->connection, true);
    return serve_route(serve, connection, url, method, (struct rampart_str){question->body, question->len});
}

static void serve_completed(void *context, struct MHD_Connection *connection, void **question_context, enum MHD_RequestTerminationCode code)
{
    struct serve *serve = context;
    struct question *question = *question_context;
    (void)connection;
    (void)code;
    if (question == NULL) return;
    serve_connections_turn(&serve->connections, question->connection, false);
    serve_release(serve, question->size);
    free(question->body);
    free(question);
    *question_context = NULL;
}

static void serve_connected(void *context, struct MHD_Connection *connection, void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    struct serve *serve = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = serve->library.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = info == NULL ? NULL : serve_connections_add(&serve->connections, info->connect_fd);
    } else {
        serve_connections_remove(&serve->connections, *socket_context);
    }
}

/* ---- the run ---- */

/* Paths are compared as they come: none of ours needs an escape, and what one stands for is not looked at. */
static size_t serve_keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* It would write to standard error by itself. */
static void serve_quiet(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

static struct MHD_Daemon *serve_daemon(struct serve *serve, int file)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const unsigned threads = processors < 2 ? 2 : processors > MOST_THREADS ? MOST_THREADS : (unsigned)processors;
    return serve->library.MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL, serve_handle, serve, MHD_OPTION_EXTERNAL_LOGGER, serve_quiet, NULL,
        MHD_OPTION_UNESCAPE_CALLBACK, serve_keep_escapes, NULL, MHD_OPTION_LISTEN_SOCKET, file, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVE_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOST_HEADERS,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, serve_completed, serve, MHD_OPTION_NOTIFY_CONNECTION, serve_connected,
        serve, MHD_OPTION_END);
}

/* Each second it looks at the files of the account and at connections that wait; a signal ends it. */
static void serve_watch(struct serve *serve, const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = 1};
    for (;;) {
        if (sigtimedwait(signals, NULL, &second) != -1 || (errno != EAGAIN && errno != EINTR)) return;
        serve_account_refresh(&serve->account);
        serve_connections_shut(&serve->connections, MOST_SECONDS);
    }
}

/* Nobody new is let in; what is being answered is answered, unless a second signal comes. */
static void serve_stop(struct serve *serve, struct MHD_Daemon *daemon, const sigset_t *signals)
{
    const struct timespec moment = {.tv_nsec = 50000000};
    const int file = serve->library.MHD_quiesce_daemon(daemon);
    for (int i = 0; i < STOP_SECONDS * 20 && serve_connections_busy(&serve->connections) > 0; i++)
        if (sigtimedwait(signals, NULL, &moment) != -1) break;
    serve->library.MHD_stop_daemon(daemon);
    if (file >= 0) close(file);
}

static enum serve_end serve_listen(struct serve *serve, const sigset_t *signals, char *reason)
{
    char address[SERVE_ADDRESS_TEXT], message[SERVE_ADDRESS_TEXT + 64];
    const int file = serve_address_listen(&serve->address);
    if (file < 0) {
        (void)snprintf(reason, SERVE_REASON, "cannot listen on %s: %s", serve->options->listen, strerror(errno));
        return SERVE_END_ADDRESS;
    }
    struct MHD_Daemon *daemon = serve_daemon(serve, file);
    if (daemon == NULL) {
        (void)snprintf(reason, SERVE_REASON, "the server cannot be started: %s", strerror(errno));
        close(file);
        return SERVE_END_IO;
    }
    serve_address_write(&serve->address, address);
    (void)snprintf(message, sizeof message, "serving http://%s/ until it is stopped by Ctrl-C", address);
    serve->options->say(serve->options->context, false, message);
    serve_watch(serve, signals);
    serve_stop(serve, daemon, signals);
    return SERVE_END_GOOD;
}

static enum serve_end serve_prepared(struct serve *serve, char *reason)
{
    sigset_t signals, before;
    const enum rampart_status status = serve_account_start(&serve->account, serve->options);
    enum serve_end end = SERVE_END_ACCOUNT;
    if (status == RAMPART_OK) {
        (void)sigemptyset(&signals);
        (void)sigaddset(&signals, SIGTERM);
        (void)sigaddset(&signals, SIGINT);
        (void)pthread_sigmask(SIG_BLOCK, &signals, &before);
        end = serve_listen(serve, &signals, reason);
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    } else {
        (void)snprintf(reason, SERVE_REASON, "%s", rampart_status_name(status));
        if (status == RAMPART_NO_MEMORY) end = SERVE_END_NO_MEMORY;
    }
    serve_account_end(&serve->account);
    return end;
}

enum serve_end serve_run(const struct serve_options *options, char ret_reason[SERVE_REASON])
{
    struct serve serve = {.options = options};
    const char *reason = serve_address_read(options->listen, &serve.address);
    enum serve_end end = SERVE_END_NO_MEMORY;
    (void)snprintf(ret_reason, SERVE_REASON, "%s", rampart_status_name(RAMPART_NO_MEMORY));
    if (reason != NULL) {
        (void)snprintf(ret_reason, SERVE_REASON, "--listen %.64s: %s", options->listen, reason);
        return SERVE_END_ADDRESS;
    }
    if (!serve_library_open(&serve.library, &reason)) {
        (void)snprintf(ret_reason, SERVE_REASON, "libmicrohttpd cannot be opened (Debian: libmicrohttpd12): %s", reason);
        return SERVE_END_MISSING;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    if (pthread_mutex_init(&serve.lock, NULL) == 0) {
        if (serve_connections_open(&serve.connections)) {
            end = serve_prepared(&serve, ret_reason);
            serve_connections_close(&serve.connections);
        }
        pthread_mutex_destroy(&serve.lock);
    }
    serve_library_close(&serve.library);
    return end;
}
