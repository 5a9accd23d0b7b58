import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills {@code reproduce} with SIGKILL at three random moments, starts it again each time, and
 * compares its records with those of a run that nobody disturbed: everything before the entry {@code
 * measured_here} must be the same bytes.
 *
 * <p>{@code java docs/results/programs/ReproduceKills.java OUT SEED java -jar
 * bench/target/moda-bench.jar reproduce rq2 --models lenet5 --methods st,moda}
 */
public class ReproduceKills {
  private static final int KILLS = 3;

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);
    long seed = Long.parseLong(args[1]);
    List<String> command = List.of(args).subList(2, args.length);
    Path whole = out.resolve("whole");
    Path killed = out.resolve("killed");
    Files.createDirectories(out);

    long begin = System.nanoTime();
    require(start(command, whole, out).waitFor() == 0, "the undisturbed run failed");
    double seconds = (System.nanoTime() - begin) * 1e-9;
    System.out.printf(Locale.ROOT, "undisturbed: %.1f s, %d records%n", seconds, records(whole).size());

    Random random = new Random(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      double moment = seconds * (0.15 + 0.35 * random.nextDouble());
      Process run = start(command, killed, out);
      boolean ended = run.waitFor((long) (moment * 1000), TimeUnit.MILLISECONDS);
      require(!ended, "the run ended before it was killed; take another seed");
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly().waitFor();
      System.out.printf(
          Locale.ROOT,
          "killed after %.1f s: %d records, %d files of work%n",
          moment,
          records(killed).size(),
          files(killed.resolve("work")).size());
    }
    require(start(command, killed, out).waitFor() == 0, "the last run failed");

    TreeMap<String, String> expected = records(whole);
    TreeMap<String, String> found = records(killed);
    require(expected.keySet().equals(found.keySet()), "records " + expected.keySet() + ", " + found.keySet());
    for (String name : expected.keySet()) {
      require(expected.get(name).equals(found.get(name)), name + " differs");
    }
    System.out.println("the same " + found.size() + " records, byte for byte, times aside");
  }

  private static Process start(List<String> command, Path folder, Path out) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--out", folder.toString()));
    File log = out.resolve("run.log").toFile();
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static TreeMap<String, String> records(Path run) throws IOException {
    TreeMap<String, String> records = new TreeMap<>();
    for (Path file : files(run.resolve("cells"))) {
      String text = Files.readString(file);
      int times = text.indexOf("\"measured_here\"");
      require(times > 0, file + " has no entry measured_here");
      records.put(run.relativize(file).toString(), text.substring(0, times));
    }
    return records;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
