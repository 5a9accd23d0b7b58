package org.modaj.interop.onnx.read;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;

/** What element-wise operators compute, in double precision, to recognize activations by value. */
final class ScalarFunctions {
  /** An operator of numbers. */
  @FunctionalInterface
  interface Function {
    double apply(Attributes attributes, double[] in);
  }

  private static final double SQRT_2_OVER_PI = StrictMath.sqrt(2 / StrictMath.PI);

  private static final Map<String, Function> OPERATORS =
      Map.ofEntries(
          entry("Add", (a, x) -> x[0] + x[1]),
          entry("Sub", (a, x) -> x[0] - x[1]),
          entry("Mul", (a, x) -> x[0] * x[1]),
          entry("Div", (a, x) -> x[0] / x[1]),
          entry("Pow", (a, x) -> StrictMath.pow(x[0], x[1])),
          entry("Max", (a, x) -> Arrays.stream(x).max().orElse(Double.NaN)),
          entry("Min", (a, x) -> Arrays.stream(x).min().orElse(Double.NaN)),
          entry("Neg", (a, x) -> -x[0]),
          entry("Abs", (a, x) -> Math.abs(x[0])),
          entry("Sqrt", (a, x) -> Math.sqrt(x[0])),
          entry("Exp", (a, x) -> StrictMath.exp(x[0])),
          entry("Log", (a, x) -> StrictMath.log(x[0])),
          entry("Reciprocal", (a, x) -> 1 / x[0]),
          entry("Erf", (a, x) -> erf(x[0])),
          entry("Tanh", (a, x) -> StrictMath.tanh(x[0])),
          entry("Sigmoid", (a, x) -> sigmoid(x[0])),
          entry("Relu", (a, x) -> Math.max(0, x[0])),
          entry("Softplus", (a, x) -> softplus(x[0])),
          entry("Softsign", (a, x) -> x[0] / (1 + Math.abs(x[0]))),
          entry("LeakyRelu", (a, x) -> x[0] >= 0 ? x[0] : a.number("alpha", 0.01f) * x[0]),
          entry("Elu", (a, x) -> elu(x[0], a.number("alpha", 1))),
          entry(
              "Selu",
              (a, x) -> {
                double alpha = a.number("alpha", 1.6732632f);
                return a.number("gamma", 1.0507009f) * elu(x[0], alpha);
              }),
          entry("Celu", (a, x) -> celu(x[0], a.number("alpha", 1))),
          entry(
              "HardSigmoid",
              (a, x) -> clamp(a.number("alpha", 0.2f) * x[0] + a.number("beta", 0.5f), 0, 1)),
          entry("HardSwish", (a, x) -> x[0] * clamp(x[0] / 6 + 0.5, 0, 1)),
          entry("Mish", (a, x) -> x[0] * StrictMath.tanh(softplus(x[0]))),
          entry(
              "Gelu",
              (a, x) -> a.text("approximate", "none").equals("tanh") ? geluTanh(x[0]) : gelu(x[0])),
          entry("ThresholdedRelu", (a, x) -> x[0] > a.number("alpha", 1) ? x[0] : 0),
          entry("Identity", (a, x) -> x[0]),
          entry("Clip", ScalarFunctions::clip));

  private ScalarFunctions() {}

  /** The function of an operator, or null when it is not element-wise. */
  static @Nullable Function of(OnnxNode node) {
    return OPERATORS.get(node.op());
  }

  private static double clip(Attributes a, double[] x) {
    double low = x.length > 1 ? x[1] : a.number("min", -Float.MAX_VALUE);
    double high = x.length > 2 ? x[2] : a.number("max", Float.MAX_VALUE);
    return Math.min(Math.max(x[0], low), high);
  }

