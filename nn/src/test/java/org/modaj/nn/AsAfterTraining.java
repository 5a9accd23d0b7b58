package org.modaj.nn;

import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;

/** Networks and inputs as after some training, for tests of inference. */
final class AsAfterTraining {
  private AsAfterTraining() {}

  /** Gives the normalizations parameters and statistics as after some training. */
  static Network trained(Network network) {
    network
        .state()
        .forEach((name, t) -> {
          if (name.endsWith("running_var")) {
            CounterRandom.of(name).fill(t.data(), 0.5f, 1);
          } else if (t.shape().rank() == 1) {
            CounterRandom.of(name).fillNormal(t.data(), 0.5f);
          }
        });
    return network;
  }

  /** A batch of normal random numbers. */
  static Tensor input(Network network, int batch) {
    Tensor x = Tensor.zeros(network.inputShape().prepend(batch).toArray());
    CounterRandom.of("x").fillNormal(x.data(), 1);
    return x;
  }
}
