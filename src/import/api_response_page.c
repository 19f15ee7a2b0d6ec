/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists that come in pages. The cloud has three ways: a marker for the call of the next page, a token that is the
 * same under another name, and numbered pages with the total of all entries. A list is complete only when nothing
 * else is possible: a list that was cut off must never look complete.
 */
#include <stdlib.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/api_response_parts.h"

struct rp_response_page {
    struct rp_response_page *older;
    const struct rp_response_row *row;
    struct rampart_str of;
    bool numbered;
    struct rampart_str asked, next; /* unless numbered: markers or tokens */
    bool truncated;
    size_t number, size, total;
    size_t entries;
    const char *doubt; /* why it cannot belong to a complete list */
};

/* ---- the page of a response ---- */

static bool response_is_one_of(struct rampart_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rp_str_equal(name, rampart_str(names[i]))) return true;
    return false;
}

/* Arguments that leave no entry out. */
static bool response_is_harmless(const struct rp_response_row *row, struct rampart_str name)
{
    static const char *const harmless[] = {"Marker",   "MaxItems",  "PageNumber",
                                           "PageSize", "NextToken", "MaxResults",
                                           "RegionId", "Language",  "AcceptLanguage"};
    if (row->argument != NULL && rp_str_equal(name, rampart_str(row->argument))) return true;
    if (row->selects != NULL && rp_str_equal(name, rampart_str(row->selects))) return true;
    return response_is_one_of(name, harmless, sizeof harmless / sizeof harmless[0]);
}

static const char *response_doubt_of_arguments(const struct rp_response *response)
{
    const struct rp_node *arg = response->args == NULL ? NULL : response->args->first;
    for (; arg != NULL; arg = arg->next)
        if (!response_is_harmless(response->row, arg->key))
            return "the call asked for only a part of the list";
    return response->row->doubt == NULL ? NULL : response->row->doubt(response);
}

/* `aliyun --pager` keeps the entries of one page, and no marker or total. */
static bool response_may_be_one_page(const struct rp_response *response, size_t entries)
{
    size_t asked;
    if (entries == 10 || entries == 100 || entries == 1000) return true;
    return (rp_response_count(response->args, "MaxItems", &asked) && asked == entries) ||
           (rp_response_count(response->args, "PageSize", &asked) && asked == entries) ||
           (rp_response_count(response->args, "MaxResults", &asked) && asked == entries);
}

static struct rampart_str response_string(const struct rp_node *map, const char *name)
{
    const struct rp_node *node = rp_node_member(map, rampart_str(name));
    return node != NULL && node->type == RP_NODE_STRING ? node->text : RP_STR("");
}

static void response_read_number(const struct rp_response *response, struct rp_response_page *page)
{
    page->numbered = true;
    page->number = 1;
    if (!rp_response_count(response->body, "PageNumber", &page->number))
        (void)rp_response_count(response->args, "PageNumber", &page->number);
    if (!rp_response_count(response->body, "PageSize", &page->size))
        (void)rp_response_count(response->args, "PageSize", &page->size);
}

static void response_read_paging(const struct rp_response *response, struct rp_response_page *page)
{
    const struct rp_node *body = response->body;
    bool marked = rp_response_bool(body, "IsTruncated", &page->truncated);
    struct rampart_str token = response_string(body, "NextToken");
    struct rampart_str asked = rp_response_argument(response, "NextToken");
    if (marked) {
        page->asked = rp_response_argument(response, "Marker");
        page->next = response_string(body, "Marker");
    } else if (token.len > 0 || asked.len > 0) {
        page->asked = asked;
        page->next = token;
        page->truncated = token.len > 0;
    } else if (rp_response_count(body, "TotalCount", &page->total)) {
        response_read_number(response, page);
    } else if (response->row->paged && response_may_be_one_page(response, page->entries)) {
        page->doubt =
            "it may be one page of several: it has as many entries as a page, and no marker or total";
    } else {
        page->asked = rp_response_argument(response, "Marker");
    }
}

enum rampart_status rp_response_note_page(const struct rp_response *response, const struct rp_node *list)
{
    struct rp_responses *all = response->all;
    if (response->row->kind == RP_RESPONSE_NO_LIST) return RAMPART_OK;
    struct rp_response_page *page = RP_NEW(all->scratch, struct rp_response_page);
    RP_TRY_MEMORY(page != NULL);
    *page = (struct rp_response_page){.older = all->pages,
                                      .row = response->row,
                                      .entries = list == NULL ? 0 : list->count,
                                      .doubt = response_doubt_of_arguments(response)};
    if (response->row->argument != NULL) page->of = rp_response_argument(response, response->row->argument);
    if (page->doubt == NULL) response_read_paging(response, page);
    RP_TRY(rp_keep_text(response->source, all->scratch, &page->of));
    RP_TRY(rp_keep_text(response->source, all->scratch, &page->asked));
    RP_TRY(rp_keep_text(response->source, all->scratch, &page->next));
    all->pages = page;
    all->page_count++;
    return RAMPART_OK;
}

