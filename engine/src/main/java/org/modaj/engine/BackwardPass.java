package org.modaj.engine;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.modaj.engine.kernel.Kernels;

/**
 * One walk from results back to leaves. Operations are visited in the reverse order of their
 * recording, so each is visited once, when all gradients of its outputs have arrived; the order of
 * every sum of gradients is fixed.
 */
final class BackwardPass {
  private final Map<Node, Tensor[]> pending = new HashMap<>();

  /** How many waiting slots hold an array; it returns to the workspace when the last is done. */
  private final Object2IntOpenHashMap<float[]> holders = new Object2IntOpenHashMap<>();

  private BackwardPass() {}

  static void run(Tensor[] roots, Tensor[] gradients) {
    BackwardPass pass = new BackwardPass();
    for (int i = 0; i < roots.length; i++) {
      Tensor root = roots[i];
      if (!root.requiresGrad()) {
        throw new EngineException(
            "backward",
            null,
            "the tensor of shape " + root.shape() + " depends on nothing that requires a gradient");
      }
      checkAlive(root);
      if (!gradients[i].shape().equals(root.shape())) {
        throw new ShapeException(
            "backward", null, "shape " + root.shape(), "shape " + gradients[i].shape(), null);
      }
      pass.hold(gradients[i]); // the caller's own: never recycled or kept here
      pass.hold(gradients[i]);
      pass.deliver(root, gradients[i]);
    }
    try (Autograd.Scope _ = Autograd.noGrad()) {
      for (Node node : order(roots)) {
        pass.visit(node);
      }
    }
  }

  private static List<Node> order(Tensor[] roots) {
    ArrayDeque<Node> open = new ArrayDeque<>();
    Map<Node, Boolean> seen = new HashMap<>();
    for (Tensor root : roots) {
      if (root.node() != null && seen.put(root.node(), true) == null) {
        open.add(root.node());
      }
    }
    List<Node> nodes = new ArrayList<>();
    while (!open.isEmpty()) {
      Node node = open.remove();
      nodes.add(node);
      for (Tensor input : node.inputs()) {
        checkAlive(input);
        if (input.node() != null && seen.put(input.node(), true) == null) {
          open.add(input.node());
        }
      }
    }
    nodes.sort(Comparator.comparingLong(Node::sequence).reversed());
    return nodes;
  }

  private static void checkAlive(Tensor tensor) {
    if (tensor.requiresGrad() && tensor.isRecycled()) {
      throw new EngineException(
          "backward",
          null,
          "a tensor of shape "
              + tensor.shape()
              + " was recycled with its workspace; call backward"
              + " before the workspace closes");
    }
  }

  private void visit(Node node) {
    Tensor[] gradients = pending.remove(node);
    if (gradients == null) {
      return;
    }
    Tensor[] result = node.differentiate(gradients);
    Tensor[] inputs = node.inputs();
    forEach(result, this::hold);
    for (int i = 0; i < inputs.length; i++) {
      if (result[i] != null && inputs[i].requiresGrad()) {
        deliver(inputs[i], result[i]);
      }
    }
    forEach(result, this::letGo);
    forEach(gradients, this::letGo);
  }

  private static void forEach(Tensor[] tensors, Consumer<Tensor> action) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        action.accept(tensor);
      }
    }
  }

  /** Hands over a gradient that the caller holds once. */
  private void deliver(Tensor target, Tensor gradient) {
    Node producer = target.node();
    if (producer == null) {
      boolean shared = holders.getInt(gradient.data()) > 1;
      target.collect(target.grad() == null && shared ? copy(gradient) : gradient);
      return;
    }
    Tensor[] slots = pending.computeIfAbsent(producer, n -> new Tensor[n.outputs().length]);
    Tensor waiting = slots[target.output()];
    if (waiting == null) {
      hold(gradient);
      slots[target.output()] = gradient;
    } else {
      Tensor sum = Tensor.result(waiting.shape());
      Kernels.current()
          .elementwise()
          .add(sum.elements(), waiting.data(), gradient.data(), sum.data());
      hold(sum);
      slots[target.output()] = sum;
      letGo(waiting);
    }
  }

  private static Tensor copy(Tensor gradient) {
    Tensor copy = Tensor.result(gradient.shape());
    System.arraycopy(gradient.data(), 0, copy.data(), 0, copy.elements());
    return copy;
  }

  private void hold(Tensor gradient) {
    holders.addTo(gradient.data(), 1);
  }

  private void letGo(Tensor gradient) {
    float[] data = gradient.data();
    if (holders.addTo(data, -1) == 1) {
      holders.removeInt(data);
      Workspace.release(gradient);
    }
  }
}
