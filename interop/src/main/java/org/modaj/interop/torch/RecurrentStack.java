package org.modaj.interop.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.recurrent.LastStepLayer;

/**
 * The network of a state dict with one LSTM or GRU module of any depth, in one direction or both,
 * and a dense layer on the last step of its output ({@code y[:, -1]}, of both directions).
 */
final class RecurrentStack {
  private static final Pattern INPUT = Pattern.compile("(.+)\\.weight_ih_l(\\d+)(_reverse)?");
  private static final Pattern STATE = Pattern.compile(".+\\.weight_hh_l\\d+");
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  private RecurrentStack() {}

  /** Whether a state dict has a recurrent module. */
  static boolean isOne(StateDict dict) {
    return dict.tensors().keySet().stream().anyMatch(name -> INPUT.matcher(name).matches());
  }

  /**
   * Builds the network, with fresh weights.
   *
   * @param steps what counts and estimates are for
   * @throws EngineException when there is no such network
   */
  static Network build(String name, StateDict dict, int steps) {
    Map<Integer, int[]> levels = new TreeMap<>();
    List<String> modules = new ArrayList<>();
    boolean both = false;
    for (Map.Entry<String, StateDict.Entry> e : dict.tensors().entrySet()) {
      Matcher m = INPUT.matcher(e.getKey());
      if (!m.matches()) {
        continue;
      }
      if (!modules.contains(m.group(1))) {
        modules.add(m.group(1));
      }
      both |= m.group(3) != null;
      if (e.getValue().shape().length != 2) {
        throw wrong(dict, e.getKey() + " has not two axes");
      }
      levels.put(Integer.parseInt(m.group(2)), e.getValue().shape());
    }
    if (modules.size() != 1) {
      throw wrong(dict, "it has the recurrent modules " + modules + ", expected one");
    }
    List<Map.Entry<String, StateDict.Entry>> heads =
        dict.tensors().entrySet().stream()
            .filter(e -> e.getKey().endsWith(".weight") && e.getValue().shape().length == 2)
            .toList();
    if (heads.size() != 1) {
      throw wrong(dict, "it has " + heads.size() + " linear layers, expected one");
    }
    String rnn = modules.getFirst();
    int gates = gates(dict);
    NetworkBuilder net =
        NetworkBuilder.forSequences(name, Shape.of(steps, levels.values().iterator().next()[1]), 0);
    Value x = net.input();
    for (Map.Entry<Integer, int[]> level : levels.entrySet()) {
      Recurrent units = new Recurrent(level.getValue()[0] / gates, both);
      String layer = levels.size() == 1 ? rnn : rnn + ".l" + level.getKey();
      x = gates == LSTM_GATES ? net.lstm(layer, x, units) : net.gru(layer, x, units);
    }
    x = net.add("last", new LastStepLayer(null), x);
    String head = heads.getFirst().getKey();
    net.dense(
        head.substring(0, head.length() - ".weight".length()),
        x,
        Dense.of(heads.getFirst().getValue().shape()[0]));
    return net.build();
  }

  /** Rows of gates for each unit of the state. */
  private static int gates(StateDict dict) {
    for (Map.Entry<String, StateDict.Entry> e : dict.tensors().entrySet()) {
      int[] shape = e.getValue().shape();
      if (STATE.matcher(e.getKey()).matches() && shape.length == 2 && shape[1] > 0) {
        int gates = shape[0] / shape[1];
        if (shape[0] % shape[1] == 0 && (gates == LSTM_GATES || gates == GRU_GATES)) {
          return gates;
        }
        throw wrong(
            dict,
            e.getKey()
                + " is "
                + Arrays.toString(shape)
                + ", expected four rows for each column (LSTM) or three (GRU)");
      }
    }
    throw wrong(dict, "it has no weight_hh_l0 of two axes");
  }

  private static EngineException wrong(StateDict dict, String problem) {
    return new EngineException(
        "import state dict",
        null,
        dict.file()
            + ": "
            + problem
            + "; build the network with NetworkBuilder and give it to TorchWeights.load");
  }
}