/* ---- the pages of one list ---- */

static int response_compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static bool response_same_list(const struct rp_response_page *a, const struct rp_response_page *b)
{
    return a->row == b->row && rp_str_equal(a->of, b->of);
}

/* The pages of one list side by side, in order. */
static int response_by_list(const void *a, const void *b)
{
    const struct rp_response_page *x = *(const struct rp_response_page *const *)a;
    const struct rp_response_page *y = *(const struct rp_response_page *const *)b;
    int order = response_compare_sizes((uintptr_t)x->row, (uintptr_t)y->row);
    if (order == 0) order = rp_str_compare(x->of, y->of);
    if (order == 0) order = response_compare_sizes(x->number, y->number);
    return order != 0 ? order : rp_str_compare(x->asked, y->asked);
}

static const char *response_doubt_of_numbers(struct rp_response_page *const *pages, size_t count)
{
    size_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rp_response_page *page = pages[i], *before = i > 0 ? pages[i - 1] : page;
        if (!page->numbered || page->total != before->total || page->size != before->size)
            return "its pages do not match: it changed while it was read";
        if (i > 0 && page->number == before->number) {
            if (page->entries != before->entries) return "two responses have the same page of it, and differ";
            continue;
        }
        entries += page->entries;
    }
    if (entries < pages[0]->total) return "TotalCount says that there are more entries";
    return entries == pages[0]->total ? NULL : "there are more entries than TotalCount says";
}

/* The first page whose call had this marker; NULL: there is none. */
static struct rp_response_page *const *response_find_page(struct rp_response_page *const *pages, size_t count,
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

/* Markers must lead from a page whose call had none to a last page. */
static const char *response_doubt_of_markers(struct rp_response_page *const *pages, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct rp_response_page *page = pages[i], *before = pages[i - 1];
        if (page->numbered) return "its pages do not match: it changed while it was read";
        if (rp_str_equal(page->asked, before->asked) &&
            (page->truncated != before->truncated || !rp_str_equal(page->next, before->next)))
            return "the order of its pages is not known without the arguments of the calls";
    }
    struct rampart_str marker = RP_STR("");
    for (size_t steps = 0; steps < count; steps++) {
        struct rp_response_page *const *page = response_find_page(pages, count, marker);
        if (page == NULL) return steps == 0 ? "its first page is missing" : "one of its pages is missing";
        if (!(*page)->truncated) return NULL;
        marker = (*page)->next;
        if (marker.len == 0) return "the response says that there is more, but not where";
    }
    return "one of its pages is missing";
}

static const char *response_doubt_of_pages(struct rp_response_page *const *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pages[i]->doubt != NULL) return pages[i]->doubt;
    return pages[0]->numbered ? response_doubt_of_numbers(pages, count)
                              : response_doubt_of_markers(pages, count);
}

/* ---- all lists ---- */

static enum rampart_status response_make_lists(struct rp_responses *responses,
                                               struct rp_response_lists *lists)
{
    for (size_t what = 0; what < RP_RESPONSE_KINDS; what++) {
        lists[what] = (struct rp_response_lists){0};
        lists[what].of = RP_NEW_ARRAY(responses->scratch, struct rampart_str, responses->page_count);
        RP_TRY_MEMORY(lists[what].of != NULL);
    }
    return RAMPART_OK;
}

static void response_note_list(struct rp_response_page *const *pages, size_t count,
                               struct rp_response_lists *lists)
{
    struct rp_response_lists *list = &lists[pages[0]->row->kind];
    const char *doubt = response_doubt_of_pages(pages, count);
    list->any = true;
    if (doubt != NULL)
        list->doubt = doubt;
    else
        list->of[list->count++] = pages[0]->of;
}

enum rampart_status rp_responses_find_lists(struct rp_responses *responses,
                                            struct rp_response_lists *ret_lists)
{
    size_t count = responses->page_count, at = 0;
    struct rp_response_page **pages = RP_NEW_ARRAY(responses->scratch, struct rp_response_page *, count);
    RP_TRY_MEMORY(pages != NULL);
    RP_TRY(response_make_lists(responses, ret_lists));
    for (struct rp_response_page *page = responses->pages; page != NULL; page = page->older)
        pages[at++] = page;
    if (count > 1) qsort(pages, count, sizeof pages[0], response_by_list);
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && response_same_list(pages[first], pages[end])) end++;
        response_note_list(&pages[first], end - first, ret_lists);
    }
    for (size_t what = 0; what < RP_RESPONSE_KINDS; what++)
        rp_names_sort(ret_lists[what].of, ret_lists[what].count, sizeof ret_lists[what].of[0]);
    return RAMPART_OK;
}
