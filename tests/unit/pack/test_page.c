/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/diag_lines.h"
#include "support/page_facts.h"

/* Reads a text under the name of a file. */
static void expect(const char *name, const char *text, enum rampart_status status, const char *lines, const char *diags)
{
    struct page_facts read;
    struct rampart_diags *list;
    char buffer[1024];
    assert_int_equal(rampart_diags_new(NULL, &list), RAMPART_OK);
    page_facts_read(&read, NULL, name, rampart_str(text), list);
    assert_string_equal(diag_lines(list, buffer, sizeof buffer), diags);
    assert_int_equal(read.status, status);
    if (status == RAMPART_OK) assert_string_equal(read.lines.data, lines);
    page_facts_free(&read);
    rampart_diags_free(list);
}

static void gives(const char *name, const char *text, const char *lines)
{
    expect(name, text, RAMPART_OK, lines, "");
}

static void refuses(const char *name, const char *text, const char *diags)
{
    expect(name, text, RAMPART_INVALID_INPUT, "", diags);
}

#define FLAT "Operation\n\nAccess level\n\nResource type\n\nCondition key\n\nAssociated operation\n\n"
#define FLAT_API "**Action**\n\n**API**\n\n**Access level**\n\n**Resource type**\n\n**Condition key**\n\n**Dependent action**\n\n"
#define BARS "| **操作** | **访问级别** | **资源类型** | **条件关键字** | **关联操作** |\n| --- | --- | --- | --- | --- |\n"
#define END "## Next\n"
#define STAR "-   For mandatory resource types, indicate with a prefix of \\* .\n\n"

static void the_page_of_an_api_is_read(void **state)
{
    (void)state;
    gives("a.md",
          STAR FLAT "zoo:FeedLion\n\nupdate\n\n\\*Lion\n\n`acs:zoo:{#regionId}:{#accountId}:lion/{#LionId}`\n\nKeeper\n\n"
                    "`acs:ram::{#accountId}:user/{#Name}`\n\n-   zoo:Meal\n-   zoo:Hour\n\nnone\n\n" END,
          "zoo:FeedLion update Lion required acs:zoo:{#regionId}:{#accountId}:lion/{#LionId} zoo:Hour,zoo:Meal -\n"
          "zoo:FeedLion update Keeper optional acs:ram::{#accountId}:user/{#Name} zoo:Hour,zoo:Meal -\n");
    gives("a.md", FLAT "zoo:Open\n\ncreate\n\n\\*All Resource\n\n`*`\n\nNone\n\n-   ram:PassRole\n\n" END,
          "zoo:Open create - required * - ram:PassRole\n");
    /* without a level, and in Chinese */
    gives("a.md",
          "**操作**\n\n**访问级别**\n\n**资源类型**\n\n**条件关键字**\n\n**关联操作**\n\nzoo:Open\n\n\\*全部资源\n\n`*`\n\n无\n\n无\n\n" END,
          "zoo:Open - - required * - -\n");
    /* no star in sight, and nothing that says what a star would mean */
    gives("a.md", FLAT "zoo:Open\n\nget\n\nGate\n\n`acs:zoo:::gate/*`\n\nnone\n\nnone\n\n" END,
          "zoo:Open get Gate - acs:zoo:::gate/* - -\n");
    gives("a.md", "# Open\n\n## Authorization information\n\nThere is currently no authorization information disclosed in the API.\n",
          "");
}

