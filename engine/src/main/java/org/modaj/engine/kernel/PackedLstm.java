package org.modaj.engine.kernel;

/**
 * One direction of an LSTM layer whose weights have been brought once into the order in which a
 * kernel reads them: for inference. Made by {@link RecurrentKernels#packLstm}; it does not change,
 * and any number of threads may compute with it.
 */
public interface PackedLstm {
  /**
   * Runs all steps from zero states, with the bits of the products ({@link MatMulKernels}) and
   * {@link RecurrentKernels#lstmForward} one after another.
   *
   * @param fromEnd whether it takes the steps from the last to the first
   * @param x {@code [batch, steps, features]}; not modified
   * @param y {@code [batch, steps, width]}, gets the state after each step in the direction's
   *     columns; modified
   */
  void forward(SequenceGeometry g, boolean fromEnd, float[] x, float[] y);
}
