package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * A network for the columns of a table: two dense layers of 128 units with ReLU, and the outputs.
 * For four features and three classes at width 1 it has 17,539 parameters.
 */
public final class Mlp {
  private static final int UNITS = 128;

  private Mlp() {}

  /**
   * Builds the network.
   *
   * @param input {@code [features]}
   * @param classes outputs
   * @param width multiplier of the hidden units, of which there are at least 8 in a layer
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = new NetworkBuilder("mlp", input, seed);
    int units = Widths.scaled(UNITS, width);
    Value x = net.relu("relu1", net.dense("fc1", net.input(), Dense.of(units)));
    x = net.relu("relu2", net.dense("fc2", x, Dense.of(units)));
    net.dense("fc3", x, Dense.of(classes));
    return net.build();
  }
}
