package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;

/**
 * Recognizes layers that exporters take apart: layer, RMS and group normalization, dense layers,
 * and a bias or padding that stands beside its convolution.
 */
final class PatternPass {
  static final String LAYER_NORM = "LayerNormalization";
  static final String RMS_NORM = "RMSNormalization";

  /** The attribute of a normalization over its axis alone, not all that follow. */
  static final String ONE_AXIS = "moda.one_axis";

  static final String GROUP_NORM = "moda.GroupNorm";
  static final String DENSE = "moda.Dense";
  static final String SCALE_SHIFT = "moda.ScaleShift";
  static final String LAST_STEP = "moda.LastStep";
  static final String ALIGN = "moda.Align";
  static final String RECURRENT_PAIR = "moda.RecurrentPair";

  /** The attribute of a pair that says of which operator. */
  static final String KIND = "kind";

  static final String JOIN_DIRECTIONS = "moda.JoinDirections";

  private final EditableGraph graph;

  private PatternPass(EditableGraph graph) {
    this.graph = graph;
  }

  static void run(EditableGraph graph) {
    PatternPass pass = new PatternPass(graph);
    for (OnnxNode node : graph.nodes()) {
      switch (node.op()) {
        case "Div" -> pass.normalized(node);
        case "Mul" -> {
          pass.reciprocalNormalized(node);
          pass.scaled(graph.producer(node.output()));
        }
        case "Add" -> {
          pass.shifted(node);
          pass.scaledAndShifted(graph.producer(node.output()));
        }
        case "MatMul" -> {
          AdaptivePools.average(graph, node);
          pass.dense(graph.producer(node.output()));
        }
        case "Reshape" -> pass.groupNormalized(node);
        case "Where" -> pass.lastStep(node);
        case "Gather" -> pass.aligned(node);
        case "Concat" -> {
          pass.joinDirections(node);
          pass.recurrentPair(node);
        }
        case "MaxPool" -> {
          AdaptivePools.maximum(graph, node);
          pass.padded(node);
        }
        case "Conv", "AveragePool" -> pass.padded(node);
        default -> {
          // no pattern ends here
        }
      }
    }
  }

  // ------------------------------------------------------------------------ normalization

  /** {@code (x - mean(x)) / sqrt(mean((x - mean(x))²) + eps)}. */
  private void normalized(OnnxNode div) {
    OnnxNode root = graph.producer(div.input(1), "Sqrt");
    if (root != null) {
      normalization(div, div.input(0), root.input(0));
    }
  }

  /** The same with a reciprocal or a power of -0.5. */
  private void reciprocalNormalized(OnnxNode mul) {
    for (int side = 0; side < 2; side++) {
      OnnxNode factor = graph.producer(mul.input(side));
      if (factor == null) {
        continue;
      }
      String other = mul.input(1 - side);
      if (factor.op().equals("Reciprocal")) {
        OnnxNode root = graph.producer(factor.input(0), "Sqrt");
        if (root != null) {
          normalization(mul, other, root.input(0));
        }
      } else if (factor.op().equals("Div") && graph.isScalar(factor.input(0), 1)) {
        OnnxNode root = graph.producer(factor.input(1), "Sqrt");
        if (root != null) {
          normalization(mul, other, root.input(0));
        }
      } else if (factor.op().equals("Pow") && graph.isScalar(factor.input(1), -0.5)) {
        normalization(mul, other, factor.input(0));
      }
    }
  }

  private void normalization(OnnxNode last, String top, String variance) {
    OnnxNode sum = graph.producer(variance, "Add");
    if (sum == null) {
      return;
    }
    int constant = graph.scalar(sum.input(1)) != null ? 1 : 0;
    Double epsilon = graph.scalar(sum.input(constant));
    OnnxNode mean = graph.producer(sum.input(1 - constant), "ReduceMean");
    if (epsilon == null || mean == null || !keeps(mean)) {
      return;
    }
    String square = squared(mean.input(0));
    if (square == null) {
      return;
    }
    int[] axes = axes(mean);
    if (axes.length != 1) {
      return;
    }
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("axis", (long) axes[0]);
    attributes.put(ONE_AXIS, 1L);
    attributes.put("epsilon", epsilon.floatValue());
    OnnxNode centred = graph.producer(top, "Sub");
    OnnxNode squareOf = graph.producer(square, "Sub");
    if (centred != null
        && squareOf != null
        && centred.inputs().equals(squareOf.inputs())
        && isMean(centred.input(1), centred.input(0), axes)) {
      replace(last, LAYER_NORM, List.of(centred.input(0)), attributes);
    } else if (square.equals(top)) {
      replace(last, RMS_NORM, List.of(top), attributes);
    }
  }

