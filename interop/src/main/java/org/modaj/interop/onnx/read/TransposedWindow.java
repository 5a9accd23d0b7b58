package org.modaj.interop.onnx.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.interop.onnx.graph.Array;
import org.modaj.interop.onnx.graph.Attributes;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.graph.Strides;

/**
 * How the kernel of a transposed convolution moves. A layer cuts off as much on both sides; what a
 * file cuts off less in the end is output padding, what it cuts off more there are zeros in front
 * of the kernel.
 *
 * @param strides distance of the kernel's places in the output
 * @param dilations distance of a kernel's taps
 * @param pads what is cut off on each side
 * @param more rows or columns that are added in the end
 * @param zeros taps of zeros in front of the kernel
 */
record TransposedWindow(int[] strides, int[] dilations, int[] pads, int[] more, int[] zeros) {

  static TransposedWindow of(OnnxNode node, GraphImport g, int[] weight, int[] dims) {
    Attributes a = node.attributes();
    int[] strides = a.integers("strides", 1, 1);
    int[] dilations = a.integers("dilations", 1, 1);
    int[] given = a.integers("pads", 0, 0, 0, 0);
    int[] extra = a.integers("output_padding", 0, 0);
    int[] shape = a.integers("output_shape");
    String auto = a.text("auto_pad", "NOTSET");
    int[] pads = new int[2];
    int[] more = new int[2];
    int[] zeros = new int[2];
    for (int i = 0; i < 2; i++) {
      int in = dims[2 + i];
      int start = auto.equals("VALID") ? 0 : given[i];
      int end = auto.equals("VALID") ? 0 : given[2 + i];
      boolean same = auto.startsWith("SAME");
      if (same || shape.length > 0) {
        int out = shape.length > 0 ? shape[shape.length - 2 + i] : in * strides[i];
        int reach = dilations[i] * (weight[2 + i] - 1) + 1;
        int total = Math.max(0, strides[i] * (in - 1) + extra[i] + reach - out);
        start = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        end = total - start;
        extra[i] += Math.max(0, out - (strides[i] * (in - 1) + extra[i] + reach));
      }
      int beyond = end - start;
      if (beyond > 0 && beyond % dilations[i] != 0) {
        throw g.fail(
            node,
            "the padding " + start + " and " + end + " does not fit the dilation " + dilations[i]);
      }
      zeros[i] = beyond > 0 ? beyond / dilations[i] : 0;
      pads[i] = start + zeros[i] * dilations[i];
      more[i] = extra[i] + Math.max(0, -beyond);
    }
    return new TransposedWindow(strides, dilations, pads, more, zeros);
  }

  /** The kernel {@code [in, out, height, width]} with its zeros in front. */
  Array widened(Array kernel) {
    if (zeros[0] + zeros[1] == 0) {
      return kernel;
    }
    int[] dims = kernel.dims().clone();
    dims[2] += zeros[0];
    dims[3] += zeros[1];
    float[] from = kernel.toFloats();
    float[] values = new float[Strides.size(dims)];
    int width = kernel.dims()[3];
    for (int row = 0; row < from.length / width; row++) {
      int plane = row / kernel.dims()[2];
      int to = (plane * dims[2] + row % kernel.dims()[2] + zeros[0]) * dims[3] + zeros[1];
      System.arraycopy(from, row * width, values, to, width);
    }
    return Array.of(values, dims);
  }

  Map<String, Object> settings(int groups) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("strideHeight", strides[0]);
    settings.put("strideWidth", strides[1]);
    settings.put("padHeight", pads[0]);
    settings.put("padWidth", pads[1]);
    settings.put("dilationHeight", dilations[0]);
    settings.put("dilationWidth", dilations[1]);
    settings.put("groups", groups);
    settings.put("outputPadHeight", more[0]);
    settings.put("outputPadWidth", more[1]);
    return settings;
  }
}
