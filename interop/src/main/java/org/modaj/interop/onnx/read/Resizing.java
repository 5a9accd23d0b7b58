package org.modaj.interop.onnx.read;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/**
 * Images of another size. A layer knows the new size only, so that a factor has to make a whole
 * number of pixels.
 */
final class Resizing {
  /** By how much a factor times a size may differ from the new size: 32-bit floats. */
  private static final double ROUNDING = 1e-4;

  private Resizing() {}

  static void resize(OnnxNode node, GraphImport g) {
    Dyn x = g.channelsLast(node, g.dyn(node, 0));
    if (x.layout().rank() != 4) {
      throw g.fail(node, "expected an image");
    }
    int[] dims = x.dims();
    double[] scales = scales(node, g, dims);
    if (scales[0] != 1 || scales[1] != 1) {
      throw g.fail(node, "batch and channels cannot be resized");
    }
    int[] sizes = {resized(dims[2], scales[2]), resized(dims[3], scales[3])};
    for (int a = 0; a < 2; a++) {
      if (Math.abs(dims[2 + a] * scales[2 + a] - sizes[a]) > ROUNDING * sizes[a]) {
        throw g.fail(
            node,
            "the factor "
                + (float) scales[2 + a]
                + " makes no whole number of "
                + dims[2 + a]
                + " pixels; export with sizes instead of factors");
      }
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("mode", mode(node, g, dims, scales));
    settings.put("height", sizes[0]);
    settings.put("width", sizes[1]);
    Value out = g.layer(g.names().forNode(node), "upsample", settings, x.value());
    Layout made = Convolutions.made(x.layout(), out.shape());
    g.set(node, new Dyn(out, Pools.withChannels(x.layout(), made)));
  }

  private static String mode(OnnxNode node, GraphImport g, int[] dims, double[] scales) {
    Attributes a = node.attributes();
    boolean old = node.op().equals("Upsample") || g.opset() < 11;
    String mode = a.text("mode", "nearest");
    String coordinates =
        a.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
    boolean smaller = scales[2] < 1 || scales[3] < 1;
    if (a.integer("antialias", 0) != 0 && smaller && !mode.equals("nearest")) {
      throw g.fail(node, "antialias 1 is not supported");
    }
    if (mode.equals("nearest")) {
      String nearest = old ? "floor" : a.text("nearest_mode", "round_prefer_floor");
      boolean whole = scales[2] == Math.rint(scales[2]) && scales[3] == Math.rint(scales[3]);
      boolean fits =
          switch (coordinates) {
            case "asymmetric" -> nearest.equals("floor") && !(old && smaller);
            case "half_pixel", "pytorch_half_pixel", "half_pixel_symmetric" ->
                whole && nearest.startsWith("round");
            case "tf_half_pixel_for_nn" -> whole && nearest.equals("floor");
            default -> false;
          };
      if (!fits) {
        throw g.fail(
            node,
            "nearest with "
                + coordinates
                + ", "
                + nearest
                + " and the factors "
                + Arrays.toString(Arrays.copyOfRange(scales, 2, 4))
                + " is not supported; expected asymmetric and floor, or half_pixel and whole"
                + " factors");
      }
      return "nearest";
    }
    boolean onePixel =
        IntStream.of(2, 3).anyMatch(i -> dims[i] > 1 && resized(dims[i], scales[i]) == 1);
    boolean halfPixel =
        coordinates.equals("half_pixel")
            || coordinates.equals("half_pixel_symmetric")
            || coordinates.equals("pytorch_half_pixel") && !onePixel;
    if (mode.equals("linear") && halfPixel) {
      return "bilinear";
    }
    if (mode.equals("linear") && coordinates.equals("align_corners")) {
      return "bilinear_aligned_corners";
    }
    throw g.fail(
        node,
        "mode "
            + mode
            + " with "
            + coordinates
            + " is not supported; expected nearest, or linear with half_pixel or align_corners");
  }

  /** Rounded down, in floats where the factor was one: so onnxruntime has it. */
  private static int resized(int size, double scale) {
    return (int) Math.floor(Math.max(size * scale, size * (float) scale));
  }

  private static double[] scales(OnnxNode node, GraphImport g, int[] dims) {
    int at = node.op().equals("Upsample") || g.opset() < 11 ? 1 : 2;
    @Nullable Array scales = node.inputs().size() > at ? g.optional(node, at) : null;
    @Nullable Array sizes = node.inputs().size() > 3 ? g.optional(node, 3) : null;
    float[] attribute = node.attributes().floats("scales");
    int[] axes = node.attributes().integers("axes", IntStream.range(0, dims.length).toArray());
    double[] values = new double[dims.length];
    Arrays.fill(values, 1);
    if (sizes != null
        && !node.attributes().text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw g.fail(node, "a keep_aspect_ratio_policy other than stretch is not supported");
    }
    for (int i = 0; i < axes.length; i++) {
      int a = Strides.axis(axes[i], dims.length);
      if (scales != null && scales.size() == axes.length) {
        values[a] = scales.at(i);
      } else if (sizes != null && sizes.size() == axes.length) {
        values[a] = sizes.at(i) / dims[a] + (sizes.at(i) % dims[a] == 0 ? 0 : 1e-9);
      } else if (attribute != null && attribute.length == axes.length) {
        values[a] = attribute[i];
      } else {
        throw g.fail(node, "it has neither scales nor sizes for all axes");
      }
    }
    return values;
  }
}
