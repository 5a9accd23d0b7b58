package org.modaj.bench.conformance.moda;

import java.util.HashMap;
import java.util.Map;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/** How the layers of MwT's networks are called in the golden cases. */
final class MwtNames {
  private static final int[] VGG16 = {3, 6, 8, 11, 13, 15, 18, 20, 22, 25, 27, 29};
  private static final String GENERATOR = ".mask_generator";

  /** Golden name of each convolution and normalization by its name here. */
  private final Map<String, String> names = new HashMap<>();

  /**
   * Creates the names.
   *
   * @param architecture {@code vgg16}, {@code resnet18} or {@code mobilenet}
   * @param plain without mask generators
   */
  MwtNames(String architecture, Network plain) {
    int number = 0;
    String last = "";
    for (NetworkNode node : plain.nodes()) {
      String name = node.name();
      if (node.layer().type().equals("conv2d")) {
        last = convolution(architecture, name, number);
        names.put(name, number == 0 ? last : last + ".conv");
        number++;
      } else if (node.layer().type().equals("batch_norm")) {
        names.put(name, number == 1 ? firstNormalization(architecture) : last + ".bn");
      } else if (name.equals("linear")) {
        names.put(name, "fc");
      }
    }
  }

  private static String convolution(String architecture, String name, int number) {
    return switch (architecture) {
      case "vgg16" -> number == 0 ? name : "features." + VGG16[number - 1];
      case "mobilenet" ->
          number == 0
              ? "conv_block_0.0"
              : "conv_block_" + (number + 1) / 2 + (number % 2 == 1 ? ".0" : ".2");
      default -> name;
    };
  }

  private static String firstNormalization(String architecture) {
    return switch (architecture) {
      case "vgg16" -> "features.1";
      case "mobilenet" -> "conv_block_0.1";
      default -> "bn1";
    };
  }

  /** Golden name of a layer. */
  String layer(String name) {
    return names.getOrDefault(name, name);
  }

  /** Golden name of a masked convolution with its normalization and generator. */
  String masked(String convolution) {
    String name = layer(convolution);
    return name.endsWith(".conv") ? name.substring(0, name.length() - ".conv".length()) : name;
  }

  /** Golden name of a tensor. */
  String tensor(String name) {
    int generator = name.indexOf(GENERATOR);
    if (generator >= 0) {
      String rest = name.substring(generator + GENERATOR.length());
      return masked(name.substring(0, generator)) + GENERATOR + GENERATOR + rest;
    }
    int dot = name.lastIndexOf('.');
    return layer(name.substring(0, dot)) + name.substring(dot);
  }
}
