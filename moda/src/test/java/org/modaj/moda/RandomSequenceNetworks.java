package org.modaj.moda;

import org.modaj.engine.Shape;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;

/**
 * Small networks of sequences drawn from a seed: LSTM layers on top of each other in one and two
 * directions, with residual additions and concatenations over them, and dense layers.
 */
final class RandomSequenceNetworks {
  private static final Shape INPUT = Shape.of(7, 3);

  private final CounterRandom random;
  private final NetworkBuilder net;
  private int drawn;

  private RandomSequenceNetworks(long seed) {
    random = CounterRandom.of(seed, "sequence network");
    net = NetworkBuilder.forSequences("recurrent" + seed, INPUT, seed);
  }

  static Network network(long seed) {
    return new RandomSequenceNetworks(seed).build();
  }

  private int below(int bound) {
    return random.below(bound, drawn++);
  }

  private Recurrent recurrent() {
    Recurrent one = Recurrent.of(2 + below(11));
    return below(2) == 0 ? one : one.inBothDirections();
  }

  private Value build(Value from) {
    Value x = from;
    for (int i = 0, n = 1 + below(3); i < n; i++) {
      x =
          switch (below(5)) {
            case 0 -> net.relu("steps" + i, net.dense("dense" + i, x, Dense.of(3 + below(9))));
            case 1 -> {
              Value y =
                  net.dense(
                      "back" + i,
                      net.lstm("inner" + i, x, recurrent()),
                      Dense.of(x.shape().dim(-1)));
              yield net.relu("outer" + i, net.add("sum" + i, x, y));
            }
            case 2 -> net.concat("joined" + i, x, net.lstm("branch" + i, x, recurrent()));
            case 3 -> net.relu("positive" + i, net.lstm("behind" + i, x, recurrent()));
            default -> net.lstm("lstm" + i, x, recurrent());
          };
    }
    return x;
  }

  private Network build() {
    Value x = build(net.input());
    Value top = net.lstm("top", x, recurrent());
    Value end = net.lastStep("end", top);
    if (below(2) == 0) {
      Value same = net.lstm("same", top, Recurrent.of(top.shape().dim(-1)));
      end = net.concat("ends", end, net.lastStep("sum-end", net.add("sum", top, same)));
    }
    if (below(2) == 0) {
      end = net.relu("hidden", net.batchNorm("norm", net.dense("full", end, Dense.of(9))));
    }
    net.dense("outputs", end, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }
}
