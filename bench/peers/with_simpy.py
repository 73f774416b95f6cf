#!/usr/bin/python3
"""The two models on SimPy: an event of `hold` is a process that waits again and again, a request
of `w1` is a process that asks its instance's Resource for a worker."""

import itertools
import json
import random
import sys

import simpy


def hold(events, holds, seed):
    draw = random.Random(seed).expovariate
    env = simpy.Environment()
    done = env.event()
    made = 0

    def event():
        nonlocal made
        while True:
            yield env.timeout(draw(1.0))
            made += 1
            if made == holds:
                done.succeed(env.now)

    for _ in range(events):
        env.process(event())
    return {"model": "hold", "count": holds, "now": env.run(until=done)}


def w1(instances, workers, requests, seed):
    draw = random.Random(seed).expovariate
    env = simpy.Environment()
    done = env.event()
    rate = 0.8 * instances * workers
    fleet = [simpy.Resource(env, capacity=workers) for _ in range(instances)]
    finished = 0
    total = 0.0

    def request(instance):
        nonlocal finished, total
        arrived = env.now
        with instance.request() as worker:
            yield worker
            yield env.timeout(draw(1.0))
        finished += 1
        total += env.now - arrived
        if finished == requests:
            done.succeed(total / requests)

    def arrivals():
        for instance in itertools.cycle(fleet):
            yield env.timeout(draw(rate))
            env.process(request(instance))

    env.process(arrivals())
    return {"model": "w1", "count": requests, "mean": env.run(until=done)}


def peak_kib():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


MODELS = {"hold": (hold, 3), "w1": (w1, 4)}

if __name__ == "__main__":
    model, size = MODELS.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if model is None or len(sys.argv) < 2 + size:
        sys.exit("usage: with_simpy.py hold N HOLDS SEED\n"
                 "       with_simpy.py w1 INSTANCES WORKERS REQUESTS SEED")
    answer = model(*map(int, sys.argv[2:2 + size]))
    answer["peak_kib"] = peak_kib()
    print(json.dumps(answer))
