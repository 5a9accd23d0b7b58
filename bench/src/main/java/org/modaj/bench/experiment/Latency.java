package org.modaj.bench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.PreparedNetwork;

/**
 * How long networks take for random samples of their input shape.
 *
 * @param batch samples at a time
 * @param milliseconds of each network, the median of all rounds
 */
public record Latency(int batch, List<Double> milliseconds) {
  private static final long WARM_UP_NANOS = 300_000_000L;
  private static final long NANOS = 1_000_000_000L;
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;

  /**
   * Measures networks that read the same input, in turns, so that a machine that becomes slower or
   * faster meanwhile does so for all of them. Takes a second or two.
   *
   * @param batch samples at a time
   */
  public static Latency of(int batch, List<Network> networks) {
    Network first = networks.get(0);
    Tensor x = Tensor.zeros(first.inputShape().prepend(batch).toArray());
    CounterRandom.of("latency").fillNormal(x.data(), 1);
    List<PreparedNetwork> prepared = networks.stream().map(Network::prepare).toList();
    rounds(x, prepared, WARM_UP_NANOS);
    List<long[]> rounds = rounds(x, prepared, NANOS);
    List<Double> medians = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      int network = n;
      long[] sorted = rounds.stream().mapToLong(times -> times[network]).sorted().toArray();
      medians.add((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2e6);
    }
    return new Latency(batch, List.copyOf(medians));
  }

  /** Nanoseconds of every network, round by round. */
  private static List<long[]> rounds(Tensor x, List<PreparedNetwork> networks, long nanos) {
    List<long[]> rounds = new ArrayList<>();
    long begin = System.nanoTime();
    while (rounds.size() < LEAST_ROUNDS
        || (System.nanoTime() - begin < nanos && rounds.size() < MOST_ROUNDS)) {
      long[] times = new long[networks.size()];
      Arrays.setAll(times, n -> time(x, networks.get(n)));
      rounds.add(times);
    }
    return rounds;
  }

  private static long time(Tensor x, PreparedNetwork network) {
    long start = System.nanoTime();
    network.forward(x);
    return System.nanoTime() - start;
  }
}
