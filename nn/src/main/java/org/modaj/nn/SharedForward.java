package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Autograd;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.nn.ExecutionPlan.Step;

/**
 * Computes many networks on one input, one after another, in evaluation mode. Leading layers that a
 * network has in common with the one before it (same operation, same bits of every tensor, same
 * inputs) are not computed again, so networks that resemble each other should follow each other.
 * The outputs are those of {@link Network#forward}, bit for bit.
 *
 * <p>The outputs of all layers of the last network stay in memory. For one thread; close it before
 * any workspace that was open when it was created.
 */
public final class SharedForward implements AutoCloseable {
  /** A step of the last network with the workspace that its output lives in. */
  private record Computed(Step step, Workspace workspace) {}

  private final NetworkInput input;
  private final long spareBytes;
  private final List<Computed> computed = new ArrayList<>();
  private @Nullable Network last;

  /** Outputs of the last network by node; null inside a fused step. */
  private Tensor[] values = {};

  /** Bytes made since free memory was given back. */
  private long made;

  private long steps;
  private long reused;

  /**
   * Begins with an input.
   *
   * @param input read by every network; not modified
   * @param spareBytes memory that may be kept for reuse besides what the last network needs
   */
  public SharedForward(NetworkInput input, long spareBytes) {
    this.input = input;
    this.spareBytes = spareBytes;
  }

  /**
   * Computes one network.
   *
   * @return its output, valid until the next call
   * @throws org.modaj.engine.ShapeException when the input does not fit the network
   */
  public Tensor forward(Network network) {
    network.checkInput(input);
    List<Step> plan = network.plan().inference();
    TimeAxes.Lengths lengths = network.plan().time().lengths(input.lengths());
    int common = last == null ? 0 : commonNodes(last, network);
    int keep = 0;
    while (keep < Math.min(computed.size(), plan.size())
        && plan.get(keep).index() < common
        && plan.get(keep).index() == computed.get(keep).step().index()) {
      keep++;
    }
    drop(keep);
    values = Arrays.copyOf(values, network.nodes().size());
    last = network;
    steps += plan.size();
    reused += keep;
    try (Autograd.Scope _ = Autograd.noGrad()) {
      for (Step step : plan.subList(keep, plan.size())) {
        compute(step, lengths);
      }
    }
    return values[network.outputNode()];
  }

  private void compute(Step step, TimeAxes.Lengths lengths) {
    Workspace workspace = Workspace.open();
    computed.add(new Computed(step, workspace));
    Context context = ExecutionPlan.context(step, input, Mode.EVALUATE, lengths);
    Tensor value = step.compute(values, input, context);
    values[step.index()] = value;
    made += (long) Float.BYTES * value.elements();
  }

  /** Forgets all but the first steps. */
  private void drop(int keep) {
    while (computed.size() > keep) {
      computed.removeLast().workspace().close();
    }
    int nodes = keep == 0 ? 0 : computed.getLast().step().index() + 1;
    Arrays.fill(values, nodes, values.length, null);
    if (made > spareBytes) {
      Workspace.trim(); // outputs of other sizes would pile up
      made = 0;
    }
  }

  /** Number of leading nodes that are the same in both networks. */
  private static int commonNodes(Network a, Network b) {
    int most = Math.min(a.nodes().size(), b.nodes().size());
    int common = 0;
    while (common < most && isSame(a.nodes().get(common), b.nodes().get(common))) {
      common++;
    }
    return common;
  }

  private static boolean isSame(NetworkNode a, NetworkNode b) {
    return a.layer().type().equals(b.layer().type())
        && a.inputs().equals(b.inputs())
        && a.layer().settings().equals(b.layer().settings())
        && isSame(a.layer().parameters(), b.layer().parameters())
        && isSame(a.layer().buffers(), b.layer().buffers());
  }

  private static boolean isSame(Map<String, Tensor> a, Map<String, Tensor> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(e -> isSame(e.getValue(), Objects.requireNonNull(b.get(e.getKey()))));
  }

  private static boolean isSame(Tensor a, Tensor b) {
    return a.shape().equals(b.shape()) && Arrays.equals(a.data(), b.data());
  }

  /** Steps of all networks so far, computed or not. */
  public long steps() {
    return steps;
  }

  /** Steps whose output was there already. */
  public long reusedSteps() {
    return reused;
  }

  /**
   * Gives all memory back.
   *
   * @throws EngineException when workspaces opened later are still open
   */
  @Override
  public void close() {
    drop(0);
    last = null;
    Workspace.trim();
  }
}
