package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.number;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** Functions of each element: one operator, or several of opset 17 that compute the function. */
final class ActivationWriters {
  private ActivationWriters() {}

  static void register(Map<String, LayerWriters.Writer> writers) {
    writers.put("relu", l -> simple(l, "Relu"));
    writers.put("sigmoid", l -> simple(l, "Sigmoid"));
    writers.put("tanh", l -> simple(l, "Tanh"));
    writers.put("softplus", l -> simple(l, "Softplus"));
    writers.put("softsign", l -> simple(l, "Softsign"));
    writers.put("selu", l -> simple(l, "Selu"));
    writers.put("hard_swish", l -> simple(l, "HardSwish"));
    writers.put(
        "hard_sigmoid",
        l -> simple(l, "HardSigmoid", number("alpha", 1 / 6.0), number("beta", 0.5)));
    writers.put(
        "leaky_relu", l -> simple(l, "LeakyRelu", number("alpha", l.number("slope", 0.01))));
    writers.put("elu", l -> simple(l, "Elu", number("alpha", l.number("alpha", 1))));
    writers.put("celu", l -> simple(l, "Celu", number("alpha", l.number("alpha", 1))));
    writers.put("relu6", ActivationWriters::relu6);
    writers.put("silu", l -> product(l, x -> l.then("Sigmoid", "sigmoid", List.of(x))));
    writers.put("mish", l -> product(l, x -> tanhSoftplus(l, x)));
    writers.put("gelu", ActivationWriters::gelu);
    writers.put("gelu_tanh", ActivationWriters::geluTanh);
    writers.put("log_sigmoid", ActivationWriters::logSigmoid);
    writers.put("prelu", ActivationWriters::prelu);
    writers.put("dropout", ActivationWriters::dropout);
  }

  private static void simple(LayerExport l, String op, AttributeProto... attributes) {
    Named x = l.in(0);
    l.out(l.main(op, List.of(x.name()), attributes), x.form());
  }

  private static String scalar(LayerExport l, String name, double value) {
    return l.graph().floats(l.part(name), new float[] {(float) value});
  }

  private static void relu6(LayerExport l) {
    Named x = l.in(0);
    List<String> inputs = List.of(x.name(), scalar(l, "low", 0), scalar(l, "high", 6));
    l.out(l.main("Clip", inputs), x.form());
  }

  /** The input times a function of it. */
  private static void product(LayerExport l, UnaryOperator<String> gate) {
    Named x = l.in(0);
    l.out(l.main("Mul", List.of(x.name(), gate.apply(x.name()))), x.form());
  }

  private static String tanhSoftplus(LayerExport l, String x) {
    return l.then("Tanh", "tanh", List.of(l.then("Softplus", "softplus", List.of(x))));
  }

  /** {@code x/2·(1 + erf(x/√2))}. */
  private static void gelu(LayerExport l) {
    Named x = l.in(0);
    String root = scalar(l, "root", StrictMath.sqrt(2));
    String erf = l.then("Erf", "erf", List.of(l.then("Div", "scaled", List.of(x.name(), root))));
    half(l, x, erf);
  }

  /** {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}. */
  private static void geluTanh(LayerExport l) {
    Named x = l.in(0);
    String cube = l.then("Pow", "cube", List.of(x.name(), scalar(l, "three", 3)));
    String small = l.then("Mul", "small", List.of(cube, scalar(l, "share", 0.044715)));
    String sum = l.then("Add", "inner", List.of(x.name(), small));
    String root = scalar(l, "root", StrictMath.sqrt(2 / StrictMath.PI));
    half(l, x, l.then("Tanh", "tanh", List.of(l.then("Mul", "scaled", List.of(sum, root)))));
  }

  private static void half(LayerExport l, Named x, String function) {
    String sum = l.then("Add", "sum", List.of(function, scalar(l, "one", 1)));
    String half = l.then("Mul", "half", List.of(x.name(), scalar(l, "share_of_x", 0.5)));
    l.out(l.main("Mul", List.of(half, sum)), x.form());
  }

  private static void logSigmoid(LayerExport l) {
    Named x = l.in(0);
    String negative = l.then("Neg", "negative", List.of(x.name()));
    String softplus = l.then("Softplus", "softplus", List.of(negative));
    l.out(l.main("Neg", List.of(softplus)), x.form());
  }

  /** The slopes stand on the axis of the channels. */
  private static void prelu(LayerExport l) {
    Named x = l.in(0);
    float[] slopes = l.tensor("weight").data();
    int[] dims =
        switch (x.form()) {
          case IMAGE -> new int[] {slopes.length, 1, 1};
          case FEATURES_FIRST -> new int[] {slopes.length, 1};
          case VECTOR, STEPS_FIRST -> new int[] {slopes.length};
        };
    String weight = l.graph().floats(l.name() + ".weight", slopes, dims);
    l.out(l.main("PRelu", List.of(x.name(), weight)), x.form());
  }

  /** Does nothing when a network computes; the rate stays in the file. */
  private static void dropout(LayerExport l) {
    Named x = l.in(0);
    String ratio = scalar(l, "ratio", l.number("rate", 0.5));
    String training = l.graph().flag(l.part("training"), false);
    l.out(l.main("Dropout", List.of(x.name(), ratio, training)), x.form());
  }
}
