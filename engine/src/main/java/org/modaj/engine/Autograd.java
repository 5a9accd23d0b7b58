package org.modaj.engine;

/**
 * The recording of operations for {@link Tensor#backward()}. An operation computes its result and
 * then calls {@link #record}; this is also how a user's own operation gets its gradient.
 */
public final class Autograd {
  private static final class State {
    boolean off;
    long sequence;
  }

  private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);

  private Autograd() {}

  /** Whether operations of this thread are recorded. */
  public static boolean isRecording() {
    return !STATE.get().off;
  }

  /** Stops recording on this thread until the scope is closed; scopes nest. */
  public static Scope noGrad() {
    State state = STATE.get();
    boolean before = state.off;
    state.off = true;
    return () -> state.off = before;
  }

  /** A scope for try-with-resources. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether an operation on these operands has to be recorded. */
  public static boolean needsRecord(Tensor... operands) {
    if (isRecording()) {
      for (Tensor operand : operands) {
        if (operand.requiresGrad()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Records that {@code output} was computed from {@code operands}; does nothing when no operand
   * requires a gradient or recording is off.
   *
   * @param operation name for messages
   * @param output the result
   * @param rule gradients of the operands from the gradient of the output
   * @param operands what the result depends on
   * @return {@code output}
   */
  public static Tensor record(
      String operation, Tensor output, GradientRule rule, Tensor... operands) {
    recordAll(operation, new Tensor[] {output}, rule, operands);
    return output;
  }

  /** As {@link #record}, for an operation with several outputs. */
  public static void recordAll(
      String operation, Tensor[] outputs, GradientRule rule, Tensor... operands) {
    if (!needsRecord(operands)) {
      return;
    }
    Node node = new Node(operation, operands, outputs, rule, STATE.get().sequence++);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].producedBy(node, i);
    }
  }
}
