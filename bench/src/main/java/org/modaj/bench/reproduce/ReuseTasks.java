package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modaj.moda.reuse.SubTasks;

/** The sets of classes that networks are composed for and measured on. */
final class ReuseTasks {
  /** With more classes there are too many sets. */
  private static final int ALL = 12;

  private static final int[] FEW_SIZES = {2, 3, 5, 10, 20, 50};
  private static final int FEW_OF_A_SIZE = 10;
  private static final long SEED = 1;

  private ReuseTasks() {}

  /** All sets, or a sample of those of each size where there are too many. */
  static List<int[]> all(int classes, Scale scale) {
    if (classes <= ALL) {
      return SubTasks.all(classes, Math.min(2, classes), classes);
    }
    return scale == Scale.SMOKE ? few(classes) : SubTasks.sample(classes, 2, classes, SEED);
  }

  /** At most ten of a size. */
  static List<int[]> few(int classes) {
    return ofEachSize(classes, FEW_OF_A_SIZE);
  }

  /** As few as a network can be trained for. */
  static List<int[]> tuned(int classes, Scale scale) {
    return ofEachSize(classes, Math.max(1, scale.extras().tunedTasks() / sizes(classes).size()));
  }

  private static List<int[]> ofEachSize(int classes, int most) {
    List<int[]> tasks = new ArrayList<>();
    for (int size : sizes(classes)) {
      List<int[]> ofSize = SubTasks.sample(classes, size, size, SEED);
      tasks.addAll(ofSize.subList(0, Math.min(most, ofSize.size())));
    }
    return tasks;
  }

  /** Every size of few classes, some sizes of many. */
  private static List<Integer> sizes(int classes) {
    if (classes <= ALL) {
      return IntStream.rangeClosed(Math.min(2, classes), classes).boxed().toList();
    }
    TreeSet<Integer> sizes = new TreeSet<>(List.of(classes));
    IntStream.of(FEW_SIZES).filter(size -> size < classes).forEach(sizes::add);
    return List.copyOf(sizes);
  }
}