  /** What was multiplied with itself, or null. */
  private @Nullable String squared(String value) {
    OnnxNode node = graph.producer(value);
    if (node == null) {
      return null;
    }
    boolean square =
        node.op().equals("Pow") && graph.isScalar(node.input(1), 2)
            || node.op().equals("Mul") && node.input(0).equals(node.input(1));
    return square ? node.input(0) : null;
  }

  private boolean isMean(String value, String of, int[] axes) {
    OnnxNode mean = graph.producer(value, "ReduceMean");
    return mean != null
        && mean.input(0).equals(of)
        && keeps(mean)
        && Arrays.equals(axes(mean), axes);
  }

  private static boolean keeps(OnnxNode reduction) {
    return reduction.attributes().integer("keepdims", 1) == 1;
  }

  private int[] axes(OnnxNode reduction) {
    Array axes = reduction.hasInput(1) ? graph.constant(reduction.input(1)) : null;
    return axes != null ? axes.toInts() : reduction.attributes().integers("axes");
  }

  /** A scale after a normalization that has none. */
  private void scaled(@Nullable OnnxNode mul) {
    if (mul == null || !mul.op().equals("Mul")) {
      return;
    }
    for (int side = 0; side < 2; side++) {
      OnnxNode norm = graph.producer(mul.input(side));
      Array scale = graph.constant(mul.input(1 - side));
      if (norm == null || scale == null || norm.inputs().size() != 1) {
        continue;
      }
      boolean lastAxis = norm.op().equals(LAYER_NORM) || norm.op().equals(RMS_NORM);
      boolean channels = norm.op().equals(GROUP_NORM) || isOverChannels(norm);
      if (lastAxis && scale.rank() == 1 || channels && scale.isPerChannel()) {
        String name = mul.input(1 - side);
        replace(mul, norm.op(), List.of(norm.input(0), name), norm.attributes().values());
      }
    }
  }

  private static boolean isOverChannels(OnnxNode norm) {
    return norm.attributes().has(ONE_AXIS) && norm.attributes().integer("axis", -1) == 1;
  }

  private void shifted(OnnxNode add) {
    for (int side = 0; side < 2; side++) {
      OnnxNode before = graph.producer(add.input(side));
      String name = add.input(1 - side);
      Array shift = graph.constant(name);
      if (before == null || shift == null) {
        continue;
      }
      boolean normalization =
          before.op().equals(LAYER_NORM) && shift.rank() == 1
              || (before.op().equals(GROUP_NORM) || isOverChannels(before)) && shift.isPerChannel();
      if (normalization && before.inputs().size() == 2) {
        replace(
            add,
            before.op(),
            List.of(before.input(0), before.input(1), name),
            before.attributes().values());
      } else if (graph.readers(before.output()) == 1) {
        biased(add, before, name, shift);
      }
    }
  }

  /** A constant factor and then a constant summand. */
  private void scaledAndShifted(@Nullable OnnxNode add) {
    if (add == null || !add.op().equals("Add")) {
      return;
    }
    for (int side = 0; side < 2; side++) {
      OnnxNode mul = graph.producer(add.input(side), "Mul");
      Array shift = graph.constant(add.input(1 - side));
      if (mul == null || shift == null || graph.readers(mul.output()) != 1) {
        continue;
      }
      int constant = graph.isConstant(mul.input(0)) ? 0 : 1;
      Array scale = graph.constant(mul.input(constant));
      if (scale != null
          && (scale.size() > 1 || scale.rank() > 0 && shift.rank() > 0)
          && scale.size() == shift.size()) {
        replace(
            add,
            SCALE_SHIFT,
            List.of(mul.input(1 - constant), mul.input(constant), add.input(1 - side)),
            Map.of());
        return;
      }
    }
  }

  /** A bias that is added after the product. */
  private void biased(OnnxNode add, OnnxNode product, String name, Array bias) {
    boolean dense = product.op().equals(DENSE) && product.inputs().size() == 2 && bias.rank() == 1;
    boolean conv =
        product.op().startsWith("Conv") && product.inputs().size() == 2 && bias.isPerChannel();
    if (!dense && !conv || bias.size() < 2 && bias.rank() == 0) {
      return;
    }
    String vector = bias.rank() == 1 ? name : name + "/vector";
    graph.put(vector, bias.reshape(bias.size()));
    List<String> inputs = new ArrayList<>(product.inputs());
    inputs.add(vector);
    OnnxNode other =
        new OnnxNode(product.name(), product.op(), inputs, add.outputs(), product.attributes());
    graph.replace(add, other);
  }

