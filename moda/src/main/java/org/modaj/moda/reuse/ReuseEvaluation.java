package org.modaj.moda.reuse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.modaj.engine.Tensor;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.moda.Composer;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.OutputOffsets;
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

  /**
   * Sub-tasks measured twice.
   *
   * @param plain the composed networks as they are
   * @param calibrated the same networks with {@link OutputOffsets} in their last bias
   */
  public record Calibrated(List<SubTask> plain, List<SubTask> calibrated) {
    /** Copies the lists. */
    public Calibrated {
      plain = List.copyOf(plain);
      calibrated = List.copyOf(calibrated);
    }
  }

  /** What is done with the logits of a batch of one class. */
  private interface Use {
    /**
     * Takes them.
     *
     * @param output the class's place among those of the set
     */
    void take(Count task, int output, Tensor logits);
  }

  /** A set of classes and what was counted of it so far. */
  private static final class Count {
    final int[] classes;
    final List<BitSet> kept;
    float[] offsets = {};
    int right;
    int rightCalibrated;
    int samples;
    long parameters;
    long flops;

    Count(int[] classes, List<BitSet> kept) {
      this.classes = classes;
      this.kept = kept;
    }

    void count(int output, Tensor logits) {
      int outputs = classes.length;
      float[] shifted = new float[outputs];
      for (int i = 0; i < logits.dim(0); i++) {
        right += Evaluation.largest(logits.data(), i * outputs, outputs) == output ? 1 : 0;
        samples++;
        if (offsets.length > 0) {
          for (int k = 0; k < outputs; k++) {
            shifted[k] = logits.data()[i * outputs + k] + offsets[k];
          }
          rightCalibrated += Evaluation.largest(shifted, 0, outputs) == output ? 1 : 0;
        }
      }
    }
  }

  /** Logits of one set's network on training samples, class by class. */
  private static final class Logits {
    private final float[] values;
    private final int[] labels;
    private int filled;

    Logits(int samples, int outputs) {
      values = new float[samples * outputs];
      labels = new int[samples];
    }

    void add(int output, Tensor logits) {
      int outputs = logits.dim(1);
      System.arraycopy(logits.data(), 0, values, filled * outputs, logits.dim(0) * outputs);
      Arrays.fill(labels, filled, filled + logits.dim(0), output);
      filled += logits.dim(0);
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
    List<Count> counts = counts(tasks);
    evaluate(ordered(counts));
    return counts.stream().map(count -> result(count, count.right)).toList();
  }

  /**
   * Measures sets of classes as {@link #measure} does, and once more with an offset for each output
   * of each network, fitted on training samples of the set.
   *
   * @param tasks each as {@link Composer#targets} returns it
   * @param training training samples by class, un-augmented
   * @throws ModularizationException when a class does not exist or has no samples
   * @throws NonFiniteValueException when an output is not finite; names the layer and the sample
   */
  public Calibrated measureCalibrated(List<int[]> tasks, ClassSamples training) {
    List<Count> counts = counts(tasks);
    List<Count> ordered = ordered(counts);
    calibrate(ordered, training);
    evaluate(ordered);
    return new Calibrated(
        counts.stream().map(count -> result(count, count.right)).toList(),
        counts.stream().map(count -> result(count, count.rightCalibrated)).toList());
  }

  private List<Count> counts(List<int[]> tasks) {
    List<Count> counts = new ArrayList<>();
    for (int[] classes : tasks) {
      int[] targets = Composer.targets(composer.modules().classes(), classes);
      Arrays.stream(targets).forEach(this::requireSamples);
      counts.add(new Count(targets, List.copyOf(composer.modules().union(targets).values())));
    }
    return counts;
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

  private static List<Count> ordered(List<Count> counts) {
    List<Count> ordered = new ArrayList<>(counts);
    ordered.sort(Comparator.comparing(count -> count.kept, ReuseEvaluation::compare));
    return ordered;
  }

  private void evaluate(List<Count> ordered) {
    walk("evaluating composed networks", samples, ordered, Count::count);
  }

  /** Fits the offsets of as many sets at a time as have their logits in memory. */
  private void calibrate(List<Count> ordered, ClassSamples training) {
    int[] sizes = sizes(ordered, training);
    int first = 0;
    while (first < ordered.size()) {
      Map<Count, Logits> some = new LinkedHashMap<>();
      long bytes = 0;
      int next = first;
      while (next < ordered.size() && (some.isEmpty() || bytes < memory)) {
        Count task = ordered.get(next++);
        int count = Arrays.stream(task.classes).map(c -> sizes[c]).sum();
        some.put(task, new Logits(count, task.classes.length));
        bytes += (long) Float.BYTES * count * (task.classes.length + 1);
      }
      walk(
          "calibrating composed networks",
          training,
          ordered.subList(first, next),
          (task, output, logits) -> Objects.requireNonNull(some.get(task)).add(output, logits));
      some.forEach((task, logits) -> task.offsets = offsets(task, logits));
      first = next;
    }
  }

  private float[] offsets(Count task, Logits logits) {
    List<Double> fitted =
        OutputOffsets.of(
                composer.network().name() + " for " + Arrays.toString(task.classes),
                logits.values,
                logits.labels,
                task.classes.length)
            .values();
    float[] offsets = new float[fitted.size()];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = fitted.get(k).floatValue();
    }
    return offsets;
  }

  /** Computes every set's network on the samples of each of its classes. */
  private void walk(String what, ClassSamples source, List<Count> ordered, Use use) {
    Network whole = composer.network();
    long perSample = Float.BYTES * whole.stepMemory(whole.inputShape()).kept();
    int batch = Math.clamp(memory / 2 / perSample, 1, Short.MAX_VALUE);
    int[] sizes = sizes(ordered, source);
    int total =
        ordered.stream().flatMapToInt(t -> Arrays.stream(t.classes)).map(c -> sizes[c]).sum();
    try (Progress.Meter meter = progress.start(what, total)) {
      for (int c = 0; c < sizes.length; c++) {
        int label = c;
        if (sizes[c] == 0) {
          continue;
        }
        int even = Math.ceilDiv(sizes[c], Math.ceilDiv(sizes[c], batch)); // none small at the end
        walkClass(
            source.of(c, even),
            c,
            ordered.stream().filter(t -> Arrays.binarySearch(t.classes, label) >= 0).toList(),
            use,
            meter);
      }
    }
  }

  /** How many samples there are of each class that is in a set. */
  private int[] sizes(List<Count> tasks, ClassSamples source) {
    int[] sizes = new int[composer.modules().classes()];
    tasks.stream()
        .flatMapToInt(task -> Arrays.stream(task.classes))
        .distinct()
        .forEach(c -> sizes[c] = source.of(c, 1).samples());
    return sizes;
  }

  private void walkClass(
      BatchSource source, int label, List<Count> tasks, Use use, Progress.Meter meter) {
    int done = 0;
    try (Epoch epoch = source.epoch(0)) {
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
            use.take(task, Arrays.binarySearch(task.classes, label), logits);
            meter.advance(batch.size(), "");
          }
          steps += shared.steps();
          reused += shared.reusedSteps();
        }
        done += batch.size();
      }
    }
  }

  private SubTask result(Count count, int right) {
    Network whole = composer.network();
    return new SubTask(
        Arrays.stream(count.classes).boxed().toList(),
        (double) right / count.samples,
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
