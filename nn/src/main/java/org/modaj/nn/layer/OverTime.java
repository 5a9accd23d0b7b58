package org.modaj.nn.layer;

/**
 * A layer that may stand where there is a time axis: {@code [steps, features]} for one sample.
 * Layers that do not say what they do with it are refused there.
 */
public interface OverTime extends Layer {

  /** What it does with the time axis. */
  TimeAxis timeAxis();

  /**
   * Valid steps of each sequence of the output; by default as many as the input has.
   *
   * @param lengths valid steps of each sequence of the input; not modified
   */
  default int[] lengths(int[] lengths) {
    return lengths;
  }
}
