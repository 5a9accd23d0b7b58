package org.modaj.moda.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.Composer;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.OutputOffsets;
import org.modaj.moda.RandomNetworks;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/** What is measured together is what composing and evaluating one by one gives. */
class ReuseEvaluationTest {
  private static final int CLASSES = RandomNetworks.CLASSES;
  private static final int SAMPLES = 43;
  private static final Progress SILENT = Progress.none();

  /** Networks of all kinds of joins, and one of sequences. */
  static Stream<Network> networks() {
    return Stream.of(
            LongStream.range(0, 4).mapToObj(RandomNetworks::network),
            LongStream.range(0, 8).mapToObj(RandomNetworks::branchedNetwork),
            Stream.of(sequences()))
        .flatMap(s -> s)
        .filter(network -> !network.trackedNodes().isEmpty());
  }

  private static Network sequences() {
    NetworkBuilder net = NetworkBuilder.forSequences("sequences", Shape.of(6, 3), 1);
    Value x = net.lstm("lstm", net.input(), Recurrent.of(5).inBothDirections());
    x = net.relu("relu", net.dense("hidden", net.lastStep("last", x), Dense.of(12)));
    net.dense("outputs", x, Dense.of(CLASSES));
    return net.build();
  }

  private static LabelledArrays data(Network network) {
    CounterRandom random = CounterRandom.of("samples");
    int[] labels = new int[SAMPLES];
    int[] lengths = network.readsSequences() ? new int[SAMPLES] : null;
    float[][] samples = new float[SAMPLES][network.inputShape().elements()];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i < CLASSES ? i : random.below(CLASSES, i);
      random.child(i).fill(samples[i], 2, 0);
      if (lengths != null) {
        lengths[i] = 1 + random.below(6, i);
      }
    }
    return new LabelledArrays(samples, network.inputShape().toArray(), labels, lengths, CLASSES, 7);
  }

  /** Classes that share most units of the first layers and few of the last, as in practice. */
  private static ModuleSet modules(Network network) {
    List<NetworkNode> nodes = network.trackedNodes();
    BitSet[][] kept = new BitSet[nodes.size()][CLASSES];
    for (int l = 0; l < kept.length; l++) {
      int units = nodes.get(l).shape().dim(-1);
      for (int c = 0; c < CLASSES; c++) {
        kept[l][c] = RandomNetworks.units(c + "/" + l, units);
        if (l < kept.length / 2) {
          kept[l][c].or(RandomNetworks.units("all/" + l, units));
        }
      }
    }
    return new ModuleSet(
        nodes.stream().map(NetworkNode::name).toList(),
        nodes.stream().mapToInt(n -> n.shape().dim(-1)).toArray(),
        kept);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void all_sub_tasks_are_as_one_by_one(Network network) {
    LabelledArrays data = data(network);
    Composer composer = new Composer(network, modules(network));
    Evaluation full = Evaluation.of(network, data);
    List<int[]> tasks = SubTasks.all(CLASSES, 1, CLASSES);
    List<SubTask> expected = new ArrayList<>();
    for (int[] classes : tasks) {
      Network composed = composer.compose(classes);
      Evaluation alone = Evaluation.of(composed, data.of(7, classes));
      expected.add(
          new SubTask(
              Arrays.stream(classes).boxed().toList(),
              alone.accuracyOfComposed(classes),
              full.accuracyOn(classes),
              (double) composed.parameterCount() / network.parameterCount(),
              (double) composed.flops() / network.flops()));
    }
    for (long memory : new long[] {1, 200_000, 1 << 28}) {
      ReuseEvaluation reuse =
          new ReuseEvaluation(composer, full, (c, batch) -> data.of(batch, c), memory, SILENT);

      assertThat(reuse.measure(tasks)).isEqualTo(expected);
      assertThat(reuse.reusedSteps()).isBetween(0L, reuse.steps() - 1);
    }
    assertThat(expected).extracting(SubTask::composedAccuracy).doesNotContain(Double.NaN);
  }

  @Test
  void parts_have_each_set_once_and_about_the_same_work() {
    Network network = RandomNetworks.network(1);
    LabelledArrays data = data(network);
    Composer composer = new Composer(network, modules(network));
    List<int[]> tasks = SubTasks.all(CLASSES, 1, CLASSES);
    int work = tasks.stream().mapToInt(classes -> classes.length).sum();
    ReuseEvaluation all =
        new ReuseEvaluation(
            composer, Evaluation.of(network, data), (c, n) -> data.of(n, c), 1 << 28, SILENT);
    List<SubTask> together = all.measure(tasks);
    for (int parts : new int[] {1, 2, 5, tasks.size(), 1000}) {
      List<int[]> cut = ReuseEvaluation.parts(composer, tasks, parts);

      assertThat(cut).hasSizeBetween(Math.min(parts, 2), Math.min(parts, tasks.size()));
      assertThat(cut.stream().flatMapToInt(Arrays::stream).sorted())
          .containsExactlyElementsOf(IntStream.range(0, tasks.size()).boxed().toList());
      for (int[] part : cut) {
        List<int[]> sets = Arrays.stream(part).mapToObj(tasks::get).toList();
        assertThat(sets.stream().mapToInt(classes -> classes.length).sum())
            .isLessThan(Math.ceilDiv(work, parts) + CLASSES);
        assertThat(all.measure(sets))
            .isEqualTo(Arrays.stream(part).mapToObj(together::get).toList());
      }
    }
  }

  /** Offsets are those of each network alone, and the plain cut is what it is without them. */
  @Test
  void calibrated_sub_tasks_are_as_one_by_one() {
    Network network = RandomNetworks.network(1);
    LabelledArrays data = data(network);
    Composer composer = new Composer(network, modules(network));
    Evaluation full = Evaluation.of(network, data);
    List<int[]> tasks = SubTasks.all(CLASSES, 2, CLASSES);
    List<Double> expected = new ArrayList<>();
    for (int[] classes : tasks) {
      Network composed = composer.compose(classes);
      float[] logits = new float[SAMPLES * classes.length];
      int[] labels = new int[SAMPLES];
      int count = 0;
      for (int k = 0; k < classes.length; k++) {
        Evaluation alone = Evaluation.of(composed, data.of(7, classes[k]));
        for (int i = 0; i < full.samplesOf(classes[k]); i++) {
          System.arraycopy(alone.logits(i), 0, logits, count * classes.length, classes.length);
          labels[count++] = k;
        }
      }
      OutputOffsets offsets =
          OutputOffsets.of(
              "test",
              Arrays.copyOf(logits, count * classes.length),
              Arrays.copyOf(labels, count),
              classes.length);
      int right = 0;
      for (int i = 0; i < count; i++) {
        float[] shifted = new float[classes.length];
        for (int k = 0; k < classes.length; k++) {
          shifted[k] = logits[i * classes.length + k] + offsets.values().get(k).floatValue();
        }
        right += Evaluation.largest(shifted, 0, shifted.length) == labels[i] ? 1 : 0;
      }
      expected.add((double) right / count);
    }
    for (long memory : new long[] {1, 1 << 28}) {
      ReuseEvaluation reuse =
          new ReuseEvaluation(composer, full, (c, batch) -> data.of(batch, c), memory, SILENT);

      ReuseEvaluation.Calibrated both =
          reuse.measureCalibrated(tasks, (c, batch) -> data.of(batch, c));

      assertThat(both.plain()).isEqualTo(reuse.measure(tasks));
      assertThat(both.calibrated()).extracting(SubTask::composedAccuracy).isEqualTo(expected);
      assertThat(both.calibrated()).extracting(SubTask::size).isEqualTo(sizes(both.plain()));
    }
  }

  private static List<Double> sizes(List<SubTask> tasks) {
    return tasks.stream().map(SubTask::size).toList();
  }

  @Test
  void classes_that_do_not_exist_or_have_no_samples_are_refused() {
    Network network = RandomNetworks.network(1);
    LabelledArrays data = data(network).of(7, 0, 1, 3, 4);
    ReuseEvaluation reuse =
        new ReuseEvaluation(
            new Composer(network, modules(network)),
            Evaluation.of(network, data),
            (c, batch) -> data.of(batch, c),
            1 << 20,
            SILENT);

    assertThatThrownBy(() -> reuse.measure(List.of(new int[] {0, 1}, new int[] {1, 2})))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("no test sample of class 2");
    assertThatThrownBy(() -> reuse.measure(List.of(new int[] {0, 5})))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("class 5 does not exist");
    assertThat(reuse.measure(List.of(new int[] {4, 0, 4})).get(0).classes()).containsExactly(0, 4);
  }

  @Test
  void means_count_tasks_or_sizes_alike() {
    ReuseSummary summary =
        ReuseSummary.of(
            List.of(
                new SubTask(List.of(0, 1), 0.5, 0.75, 0.25, 0.5),
                new SubTask(List.of(1, 2), 1, 0.75, 0.75, 1),
                new SubTask(List.of(0, 2), 0.75, 0.75, 0.5, 0.75),
                new SubTask(List.of(0, 1, 2), 0.25, 0.5, 1, 1)));

    assertThat(summary.bySize())
        .containsExactly(
            new ReuseSummary.Means(2, 3, 0.75, 0.75, 0.5, 0.75),
            new ReuseSummary.Means(3, 1, 0.25, 0.5, 1, 1));
    assertThat(summary.overSizes())
        .isEqualTo(new ReuseSummary.Means(0, 4, 0.5, 0.625, 0.75, 0.875));
    assertThat(summary.overTasks())
        .isEqualTo(new ReuseSummary.Means(0, 4, 0.625, 0.6875, 0.625, 0.8125));
    assertThat(summary.overTasks().gap()).isEqualTo(-0.0625);
  }
}
