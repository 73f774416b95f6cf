"""Files that nobody means well with: each gets a clear error, soon and in little memory. Files that
are only large are taken, as soon, and some of them are run."""

import os
import resource
import subprocess
import sys
import tempfile
import time

# Of a machine's own that does the yardstick in YARDSTICK.
SECONDS = 1.0
LARGE_SECONDS = 2.0  # megabytes that are read and checked to the end
YARDSTICK = 0.035
MEGABYTES = 256

FILES = {
    "a hundred megabytes": lambda f: [f.write(b"a: b\n" * 200_000) for _ in range(100)],
    "a hundred megabytes of zeros": lambda f: f.truncate(100_000_000),
    "one huge scalar": lambda f: f.write(b"name: " + b"x" * 12_000_000),
    "one huge key": lambda f: f.write(b"x" * 12_000_000 + b": 1"),
    "one huge quoted scalar": lambda f: f.write(b'name: "' + b"x" * 12_000_000),
    "deep flow lists": lambda f: f.write(b"a: " + b"[" * 1_000_000),
    "sixteen megabytes of brackets": lambda f: f.write(b"a: " + b"[" * 16_000_000),
    "one long flow list": lambda f: f.write(b"a: [" + b"x, " * 5_000_000 + b"]"),
    "a long flow list on many lines": lambda f: f.write(b"a: [" + b"x, x,\n " * 2_000_000 + b"]"),
    "brackets on many lines": lambda f: f.write(b"a: " + b"[\n " * 4_000_000),
    "a list of millions": lambda f: f.write(b"- a\n" * 4_000_000),
    "deep flow maps": lambda f: f.write(b"{a: " * 500_000),
    "deep block lists": lambda f: f.write(b"- " * 100_000),
    "deep block maps": lambda f: f.write(b"".join(b" " * i + b"a:\n" for i in range(3000))),
    "complex keys": lambda f: f.write(b"? " * 500_000),
    "an alias bomb": lambda f: f.write(
        b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            b"a%d: &a%d [%s]\n" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 10)) for i in range(1, 30)
        )
    ),
    "an alias of what holds it": lambda f: f.write(b"a: &a [*a]\n"),
    "many aliases of a large thing": lambda f: f.write(
        b"a: &a [" + b"x, " * 10_000 + b"x]\nb: [" + b"*a, " * 10_000 + b"*a]\n"
    ),
    "an anchor that nobody set": lambda f: f.write(b"a: *b\n"),
    "many anchors": lambda f: f.write(b"".join(b"- &a%d x\n" % i for i in range(100_000))),
    "the same key very often": lambda f: f.write(b"a: 1\n" * 100_000),
    "many unknown fields": lambda f: f.write(b"".join(b"a%d: 1\n" % i for i in range(100_000))),
    "a NUL byte": lambda f: f.write(b"region: a\0b\n"),
    "bytes that are not UTF-8": lambda f: f.write(b"region: \xff\xfe\xfd\n"),
    "UTF-16": lambda f: f.write("region: a\n".encode("utf-16")),
    "half a character at the end": lambda f: f.write(b"region: \xea\xb0"),
    "only tabs": lambda f: f.write(b"\t\t\ta: b\n"),
    "an unclosed quote": lambda f: f.write(b'name: "' + b"a\n" * 100_000),
    "directives": lambda f: f.write(b"%YAML 9.9\n%TAG ! tag:x\n---\na: b\n"),
    "tags": lambda f: f.write(b"a: !!python/object/apply:os.system [ls]\n"),
    "nothing": lambda f: None,
    "20k promises about nobody": lambda f: f.write(
        HEAD + b"services:\n" + WEB + b"instances: {web: " + SERVER + b"}}\nclients:\n"
        + lines(b"  c#: {to: web, rate: 1/s}\n", 20_000)
        + b"slo: [" + lines(b"cc#.p99 < 1s,\n", 20_000) + b"]\n"
    ),
    "20k misspelt instances": lambda f: f.write(
        HEAD + b"services:\n" + WEB + b"instances:\n"
        + lines(b"  machine-#: " + SERVER + b", count: 100000}\n", 20_000)
        + b"timeline:\n" + lines(b"  - {at: 1m, hang: mahcine-#}\n", 20_000)
    ),
    "a region of 5k zones": lambda f: f.write(
        HEAD + b"regions: {moon: {zones: [" + lines(b"z#,\n", 5000) + b"]}}\nx-z: &z ["
        + lines(b"z#,\n", 5000) + b"]\nservices:\n" + WEB + b"instances:\n"
        + lines(b"  i#: " + SERVER + b", region: moon, zones: *z, count: 100000}\n", 39)
    ),
    "calls 10k deep": lambda f: chain(f, 10_000),
    "500 classes down a chain of 900": lambda f: chain(f, 900, classes=500),
    "15k calls back": lambda f: chain(f, 15_000, also=b", {call: i0}"),
    "an ELF program": lambda f: f.write(open(sys.executable, "rb").read(1_000_000)),
}

