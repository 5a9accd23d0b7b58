package org.modaj.engine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;

/**
 * Checks gradients, for whoever writes an operation: compares the computed gradient with slopes of
 * the function itself.
 *
 * <pre>{@code
 * GradientCheck.standard().verify(in -> MatMul.apply(in[0], in[1]), a, b);
 * }</pre>
 *
 * <p>The function's outputs are multiplied by random signs and summed to {@code L} in double
 * precision. For each input that requires a gradient and each direction {@code v} of random signs,
 * {@code (L(x + h·v) - L(x - h·v)) / 2h} is compared with {@code Σ gradient·v}, for steps {@code h}
 * from {@link #step} down by halves. The difference of the two is {@code c·h²} for a right gradient
 * (Taylor), so that two neighbouring steps extrapolate it to {@code h = 0}; a wrong gradient leaves
 * a difference that does not shrink. The cost does not grow with the number of elements.
 *
 * <p><b>Limits.</b> Tensors hold floats: the sum and the slopes are in double precision, the
 * function is not. A slope is known to about one part in a hundred thousand at best, for inputs and
 * outputs of the size of 1; {@link GradientComparison#noise} bounds the rounding for functions
 * whose outputs have an error of a few units in the last place. Where outputs are much larger than
 * their changes, that bound exceeds what is to be seen and nothing is shown: assert {@link
 * GradientComparison#isDecisive}. What is seen is an error of the gradient as a whole, of at least
 * the tolerance times its Euclidean norm: one wrong element among thousands, or a wrong input of a
 * sum of much larger ones, may pass. No input may come closer than the step to a point where the
 * function has a kink or a jump (0 for a ReLU, equal values for a maximum). The function must give
 * the same outputs for the same inputs.
 */
public final class GradientCheck {
  private static final int HALVINGS = 5;

  /** Rounding errors of one output, in units of half its last place. */
  private static final double ROUNDINGS = 16;

  private final double step;
  private final double tolerance;
  private final int directions;
  private final long seed;

  private GradientCheck(double step, double tolerance, int directions, long seed) {
    this.step = step;
    this.tolerance = tolerance;
    this.directions = directions;
    this.seed = seed;
  }

  /** Steps from 1/16 down, a tolerance of 0.002, three directions. Fits inputs of the size of 1. */
  public static GradientCheck standard() {
    return new GradientCheck(0.0625, 0.002, 3, 0);
  }

  /** The same with another largest step, positive. */
  public GradientCheck step(double largest) {
    if (!(largest > 0)) {
      throw new EngineException("gradient check", null, "the step must be positive: " + largest);
    }
    return new GradientCheck(largest, tolerance, directions, seed);
  }

  /** The same with another tolerance, as a share of the gradient's Euclidean norm. */
  public GradientCheck tolerance(double share) {
    return new GradientCheck(step, share, directions, seed);
  }

  /** The same with another number of directions, at least 1, drawn from another seed. */
  public GradientCheck directions(int count, long drawnFrom) {
    if (count < 1) {
      throw new EngineException("gradient check", null, "at least one direction, not " + count);
    }
    return new GradientCheck(step, tolerance, count, drawnFrom);
  }

  /**
   * Checks the gradients of a function with one output. Passes, too, where rounding hides the
   * slope; {@link GradientComparison#isDecisive} tells.
   *
   * @param function computes from copies of {@code inputs}
   * @param inputs those that require a gradient are checked
   * @return what was compared
   * @throws GradientMismatchException when a gradient is wrong
   */
  public List<GradientComparison> verify(Function<Tensor[], Tensor> function, Tensor... inputs) {
    return verifyAll(in -> new Tensor[] {function.apply(in)}, inputs);
  }

  /** As {@link #verify}, for a function with several outputs. */
  public List<GradientComparison> verifyAll(
      Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    List<GradientComparison> comparisons = compare(function, inputs);
    for (GradientComparison comparison : comparisons) {
      if (!comparison.agrees(tolerance)) {
        throw new GradientMismatchException(comparison, tolerance);
      }
    }
    return comparisons;
  }

