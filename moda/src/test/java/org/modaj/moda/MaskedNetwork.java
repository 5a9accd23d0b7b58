package org.modaj.moda;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Gru;
import org.modaj.engine.ops.Lstm;
import org.modaj.nn.Context;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.recurrent.GruLayer;
import org.modaj.nn.layer.recurrent.LstmLayer;

/** What cutting has to equal: the whole network with the dropped units set to 0, layer by layer. */
public final class MaskedNetwork {
  private MaskedNetwork() {}

  /**
   * The whole network's outputs.
   *
   * @param kept positions of the last axis that are not set to 0, by layer; others keep all
   */
  public static Tensor forward(Network network, Map<String, BitSet> kept, NetworkInput input) {
    List<Tensor> values = new ArrayList<>();
    List<int[]> ends = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      List<Tensor> inputs =
          node.inputs().stream()
              .map(i -> i == Network.INPUT ? input.values() : values.get(i))
              .toList();
      int from = node.inputs().get(0);
      int[] lengths = from == Network.INPUT ? input.lengths() : ends.get(from);
      values.add(forward(node, inputs, lengths, kept.get(node.name())));
      boolean passed = lengths != null && node.layer() instanceof OverTime;
      ends.add(passed ? ((OverTime) node.layer()).lengths(lengths) : null);
    }
    return values.getLast();
  }

  private static Tensor forward(NetworkNode node, List<Tensor> inputs, int[] lengths, BitSet kept) {
    if (node.layer() instanceof LstmLayer lstm && kept != null) {
      return recurrent(lstm, inputs.get(0), lengths, kept);
    }
    if (node.layer() instanceof GruLayer gru && kept != null) {
      return recurrent(gru, inputs.get(0), lengths, kept);
    }
    Context context = Context.of(Mode.EVALUATE).at(node.name()).withLengths(lengths);
    Tensor y = node.layer().forward(inputs, context);
    return kept == null ? y : masked(y, kept);
  }

  private static Tensor masked(Tensor y, BitSet kept) {
    Tensor masked = y.copy();
    for (int i = 0; i < y.elements(); i++) {
      if (!kept.get(i % y.dim(-1))) {
        masked.data()[i] = 0;
      }
    }
    return masked;
  }

  /** Sequence by sequence and step by step, with the hidden state masked after every step. */
  private static Tensor recurrent(LstmLayer layer, Tensor x, int[] lengths, BitSet kept) {
    int steps = x.dim(1);
    int width = layer.hidden().stream().mapToInt(h -> h).sum();
    Tensor y = Tensor.zeros(x.dim(0), steps, width);
    for (int n = 0; n < x.dim(0); n++) {
      int valid = lengths == null ? steps : lengths[n];
      for (int d = 0, from = 0; d < layer.hidden().size(); from += layer.hidden().get(d++)) {
        int size = layer.hidden().get(d);
        BitSet own = kept.get(from, from + size);
        Lstm.State state = new Lstm.State(Tensor.zeros(1, 1, size), Tensor.zeros(1, 1, size));
        for (int t : order(valid, d == 1)) {
          Lstm.Result step =
              Lstm.apply(step(x, n, t), List.of(weights(layer, d)), false, state, null);
          state = new Lstm.State(masked(step.last().hidden(), own), step.last().cell());
          System.arraycopy(
              state.hidden().data(), 0, y.data(), (n * steps + t) * width + from, size);
        }
      }
    }
    return y;
  }

  /** The same of a GRU, whose only state is the hidden one. */
  private static Tensor recurrent(GruLayer layer, Tensor x, int[] lengths, BitSet kept) {
    int steps = x.dim(1);
    int width = layer.hidden().stream().mapToInt(h -> h).sum();
    Tensor y = Tensor.zeros(x.dim(0), steps, width);
    Map<String, Tensor> all = layer.parameters();
    for (int n = 0; n < x.dim(0); n++) {
      int valid = lengths == null ? steps : lengths[n];
      for (int d = 0, from = 0; d < layer.hidden().size(); from += layer.hidden().get(d++)) {
        int size = layer.hidden().get(d);
        String suffix = d == 0 ? "" : "_reverse";
        Gru.Weights weights =
            new Gru.Weights(
                all.get("weight_ih" + suffix),
                all.get("weight_hh" + suffix),
                all.get("bias_ih" + suffix),
                all.get("bias_hh" + suffix));
        BitSet own = kept.get(from, from + size);
        Tensor hidden = Tensor.zeros(1, 1, size);
        for (int t : order(valid, d == 1)) {
          Tensor next = Gru.apply(step(x, n, t), List.of(weights), false, hidden, null).last();
          hidden = masked(next, own);
          System.arraycopy(hidden.data(), 0, y.data(), (n * steps + t) * width + from, size);
        }
      }
    }
    return y;
  }

  private static int[] order(int steps, boolean backward) {
    return IntStream.range(0, steps).map(t -> backward ? steps - 1 - t : t).toArray();
  }

  private static Tensor step(Tensor x, int sample, int step) {
    int features = x.dim(2);
    Tensor one = Tensor.zeros(1, 1, features);
    System.arraycopy(x.data(), (sample * x.dim(1) + step) * features, one.data(), 0, features);
    return one;
  }

  private static Lstm.Weights weights(LstmLayer layer, int direction) {
    String suffix = direction == 0 ? "" : "_reverse";
    Map<String, Tensor> all = layer.parameters();
    return new Lstm.Weights(
        all.get("weight_ih" + suffix), all.get("weight_hh" + suffix), all.get("bias" + suffix));
  }

  /** Some columns of a matrix. */
  public static Tensor columns(Tensor y, BitSet columns) {
    Tensor part =
        Tensor.of(
            Shape.of(y.dim(0), columns.cardinality()), new float[y.dim(0) * columns.cardinality()]);
    int to = 0;
    for (int i = 0; i < y.elements(); i++) {
      if (columns.get(i % y.dim(1))) {
        part.data()[to++] = y.data()[i];
      }
    }
    return part;
  }
}