static void the_page_of_a_product_is_read(void **state)
{
    (void)state;
    gives("a.md",
          FLAT_API "zoo:Open\n\n[Open](/help/en/zoo/(open))\n\nget\n\n\\*Gate\n\n`**acs:zoo:::gate/{#GateId}**`\n\nzoo:Hour\n\nzoo:Hour\n\nNone\n\n"
                   "zoo:Shut\n\n[Shut](/x)\n\n\\*All Resource\n\n`*****`\n\nNone\n\nram:PassRole\n\nzoo:Open\n\n"
                   "zoo:Feed\n\n[Feed](/x)\n\nnone\n\n\\*Lion\n\n`acs:zoo:::lion/*`\n\nNone\n\nNone\n\n"
                   "## Resource\n\n**Resource type**\n\n**ARN**\n\nGate\n\n-   acs:zoo:::gate/{#GateId}\n-   acs:zoo:::gate/\\*\n\nLion\n\n-   acs:zoo:::lion/\\*\n\n"
                   "## Condition\n\n**Condition key**\n\n**Description**\n\n**Data** **type**\n\nzoo:Hour\n\nThe hour\n\nof the day\n\nNumber\n\nacs:ResourceTag\n\nTag\n\nSTRING\n\nzoo:Meal\n\nString\n\n" END,
          "zoo:Open get Gate required acs:zoo:::gate/{#GateId} zoo:Hour -\n"
          "zoo:Shut - - required * - ram:PassRole,zoo:Open\n"
          "zoo:Feed none Lion required acs:zoo:::lion/* - -\n"
          "type zoo Gate acs:zoo:::gate/{#GateId}\ntype zoo Gate acs:zoo:::gate/*\ntype zoo Lion acs:zoo:::lion/*\n"
          "key zoo:Hour Numeric\nkey zoo:Meal String\n");
    /* several APIs of an action, one of its own name; and what policies can name, in a sentence that code takes apart */
    gives("a.md",
          "The RAM code (RamCode) for Zoo is `zoo,ark` , and the supported authorization granularity is `RESOURCE` .\n\n"
          FLAT_API "zoo:Open\n\nOpen\n\nOpenAll\n\nget\n\n\\*Gate\n\n`acs:zoo:::gate/*`\n\nNone\n\nNone\n\n"
          "zoology:Shut\n\nShutAll\n\nget\n\n\\*Gate\n\n`acs:zoo:::gate/*`\n\nNone\n\nNone\n\n" END,
          "zoo:Open get Gate required acs:zoo:::gate/* - -\nzoology:Shut get Gate required acs:zoo:::gate/* - -\n"
          "api zoo:OpenAll zoo:Open\napi zoology:ShutAll zoology:Shut\ngranularity zoo resource\n");
    /* a product whose table is empty */
    gives("a.md", FLAT_API "## Resource\n\n**Resource type**\n\n**ARN**\n\n" END, "");
}

static void a_table_with_bars_is_read(void **state)
{
    (void)state;
    gives("a.md",
          BARS "| zoo:Open |  | \\*全部资源<br>`*` | 无   | 无 |\n"
               "| zoo:Feed | update | \\\\*Lion `acs:zoo:::lion/{#Id}` \\\\*Meal `acs:zoo:::meal/*` | - zoo:a\\_b<br>- zoo:Hour |  |\n\n" END,
          "zoo:Open - - required * - -\n"
          "zoo:Feed update Lion required acs:zoo:::lion/{#Id} zoo:Hour,zoo:a_b unknown\n"
          "zoo:Feed update Meal required acs:zoo:::meal/* zoo:Hour,zoo:a_b unknown\n");
    /* the header twice; a header below an empty one */
    gives("a.md", BARS "\n" BARS "| zoo:Open | get | \\*全部资源 `*` | 无 | 无 |\n\n" END, "zoo:Open get - required * - -\n");
    gives("a.md",
          "|  |  |  |  |  |\n| --- | --- | --- | --- | --- |\n| **操作** | **访问级别** | **资源类型** | **条件关键字** | **关联操作** |\n"
          "| zoo:Open | list | \\*全部资源<br>`*` | 无 | 无 |\n\n" END,
          "zoo:Open list - required * - -\n");
}

#define ROW "zoo:Open\n\nget\n\n\\*Gate\n\n`acs:zoo:::gate/*`\n\n"
#define CELLS_ROW(name) "| zoo:" name " | get | \\*Gate `acs:zoo:::gate/*` | 无 | 无 |\n"

