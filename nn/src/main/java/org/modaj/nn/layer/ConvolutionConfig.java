package org.modaj.nn.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.ops.Conv2d;

/** The settings of convolutions in files. */
final class ConvolutionConfig {
  private ConvolutionConfig() {}

  static Map<String, Object> write(Conv2d.Options options) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("strideHeight", options.strideHeight());
    config.put("strideWidth", options.strideWidth());
    config.put("padHeight", options.padHeight());
    config.put("padWidth", options.padWidth());
    config.put("dilationHeight", options.dilationHeight());
    config.put("dilationWidth", options.dilationWidth());
    return config;
  }

  /** The settings, ungrouped. */
  static Conv2d.Options read(LayerConfig config) {
    return new Conv2d.Options(
        config.integer("strideHeight"),
        config.integer("strideWidth"),
        config.integer("padHeight"),
        config.integer("padWidth"),
        config.integer("dilationHeight"),
        config.integer("dilationWidth"),
        1);
  }
}
