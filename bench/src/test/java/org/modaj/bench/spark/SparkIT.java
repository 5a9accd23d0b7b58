package org.modaj.bench.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.JavaRun;

/** The packaged jar on Spark gives the records of the same command on one machine. */
class SparkIT {
  private static final Pattern BEGUN =
      Pattern.compile("(training/\\S+): begun on localhost, process (\\d+)(, attempt 2)?");

  @TempDir private static Path dir;
  private static SparkSubmit spark;

  @BeforeAll
  static void likeADistribution() throws IOException {
    spark = new SparkSubmit();
  }

  /** A table of four classes in the folder of the tests. */
  private static void table(String name, int rows) throws IOException {
    StringBuilder table = new StringBuilder("a,b,c,kind\n");
    for (int i = 0; i < rows; i++) {
      int kind = i % 4;
      int noise = Integer.hashCode(i * 0x9E3779B1) >>> 16;
      table.append(3 * (kind & 1) + noise % 97 / 40.0).append(',');
      table.append(3 * (kind >> 1) + noise % 89 / 40.0).append(',');
      table.append(noise % 83 / 40.0).append(",k").append(kind).append('\n');
    }
    Files.writeString(dir.resolve(name), table);
  }

  private static void onOneMachine(String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-jar", JavaRun.jar().toString()));
    arguments.addAll(Arrays.asList(command));
    JavaRun run = JavaRun.of(JavaRun.java25(), Map.of(), arguments);
    assertThat(run.code()).as("%s", run.err()).isZero();
  }

  /** The bytes of each record before what is measured on the machine, which is last. */
  private static TreeMap<String, String> records(Path out) throws IOException {
    TreeMap<String, String> records = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out.resolve("cells"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        int end = text.indexOf("\"measured_here\": {");
        assertThat(end).isPositive();
        records.put(out.relativize(file).toString(), text.substring(0, end));
      }
    }
    return records;
  }

  private static String[] reproduce(String questions, String data, Path out, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("reproduce", questions, "--data", "csv", "--data-dir", data, "--out"));
    command.add(out.toString());
    command.addAll(Arrays.asList(more));
    return command.toArray(String[]::new);
  }

  @Test
  void inThreadsOfOneProcessAllCellsAreTheRecordsOfOneMachine() throws Exception {
    table("small.csv", 400);
    Path one = dir.resolve("one");
    Path two = dir.resolve("two");
    Path events = Files.createDirectories(dir.resolve("events"));
    onOneMachine(reproduce("all", dir.resolve("small.csv").toString(), one));

    String printed =
        spark
            .start(
                dir, // relative paths are of the folder where the command is started
                "local[2]",
                Map.of("spark.eventLog.enabled", "true", "spark.eventLog.dir", events.toString()),
                reproduce("all", "small.csv", Path.of("two"), "--on", "spark", "--json"))
            .output();

    assertThat(records(two)).isEqualTo(records(one)).hasSizeGreaterThan(20);
    JsonObject result = JsonParser.parseString(printed).getAsJsonObject();
    assertThat(result.get("computed").getAsInt()).isEqualTo(records(one).size());
    assertThat(result.getAsJsonObject("failed").size()).isZero();
    List<String> ids =
        records(one).keySet().stream()
            .map(file -> file.replaceFirst("^cells.", "").replaceFirst("\\.json$", ""))
            .toList();
    assertThat(named(events, "SparkListenerJobStart", "Properties", "spark.job.description"))
        .as("jobs")
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(named(events, "SparkListenerStageCompleted", "Stage Info", "Stage Name"))
        .as("stages")
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  private static boolean isEventLog(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().startsWith("events");
  }

  /** What events of a kind have under two keys. */
  private static List<String> named(Path events, String kind, String object, String key)
      throws IOException {
    List<String> named = new ArrayList<>();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(SparkIT::isEventLog).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonObject event = JsonParser.parseString(line).getAsJsonObject();
          if (event.get("Event").getAsString().equals(kind)) {
            JsonElement value = event.getAsJsonObject(object).get(key);
            named.add(value == null ? "" : value.getAsString());
          }
        }
      }
    }
    return named;
  }

  @Test
  void anExecutorAndThenTheDriverAreKilledAndNothingIsLostOrDoubled() throws Exception {
    table("large.csv", 12_000);
    Path one = dir.resolve("undisturbed");
    Path two = dir.resolve("killed");
    onOneMachine(reproduce("rq1", dir.resolve("large.csv").toString(), one));
    String[] command =
        reproduce("rq1", dir.resolve("large.csv").toString(), two, "--on", "spark", "--json");

    SparkSubmit.Running first = spark.start(dir, "local-cluster[2,1,2048]", Map.of(), command);
    Matcher begun = BEGUN.matcher(first.await(line -> BEGUN.matcher(line).find(), 0));
    assertThat(begun.find()).isTrue();
    String cell = begun.group(1);
    await(first, two.resolve("work").resolve(cell).resolve("checkpoint.safetensors"));
    Path record = two.resolve("cells").resolve(cell + ".json");
    assertThat(record).as("killed in the middle").doesNotExist();
    executor(first, begun.group(2)).destroyForcibly();
    first.await(line -> line.startsWith(cell + ": begun") && line.endsWith(", attempt 2"), 0);
    await(first, record);
    String finished = Files.readString(record);
    first.process().destroyForcibly().waitFor();

    String printed = spark.start(dir, "local-cluster[2,1,2048]", Map.of(), command).output();

    assertThat(records(two)).isEqualTo(records(one)).hasSize(4);
    assertThat(record).hasContent(finished);
    JsonObject result = JsonParser.parseString(printed).getAsJsonObject();
    assertThat(result.get("computed").getAsInt()).isLessThan(4);
    try (Stream<Path> left = Files.walk(two)) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
    assertThat(two.resolve("failed")).doesNotExist();
  }

  /** Waits for a file while a command runs. */
  private static void await(SparkSubmit.Running running, Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS))
          .as("%s", running.lines())
          .isFalse();
    }
  }

  private static ProcessHandle executor(SparkSubmit.Running running, String id) {
    return running
        .process()
        .descendants()
        .filter(process ->
            process
                .info()
                .commandLine()
                .orElse("")
                .matches("(?s).*CoarseGrainedExecutorBackend.*--executor-id " + id + "\\b.*"))
        .findFirst()
        .orElseThrow();
  }
}
