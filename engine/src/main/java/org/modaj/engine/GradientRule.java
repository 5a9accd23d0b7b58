package org.modaj.engine;

import org.jspecify.annotations.Nullable;

/** How an operation's output gradients become the gradients of its operands. */
@FunctionalInterface
public interface GradientRule {
  /**
   * Computes one gradient for each operand.
   *
   * @param outputGradients one for each output, in output order; null where the output does not
   *     influence the result; not modified
   * @return one for each operand, in operand order and of its shape: new tensors, which may be the
   *     same one twice, or some of {@code outputGradients} or views of them, but never the elements
   *     of an operand; null where the operand does not require a gradient or is not influenced
   */
  @Nullable Tensor[] gradients(Tensor[] outputGradients);
}
