package org.modaj.moda.baseline;

import java.util.function.ToDoubleBiFunction;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;

/**
 * A trained classifier of which one knows what every unit is for. Input c is large for samples of
 * class c. Unit c of the hidden layer copies input c and raises output c; the last unit is active
 * for every sample and nothing reads it.
 */
final class PlantedNetwork {
  static final int CLASSES = 3;
  static final int USELESS = CLASSES;
  static final String LAYER = "relu";
  private static final int UNITS = CLASSES + 1;
  private static final float STRENGTH = 4;

  private PlantedNetwork() {}

  static Network build() {
    NetworkBuilder net = new NetworkBuilder("planted", Shape.of(CLASSES), 0);
    Value x = net.dense("hidden", net.input(), Dense.of(UNITS).withoutBias());
    net.dense("outputs", net.relu(LAYER, x), Dense.of(CLASSES));
    Network network = net.build();
    fill(network, "hidden.weight", (in, unit) -> in == unit ? 1 : unit == USELESS ? 0.5 : 0);
    fill(network, "outputs.weight", (unit, out) -> unit == out ? STRENGTH : 0);
    fill(network, "outputs.bias", (zero, out) -> 0);
    return network;
  }

  private static void fill(Network network, String name, ToDoubleBiFunction<Integer, Integer> at) {
    Tensor tensor = network.parameters().get(name);
    int columns = tensor.dim(-1);
    for (int i = 0; i < tensor.elements(); i++) {
      tensor.data()[i] = (float) at.applyAsDouble(i / columns, i % columns);
    }
    tensor.markModified();
  }

  /** Samples of every class, the inputs of the other classes small but not 0. */
  static ArraySamples samples(int each) {
    float[][] values = new float[CLASSES * each][CLASSES];
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = i % CLASSES;
      for (int k = 0; k < CLASSES; k++) {
        values[i][k] = k == labels[i] ? 1 : 0.05f * ((i / CLASSES + k) % 3);
      }
    }
    return new ArraySamples(values, new int[] {CLASSES}, labels, CLASSES);
  }
}
