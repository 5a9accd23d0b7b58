package org.modaj.bench.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.moda.reuse.ReuseSummary;
import org.modaj.moda.reuse.ReuseSummary.Means;
import org.modaj.moda.reuse.SubTask;

/**
 * Accuracy, size and operations of networks for sets of classes.
 *
 * @param plain what is used in the end
 * @param untuned the same before fine-tuning; null when there is none
 * @param calibrated the same with an offset for each output; null when that was not tried
 */
record ReuseMeasurement(
    List<SubTask> plain, @Nullable List<SubTask> untuned, @Nullable List<SubTask> calibrated) {

  /** What was composed, and nothing done to it. */
  static ReuseMeasurement of(List<SubTask> plain) {
    return new ReuseMeasurement(plain, null, null);
  }

  /** The means by name. */
  Map<String, Object> toMap() {
    ReuseSummary summary = ReuseSummary.of(plain);
    @Nullable ReuseSummary before = untuned == null ? null : ReuseSummary.of(untuned);
    @Nullable ReuseSummary shifted = calibrated == null ? null : ReuseSummary.of(calibrated);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tasks", plain.size());
    map.put(
        "mean_over_sizes",
        means(
            summary.overSizes(),
            before == null ? null : before.overSizes(),
            shifted == null ? null : shifted.overSizes()));
    map.put(
        "mean_over_tasks",
        means(
            summary.overTasks(),
            before == null ? null : before.overTasks(),
            shifted == null ? null : shifted.overTasks()));
    List<Map<String, Object>> sizes = new ArrayList<>();
    for (int i = 0; i < summary.bySize().size(); i++) {
      sizes.add(
          means(
              summary.bySize().get(i),
              before == null ? null : before.bySize().get(i),
              shifted == null ? null : shifted.bySize().get(i)));
    }
    map.put("by_size", sizes);
    return map;
  }

  private static Map<String, Object> means(
      Means means, @Nullable Means before, @Nullable Means shifted) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (means.classes() > 0) {
      map.put("classes", means.classes());
    }
    map.put("tasks", means.tasks());
    map.put("composed_accuracy", means.composed());
    map.put("before_tuning", before == null ? null : before.composed());
    map.put("calibrated_accuracy", shifted == null ? null : shifted.composed());
    map.put("full_accuracy", means.full());
    map.put("size", means.size());
    map.put("flops_share", means.flops());
    return map;
  }
}
