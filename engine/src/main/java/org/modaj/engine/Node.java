package org.modaj.engine;

import org.jspecify.annotations.Nullable;

/**
 * One recorded operation: its operands, and the rule that turns output into input gradients. It
 * holds no output; a rule that needs one holds it itself.
 */
final class Node {
  private final String operation;
  private final Tensor[] inputs;
  private final Shape[] outputs;

  /** Counters of changes of the operands and then of the outputs. */
  private final int[][] counters;

  /** What the counters said when the operation was recorded. */
  private final int[] versions;

  private final long sequence;
  private @Nullable GradientRule rule;

  Node(String operation, Tensor[] inputs, Tensor[] outputs, GradientRule rule, long sequence) {
    this.operation = operation;
    this.inputs = inputs;
    this.outputs = new Shape[outputs.length];
    this.rule = rule;
    this.sequence = sequence;
    this.counters = new int[inputs.length + outputs.length][];
    this.versions = new int[counters.length];
    for (int i = 0; i < counters.length; i++) {
      Tensor tensor = i < inputs.length ? inputs[i] : outputs[i - inputs.length];
      counters[i] = tensor.version();
      versions[i] = counters[i][0];
    }
    for (int i = 0; i < outputs.length; i++) {
      this.outputs[i] = outputs[i].shape();
    }
  }

  String operation() {
    return operation;
  }

  Tensor[] inputs() {
    return inputs;
  }

  Shape[] outputs() {
    return outputs;
  }

  long sequence() {
    return sequence;
  }

  /** Applies the rule once and checks what it returns. */
  @Nullable Tensor[] differentiate(@Nullable Tensor[] gradients) {
    if (rule == null) {
      throw new EngineException(
          operation,
          null,
          "backward was called twice through the same operation; run the forward pass again");
    }
    checkUnmodified();
    @Nullable Tensor[] result = rule.gradients(gradients);
    rule = null;
    if (result.length != inputs.length) {
      throw new EngineException(
          operation,
          null,
          "its gradient rule returned "
              + result.length
              + " gradients for "
              + inputs.length
              + " operands");
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad() && result[i] != null) {
        check(i, result[i]);
      }
    }
    return result;
  }

  private void checkUnmodified() {
    for (int i = 0; i < counters.length; i++) {
      if (counters[i][0] != versions[i]) {
        boolean operand = i < inputs.length;
        throw new EngineException(
            operation,
            null,
            (operand ? "operand " + i : "output " + (i - inputs.length))
                + " of shape "
                + (operand ? inputs[i].shape() : outputs[i - inputs.length])
                + " was modified in place after the operation; the gradient would be wrong."
                + " Modify a copy");
      }
    }
  }

  /** Checks the gradient of one operand. */
  private void check(int operand, Tensor gradient) {
    if (!gradient.shape().equals(inputs[operand].shape())) {
      throw new ShapeException(
          "gradient of " + operation,
          null,
          "shape " + inputs[operand].shape() + " for operand " + operand,
          "shape " + gradient.shape(),
          null);
    }
    for (Tensor input : inputs) {
      if (input.sharesElements(gradient)) {
        throw new EngineException(
            operation,
            null,
            "its gradient rule returned the elements of an operand; return a copy of them");
      }
    }
  }

  @Override
  public String toString() {
    return operation;
  }
}
