package org.modaj.interop.onnx.graph;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Computes nodes whose inputs are all constants: arithmetic of shapes, transposed weights.
 *
 * <p>An operator that is not here is no error: its node is not folded.
 */
public final class Folding {
  /** Computes a node; fails with {@link RuntimeException} when its inputs do not fit. */
  @FunctionalInterface
  private interface Rule {
    List<Array> apply(OnnxNode node, List<@Nullable Array> in);
  }

  /** A rule with one output. */
  @FunctionalInterface
  private interface Single {
    Array apply(OnnxNode node, List<@Nullable Array> in);
  }

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          one("Constant", (n, in) -> FoldShapes.constant(n)),
          one("Identity", (n, in) -> in(in, 0)),
          one("Dropout", (n, in) -> in(in, 0)),
          one("Shape", (n, in) -> FoldShapes.shape(n, in(in, 0).dims())),
          one("Size", (n, in) -> Array.of(new long[] {in(in, 0).size()})),
          one("Gather", (n, in) -> FoldShapes.gather(n, in(in, 0), in(in, 1))),
          one("Slice", FoldShapes::slice),
          one("Concat", FoldShapes::concat),
          one("Squeeze", (n, in) -> FoldShapes.squeeze(in(in, 0), axes(n, in))),
          one("Unsqueeze", (n, in) -> FoldShapes.unsqueeze(in(in, 0), axes(n, in))),
          one("Reshape", FoldShapes::reshape),
          one("Flatten", FoldShapes::flatten),
          one("Transpose", FoldShapes::transpose),
          one("Expand", (n, in) -> FoldShapes.expand(in(in, 0), in(in, 1).toInts())),
          one("Tile", (n, in) -> FoldShapes.tile(in(in, 0), in(in, 1).toInts())),
          one("ConstantOfShape", FoldShapes::constantOfShape),
          one("Range", (n, in) -> FoldNumbers.range(in(in, 0), in(in, 1), in(in, 2))),
          entry("Split", FoldShapes::split),
          one("Cast", (n, in) -> FoldNumbers.cast(n, in(in, 0))),
          one("Add", (n, in) -> FoldNumbers.binary(in, Double::sum, Long::sum)),
          one("Sub", (n, in) -> FoldNumbers.binary(in, (a, b) -> a - b, (a, b) -> a - b)),
          one("Mul", (n, in) -> FoldNumbers.binary(in, (a, b) -> a * b, (a, b) -> a * b)),
          one("Div", (n, in) -> FoldNumbers.binary(in, (a, b) -> a / b, (a, b) -> a / b)),
          one("Mod", (n, in) -> FoldNumbers.binary(in, (a, b) -> a % b, Math::floorMod)),
          one("Pow", (n, in) -> FoldNumbers.binary(in, StrictMath::pow, null)),
          one("Min", (n, in) -> FoldNumbers.binary(in, Math::min, Math::min)),
          one("Max", (n, in) -> FoldNumbers.binary(in, Math::max, Math::max)),
          one("Equal", (n, in) -> FoldNumbers.compare(in, (a, b) -> a == b)),
          one("Less", (n, in) -> FoldNumbers.compare(in, (a, b) -> a < b)),
          one("LessOrEqual", (n, in) -> FoldNumbers.compare(in, (a, b) -> a <= b)),
          one("Greater", (n, in) -> FoldNumbers.compare(in, (a, b) -> a > b)),
          one("GreaterOrEqual", (n, in) -> FoldNumbers.compare(in, (a, b) -> a >= b)),
          one("And", (n, in) -> FoldNumbers.compare(in, (a, b) -> a != 0 && b != 0)),
          one("Or", (n, in) -> FoldNumbers.compare(in, (a, b) -> a != 0 || b != 0)),
          one(
              "Not",
              (n, in) ->
                  FoldNumbers.compare(List.of(in(in, 0), Array.vector(0)), (a, b) -> a == 0)),
          one("Where", FoldNumbers::where),
          one("MatMul", (n, in) -> FoldProducts.matMul(in(in, 0), in(in, 1))),
          one("DequantizeLinear", FoldProducts::dequantize),
          one("Neg", (n, in) -> FoldNumbers.unary(in(in, 0), a -> -a)),
          one("Sqrt", (n, in) -> FoldNumbers.unary(in(in, 0), StrictMath::sqrt)),
          one("Reciprocal", (n, in) -> FoldNumbers.unary(in(in, 0), a -> 1 / a)),
          one("Exp", (n, in) -> FoldNumbers.unary(in(in, 0), StrictMath::exp)),
          one("Log", (n, in) -> FoldNumbers.unary(in(in, 0), StrictMath::log)),
          one("Abs", (n, in) -> FoldNumbers.unary(in(in, 0), Math::abs)),
          one("Floor", (n, in) -> FoldNumbers.unary(in(in, 0), Math::floor)),
          one("Ceil", (n, in) -> FoldNumbers.unary(in(in, 0), Math::ceil)),
          one("Round", (n, in) -> FoldNumbers.unary(in(in, 0), Math::rint)),
          reduction("ReduceProd", v -> Arrays.stream(v).reduce(1, (x, y) -> x * y)),
          reduction("ReduceSum", Folding::sum),
          reduction("ReduceMean", v -> sum(v) / v.length),
          reduction("ReduceSumSquare", Folding::squares),
          reduction("ReduceL2", v -> Math.sqrt(squares(v))),
          reduction("ReduceL1", v -> Arrays.stream(v).reduce(0, (x, y) -> x + Math.abs(y))),
          reduction("ReduceMax", v -> Arrays.stream(v).reduce(-INFINITY, Math::max)),
          reduction("ReduceMin", v -> Arrays.stream(v).reduce(INFINITY, Math::min)),
          one("Trilu", (n, in) -> FoldNumbers.trilu(n, in)));

  private Folding() {}

  /** The operators that are computed when all they read is constant. */
  public static Set<String> operators() {
    return RULES.keySet();
  }

  private static Map.Entry<String, Rule> one(String op, Single rule) {
    return entry(op, (n, in) -> List.of(rule.apply(n, in)));
  }

  private static Map.Entry<String, Rule> reduction(String op, ToDoubleFunction<double[]> rule) {
    return one(op, (n, in) -> FoldNumbers.reduce(n, in(in, 0), axes(n, in), rule));
  }

  /** In order, as everywhere. */
  private static double sum(double[] values) {
    return Arrays.stream(values).reduce(0, (x, y) -> x + y);
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).reduce(0, (x, y) -> x + y * y);
  }

  static Array in(List<@Nullable Array> in, int i) {
    Array array = i < in.size() ? in.get(i) : null;
    if (array == null) {
      throw new MisfitException("input " + i + " is absent");
    }
    return array;
  }

  /** Axes from the second input, or from the attribute of earlier opsets; null when absent. */
  private static int @Nullable [] axes(OnnxNode node, List<@Nullable Array> in) {
    if (in.size() > 1 && in.get(1) != null) {
      return in(in, 1).toInts();
    }
    return node.attributes().has("axes") ? node.attributes().integers("axes") : null;
  }

  /**
   * Computes a node.
   *
   * @param in its inputs; null where one is absent
   * @return its outputs, or null when the operator is not folded or the inputs do not fit it
   */
  public static @Nullable List<Array> fold(OnnxNode node, List<@Nullable Array> in) {
    Rule rule = RULES.get(node.op());
    if (rule == null) {
      return null;
    }
    try {
      return rule.apply(node, in);
    } catch (MisfitException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      return null;
    }
  }
}
