/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/message.h"

/* Days from 1970-01-01. A year is counted from March, so that the leap day is its last. */
static int64_t clock_days(int year, int month, int day)
{
    const int64_t y = (int64_t)year + 400 - (month < 3);
    const int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 146097 - 719468;
}

static int64_t clock_seconds(const struct tm *utc)
{
    return clock_days(utc->tm_year + 1900, utc->tm_mon + 1, utc->tm_mday) * 86400 + utc->tm_hour * 3600 +
           utc->tm_min * 60 + utc->tm_sec;
}

static bool clock_write(const struct tm *utc, struct cli_clock *ret_clock)
{
    ret_clock->seconds = clock_seconds(utc);
    return strftime(ret_clock->text, sizeof ret_clock->text, "%Y-%m-%dT%H:%M:%SZ", utc) > 0;
}

/* Written again it must be the same text: 30 February and blanks are taken by the reader. */
bool cli_clock_of(struct rampart_str given, struct cli_clock *ret_clock)
{
    char text[sizeof ret_clock->text];
    if (given.len != sizeof text - 1) return false;
    memcpy(text, given.data, given.len);
    text[given.len] = '\0';

    struct tm utc = {.tm_mday = 0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (end == NULL || *end != '\0' || !clock_write(&utc, ret_clock)) return false;
    time_t seconds = (time_t)ret_clock->seconds;
    struct tm again;
    return strcmp(ret_clock->text, text) == 0 && gmtime_r(&seconds, &again) != NULL &&
           again.tm_mday == utc.tm_mday;
}

bool cli_read_clock(struct cli_clock *ret_clock)
{
    const char *told = getenv("RAMPART_NOW");
    const time_t now = time(NULL);
    struct tm utc;
    if (told != NULL && *told != '\0') {
        if (cli_clock_of(rampart_str(told), ret_clock)) return true;
        cli_error("RAMPART_NOW is \"%s\"; write a time such as 2026-01-31T08:00:00Z", told);
        return false;
    }
    if (now != (time_t)-1 && gmtime_r(&now, &utc) != NULL && clock_write(&utc, ret_clock)) return true;
    cli_error("cannot read the clock");
    return false;
}
