"""The most memory that a process of ours and one of PyTorch had resident, for the same steps of the same network.

    javac docs/results/programs/StepServer.java -d classes
    PYTHONPATH=. python3 docs/results/programs/memory.py JAVA classes bench/target/moda-bench.jar vgg16 ST 1 128 4

Arguments: the JDK's java, the folder of StepServer, the jar, model, work (ST, INFER), width, batch, steps. Linux only.
"""
import subprocess
import sys

from docs.results.programs.interleave import command, step


def peak(started, steps):
    process = subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for _ in range(steps):
        step(process)
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    process.stdin.close()
    process.wait()
    return kib / 1024


def main():
    java, classes, jar, *arguments, steps = sys.argv[1:]
    ours = peak(command(java, classes, jar, arguments), int(steps))
    peer = "docs/results/programs/torch_step_server.py"
    theirs = peak(command(java, classes, peer, arguments), int(steps))
    print(*arguments, f"ours {ours:.0f} MiB, PyTorch {theirs:.0f} MiB, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
