package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.OverTime;
import org.modaj.nn.layer.TimeAxis;

/** Where in a network there is a time axis, and where sequences end there. */
final class TimeAxes {
  private final boolean sequences;
  private final List<NetworkNode> nodes = new ArrayList<>();

  /** The nodes whose output has a time axis. */
  private final BitSet timed = new BitSet();

  /**
   * Begins.
   *
   * @param sequences whether the network's input has a time axis
   */
  TimeAxes(boolean sequences) {
    this.sequences = sequences;
  }

  /**
   * Adds the next node.
   *
   * @throws EngineException when it cannot read what it is given
   */
  void add(NetworkNode node) {
    boolean any = node.inputs().stream().anyMatch(this::isTimed);
    timed.set(nodes.size(), delivers(node.name(), node.layer(), any));
    nodes.add(node);
  }

  private boolean isTimed(int index) {
    return index == Network.INPUT ? sequences : timed.get(index);
  }

  /** Whether the output of a layer has a time axis. */
  private static boolean delivers(String name, Layer layer, boolean given) {
    TimeAxis axis = layer instanceof OverTime over ? over.timeAxis() : null;
    if (axis != null && axis.isRead() && !given) {
      throw new EngineException(
          "build network",
          name,
          "a layer of type "
              + layer.type()
              + " reads sequences, but there is no time axis here; start with forSequences, or"
              + " make one of an image's rows with rowsToSteps");
    }
    if (given && (axis == null || axis == TimeAxis.MADE)) {
      throw new EngineException(
          "build network",
          name,
          "a layer of type "
              + layer.type()
              + " does not know where sequences end; put a last_step layer in front");
    }
    return axis == TimeAxis.STEPWISE ? given : axis != null && axis.isDelivered();
  }

  /** Where the sequences of a batch end at each node. */
  Lengths lengths(int @Nullable [] input) {
    Lengths lengths = new Lengths(input);
    if (input != null) {
      for (int i = 0; i < nodes.size(); i++) {
        lengths.add(i);
      }
    }
    return lengths;
  }

  /** Where the sequences of one batch end; null stands for complete ones and for no time axis. */
  final class Lengths {
    private final int @Nullable [] input;
    private final List<int @Nullable []> outputs = new ArrayList<>();

    private Lengths(int @Nullable [] input) {
      this.input = input;
    }

    private void add(int index) {
      NetworkNode node = nodes.get(index);
      int[] read = ofInputs(node.name(), node.inputs());
      outputs.add(
          read != null && timed.get(index) && node.layer() instanceof OverTime layer
              ? layer.lengths(read)
              : null);
    }

    /** At the output of a node; null when complete or without a time axis. */
    int @Nullable [] of(int index) {
      if (index == Network.INPUT) {
        return sequences ? input : null;
      }
      return input == null ? null : outputs.get(index);
    }

    /**
     * At the inputs of a layer.
     *
     * @param reader name of the layer
     * @throws EngineException when two of them end at different steps
     */
    int @Nullable [] ofInputs(String reader, List<Integer> indices) {
      int[] found = null;
      for (int index : indices) {
        int[] own = of(index);
        if (own != null && found != null && !Arrays.equals(own, found)) {
          throw new EngineException(
              "forward",
              reader,
              "its inputs are sequences of different lengths, "
                  + Arrays.toString(found)
                  + " and "
                  + Arrays.toString(own));
        }
        found = own == null ? found : own;
      }
      return found;
    }
  }
}
