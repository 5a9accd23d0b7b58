package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.Network;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.TinyNetworks;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.OptimizerSettings;

/** What a trainer saves, and how it goes on. */
class TrainerStateTest {
  private static final int EPOCHS = 3;

  @TempDir Path dir;

  private final SampleArrays train = SampleArrays.bars(50, 16, "train").shuffled();
  private final SampleArrays test = SampleArrays.bars(8, 8, "test");

  private static Trainer trainer(Network network, OptimizerSettings.Kind kind, double rate) {
    return new Trainer(
            network,
            new OptimizerSettings(kind, 0.9, 1e-4, false).create(network.parameters()),
            LearningRateSchedule.cosine(rate, EPOCHS),
            TrainingObjective.crossEntropy())
        .seed(5);
  }

  private Checkpoints checkpoints() {
    return Checkpoints.in(dir.resolve("checkpoint.safetensors"));
  }

  /** Stops a training after so many batches. */
  private static TrainingListener stopAfter(Trainer trainer, int batches) {
    return new TrainingListener() {
      private int done;

      @Override
      public void batchEnded(int samples, double loss) {
        if (++done == batches) {
          trainer.requestStop();
        }
      }
    };
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(OptimizerSettings.Kind.class)
  void a_training_that_was_stopped_after_any_batch_ends_with_the_same_bits(
      OptimizerSettings.Kind kind) throws IOException {
    Network whole = TinyNetworks.convolutional(3);
    List<EpochResult> expected = trainer(whole, kind, 0.01).fit(train, test, EPOCHS);

    for (int batches : new int[] {1, 4, 6, 7, 11}) {
      Network stopped = TinyNetworks.convolutional(3);
      Trainer first = trainer(stopped, kind, 0.01).checkpoints(checkpoints());
      first.listen(stopAfter(first, batches)).fit(train, test, EPOCHS);
      assertThat(first.isStopped()).isTrue();
      assertThat(first.history().size() * 4 + first.batchesDone()).isEqualTo(batches);

      Checkpoint saved = Checkpoint.load(dir.resolve("checkpoint.safetensors"));
      Network other = TinyNetworks.convolutional(8);
      List<EpochResult> results =
          trainer(other, kind, 0.01).restore(saved).fit(train, test, EPOCHS);
      assertThat(other.sha256()).isEqualTo(whole.sha256());
      assertThat(results.stream().map(EpochResult::terms).toList())
          .isEqualTo(expected.stream().map(EpochResult::terms).toList());
      assertThat(results.stream().map(EpochResult::trainMetrics).toList())
          .isEqualTo(expected.stream().map(EpochResult::trainMetrics).toList());
      assertThat(results.stream().map(EpochResult::testMetrics).toList())
          .isEqualTo(expected.stream().map(EpochResult::testMetrics).toList());
    }
  }

  @Test
  void the_last_states_and_the_best_one_are_kept() throws IOException {
    Trainer trainer =
        trainer(TinyNetworks.convolutional(3), OptimizerSettings.Kind.SGD, 0.05)
            .checkpoints(checkpoints().everySteps(3).keepingLast(3).keepingBest());
    trainer.fit(train, test, EPOCHS);
    assertThat(files())
        .containsExactly(
            "best.safetensors",
            "checkpoint-step-00000008.safetensors",
            "checkpoint-step-00000011.safetensors",
            "checkpoint.safetensors");
    double best =
        trainer.history().stream().mapToDouble(EpochResult::testAccuracy).max().orElseThrow();
    Network saved = Checkpoint.load(dir.resolve("best.safetensors")).network();
    assertThat(Evaluation.of(saved, test).accuracy()).isEqualTo(best);
  }

  @Test
  void a_state_that_has_exploded_does_not_replace_a_good_one() throws IOException {
    Path file = dir.resolve("checkpoint.safetensors");
    Network network = TinyNetworks.convolutional(3);
    assertThatThrownBy(() ->
            trainer(network, OptimizerSettings.Kind.SGD, 999_999)
                .checkpoints(checkpoints().everySteps(1))
                .fit(train, test, EPOCHS))
        .isInstanceOfAny(ExplodedTrainingException.class, NonFiniteLossException.class)
        .hasMessageContaining("smaller learning rate")
        .hasMessageContaining(file.toString());
    Checkpoint good = Checkpoint.load(file);
    assertThat(Evaluation.of(good.network(), test).accuracy()).isBetween(0.0, 1.0);
    Trainer again =
        trainer(good.network(), OptimizerSettings.Kind.SGD, 0.01)
            .checkpoints(checkpoints())
            .restore(good);
    assertThat(again.fit(train, test, EPOCHS)).hasSize(EPOCHS);
  }

  @Test
  void an_input_that_is_not_a_number_is_named() {
    float[] values = new float[8 * 144];
    values[3 * 144 + 7] = Float.NaN;
    SampleArrays broken = new SampleArrays(values, new int[] {12, 12, 1}, new int[8], 4, 8);
    NonFiniteValueException e =
        catchThrowableOfType(
            NonFiniteValueException.class,
            () ->
                trainer(TinyNetworks.convolutional(3), OptimizerSettings.Kind.SGD, 0.01)
                    .fit(broken, null, 1));
    assertThat(e)
        .hasMessageContaining("sample 3 of the batch: input is NaN")
        .hasMessageNotContaining("learning rate");
    assertThat(e.where()).isEqualTo(NonFiniteValueException.INPUT);
  }

  @Test
  void training_ends_when_nothing_becomes_better() {
    Trainer trainer =
        trainer(TinyNetworks.convolutional(3), OptimizerSettings.Kind.SGD, 1e-12)
            .earlyStopping(EarlyStopping.afterEpochs(1));
    assertThat(trainer.fit(train, test, EPOCHS)).hasSizeLessThanOrEqualTo(EPOCHS);
    assertThatThrownBy(() -> trainer.fit(train, null, EPOCHS))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("samples that are only measured");
  }

  @Test
  void labels_beyond_the_classes_are_named() {
    Metric accuracy = Metric.accuracy();
    HeadOutputs outputs = HeadOutputs.of(Tensor.zeros(2, 4));
    for (int label : new int[] {-1, 4}) {
      Batch batch = new Batch(new float[2], new int[] {2, 1}, new int[] {0, label});
      assertThatThrownBy(() -> accuracy.measure(outputs, batch))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("sample 1 of the batch has the label " + label)
          .hasMessageContaining("0..3");
    }
    Batch batch = new Batch(new float[2], new int[] {2, 1}, new int[2]);
    assertThatThrownBy(() -> accuracy.measure(HeadOutputs.of(Tensor.zeros(2, 3, 4)), batch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("[batch, classes]");
  }

  @Test
  void metrics_are_written_as_json_lines_csv_and_events() throws IOException {
    trainer(TinyNetworks.convolutional(3), OptimizerSettings.Kind.SGD, 0.01)
        .listen(new MetricsLog(dir))
        .listen(new TensorBoardLog(dir))
        .fit(train, test, 2);
    assertThat(Files.readAllLines(dir.resolve(MetricsLog.JSON_LINES)))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"epoch\":") && line.contains("\"test_accuracy\":"));
    assertThat(Files.readAllLines(dir.resolve(MetricsLog.CSV)))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("epoch,cross_entropy,train_accuracy,test_accuracy,");
    Path events =
        dir.resolve(files().stream().filter(f -> f.contains("tfevents")).findFirst().orElseThrow());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(events)).order(ByteOrder.LITTLE_ENDIAN);
    int records = 0;
    StringBuilder text = new StringBuilder();
    while (bytes.hasRemaining()) {
      byte[] data = new byte[(int) bytes.getLong()];
      bytes.getInt();
      bytes.get(data);
      bytes.getInt();
      text.append(new String(data, StandardCharsets.ISO_8859_1));
      records++;
    }
    assertThat(records).isEqualTo(1 + 8 + 2 * 4);
    assertThat(text).contains("brain.Event:2", "batch/loss", "test/accuracy", "learning_rate");
  }
}
