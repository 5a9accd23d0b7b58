package org.modaj.interop.onnx.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.interop.onnx.graph.OnnxNode;
import org.modaj.interop.onnx.read.Operand.Dyn;
import org.modaj.nn.build.Value;

/** Values that are repeated along axes of size 1, to be added to or multiplied with larger ones. */
final class Widening {
  private Widening() {}

  /**
   * An image with the sizes of another one.
   *
   * @param part of size 1 along the axes where it is smaller
   */
  static Dyn of(OnnxNode node, GraphImport g, Dyn part, Dyn whole) {
    int[] small = part.dims();
    int[] large = whole.dims();
    boolean fits = small.length == 4 && large.length == 4 && part.layout().batchAxis() == 0;
    for (int a = 1; fits && a < 4; a++) {
      fits = small[a] == large[a] || small[a] == 1;
    }
    if (!fits) {
      throw g.fail(
          node,
          "values " + part.layout() + " and " + whole.layout() + " cannot be brought to one size");
    }
    Dyn image = g.channelsLast(node, part);
    Value value = image.value();
    if (value.shape().rank() != 3) {
      value = shaped(node, g, value, small);
    }
    if (small[2] != large[2] || small[3] != large[3]) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("mode", "nearest");
      settings.put("height", large[2]);
      settings.put("width", large[3]);
      value = g.layer(g.moveName(node, "places"), "upsample", settings, value);
    }
    if (small[1] != large[1]) {
      List<Integer> first = Collections.nCopies(large[1], 0);
      value = g.layer(g.moveName(node, "channels"), "align_units", Map.of("sources", first), value);
    }
    List<List<Factor>> ours = new ArrayList<>();
    for (int a : new int[] {2, 3, 1}) {
      boolean same = small[a] == large[a] && a == 1;
      ours.add(same ? image.layout().ours().getLast() : List.of(Factor.of(large[a])));
    }
    List<Factor> channels = small[1] == large[1] ? image.layout().onnx().get(1) : ours.get(2);
    List<List<Factor>> onnx =
        List.of(part.layout().onnx().get(0), channels, ours.get(0), ours.get(1));
    return new Dyn(value, new Layout(onnx, ours));
  }

  private static Value shaped(OnnxNode node, GraphImport g, Value value, int[] dims) {
    List<Integer> sizes = List.of(dims[2], dims[3], dims[1]);
    return g.layer(g.moveName(node, "reshape"), "reshape", Map.of("shape", sizes), value);
  }
}
