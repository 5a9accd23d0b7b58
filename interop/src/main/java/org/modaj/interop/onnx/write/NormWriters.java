package org.modaj.interop.onnx.write;

import static org.modaj.interop.onnx.write.GraphExport.integer;
import static org.modaj.interop.onnx.write.GraphExport.ints;
import static org.modaj.interop.onnx.write.GraphExport.number;

import java.util.Arrays;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.interop.onnx.write.GraphExport.Form;
import org.modaj.interop.onnx.write.GraphExport.Named;

/** Normalizations other than that over batches. */
final class NormWriters {
  private NormWriters() {}

  /** A tensor of the layer, or numbers that change nothing; returns the name. */
  private static String vector(
      LayerExport l, String tensor, int size, float otherwise, int... dims) {
    Tensor t = l.optional(tensor);
    float[] values = new float[size];
    Arrays.fill(values, otherwise);
    return l.graph().floats(l.name() + "." + tensor, t == null ? values : t.data(), dims);
  }

  static void layer(LayerExport l) {
    Named x = l.in(0, Form.STEPS_FIRST);
    int size = l.inputShape(0).dim(-1);
    String from = lastAxis(l, x);
    List<String> inputs =
        List.of(from, vector(l, "weight", size, 1, size), vector(l, "bias", size, 0, size));
    String out =
        l.first(
            "LayerNormalization",
            "normalized",
            inputs,
            integer("axis", -1),
            number("epsilon", l.number("epsilon", 1e-5)));
    back(l, x, out);
  }

  private static String lastAxis(LayerExport l, Named x) {
    return x.form() == Form.IMAGE
        ? l.then("Transpose", "channels_last", List.of(x.name()), ints("perm", 0, 2, 3, 1))
        : x.name();
  }

  private static void back(LayerExport l, Named x, String value) {
    l.out(
        x.form() == Form.IMAGE
            ? l.then("Transpose", "channels_first", List.of(value), ints("perm", 0, 3, 1, 2))
            : value,
        x.form());
  }

  /** {@code x / sqrt(mean(x²) + eps)·weight}. */
  static void rms(LayerExport l) {
    Named x = l.in(0, Form.STEPS_FIRST);
    int size = l.inputShape(0).dim(-1);
    String from = lastAxis(l, x);
    String square = l.then("Mul", "square", List.of(from, from));
    String mean = l.then("ReduceMean", "mean", List.of(square), ints("axes", -1));
    float[] epsilon = {(float) l.number("epsilon", 1e-5)};
    String sum = l.then("Add", "sum", List.of(mean, l.graph().floats(l.part("epsilon"), epsilon)));
    String root = l.then("Sqrt", "root", List.of(sum));
    String divided = l.then("Div", "divided", List.of(from, root));
    String weight = vector(l, "weight", size, 1, size);
    back(l, x, l.first("Mul", "normalized", List.of(divided, weight)));
  }

  static void instance(LayerExport l) {
    Named x = l.in(0, Form.FEATURES_FIRST);
    int size = l.inputShape(0).dim(-1);
    List<String> inputs =
        List.of(x.name(), vector(l, "weight", size, 1, size), vector(l, "bias", size, 0, size));
    l.out(
        l.main("InstanceNormalization", inputs, number("epsilon", l.number("epsilon", 1e-5))),
        x.form());
  }

  /** Instance normalization of the groups, then a scale and a shift for each channel. */
  static void group(LayerExport l) {
    Named x = l.in(0, Form.FEATURES_FIRST);
    int size = l.inputShape(0).dim(-1);
    int groups = l.integer("groups", 1);
    long[] apart = {0, groups, -1};
    String sizes = l.graph().longs(l.part("group_sizes"), apart, 3);
    String grouped = l.then("Reshape", "groups", List.of(x.name(), sizes));
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    String scale = l.graph().floats(l.part("ones"), ones, groups);
    String shift = l.graph().floats(l.part("zeros"), new float[groups], groups);
    String normalized =
        l.then(
            "InstanceNormalization",
            "by_group",
            List.of(grouped, scale, shift),
            number("epsilon", l.number("epsilon", 1e-5)));
    boolean image = x.form() == Form.IMAGE;
    long[] whole =
        image
            ? new long[] {0, size, l.inputShape(0).dim(0), l.inputShape(0).dim(1)}
            : new long[] {0, size, -1};
    String back = l.graph().longs(l.part("sizes"), whole, whole.length);
    String together = l.then("Reshape", "together", List.of(normalized, back));
    int[] dims = image ? new int[] {size, 1, 1} : new int[] {size, 1};
    String scaled = l.then("Mul", "scaled", List.of(together, vector(l, "weight", size, 1, dims)));
    l.out(l.main("Add", List.of(scaled, vector(l, "bias", size, 0, dims))), x.form());
  }

  /** A factor and a summand for each channel. */
  static void scaleShift(LayerExport l) {
    Named x = l.in(0);
    int size = l.inputShape(0).dim(-1);
    int[] dims =
        switch (x.form()) {
          case IMAGE -> new int[] {size, 1, 1};
          case FEATURES_FIRST -> new int[] {size, 1};
          case VECTOR, STEPS_FIRST -> new int[] {size};
        };
    String scaled = l.then("Mul", "scaled", List.of(x.name(), vector(l, "weight", size, 1, dims)));
    l.out(l.main("Add", List.of(scaled, vector(l, "bias", size, 0, dims))), x.form());
  }
}
