package org.modaj.nn;

import java.util.Arrays;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;

/** How a fresh parameter is filled; draws depend on the seed and the parameter's name only. */
@FunctionalInterface
public interface Initializer {

  /** Fills {@code tensor}. */
  void fill(Tensor tensor, CounterRandom random);

  /** A trainable tensor filled by this rule. */
  default Tensor parameter(Shape shape, long seed, String name) {
    Tensor tensor = Tensor.of(shape, new float[shape.elements()]);
    fill(tensor, CounterRandom.of(seed, name));
    return tensor.requireGrad(true);
  }

  /** One value everywhere. */
  static Initializer constant(float value) {
    return (tensor, random) -> Arrays.fill(tensor.data(), value);
  }

  /** Normal with mean 0. */
  static Initializer normal(double standardDeviation) {
    return (tensor, random) -> random.fillNormal(tensor.data(), standardDeviation);
  }

  /** Uniform in {@code [-bound, bound)}. */
  static Initializer uniform(double bound) {
    return (tensor, random) -> random.fillUniform(tensor.data(), -bound, bound);
  }

  /**
   * Normal with variance {@code 2 / fanOut} (He et al. 2015), for convolution weights {@code [...,
   * in, out]}: {@code fanOut} is the product of all axes but {@code in}.
   */
  static Initializer kaimingNormalFanOut() {
    return (tensor, random) -> {
      double fanOut = (double) tensor.elements() / tensor.dim(-2);
      random.fillNormal(tensor.data(), Math.sqrt(2 / fanOut));
    };
  }

  /**
   * Normal with variance {@code 2 / fanIn} (He et al. 2015), {@code fanIn} the product of all axes
   * but the last.
   */
  static Initializer kaimingNormalFanIn() {
    return (tensor, random) -> {
      double fanIn = (double) tensor.elements() / tensor.dim(-1);
      random.fillNormal(tensor.data(), Math.sqrt(2 / fanIn));
    };
  }

  /**
   * PyTorch's default for weights: uniform in {@code ±1/√fanIn}, {@code fanIn} the product of all
   * axes but the last.
   */
  static Initializer uniformFanIn() {
    return (tensor, random) -> {
      double bound = 1 / Math.sqrt((double) tensor.elements() / tensor.dim(-1));
      random.fillUniform(tensor.data(), -bound, bound);
    };
  }
}