  /** Reshape, instance normalization with scale 1 and shift 0, reshape back. */
  private void groupNormalized(OnnxNode last) {
    OnnxNode norm = graph.producer(last.input(0), "InstanceNormalization");
    OnnxNode first = norm == null ? null : graph.producer(norm.input(0), "Reshape");
    if (norm == null || first == null) {
      return;
    }
    Array shape = graph.constant(first.input(1));
    Array scale = graph.constant(norm.input(1));
    Array shift = graph.constant(norm.input(2));
    if (shape == null
        || scale == null
        || shift == null
        || shape.size() < 3
        || !scale.isAll(1)
        || !shift.isAll(0)) {
      return;
    }
    replace(
        last,
        GROUP_NORM,
        List.of(first.input(0)),
        Map.of(
            "num_groups",
            shape.toLongs()[1],
            "epsilon",
            norm.attributes().number("epsilon", 1e-5f)));
  }

  // ------------------------------------------------------------------------ products

  /** A product with a constant matrix. */
  private void dense(@Nullable OnnxNode node) {
    if (node == null || !node.op().equals("MatMul")) {
      return;
    }
    Array weight = graph.constant(node.input(1));
    if (weight != null && weight.rank() == 2 && !graph.isConstant(node.input(0))) {
      replace(node, DENSE, node.inputs(), Map.of());
    }
  }

  /** Zeros that are put around an image before it is convolved or pooled. */
  private void padded(OnnxNode node) {
    OnnxNode pad = graph.producer(node.input(0), "Pad");
    if (pad == null || !pad.attributes().text("mode", "constant").equals("constant")) {
      return;
    }
    Array given = pad.hasInput(1) ? graph.constant(pad.input(1)) : null;
    int[] pads = given != null ? given.toInts() : pad.attributes().integers("pads");
    Double fill = pad.hasInput(2) ? graph.scalar(pad.input(2)) : null;
    double value = fill != null ? fill : pad.attributes().number("value", 0);
    int rank = pads.length / 2;
    if (rank < 3 || pad.hasInput(3) || pads[0] + pads[1] + pads[rank] + pads[rank + 1] != 0) {
      return;
    }
    boolean fits =
        switch (node.op()) {
          case "Conv" -> value == 0;
          case "MaxPool" -> value == Double.NEGATIVE_INFINITY;
          default -> value == 0 && (counts(node) || startsAtEdge(node));
        };
    if (!fits
        || !node.attributes().text("auto_pad", "NOTSET").equals("NOTSET")
        || IntStream.of(pads).anyMatch(p -> p < 0)) {
      return;
    }
    int axes = rank - 2;
    boolean average = node.op().equals("AveragePool");
    int[] inNode = node.attributes().integers("pads", new int[2 * axes]);
    int[] own = average && !counts(node) ? new int[2 * axes] : inNode;
    long[] sum = new long[2 * axes];
    for (int a = 0; a < axes; a++) {
      sum[a] = own[a] + (long) pads[2 + a];
      sum[axes + a] = own[axes + a] + (long) pads[rank + 2 + a];
    }
    if (!Arrays.equals(Arrays.copyOf(sum, axes), Arrays.copyOfRange(sum, axes, 2 * axes))) {
      return; // layers pad both sides alike
    }
    Map<String, Object> attributes = new HashMap<>(node.attributes().values());
    attributes.put("pads", sum);
    if (average && !counts(node)) {
      attributes.put("count_include_pad", 1L);
      boolean beyond = IntStream.of(inNode).anyMatch(p -> p > 0);
      attributes.put("ceil_mode", beyond ? 1L : (long) node.attributes().integer("ceil_mode", 0));
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, pad.input(0));
    replace(node, node.op(), inputs, attributes);
  }

  private static boolean counts(OnnxNode pool) {
    return pool.attributes().integer("count_include_pad", 0) == 1;
  }

  /** Whether zeros in front of a pool are all that is around it, but for what our export adds. */
  private boolean startsAtEdge(OnnxNode pool) {
    int[] pads = pool.attributes().integers("pads");
    boolean own = graph.original().producer().equals("modaj");
    return IntStream.range(0, pads.length)
        .allMatch(i -> pads[i] == 0 || own && i >= pads.length / 2);
  }

  // ------------------------------------------------------------------------ sequences

  /** The first step where a constant says so, the last one elsewhere. */
  private void lastStep(OnnxNode where) {
    OnnxNode first = graph.producer(where.input(1), "Gather");
    OnnxNode last = graph.producer(where.input(2), "Gather");
    if (first != null
        && last != null
        && graph.isConstant(where.input(0))
        && first.input(0).equals(last.input(0))
        && first.attributes().integer("axis", 0) == 1
        && last.attributes().integer("axis", 0) == 1
        && graph.isScalar(first.input(1), 0)
        && graph.isScalar(last.input(1), -1)) {
      replace(where, LAST_STEP, List.of(first.input(0), where.input(0)), Map.of());
    }
  }