static void comments_in_markdown_are_passed_over(void **state)
{
    (void)state;
#define OPEN "zoo:Open get Gate required acs:zoo:::gate/* - -\n"
    /* a row, a whole table, and the beginning of a block of code within a comment are not on the page */
    gives("a.md", "<!--\n" BARS CELLS_ROW("Shut") "\n```\n-->\n" BARS CELLS_ROW("Open") "\n" END, OPEN);
    gives("a.md", "- <!-- x\n\n" BARS CELLS_ROW("Shut") "\n--> y <!-- \n" BARS CELLS_ROW("Feed") "-->\n" BARS CELLS_ROW("Open") "\n" END, OPEN);
    gives("a.md", "<!--> \n" BARS CELLS_ROW("Open") "\n" END "<!---->\n", OPEN);
    gives("a.md", FLAT ROW "None\n\n<!-- zoo:Hour -->\n\nNone\n\n" END, OPEN);
    /* within a line, and from one line of a paragraph to another */
    gives("a.md", BARS "| zoo:<!-- Shut -->Open | get<!-- list --> | \\*Gate <!--x-->`acs:zoo:::gate/*` | 无 | 无 |\n\n" END, OPEN);
    gives("a.md", FLAT "zoo:Open<!--\nzoo:Shut\nzoo:Feed-->\n\nget\n\n\\*Gate <!-- a --><!-- b -->\n\n`acs:zoo:::gate/*`\n\nNone\n\nNone\n\n" END, OPEN);
    /* what begins none: code, what a backslash or a block stands before, and what no line of the paragraph ends */
    gives("a.md", "`<!--`\n\n\\<!--\n\na <!-- b\n" BARS CELLS_ROW("Open") "\n" END "-->\n", OPEN);
    gives("a.md", "a <!-- b\n\n-->\n" BARS CELLS_ROW("Open") "\n" END, OPEN);
    gives("a.md", "a <!-- b\n# C -->\n" BARS CELLS_ROW("Open") "\n" END, OPEN);
    refuses("a.md", BARS "| zoo:Open<!-- | get --> | \\*Gate `acs:zoo:::gate/*` | 无 | 无 |\n\n" END,
            "CAT003 3:3 this is no action | expected service:Name");
    refuses("a.md", BARS CELLS_ROW("Open") "\n" END "<!-- \n" BARS CELLS_ROW("Shut"),
            "CAT003 6:1 the page ends within what begins here | the page was not saved whole: save it again");
}

#define HTML_HEAD "<table><thead><tr><th><p><b>Action</b></p></th><th>API</th><th>Access level</th><th>Resource type</th>" \
                  "<th>Condition key</th><th>Dependent action</th></tr></thead><tbody>"

static void html_is_read(void **state)
{
    (void)state;
    gives("a.html",
          "<!DOCTYPE html><html><head><title>x</title><style>p > a {}</style><script>if (a < b) document.write(\"<table>\")</script></head>"
          "<body><!-- <table> --><table><tr><td colspan=\"2\"><table><tr><td>menu</td></tr></table></td></tr></table>"
          HTML_HEAD "<tr>\n<td>zoo:Feed&nbsp;</td><td><a href='/x>y'>Feed</a></td><td>update</td>"
          "<td><ul><li><p>*Lion</p><p><code>acs:zoo:&#123;#regionId&#x7D;:&#123;#accountId}:lion/{#Id}</code></p></li>"
          "<li>Meal<br/>acs:zoo:::meal/*</li></ul></td><td><ul><li>zoo:Hour</li><li>zoo:Meal</li></ul></td>"
          "<td>ram:PassRole<br>oss:Get*</td></tr></tbody></table></body></html>",
          "zoo:Feed update Lion required acs:zoo:{#regionId}:{#accountId}:lion/{#Id} zoo:Hour,zoo:Meal oss:Get*,ram:PassRole\n"
          "zoo:Feed update Meal optional acs:zoo:::meal/* zoo:Hour,zoo:Meal oss:Get*,ram:PassRole\n");
}

static void an_action_with_two_apis_is_two_statements(void **state)
{
    (void)state;
    gives("a.html",
          HTML_HEAD "<tr><td>zoo:Feed</td><td>Feed</td><td>update</td><td>*Lion<p>acs:zoo:::lion/*</td><td>None</td><td>None</td></tr>"
                    "<tr><td>zoo:Feed</td><td>FeedNow</td><td>update</td><td>*Lion<p>acs:zoo:::lion/*</td><td>None</td><td>None</td></tr>"
                    "<tr><td>zoo:Feed</td><td>FeedAll</td><td>update</td><td>*All Resources<p>*</td><td>None</td><td>None</td></tr></table>",
          "zoo:Feed update Lion required acs:zoo:::lion/* - -\n"
          "zoo:Feed update - required * - - #FeedAll3\n"
          "api zoo:FeedNow zoo:Feed\napi zoo:FeedAll zoo:Feed\n");
}

