package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.nn.Context;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.TinyNetworks;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.layer.Elementwise;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;

class TrainerTest {
  private static final int EPOCHS = 4;

  private final SampleArrays train = SampleArrays.bars(50, 16, "train").shuffled();

  private static Trainer trainer(Network network) {
    return new Trainer(
        network,
        new Sgd(network.parameters(), 0.9, true, 1e-4),
        LearningRateSchedule.cosine(0.05, EPOCHS),
        TrainingObjective.crossEntropy());
  }

  @Test
  void the_same_start_ends_with_the_same_bits() {
    Network first = TinyNetworks.convolutional(3);
    Network second = TinyNetworks.convolutional(3);
    trainer(first).fit(train, null, EPOCHS);
    trainer(second).fit(train, null, EPOCHS);
    assertThat(first.sha256()).isEqualTo(second.sha256());
    assertThat(first.sha256()).isNotEqualTo(TinyNetworks.convolutional(3).sha256());
  }

  @Test
  void a_resumed_training_ends_with_the_bits_of_an_uninterrupted_one(@TempDir Path dir)
      throws IOException {
    Network whole = TinyNetworks.convolutional(3);
    trainer(whole).fit(train, null, EPOCHS);

    Network interrupted = TinyNetworks.convolutional(3);
    Trainer before = trainer(interrupted);
    List<EpochResult> done = before.fit(train, null, 2);
    Path file = dir.resolve("checkpoint");
    new Checkpoint(interrupted, before.optimizer().state(), Map.of()).save(file);
    Checkpoint loaded = Checkpoint.load(file);
    Trainer after = trainer(loaded.network());
    after.optimizer().restore(loaded.optimizerState());
    List<EpochResult> all = after.fit(train, null, EPOCHS, done);

    assertThat(loaded.network().sha256()).isEqualTo(whole.sha256());
    assertThat(all).extracting(EpochResult::epoch).containsExactly(0, 1, 2, 3);
    assertThat(all.subList(0, 2)).isEqualTo(done);
  }

  /** Adds numbers that chance draws for each sample. */
  private record Noise() implements Elementwise {
    @Override
    public String type() {
      return "noise";
    }

    @Override
    public Tensor forward(List<Tensor> inputs, Context context) {
      Tensor x = inputs.get(0);
      Tensor noise = Tensor.zeros(x.shape().toArray());
      int size = x.elements() / x.dim(0);
      for (int i = 0; context.isTraining() && i < noise.elements(); i++) {
        noise.data()[i] = context.random(i / size).unit(i % size);
      }
      return Add.apply(x, noise);
    }
  }

  private static Network noisy() {
    NetworkBuilder net = new NetworkBuilder("noisy", Shape.of(12, 12, 1), 3);
    Value x = net.add("noise", new Noise(), net.flatten(net.input()));
    net.dense("fc", x, Dense.of(4));
    return net.build();
  }

  @Test
  void chance_depends_on_the_seed_and_goes_on_after_a_resume() {
    Network whole = noisy();
    trainer(whole).seed(5).fit(train, null, EPOCHS);
    Network other = noisy();
    trainer(other).seed(6).fit(train, null, EPOCHS);
    assertThat(other.sha256()).isNotEqualTo(whole.sha256());

    Network interrupted = noisy();
    Trainer before = trainer(interrupted).seed(5);
    List<EpochResult> done = before.fit(train, null, 2);
    Trainer after = trainer(interrupted).seed(5);
    after.optimizer().restore(before.optimizer().state());
    after.fit(train, null, EPOCHS, done);
    assertThat(interrupted.sha256()).isEqualTo(whole.sha256());
  }

  @Test
  void results_tell_the_epoch() {
    Trainer trainer = trainer(TinyNetworks.convolutional(3));
    List<EpochResult> results = trainer.fit(train, SampleArrays.bars(8, 8, "test"), 1);
    EpochResult result = results.getFirst();
    assertThat(result.epochs()).isEqualTo(1);
    assertThat(result.samples()).isEqualTo(50);
    assertThat(result.learningRate()).isEqualTo(0.05);
    assertThat(result.terms()).containsOnlyKeys(TrainingObjective.CROSS_ENTROPY);
    assertThat(result.trainAccuracy() * 50)
        .isCloseTo(Math.rint(result.trainAccuracy() * 50), within(1e-9));
    assertThat(result.testAccuracy()).isBetween(0.0, 1.0);
    assertThat(trainer.history()).isEqualTo(results);
  }

