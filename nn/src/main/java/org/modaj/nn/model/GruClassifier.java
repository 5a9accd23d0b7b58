package org.modaj.nn.model;

import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;

/**
 * A classifier of sequences: one GRU layer of 256 units, and a dense layer on its state after the
 * last step. For 64 features and ten classes at width 1 it has 250,122 parameters.
 */
public final class GruClassifier {
  private static final int UNITS = 256;

  private GruClassifier() {}

  /**
   * Builds the network.
   *
   * @param input {@code [steps, features]}; the network takes sequences of any length, {@code
   *     steps} is what its counts are for
   * @param classes outputs
   * @param width multiplier of the GRU's units, of which there are at least 8
   * @param seed of the initial parameters
   */
  public static Network build(Shape input, int classes, double width, long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("gru", input, seed);
    Value x = net.gru("gru", net.input(), Recurrent.of(Widths.scaled(UNITS, width)));
    x = net.lastStep("last", x);
    net.dense("fc", x, Dense.of(classes));
    return net.build();
  }
}
