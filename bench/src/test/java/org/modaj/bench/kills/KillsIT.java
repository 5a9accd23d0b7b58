package org.modaj.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.JavaRun;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.SafeTensors;
import org.modaj.nn.io.Checkpoint;

/**
 * Commands that are killed, at random moments and in the middle of writes, and run again: in the
 * end there are the same files as without a kill, and nothing else.
 *
 * <p>{@code -Dmoda.kills=N} kills each command N times; by default once, and the longer commands
 * not at all. {@code -Dmoda.kills.epochs=N}: so many trainings are killed within an epoch.
 */
class KillsIT {
  private static final int KILLS = Integer.getInteger("moda.kills", 1);
  private static final boolean ALL = System.getProperty("moda.kills") != null;

  private static final int EPOCHS = Integer.getInteger("moda.kills.epochs", 1);
  private static final String CHECKPOINT = "checkpoint.safetensors";

  @TempDir static Path dir;
  private static Path checkpoint;

  @BeforeAll
  static void train() throws Exception {
    Path folder = dir.resolve("base");
    List<String> train = training(folder, "1");
    JavaRun run = new KilledCommand(folder, train, train).run(false);
    assertThat(run.code()).as("%s", run.err()).isZero();
    checkpoint = folder.resolve("checkpoint.safetensors");
  }

