/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "support/failing.h"
#include "text/diag.h"

struct sink {
    char text[1 << 20];
    size_t len, pieces, most;
};

static bool take(void *context, struct rampart_str piece)
{
    struct sink *sink = context;
    if (++sink->pieces > sink->most) return false;
    assert_true(piece.len < sizeof sink->text - sink->len);
    memcpy(sink->text + sink->len, piece.data, piece.len);
    sink->len += piece.len;
    return true;
}

static void add_diag(struct rampart_diags *diags, const char *file, const char *message)
{
    rp_diag(diags, RAMPART_WARNING, RP_DOC_EFFECT, RP_NOWHERE, "%s", message);
    rp_diag_file(diags, rampart_str(file));
}

/* Two findings without a place; SARIF begins with all the rules, which are left out. */
static enum rampart_status write_report(const struct rampart_options *options,
                                        enum rampart_lint_format format, struct sink *sink)
{
    const struct rampart_lint_style style = {
        .format = format, .root = RP_STR("/r"), .fail_on = RAMPART_ERROR};
    const struct rampart_writer writer = {sink, take};
    const struct rampart_lint_count one = {.documents = 1};
    struct rampart_lint_report *report = NULL;
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(options, &diags);
    if (status == RAMPART_OK) status = rampart_lint_report_begin(options, style, &writer, &report);
    if (status == RAMPART_OK && format == RAMPART_LINT_SARIF) sink->len = 0;
    add_diag(diags, "/r/./a,b", "50% ::x");
    add_diag(diags, "./c", "m");
    if (status == RAMPART_OK && rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status == RAMPART_OK) status = rampart_lint_report_add(report, RP_STR("a"), &one, diags);
    if (status == RAMPART_OK) status = rampart_lint_report_end(report);
    rampart_lint_report_free(report);
    rampart_diags_free(diags);
    return status;
}

static const char *const expected[] = {
    [RAMPART_LINT_TEXT] = "/r/./a,b: warning: 50% ::x [DOC007 wrong-effect]\n"
                          "./c: warning: m [DOC007 wrong-effect]\n2 warnings in 1 of 1 document\n",
    [RAMPART_LINT_JSON] =
        "{\"findings\":[{\"rule\":\"DOC007-wrong-effect\",\"severity\":\"warning\",\"file\":\"/r/./a,b\","
        "\"line\":0,\"column\":0,\"endLine\":0,\"endColumn\":0,\"message\":\"50% ::x\",\"suggestion\":null},"
        "{\"rule\":\"DOC007-wrong-effect\",\"severity\":\"warning\",\"file\":\"./c\",\"line\":0,\"column\":0,"
        "\"endLine\":0,\"endColumn\":0,\"message\":\"m\",\"suggestion\":null}],\"summary\":{\"documents\":1,"
        "\"withFindings\":1,\"errors\":0,\"warnings\":2,\"notes\":0,\"waived\":0,\"undetermined\":0,"
        "\"unreadable\":0}}\n",
    [RAMPART_LINT_SARIF] =
        "{\"ruleId\":\"DOC007\",\"level\":\"warning\",\"message\":{\"text\":\"50% ::x\"},\"locations\":"
        "[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a%2Cb\"}}}],\"partialFingerprints\":"
        "{\"rampart/v1\":\"................\"}},{\"ruleId\":\"DOC007\",\"level\":\"warning\",\"message\":"
        "{\"text\":\"m\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"c\"}}}],"
        "\"partialFingerprints\":{\"rampart/v1\":\"................\"}}],\"invocations\":"
        "[{\"executionSuccessful\":true}]}]}\n",
    [RAMPART_LINT_GITHUB] = "::warning file=a%2Cb,title=DOC007 wrong-effect::50%25 ::x\n"
                            "::warning file=c,title=DOC007 wrong-effect::m\n",
    [RAMPART_LINT_JUNIT] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rampart lint\">\n"
        "  <testsuite name=\"a\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
        "    <testcase classname=\"/r/./a,b\" name=\"DOC007 wrong-effect\" time=\"0\"><system-out>/r/./a,b: "
        "warning: 50% ::x</system-out></testcase>\n"
        "    <testcase classname=\"./c\" name=\"DOC007 wrong-effect\" time=\"0\"><system-out>./c: warning: m"
        "</system-out></testcase>\n  </testsuite>\n</testsuites>\n",
    [RAMPART_LINT_GITLAB] =
        "[{\"description\":\"50% ::x\",\"check_name\":\"DOC007-wrong-effect\",\"fingerprint\":"
        "\"................\",\"severity\":\"major\",\"location\":{\"path\":\"a,b\",\"lines\":{\"begin\":1}}}"
        ","
        "{\"description\":\"m\",\"check_name\":\"DOC007-wrong-effect\",\"fingerprint\":\"................\","
        "\"severity\":\"major\",\"location\":{\"path\":\"c\",\"lines\":{\"begin\":1}}}]\n",
    [RAMPART_LINT_BASELINE] =
        "# Findings that are known: rampart lint --baseline FILE. Written by rampart lint -f baseline.\n"
        "................ DOC007-wrong-effect a%2Cb\n................ DOC007-wrong-effect c\n",
    [RAMPART_LINT_HTML] =
        "<main>\n<h1>Findings in policy documents</h1>\n<ul class=\"figures\">\n<li><b>1</b> document read</li>\n"
        "<li><b>0</b> errors</li>\n<li><b class=\"warn\">2</b> warnings</li>\n<li><b>0</b> notes</li>\n</ul>\n"
        "<h2>Findings</h2>\n<h3><code>a</code></h3>\n<ul class=\"items\">\n"
        "<li class=\"warn\"><p><span class=\"tag warn\">warning</span>50% ::x <span class=\"soft\">(DOC007 wrong-effect)"
        "</span></p>\n<p class=\"soft\">/r/./a,b</p>\n</li>\n"
        "<li class=\"warn\"><p><span class=\"tag warn\">warning</span>m <span class=\"soft\">(DOC007 wrong-effect)"
        "</span></p>\n<p class=\"soft\">./c</p>\n</li>\n</ul>\n</main>\n",
    [RAMPART_LINT_MARKDOWN] = "### rampart lint: 2 warnings in 1 of 1 document\n\n"
                              "- **warning** `a,b`: 50% ::x (DOC007 wrong-effect)\n"
                              "- **warning** `c`: m (DOC007 wrong-effect)\n",
};