  /** Compares without judging. */
  public List<GradientComparison> compare(Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    if (Arrays.stream(inputs).noneMatch(Tensor::requiresGrad)) {
      throw new EngineException(
          "gradient check", null, "no input requires a gradient; call requireGrad(true) on one");
    }
    Tensor[] leaves = new Tensor[inputs.length];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = inputs[i].copy().requireGrad(inputs[i].requiresGrad());
    }
    Tensor[] outputs = function.apply(leaves);
    float[][] signs = new float[outputs.length][];
    double squares = 0;
    for (int o = 0; o < signs.length; o++) {
      signs[o] = signs("output " + o, outputs[o].elements());
      for (float y : outputs[o].data()) {
        squares += (double) y * y;
      }
    }
    double rounding = ROUNDINGS * 0x1p-24 * Math.sqrt(squares);
    differentiate(outputs, signs);
    List<GradientComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < leaves.length; i++) {
      if (leaves[i].requiresGrad()) {
        float[] gradient =
            leaves[i].grad() == null ? new float[leaves[i].elements()] : leaves[i].grad().data();
        for (int d = 0; d < directions; d++) {
          Line line = new Line(function, leaves, signs, i, d);
          comparisons.add(compare(line, gradient, rounding));
        }
      }
    }
    return comparisons;
  }

  private static void differentiate(Tensor[] outputs, float[][] signs) {
    Autograd.record(
            "signed sum",
            Tensor.scalar(0),
            dy -> {
              Tensor[] gradients = new Tensor[outputs.length];
              for (int o = 0; o < gradients.length; o++) {
                gradients[o] = Tensor.of(outputs[o].shape(), signs[o].clone());
              }
              return gradients;
            },
            outputs)
        .backward();
  }

  private float[] signs(String what, int count) {
    CounterRandom random = CounterRandom.of(seed, what);
    float[] signs = new float[count];
    for (int i = 0; i < count; i++) {
      signs[i] = random.bits24(i) % 2 == 0 ? 1f : -1f;
    }
    return signs;
  }

  private GradientComparison compare(Line line, float[] gradient, double rounding) {
    double[] differences = new double[HALVINGS];
    double[] noise = new double[HALVINGS];
    double h = step;
    for (int k = 0; k < HALVINGS; k++, h /= 2) {
      differences[k] = line.difference(h, gradient);
      noise[k] = rounding / (2 * h);
    }
    double best = Double.POSITIVE_INFINITY;
    double remaining = 0;
    double bestNoise = 0;
    for (int k = 0; k + 1 < HALVINGS; k++) {
      double extrapolated = (4 * differences[k + 1] - differences[k]) / 3;
      double uncertainty = Math.abs(extrapolated - differences[k + 1]) + 2 * noise[k + 1];
      if (uncertainty < best) {
        best = uncertainty;
        remaining = extrapolated;
        bestNoise = 2 * noise[k + 1];
      }
    }
    double analytic = 0;
    double squares = 0;
    for (int j = 0; j < gradient.length; j++) {
      analytic += gradient[j] * line.direction[j];
      squares += (double) gradient[j] * gradient[j];
    }
    double numeric = analytic + remaining;
    return new GradientComparison(
        line.input,
        line.number,
        analytic,
        numeric,
        Math.max(Math.sqrt(squares), Math.abs(numeric)),
        bestNoise,
        order(differences, noise));
  }

  /** The power of h that the differences follow, at the smallest steps where they are no noise. */
  private static double order(double[] differences, double[] noise) {
    for (int k = HALVINGS - 1; k > 0; k--) {
      if (Math.abs(differences[k]) > 2 * noise[k]) {
        return StrictMath.log(Math.abs(differences[k - 1] / differences[k])) / StrictMath.log(2);
      }
    }
    return Double.NaN;
  }

  /** The function along one direction of one input. */
  private final class Line {
    final Function<Tensor[], Tensor[]> function;
    final Tensor[] at;
    final float[][] signs;
    final int input;
    final int number;
    final float[] direction;

    Line(
        Function<Tensor[], Tensor[]> function,
        Tensor[] at,
        float[][] signs,
        int input,
        int number) {
      this.function = function;
      this.at = at;
      this.signs = signs;
      this.input = input;
      this.number = number;
      this.direction = signs("direction " + number + " of " + input, at[input].elements());
    }

    /** Slope minus gradient; both along the difference of the two rounded points. */
    double difference(double h, float[] gradient) {
      float[] up = moved(h);
      float[] down = moved(-h);
      double product = 0;
      for (int j = 0; j < gradient.length; j++) {
        product += gradient[j] * ((double) up[j] - down[j]);
      }
      return (value(up) - value(down) - product) / (2 * h);
    }

    private float[] moved(double h) {
      float[] x = at[input].data().clone();
      for (int j = 0; j < x.length; j++) {
        x[j] = (float) (x[j] + h * direction[j]);
      }
      return x;
    }

    private double value(float[] x) {
      Tensor[] inputs = at.clone();
      inputs[input] = Tensor.of(at[input].shape(), x);
      try (Autograd.Scope _ = Autograd.noGrad()) {
        Tensor[] outputs = function.apply(inputs);
        double sum = 0;
        for (int o = 0; o < outputs.length; o++) {
          float[] y = outputs[o].data();
          for (int j = 0; j < y.length; j++) {
            sum += (double) y[j] * signs[o][j];
          }
        }
        return sum;
      }
    }
  }
}
