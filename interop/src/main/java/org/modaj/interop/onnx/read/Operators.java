package org.modaj.interop.onnx.read;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Folding;
import org.modaj.interop.onnx.graph.OnnxNode;

/** The operators that become layers, one line each. */
public final class Operators {
  /** Adds the layers of a node, or only notes what becomes of its axes. */
  @FunctionalInterface
  interface Handler {
    void apply(OnnxNode node, GraphImport g);
  }

  private static final Map<String, Handler> HANDLERS =
      new TreeMap<>(
          Map.ofEntries(
              entry("Conv", Convolutions::convolution),
              entry("ConvTranspose", Convolutions::transposed),
              entry("Gemm", Products::gemm),
              entry("MatMul", Products::matMul),
              entry(AdaptivePools.OP, AdaptivePools::emit),
              entry("Where", Products::masked),
              entry(PatternPass.DENSE, Products::dense),
              entry("BatchNormalization", Normalizations::batch),
              entry(PatternPass.LAYER_NORM, Normalizations::layer),
              entry(PatternPass.RMS_NORM, Normalizations::rms),
              entry("InstanceNormalization", Normalizations::instance),
              entry("GroupNormalization", Normalizations::group),
              entry(PatternPass.GROUP_NORM, Normalizations::decomposedGroup),
              entry("LogSoftmax", Normalizations::softmax),
              entry("Softmax", Normalizations::softmax),
              entry("MaxPool", Pools::max),
              entry("AveragePool", Pools::average),
              entry("GlobalAveragePool", (n, g) -> Pools.global(n, g, false)),
              entry("GlobalMaxPool", (n, g) -> Pools.global(n, g, true)),
              entry("ReduceMean", (n, g) -> Pools.reduce(n, g, false)),
              entry("ReduceMax", (n, g) -> Pools.reduce(n, g, true)),
              entry("Resize", Resizing::resize),
              entry("Upsample", Resizing::resize),
              entry("Add", Sums::add),
              entry("Sub", Sums::subtract),
              entry("Mul", Sums::multiply),
              entry("Div", Sums::divide),
              entry("Sum", Sums::add),
              entry("Mean", Sums::mean),
              entry("Neg", Sums::negate),
              entry("Pow", Sums::power),
              entry("ReduceSum", Pools::sum),
              entry("SpaceToDepth", Moves::spaceToDepth),
              entry(ActivationPass.CLAMP, Activations::clamp),
              entry("PRelu", Activations::prelu),
              entry(ActivationPass.OP, Activations::recognized),
              entry("Identity", Moves::same),
              entry("Cast", Moves::cast),
              entry("Dropout", Activations::dropout),
              entry("Reshape", Moves::reshape),
              entry("Flatten", Moves::flatten),
              entry("Transpose", Moves::transpose),
              entry("Squeeze", Moves::squeeze),
              entry("Unsqueeze", Moves::unsqueeze),
              entry("Concat", Moves::concat),
              entry("Split", Moves::split),
              entry("Slice", Moves::slice),
              entry("Gather", Moves::gather),
              entry("Pad", Moves::pad),
              entry("Expand", Moves::expand),
              entry("DepthToSpace", Moves::depthToSpace),
              entry("LSTM", RecurrentLayers::lstm),
              entry("GRU", RecurrentLayers::gru),
              entry(PatternPass.SCALE_SHIFT, Affine::scaleShift),
              entry(PatternPass.ALIGN, Moves::align),
              entry(PatternPass.RECURRENT_PAIR, RecurrentLayers::pair),
              entry(PatternPass.LAST_STEP, RecurrentLayers::markedLastStep),
              entry(PatternPass.JOIN_DIRECTIONS, RecurrentLayers::joinDirections)));

  private static final List<String> ACTIVATIONS =
      List.of(
          "Celu",
          "Clip",
          "Elu",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Mish",
          "Relu",
          "Selu",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Tanh");

  private Operators() {}

  static @Nullable Handler of(String op) {
    return HANDLERS.get(op);
  }

  /** Names of the operators that are understood, those on constants only included. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>(layers());
    names.addAll(Folding.operators());
    return List.copyOf(names);
  }

  /** Why a node becomes no layer. */
  static String refusal(OnnxNode node) {
    if (node.op().equals("Constant")) {
      return "constants of the kind "
          + node.attributes().values().keySet()
          + " are not supported; supported are value, value_float, value_floats, value_int and"
          + " value_ints";
    }
    return (Folding.operators().contains(node.op())
            ? "this operator is supported on constants only; on computed values supported are "
            : "this operator is not supported; supported are ")
        + String.join(", ", layers());
  }

  /** Names of the operators that may read what is computed. */
  public static List<String> layers() {
    TreeSet<String> names = new TreeSet<>(ACTIVATIONS);
    HANDLERS.keySet().stream().filter(op -> !op.startsWith("moda.")).forEach(names::add);
    names.add("Shape");
    names.add("Size");
    return List.copyOf(names);
  }
}
