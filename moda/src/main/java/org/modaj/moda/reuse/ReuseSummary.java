package org.modaj.moda.reuse;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.modaj.moda.ModularizationException;

/**
 * Means over sub-tasks.
 *
 * @param bySize of the sub-tasks with so many classes, ascending
 * @param overSizes means of {@link #bySize}, where every size counts the same (the paper's way)
 * @param overTasks means where every sub-task counts the same
 */
public record ReuseSummary(List<Means> bySize, Means overSizes, Means overTasks) {
  /**
   * Means of some sub-tasks.
   *
   * @param classes number of classes of each; 0 when they differ
   * @param tasks how many sub-tasks
   * @param composed mean accuracy of the composed networks, in [0, 1]
   * @param full mean accuracy of the whole network on the same classes, in [0, 1]
   * @param size mean of the composed networks' parameters as a share of the whole network's
   * @param flops mean of their operations as a share of the whole network's
   */
  public record Means(
      int classes, int tasks, double composed, double full, double size, double flops) {
    /** Composed minus full accuracy, in [-1, 1]. */
    public double gap() {
      return composed - full;
    }

    private static Means of(int classes, List<SubTask> tasks) {
      return new Means(
          classes,
          tasks.size(),
          mean(tasks, SubTask::composedAccuracy),
          mean(tasks, SubTask::fullAccuracy),
          mean(tasks, SubTask::size),
          mean(tasks, SubTask::flops));
    }
  }

  /**
   * Summarizes sub-tasks.
   *
   * @throws ModularizationException when there is none
   */
  public static ReuseSummary of(List<SubTask> tasks) {
    if (tasks.isEmpty()) {
      throw new ModularizationException("subtasks", null, "no sub-tasks, so no means");
    }
    List<Means> bySize =
        tasks.stream()
            .collect(
                Collectors.groupingBy(
                    task -> task.classes().size(), TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(entry -> Means.of(entry.getKey(), entry.getValue()))
            .toList();
    Means overSizes =
        new Means(
            0,
            tasks.size(),
            mean(bySize, Means::composed),
            mean(bySize, Means::full),
            mean(bySize, Means::size),
            mean(bySize, Means::flops));
    return new ReuseSummary(bySize, overSizes, Means.of(0, tasks));
  }

  /** Adds up in list order, so that the bits do not depend on how streams are run. */
  private static <T> double mean(List<T> items, ToDoubleFunction<T> value) {
    double sum = 0;
    for (T item : items) {
      sum += value.applyAsDouble(item);
    }
    return sum / items.size();
  }
}
