/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_page.h"

#include "report/html_document.h"

/* Colours have a contrast of 4.5 to 1 and more on their ground, in the light and in the dark. */
static const char html_page_style[] =
    ":root{color-scheme:light dark;--ground:#fff;--raised:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;"
    "--link:#0b57b0;--bad:#b3261e;--warn:#8a5300;--good:#176639;--mark:#fff3c4}\n"
    "@media(prefers-color-scheme:dark){:root{--ground:#14171c;--raised:#1d2127;--ink:#e4e7eb;--soft:#a3acb7;--line:#3b424c;"
    "--link:#82b4f5;--bad:#ff9c92;--warn:#f0bf6a;--good:#7ad39c;--mark:#4a3d10}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 4rem;background:var(--ground);color:var(--ink);"
    "font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}"
    "h3{font-size:1rem;margin:1.4rem 0 .4rem}p{margin:.3rem 0}\n"
    "a{color:var(--link)}a:focus-visible,section:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
    "code,pre{font:.875rem/1.5 ui-monospace,monospace}\n"
    ".soft{color:var(--soft)}.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}\n"
    ".figures{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:1rem 0;list-style:none}"
    ".figures li{background:var(--raised);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem}"
    ".figures b{display:block;font-size:1.5rem;line-height:1.2}\n"
    ".items{list-style:none;padding:0;margin:.6rem 0}"
    ".items>li{border:1px solid var(--line);border-left:.3rem solid var(--line);border-radius:.4rem;padding:.6rem .8rem;margin:.6rem 0}"
    ".items>li.bad{border-left-color:var(--bad);color:inherit}.items>li.warn{border-left-color:var(--warn);color:inherit}"
    ".items>li.good{border-left-color:var(--good);color:inherit}.items>li.soft{color:inherit}\n"
    ".tag{font-weight:600;margin-right:.4rem}\n"
    ".rows{display:grid;grid-template-columns:minmax(3.5rem,max-content) 1fr;gap:.15rem .8rem;margin:.5rem 0 0}"
    ".rows dt{grid-column:1;color:var(--soft);font-size:.875rem}.rows dd{grid-column:2;margin:0;min-width:0;font-size:.875rem}\n"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}th{background:var(--raised)}\n"
    ".scroll{margin:.4rem 0}pre{background:var(--raised);border:1px solid var(--line);border-radius:.4rem;padding:.5rem 0;margin:0;"
    "width:max-content;min-width:100%;white-space:normal}"
    "pre .row{display:block;padding:0 .8rem;white-space:pre}pre .row:target,pre .mark{background:var(--mark)}"
    "pre .number{display:inline-block;min-width:3rem;padding-right:1rem;text-align:right;color:var(--soft);user-select:none}"
    "pre .mark .number{color:inherit}\n"
    ".point{color:var(--bad);border:1px dotted;border-radius:.2rem;padding:0 .15rem}\n"
    "svg{max-width:100%;height:auto}svg text{fill:var(--ink);font:13px system-ui,sans-serif}svg .box{fill:var(--raised);stroke:var(--line)}"
    "svg .way{fill:none;stroke:var(--soft)}svg .tip{fill:var(--soft)}\n"
    "footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.6rem;color:var(--soft);font-size:.875rem}\n"
    "@media print{body{max-width:none;padding:0;font-size:11pt}pre{width:auto}pre .row{white-space:pre-wrap}"
    ".items>li,tr{break-inside:avoid}a{color:inherit}}\n";

void rp_html_head(struct rp_html *html, const char *title)
{
    rp_buf_printf(html->out,
                  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                  "<title>%s</title>\n<style>\n",
                  title);
    rp_html_words(html, html_page_style);
    rp_buf_printf(html->out, "</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n", title);
}

enum rampart_status rp_html_finish(struct rp_html *html, const struct rampart_catalog *catalog)
{
    const struct rampart_catalog_version version = rampart_catalog_version(catalog);
    const enum rampart_status status = html->failed;
    if (status == RAMPART_OK) rp_html_documents(html);
    rp_buf_printf(html->out, "</main>\n<footer>Written by rampart %s with the catalogue of ", rampart_version());
    rp_html_text(html, version.date);
    rp_html_words(html, ", digest ");
    rp_html_code(html, version.digest);
    rp_html_words(html, ".</footer>\n</body>\n</html>\n");
    rp_html_drop(html);
    return status;
}
