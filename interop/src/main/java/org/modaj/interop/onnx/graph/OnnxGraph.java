package org.modaj.interop.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * A graph as a file holds it.
 *
 * @param name its name
 * @param producer the program that wrote it
 * @param opset version of the standard operators
 * @param metadata free text by key
 * @param inputs what it reads, constants excluded
 * @param outputs names of what it computes
 * @param constants stored tensors by name
 * @param nodes operations in order of computation
 */
public record OnnxGraph(
    String name,
    String producer,
    long opset,
    Map<String, String> metadata,
    List<Input> inputs,
    List<String> outputs,
    Map<String, Array> constants,
    List<OnnxNode> nodes) {

  /** Stands for a size that the file leaves open. */
  public static final int OPEN = -1;

  /**
   * What the graph reads.
   *
   * @param dims sizes, {@link #OPEN} where the file leaves one open
   */
  public record Input(String name, int[] dims) {}
}
