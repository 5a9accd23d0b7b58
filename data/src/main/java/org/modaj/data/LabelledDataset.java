package org.modaj.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * Samples with what is to be learned about each: the number of a class, real values, or several
 * targets.
 *
 * <p>It knows its samples, their usual scaling and augmentation, the names of its classes, and
 * makes the batches that networks are trained and measured with.
 *
 * <p>Immutable. Parts of a data set ({@link #take}, {@link #subset}, {@link #split}) share its
 * samples and keep its class names and label numbers; only {@link #relabeled} gives them others.
 *
 * <p>
 *
 * {@snippet :
 * LabelledDataset data =
 *     LabelledDataset.features("flowers", measurements, 4).classes(species, names).build();
 * }
 */
public final class LabelledDataset {
  /** The name of the target that has the shares of each class where samples are mixed. */
  public static final String CLASS_TARGET = "class";

  private final String name;
  private final Samples samples;

  private final ClassLabels classes;
  private final List<TargetValues> targets;
  private final Augmentation augmentation;
  private final boolean plain;
  private final List<String> notes;

  private @Nullable String checksum;

  LabelledDataset(
      String name,
      Samples samples,
      ClassLabels classes,
      List<TargetValues> targets,
      Augmentation augmentation,
      boolean plain,
      List<String> notes) {
    this.name = name;
    this.samples = samples;
    this.classes = classes;
    this.targets = targets;
    this.augmentation = augmentation;
    this.plain = plain;
    this.notes = notes;
  }

  /** Begins a data set of these samples. */
  public static DatasetBuilder of(String name, Samples samples) {
    return new DatasetBuilder(name, samples);
  }

  /** Begins a data set of images; the parameters are those of {@link ImageSamples#of}. */
  public static DatasetBuilder images(
      String name, ImageShape shape, byte[] pixels, Normalization normalization) {
    return of(name, ImageSamples.of(name, shape, pixels, normalization));
  }

  /**
   * Begins a data set of arrays of numbers; the parameters are those of {@link FeatureSamples#of}.
   */
  public static DatasetBuilder features(String name, float[] values, int... shape) {
    return of(name, FeatureSamples.of(name, values, shape));
  }

  /** Begins a data set of sequences; the parameters are those of {@link SequenceSamples#of}. */
  public static DatasetBuilder sequences(String name, float[] values, int features, int[] lengths) {
    return of(name, SequenceSamples.of(name, values, features, lengths));
  }

  /** Makes a part with the labels and class names of this data set. */
  private LabelledDataset part(String partName, int[] indices) {
    return part(partName, indices, classes.part(indices));
  }

  private LabelledDataset part(String partName, int[] indices, ClassLabels partClasses) {
    return new LabelledDataset(
        partName,
        samples.part(indices),
        partClasses,
        targets.stream().map(target -> target.part(indices)).toList(),
        augmentation,
        plain,
        notes);
  }

  private LabelledDataset with(Samples other, Augmentation otherAugmentation, boolean isPlain) {
    return new LabelledDataset(name, other, classes, targets, otherAugmentation, isPlain, notes);
  }

  /**
   * Returns the same data set with other samples in place of its own, such as resized ones.
   *
   * @throws DataException if their number or kind differs
   */
  public LabelledDataset with(Samples other) {
    if (other.size() != size() || other.kind() != kind()) {
      throw new DataException(
          name, Problem.WRONG_SIZE, size() + " " + kind(), other.size() + " " + other.kind(), "");
    }
    return with(other, augmentation, plain);
  }

  /**
   * Returns the same data set with another augmentation of its training batches.
   *
   * @throws DataException if samples that are no images are to be augmented
   */
  public LabelledDataset augmented(Augmentation other) {
    if (!other.isNone() && kind() != SampleKind.IMAGES) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "no augmentation of " + kind(), other.toString(), "");
    }
    return with(samples, other, plain);
  }

  /** Returns the same data set with training batches in its order, not augmented. */
  public LabelledDataset plain() {
    return with(samples, augmentation, true);
  }

  /**
   * Returns the bytes of memory that the values of some data sets need, also of samples that are in
   * none of these parts but in memory; what several share counts once.
   */
  public static long bytes(LabelledDataset... parts) {
    Map<Object, Long> bytes = new IdentityHashMap<>();
    for (LabelledDataset part : parts) {
      bytes.put(part.samples.memory(), part.samples.bytes());
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a source of training batches: shuffled, and augmented where that is usual. */
  public BatchLoader trainingBatches(int batchSize, long seed) {
    return trainingBatches(batchSize, seed, LastBatch.KEEP);
  }

  /**
   * As the other one.
   *
   * @param lastBatch what becomes of an incomplete last batch
   */
  public BatchLoader trainingBatches(int batchSize, long seed, LastBatch lastBatch) {
    BatchLoader.Builder loader = loader().batchSize(batchSize).lastBatch(lastBatch);
    return plain
        ? loader.build()
        : loader.shuffle(true).augmentation(augmentation).seed(seed).build();
  }

  /** Returns a source of batches in order, as the samples are: every epoch is the same. */
  public BatchLoader batches(int batchSize) {
    return loader().batchSize(batchSize).build();
  }

  /** Begins to describe a source of batches. */
  public BatchLoader.Builder loader() {
    return new BatchLoader.Builder(this);
  }

  /** Returns the samples. */
  public Samples samples() {
    return samples;
  }

  /** What the samples are. */
  public SampleKind kind() {
    return samples.kind();
  }

  /** Returns the shape of one sample in a batch; a fresh array. */
  public int[] sampleShape() {
    return samples.shape();
  }

  /** Returns the map from stored values to inputs. */
  public Scaling scaling() {
    return samples.scaling();
  }

  /** Returns how training batches are augmented. */
  public Augmentation augmentation() {
    return augmentation;
  }

  /** Returns the targets beside the class. */
  public List<TargetValues> targets() {
    return targets;
  }

  /** Returns remarks for the user about how the data were read, a line each. */
  public List<String> notes() {
    return notes;
  }

  /** Whether each sample has a class. */
  public boolean hasClasses() {
    return classes.exist();
  }

  /** Returns what results call it. */
  public String name() {
    return name;
  }

  /** Returns the number of samples, at least 1. */
  public int size() {
    return samples.size();
  }

  /** Returns the number of classes, with or without samples here; 0 when there are none. */
  public int classes() {
    return classes.count();
  }

  /** Returns the names of the classes, in label order. */
  public List<String> classNames() {
    return classes.names();
  }

  /** Returns the names of all classes of the data set that this is a part of. */
  public List<String> allClassNames() {
    return classes.allNames();
  }

  /** Returns the number, among {@link #allClassNames}, of each label's class. */
  public List<Integer> classNumbers() {
    return classes.numbers();
  }

  /** Returns the class of sample {@code index}; {@link TargetValues#NO_CLASS} without classes. */
  public int label(int index) {
    return classes.label(index);
  }

  /** Returns the number of samples of each class. */
  public int[] classCounts() {
    return classes.counts();
  }

  /**
   * Returns the first {@code count} samples.
   *
   * @throws DataException if {@code count} is not 1 .. size
   */
  public LabelledDataset take(int count) {
    if (count < 1 || count > size()) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a number of " + kind() + " 1 .. " + size(), "" + count, "");
    }
    return part(name + "[first " + count + "]", IntStream.range(0, count).toArray());
  }

  /**
   * Returns some samples, in the order of their numbers in the list.
   *
   * @param numbers at least one; a number may occur more than once
   * @throws DataException if there is none, or one is not 0 .. size - 1
   */
  public LabelledDataset samplesAt(int... numbers) {
    for (int number : numbers) {
      if (number < 0 || number >= size()) {
        throw new DataException(
            name, Problem.BAD_ARGUMENT, "numbers 0 .. " + (size() - 1), "" + number, "");
      }
    }
    if (numbers.length == 0) {
      throw new DataException(name, Problem.EMPTY, "at least one number", "none", "");
    }
    return part(name + "[" + numbers.length + " chosen]", numbers);
  }

  /**
   * Returns the samples of some classes, in their order here, with their labels as they are.
   *
   * @param some at least one; order and repetition do not matter
   * @throws DataException if a class is unknown or has no sample
   */
  public LabelledDataset subset(int... some) {
    int[] wanted = Arrays.stream(some).sorted().distinct().toArray();
    classes.check(name, kind(), wanted);
    int[] indices =
        IntStream.range(0, size())
            .filter(i -> Arrays.binarySearch(wanted, label(i)) >= 0)
            .toArray();
    return part(name + "[classes " + ClassLabels.list(wanted) + "]", indices);
  }

  /**
   * Returns the samples of some classes as a data set of these classes only: in their order here,
   * and labelled with the place of their class in the list.
   *
   * @param wanted distinct; {@code wanted[i]} becomes class i and keeps its name
   * @throws DataException if a class is unknown, has no sample or is named twice
   */
  public LabelledDataset relabeled(int... wanted) {
    classes.check(name, kind(), wanted);
    int[] place = classes.places(name, wanted);
    int[] indices = IntStream.range(0, size()).filter(i -> place[label(i)] >= 0).toArray();
    return part(
        name + "[only classes " + ClassLabels.list(wanted) + "]",
        indices,
        classes.part(indices).select(place, wanted));
  }

  /**
   * Chooses what {@link #split} holds out, for readers that must know it before they make samples.
   *
   * @param labels the class of each sample
   * @param fraction the share of each class, rounded down
   */
  public static boolean[] heldOut(
      int[] labels, List<String> classNames, double fraction, long seed) {
    return ClassLabels.all(labels, classNames).heldOut(labels.length, fraction, seed);
  }

  /** Returns all samples in an order that depends on {@code seed} and their number only. */
  public LabelledDataset shuffled(long seed) {
    int[] order = CounterRandom.of(seed, "order").permutation(size());
    return part(name + "[shuffled, seed " + seed + "]", order);
  }

  /**
   * Holds out a share of every class, or of all samples without classes, chosen by {@code seed}
   * only. If the samples are scaled by measured constants, both parts are scaled anew by the part
   * to learn from, so that nothing of the held-out part is in what is learned.
   *
   * @param fraction the share to hold out, above 0 and below 1; of each class it is rounded down,
   *     so that no class loses all its samples
   * @return the rest as {@code train}, the held-out samples as {@code test}; both in their order
   *     here
   * @throws DataException if the fraction is out of range, or so small that nothing is held out
   */
  public DataSplit split(double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a fraction above 0 and below 1", "" + fraction, "");
    }
    boolean[] held = classes.heldOut(size(), fraction, seed);
    int[] test = IntStream.range(0, size()).filter(i -> held[i]).toArray();
    if (test.length == 0) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "a fraction that holds out at least one " + kind().singular(),
          fraction + " of " + size() + " " + kind() + " in " + classes() + " classes",
          "Take a larger fraction or more " + kind() + ".");
    }
    int[] train = IntStream.range(0, size()).filter(i -> !held[i]).toArray();
    String part = fraction + ", seed " + seed + "]";
    LabelledDataset rest = part(name + "[without " + part, train);
    LabelledDataset only = part(name + "[only " + part, test);
    return new DataSplit(
        name,
        rest.with(rest.samples.scaledBy(rest.samples)),
        only.with(only.samples.scaledBy(rest.samples)));
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the sizes, the number of classes, every label, every
   * value and every other target, in this order; class names do not count. Computed at the first
   * call.
   */
  public synchronized String checksum() {
    if (checksum == null) {
      MessageDigest digest = sha256();
      samples.digest(digest, classes(), classes.labels());
      targets.forEach(target -> target.digest(digest));
      checksum = HexFormat.of().formatHex(digest.digest());
    }
    return checksum;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    String described = name + ": " + samples.describe();
    String classCount = hasClasses() ? ", " + classes() + " classes" : "";
    String others =
        targets.isEmpty() ? "" : ", targets " + targets.stream().map(t -> t.spec().name()).toList();
    return described + classCount + others;
  }
}
