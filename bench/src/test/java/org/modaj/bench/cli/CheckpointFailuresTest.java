package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;

/** Files that the commands that read a checkpoint cannot use. */
class CheckpointFailuresTest {
  @TempDir Path dir;

  private static CliRun read(String command, Path file) {
    List<String> args = new ArrayList<>(List.of(command, file.toString(), "--json"));
    if (command.equals("compose")) {
      args.addAll(List.of("--classes", "0,1"));
    }
    return CliRun.of(args.toArray(String[]::new));
  }

  private Path model() {
    return SavedModels.whole(dir.resolve("model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks"})
  void aFileThatDoesNotExist(String command) {
    Path file = dir.resolve("missing.safetensors");

    read(command, file).assertFailed("cannot read " + file + ": no such file. Check the path.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks"})
  void aTruncatedFile(String command) throws IOException {
    byte[] bytes = Files.readAllBytes(model());
    Path file = Files.write(dir.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 1000));

    read(command, file)
        .assertFailed(file + " at byte ", "the file ends inside", "incomplete or damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks"})
  void aFlippedBitInTheWeights(String command) throws IOException {
    byte[] bytes = Files.readAllBytes(model());
    bytes[bytes.length - 1000] ^= 1;
    Path file = Files.write(dir.resolve("flipped"), bytes);

    read(command, file)
        .assertFailed(
            file + ": the SHA-256 of its weights is ", "was written", "restore it from a copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks"})
  void aFileOfAnotherKind(String command) throws IOException {
    Path file = Files.writeString(dir.resolve("notes.txt"), "no tensors, but some notes\n");

    read(command, file).assertFailed(file.toString());
  }

  @Test
  void anEmptyFile() throws IOException {
    Path file = Files.createFile(dir.resolve("empty"));

    read("evaluate", file).assertFailed(file.toString());
  }

  @Test
  void aFolder() {
    read("evaluate", dir).assertFailed("cannot read " + dir);
  }

  @Test
  void tensorsWithoutANetwork() throws IOException {
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", StoredTensor.ofFloats(new float[6], 2, 3));
    Path file = dir.resolve("tensors");
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of()));

    read("evaluate", file)
        .assertFailed(file + ": holds tensors but no network", "give a checkpoint that train");
  }

  @Test
  void aTensorThatIsMissing() throws IOException {
    Path file = model();
    SafeTensorsFile all = SafeTensors.read(file);
    LinkedHashMap<String, StoredTensor> some = new LinkedHashMap<>(all.tensors());
    some.remove("fc1.weight");
    SafeTensors.write(file, SafeTensorsFile.of(some, all.metadata()));

    read("evaluate", file).assertFailed(file.toString(), "do not fit together", "fc1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0,1,2,3,4,5,6,7,8,99]", "[0,1]", "[1,1,2,3,4,5,6,7,8,9]", "all"})
  void outputsThatStandForNothing(String targets) throws IOException {
    Path file = withMetadata("targets", targets);

    read("evaluate", file).assertFailed(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "", "[]", "{", "[null]", "cat,dog", "a,b,c,d,e,f,g,h,i,j", "{\"0\":null}"})
  void outputsWithOtherNames(String names) throws IOException {
    Path file = withMetadata("class_names", names);

    read("evaluate", file).assertFailed("class_names", "restore it from a copy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normalization_mean null",
        "normalization_std null",
        "normalization_values null",
        "module null",
        "vocabulary null"
      })
  void entriesThatAreNull(String entry) throws IOException {
    String[] words = entry.split(" ");
    Path file = withMetadata(words[0], words[1]);

    CliRun run = read("evaluate", file);

    run.assertFailed(words[0].replace("vocabulary", "ocabulary"));
  }

  @Test
  void classesOfAnotherDataSet() throws IOException {
    Path file = withMetadata("classes", "[a, b, c, d, e, f, g, h, i, j]");

    read("evaluate", file)
        .assertFailed("the network was trained on the classes [a, b,", "but embedded has [disc,");
  }

  @Test
  void aDataSetThatThisVersionDoesNotKnow() throws IOException {
    Path file = withMetadata("data", "imagenet");

    read("evaluate", file).assertFailed("unknown data set \"imagenet\"; known data sets: embedded");
  }

  @Test
  void noWordOnWhatTheOutputsMean() throws IOException {
    Path file = withMetadata("classes", null);

    read("evaluate", file).assertFailed(file + " does not say which data and classes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks"})
  void dataThatIsSomewhereElse(String command) {
    Path file = SavedModels.of(dir.resolve("c"), "cifar10", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    read(command, file).assertRefused(command, "the data set cifar10 needs --data-dir DIR");
    assertThat(read(command, file).err()).doesNotContain("measuring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"modularize", "compose", "subtasks"})
  void aNetworkThatWasComposedAlready(String command) {
    Path file = SavedModels.of(dir.resolve("part"), "embedded", 2, 5);

    read(command, file)
        .assertFailed(command + " needs a network for all 10 classes", "[square, cross]");
  }

  private Path withMetadata(String key, String value) throws IOException {
    Path file = model();
    SafeTensorsFile content = SafeTensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    SafeTensors.write(file, SafeTensorsFile.of(content.tensors(), metadata));
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "modularize", "compose", "subtasks", "replace"})
  void aWeightThatIsNotANumber(String command) throws IOException {
    Path file = model();
    SafeTensorsFile content = SafeTensors.read(file);
    content.tensor("fc1.weight").floats()[5] = Float.NaN;
    SafeTensors.write(file, content);

    CliRun run =
        command.equals("replace")
            ? CliRun.of("replace", "--strong", file.toString())
            : read(command, file);

    run.assertFailed(file.toString(), "element 5 of tensor \"fc1.weight\" is NaN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[null,\"b\"]", "null", "{}", "[[\"a\"]]", "[1,2]", "[\"a\"", "[{}]", "7"})
  void classNamesOfOtherTypes(String classes) throws IOException {
    Path file = withMetadata("classes", classes);

    read("evaluate", file).assertFailed(file.toString(), "unreadable metadata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[0.5]", "[1e20]", "[\"0\"]", "{}", "null", "[[0]]"})
  void outputsOfOtherTypes(String targets) throws IOException {
    Path file = withMetadata("targets", targets);

    read("evaluate", file).assertFailed(file.toString(), "unreadable metadata");
  }

  @Test
  void namesWithControlCharactersAreQuoted() throws IOException {
    Path file = withMetadata("data", "a\u001b[31m\nb");

    CliRun run = read("evaluate", file);

    run.assertFailed("unknown data set \"a\\u001b[31m\\nb\"");
    assertThat(run.err()).doesNotContain("\u001b");
  }
}
