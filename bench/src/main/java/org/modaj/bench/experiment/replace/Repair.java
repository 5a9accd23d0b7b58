package org.modaj.bench.experiment.replace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One weak network before and after one output was replaced. Accuracies are shares of the test
 * samples of a class, in [0, 1].
 *
 * @param mixedClass the class whose output was replaced, as the data set numbers it
 * @param className its name
 * @param fit what was wrong with the weak network
 * @param epoch from which it is
 * @param variant how the output was replaced
 * @param weak accuracies before
 * @param repaired accuracies after
 */
public record Repair(
    int mixedClass,
    String className,
    Fit fit,
    int epoch,
    Variant variant,
    Accuracies weak,
    Accuracies repaired) {

  /**
   * A network's accuracies.
   *
   * @param target on the class whose output is replaced
   * @param others mean of the other classes' accuracies
   */
  public record Accuracies(double target, double others) {
    /**
     * From the accuracies of all classes.
     *
     * @param patch the class whose output is replaced
     */
    static Accuracies of(double[] byClass, int patch) {
      double sum = 0;
      for (int c = 0; c < byClass.length; c++) {
        sum += c == patch ? 0 : byClass[c];
      }
      return new Accuracies(byClass[patch], sum / (byClass.length - 1));
    }
  }

  /**
   * Means over all classes that were repaired in one way.
   *
   * @param fit of the weak networks
   * @param variant how outputs were replaced
   * @param weak mean accuracies before
   * @param repaired mean accuracies after
   */
  public record Mean(Fit fit, Variant variant, Accuracies weak, Accuracies repaired) {
    /** Means of those of these repairs that are of this kind; at least one must be. */
    static Mean of(Stream<Repair> repairs, Fit fit, Variant variant) {
      var kind = repairs.filter(r -> r.fit() == fit && r.variant() == variant).toList();
      ToDoubleFunction<ToDoubleFunction<Repair>> mean =
          value -> kind.stream().mapToDouble(value).average().orElseThrow();
      return new Mean(
          fit,
          variant,
          new Accuracies(
              mean.applyAsDouble(r -> r.weak().target()),
              mean.applyAsDouble(r -> r.weak().others())),
          new Accuracies(
              mean.applyAsDouble(r -> r.repaired().target()),
              mean.applyAsDouble(r -> r.repaired().others())));
    }

    /** The means by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("fit", fit.toString());
      map.put("variant", variant.toString());
      put(map, weak, repaired);
      return map;
    }
  }

  /** The repair by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("class", mixedClass);
    map.put("class_name", className);
    map.put("fit", fit.toString());
    map.put("epoch", epoch);
    map.put("variant", variant.toString());
    put(map, weak, repaired);
    return map;
  }

  private static void put(Map<String, Object> map, Accuracies weak, Accuracies repaired) {
    map.put("weak_target_accuracy", weak.target());
    map.put("repaired_target_accuracy", repaired.target());
    map.put("weak_others_accuracy", weak.others());
    map.put("repaired_others_accuracy", repaired.others());
  }
}
