package org.modaj.engine;

/** One recorded operation: its operands, and the rule that turns output into input gradients. */
final class Node {
  private final String operation;
  private final Tensor[] inputs;
  private final int[] versions;
  private final Shape[] outputs;
  private final long sequence;
  private GradientRule rule;

  Node(String operation, Tensor[] inputs, Shape[] outputs, GradientRule rule, long sequence) {
    this.operation = operation;
    this.inputs = inputs;
    this.outputs = outputs;
    this.rule = rule;
    this.sequence = sequence;
    this.versions = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      versions[i] = inputs[i].version();
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
  Tensor[] differentiate(Tensor[] gradients) {
    if (rule == null) {
      throw new EngineException(
          operation,
          null,
          "backward was called twice through the same operation; run the forward pass again");
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].version() != versions[i]) {
        throw new EngineException(
            operation,
            null,
            "operand " + i + " of shape " + inputs[i].shape()
                + " was modified in place after it was used; its gradient would be wrong");
      }
    }
    Tensor[] result = rule.gradients(gradients);
    rule = null;
    if (result.length != inputs.length) {
      throw new EngineException(
          operation,
          null,
          "its gradient rule returned " + result.length + " gradients for " + inputs.length
              + " operands");
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad()
          && result[i] != null
          && !result[i].shape().equals(inputs[i].shape())) {
        throw new ShapeException(
            "gradient of " + operation,
            null,
            "shape " + inputs[i].shape() + " for operand " + i,
            "shape " + result[i].shape(),
            null);
      }
    }
    return result;
  }

  @Override
  public String toString() {
    return operation;
  }
}
