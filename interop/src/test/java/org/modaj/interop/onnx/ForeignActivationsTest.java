package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.features;
import static org.modaj.interop.onnx.GraphParts.gelu;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.number;
import static org.modaj.interop.onnx.GraphText.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;

/** Functions of each element, whole or taken apart. */
class ForeignActivationsTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
    return List.of(
        features(
            "h-swish taken apart",
            13,
            (g, x) ->
                g.op(
                    "Div",
                    List.of(
                        g.op("Mul", List.of(x, g.clip(g.op("Add", List.of(x, g.number(3))), 0, 6))),
                        g.number(6)))),
        features(
            "h-swish taken apart",
            7,
            (g, x) ->
                g.op(
                    "Mul",
                    List.of(
                        x,
                        g.op(
                            "Div",
                            List.of(
                                g.clip(g.op("Add", List.of(x, g.number(3))), 0, 6),
                                g.number(6)))))),
        features(
            "hard sigmoid times x",
            11,
            (g, x) -> g.op("Mul", List.of(x, g.op("HardSigmoid", x, number("alpha", 1 / 6.0))))),
        features("negative", 13, (g, x) -> g.op("Relu", g.op("Neg", x))),
        features(
            "mean of three",
            8,
            (g, x) -> {
              String y = g.op("Mean", List.of(g.gemm(x, 6, 6), x, g.gemm(x, 6, 6)));
              return g.op("Relu", y);
            }),
        features(
            "weights made of reductions",
            13,
            (g, x) -> {
              String w = g.weight(6, 6);
              AttributeProto rows = ints("axes", 0);
              w = g.op("Sub", List.of(w, g.op("ReduceMean", w, rows)));
              w = g.op("Div", List.of(w, g.op("ReduceL2", w, rows)));
              return g.op("MatMul", List.of(x, w));
            }),
        features("relu6", 7, (g, x) -> g.clip(x, 0, 6)),
        features("relu6", 13, (g, x) -> g.clip(x, 0, 6)),
        features("clip without a maximum", 13, (g, x) -> g.op("Clip", List.of(x, g.number(0)))),
        features("between -1 and 1", 9, (g, x) -> g.clip(x, -1, 1)),
        features("between -1 and 2", 13, (g, x) -> g.clip(x, -1, 2)),
        features("at least 0.5", 13, (g, x) -> g.op("Clip", List.of(x, g.number(0.5f)))),
        features("at most 1", 9, (g, x) -> g.op("Clip", x, number("max", 1))),
        features("hard sigmoid as ONNX has it", 7, (g, x) -> g.op("HardSigmoid", x)),
        features(
            "a ReLU read by a ReLU and by a sum",
            13,
            (g, x) -> {
              String y = g.op("Relu", x);
              return g.op("Add", List.of(y, g.op("Relu", y)));
            }),
        features("gelu", 20, (g, x) -> g.op("Gelu", x)),
        features("gelu by tanh", 20, (g, x) -> g.op("Gelu", x, text("approximate", "tanh"))),
        features("gelu taken apart", 13, (g, x) -> gelu(g, x)),
        features(
            "mish taken apart",
            13,
            (g, x) -> g.op("Mul", List.of(x, g.op("Tanh", g.op("Softplus", x))))),
        features("mish", 18, (g, x) -> g.op("Mish", x)),
        features("leaky relu", 16, (g, x) -> g.op("LeakyRelu", x, number("alpha", 0.2))),
        features("prelu", 16, (g, x) -> g.op("PRelu", List.of(x, g.weight(6)))),
        features("elu", 7, (g, x) -> g.op("Elu", x, number("alpha", 0.7))),
        features("celu", 12, (g, x) -> g.op("Celu", x, number("alpha", 0.7))),
        features("selu", 7, (g, x) -> g.op("Selu", x)),
        features("softsign", 7, (g, x) -> g.op("Softsign", x)),
        features("softmax at the end", 11, (g, x) -> g.op("Softmax", x, integer("axis", 1))));
  }
}
