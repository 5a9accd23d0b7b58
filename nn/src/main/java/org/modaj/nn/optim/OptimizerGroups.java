package org.modaj.nn.optim;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/**
 * Several optimizers that act as one, each on parameters of its own and with its own settings; a
 * group's learning rate is that of the step times the group's factor.
 */
public final class OptimizerGroups implements Optimizer {
  private static final String NAME = "optimizer groups";

  /**
   * Parameters with a rule of their own.
   *
   * @param parameters by name, those of the optimizer
   * @param optimizer of these parameters
   * @param rateFactor of the learning rate, at least 0
   */
  public record Group(Map<String, Tensor> parameters, Optimizer optimizer, double rateFactor) {
    /** Checks the factor. */
    public Group {
      if (!(rateFactor >= 0 && rateFactor < Double.POSITIVE_INFINITY)) {
        throw new EngineException(
            NAME, null, "a rate's factor must be finite and at least 0, but is " + rateFactor);
      }
    }

    /** A group that learns at the rate of the step. */
    public static Group of(
        Map<String, Tensor> parameters, Function<Map<String, Tensor>, Optimizer> rule) {
      return new Group(parameters, rule.apply(parameters), 1);
    }
  }

  private final List<Group> groups;

  /**
   * Joins the groups.
   *
   * @throws EngineException when two groups have a parameter in common, by name or as a tensor
   */
  public OptimizerGroups(List<Group> groups) {
    this.groups = List.copyOf(groups);
    Set<String> names = new HashSet<>();
    Map<Tensor, String> tensors = new IdentityHashMap<>();
    for (Group group : groups) {
      Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());
      group
          .parameters()
          .forEach((name, tensor) -> {
            boolean elsewhere = tensors.putIfAbsent(tensor, name) != null && !own.contains(tensor);
            own.add(tensor);
            if (!names.add(name) || elsewhere) {
              throw new EngineException(
                  NAME, name, "the parameter is in two groups; leave it in one");
            }
          });
    }
  }

  /**
   * Two groups: weights, that is tensors of two or more axes, and the rest, biases and the factors
   * of normalizations, which usually have no weight decay.
   *
   * @param parameters all of them, by name
   * @param weights makes the optimizer of the weights
   * @param rest makes the optimizer of the rest
   */
  public static OptimizerGroups byRank(
      Map<String, Tensor> parameters,
      Function<Map<String, Tensor>, Optimizer> weights,
      Function<Map<String, Tensor>, Optimizer> rest) {
    Map<String, Tensor> wide = new LinkedHashMap<>();
    Map<String, Tensor> narrow = new LinkedHashMap<>();
    parameters.forEach((name, p) -> (p.shape().rank() >= 2 ? wide : narrow).put(name, p));
    return new OptimizerGroups(List.of(Group.of(wide, weights), Group.of(narrow, rest)));
  }

  /** The groups. */
  public List<Group> groups() {
    return groups;
  }

  @Override
  public int buffersPerParameter() {
    return groups.stream()
        .mapToInt(group -> group.optimizer().buffersPerParameter())
        .max()
        .orElse(0);
  }

  @Override
  public void zeroGrad() {
    groups.forEach(group -> group.optimizer().zeroGrad());
  }

  @Override
  public void step(double learningRate) {
    groups.forEach(group -> group.optimizer().step(learningRate * group.rateFactor()));
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    groups.forEach(group -> state.putAll(group.optimizer().state()));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> saved) {
    Map<String, Tensor> left = new LinkedHashMap<>(saved);
    for (Group group : groups) {
      Map<String, Tensor> own = new LinkedHashMap<>(left);
      own.keySet().removeIf(key -> !group.parameters().containsKey(parameter(key)));
      group.optimizer().restore(own);
      left.keySet().removeAll(own.keySet());
    }
    if (!left.isEmpty()) {
      throw new EngineException(
          NAME, null, "the state " + left.keySet() + " is of no parameter of the groups");
    }
  }

  /** What follows the rule's own term in the name of a state. */
  private static String parameter(String key) {
    return key.substring(key.indexOf('/') + 1);
  }
}
