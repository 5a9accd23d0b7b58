package org.modaj.moda.reuse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.Composer;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NonFiniteValueException;
import org.modaj.nn.SharedForward;
import org.modaj.nn.progress.Progress;
import org.modaj.nn.train.Evaluation;

/**
 * Composes networks for many sets of classes and measures each on the test samples of its classes
 * (paper section 4), with the results of doing so one by one. The samples of one class are read
 * once, some at a time; on these the networks of all sets with that class are computed one after
 * another in an order in which neighbours have as many leading layers in common as possible, and
 * what they have in common is computed once ({@link SharedForward}).
 */
public final class ReuseEvaluation {
  /** The test samples by class. */
  public interface ClassSamples {
    /**
     * The samples of one class.
     *
     * @param batchSize samples at a time
     */
    BatchSource of(int classIndex, int batchSize);
  }

  private final Composer composer;
  private final Evaluation full;
  private final ClassSamples samples;
  private final long memory;
  private final Progress progress;
  private long steps;
  private long reused;

  /**
   * Prepares.
   *
   * @param composer makes the networks
   * @param full the whole network's logits on the same test samples
   * @param samples where the samples come from
   * @param memory bytes that the values of layers may take
   */
  public ReuseEvaluation(
      Composer composer, Evaluation full, ClassSamples samples, long memory, Progress progress) {
    this.composer = composer;
    this.full = full;
    this.samples = samples;
    this.memory = memory;
    this.progress = progress;
  }

  /** A set of classes and what was counted of it so far. */
  private static final class Count {
    final int[] classes;
    final List<BitSet> kept;
    int right;
    int samples;
    long parameters;
    long flops;

    Count(int[] classes, List<BitSet> kept) {
      this.classes = classes;
      this.kept = kept;
    }
  }

  /**
   * Measures sets of classes.
   *
   * @param tasks each as {@link Composer#targets} returns it
   * @return in the same order
   * @throws ModularizationException when a class does not exist or has no test samples
   * @throws NonFiniteValueException when an output is not finite; names the layer and the sample
   */
  public List<SubTask> measure(List<int[]> tasks) {
    Network whole = composer.network();
    List<Count> counts = new ArrayList<>();
    BitSet named = new BitSet();
    for (int[] classes : tasks) {
      int[] targets = Composer.targets(composer.modules().classes(), classes);
      counts.add(new Count(targets, List.copyOf(composer.modules().union(targets).values())));
      Arrays.stream(targets).forEach(named::set);
    }
    named.stream().forEach(this::requireSamples);
    long perSample = Float.BYTES * whole.stepMemory(whole.inputShape()).kept();
    int batch = (int) Math.clamp(memory / 2 / perSample, 1, Short.MAX_VALUE);
    List<Count> ordered = new ArrayList<>(counts);
    ordered.sort(Comparator.comparing(count -> count.kept, ReuseEvaluation::compare));
    int total = 0;
    for (Count count : counts) {
      total += Arrays.stream(count.classes).map(full::samplesOf).sum();
    }
    try (Progress.Meter meter = progress.start("evaluating composed networks", total)) {
      for (int c = named.nextSetBit(0); c >= 0; c = named.nextSetBit(c + 1)) {
        int label = c;
        measureClass(
            c,
            batch,
            ordered.stream().filter(t -> Arrays.binarySearch(t.classes, label) >= 0).toList(),
            meter);
      }
    }
    return counts.stream().map(count -> result(count, whole)).toList();
  }

  /**
   * Cuts sets of classes into parts of about the same work that several processes can measure. Sets
   * whose networks have many layers in common are in the same part.
   *
   * @param tasks each as {@link Composer#targets} returns it
   * @param parts at most how many, at least 1
   * @return the numbers of the sets in each part; every set is in one of them
   * @throws ModularizationException when a class does not exist
   */
  public static List<int[]> parts(Composer composer, List<int[]> tasks, int parts) {
    List<List<BitSet>> kept = new ArrayList<>();
    long work = 0;
    for (int[] classes : tasks) {
      int[] targets = Composer.targets(composer.modules().classes(), classes);
      kept.add(List.copyOf(composer.modules().union(targets).values()));
      work += classes.length;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
    order.sort((a, b) -> compare(kept.get(a), kept.get(b)));
    List<int[]> cut = new ArrayList<>();
    long done = 0;
    for (int from = 0; from < order.size(); ) {
      int end = from;
      long upTo = Math.ceilDiv(work * (cut.size() + 1), parts);
      while (end < order.size() && (end == from || done < upTo)) {
        done += tasks.get(order.get(end++)).length;
      }
      cut.add(order.subList(from, end).stream().mapToInt(Integer::intValue).toArray());
      from = end;
    }
    return cut;
  }

  private void requireSamples(int c) {
    if (full.samplesOf(c) == 0) {
      throw new ModularizationException(
          "sub-tasks",
          null,
          "there is no test sample of class " + c + ", so its networks cannot be measured");
    }
  }

  private void measureClass(int label, int batchSize, List<Count> tasks, Progress.Meter meter) {
    int count = full.samplesOf(label);
    int even = Math.ceilDiv(count, Math.ceilDiv(count, batchSize)); // no small batch at the end
    int done = 0;
    try (Epoch epoch = samples.of(label, even).epoch(0)) {
      while (epoch.hasNext()) {
        Batch batch = epoch.next();
        try (SharedForward shared = new SharedForward(NetworkInput.of(batch), memory / 2)) {
          for (Count task : tasks) {
            Network network = composer.compose(task.classes);
            task.parameters = network.parameterCount();
            task.flops = network.flops();
            Tensor logits = shared.forward(network);
            NonFiniteValueException.requireFinite(
                "evaluate " + network.name(),
                network,
                batch,
                done,
                network.nodes().get(network.outputNode()).name(),
                logits);
            count(task, logits, Arrays.binarySearch(task.classes, label));
            meter.advance(batch.size(), "");
          }
          steps += shared.steps();
          reused += shared.reusedSteps();
        }
        done += batch.size();
      }
    }
  }

  private static void count(Count task, Tensor logits, int output) {
    int outputs = logits.dim(1);
    for (int i = 0; i < logits.dim(0); i++) {
      int best = Evaluation.largest(logits.data(), i * outputs, outputs);
      task.right += best == output ? 1 : 0;
      task.samples++;
    }
  }

  private SubTask result(Count count, Network whole) {
    return new SubTask(
        Arrays.stream(count.classes).boxed().toList(),
        (double) count.right / count.samples,
        full.accuracyOn(count.classes),
        (double) count.parameters / whole.parameterCount(),
        (double) count.flops / whole.flops());
  }

  /** Layer by layer, so that sets of units that begin alike are neighbours. */
  private static int compare(List<BitSet> a, List<BitSet> b) {
    Iterator<BitSet> others = b.iterator();
    for (BitSet units : a) {
      int order = Arrays.compare(units.toLongArray(), others.next().toLongArray());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Layers of all composed networks, by batch; fused neighbours count as one. */
  public long steps() {
    return steps;
  }

  /** Those of them whose values another network had left. */
  public long reusedSteps() {
    return reused;
  }
}
