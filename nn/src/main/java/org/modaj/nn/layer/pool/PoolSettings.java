package org.modaj.nn.layer.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.kernel.PoolGeometry;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.layer.LayerSettings;
import org.modaj.nn.layer.TensorShapes;

/** The windows of pooling layers as files have them, and what they make of an image. */
final class PoolSettings {
  private PoolSettings() {}

  static Map<String, Object> write(MaxPool2d.Window window) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kernelHeight", window.kernelHeight());
    settings.put("kernelWidth", window.kernelWidth());
    settings.put("strideHeight", window.strideHeight());
    settings.put("strideWidth", window.strideWidth());
    settings.put("padHeight", window.padHeight());
    settings.put("padWidth", window.padWidth());
    settings.put("dilationHeight", window.dilationHeight());
    settings.put("dilationWidth", window.dilationWidth());
    settings.put("ceil", window.ceil());
    return settings;
  }

  /** The window; files of earlier versions have neither dilation nor rounding. */
  static MaxPool2d.Window read(LayerSettings settings) {
    return new MaxPool2d.Window(
            settings.integer("kernelHeight"),
            settings.integer("kernelWidth"),
            settings.integer("strideHeight"),
            settings.integer("strideWidth"),
            settings.integer("padHeight"),
            settings.integer("padWidth"))
        .withDilation(settings.integer("dilationHeight", 1), settings.integer("dilationWidth", 1))
        .withCeil(settings.flag("ceil", false));
  }

  /**
   * Checks that a mean's window has no gaps.
   *
   * @throws ShapeException when it has
   */
  static void refuseDilation(String type, MaxPool2d.Window window) {
    if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
      throw new ShapeException(
          type,
          null,
          "a window without dilation",
          "dilation " + window.dilationHeight() + "x" + window.dilationWidth(),
          "Use a depthwise convolution with equal weights.");
    }
  }

  static Shape outputShape(String type, MaxPool2d.Window window, List<Shape> inputs) {
    PoolGeometry g = window.on(TensorShapes.only(type, inputs).prepend(1));
    return Shape.of(g.outHeight(), g.outWidth(), g.channels());
  }
}
