package org.modaj.engine.check;

import java.util.Arrays;
import java.util.function.Function;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;

/**
 * Checks the values and every single element of the gradients of an operation against the same
 * function written in double precision:
 *
 * <pre>{@code
 * DoubleGradientCheck.standard()
 *     .verify(in -> Tanh.apply(in[0]), in -> Arrays.stream(in[0]).map(Math::tanh).toArray(), x);
 * }</pre>
 *
 * <p>The outputs are multiplied by random signs and summed to {@code L}. Each element {@code x} of
 * an input that requires a gradient is moved alone, and its gradient compared with {@code (8(L(x+h)
 * - L(x-h)) - (L(x+2h) - L(x-2h))) / 12h} of the reference in double precision, {@code h} = 1/1024.
 * The error of that slope is {@code h⁴·L⁽⁵⁾/30} and rounding of about 10<sup>-13</sup> times {@code
 * L}: some 10<sup>-12</sup> for smooth functions of the size of 1, so that what is left is the
 * rounding of the operation's own floats. Unlike {@link GradientCheck}, which needs no reference,
 * it finds one wrong element among thousands; it calls the reference four times for each element.
 *
 * <p>No input may come closer than 1/512 to a kink or a jump of the function.
 */
public final class DoubleGradientCheck {
  private static final double STEP = 0x1p-10;
  private static final double TOLERANCE = 1e-5;

  private final double tolerance;

  /** A function of the elements of each input, row-major, to those of the output. */
  @FunctionalInterface
  public interface Reference {
    /** Computes the output; does not modify the inputs. */
    double[] apply(double[][] inputs);
  }

  private DoubleGradientCheck(double tolerance) {
    this.tolerance = tolerance;
  }

  /** A tolerance of 10<sup>-5</sup>, some hundred roundings of a float. */
  public static DoubleGradientCheck standard() {
    return new DoubleGradientCheck(TOLERANCE);
  }

  /**
   * The same with another tolerance.
   *
   * @param share allowed difference as a share of the largest magnitude of the array compared;
   *     below 10<sup>-6</sup> the rounding of floats is found
   */
  public DoubleGradientCheck tolerance(double share) {
    if (!(share > 0)) {
      throw new EngineException(
          "gradient check", null, "the tolerance must be positive, but is " + share);
    }
    return new DoubleGradientCheck(share);
  }

  /**
   * Checks an operation.
   *
   * @param function computes from copies of {@code inputs}
   * @param reference the same in double precision
   * @param inputs those that require a gradient are checked
   * @return the largest difference found, as a share of the largest magnitude of its array
   * @throws ElementMismatchException when a value or an element of a gradient is wrong
   * @throws ShapeException when the reference has another number of outputs
   */
  public double verify(Function<Tensor[], Tensor> function, Reference reference, Tensor... inputs) {
    if (Arrays.stream(inputs).noneMatch(Tensor::requiresGrad)) {
      throw new EngineException(
          "gradient check", null, "no input requires a gradient; call requireGrad(true) on one");
    }
    Tensor[] leaves = new Tensor[inputs.length];
    double[][] at = new double[inputs.length][];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = inputs[i].copy().requireGrad(inputs[i].requiresGrad());
      at[i] = doubles(leaves[i].data());
    }
    Tensor output = function.apply(leaves);
    double[] expected = reference.apply(at);
    if (expected.length != output.elements()) {
      throw new ShapeException(
          "gradient check",
          null,
          output.elements() + " outputs of the reference",
          "" + expected.length,
          null);
    }
    double worst = compare(ElementMismatchException.VALUE, doubles(output.data()), expected);
    float[] signs = signs(output.elements());
    Autograd.record(
            "signed sum",
            Tensor.scalar(0),
            _ -> new Tensor[] {Tensor.of(output.shape(), signs.clone())},
            output)
        .backward();
    for (int i = 0; i < leaves.length; i++) {
      if (leaves[i].requiresGrad()) {
        Tensor gradient = leaves[i].grad();
        double[] actual =
            gradient == null ? new double[leaves[i].elements()] : doubles(gradient.data());
        worst = Math.max(worst, compare(i, actual, slopes(reference, at, i, signs)));
      }
    }
    return worst;
  }

  private double compare(int input, double[] actual, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double largest = 0;
    for (int j = 0; j < expected.length; j++) {
      double difference = Math.abs(actual[j] - expected[j]);
      // not "greater than", so that NaN is a difference
      if (!(difference <= tolerance * scale + Float.MIN_NORMAL)) {
        throw new ElementMismatchException(input, j, actual[j], expected[j], tolerance * scale);
      }
      largest = scale > 0 ? Math.max(largest, difference / scale) : largest;
    }
    return largest;
  }

  private static double[] slopes(Reference reference, double[][] at, int input, float[] signs) {
    double[] slopes = new double[at[input].length];
    for (int j = 0; j < slopes.length; j++) {
      double near =
          value(reference, at, input, j, STEP, signs)
              - value(reference, at, input, j, -STEP, signs);
      double far =
          value(reference, at, input, j, 2 * STEP, signs)
              - value(reference, at, input, j, -2 * STEP, signs);
      slopes[j] = (8 * near - far) / (12 * STEP);
    }
    return slopes;
  }

  private static double value(
      Reference reference, double[][] at, int input, int element, double move, float[] signs) {
    double[][] moved = at.clone();
    moved[input] = at[input].clone();
    moved[input][element] += move;
    double[] y = reference.apply(moved);
    double sum = 0;
    for (int o = 0; o < y.length; o++) {
      sum += y[o] * signs[o];
    }
    return sum;
  }

  private static float[] signs(int count) {
    CounterRandom random = CounterRandom.of("signs of a gradient check");
    float[] signs = new float[count];
    for (int i = 0; i < count; i++) {
      signs[i] = random.bits24(i) % 2 == 0 ? 1f : -1f;
    }
    return signs;
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }
}