HEAD = b"region: ap-northeast-2\nduration: 10m\n"
SERVER = b"{instance_type: t3.micro, service: web"


def lines(form, count):
    return b"".join(form.replace(b"#", b"%d" % i) for i in range(count))


def chain(f, calls, begin=0, classes=0, also=b""):
    """Each service calls the next; the client begins somewhere, and the last knows its classes."""
    f.write(HEAD + b"services:\n")
    does = b"  s%d: {handler: [{call: i%d}%s]}\n"
    f.write(b"".join(does % (i, i + 1, also) for i in range(calls)))
    f.write(b"  s%d: {handlers: {default: {cpu: 1us}, " % calls)
    f.write(lines(b"c#: {cpu: 1us}, ", classes) + b"}}\ninstances:\n")
    f.write(lines(b"  i#: {instance_type: t3.micro, service: s#}\n", calls + 1))
    f.write(b"clients: {a: {to: i%d, rate: 1/s, requests: {" % begin)
    f.write((lines(b"c#: 1, ", classes) or b"default: 1") + b"}}}\n")


def behind_one(f, listeners, services, instances, clients):
    f.write(HEAD + b"target_groups: {g: {}}\n")
    f.write(b"load_balancers:\n  front:\n    listeners:\n" + listeners)
    f.write(b"services:\n" + services + b"instances:\n" + instances + b"clients:\n" + clients)


WEB = b"  web: {handler: {cpu: 1us}}\n"
TARGETS = b"  i#: " + SERVER + b", target_groups: g}\n"
ASKS = b"  a: {to: front, rate: 1/s, requests: {" + lines(b"c#: 1,\n", 20_000) + b"}}\n"

# What is large and says nothing wrong; checks that compare all with all would take minutes.
LARGE = {
    "45k instances": lambda f: f.write(
        HEAD + b"services:\n" + WEB + b"instances:\n" + lines(b"  i#: " + SERVER + b"}\n", 45_000)
        + b"clients: {a: {to: i1, rate: 1/s}}\n"
    ),
    "a chain of 40k services": lambda f: chain(f, 40_000, 39_500),
    "20k classes by 20k instances": lambda f: behind_one(
        f, b"      80: g\n", WEB, lines(TARGETS, 20_000), ASKS
    ),
    "20k classes by 10k services": lambda f: behind_one(
        f, b"      80: g\n", lines(b"  s#: {handler: {cpu: 1us}}\n", 10_000),
        lines(TARGETS.replace(b"web", b"s#"), 10_000), ASKS
    ),
    "60k listeners of 10k instances": lambda f: behind_one(
        f, lines(b"      #: g\n", 60_000).replace(b"      0: g\n", b""), WEB,
        lines(TARGETS, 10_000), b"  a: {to: front, rate: 1/s}\n"
    ),
    "60k listeners by 20k calls": lambda f: behind_one(
        f, lines(b"      #: g\n", 60_000).replace(b"      0: g\n", b"")
        + b"      60000: {forward: g, rules: {a: {priority: 1, path: /x, forward: g}}}\n",
        b"  web:\n    handlers:\n      default: {cpu: 1us}\n"
        + lines(b"      c#: {call: front.default}\n", 20_000),
        lines(TARGETS, 1), ASKS.replace(b"front", b"i0")
    ),
    "3k classes by 100k steps": lambda f: f.write(
        HEAD + b"services: {web: {handler: [" + b"{cpu: 1us},\n" * 100_000 + b"]}}\n"
        + b"instances: {web: " + SERVER + b"}}\nclients: {a: {to: web, rate: 1/s, requests: {"
        + lines(b"c#: 1,\n", 3000) + b"}}}\n"
    ),
    "500 classes down a chain of 250": lambda f: chain(f, 250, classes=500),
    "100 variants of 10k instances": lambda f: f.write(
        HEAD + b"services:\n" + WEB + b"instances:\n" + lines(b"  i#: " + SERVER + b"}\n", 10_000)
        + b"variants:\n" + lines(b"  v#: {duration: 5m}\n", 100)
    ),
}

