package org.modaj.bench.kills;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.modaj.bench.JavaRun;

/**
 * A command of the packaged jar that can be killed, as by {@code kill -9}, and run again.
 *
 * @param folder where it writes
 * @param first its arguments when nothing was done yet
 * @param again its arguments when it was killed before
 */
record KilledCommand(Path folder, List<String> first, List<String> again) {
  private static final String TEMPORARY = ".tmp";

  /** One process, so that nothing survives it: the Vector API and UTF-8 are there already. */
  private static ProcessBuilder process(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("--add-modules=jdk.incubator.vector", "-jar", JavaRun.jar().toString()));
    command.addAll(arguments);
    return JavaRun.builder(JavaRun.java25(), Map.of("LC_ALL", "C.UTF-8"), command);
  }

  /** Runs it to its end and returns what it printed. */
  JavaRun run(boolean killedBefore) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("--add-modules=jdk.incubator.vector", "-jar", JavaRun.jar().toString()));
    command.addAll(killedBefore ? again : first);
    return JavaRun.of(JavaRun.java25(), Map.of("LC_ALL", "C.UTF-8"), command);
  }

  /** Runs it and kills it after a time; says whether it was still running. */
  boolean killAfter(boolean killedBefore, long millis) throws IOException, InterruptedException {
    Process process = quiet(killedBefore);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    kill(process);
    return !ended;
  }

  /** Runs it and kills it in a write, the {@code nth}; says whether it came so far. */
  boolean killInWrite(boolean killedBefore, int nth) throws IOException, InterruptedException {
    return killInWrite(killedBefore, nth, 0);
  }

  /**
   * Runs it and kills it a time after the {@code nth} write has begun; says whether it was still
   * running. Writes say how far it is, however fast the machine.
   */
  boolean killInWrite(boolean killedBefore, int nth, long millis)
      throws IOException, InterruptedException {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      watch(folder, watch);
      Process process = quiet(killedBefore);
      process.onExit().thenRun(() -> close(watch));
      int writes = 0;
      try {
        while (true) {
          WatchKey key = watch.take();
          Path of = (Path) key.watchable();
          for (WatchEvent<?> event : key.pollEvents()) {
            Path path = of.resolve(String.valueOf(event.context()));
            if (path.toString().endsWith(TEMPORARY)) {
              writes++;
            } else if (Files.isDirectory(path)) {
              watch(path, watch);
            }
          }
          if (writes >= nth) {
            boolean ended = millis > 0 && process.waitFor(millis, TimeUnit.MILLISECONDS);
            kill(process);
            return !ended;
          }
          key.reset();
        }
      } catch (ClosedWatchServiceException e) {
        process.waitFor();
        return false;
      }
    }
  }

  private static void watch(Path folder, WatchService watch) throws IOException {
    Files.createDirectories(folder);
    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Process quiet(boolean killedBefore) throws IOException {
    return process(killedBefore ? again : first)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void kill(Process process) throws InterruptedException {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    for (ProcessHandle handle : below) {
      handle.onExit().join();
    }
  }

  /** All files of the folder, by their paths in it. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}
