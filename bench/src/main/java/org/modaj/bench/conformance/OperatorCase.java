package org.modaj.bench.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;

/**
 * The tensors of one case of a differentiable operator: inputs that collect a gradient where the
 * case expects one, outputs, and the gradients of {@code L = Σ over outputs of Σ output·cotangent}.
 *
 * <pre>{@code
 * OperatorCase tensors = new OperatorCase(golden);
 * Tensor y = Relu.apply(tensors.input("x", Layout.SAME));
 * return tensors.output("y", y, Layout.SAME).result();
 * }</pre>
 */
public final class OperatorCase {
  private record Placed(Tensor tensor, Layout layout) {}

  private final GoldenCase golden;
  private final CaseResult result = new CaseResult();
  private final Map<String, Placed> leaves = new LinkedHashMap<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> cotangents = new ArrayList<>();

  /** Starts with no tensors. */
  public OperatorCase(GoldenCase golden) {
    this.golden = golden;
  }

  /** Returns the input of this role; it collects a gradient if the case expects one of it. */
  public Tensor input(String role, Layout layout) {
    Tensor tensor = layout.read(golden.input(role)).requireGrad(golden.wantsGrad(role));
    if (leaves.putIfAbsent(role, new Placed(tensor, layout)) != null) {
      throw new GoldenCaseException(golden.name(), "input '" + role + "' is taken twice");
    }
    return tensor;
  }

  /** As {@link #input}, or null when the case has no input of this role. */
  public Tensor optionalInput(String role, Layout layout) {
    return golden.hasInput(role) ? input(role, layout) : null;
  }

  /** Adds an output, with the cotangent of its name where the case has one; returns this. */
  public OperatorCase output(String role, Tensor y, Layout layout) {
    result.output(layout.write(role, y));
    if (golden.cotangentRoles().contains(role)) {
      outputs.add(y);
      cotangents.add(layout.read(golden.cotangent(role)));
    }
    return this;
  }

  /**
   * Differentiates if the case has cotangents, and returns outputs and gradients. An input that no
   * output depends on has the gradient 0.
   */
  public CaseResult result() {
    if (outputs.stream().anyMatch(Tensor::requiresGrad)) {
      weighted().backward();
    }
    leaves.forEach((role, leaf) -> {
      if (leaf.tensor().requiresGrad()) {
        Tensor grad = leaf.tensor().grad();
        Tensor written = grad == null ? Tensor.full(leaf.tensor().shape(), 0) : grad;
        result.grad(leaf.layout().write(role, written));
      }
    });
    return result;
  }

  /** L, of which only the gradient matters: its value is left at 0. */
  private Tensor weighted() {
    return Autograd.record(
        "sum of outputs times cotangents",
        Tensor.scalar(0),
        dy -> cotangents.stream().map(Tensor::copy).toArray(Tensor[]::new),
        outputs.toArray(Tensor[]::new));
  }
}
