package org.modaj.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;

/** Takes in what is to be learned about samples. */
public final class DatasetBuilder {
  private final String name;
  private final Samples samples;
  private final List<TargetValues> targets = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int @Nullable [] labels;
  private List<String> classNames = List.of();
  private Augmentation augmentation = Augmentation.NONE;

  DatasetBuilder(String name, Samples samples) {
    this.name = name;
    this.samples = samples;
  }

  /**
   * Sets the class of each sample.
   *
   * @param classOfEach 0 .. {@code names.size() - 1}; copied
   * @param names distinct, in label order
   */
  public DatasetBuilder classes(int[] classOfEach, List<String> names) {
    labels = classOfEach.clone();
    classNames = List.copyOf(names);
    return this;
  }

  /** Adds a target beside the class, or instead of it. */
  public DatasetBuilder target(TargetValues target) {
    targets.add(target);
    return this;
  }

  /** Adds real values, as {@link TargetValues#values} has them. */
  public DatasetBuilder values(String target, float[] values, int... shape) {
    return target(TargetValues.values(target, values, shape));
  }

  /** Sets how training batches are augmented; not at all by default. */
  public DatasetBuilder augmentation(Augmentation usual) {
    augmentation = usual;
    return this;
  }

  /** Adds a remark for the user about how the data were read, one line. */
  public DatasetBuilder note(String remark) {
    notes.add(remark);
    return this;
  }

  /**
   * Returns the data set.
   *
   * @throws DataException if sizes do not fit, a class name occurs twice, a label is out of range,
   *     there is nothing to learn, or images are to be augmented that are none
   */
  public LabelledDataset build() {
    if (labels != null) {
      ClassLabels.check(name, samples.kind().singular(), labels, classNames);
      checkSize("labels", labels.length);
    } else if (targets.isEmpty()) {
      throw new DataException(name, Problem.EMPTY, "classes or another target", "none", "");
    }
    Set<String> names = new HashSet<>();
    for (TargetValues target : targets) {
      String targetName = target.spec().name();
      checkSize("target \"" + targetName + "\"", target.size());
      if (!names.add(targetName) || targetName.equals(LabelledDataset.CLASS_TARGET)) {
        throw new DataException(
            name,
            Problem.BAD_ARGUMENT,
            "targets of distinct names other than \"" + LabelledDataset.CLASS_TARGET + "\"",
            "\"" + targetName + "\"",
            "");
      }
      checkSteps(target);
    }
    return new LabelledDataset(
            name,
            samples,
            labels == null ? ClassLabels.NONE : ClassLabels.all(labels, classNames),
            List.copyOf(targets),
            Augmentation.NONE,
            false,
            List.copyOf(notes))
        .augmented(augmentation);
  }

  private void checkSize(String what, int size) {
    if (size != samples.size()) {
      throw new DataException(
          name,
          Problem.WRONG_SIZE,
          what + " for " + samples.size() + " " + samples.kind(),
          "" + size,
          "");
    }
  }

  private void checkSteps(TargetValues target) {
    if (!target.bySteps()) {
      return;
    }
    if (!(samples instanceof SequenceSamples sequences)) {
      throw new DataException(
          name,
          Problem.BAD_ARGUMENT,
          "sequences for the target \"" + target.spec().name() + "\" of each step",
          samples.kind().toString(),
          "");
    }
    for (int i = 0; i < target.size(); i++) {
      if (target.length(i) != sequences.length(i)) {
        throw new DataException(
            name,
            Problem.WRONG_SIZE,
            sequences.length(i) + " labels for the steps of sequence " + i,
            target.length(i) + " labels",
            "");
      }
    }
  }
}
