package org.modaj.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;

/**
 * What a network computed for one batch.
 *
 * @param heads the outputs by name, {@code [batch, ...]}, the main one first
 * @param main the main output, and what the tracked layers did when that was wanted
 */
public record HeadOutputs(SequencedMap<String, Tensor> heads, TrackedOutput main) {

  /** Outputs of a network with one head. */
  public static HeadOutputs of(Tensor output) {
    SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
    heads.put(Network.OUTPUT, output);
    return new HeadOutputs(heads, new TrackedOutput(output, List.of()));
  }

  /** The main output. */
  public Tensor output() {
    return main.output();
  }

  /**
   * One head, as if it were the only one; of the tracked layers nothing.
   *
   * @throws EngineException when there is none of this name
   */
  public HeadOutputs head(String name) {
    Tensor output = heads.get(name);
    if (output == null) {
      throw new EngineException(
          "choose a head", name, "the network has no such head; it has " + heads.keySet());
    }
    return of(output);
  }
}
