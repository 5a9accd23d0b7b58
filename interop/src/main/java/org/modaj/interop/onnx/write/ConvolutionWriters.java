package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;
import static org.modaj.interop.onnx.write.GraphExport.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.write.GraphExport.Form;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** Convolutions and pooling. */
final class ConvolutionWriters {
  private ConvolutionWriters() {}

  private static AttributeProto pair(LayerExport l, String name, String setting, int otherwise) {
    return ints(
        name, l.integer(setting + "Height", otherwise), l.integer(setting + "Width", otherwise));
  }

  private static AttributeProto pads(LayerExport l) {
    int height = l.integer("padHeight", 0);
    int width = l.integer("padWidth", 0);
    return ints("pads", height, width, height, width);
  }

  static void convolution(LayerExport l) {
    Tensor weight = l.tensor("weight");
    int in = l.inputShape(0).dim(-1);
    String w = l.graph().permuted(l.name() + ".weight", weight, 3, 2, 0, 1);
    List<String> inputs = new ArrayList<>(List.of(l.in(0).name(), w));
    if (l.optional("bias") != null) {
      inputs.add(l.vector("bias"));
    }
    String out =
        l.main(
            "Conv",
            inputs,
            ints("kernel_shape", weight.dim(0), weight.dim(1)),
            pair(l, "strides", "stride", 1),
            pads(l),
            pair(l, "dilations", "dilation", 1),
            integer("group", in / weight.dim(2)));
    l.out(out, Form.IMAGE);
  }

  /** A dense layer of an image's channels. */
  static void point(LayerExport l, Named x) {
    Tensor weight = l.tensor("weight");
    String w = l.graph().floats(l.name() + ".weight", weight.data(), weight.dim(0), weight.dim(1));
    String last = l.then("Transpose", "channels_last", List.of(x.name()), ints("perm", 0, 2, 3, 1));
    String sum = l.first("MatMul", "product", List.of(last, w));
    if (l.optional("bias") != null) {
      sum = l.then("Add", "sum", List.of(sum, l.vector("bias")));
    }
    l.out(
        l.then("Transpose", "channels_first", List.of(sum), ints("perm", 0, 3, 1, 2)), Form.IMAGE);
  }

  static void maxPool(LayerExport l) {
    l.out(
        l.main(
            "MaxPool",
            List.of(l.in(0).name()),
            pair(l, "kernel_shape", "kernel", 1),
            pair(l, "strides", "stride", 1),
            pads(l),
            pair(l, "dilations", "dilation", 1),
            integer("ceil_mode", l.flag("ceil", false) ? 1 : 0)),
        Form.IMAGE);
  }

  /**
   * A window that ends beyond the image is written as padding that does not count: what runs ONNX
   * does not agree on {@code ceil_mode}.
   */
  static void averagePool(LayerExport l) {
    int rows = overhang(l, "Height", 0);
    int columns = overhang(l, "Width", 1);
    boolean counted = l.flag("countPadding", true);
    int height = l.integer("padHeight", 0);
    int width = l.integer("padWidth", 0);
    boolean apart = counted && height + width > 0 && rows + columns > 0;
    boolean within = counted && rows + columns == 0;
    String from = apart ? padding(l) : l.in(0).name();
    int top = apart ? 0 : height;
    int left = apart ? 0 : width;
    String out =
        l.main(
            "AveragePool",
            List.of(from),
            pair(l, "kernel_shape", "kernel", 1),
            pair(l, "strides", "stride", 1),
            ints("pads", top, left, top + rows, left + columns),
            integer("count_include_pad", within ? 1 : 0));
    l.out(out, Form.IMAGE);
  }

  /** How far the last window ends beyond the image and its padding. */
  private static int overhang(LayerExport l, String axis, int at) {
    int padded = l.inputShape(0).dim(at) + 2 * l.integer("pad" + axis, 0);
    int windows = l.outputShape().dim(at) - 1;
    return Math.max(
        0, windows * l.integer("stride" + axis, 1) + l.integer("kernel" + axis, 1) - padded);
  }

  /** Zeros in a node of their own: what lies beyond them counts otherwise in a last window. */
  private static String padding(LayerExport l) {
    int height = l.integer("padHeight", 0);
    int width = l.integer("padWidth", 0);
    long[] pads = {0, 0, height, width, 0, 0, height, width};
    String sizes = l.graph().longs(l.part("pads"), pads, pads.length);
    return l.then("Pad", "padded", List.of(l.in(0).name(), sizes));
  }

  static void transposed(LayerExport l) {
    Tensor weight = l.tensor("weight");
    String w = l.graph().permuted(l.name() + ".weight", weight, 3, 2, 0, 1);
    List<String> inputs = new ArrayList<>(List.of(l.in(0).name(), w));
    if (l.optional("bias") != null) {
      inputs.add(l.vector("bias"));
    }
    String out =
        l.main(
            "ConvTranspose",
            inputs,
            ints("kernel_shape", weight.dim(0), weight.dim(1)),
            pair(l, "strides", "stride", 1),
            pads(l),
            pair(l, "dilations", "dilation", 1),
            pair(l, "output_padding", "outputPad", 0),
            integer("group", l.integer("groups", 1)));
    l.out(out, Form.IMAGE);
  }

  static void upsample(LayerExport l) {
    int height = l.inputShape(0).dim(0);
    int width = l.inputShape(0).dim(1);
    float rows = (float) l.integer("height", height) / height;
    float columns = (float) l.integer("width", width) / width;
    if ((int) (rows * height) != l.integer("height", height)
        || (int) (columns * width) != l.integer("width", width)) {
      throw l.fail("its sizes cannot be written as factors, which ONNX needs");
    }
    String scales = l.graph().floats(l.part("scales"), new float[] {1, 1, rows, columns}, 4);
    String mode = l.text("mode", "nearest");
    String coordinates =
        switch (mode) {
          case "nearest" -> "asymmetric";
          case "bilinear" -> "half_pixel";
          default -> "align_corners";
        };
    l.out(
        l.main(
            "Resize",
            List.of(l.in(0).name(), "", scales),
            text("mode", mode.equals("nearest") ? "nearest" : "linear"),
            text("coordinate_transformation_mode", coordinates),
            text("nearest_mode", "floor")),
        Form.IMAGE);
  }

  static void pad(LayerExport l) {
    String mode = l.text("mode", "constant");
    if (mode.equals("circular")) {
      throw l.fail("circular padding cannot be exported, ONNX has it from opset 19 on");
    }
    long[] pads = {
      0, 0, l.integer("top", 0), l.integer("left", 0),
      0, 0, l.integer("bottom", 0), l.integer("right", 0)
    };
    String sizes = l.graph().longs(l.part("pads"), pads, pads.length);
    float[] value = {(float) l.number("value", 0)};
    String fill = l.graph().floats(l.part("value"), value);
    l.out(
        l.main(
            "Pad",
            List.of(l.in(0).name(), sizes, fill),
            text("mode", mode.equals("replicate") ? "edge" : mode)),
        Form.IMAGE);
  }

  /** Over all places; what is left is one number for each channel. */
  static void global(LayerExport l, String op) {
    String pooled = l.first(op, "pooled", List.of(l.in(0).name()));
    l.out(l.then("Flatten", "vector", List.of(pooled), integer("axis", 1)), Form.VECTOR);
  }
}
