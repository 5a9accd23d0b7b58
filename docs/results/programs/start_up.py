"""How long commands take from start to end, in turns with an empty Java program; medians in milliseconds.

    python3 docs/results/programs/start_up.py EMPTY_CLASS_FOLDER 7 "java -jar OLD.jar info" "java -jar NEW.jar info"

Arguments: a folder with a class Empty whose main does nothing, turns, commands.
"""
import shlex
import statistics
import subprocess
import sys
import time


def milliseconds(words):
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1e3 * (time.perf_counter() - start)


def main():
    folder, turns, *commands = sys.argv[1:]
    all_words = [["java", "-cp", folder, "Empty"]] + [shlex.split(command) for command in commands]
    times = [[milliseconds(words) for words in all_words] for _ in range(int(turns))]
    for i, words in enumerate(all_words):
        mine = [turn[i] for turn in times]
        ratio = statistics.median(turn[i] / turn[0] for turn in times)
        print(f"{' '.join(words)}: {statistics.median(mine):.0f} ms, by the empty program {ratio:.1f}")


if __name__ == "__main__":
    main()