static void what_is_not_understood_is_refused_where_it_stands(void **state)
{
    (void)state;
    refuses("a.md", "# A page\n\ntext\n", 
            "CAT003 1:1 this page has no table of actions | give the page of one API, or the page \"RAM authorization\" of a product, as Markdown or HTML");
    refuses("a.md", FLAT ROW "None\n\nNone\n\n", 
            "CAT003 21:1 nothing follows the table of actions: so ends a page that was cut | save the page again, whole, or as HTML");
    refuses("a.md", FLAT ROW "None\n\n" END, 
            "CAT003 11:1 this row ends before its dependent actions | the page was perhaps not saved whole");
    refuses("a.md", FLAT ROW "-   zoo:Hour\n\n-   ram:PassRole\n\n" END, 
            "CAT003 19:5 the condition keys and the dependent actions of this row cannot be told apart | save the page as HTML, whole, where the cells of a table have borders");
    refuses("a.md", FLAT ROW "None\n\nNone\n\nA sentence that follows.\n\n" END, 
            "CAT003 23:1 this does not belong to the table of actions | expected the next action, service:Name, or a heading");
    refuses("a.md", FLAT "zoo:Open\n\nget\n\n\\*Gate\n\nNone\n\nNone\n\n" END, 
            "CAT003 15:2 this type of resource has no template | expected the template below the type of resource");
    refuses("a.md", FLAT "zoo:Open\n\nget\n\n\\*Gate\n\n`acs:zoo:::gate/{#Id}User`\n\nNone\n\nNone\n\n" END, 
            "CAT003 17:2 this is no template of an ARN | expected acs:service:region:account:resource with places {#name}");
    refuses("a.md", FLAT "zoo:Open\n\nget\n\nNone\n\nNone\n\n" END, 
            "CAT003 11:1 this action has no resource, not even \"All Resources\" | the page was perhaps not saved whole");
    refuses("a.md", BARS "| zoo:Open | Get | \\*Gate acs:zoo:::gate/* | 无 | 无 |\n\n" END, 
            "CAT003 3:21 this type of resource has no template | expected the template below the type of resource");
    refuses("a.md", BARS "| zoo:Open | open | \\*Gate `acs:zoo:::gate/*` | 无 | 无 |\n\n" END, 
            "CAT003 3:14 this is no access level | expected create, update, delete, get, list or none");
    refuses("a.md", BARS "| zoo:Open | get | \\*Gate `acs:zoo:::gate/*` | 无 |\n\n" END, 
            "CAT003 3:3 this row has fewer cells than its table has columns | each row has a cell for each column");
    refuses("a.md", "| Action | Resource type | Notes |\n| --- | --- | --- |\n| zoo:Open | gate | - |\n\n" END, 
            "CAT003 1:3 this table of actions has columns that are not known | expected Action, API, Access level, Resource type, Condition key, Dependent action, with or without API");
    refuses("a.md", "```\n" BARS, 
            "CAT003 1:1 the page ends within what begins here | the page was not saved whole: save it again");
    refuses("a.html", "<table><tr><th>Action</th></tr>", 
            "CAT003 1:1 the page ends within this table | the page was not saved whole: save it again");
    refuses("a.html", "<p>text</p><!-- a comment", 
            "CAT003 1:12 the page ends within what begins here | the page was not saved whole: save it again");
    refuses("a.html", HTML_HEAD "<tr><td rowspan=2>zoo:Feed</td><td>Feed</td><td>update</td><td>*Lion<p>acs:zoo:::lion/*</td><td>None</td><td>None</td></tr></table>", 
            "CAT003 1:188 a cell that is several, or has a table in it, is not read | write the rows by hand, or save the page of each API");
    refuses("a.html", HTML_HEAD "<tr><td>zoo:Feed</td><td>Feed</td><td>update</td><td>*Lion<p>acs:zoo:::lion/*</td><td>zoo Hour</td><td>None</td></tr></table>", 
            "CAT003 1:256 this is no condition key | expected service:Name, or None");
    refuses("a.md", "\xff", 
            "CAT003 1:1 this byte is not valid UTF-8 | save the page as UTF-8");
}

#define LOST "this looks like a row of a table, which ended before it | remove what stands between the rows, and begin and end each row with a bar; or save the page again"
#define HTML_ROW(name) "<tr><td>zoo:" name "</td><td>Feed</td><td>update</td><td>*Lion<p>acs:zoo:::lion/*</td><td>None</td><td>None</td></tr>"