enum { FORMATS = sizeof expected / sizeof *expected };

/* Takes the head of a page and its foot away: how it looks, and the versions. */
static void forget_frame(struct sink *sink)
{
    const char *begin = strstr(sink->text, "<main>"), *end = strstr(sink->text, "<footer>");
    if (begin == NULL || end == NULL) return;
    sink->len = (size_t)(end - begin);
    memmove(sink->text, begin, sink->len);
}

/* Takes the version of the catalogue out of the report in JSON. */
static void forget_catalog(struct sink *sink)
{
    static const char before[] = ",\"catalog\":{", after[] = "}}\n";
    for (size_t at = 0; at + sizeof before < sink->len; at++) {
        if (memcmp(sink->text + at, before, sizeof before - 1) != 0) continue;
        memcpy(sink->text + at, after + 1, sizeof after - 2);
        sink->len = at + sizeof after - 2;
    }
}

/* A dot in what is expected stands for any digit of a fingerprint. */
static void assert_text(const struct sink *sink, const char *text)
{
    size_t len = strlen(text);
    bool equal = len == sink->len;
    for (size_t i = 0; equal && i < len; i++)
        equal = text[i] == sink->text[i] || (text[i] == '.' && strchr("0123456789abcdef", sink->text[i]));
    if (!equal) fail_msg("expected %s\ngot %.*s", text, (int)sink->len, sink->text);
}

static void each_format_is_written_as_it_is_fed(void **state)
{
    (void)state;
    for (int format = 0; format < FORMATS; format++) {
        struct sink sink = {.most = 100};
        assert_int_equal(write_report(NULL, (enum rampart_lint_format)format, &sink), RAMPART_OK);
        forget_catalog(&sink);
        if (format == RAMPART_LINT_HTML) forget_frame(&sink);
        assert_text(&sink, expected[format]);
    }
}