# What is run as well.
RUN = {
    "calls a thousand deep": lambda f: chain(f, 1000),
    "calls a thousand deep at the end": lambda f: chain(f, 20_000, 19_000),
}

# What the error must speak of; the others may say anything that is an error.
EXPECTED = {
    "a folder": "folder",
    "a device": "not a regular file",
    "a pipe": "not a regular file",
    "nothing at all": "no such file",
    "a hundred megabytes": "more than 16 MiB",
    "one huge scalar": "longer than 256 KiB",
    "deep flow lists": "nested more than 48 deep",
    "deep block lists": "nested more than 48 deep",
    "brackets on many lines": "nested more than 48 deep",
    "an alias bomb": "aliases stand for more than 200000 values",
    "an alias of what holds it": "inside what it names",
    "an anchor that nobody set": "anchor",
    "a list of millions": "more than 1300000 values",
    "the same key very often": "already given",
    "many unknown fields": "unknown field",
    "a NUL byte": "control character 0x00",
    "bytes that are not UTF-8": "not UTF-8",
    "20k promises about nobody": "is called 'cc0' in 'cc0.p99 < 1s'",
    "20k misspelt instances": "no instance is called 'mahcine-0'",
    "a region of 5k zones": "more than 26 zones",
    "calls 10k deep": "call each other 10000 deep from here",
    "500 classes down a chain of 900": "too many to tell whether services call each other",
    "15k calls back": "services call each other in a circle",
    "an unclosed quote": "this quote is not closed",
}


def see(squall, verb, path):
    """Status, seconds, megabytes and what it said."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = subprocess.Popen([squall, verb, path], stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        seconds = time.monotonic() - start
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    return status, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def pace():
    """How many times slower than quiet the machine is, or its neighbours make it."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    return max(1.0, (time.process_time() - start) / YARDSTICK)


def main():
    squall = os.path.abspath(sys.argv[1])
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        cases = {"a folder": folder, "a device": "/dev/zero", "nothing at all": folder + "/none"}
        os.mkfifo(folder + "/pipe")
        cases["a pipe"] = folder + "/pipe"
        os.symlink(folder + "/loop", folder + "/loop")
        cases["a link to itself"] = folder + "/loop"
        for name, write in {**FILES, **LARGE, **RUN}.items():
            cases[name] = os.path.join(folder, name.replace(" ", "-") + ".yaml")
            with open(cases[name], "wb") as f:
                write(f)
        for name, path in cases.items():
            verb = "run" if name in RUN else "check"
            status, _, cpu, megabytes, text = see(squall, verb, path)
            wrong = []
            fine = name in LARGE or name in RUN
            expected = 0 if fine else 2
            if not os.WIFEXITED(status) or os.WEXITSTATUS(status) != expected:
                wrong.append(f"ended with {status}, not with exit status {expected}")
            # Seconds of its own, which a busy neighbour on the same core makes longer too.
            most = LARGE_SECONDS if fine else SECONDS
            for _ in range(2):
                if cpu > most:
                    cpu = min(cpu, see(squall, verb, path)[2])
            if cpu > most and cpu > most * pace():
                wrong.append(f"took {cpu:.2f} s, and not less when tried again")
            if megabytes > MEGABYTES:
                wrong.append(f"took {megabytes:.0f} MB")
            if fine:
                text = "error: none"
            elif ": error: " not in text:
                wrong.append("said no error")
            elif EXPECTED.get(name, "") not in text:
                wrong.append("spoke of something else: " + text[:100])
            if len(text) > 200_000:
                wrong.append(f"said {len(text)} bytes")
            print(f"{'FAILED' if wrong else 'ok':7}{name:32}{cpu:6.2f} s {megabytes:6.0f} MB  "
                  + ("; ".join(wrong) or text.split("error: ", 1)[1].split("\n")[0][:70]))
            broken += bool(wrong)
    print(f"{len(cases) - broken} passed, {broken} failed")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
