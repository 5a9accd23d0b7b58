package org.modaj.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.kernel.Kernels;

/**
 * Adam (Kingma and Ba 2015, Algorithm 1): with the gradient {@code g}, {@code m = β₁m + (1-β₁)g}
 * and {@code v = β₂v + (1-β₂)g²}, both 0 at first, a parameter moves in its step t by {@code
 * -rate·m̂/(√v̂ + ε)} with {@code m̂ = m/(1-β₁ᵗ)} and {@code v̂ = v/(1-β₂ᵗ)}. Weight decay is added
 * to the gradient; see {@link AdamW} for the other kind.
 */
public class Adam implements Optimizer {
  private static final String FIRST = "first/";
  private static final String SECOND = "second/";
  private static final String STEPS = "steps/";

  /**
   * The numbers of the rule.
   *
   * @param beta1 decay of the mean of the gradients, in [0, 1)
   * @param beta2 decay of the mean of their squares, in [0, 1)
   * @param epsilon added to the divisor, at least 0
   * @param weightDecay at least 0
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
    /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8, no weight decay. */
    public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8, 0);

    /** Checks the ranges. */
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)
          || !(epsilon >= 0 && weightDecay >= 0)) {
        throw new EngineException(
            "adam",
            null,
            "betas must be in [0, 1), epsilon and weight decay at least 0, but are "
                + beta1
                + ", "
                + beta2
                + ", "
                + epsilon
                + ", "
                + weightDecay);
      }
    }

    /** The same with another weight decay. */
    public Settings withWeightDecay(double decay) {
      return new Settings(beta1, beta2, epsilon, decay);
    }
  }

  /** What is remembered of one parameter; the number of its steps is a tensor of one element. */
  private record Moments(Tensor first, Tensor second, Tensor steps) {
    static Moments zero(Shape shape) {
      int n = shape.elements();
      return new Moments(
          Tensor.of(shape, new float[n]), Tensor.of(shape, new float[n]), Tensor.scalar(0));
    }
  }

  private final Map<String, Tensor> parameters;
  private final Settings settings;
  private final boolean decoupled;
  private final Map<String, Moments> moments = new LinkedHashMap<>();

  /**
   * Creates the optimizer.
   *
   * @param parameters what it changes, by name; a tensor that has two names is changed once
   */
  public Adam(Map<String, Tensor> parameters, Settings settings) {
    this(parameters, settings, false);
  }

  Adam(Map<String, Tensor> parameters, Settings settings, boolean decoupled) {
    this.parameters = Optimizer.once(parameters);
    this.settings = settings;
    this.decoupled = decoupled;
  }

  /** Two: the means of gradients and of their squares. */
  @Override
  public final int buffersPerParameter() {
    return 2;
  }

  @Override
  public final void zeroGrad() {
    parameters.values().forEach(Tensor::zeroGrad);
  }

  @Override
  public final void step(double learningRate) {
    parameters.forEach((name, p) -> {
      Tensor gradient = p.grad();
      if (gradient != null && p.requiresGrad()) {
        Moments own = moments.computeIfAbsent(name, n -> Moments.zero(p.shape()));
        step(p, gradient, own, learningRate);
      }
    });
  }

  private void step(Tensor p, Tensor gradient, Moments m, double learningRate) {
    double steps = m.steps.data()[0] + 1;
    m.steps.data()[0] = (float) steps;
    double correction1 = 1 - StrictMath.pow(settings.beta1, steps);
    double correction2 = 1 - StrictMath.pow(settings.beta2, steps);
    Kernels.current()
        .elementwise()
        .adamStep(
            p.elements(),
            (float) settings.beta1,
            (float) (1 - settings.beta1),
            (float) settings.beta2,
            (float) (1 - settings.beta2),
            decoupled ? 0 : (float) settings.weightDecay,
            decoupled ? (float) (1 - learningRate * settings.weightDecay) : 1,
            (float) (learningRate / correction1),
            (float) Math.sqrt(correction2),
            (float) settings.epsilon,
            gradient.data(),
            m.first.data(),
            m.second.data(),
            p.data());
    p.markModified();
  }

  @Override
  public final Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    moments.forEach((name, m) -> {
      state.put(FIRST + name, m.first);
      state.put(SECOND + name, m.second);
      state.put(STEPS + name, m.steps);
    });
    return state;
  }

  @Override
  public final void restore(Map<String, Tensor> saved) {
    Map<String, Moments> restored = new LinkedHashMap<>();
    parameters.forEach((name, p) -> {
      if (saved.containsKey(FIRST + name)) {
        Tensor first = checked(name, saved.get(FIRST + name), p.shape());
        Tensor second = checked(name, saved.get(SECOND + name), p.shape());
        Tensor steps = checked(name, saved.get(STEPS + name), Shape.of());
        restored.put(name, new Moments(first, second, steps));
      }
    });
    if (3 * restored.size() != saved.size()) {
      Set<String> known = parameters.keySet();
      throw new EngineException(
          "adam", null, "the state " + saved.keySet() + " is not one of the parameters " + known);
    }
    moments.clear();
    moments.putAll(restored);
  }

  private static Tensor checked(String name, @Nullable Tensor saved, Shape shape) {
    if (saved == null || !saved.shape().equals(shape)) {
      throw new EngineException(
          "adam",
          null,
          "the state of \""
              + name
              + "\" has shape "
              + (saved == null ? null : saved.shape())
              + " instead of "
              + shape);
    }
    return saved;
  }
}