static void a_table_that_lost_a_row_is_refused(void **state)
{
    (void)state;
    static const char *const between[] = {"\n", "<!-- x -->\n", "**Note**: see below\n"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        char page[1024];
        (void)snprintf(page, sizeof page, "%s%s%s\n%s", BARS CELLS_ROW("Open"), between[i], CELLS_ROW("Shut"), END);
        refuses("a.md", page, "CAT003 5:3 " LOST);
    }
    refuses("a.md", BARS "\n" CELLS_ROW("Open") "\n" END, "CAT003 4:3 " LOST);
    refuses("a.md", BARS CELLS_ROW("Open") "zoo:Shut | get | \\*Gate `acs:zoo:::gate/*` | 无 | 无 |\n\n" END, "CAT003 4:1 " LOST);
    refuses("a.md", BARS CELLS_ROW("Open") "`zoo:Shut` | get |\n\n" END, "CAT003 4:2 " LOST);
    refuses("a.md", BARS CELLS_ROW("Open") "\nzoo:Shut\n\nget\n\n\\*Gate\n\n`acs:zoo:::gate/*`\n\n无\n\n无\n\n" END, "CAT003 5:1 " LOST);
    refuses("a.md", BARS CELLS_ROW("Open") "\n## More\n" CELLS_ROW("Shut") "\n" END, "CAT003 6:3 " LOST);
    refuses("a.md", FLAT ROW "None\n\nNone\n\n" CELLS_ROW("Shut") "\n" END, "CAT003 23:3 " LOST);
    refuses("a.md", BARS CELLS_ROW("Open") "\n" END "| 资源类型 | 资源 ARN |\n| --- | --- |\n| Gate | acs:zoo:::gate/* |\n\n| Lion | acs:zoo:::lion/* |\n",
            "CAT003 10:3 " LOST);
    refuses("a.html", HTML_HEAD HTML_ROW("Feed") "</table><table>" HTML_ROW("Wash") "</table>", "CAT003 1:306 " LOST);
    /* what says more about the actions, and other tables, are no rows */
    gives("a.md", BARS CELLS_ROW("Open") "\nzoo:Open needs more: see https://example.com/a.\n\n| Name | Type |\n| --- | --- |\n| Id | acs:zoo:::gate/1 |\n\n" END,
          "zoo:Open get Gate required acs:zoo:::gate/* - -\n");
    gives("a.md", BARS CELLS_ROW("Open") "\n" BARS CELLS_ROW("Shut") "\n" END,
          "zoo:Open get Gate required acs:zoo:::gate/* - -\nzoo:Shut get Gate required acs:zoo:::gate/* - -\n");
}

static void control_characters_are_refused(void **state)
{
    (void)state;
    refuses("a.md", BARS "| zoo:Open | get | \\*Ga\001te `acs:zoo:::gate/*` | 无 | 无 |\n\n" END,
            "CAT003 3:24 this is the control character U+0001 | save the page again, as text");
    refuses("a.html", "<p>\x7f</p>", "CAT003 1:4 this is the control character U+007F | save the page again, as text");
    struct page_facts read;
    struct rampart_diags *list;
    char buffer[256];
    assert_int_equal(rampart_diags_new(NULL, &list), RAMPART_OK);
    page_facts_read(&read, NULL, "a.md", RP_STR("# A\n\0"), list);
    assert_int_equal(read.status, RAMPART_INVALID_INPUT);
    assert_string_equal(diag_lines(list, buffer, sizeof buffer), "CAT003 2:1 this is the control character U+0000 | save the page again, as text");
    page_facts_free(&read);
    rampart_diags_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_of_an_api_is_read),
        cmocka_unit_test(the_page_of_a_product_is_read),
        cmocka_unit_test(a_table_with_bars_is_read),
        cmocka_unit_test(comments_in_markdown_are_passed_over),
        cmocka_unit_test(html_is_read),
        cmocka_unit_test(an_action_with_two_apis_is_two_statements),
        cmocka_unit_test(a_table_that_lost_a_row_is_refused),
        cmocka_unit_test(control_characters_are_refused),
        cmocka_unit_test(what_is_not_understood_is_refused_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
