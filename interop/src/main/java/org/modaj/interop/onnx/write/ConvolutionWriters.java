package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;

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
    String w =
        l.graph().floats(l.name() + ".weight", weight.data(), weight.dim(0), weight.dim(1));
    String last = l.then("Transpose", "channels_last", List.of(x.name()), ints("perm", 0, 2, 3, 1));
    String sum = l.first("MatMul", "product", List.of(last, w));
    if (l.optional("bias") != null) {
      sum = l.then("Add", "sum", List.of(sum, l.vector("bias")));
    }
    l.out(l.then("Transpose", "channels_first", List.of(sum), ints("perm", 0, 3, 1, 2)), Form.IMAGE);
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

  /** Over all places; what is left is one number for each channel. */
  static void global(LayerExport l, String op) {
    String pooled = l.first(op, "pooled", List.of(l.in(0).name()));
    l.out(l.then("Flatten", "vector", List.of(pooled), integer("axis", 1)), Form.VECTOR);
  }
}
