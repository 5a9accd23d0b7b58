package com.example;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.data.Scaling;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;

/** A network with what its inputs and outputs mean. Its requests take turns. */
final class Classifier {
  private final Network network;
  private final Scaling scaling;
  private final List<String> classes;

  Classifier(Network network, Scaling scaling, List<String> classes) {
    this.network = network;
    this.scaling = scaling;
    this.classes = classes;
  }

  /** The probability of each class, the likeliest first. */
  synchronized Map<String, Float> classify(BufferedImage image) {
    float[] p;
    try (Autograd.Scope _ = Autograd.noGrad()) {
      Tensor logits = network.forward(input(image), Mode.EVALUATE);
      p = Softmax.apply(logits, -1).data();
    }
    Map<String, Float> result = new LinkedHashMap<>();
    IntStream.range(0, p.length)
        .boxed()
        .sorted((a, b) -> Float.compare(p[b], p[a]))
        .forEach(c -> result.put(classes.get(c), p[c]));
    return result;
  }

  /** The image in the network's size, as [1, height, width, 3]. */
  private Tensor input(BufferedImage image) {
    int height = network.inputShape().dim(0);
    int width = network.inputShape().dim(1);
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();

    float[] mean = scaling.mean();
    float[] std = scaling.std();
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / 3;
      int channel = i % 3;
      int rgb = scaled.getRGB(pixel % width, pixel / width);
      int value = rgb >> (16 - 8 * channel) & 255;
      values[i] = (value / 255f - mean[channel]) / std[channel];
    }
    return Tensor.of(Shape.of(1, height, width, 3), values);
  }
}
