#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the program with the oracle on random worlds. README.md beside this file says what is compared."""
import argparse
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter

sys.dont_write_bytecode = True      # the source tree stays as it is

import account
import walk
import worlds

LINES = 200                 # of each world; in the assurance run LINES_OF_ALL
LINES_OF_ALL = 500
PART = 20000                # decisions of a part of the assurance run
MOST_FAULTS = 5


def cells():
    return [(o, l, s, v) for o in worlds.OPERATORS for l in worlds.LAYERS for s in worlds.STATES
            for v in worlds.VERDICTS]


class Tally:
    """How often each cell was met, and what went wrong."""

    def __init__(self):
        self.cells, self.decisions, self.worlds = Counter(), Counter(), 0
        self.less, self.unjudged, self.faults = 0, 0, []

    def total(self):
        return sum(self.decisions.values())

    def below(self, each):
        return [c for c in ALL if self.cells[c] < each]

    def aim(self, chooser, each):
        """A cell that needs more, and for every layer operators that do; what needs most is the likeliest."""
        needs = {c: each - self.cells[c] for c in ALL if self.cells[c] < each} or dict.fromkeys(ALL, 1)
        cell = chooser.choices(list(needs), list(needs.values()))[0]
        wanted = {}
        for layer in worlds.LAYERS:
            of_layer = [(c[0], n) for c, n in needs.items() if c[1] == layer] or [(o, 1) for o in worlds.OPERATORS]
            wanted[layer] = chooser.choices([o for o, _ in of_layer], [n for _, n in of_layer], k=12)
        return cell, wanted

    def add(self, other):
        self.cells.update(other.cells)
        self.decisions.update(other.decisions)
        self.worlds += other.worlds
        self.less += other.less
        self.unjudged += other.unjudged
        self.faults += other.faults


ALL = cells()


def ask_program(program, world, lines, switches):
    """The answers of the program, one for each line."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(world))       # which is faster than json.dump
        file.flush()
        command = [program, "check", "-a", file.name, "--at", "unknown", "--lenient", "--requests", "-"]
        for name, value in switches.items():
            command += ["--assume", "%s=%s" % (name, value)]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        ran = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(answers) != len(lines):
        raise SystemExit("the program answered %d of %d lines (exit %d): %s"
                         % (len(answers), len(lines), ran.returncode, ran.stderr.decode()[:2000]))
    return answers


def judge(found, answer, tally):
    """None, or what differs between the ways of the oracle and the program's answer."""
    if "error" in answer:
        return "the program refuses: " + answer["error"]["message"]
    said = answer["decision"]
    if len(found.decisions) > 1:
        return None if said == "Conditional" else "some ways are %s" % sorted(found.decisions)
    decision = next(iter(found.decisions))
    if said == "Conditional":
        if not found.whole:
            tally.unjudged += 1
            return None
        # Decision 0002: one key settles it by every way it may turn out, several together need not.
        if found.unknowns > 1 or found.mixed or found.guesses:
            tally.less += 1
            return None
        return "all ways are " + decision
    if said != decision:
        return "all ways are " + decision
    # Of which kind a Deny is where something is open, and by which layer, turns on the walk: decision 0002.
    if decision == "Deny" and not found.open:
        kind, layer = next(iter(found.kinds)), next(iter(found.layers))
        if kind is not None and answer.get("noPermissionType") not in (kind, None):
            return "it is an " + kind
        if layer is not None and answer.get("layer", answer.get("policyType")) != layer:
            return "its layer is " + layer
    return None


def verdict_of(answer):
    return answer["noPermissionType"] if answer["decision"] == "Deny" and "noPermissionType" in answer \
        else answer["decision"]


def count(question, answer, tally):
    verdict = verdict_of(answer)
    tally.decisions[verdict] += 1
    for cell in {(c.label(), layer, question.state(c.key), verdict) for c, layer in question.conditions}:
        tally.cells[cell] += 1


def run_world(program, seed, aim, tally, count_of_lines=LINES):
    """One world, which its seed and its aim make; its faults are added to the tally."""
    chooser = random.Random(seed)
    maker = worlds.Maker(chooser, *aim)
    world = maker.world()
    lines = [maker.line(i) for i in range(count_of_lines)]
    switches = {}
    if chooser.random() < 0.25:     # one undocumented point is read otherwise
        name = chooser.choice(sorted(walk.OTHER))
        switches[name] = chooser.choice(walk.OTHER[name])
    asker = account.Asker(world)
    answers = ask_program(program, world, lines, switches)
    tally.worlds += 1
    for line, answer in zip(lines, answers):
        asked = asker.ask(line, {**walk.DEFAULTS, **switches})
        wrong = judge(walk.decide(asked), answer, tally)
        if wrong:
            tally.faults.append((wrong, switches, line, answer, world))
        elif "error" not in answer:
            count(asked.q, answer, tally)


def show(fault, seed, folder):
    """Says what differs, and leaves the world and the line for the program to be asked again."""
    wrong, switches, line, answer, world = fault
    said = {k: answer[k] for k in ("decision", "noPermissionType", "policyType", "layer", "unknownKeys",
                                   "unknownLayers", "message", "error") if k in answer}
    name = os.path.join(folder, "oracle-%d-%s" % (seed, line["id"]))
    with open(name + ".json", "w") as file:
        json.dump(world, file)
    with open(name + ".jsonl", "w") as file:
        json.dump(line, file)
    assumed = "".join(" --assume %s=%s" % s for s in switches.items())
    print("differs: by the oracle %s\n  the program: %s\n  line: %s\n  check -a %s.json --at unknown --lenient%s "
          "--requests %s.jsonl" % (wrong, json.dumps(said), json.dumps(line), name, assumed, name))


