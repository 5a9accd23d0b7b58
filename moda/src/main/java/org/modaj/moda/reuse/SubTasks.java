package org.modaj.moda.reuse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.ModularizationException;

/**
 * Sets of classes to compose networks for: all of them where that is possible, and a sample of each
 * size where it is not (paper section 4; the artifact's sample sizes).
 */
public final class SubTasks {
  private static final double MARGIN = 0.08;
  private static final double Z = 1.96;
  private static final double SIGMA = 0.5;

  /** More sets than this are not listed. */
  private static final BigInteger MOST = BigInteger.valueOf(1 << 17);

  private SubTasks() {}

  /**
   * All sets of classes of some sizes, the small ones first, each ascending.
   *
   * @param classes how many classes there are
   * @param smallest size of the smallest sets
   * @param largest size of the largest sets
   * @throws ModularizationException when there are no such sizes, or too many sets
   */
  public static List<int[]> all(int classes, int smallest, int largest) {
    check(classes, smallest, largest);
    BigInteger count = BigInteger.ZERO;
    for (int size = smallest; size <= largest; size++) {
      count = count.add(sets(classes, size));
    }
    if (count.compareTo(MOST) > 0) {
      throw new ModularizationException(
          "sub-tasks",
          null,
          "there are "
              + count
              + " sets of "
              + smallest
              + " to "
              + largest
              + " of "
              + classes
              + " classes; take a sample of them");
    }
    List<int[]> tasks = new ArrayList<>();
    for (int size = smallest; size <= largest; size++) {
      addAll(tasks, classes, size);
    }
    return tasks;
  }

  /** All sets of one size in lexicographic order. */
  private static void addAll(List<int[]> tasks, int classes, int size) {
    int[] set = new int[size];
    Arrays.setAll(set, i -> i);
    while (true) {
      tasks.add(set.clone());
      int i = size - 1;
      while (i >= 0 && set[i] == classes - size + i) {
        i--;
      }
      if (i < 0) {
        return;
      }
      set[i]++;
      for (int j = i + 1; j < size; j++) {
        set[j] = set[j - 1] + 1;
      }
    }
  }

  /**
   * A sample of the sets of each size, {@link #sampleSize} of them: uniform, no set twice. What is
   * drawn of a size depends on the seed, the number of classes and that size only.
   *
   * @throws ModularizationException when there are no such sizes
   */
  public static List<int[]> sample(int classes, int smallest, int largest, long seed) {
    check(classes, smallest, largest);
    CounterRandom random = CounterRandom.of(seed, "sub-tasks").child(classes);
    List<int[]> tasks = new ArrayList<>();
    for (int size = smallest; size <= largest; size++) {
      CounterRandom ofSize = random.child(size);
      Set<List<Integer>> drawn = new HashSet<>();
      int wanted = sampleSize(classes, size);
      for (long draw = 0; drawn.size() < wanted; draw++) {
        int[] set = Arrays.copyOf(ofSize.child(draw).permutation(classes), size);
        Arrays.sort(set);
        if (drawn.add(Arrays.stream(set).boxed().toList())) {
          tasks.add(set);
        }
      }
    }
    return tasks;
  }

  /**
   * How many sets of one size stand for all of them: Cochran's sample size for a margin of 0.08 at
   * 95 % confidence, with the correction for finite populations, rounded up.
   */
  public static int sampleSize(int classes, int size) {
    double population = sets(classes, size).doubleValue();
    if (population == 1) {
      return 1;
    }
    double variance = Z * Z * SIGMA * SIGMA;
    double others = population - 1;
    double n = variance * (population / others) / (MARGIN * MARGIN + variance / others);
    return (int) Math.ceil(n);
  }

  /** Number of sets of one size. */
  private static BigInteger sets(int classes, int size) {
    BigInteger count = BigInteger.ONE;
    for (int i = 1; i <= size; i++) {
      count = count.multiply(BigInteger.valueOf(classes - size + i)).divide(BigInteger.valueOf(i));
    }
    return count;
  }

  private static void check(int classes, int smallest, int largest) {
    if (smallest < 1 || smallest > largest || largest > classes) {
      throw new ModularizationException(
          "sub-tasks",
          null,
          "sizes from "
              + smallest
              + " to "
              + largest
              + " are not in [1, "
              + classes
              + "], the number of classes");
    }
  }
}
