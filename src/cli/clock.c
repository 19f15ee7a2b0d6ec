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

/*
 * The day that is so many days from 1970-01-01. gmtime_r() tells it too, and reads the file of the time zone first,
 * which costs more than a decision.
 */
static void clock_day(int64_t days, struct tm *ret_utc)
{
    const int64_t from_march = days + 719468; /* since 0000-03-01 */
    const int64_t era = (from_march >= 0 ? from_march : from_march - 146096) / 146097, of_era = from_march - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    ret_utc->tm_mday = (int)(of_year - (153 * month + 2) / 5 + 1);
    ret_utc->tm_mon = (int)(month < 10 ? month + 2 : month - 10);
    ret_utc->tm_year = (int)(year + era * 400 + (month >= 10) - 1900);
}

static void clock_utc(int64_t seconds, struct tm *ret_utc)
{
    const int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400, rest = seconds - days * 86400;
    *ret_utc = (struct tm){.tm_hour = (int)(rest / 3600), .tm_min = (int)(rest / 60 % 60), .tm_sec = (int)(rest % 60)};
    clock_day(days, ret_utc);
}

static int64_t clock_seconds(const struct tm *utc)
{
    return clock_days(utc->tm_year + 1900, utc->tm_mon + 1, utc->tm_mday) * 86400 + utc->tm_hour * 3600 +
           utc->tm_min * 60 + utc->tm_sec;
}

static bool clock_write(const struct tm *utc, struct cli_clock *ret_clock)
{
    ret_clock->seconds = clock_seconds(utc);
    const int len = snprintf(ret_clock->text, sizeof ret_clock->text, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc->tm_year + 1900,
                             utc->tm_mon + 1, utc->tm_mday, utc->tm_hour, utc->tm_min, utc->tm_sec);
    return len == sizeof ret_clock->text - 1;
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
    struct tm again;
    clock_utc(ret_clock->seconds, &again);
    return strcmp(ret_clock->text, text) == 0 && again.tm_mday == utc.tm_mday;
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
    if (now != (time_t)-1) {
        clock_utc((int64_t)now, &utc);
        if (clock_write(&utc, ret_clock)) return true;
    }
    cli_error("cannot read the clock");
    return false;
}
