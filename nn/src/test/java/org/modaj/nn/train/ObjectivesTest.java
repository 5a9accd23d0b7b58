package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.batch.TargetSpec;
import org.modaj.nn.HeadOutputs;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.SampleArrays;
import org.modaj.nn.TrackedOutput;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;

/** Which targets objectives read, and by what they judge. */
class ObjectivesTest {
  private static Batch batch(int... labels) {
    return new Batch(new float[labels.length], new int[] {labels.length, 1}, labels);
  }

  private static Target values(String name, int samples, float... values) {
    int each = values.length / samples;
    return Target.ofValues(
        new TargetSpec(name, 0, each == 1 ? List.of() : List.of(each)), samples, values);
  }

  private static double measured(Metric metric, HeadOutputs outputs, Batch batch) {
    Metric.Sum sum = metric.measure(outputs, batch);
    return metric.value(sum.sum() / sum.count());
  }

  @Test
  void regression_is_judged_by_errors() {
    Batch batch = batch(-1, -1).with(List.of(values("price", 2, 1, 5)));
    HeadOutputs outputs = HeadOutputs.of(Tensor.of(Shape.of(2, 1), new float[] {2, 2}));
    TrainingObjective objective = TrainingObjective.meanSquaredError("price");
    assertThat(objective.compute(outputs, batch).terms()).containsEntry("mse", 5.0);
    assertThat(objective.metrics()).extracting(Metric::name).containsExactly("mae", "rmse");
    assertThat(measured(objective.metrics().get(0), outputs, batch)).isEqualTo(2);
    assertThat(measured(objective.metrics().get(1), outputs, batch))
        .isCloseTo(Math.sqrt(5), within(1e-12));
  }

  @Test
  void several_answers_are_judged_one_by_one_and_together() {
    Batch batch = batch(-1, -1).with(List.of(values("tags", 2, 1, 0, 1, 1)));
    HeadOutputs outputs = HeadOutputs.of(Tensor.of(Shape.of(2, 2), new float[] {3, -1, 2, -2}));
    List<Metric> metrics = TrainingObjective.multiLabel("tags").metrics();
    assertThat(measured(metrics.get(0), outputs, batch)).isEqualTo(0.75);
    assertThat(measured(metrics.get(1), outputs, batch)).isEqualTo(0.5);
  }

  @Test
  void a_class_at_each_step_is_learned_and_judged() {
    Target target = Target.ofClasses(new TargetSpec("tag", 2, List.of(2)), 1, new int[] {1, -1});
    Batch batch = batch(-1).with(List.of(target));
    HeadOutputs outputs = HeadOutputs.of(Tensor.of(Shape.of(1, 2, 2), new float[] {0, 1, 5, 0}));
    TrainingObjective objective = TrainingObjective.labels("tag");
    assertThat(objective.compute(outputs, batch).total().item())
        .isCloseTo((float) Math.log(1 + Math.exp(-1)), within(1e-6f));
    assertThat(measured(objective.metrics().get(0), outputs, batch)).isEqualTo(1);
  }

  @Test
  void each_head_has_its_objective_and_its_metrics() {
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put("kind", Tensor.of(Shape.of(2, 2), new float[] {1, 0, 1, 0}));
    heads.put("size", Tensor.of(Shape.of(2, 1), new float[] {1, 1}));
    HeadOutputs outputs = new HeadOutputs(heads, new TrackedOutput(heads.get("kind"), List.of()));
    Batch batch = batch(0, 1).with(List.of(values("size", 2, 1, 3)));
    Map<String, TrainingObjective> parts = new LinkedHashMap<>();
    parts.put("kind", TrainingObjective.crossEntropy());
    parts.put("size", TrainingObjective.meanSquaredError("size"));
    TrainingObjective objective = TrainingObjective.byHead(parts);
    assertThat(objective.compute(outputs, batch).terms())
        .containsOnlyKeys("kind.cross_entropy", "size.mse");
    assertThat(objective.metrics())
        .extracting(Metric::name)
        .containsExactly("kind.accuracy", "size.mae", "size.rmse");
    assertThat(measured(objective.metrics().get(0), outputs, batch)).isEqualTo(0.5);
    assertThat(measured(objective.metrics().get(1), outputs, batch)).isEqualTo(1);
  }

  @Test
  void shares_of_classes_are_learned_where_samples_are_mixed() {
    HeadOutputs outputs = HeadOutputs.of(Tensor.of(Shape.of(1, 2), new float[] {1, 0}));
    Batch batch = batch(0).with(List.of(values("class", 1, 0.25f, 0.75f)));
    double log = Math.log(1 + Math.exp(-1));
    assertThat(TrainingObjective.crossEntropy().compute(outputs, batch).total().item())
        .isCloseTo((float) (0.25 * log + 0.75 * (1 + log)), within(1e-6f));
  }

  @Test
  void a_last_batch_of_one_sample_is_refused_before_training() {
    NetworkBuilder net = new NetworkBuilder("normed", Shape.of(12, 12, 1), 3);
    Value x = net.dense("fc", net.flatten(net.input()), Dense.of(4));
    net.batchNorm("norm", x);
    Network network = net.build();
    String before = network.sha256();
    Trainer trainer =
        new Trainer(
            network,
            new Sgd(network.parameters(), 0, false, 0),
            LearningRateSchedule.constant(0.1),
            TrainingObjective.crossEntropy());
    assertThatThrownBy(() -> trainer.fit(SampleArrays.bars(17, 16, "train"), null, 1))
        .isInstanceOf(LastBatchException.class)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("17 in batches of 16")
        .hasMessageContaining("--drop-last");
    assertThat(network.sha256()).isEqualTo(before);
  }
}
