package org.modaj.nn.layer.conv;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modaj.engine.ops.Conv2d;
import org.modaj.nn.layer.LayerSettings;

/** The settings of 2-D convolutions as files have them. */
final class ConvolutionSettings {
  private ConvolutionSettings() {}

  static Map<String, Object> write(Conv2d.Options options) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("strideHeight", options.strideHeight());
    settings.put("strideWidth", options.strideWidth());
    settings.put("padHeight", options.padHeight());
    settings.put("padWidth", options.padWidth());
    settings.put("dilationHeight", options.dilationHeight());
    settings.put("dilationWidth", options.dilationWidth());
    settings.put("groups", options.groups());
    return settings;
  }

  /** The settings; files of earlier versions have no groups. */
  static Conv2d.Options read(LayerSettings settings) {
    return new Conv2d.Options(
        settings.integer("strideHeight"),
        settings.integer("strideWidth"),
        settings.integer("padHeight"),
        settings.integer("padWidth"),
        settings.integer("dilationHeight"),
        settings.integer("dilationWidth"),
        settings.integer("groups", 1));
  }
}
