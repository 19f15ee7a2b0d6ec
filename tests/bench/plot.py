#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws how the cost of a decision grows with the statements that a principal has.

usage: plot.py RESULTS.jsonl > docs/performance-growth.svg

Each line of the results is what rampart-bench prints for one of the workloads s10, s100, s1000 and s10000, and what the
drivers of other engines print; lines about other workloads, and of rampart-bench in other modes, are passed over. The
median of each engine's lines is drawn.
"""
import json
import math
import statistics
import sys

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 60, 20, 150, 50
STATEMENTS = [10, 100, 1000, 10000]
COLOURS = ["#1f6feb", "#8250df", "#bf8700", "#cf222e", "#1a7f37", "#57606a"]


def read(path):
    costs = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            workload = row.get("workload", "")
            if row.get("variant") in ("together", "explain"):
                continue
            if workload[:1] == "s" and workload[1:].isdigit() and "dps" in row:
                costs.setdefault(row["peer"], {}).setdefault(int(workload[1:]), []).append(1e6 / row["dps"])
    return {peer: {n: statistics.median(us) for n, us in by.items()} for peer, by in costs.items()}


def scale(low, high, start, end):
    return lambda value: start + (math.log10(value) - low) / (high - low) * (end - start)


def draw(costs):
    every = [us for by in costs.values() for us in by.values()]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    x = scale(1, 4, LEFT, WIDTH - RIGHT)
    y = scale(low, high, HEIGHT - BOTTOM, TOP)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">')
    print(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>')
    for power in range(low, high + 1):
        at = y(10 ** power)
        print(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#d0d7de"/>')
        print(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10 ** power:g} µs</text>')
    for n in STATEMENTS:
        print(f'<text x="{x(n):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{n}</text>')
    print(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">statements of the principal</text>')
    for (peer, by), colour in zip(sorted(costs.items(), key=lambda item: item[1][max(item[1])]), COLOURS):
        points = " ".join(f"{x(n):.1f},{y(us):.1f}" for n, us in sorted(by.items()))
        print(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        last = max(by)
        print(f'<text x="{x(last) + 8:.1f}" y="{y(by[last]) + 4:.1f}" fill="{colour}">{peer}</text>')
    print("</svg>")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    draw(read(sys.argv[1]))
