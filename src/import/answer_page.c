/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists that come in pages. The cloud has three ways: a marker that the next page is asked for with, a token that is the
 * same under another name, and numbered pages with the total of all entries. A list is complete when nothing else is
 * possible: what was cut off must never look as if it were all.
 */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"

struct rp_answer_page {
    struct rp_answer_page *older;
    const struct rp_answer_row *row;
    struct rampart_str of;
    bool numbered;
    struct rampart_str asked, next; /* unless numbered: markers or tokens */
    bool truncated;
    size_t number, size, total;
    size_t entries;
    const char *doubt; /* why it cannot belong to a complete list */
};

/* ---- what an answer says of pages ---- */

static bool is_one_of(struct rampart_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(name, rampart_str(names[i]))) return true;
    return false;
}

/* Arguments that leave nothing out. */
static bool is_harmless(const struct rp_answer_row *row, struct rampart_str name)
{
    static const char *const harmless[] = {"Marker",   "MaxItems",  "PageNumber",
                                           "PageSize", "NextToken", "MaxResults",
                                           "RegionId", "Language",  "AcceptLanguage"};
    if (row->argument != NULL && rp_str_equal(name, rampart_str(row->argument))) return true;
    if (row->selects != NULL && rp_str_equal(name, rampart_str(row->selects))) return true;
    return is_one_of(name, harmless, sizeof harmless / sizeof harmless[0]);
}

static const char *doubt_of_arguments(const struct rp_api_response *answer)
{
    const struct rp_node *arg = answer->args == NULL ? NULL : answer->args->first;
    for (; arg != NULL; arg = arg->next)
        if (!is_harmless(answer->row, arg->key)) return "only a part of the list was asked for";
    return answer->row->doubt == NULL ? NULL : answer->row->doubt(answer);
}

/* `aliyun --pager` keeps the entries of one page and nothing that tells of others. */
static bool may_be_one_page(const struct rp_api_response *answer, size_t entries)
{
    size_t asked;
    if (entries == 10 || entries == 100 || entries == 1000) return true;
    return (rp_answer_count(answer->args, "MaxItems", &asked) && asked == entries) ||
           (rp_answer_count(answer->args, "PageSize", &asked) && asked == entries) ||
           (rp_answer_count(answer->args, "MaxResults", &asked) && asked == entries);
}

static struct rampart_str text_of(const struct rp_node *map, const char *name)
{
    const struct rp_node *node = rp_node_member(map, rampart_str(name));
    return node != NULL && node->type == RP_NODE_STRING ? node->text : RP_STR("");
}

static void read_number(const struct rp_api_response *answer, struct rp_answer_page *page)
{
    page->numbered = true;
    page->number = 1;
    if (!rp_answer_count(answer->response, "PageNumber", &page->number))
        (void)rp_answer_count(answer->args, "PageNumber", &page->number);
    if (!rp_answer_count(answer->response, "PageSize", &page->size))
        (void)rp_answer_count(answer->args, "PageSize", &page->size);
}

static void read_paging(const struct rp_api_response *answer, struct rp_answer_page *page)
{
    const struct rp_node *response = answer->response;
    bool marked = rp_answer_bool(response, "IsTruncated", &page->truncated);
    struct rampart_str token = text_of(response, "NextToken");
    struct rampart_str asked = rp_answer_argument(answer, "NextToken");
    if (marked) {
        page->asked = rp_answer_argument(answer, "Marker");
        page->next = text_of(response, "Marker");
    } else if (token.len > 0 || asked.len > 0) {
        page->asked = asked;
        page->next = token;
        page->truncated = token.len > 0;
    } else if (rp_answer_count(response, "TotalCount", &page->total)) {
        read_number(answer, page);
    } else if (answer->row->paged && may_be_one_page(answer, page->entries)) {
        page->doubt =
            "as many entries as one page has, and nothing that tells whether there are more: perhaps "
            "one page only";
    } else {
        page->asked = rp_answer_argument(answer, "Marker");
    }
}

enum rampart_status rp_answer_note_page(const struct rp_api_response *answer, const struct rp_node *list)
{
    struct rp_answers *all = answer->all;
    if (answer->row->what == RP_ANSWER_NO_LIST) return RAMPART_OK;
    struct rp_answer_page *page = RP_NEW(all->scratch, struct rp_answer_page);
    RP_TRY_MEMORY(page != NULL);
    *page = (struct rp_answer_page){.older = all->pages,
                                    .row = answer->row,
                                    .entries = list == NULL ? 0 : list->count,
                                    .doubt = doubt_of_arguments(answer)};
    if (answer->row->argument != NULL) page->of = rp_answer_argument(answer, answer->row->argument);
    if (page->doubt == NULL) read_paging(answer, page);
    RP_TRY(rp_keep_text(answer->source, all->scratch, &page->of));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &page->asked));
    RP_TRY(rp_keep_text(answer->source, all->scratch, &page->next));
    all->pages = page;
    all->page_count++;
    return RAMPART_OK;
}

