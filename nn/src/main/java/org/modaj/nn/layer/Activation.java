package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Celu;
import org.modaj.engine.ops.Elu;
import org.modaj.engine.ops.Gelu;
import org.modaj.engine.ops.HardSigmoid;
import org.modaj.engine.ops.HardSwish;
import org.modaj.engine.ops.LeakyRelu;
import org.modaj.engine.ops.LogSigmoid;
import org.modaj.engine.ops.Mish;
import org.modaj.engine.ops.Relu;
import org.modaj.engine.ops.Relu6;
import org.modaj.engine.ops.Selu;
import org.modaj.engine.ops.Sigmoid;
import org.modaj.engine.ops.Silu;
import org.modaj.engine.ops.Softplus;
import org.modaj.engine.ops.Softsign;
import org.modaj.engine.ops.Tanh;
import org.modaj.engine.ops.UnitActivations;

/**
 * The element-wise activation functions, one line each: type in files, operation, what is known of
 * its zeros, how many arrays a step keeps if not the output alone, and its settings with their
 * usual values if it has any. Formulas, values and gradients are the operations'; see their
 * classes.
 */
public enum Activation {
  /** Rectified linear units. */
  RELU("relu", Relu::apply, Zeros.EXACT),
  /** Rectified linear units up to 6. */
  RELU6("relu6", Relu6::apply, Zeros.EXACT),
  /** {@code x} for positive {@code x}, {@code slope·x} elsewhere. */
  LEAKY_RELU("leaky_relu", (x, s) -> LeakyRelu.apply(x, s[0]), Zeros.NEAR, 1, "slope", 0.01),
  /** Gaussian error linear units, {@code x·Φ(x)}. */
  GELU("gelu", Gelu::apply, Zeros.NEAR, 2),
  /** GELU by the hyperbolic tangent. */
  GELU_TANH("gelu_tanh", Gelu::approximate, Zeros.NEAR, 2),
  /** {@code x} for positive {@code x}, {@code alpha·(e^x - 1)} elsewhere. */
  ELU("elu", (x, s) -> Elu.apply(x, s[0]), Zeros.AT_ZERO, 2, "alpha", 1),
  /** Self-normalizing exponential linear units. */
  SELU("selu", Selu::apply, Zeros.AT_ZERO, 2),
  /** {@code max(0, x) + min(0, alpha·(e^(x/alpha) - 1))}. */
  CELU("celu", (x, s) -> Celu.apply(x, s[0]), Zeros.AT_ZERO, 2, "alpha", 1),
  /** {@code x·tanh(softplus(x))}. */
  MISH("mish", Mish::apply, Zeros.NEAR, 2),
  /** {@code x·hardSigmoid(x)}; exactly 0 from -3 down. */
  HARD_SWISH("hard_swish", HardSwish::apply, Zeros.EXACT),
  /** {@code x/6 + 1/2}, limited to [0, 1]. */
  HARD_SIGMOID("hard_sigmoid", HardSigmoid::apply, Zeros.NONE),
  /** {@code x/(1 + |x|)}. */
  SOFTSIGN("softsign", Softsign::apply, Zeros.AT_ZERO),
  /** {@code log(sigmoid(x))}. */
  LOG_SIGMOID("log_sigmoid", LogSigmoid::apply, Zeros.NONE, 3),
  /** {@code x·sigmoid(x)}, also called swish. */
  SILU("silu", Silu::apply, Zeros.NEAR, 2),
  /** {@code 1/(1 + e^-x)}. */
  SIGMOID("sigmoid", Sigmoid::apply, Zeros.NONE),
  /** Hyperbolic tangent. */
  TANH("tanh", Tanh::apply, Zeros.AT_ZERO),
  /** {@code log(1 + e^x)}. */
  SOFTPLUS("softplus", Softplus::apply, Zeros.NONE, 3);

  /** Where a function is 0. */
  public enum Zeros {
    /** At 0 and on a whole interval, so that the output of an inactive unit is exactly 0. */
    EXACT,
    /** At 0 and, of a negative {@code x}, near it: small outputs tell that a unit is inactive. */
    NEAR,
    /** At 0 alone. */
    AT_ZERO,
    /** Not at 0: no output tells that a unit is inactive. */
    NONE
  }

  /** A function of a tensor and of numbers that are the same for all elements. */
  @FunctionalInterface
  private interface Function2 {
    Tensor apply(Tensor x, double[] settings);
  }

  private final String type;
  private final Function2 function;
  private final Zeros zeros;
  private final int arrays;
  private final Map<String, Object> usual;

  Activation(String type, UnaryOperator<Tensor> function, Zeros zeros) {
    this(type, function, zeros, 1);
  }

  Activation(String type, UnaryOperator<Tensor> function, Zeros zeros, int arrays) {
    this(type, (x, s) -> function.apply(x), zeros, arrays, Map.of());
  }

  Activation(
      String type, Function2 function, Zeros zeros, int arrays, String setting, double usual) {
    this(type, function, zeros, arrays, Map.of(setting, usual));
  }

  Activation(String type, Function2 function, Zeros zeros, int arrays, Map<String, Object> usual) {
    this.type = type;
    this.function = function;
    this.zeros = zeros;
    this.arrays = arrays;
    this.usual = usual;
  }

  /** The type in files, such as {@code "leaky_relu"}. */
  public String type() {
    return type;
  }

  /** Where the function is 0. */
  public Zeros zeros() {
    return zeros;
  }

  /** Arrays of the input's size that a training step keeps: the output, and what it is made of. */
  int arrays() {
    return arrays;
  }

  /** Names of the settings, in order; empty for most. */
  public List<String> settings() {
    return List.copyOf(usual.keySet());
  }

  /** A layer with the usual settings. */
  public Layer layer() {
    return new FunctionLayer(this, usual);
  }

  /**
   * A layer.
   *
   * @param values one for each of {@link #settings}, finite
   * @throws EngineException when there are others
   */
  public Layer layer(double... values) {
    if (values.length != usual.size()) {
      throw new EngineException(
          type, null, "expected the settings " + usual.keySet() + ", but got " + values.length);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    int next = 0;
    for (String name : usual.keySet()) {
      double value = values[next++];
      if (!Double.isFinite(value)) {
        throw new EngineException(type, null, name + " must be finite, but is " + value);
      }
      settings.put(name, value);
    }
    return new FunctionLayer(this, settings);
  }

  Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return layer(usual.keySet().stream().mapToDouble(settings::number).toArray());
  }

  Tensor apply(Tensor x, double[] settings) {
    return function.apply(x, settings);
  }

  /** Computes output and unit means in one pass, when the operation can; otherwise null. */
  @Nullable Function<Tensor, UnitActivations> withUnitMeans() {
    return this == RELU ? Relu::withUnitMeans : null;
  }
}
