package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timing steps: what is reported, and what is refused. */
class StepCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"--method=st", "--method=moda", "--infer"})
  void reportsEveryCountedStep(String work) {
    CliRun run =
        CliRun.of("step", "lenet5", work, "--batch=4", "--steps=3", "--warm-up=1", "--json");

    assertThat(run.code()).as(run.err()).isEqualTo(Cli.OK);
    JsonObject result = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(result.keySet())
        .containsExactlyInAnyOrderElementsOf(JsonPage.keys("every run", "step"));
    assertThat(result.get("model").getAsString()).isEqualTo("lenet5");
    assertThat(result.get("batch").getAsInt()).isEqualTo(4);
    assertThat(result.get("infer").getAsBoolean()).isEqualTo(work.equals("--infer"));
    assertThat(result.get("moda").getAsBoolean()).isEqualTo(work.equals("--method=moda"));
    assertThat(result.getAsJsonArray("times")).hasSize(3);
    double seconds = result.get("seconds").getAsDouble();
    assertThat(seconds).isPositive();
    double[] times =
        result.getAsJsonArray("times").asList().stream()
            .mapToDouble(JsonElement::getAsDouble)
            .sorted()
            .toArray();
    assertThat(seconds).as("the median of a step").isEqualTo(times[1]);
    assertThat(result.get("run_seconds").getAsDouble())
        .as("of the whole run, to the millisecond")
        .isGreaterThanOrEqualTo(Arrays.stream(times).sum() - 0.001);
    assertThat(result.get("images_per_s").getAsDouble() * seconds).isBetween(3.999, 4.001);
  }

  @Test
  void withoutNumbersItRunsLongEnoughForSteadyTimes() {
    JsonObject result = CliRun.of("step", "lenet5", "--infer", "--batch=128", "--json").json();

    double seconds = result.get("seconds").getAsDouble();
    assertThat(result.get("warm_up").getAsInt()).isGreaterThanOrEqualTo(10);
    assertThat(result.get("run_seconds").getAsDouble()).isGreaterThanOrEqualTo(5);
    assertThat(result.getAsJsonArray("times").size()).isBetween(5, 200);
    assertThat(seconds).isPositive();
  }

  @Test
  void givenNumbersAreExactAndReported() {
    JsonObject result =
        CliRun.of("step", "lenet5", "--infer", "--batch=2", "--steps=2", "--warm-up=0", "--json")
            .json();

    assertThat(result.get("warm_up").getAsInt()).isZero();
    assertThat(result.getAsJsonArray("times")).hasSize(2);
  }

  @Test
  void unknownModelIsUsageAndNamesTheKnownOnes() {
    CliRun.of("step", "vgg19").assertRefused("step", "unknown model \"vgg19\"", "resnet18");
  }

  @Test
  void oneSampleIsABatch() {
    for (String work : new String[] {"--infer", "--method=st", "--method=moda"}) {
      JsonObject result =
          CliRun.of("step", "lenet5", "--batch=1", work, "--steps=1", "--warm-up=0", "--json")
              .json();
      assertThat(result.get("batch").getAsInt()).isEqualTo(1);
    }
  }

  @Test
  void countsMustBePositive() {
    CliRun.of("step", "lenet5", "--steps=0").assertRefused("step", "--steps must be at least 1");
    CliRun.of("step", "lenet5", "--warm-up=-1")
        .assertRefused("step", "--warm-up must be at least 0");
    CliRun.of("step", "lenet5", "--batch=0").assertRefused("step", "--batch must be at least 1");
    CliRun.of("step", "lenet5", "--width=-1").assertRefused("step", "--width must be above 0");
  }
}
