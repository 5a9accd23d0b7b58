package org.modaj.moda.slice;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/**
 * Which elements of a tensor stay: chosen indices of each axis; of a grouped weight, chosen indices
 * of two axes for each block.
 */
final class TensorCut {
  private final Shape whole;

  /** Kept indices by axis; null for an axis that stays whole. */
  private final int[][] axes;

  /** By block, when blocks lose positions; null otherwise. */
  private final NodeCut.Trim @Nullable [] trims;

  private final int outputAxis;
  private final int inputAxis;
  private final int blockInputs;

  private TensorCut(
      Shape whole, int[][] axes, NodeCut.Trim @Nullable [] trims, int outputAxis, int inputAxis) {
    this.whole = whole;
    this.axes = axes;
    this.trims = trims;
    this.outputAxis = outputAxis;
    this.inputAxis = inputAxis;
    this.blockInputs = trims == null ? 0 : whole.dim(inputAxis);
  }

  /** The cut of one of a layer's tensors. */
  static TensorCut of(UnitFlow flow, NodeCut cut, String tensor, Shape whole) {
    int[][] axes = new int[whole.rank()][];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = of(flow, cut, tensor, axis);
    }
    UnitFlow.Trimming trimming = flow.trimming().orElse(null);
    if (trimming == null || !trimming.tensor().equals(tensor)) {
      return new TensorCut(whole, axes, null, -1, -1);
    }
    int outputAxis = DeclaredUnits.outputAxis(flow, tensor);
    axes[outputAxis] = null;
    return new TensorCut(whole, axes, cut.trims(), outputAxis, trimming.axis());
  }

  /** Indices of an axis that stay, ascending; null when it is not cut. */
  static int @Nullable [] of(UnitFlow flow, NodeCut cut, String tensor, int axis) {
    for (UnitFlow.Binding binding : flow.bindings()) {
      if (binding.tensor().equals(tensor) && binding.axis() == axis) {
        return staying(binding.layout(), cut);
      }
    }
    return null;
  }

  private static int[] staying(UnitLayout layout, NodeCut cut) {
    BitSet outputs = new BitSet();
    for (int p : cut.present()) {
      outputs.set(p);
    }
    BitSet[] inputs = new BitSet[cut.delivered().length];
    return IntStream.range(0, layout.size())
        .filter(i -> {
          if (layout.isZero(i) || layout.isOutput(i)) {
            return layout.isZero(i) || outputs.get(layout.position(i));
          }
          int input = layout.input(i);
          if (inputs[input] == null) {
            inputs[input] = cut.inputPositions(input);
          }
          return inputs[input].get(layout.position(i));
        })
        .toArray();
  }

  /** Shape of the cut tensor. */
  Shape shape() {
    Shape shape = whole;
    for (int axis = 0; axis < axes.length; axis++) {
      if (axes[axis] != null) {
        shape = shape.with(axis, axes[axis].length);
      }
    }
    if (trims != null) {
      int outputs = 0;
      int inputs = 0;
      for (NodeCut.Trim trim : trims) {
        if (trim != null) {
          outputs += trim.outputs().length;
          inputs = trim.inputs().length;
        }
      }
      shape = shape.with(outputAxis, outputs).with(inputAxis, inputs);
    }
    return shape;
  }

  /** Elements that this and another cut of the same tensor both have. */
  long common(TensorCut other) {
    long product = 1;
    for (int axis = 0; axis < axes.length; axis++) {
      if (trims == null || axis != outputAxis && axis != inputAxis) {
        product *= common(axes[axis], other.axes[axis], whole.dim(axis));
      }
    }
    if (trims == null) {
      return product;
    }
    NodeCut.Trim[] others = requireNonNull(other.trims);
    long inBlocks = 0;
    for (int b = 0; b < trims.length; b++) {
      if (trims[b] != null && others[b] != null) {
        inBlocks +=
            (long) common(trims[b].outputs(), others[b].outputs(), 0)
                * common(trims[b].inputs(), others[b].inputs(), 0);
      }
    }
    return product * inBlocks;
  }

  /** Number of positions in both ascending lists; null stands for all {@code size}. */
  private static int common(int @Nullable [] a, int @Nullable [] b, int size) {
    if (a == null) {
      return b == null ? size : b.length;
    }
    if (b == null) {
      return a.length;
    }
    int count = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        count++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return count;
  }

  /** The cut tensor, its own elements; trained when the whole one is. */
  Tensor apply(Tensor tensor) {
    Tensor part = tensor;
    for (int axis = 0; axis < axes.length; axis++) {
      if (axes[axis] != null) {
        part = AxisGather.along(part, axis, axes[axis]);
      }
    }
    if (trims != null) {
      part = trimmed(part, trims);
    }
    return (part == tensor ? tensor.copy() : part).requireGrad(tensor.requiresGrad());
  }

  private Tensor trimmed(Tensor tensor, NodeCut.Trim[] trims) {
    List<Tensor> parts = new ArrayList<>();
    for (int b = 0; b < trims.length; b++) {
      if (trims[b] != null) {
        int first = b * blockInputs;
        int[] inputs = IntStream.of(trims[b].inputs()).map(p -> p - first).toArray();
        parts.add(
            AxisGather.along(
                AxisGather.along(tensor, outputAxis, trims[b].outputs()), inputAxis, inputs));
      }
    }
    return AxisGather.joined(parts, outputAxis);
  }
}