  @Test
  void without_a_test_set_there_is_no_test_accuracy() {
    assertThat(trainer(TinyNetworks.convolutional(3)).fit(train, null, 1).getFirst().testAccuracy())
        .isNaN();
  }

  @Test
  void frozen_parameters_stay() {
    Network network = TinyNetworks.convolutional(3);
    Tensor frozen = network.parameters().get("conv1.weight").requireGrad(false);
    float[] before = frozen.data().clone();
    trainer(network).fit(train, null, 1);
    assertThat(frozen.data()).isEqualTo(before);
  }

  /** Writes down what it is told. */
  private static final class Diary implements TrainingListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void epochStarted(int epoch, int epochs, int batches, int samples) {
      lines.add("start %d/%d: %d batches, %d samples".formatted(epoch, epochs, batches, samples));
    }

    @Override
    public void batchEnded(int samples, double loss) {
      lines.add("batch of " + samples);
    }

    @Override
    public void epochEnded(EpochResult result, Trainer trainer) {
      lines.add("end " + result.epoch() + ", history " + trainer.history().size());
    }

    @Override
    public void close() {
      lines.add("close");
    }
  }

  @Test
  void listeners_hear_everything_in_order() {
    Diary diary = new Diary();
    trainer(TinyNetworks.convolutional(3)).listen(diary).fit(train, null, 1);
    assertThat(diary.lines)
        .containsExactly(
            "start 0/1: 4 batches, 50 samples",
            "batch of 16",
            "batch of 16",
            "batch of 16",
            "batch of 2",
            "end 0, history 1",
            "close");
  }

  @Test
  void a_loss_that_is_not_finite_tells_where_it_came_from() {
    Network network = TinyNetworks.convolutional(3);
    Diary diary = new Diary();
    Trainer trainer =
        trainer(network)
            .listen(diary)
            .listen(
                new TrainingListener() {
                  private int batches;

                  @Override
                  public void batchEnded(int samples, double loss) {
                    if (++batches == 6) { // the second batch of the second epoch
                      network.parameters().get("bn2.weight").data()[1] = Float.NaN;
                    }
                  }
                });
    trainer.savedTo("last.safetensors");

    NonFiniteLossException e =
        catchThrowableOfType(NonFiniteLossException.class, () -> trainer.fit(train, null, EPOCHS));

    assertThat(e.epoch()).isEqualTo(1);
    assertThat(e.batch()).isEqualTo(2);
    assertThat(e.where()).isEqualTo("bn2");
    assertThat(e.checkpoint()).isEqualTo("last.safetensors");
    assertThat(e)
        .hasMessageContaining("epoch 2, batch 3")
        .hasMessageContaining("smaller learning rate")
        .hasMessageContaining("last.safetensors");
    assertThat(diary.lines.getLast()).isEqualTo("close");
  }

  @Test
  void a_non_finite_loss_of_finite_layers_blames_no_layer() {
    Trainer trainer =
        new Trainer(
            TinyNetworks.convolutional(3),
            new Sgd(Map.of(), 0, false, 0),
            LearningRateSchedule.constant(1),
            objective(Float.POSITIVE_INFINITY, 0));
    NonFiniteLossException e =
        catchThrowableOfType(NonFiniteLossException.class, () -> trainer.fit(train, null, 1));
    assertThat(e.where()).isNull();
    assertThat(e.checkpoint()).isNull();
    assertThat(e).hasMessageContaining("all layer outputs are finite");
  }

  /** A constant loss with a term that grows by one a batch and is undefined in the first ones. */
  private static TrainingObjective objective(float loss, int undefined) {
    return new TrainingObjective() {
      private int batches;

      @Override
      public boolean tracksUnits() {
        return true;
      }

      @Override
      public Value compute(TrackedOutput output, int[] labels) {
        double term = batches < undefined ? Double.NaN : batches;
        batches++;
        Tensor total = Tensor.scalar(loss).requireGrad(true);
        return new Value(total, Map.of("units", term + 100 * output.unitMeans().size()));
      }
    };
  }

  @Test
  void a_terms_mean_leaves_out_batches_without_it() {
    Trainer trainer =
        new Trainer(
            TinyNetworks.convolutional(3),
            new Sgd(Map.of(), 0, false, 0),
            LearningRateSchedule.constant(1),
            objective(1, 2));
    // batches 0 and 1 of four have none; three tracked layers
    assertThat(trainer.fit(train, null, 1).getFirst().terms()).containsEntry("units", 302.5);
  }
}