  private static List<String> training(Path folder, String epochs, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--model",
                "lenet5",
                "--method",
                "st",
                "--epochs",
                epochs,
                "--limit",
                "256",
                "--json",
                "--out",
                folder.toString()));
    args.addAll(List.of(more));
    return args;
  }

  private static KilledCommand command(String name, Path folder) {
    String out = folder.resolve("out.safetensors").toString();
    String model = checkpoint.toString();
    return switch (name) {
      case "train" ->
          new KilledCommand(
              folder,
              training(folder, "4", "--checkpoint-every", "1"),
              training(folder, "4", "--checkpoint-every", "1", "--resume"));
      case "modularize" -> same(folder, name, model, "--json", "--overwrite", "--out", out);
      case "compose" ->
          same(folder, name, model, "--classes", "1,4", "--json", "--overwrite", "--out", out);
      case "subtasks" -> same(folder, name, model, "--sizes", "2", "--json");
      case "replace" ->
          same(
              folder,
              name,
              "--strong-model",
              "lenet5",
              "--strong-epochs",
              "1",
              "--weak-epochs",
              "2",
              "--under",
              "1",
              "--over",
              "2",
              "--classes",
              "0,1",
              "--variant",
              "moda",
              "--json",
              "--out",
              folder.toString());
      default -> throw new AssertionError(name);
    };
  }

  private static KilledCommand same(Path folder, String... arguments) {
    return new KilledCommand(folder, List.of(arguments), List.of(arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "modularize", "compose", "subtasks", "replace"})
  void theEndIsTheSame(String name) throws Exception {
    if (!ALL && (name.equals("subtasks") || name.equals("replace"))) {
      return;
    }
    KilledCommand whole = command(name, Files.createDirectory(dir.resolve(name)));
    long begin = System.nanoTime();
    JavaRun expected = whole.run(false);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertThat(expected.code()).as("%s", expected.err()).isZero();

    KilledCommand killed = command(name, Files.createDirectory(dir.resolve(name + "-killed")));
    RandomGenerator random = new SplittableRandom(name.hashCode());
    int inWrites = 0;
    int kills = 0;
    for (int i = 0; kills < KILLS; i++) { // some commands end before they are killed
      assertThat(i).as("tries").isLessThan(3 * KILLS + 3);
      boolean begun = !killed.files().isEmpty() && !name.equals("train") || isSaved(killed);
      boolean inWrite = i % 2 == 0 && !name.equals("subtasks");
      boolean was =
          inWrite
              ? killed.killInWrite(begun, 1 + random.nextInt(name.equals("train") ? 4 : 1))
              : killed.killAfter(begun, random.nextLong(millis));
      inWrites += was && inWrite ? 1 : 0;
      kills += was ? 1 : 0;
      everyFileIsWhole(killed);
    }
    JavaRun last = killed.run(isSaved(killed) || !name.equals("train"));

    assertThat(last.code()).as("%s", last.err()).isZero();
    assertThat(killed.files()).isEqualTo(whole.files());
    assertThat(content(killed)).isEqualTo(content(whole));
    assertThat(facts(last)).isEqualTo(facts(expected));
    System.err.printf("%s: %d kills, %d of them in a write%n", name, kills, inWrites);
  }

  @Test
  void aTrainingKilledWithinAnEpochGoesOnWithinIt() throws Exception {
    String[] more = {"--batch", "16", "--checkpoint-every", "2"};
    KilledCommand whole = training("epoch", more);
    JavaRun expected = whole.run(false);
    assertThat(expected.code()).as("%s", expected.err()).isZero();
    RandomGenerator random = new SplittableRandom(30);
    int within = 0;
    for (int i = 0; within < EPOCHS; i++) {
      assertThat(i).as("tries").isLessThan(3 * EPOCHS + 3);
      KilledCommand killed = training("epoch-" + i, more);
      boolean was =
          killed.killInWrite(
              false, 4 + random.nextInt(13), i % 2 == 0 ? 0 : 1 + random.nextLong(100));
      String saved = progress(killed);
      if (!was || saved.endsWith("batch 0")) {
        continue; // between two epochs, or at the end
      }
      JavaRun last = killed.run(true);

      assertThat(last.code()).as("%s", last.err()).isZero();
      assertThat(killed.files()).isEqualTo(whole.files());
      assertThat(content(killed)).as("killed in %s", saved).isEqualTo(content(whole));
      within++;
    }
    System.err.printf("train: %d of %d went on within an epoch to the same bits%n", within, within);
  }

  private static KilledCommand training(String name, String... more) throws IOException {
    Path folder = Files.createDirectory(dir.resolve(name));
    List<String> first = training(folder, "2", more);
    List<String> again = new ArrayList<>(first);
    again.add("--resume");
    return new KilledCommand(folder, first, again);
  }

  /** The epoch and batch of the saved state, such as {@code epoch 1 batch 6}. */
  private static String progress(KilledCommand command) throws Exception {
    if (!isSaved(command)) {
      return "batch 0";
    }
    JsonValue progress =
        JsonValue.parse(
            SafeTensors.readMetadata(command.folder().resolve(CHECKPOINT)).get("progress"));
    return "epoch %d batch %d"
        .formatted(progress.get("epoch").integer(), progress.get("batch").integer());
  }

  private static boolean isSaved(KilledCommand command) {
    return Files.exists(command.folder().resolve("checkpoint.safetensors"));
  }

  /** A file that bears its final name is never a part of one. */
  private static void everyFileIsWhole(KilledCommand command) throws IOException {
    for (Path file : command.files()) {
      if (file.endsWith("checkpoint.safetensors")) {
        assertThat(Checkpoint.load(command.folder().resolve(file)).network()).isNotNull();
      }
    }
  }

  /** Weights of networks, and the bytes of other files. */
  private static TreeMap<String, String> content(KilledCommand command) throws IOException {
    TreeMap<String, String> content = new TreeMap<>();
    for (Path file : command.files()) {
      Path path = command.folder().resolve(file);
      String name = file.toString();
      content.put(
          name,
          file.endsWith("checkpoint.safetensors")
              ? Checkpoint.load(path).network().sha256()
              : name.contains("metrics.")
                  ? withoutTimes(path)
                  : HexFormat.of().formatHex(Files.readAllBytes(path)));
    }
    return content;
  }

  /** Lines of metrics without their last entry, the seconds. */
  private static String withoutTimes(Path metrics) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line : Files.readAllLines(metrics)) {
      lines.append(line, 0, line.lastIndexOf(',')).append('\n');
    }
    return lines.toString();
  }

  /** What a result says besides times and places. */
  private static JsonObject facts(JavaRun run) {
    JsonObject result = JsonParser.parseString(run.out().getLast()).getAsJsonObject();
    List.of(
            "started",
            "seconds",
            "evaluation_seconds",
            "latency",
            "history",
            "out",
            "strong",
            "load",
            "memory")
        .forEach(result::remove);
    return result;
  }
}