static void a_writer_that_stops_ends_the_report(void **state)
{
    (void)state;
    for (int format = 0; format < FORMATS; format++)
        for (size_t most = 0; most < 2; most++) {
            struct sink sink = {.most = most};
            bool one_piece = most == 1 && (format == RAMPART_LINT_GITHUB || format >= RAMPART_LINT_HTML);
            assert_int_equal(write_report(NULL, (enum rampart_lint_format)format, &sink),
                             one_piece ? RAMPART_OK : RAMPART_IO);
        }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    for (int format = 0; format < FORMATS; format++) {
        enum rampart_status status = RAMPART_NO_MEMORY;
        for (size_t n = 1; status != RAMPART_OK; n++) {
            struct sink sink = {.most = 100};
            failing_start(n);
            status = write_report(&options, (enum rampart_lint_format)format, &sink);
            assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
            failing_start(0);
            assert_int_equal(failing_held(), 0);
        }
    }
}

/* Of three findings one is in the baseline and one is waived: the caller gets the third. */
static void news_are_handed_over(void **state)
{
    static const struct rampart_lint_count one = {.documents = 1};
    struct rampart_diag finding = {.severity = RAMPART_NOTE, .code = "DOC007", .name = "wrong-effect", .file = RP_STR("known")};
    struct rampart_diags *known = NULL, *all = NULL, *news = NULL;
    struct rampart_lint_report *report = NULL;
    struct rampart_lint_baseline *baseline = NULL;
    static struct sink text = {.most = 100}, unread = {.most = 100};
    size_t line = 0;
    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &known) | rampart_diags_new(NULL, &all) | rampart_diags_new(NULL, &news), RAMPART_OK);
    assert_int_equal(rampart_diags_add(known, &finding) | rampart_diags_add(all, &finding), RAMPART_OK);
    finding.file = RP_STR("waived");
    finding.waiver = RP_STR("agreed");
    assert_int_equal(rampart_diags_add(all, &finding), RAMPART_OK);
    finding.file = RP_STR("new");
    finding.waiver = RP_STR("");
    assert_int_equal(rampart_diags_add(all, &finding), RAMPART_OK);

    const struct rampart_writer writer = {&text, take}, nobody = {&unread, take};
    struct rampart_lint_style style = {.format = RAMPART_LINT_BASELINE};
    assert_int_equal(rampart_lint_report_begin(NULL, style, &writer, &report), RAMPART_OK);
    assert_int_equal(rampart_lint_report_add(report, RP_STR("known"), &one, known), RAMPART_OK);
    assert_int_equal(rampart_lint_report_end(report), RAMPART_OK);
    rampart_lint_report_free(report);
    assert_int_equal(rampart_lint_report_baseline_read(NULL, (struct rampart_str){text.text, text.len}, &line, &baseline),
                     RAMPART_OK);

    style.baseline = baseline;
    style.news = news;
    assert_int_equal(rampart_lint_report_begin(NULL, style, &nobody, &report), RAMPART_OK);
    assert_int_equal(rampart_lint_report_add(report, RP_STR("new"), &one, all), RAMPART_OK);
    assert_int_equal(rampart_lint_report_end(report), RAMPART_OK);
    assert_int_equal(rampart_diags_count(news), 1);
    assert_memory_equal(rampart_diags_at(news, 0)->file.data, "new", 3);
    assert_int_equal(rampart_lint_report_summary(report)->known, 1);
    assert_int_equal(rampart_lint_report_summary(report)->waived, 1);
    rampart_lint_report_free(report);
    rampart_lint_report_baseline_free(baseline);
    rampart_diags_free(news);
    rampart_diags_free(all);
    rampart_diags_free(known);
}

static void misuse_is_refused(void **state)
{
    (void)state;
    struct sink sink = {.most = 1};
    struct rampart_lint_report *report = NULL;
    const struct rampart_writer writer = {&sink, take};
    const struct rampart_lint_style unknown = {.format = (enum rampart_lint_format)FORMATS}, text = {0};
    assert_int_equal(rampart_lint_report_begin(NULL, unknown, &writer, &report), RAMPART_MISUSE);
    assert_int_equal(rampart_lint_report_begin(NULL, text, NULL, &report), RAMPART_MISUSE);
    assert_int_equal(rampart_lint_report_end(NULL), RAMPART_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_is_written_as_it_is_fed),
        cmocka_unit_test(a_writer_that_stops_ends_the_report),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(news_are_handed_over),
        cmocka_unit_test(misuse_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