  private static double clamp(double x, double low, double high) {
    return Math.min(Math.max(x, low), high);
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  static double elu(double x, double alpha) {
    return x >= 0 ? x : alpha * StrictMath.expm1(x);
  }

  static double celu(double x, double alpha) {
    return x >= 0 ? x : alpha * StrictMath.expm1(x / alpha);
  }

  static double gelu(double x) {
    return 0.5 * x * (1 + erf(x / StrictMath.sqrt(2)));
  }

  static double geluTanh(double x) {
    return 0.5 * x * (1 + StrictMath.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)));
  }

  /** The error function by its series, or by its continued fraction far from 0; about 1e-14. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a > 6) {
      return Math.signum(x);
    }
    if (a < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; n < 100; n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 2 / StrictMath.sqrt(StrictMath.PI) * sum;
    }
    double fraction = a;
    for (int k = 60; k > 0; k--) {
      fraction = a + k / 2.0 / fraction;
    }
    double rest = StrictMath.exp(-a * a) / (fraction * StrictMath.sqrt(StrictMath.PI));
    return Math.signum(x) * (1 - rest);
  }

  /** A known activation function: its layer's type and settings. */
  record Known(String type, Map<String, Object> settings) {
    Known(String type) {
      this(type, Map.of());
    }
  }

  private static final Map<String, DoubleUnaryOperator> FIXED = new LinkedHashMap<>();

  static {
    FIXED.put("relu", x -> Math.max(0, x));
    FIXED.put("relu6", x -> clamp(x, 0, 6));
    FIXED.put("sigmoid", ScalarFunctions::sigmoid);
    FIXED.put("tanh", StrictMath::tanh);
    FIXED.put("gelu", ScalarFunctions::gelu);
    FIXED.put("gelu_tanh", ScalarFunctions::geluTanh);
    FIXED.put("silu", x -> x * sigmoid(x));
    FIXED.put("mish", x -> x * StrictMath.tanh(softplus(x)));
    FIXED.put("hard_swish", x -> x * clamp(x / 6 + 0.5, 0, 1));
    FIXED.put("hard_sigmoid", x -> clamp(x / 6 + 0.5, 0, 1));
    FIXED.put("softplus", ScalarFunctions::softplus);
    FIXED.put("softsign", x -> x / (1 + Math.abs(x)));
    FIXED.put("log_sigmoid", x -> -softplus(-x));
    FIXED.put("selu", x -> 1.0507009873554805 * elu(x, 1.6732632423543772));
  }

  private static final List<Double> POINTS =
      List.of(
          -9.0, -6.5, -6.0, -5.5, -4.2, -3.7, -3.0, -2.6, -2.0, -1.5, -1.0, -0.7, -0.3, -0.05, 0.0,
          0.04, 0.2, 0.6, 1.0, 1.4, 2.0, 2.5, 2.9, 3.1, 4.0, 5.0, 5.9, 6.1, 7.0, 9.0);

  /** The known activation that has the same values, or null. */
  static @Nullable Known recognize(DoubleUnaryOperator f) {
    for (Map.Entry<String, DoubleUnaryOperator> known : FIXED.entrySet()) {
      if (same(f, known.getValue())) {
        return new Known(known.getKey());
      }
    }
    double slope = round(-f.applyAsDouble(-1));
    if (!isOne(slope) && same(f, x -> x >= 0 ? x : slope * x)) {
      return new Known("leaky_relu", Map.of("slope", slope));
    }
    double elu = round(-f.applyAsDouble(-60));
    if (elu > 0 && same(f, x -> elu(x, elu))) {
      return new Known("elu", Map.of("alpha", elu));
    }
    if (elu > 0 && same(f, x -> celu(x, elu))) {
      return new Known("celu", Map.of("alpha", elu));
    }
    return null;
  }

  /**
   * The linear function between two bounds that has the same values: slope and shift, and the
   * bounds it has. Null when there is none.
   */
  static @Nullable Map<String, Float> clamp(DoubleUnaryOperator f) {
    double far = 1e30;
    double low = Math.min(f.applyAsDouble(-far), f.applyAsDouble(far));
    double high = Math.max(f.applyAsDouble(-far), f.applyAsDouble(far));
    boolean hasLow = low > -1e20;
    boolean hasHigh = high < 1e20;
    double middle = hasLow && hasHigh ? (low + high) / 2 : hasLow ? low + 1 : high - 1;
    double root = inverse(f, middle);
    double step = 1e-3 * (hasLow && hasHigh ? high - low : 1);
    double slope =
        round((f.applyAsDouble(root + step) - f.applyAsDouble(root - step)) / (2 * step));
    double shift =
        round(
            f.applyAsDouble(0) > low && f.applyAsDouble(0) < high
                ? f.applyAsDouble(0)
                : middle - slope * root);
    if (!(slope > 0) || !hasLow && !hasHigh) {
      return null;
    }
    double from = hasLow ? low : Double.NEGATIVE_INFINITY;
    double to = hasHigh ? high : Double.POSITIVE_INFINITY;
    if (!same(f, x -> clamp(slope * x + shift, from, to))) {
      return null;
    }
    Map<String, Float> found = new LinkedHashMap<>();
    found.put("slope", (float) slope);
    found.put("shift", (float) shift);
    found.put("low", (float) from);
    found.put("high", (float) to);
    return found;
  }

  /** Where a rising function has a value, by halving. */
  private static double inverse(DoubleUnaryOperator f, double value) {
    double low = -1e4;
    double high = 1e4;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (f.applyAsDouble(middle) < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Whether a slope is that of no function at all: x + 1e-6 is not a leaky ReLU. */
  private static boolean isOne(double slope) {
    return Math.abs(slope - 1) < 1e-4;
  }

  /** The shortest decimal of seven digits: what a setting was before it became a 32-bit float. */
  private static double round(double value) {
    return Double.isFinite(value) ? Double.parseDouble(Float.toString((float) value)) : 0;
  }

  private static boolean same(DoubleUnaryOperator a, DoubleUnaryOperator b) {
    for (double x : POINTS) {
      double expected = b.applyAsDouble(x);
      double actual = a.applyAsDouble(x);
      // NaN compares false: log(exp(x)) and its like are never taken for something they are not
      if (!(Math.abs(actual - expected) <= 2e-6 * Math.max(1, Math.abs(expected)))) {
        return false;
      }
    }
    return true;
  }
}
