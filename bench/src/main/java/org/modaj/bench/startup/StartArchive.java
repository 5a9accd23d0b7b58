package org.modaj.bench.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.engine.io.AtomicFile;

/**
 * An archive of this program's classes as the JVM keeps them in memory: class data sharing. A JVM
 * that maps it neither reads, checks nor links them again, and has the classes of lambdas ready.
 *
 * <p>It is dumped from a list of the classes that some work has loaded ({@code -Xshare:dump}). The
 * JVM's newer cache ({@code -XX:AOTCache}) starts the program less fast as long as the Vector API
 * is an incubating module: docs/decisions/056.
 */
public final class StartArchive {
  private static final String LAUNCHER = "org.modaj.launch.Main";
  private static final int MOST_LINES = 3;

  /** Without these at the dump as in use, the JVM refuses the archive. */
  private static final String MODULES = "--add-modules=jdk.incubator.vector";

  private final Path jar;

  /**
   * An archive of a jar's classes.
   *
   * @param jar of this program
   */
  public StartArchive(Path jar) {
    this.jar = jar.toAbsolutePath(); // a relative one would be looked for in other folders, too
  }

  /**
   * Makes the archive and puts it in place, whole or not at all.
   *
   * @param file of the archive
   * @param work arguments of a command that does, in a JVM of its own and in the folder that is
   *     appended to them, what a user's commands do
   * @throws ExperimentException when a JVM fails, with what it said
   */
  public void make(Path file, List<String> work) throws IOException {
    AtomicFile.requireWritable(file);
    Path folder = Files.createTempDirectory("moda-bench");
    try {
      Path classes = folder.resolve("classes.txt");
      Path archive = folder.resolve("classes.jsa");
      List<String> listing = new ArrayList<>();
      listing.add("-Xshare:off");
      listing.add("-XX:DumpLoadedClassList=" + classes);
      listing.addAll(List.of("-Dmoda.launched=true", LAUNCHER));
      listing.addAll(work);
      listing.add(Files.createDirectory(folder.resolve("work")).toString());
      run(listing, folder);
      run(
          List.of(
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + classes,
              "-XX:SharedArchiveFile=" + archive),
          folder);
      AtomicFile.write(file, out -> Files.copy(archive, out));
    } finally {
      delete(folder);
    }
  }

  private void run(List<String> options, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(MODULES, "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", jar.toString()));
    command.addAll(options);
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new ExperimentException(
            "a JVM that was to list or archive classes ended with code "
                + code
                + ": "
                + last(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentException("interrupted while classes were archived");
    } finally {
      process.destroy();
    }
  }

  private static String last(Path said) throws IOException {
    List<String> lines = Files.readAllLines(said);
    return String.join("; ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
