package org.modaj.interop.onnx.write;

import static java.util.Objects.requireNonNull;
import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;
import static org.modaj.interop.onnx.write.GraphExport.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.write.GraphExport.Form;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** The layers that become nodes of ONNX, one line each. */
public final class LayerWriters {
  /** Adds the nodes of a layer. */
  @FunctionalInterface
  interface Writer {
    void write(LayerExport layer);
  }

  private static final Map<String, Writer> WRITERS = new TreeMap<>();

  static {
    WRITERS.put("conv2d", ConvolutionWriters::convolution);
    WRITERS.put("depthwise_conv2d", ConvolutionWriters::convolution);
    WRITERS.put("dense", LayerWriters::dense);
    WRITERS.put("batch_norm", LayerWriters::batchNorm);
    WRITERS.put("max_pool2d", ConvolutionWriters::maxPool);
    WRITERS.put("global_avg_pool2d", l -> ConvolutionWriters.global(l, "GlobalAveragePool"));
    WRITERS.put("flatten", LayerWriters::flatten);
    WRITERS.put("add", l -> combine(l, "Add"));
    WRITERS.put("concat", LayerWriters::concat);
    WRITERS.put("align_units", LayerWriters::align);
    WRITERS.put("softmax", l -> softmax(l, "Softmax"));
    WRITERS.put("log_softmax", l -> softmax(l, "LogSoftmax"));
    WRITERS.put("lstm", RecurrentWriters::lstm);
    WRITERS.put("last_step", RecurrentWriters::lastStep);
    WRITERS.put("rows_to_steps", LayerWriters::rowsToSteps);
    WRITERS.put("conv_transpose2d", ConvolutionWriters::transposed);
    WRITERS.put("avg_pool2d", ConvolutionWriters::averagePool);
    WRITERS.put("adaptive_avg_pool2d", AdaptiveWriters::average);
    WRITERS.put("adaptive_max_pool2d", AdaptiveWriters::maximum);
    WRITERS.put("upsample", ConvolutionWriters::upsample);
    WRITERS.put("pad2d", ConvolutionWriters::pad);
    WRITERS.put("conv1d", SequenceWriters::convolution);
    WRITERS.put("max_pool1d", l -> SequenceWriters.pool(l, "MaxPool"));
    WRITERS.put("avg_pool1d", l -> SequenceWriters.pool(l, "AveragePool"));
    WRITERS.put("mean_steps", l -> SequenceWriters.reduce(l, "ReduceMean"));
    WRITERS.put("max_steps", l -> SequenceWriters.reduce(l, "ReduceMax"));
    WRITERS.put("attention", SequenceWriters::attention);
    WRITERS.put("embedding", SequenceWriters::embedding);
    WRITERS.put("position_embedding", SequenceWriters::positions);
    WRITERS.put("class_token", SequenceWriters::classToken);
    WRITERS.put("gru", RecurrentWriters::gru);
    WRITERS.put("layer_norm", NormWriters::layer);
    WRITERS.put("rms_norm", NormWriters::rms);
    WRITERS.put("group_norm", NormWriters::group);
    WRITERS.put("instance_norm", NormWriters::instance);
    WRITERS.put("scale_shift", NormWriters::scaleShift);
    WRITERS.put("subtract", l -> combine(l, "Sub"));
    WRITERS.put("multiply", MoveWriters::multiply);
    WRITERS.put("mean", l -> MoveWriters.reduce(l, "ReduceMean"));
    WRITERS.put("max", l -> MoveWriters.reduce(l, "ReduceMax"));
    WRITERS.put("split", MoveWriters::split);
    WRITERS.put("permute", MoveWriters::permute);
    WRITERS.put("reshape", MoveWriters::reshape);
    WRITERS.put("image_to_steps", MoveWriters::reshape);
    WRITERS.put("channel_shuffle", MoveWriters::channelShuffle);
    WRITERS.put("pixel_shuffle", MoveWriters::pixelShuffle);
    WRITERS.put("pixel_unshuffle", MoveWriters::pixelUnshuffle);
    ActivationWriters.register(WRITERS);
  }

  private LayerWriters() {}

  /** Types of the layers that can be exported. */
  public static Set<String> types() {
    return Collections.unmodifiableSet(WRITERS.keySet());
  }

  static void write(LayerExport layer) {
    requireNonNull(WRITERS.get(layer.type())).write(layer);
  }

