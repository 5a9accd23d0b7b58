package org.modaj.bench.reproduce;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a scale's grid is wanted. What is null is as the scale has it.
 *
 * @param scale how much is computed
 * @param questions whose cells are wanted
 * @param models architectures
 * @param data names of data sets
 * @param methods to compare
 * @param seeds of trainings
 */
public record Selection(
    Scale scale,
    Set<Question> questions,
    @Nullable List<String> models,
    @Nullable List<String> data,
    @Nullable List<Competitor> methods,
    @Nullable List<Long> seeds) {

  /** The data sets. */
  public List<String> dataSets() {
    return data == null ? scale.data() : data;
  }

  List<Competitor> methods(String model) {
    return methods == null ? scale.methods(model) : methods;
  }

  List<Long> seeds(String model) {
    return seeds == null ? scale.seeds(model) : seeds;
  }
}
