"""Compares versions of moda-bench.jar, or it with PyTorch, step by step: the first makes a step, then the second, ..., then in reverse order.

On a machine that others use too, times drift within a minute; only steps next to each other compare.

    javac docs/results/programs/StepServer.java -d classes
    python3 docs/results/programs/interleave.py JAVA classes mobilenet ST 0.25 128 150 200 before=OLD.jar after=NEW.jar
    PYTHONPATH=. python3 docs/results/programs/interleave.py JAVA classes mobilenet ST 0.25 128 10 30 \
        torch=docs/results/programs/torch_step_server.py ours=NEW.jar

Arguments: the JDK's java, the folder of StepServer, model, work (ST, MODA, INFER), width, batch, steps to warm up, steps that
count, versions: a jar each, after JVM options if any ("one=-Dmoda.threads=1 NEW.jar"), or a Python program that answers as
StepServer does. Prints medians and minima in milliseconds, and the first version's time by each other's.
"""
import statistics
import subprocess
import sys

# what the command line gives its JVM, on a Linux that gives huge pages to programs that ask
LAUNCHER = ["-XX:+UseParallelGC", "-XX:MaxNewSize=32m", "-XX:+UseTransparentHugePages"]


def step(process):
    process.stdin.write(b"s")
    process.stdin.flush()
    return int(process.stdout.readline()) / 1e6


def command(java, classes, version, arguments):
    if version.endswith(".py"):
        return [sys.executable, version, *arguments]
    *options, jar = version.split(" ")
    return [java, *LAUNCHER, "--add-modules", "jdk.incubator.vector", *options, "-cp", classes + ":" + jar, "StepServer", *arguments]


def main():
    java, classes, model, work, width, batch, warm_up, steps, *versions = sys.argv[1:]
    names = [version.split("=", 1)[0] for version in versions]
    processes = [
        subprocess.Popen(command(java, classes, version.split("=", 1)[1], (model, work, width, batch)),
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for version in versions]
    for _ in range(int(warm_up)):
        for process in processes:
            step(process)
    times = [[] for _ in processes]
    for turn in range(int(steps)):
        order = range(len(processes))
        for i in order if turn % 2 == 0 else reversed(order):
            times[i].append(step(processes[i]))
    for process in processes:
        process.stdin.close()
        process.wait()
    print(model, work, "width", width, "batch", batch)
    for name, mine in zip(names, times):
        pairs = statistics.median(a / b for a, b in zip(times[0], mine))
        print(f"  {name}: median {statistics.median(mine):.2f} ms, least {min(mine):.2f} ms; {names[0]}/{name}: "
              f"median of pairs {pairs:.3f}, of medians {statistics.median(times[0]) / statistics.median(mine):.3f}, "
              f"of minima {min(times[0]) / min(mine):.3f}")


if __name__ == "__main__":
    main()