/* ---- the pages of one list ---- */

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static bool same_list(const struct rp_answer_page *a, const struct rp_answer_page *b)
{
    return a->row == b->row && rp_str_equal(a->of, b->of);
}

/* The pages of one list side by side, in order. */
static int by_list(const void *a, const void *b)
{
    const struct rp_answer_page *x = *(const struct rp_answer_page *const *)a;
    const struct rp_answer_page *y = *(const struct rp_answer_page *const *)b;
    int order = compare((uintptr_t)x->row, (uintptr_t)y->row);
    if (order == 0) order = rp_str_compare(x->of, y->of);
    if (order == 0) order = compare(x->number, y->number);
    return order != 0 ? order : rp_str_compare(x->asked, y->asked);
}

static const char *doubt_of_numbers(struct rp_answer_page *const *pages, size_t count)
{
    size_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rp_answer_page *page = pages[i], *before = i > 0 ? pages[i - 1] : page;
        if (!page->numbered || page->total != before->total || page->size != before->size)
            return "its pages do not go together: it has changed while it was read";
        if (i > 0 && page->number == before->number) {
            if (page->entries != before->entries) return "two answers are the same page of it, and differ";
            continue;
        }
        entries += page->entries;
    }
    if (entries < pages[0]->total) return "TotalCount says that there are more entries";
    return entries == pages[0]->total ? NULL : "there are more entries than TotalCount says";
}

/* The first of the pages that were asked for so; NULL: there is none. */
static struct rp_answer_page *const *asked_for(struct rp_answer_page *const *pages, size_t count,
                                               struct rampart_str marker)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(pages[middle]->asked, marker) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rp_str_equal(pages[low]->asked, marker) ? &pages[low] : NULL;
}

/* From the page that was asked for without a marker to the one that is the last. */
static const char *doubt_of_markers(struct rp_answer_page *const *pages, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct rp_answer_page *page = pages[i], *before = pages[i - 1];
        if (page->numbered) return "its pages do not go together: it has changed while it was read";
        if (rp_str_equal(page->asked, before->asked) &&
            (page->truncated != before->truncated || !rp_str_equal(page->next, before->next)))
            return "how its pages follow one another cannot be told without the arguments of the calls";
    }
    struct rampart_str marker = RP_STR("");
    for (size_t steps = 0; steps < count; steps++) {
        struct rp_answer_page *const *page = asked_for(pages, count, marker);
        if (page == NULL) return steps == 0 ? "its first page is missing" : "one of its pages is missing";
        if (!(*page)->truncated) return NULL;
        marker = (*page)->next;
        if (marker.len == 0) return "the answer says that there is more, and not where";
    }
    return "one of its pages is missing";
}

static const char *doubt_of(struct rp_answer_page *const *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pages[i]->doubt != NULL) return pages[i]->doubt;
    return pages[0]->numbered ? doubt_of_numbers(pages, count) : doubt_of_markers(pages, count);
}

/* ---- all lists ---- */

static enum rampart_status make_lists(struct rp_answers *answers, struct rp_answer_lists *lists)
{
    for (size_t what = 0; what < RP_ANSWER_WHATS; what++) {
        lists[what] = (struct rp_answer_lists){0};
        lists[what].of = RP_NEW_ARRAY(answers->scratch, struct rampart_str, answers->page_count);
        RP_TRY_MEMORY(lists[what].of != NULL);
    }
    return RAMPART_OK;
}

static void note_list(struct rp_answer_page *const *pages, size_t count, struct rp_answer_lists *lists)
{
    struct rp_answer_lists *list = &lists[pages[0]->row->what];
    const char *doubt = doubt_of(pages, count);
    list->any = true;
    if (doubt != NULL)
        list->doubt = doubt;
    else
        list->of[list->count++] = pages[0]->of;
}

enum rampart_status rp_answer_lists(struct rp_answers *answers, struct rp_answer_lists *ret_lists)
{
    size_t count = answers->page_count, at = 0;
    struct rp_answer_page **pages = RP_NEW_ARRAY(answers->scratch, struct rp_answer_page *, count);
    RP_TRY_MEMORY(pages != NULL);
    RP_TRY(make_lists(answers, ret_lists));
    for (struct rp_answer_page *page = answers->pages; page != NULL; page = page->older) pages[at++] = page;
    if (count > 1) qsort(pages, count, sizeof pages[0], by_list);
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && same_list(pages[first], pages[end])) end++;
        note_list(&pages[first], end - first, ret_lists);
    }
    for (size_t what = 0; what < RP_ANSWER_WHATS; what++)
        rp_names_sort(ret_lists[what].of, ret_lists[what].count, sizeof ret_lists[what].of[0]);
    return RAMPART_OK;
}