  /** A matrix product; Gemm for vectors, MatMul and Add for more axes. */
  private static void dense(LayerExport l) {
    Named x = l.in(0, Form.STEPS_FIRST);
    Tensor bias = l.optional("bias");
    if (x.form() == Form.IMAGE) {
      ConvolutionWriters.point(l, x);
      return;
    }
    if (x.form() == Form.VECTOR) {
      String w = l.graph().permuted(l.name() + ".weight", l.tensor("weight"), 1, 0);
      List<String> inputs = new ArrayList<>(List.of(x.name(), w));
      if (bias != null) {
        inputs.add(l.vector("bias"));
      }
      l.out(l.main("Gemm", inputs, integer("transB", 1)), Form.VECTOR);
      return;
    }
    Tensor weight = l.tensor("weight");
    String w = l.graph().floats(l.name() + ".weight", weight.data(), weight.dim(0), weight.dim(1));
    if (bias == null) {
      l.out(l.main("MatMul", List.of(x.name(), w)), x.form());
      return;
    }
    String product = l.first("MatMul", "product", List.of(x.name(), w));
    l.out(l.then("Add", "sum", List.of(product, l.vector("bias"))), x.form());
  }

  private static void batchNorm(LayerExport l) {
    Named x = l.in(0, Form.FEATURES_FIRST);
    List<String> inputs =
        List.of(
            x.name(),
            l.vector("weight"),
            l.vector("bias"),
            l.vector("running_mean"),
            l.vector("running_var"));
    String out =
        l.main(
            "BatchNormalization",
            inputs,
            number("epsilon", l.number("epsilon", 1e-5)),
            number("momentum", complement(l.number("momentum", 0.1))));
    l.out(out, x.form());
  }

  /** One minus a decimal, exactly: 0.9 for 0.1. ONNX's momentum is the share of the old value. */
  static double complement(double value) {
    return BigDecimal.ONE.subtract(new BigDecimal(Double.toString(value))).doubleValue();
  }

  /** Position by position, as it is here. */
  private static void flatten(LayerExport l) {
    Named x = l.in(0, Form.STEPS_FIRST);
    Shape shape = l.inputShape(0);
    String from = x.name();
    if (x.form() == Form.IMAGE && shape.dim(0) * shape.dim(1) > 1) {
      from = l.then("Transpose", "channels_last", List.of(from), ints("perm", 0, 2, 3, 1));
    }
    l.out(l.main("Flatten", List.of(from), integer("axis", 1)), Form.VECTOR);
  }

  private static void rowsToSteps(LayerExport l) {
    String moved =
        l.then("Transpose", "channels_last", List.of(l.in(0).name()), ints("perm", 0, 2, 3, 1));
    Shape out = l.outputShape();
    String sizes = l.graph().longs(l.part("sizes"), new long[] {0, out.dim(0), out.dim(1)}, 3);
    l.out(l.main("Reshape", List.of(moved, sizes)), Form.STEPS_FIRST);
  }

  /** Values of one shape, element by element. */
  static void combine(LayerExport l, String op) {
    Form form = l.in(0).form();
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < l.inputs(); i++) {
      inputs.add(l.in(i, form).name());
    }
    l.out(l.main(op, inputs), form);
  }

  private static void concat(LayerExport l) {
    Named first = l.in(0);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < l.inputs(); i++) {
      inputs.add(l.in(i, first.form()).name());
    }
    l.out(l.main("Concat", inputs, integer("axis", first.channelAxis())), first.form());
  }

  /** Positions of the channels; where a zero is wanted, that of a zero put after the last one. */
  private static void align(LayerExport l) {
    Named x = l.in(0);
    List<Integer> sources = l.integers("sources");
    int axis = x.channelAxis();
    int channels = l.inputShape(0).dim(-1);
    String from = x.name();
    if (sources.contains(-1)) {
      int rank = x.form() == Form.IMAGE ? 4 : x.form() == Form.VECTOR ? 2 : 3;
      long[] pads = new long[2 * rank];
      pads[rank + axis] = 1;
      String zeros = l.graph().longs(l.part("pads"), pads, pads.length);
      from = l.then("Pad", "padded", List.of(from, zeros));
    }
    long[] positions = sources.stream().mapToLong(s -> s < 0 ? channels : s).toArray();
    String indices = l.graph().longs(l.part("positions"), positions, positions.length);
    l.out(l.main("Gather", List.of(from, indices), integer("axis", axis)), x.form());
  }

  private static void softmax(LayerExport l, String operator) {
    Named x = l.in(0);
    l.out(l.main(operator, List.of(x.name()), integer("axis", x.channelAxis())), x.form());
  }
}
