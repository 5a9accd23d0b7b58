package org.modaj.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.bench.experiment.TrainingRun.Trained;
import org.modaj.bench.experiment.TrainingSettings.Method;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.nn.train.EpochResult;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingListener;

/** Trainings that were interrupted and go on from their checkpoint. */
class ResumedTrainingTest {
  private static final int EPOCHS = 3;

  @TempDir Path dir;

  /** Stands for whatever ends a training early. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static TrainingSettings settings(Method method) {
    return new TrainingSettings("lenet5", method, 1, EPOCHS, 16, 0.02, 1, 1, 0.3, 7);
  }

  private static TrainingRun run(Method method, Path out) {
    DataSplit tiny = EmbeddedImages.generate(1, 64, 20);
    return new TrainingRun(
        settings(method), new DataSplit("embedded", tiny.train(), tiny.test()), out);
  }

  /** Ends a training in the middle of an epoch, when the epochs before it have been saved. */
  private static void interruptIn(int epoch, TrainingRun run) {
    TrainingListener interrupter =
        new TrainingListener() {
          private int current;
          private int batches;

          @Override
          public void epochStarted(int started, int epochs, int batchCount, int samples) {
            current = started;
            batches = 0;
          }

          @Override
          public void batchEnded(int samples, double loss) {
            if (current == epoch && ++batches == 2) {
              throw new Interruption();
            }
          }
        };
    assertThatThrownBy(() -> run.start(interrupter)).isInstanceOf(Interruption.class);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void theWeightsAreThoseOfATrainingWithoutInterruption(Method method) throws IOException {
    Trained whole = run(method, null).start();

    interruptIn(1, run(method, dir));
    Trained resumed = run(method, dir).resume();

    assertThat(resumed.network().sha256()).isEqualTo(whole.network().sha256());
    assertThat(resumed.history()).hasSize(EPOCHS);
    assertThat(resumed.history().stream().map(EpochResult::terms).toList())
        .isEqualTo(whole.history().stream().map(EpochResult::terms).toList());
    assertThat(SavedModel.open(dir.resolve(TrainingRun.CHECKPOINT)).network().sha256())
        .isEqualTo(whole.network().sha256());
  }

  @Test
  void onlyTheEpochsThatAreLeftAreTrained() throws IOException {
    interruptIn(2, run(Method.ST, dir));
    int[] started = new int[EPOCHS];
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochResult result, Trainer trainer) {
            started[result.epoch()]++;
          }
        };

    run(Method.ST, dir).resume(counter);
    assertThat(started).containsExactly(0, 0, 1);

    run(Method.ST, dir).resume(counter);
    assertThat(started).as("a finished training").containsExactly(0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[null]", "soon", "{}"})
  void aHistoryThatIsNoneIsRefused(String history) throws IOException {
    run(Method.ST, dir).start();
    Path file = dir.resolve(TrainingRun.CHECKPOINT);
    SafeTensorsFile content = SafeTensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.put("history", history);
    SafeTensors.write(file, SafeTensorsFile.of(content.tensors(), metadata));
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> run(Method.ST, dir).resume())
        .isInstanceOf(ExperimentException.class)
        .hasMessageStartingWith(file + " has no history of 1 to 3 epochs");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