def run_part(program, seed, decisions, each, before, lines=LINES):
    """A run by itself: the worlds of one seed, towards the cells that are below `each` after what was seen before."""
    chooser, tally = random.Random(seed), Tally()
    tally.cells.update(before)
    while tally.total() < decisions and len(tally.faults) < MOST_FAULTS:
        run_world(program, chooser.randrange(1 << 62), tally.aim(chooser, each), tally, lines)
    tally.cells.subtract(before)
    return tally


def summary(tally, each, began):
    verdicts = ", ".join("%d %s" % (tally.decisions[v], v) for v in worlds.VERDICTS)
    return "%d decisions in %d worlds, %.0f s: %s; %d open that all ways settle, %d with too many ways; %d of %d cells below %d" \
        % (tally.total(), tally.worlds, time.time() - began, verdicts, tally.less, tally.unjudged,
           len(tally.below(each)), len(ALL), each)


# ---- the assurance run: many parts, on several cores, to be taken up again -------------------------------------------

def load(state):
    """What parts that are done have seen: one line each."""
    tally, parts = Tally(), 0
    if os.path.exists(state):
        with open(state) as file:
            for line in file:
                read = json.loads(line)
                tally.cells.update({tuple(k.split("/")): n for k, n in read["cells"].items()})
                tally.decisions.update(read["decisions"])
                tally.worlds += read["worlds"]
                tally.less += read["less"]
                tally.unjudged += read["unjudged"]
                parts += 1
    return tally, parts


def save(state, part):
    with open(state, "a") as file:
        file.write(json.dumps({"cells": {"/".join(k): n for k, n in part.cells.items() if n}, "decisions": part.decisions,
                               "worlds": part.worlds, "less": part.less, "unjudged": part.unjudged}) + "\n")


def write_table(path, tally, each):
    """The counts of all cells: one line for each operator and layer."""
    with open(path, "w") as file:
        file.write("# Decisions that were compared, by operator, layer, state of the key and verdict; at least %d each\n" % each)
        file.write("\t".join(["operator", "layer"] + ["%s/%s" % (s, v) for s in worlds.STATES for v in worlds.VERDICTS]) + "\n")
        for operator in worlds.OPERATORS:
            for layer in worlds.LAYERS:
                counts = [tally.cells[(operator, layer, s, v)] for s in worlds.STATES for v in worlds.VERDICTS]
                file.write("\t".join([operator, layer] + [str(n) for n in counts]) + "\n")


def run_all(options, seed):
    """Parts of PART decisions until both numbers are reached. A part's seed follows from the run's and its number."""
    tally, done = load(options.state)
    began, first = time.time(), tally.total()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        running, number = {}, done
        while True:
            finished = tally.total() >= options.decisions and (
                not tally.below(options.each) or tally.total() >= 2 * options.decisions)
            stopped = options.minutes and time.time() - began > 60 * options.minutes
            while len(running) < options.jobs and not (finished or stopped or tally.faults):
                part_seed = random.Random("%d/%d" % (seed, number)).randrange(1 << 31)
                future = pool.submit(run_part, options.program, part_seed, PART, options.each, dict(tally.cells),
                                     LINES_OF_ALL)
                running[future] = part_seed
                number += 1
            if not running:
                return tally
            future = next(concurrent.futures.as_completed(running))
            part, part_seed = future.result(), running.pop(future)
            if part.faults:
                print("part with seed %d" % part_seed)
                for fault in part.faults:
                    show(fault, part_seed, options.folder)
            else:
                save(options.state, part)
            tally.add(part)
            rate = (tally.total() - first) / (time.time() - began)
            print("%s; %.0f a second" % (summary(tally, options.each, began), rate), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--decisions", type=int, default=20000)
    parser.add_argument("--each", type=int, default=1, help="of each cell, at least")
    parser.add_argument("--cells", type=float, default=1.0, help="the part of the cells that must have so many")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("RAMPART_SEED", 0)) or None)
    parser.add_argument("--state", help="take up the run in this file, and go on in it")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="stop after so long; the state goes on")
    parser.add_argument("--table", help="write the counts of all cells here")
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="for worlds that differ")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1, 1 << 31)
    print("seed %d" % seed, flush=True)
    began = time.time()
    if options.state:
        tally = run_all(options, seed)
    else:
        tally = run_part(options.program, seed, options.decisions, options.each, {})
        for fault in tally.faults:
            show(fault, seed, options.folder)
    if options.table:
        write_table(options.table, tally, options.each)
    print(summary(tally, options.each, began))
    for cell in tally.below(options.each)[:20] if options.cells == 1 else []:
        print("%s was met %d times" % ("/".join(cell), tally.cells[cell]))
    if tally.faults or tally.total() < options.decisions:
        return 1
    return 0 if len(ALL) - len(tally.below(options.each)) >= options.cells * len(ALL) else 1


if __name__ == "__main__":
    sys.exit(main())
