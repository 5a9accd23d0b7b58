package org.modaj.interop.onnx;

import static org.modaj.interop.onnx.ForeignGraph.features;
import static org.modaj.interop.onnx.ForeignGraph.graph;
import static org.modaj.interop.onnx.ForeignGraph.image;
import static org.modaj.interop.onnx.GraphText.floats;
import static org.modaj.interop.onnx.GraphText.integer;
import static org.modaj.interop.onnx.GraphText.ints;
import static org.modaj.interop.onnx.GraphText.number;
import static org.modaj.interop.onnx.GraphText.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** Settings of operators that few files have, and what Keras writes. */
class ForeignRareTest extends ForeignGraphs {
  static List<ForeignGraph> graphs() {
    List<ForeignGraph> all = new ArrayList<>();
    for (int opset : new int[] {9, 13, 17, 22}) {
      for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
        all.add(
            image(
                "convolution padded " + pad,
                opset,
                g -> head(g, sized(g, "Conv", "x", 3, 8, text("auto_pad", pad), stride(2)), 8)));
      }
      for (String pad : List.of("SAME_UPPER", "VALID")) {
        all.add(
            image(
                "transposed convolution padded " + pad,
                opset,
                g -> transposed(g, text("auto_pad", pad), stride(2))));
      }
      all.add(
          image(
              "flattened, counted from the back",
              opset > 9 ? opset : 11,
              g -> g.gemm(g.op("Flatten", halved(g), integer("axis", -3)), 8 * 36, 5)));
      all.add(image("slopes for each channel", opset, g -> slopes(g, 8, 1, 1)));
      all.add(image("slopes for each channel, with a batch", opset, g -> slopes(g, 1, 8, 1, 1)));
      all.add(image("one slope", opset, g -> slopes(g, 1)));
      all.add(
          graph(
              "normalized vectors, then a bound below",
              opset,
              new int[] {-1, 5},
              g -> g.gemm(low(g, g.batchNorm(g.gemm("x", 5, 6), 6)), 6, 4)));
    }
    all.add(
        image(
            "transposed convolution cut off in the end",
            13,
            g -> transposed(g, ints("pads", 0, 0, 1, 1), stride(2))));
    all.add(
        image(
            "transposed convolution cut off in front",
            13,
            g -> transposed(g, ints("pads", 1, 1, 0, 0), stride(2))));
    all.add(
        image(
            "transposed convolution to a size",
            13,
            g -> transposed(g, ints("output_shape", 12, 12), stride(2))));
    all.add(
        image(
            "transposed convolution to a larger size",
            13,
            g -> transposed(g, ints("output_shape", 14, 14), stride(2))));
    all.add(
        image(
            "resized along named axes",
            18,
            g ->
                head(
                    g,
                    g.op(
                        "Resize",
                        List.of(halved(g), "", "", g.ints(9, 15)),
                        ints("axes", 2, 3),
                        text("mode", "linear"),
                        text("coordinate_transformation_mode", "pytorch_half_pixel")),
                    8)));
    all.add(
        image(
            "nearest pixels as TensorFlow has them",
            11,
            g ->
                head(
                    g,
                    g.op(
                        "Resize",
                        List.of(
                            halved(g),
                            g.floats(new int[] {0}),
                            g.floats(new int[] {4}, 1, 1, 2, 2)),
                        text("mode", "nearest"),
                        text("nearest_mode", "floor"),
                        text("coordinate_transformation_mode", "tf_half_pixel_for_nn")),
                    8)));
    all.add(
        image(
            "padded along named axes",
            18,
            g ->
                head(
                    g, g.op("Pad", List.of(halved(g), g.ints(1, 2, 0, 1), "", g.ints(-1, 2))), 8)));
    all.add(
        image(
            "pixels of one channel that become channels",
            13,
            g -> {
              String x =
                  g.op("SpaceToDepth", g.conv("x", 3, 1, 3, 1, 1, 1), integer("blocksize", 2));
              return head(g, g.conv(x, 4, 8, 1, 1, 0, 1), 8);
            }));
    all.add(
        image(
            "channels that become pixels of one channel",
            13,
            g ->
                g.op(
                    "DepthToSpace",
                    g.conv("x", 3, 4, 3, 1, 1, 1),
                    integer("blocksize", 2),
                    text("mode", "CRD"))));
    all.add(
        image(
            "a maximum of three",
            13,
            g ->
                head(
                    g,
                    g.op("Max", List.of(g.conv("x", 3, 8, 3, 1, 1, 1), g.number(0), g.number(-1))),
                    8)));
    all.add(
        image(
            "weights as bytes and factors",
            13,
            g -> {
              String w = g.bytes(8, 3, 3, 3);
              String scale =
                  g.floats(new int[] {8}, .01f, .02f, .01f, .005f, .01f, .02f, .01f, .01f);
              w = g.op("DequantizeLinear", List.of(w, scale), integer("axis", 0));
              return head(g, g.op("Relu", g.op("Conv", List.of("x", w, g.weight(8)))), 8);
            }));
    all.add(
        graph(
            "weights as the product of two matrices",
            13,
            new int[] {-1, 5},
            g -> {
              String low = g.op("MatMul", List.of(g.weight(5, 2), g.weight(2, 6)));
              String w = g.op("Add", List.of(g.weight(5, 6), low));
              return g.gemm(g.op("Tanh", g.op("MatMul", List.of("x", w))), 6, 4);
            }));
    all.add(
        features(
            "one minus a negative",
            13,
            (g, x) -> g.op("Sub", List.of(g.number(1), g.op("Neg", x)))));
    all.add(
        features(
            "a negative minus one, and its negative",
            13,
            (g, x) -> g.op("Neg", g.op("Sub", List.of(g.op("Neg", x), g.number(1))))));
    all.add(
        graph(
            "constants of all kinds",
            13,
            new int[] {-1, 5},
            g -> {
              String x = g.gemm("x", 5, 6);
              x = g.op("Mul", List.of(x, g.op("Constant", List.of(), number("value_float", 1.5))));
              float[] shifts = {1, 2, 3, 4, 5, 6};
              x =
                  g.op(
                      "Add",
                      List.of(x, g.op("Constant", List.of(), floats("value_floats", shifts))));
              String sizes = g.op("Constant", List.of(), ints("value_ints", -1, 2, 3));
              x = g.op("Softplus", g.op("Reshape", List.of(x, sizes)));
              String six = g.unsqueeze(g.op("Constant", List.of(), integer("value_int", 6)), 0);
              String flat = g.op("Concat", List.of(g.ints(-1), six), integer("axis", 0));
              return g.gemm(g.op("Reshape", List.of(x, flat)), 6, 4);
            }));
    all.add(
        graph(
            "factors without a matrix transposed",
            13,
            new int[] {-1, 5},
            g -> {
              List<String> in = List.of("x", g.weight(5, 6), g.weight(1, 6));
              return g.gemm(g.op("Relu", g.op("Gemm", in, number("alpha", 0.5))), 6, 4);
            }));
    all.add(
        graph(
            "attention that is not divided",
            13,
            new int[] {-1, 6, 8},
            g -> {
              String q = g.linear("x", 8, 4);
              String k = g.op("Transpose", g.linear("x", 8, 4), ints("perm", 0, 2, 1));
              String a = g.op("Softmax", g.op("MatMul", List.of(q, k)), integer("axis", -1));
              String y = g.op("MatMul", List.of(a, g.linear("x", 8, 4)));
              return g.linear(y, 4, 3);
            }));
    all.add(
        graph(
            "attention with its values multiplied",
            13,
            new int[] {-1, 6, 8},
            g -> {
              String q = g.op("Mul", List.of(g.linear("x", 8, 4), g.number(0.5f)));
              String k = g.op("Transpose", g.linear("x", 8, 4), ints("perm", 0, 2, 1));
              String a = g.op("Softmax", g.op("MatMul", List.of(q, k)), integer("axis", -1));
              String v = g.op("Mul", List.of(g.linear("x", 8, 4), g.number(3)));
              return g.linear(g.op("MatMul", List.of(a, v)), 4, 3);
            }));
    all.add(
        image(
            "pools of two that keep the size",
            12,
            g ->
                head(
                    g,
                    g.op(
                        "MaxPool",
                        g.conv("x", 3, 8, 3, 1, 1, 1),
                        ints("kernel_shape", 2, 2),
                        text("auto_pad", "SAME_UPPER")),
                    8)));
    return all;
  }

  private static AttributeProto stride(int size) {
    return ints("strides", size, size);
  }

  private static String sized(
      GraphText g, String op, String x, int in, int out, AttributeProto... attributes) {
    int[] weight = op.equals("Conv") ? new int[] {out, in, 3, 3} : new int[] {in, out, 3, 3};
    return g.op("Relu", g.op(op, List.of(x, g.weight(weight), g.weight(out)), attributes));
  }

  private static String transposed(GraphText g, AttributeProto... attributes) {
    return g.conv(sized(g, "ConvTranspose", halved(g), 8, 4, attributes), 4, 2, 1, 1, 0, 1);
  }

  private static String slopes(GraphText g, int... dims) {
    return head(g, g.op("PRelu", List.of(g.conv("x", 3, 8, 3, 1, 1, 1), g.weight(dims))), 8);
  }

  private static String low(GraphText g, String x) {
    return g.opset < 11
        ? g.op("Clip", x, number("min", 0.1))
        : g.op("Clip", List.of(x, g.number(0.1f)));
  }

  private static String halved(GraphText g) {
    return g.op("Relu", g.conv("x", 3, 8, 3, 2, 1, 1));
  }

  private static String head(GraphText g, String x, int channels) {
    return g.gemm(g.op("Flatten", g.op("GlobalAveragePool", x)), channels, 5);
  }
}