  /** Positions of an axis after which one zero was put. */
  private void aligned(OnnxNode gather) {
    OnnxNode pad = graph.producer(gather.input(0), "Pad");
    Array pads = pad == null || !pad.hasInput(1) ? null : graph.constant(pad.input(1));
    Array positions = graph.constant(gather.input(1));
    int axis = gather.attributes().integer("axis", 0);
    if (pad == null || pads == null || positions == null || pad.hasInput(2) || axis < 1) {
      return;
    }
    int rank = pads.size() / 2;
    long zeros = pads.toLongs()[rank + axis];
    boolean oneZero = zeros == 1 && LongStream.of(pads.toLongs()).sum() == 1;
    if (!oneZero || positions.rank() != 1) {
      return;
    }
    long last = LongStream.of(positions.toLongs()).max().orElse(-1);
    String name = gather.input(1) + "/or_zero";
    graph.put(
        name,
        Array.vector(LongStream.of(positions.toLongs()).map(p -> p == last ? -1 : p).toArray()));
    OnnxNode reader =
        new OnnxNode(
            gather.name(),
            ALIGN,
            List.of(pad.input(0), name),
            gather.outputs(),
            gather.attributes());
    graph.replace(gather, reader);
  }

  /** A forward and a backward LSTM or GRU of one input, their outputs beside each other. */
  private void recurrentPair(OnnxNode concat) {
    if (concat.inputs().size() != 2) {
      return;
    }
    OnnxNode forward = states(concat.input(0), "forward");
    OnnxNode backward = states(concat.input(1), "reverse");
    if (forward == null
        || backward == null
        || !forward.op().equals(backward.op())
        || !forward.input(0).equals(backward.input(0))
        || forward.inputs().size() > 4
        || backward.inputs().size() > 4) {
      return;
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inputs.add(forward.input(i));
    }
    for (int i = 1; i < 4; i++) {
      inputs.add(backward.input(i));
    }
    Attributes kind = new Attributes(Map.of(KIND, forward.op()));
    graph.replace(
        concat, new OnnxNode(forward.name(), RECURRENT_PAIR, inputs, concat.outputs(), kind));
  }

  /** The LSTM or GRU in this direction whose squeezed states these are, or null. */
  private @Nullable OnnxNode states(String value, String direction) {
    OnnxNode squeeze = graph.producer(value, "Squeeze");
    if (squeeze == null) {
      return null;
    }
    OnnxNode lstm = graph.producer(squeeze.input(0));
    boolean fits =
        lstm != null
            && (lstm.op().equals("LSTM")
                || lstm.op().equals("GRU")
                    && lstm.attributes().integer("linear_before_reset", 0) == 1)
            && lstm.attributes().text("direction", "forward").equals(direction)
            && lstm.attributes().integer("layout", 0) == 0
            && lstm.output().equals(squeeze.input(0));
    return fits ? lstm : null;
  }

  /** Both directions' states taken out of one value and put side by side. */
  private void joinDirections(OnnxNode concat) {
    if (concat.inputs().size() != 2 || concat.attributes().integer("axis", 0) == 0) {
      return;
    }
    OnnxNode forward = graph.producer(concat.input(0), "Gather");
    OnnxNode backward = graph.producer(concat.input(1), "Gather");
    if (forward == null || backward == null || !forward.input(0).equals(backward.input(0))) {
      return;
    }
    OnnxNode source = graph.producer(forward.input(0));
    Double first = graph.scalar(forward.input(1));
    Double second = graph.scalar(backward.input(1));
    boolean states =
        source != null
            && (source.op().equals("LSTM") || source.op().equals("GRU"))
            && source.outputs().indexOf(forward.input(0)) == 1
            && source.attributes().integer("layout", 0) == 0
            && source.attributes().text("direction", "").equals("bidirectional");
    if (states
        && first != null
        && second != null
        && forward.attributes().integer("axis", 0) == 0
        && backward.attributes().integer("axis", 0) == 0
        && Math.floorMod(first.intValue(), 2) == 0
        && Math.floorMod(second.intValue(), 2) == 1) {
      replace(concat, JOIN_DIRECTIONS, List.of(forward.input(0)), Map.of());
    }
  }

  private void replace(
      OnnxNode node, String op, List<String> inputs, Map<String, Object> attributes) {
    graph.replace(
        node, new OnnxNode(node.name(), op, inputs, node.outputs(), new Attributes(attributes)));
  }
}
