package org.modaj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The application image of the profile dist, started where no Java can be found. */
@EnabledIfSystemProperty(
    named = "moda.image",
    matches = ".+",
    disabledReason = "only the profile dist makes an image")
class AppImageIT {
  private static final Path IMAGE = Path.of(System.getProperty("moda.image", ""));

  @TempDir private Path folder;

  @Test
  void runsOnItsOwnRuntimeWithTheVectorApi() throws Exception {
    JsonObject info = JsonParser.parseString(run("info", "--json")).getAsJsonObject();

    assertThat(info.get("java").getAsString()).startsWith("25");
    assertThat(info.get("kernels").getAsString()).isEqualTo("vector");
  }

  @Test
  void trainsToTheBitsOfTheJar() throws Exception {
    List<String> training =
        List.of("train", "--model", "lenet5", "--epochs=1", "--limit=128", "--json");
    List<String> ofJar = new ArrayList<>(List.of("-jar", JavaRun.jar().toString()));
    ofJar.addAll(training);

    String image = run(training.toArray(String[]::new));
    JavaRun jar = JavaRun.of(JavaRun.java25(), Map.of(), ofJar);

    assertThat(weights(image)).isEqualTo(weights(jar.out().getFirst()));
  }

  private static String weights(String json) {
    return JsonParser.parseString(json).getAsJsonObject().get("weights_sha256").getAsString();
  }

  /** What it prints with an empty environment. */
  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(IMAGE.resolve("bin/moda-bench").toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
    program.environment().clear();
    int code = program.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    assertThat(code).as("%s", Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
