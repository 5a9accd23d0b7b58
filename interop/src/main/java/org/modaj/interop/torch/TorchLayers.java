package org.modaj.interop.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.interop.torch.Binding.Conversion;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;

/**
 * What PyTorch calls the tensors of each type of layer, and how it lays them out.
 *
 * <p>A recurrent layer called {@code rnn.l1} is level 1 of a module {@code rnn}; one of another
 * name is level 0 of a module of its own.
 */
final class TorchLayers {
  private static final Pattern LEVEL = Pattern.compile("(.+)\\.l(\\d+)");

  private final FlattenOrder order;
  private final List<Binding> bindings = new ArrayList<>();
  private final List<String> counters = new ArrayList<>();

  TorchLayers(Network network) {
    this.order = new FlattenOrder(network);
    for (NetworkNode node : network.nodes()) {
      bind(node);
    }
  }

  /** All tensors that PyTorch has too, in order of computation. */
  List<Binding> bindings() {
    return bindings;
  }

  /** Names of the counters that PyTorch's batch normalizations have besides. */
  List<String> counters() {
    return counters;
  }

  /** A network's type of layer with tensors that has no counterpart in the table. */
  private static EngineException unknown(NetworkNode node) {
    return new EngineException(
        "PyTorch's state dict",
        node.name(),
        "layers of type \"" + node.layer().type() + "\" have no counterpart in PyTorch");
  }

  private void bind(NetworkNode node) {
    Map<String, Tensor> tensors = node.layer().tensors().all();
    switch (node.layer().type()) {
      case "conv2d", "depthwise_conv2d" -> each(node, tensors, TorchLayers::convolution);
      case "conv_transpose2d" -> each(node, tensors, TorchLayers::transposedConvolution);
      case "conv1d" -> each(node, tensors, TorchLayers::convolution1d);
      case "dense" -> each(node, tensors, t -> dense(t, order.ofInput(node)));
      case "batch_norm" -> {
        each(node, tensors, t -> vector(t, order.ofInput(node)));
        counters.add(node.name() + "." + StateDict.COUNTER);
      }
      case "layer_norm", "group_norm", "instance_norm", "rms_norm", "prelu", "embedding" ->
          each(node, tensors, t -> vector(t, order.ofInput(node)));
      case "lstm", "gru" -> recurrent(node, tensors);
      case "last_step" -> {
        // its marks say which features run backwards; in PyTorch that is code
      }
      default -> {
        if (!tensors.isEmpty()) {
          throw unknown(node);
        }
      }
    }
  }

  /** Which of our axes each of PyTorch's is, and the conversion. */
  private record Layout(int[] axes, Conversion conversion) {}

  /** Finds the layout of one of a layer's tensors. */
  @FunctionalInterface
  private interface LayoutRule {
    Layout of(Tensor tensor);
  }

  private void each(NetworkNode node, Map<String, Tensor> tensors, LayoutRule rule) {
    tensors.forEach((name, tensor) -> {
      Layout layout = rule.of(tensor);
      bindings.add(
          new Binding(
              tensor, List.of(node.name() + "." + name), layout.axes(), layout.conversion()));
    });
  }

  private static Layout convolution(Tensor t) {
    return t.shape().rank() == 4 ? permuted(t.shape(), 3, 2, 0, 1) : same(t);
  }

  /** Ours is that of the convolution whose gradient it computes. */
  private static Layout transposedConvolution(Tensor t) {
    return t.shape().rank() == 4 ? permuted(t.shape(), 3, 2, 0, 1) : same(t);
  }

  private static Layout convolution1d(Tensor t) {
    return t.shape().rank() == 3 ? permuted(t.shape(), 2, 1, 0) : same(t);
  }

  private static Layout same(Tensor t) {
    return new Layout(inOrder(t), Binding.SAME);
  }

  private static int[] inOrder(Tensor t) {
    return IntStream.range(0, t.shape().rank()).toArray();
  }

  private static Layout vector(Tensor t, int @Nullable [] order) {
    return order == null || t.shape().rank() != 1 || t.elements() != order.length
        ? same(t)
        : new Layout(inOrder(t), Binding.moved(order));
  }

  private static Layout dense(Tensor t, int @Nullable [] order) {
    if (t.shape().rank() != 2) {
      return same(t);
    }
    int in = t.dim(0);
    int out = t.dim(1);
    int[] position = new int[t.elements()];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        position[i * out + o] = o * in + (order == null ? i : order[i]);
      }
    }
    return new Layout(new int[] {1, 0}, Binding.moved(position));
  }

  /** PyTorch's axis {@code a} is our axis {@code axes[a]}. */
  private static Layout permuted(Shape ours, int... axes) {
    int[] shape = new int[axes.length];
    int[] stride = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      shape[a] = ours.dim(axes[a]);
    }
    for (int a = axes.length - 1, size = 1; a >= 0; size *= shape[a--]) {
      stride[axes[a]] = size;
    }
    int[] position = new int[ours.elements()];
    int[] index = new int[axes.length];
    for (int i = 0, at = 0; i < position.length; i++) {
      position[i] = at;
      for (int a = index.length - 1; a >= 0; a--) {
        at += stride[a];
        if (++index[a] < ours.dim(a)) {
          break;
        }
        at -= stride[a] * ours.dim(a);
        index[a] = 0;
      }
    }
    return new Layout(axes, Binding.moved(position));
  }

  private void recurrent(NetworkNode node, Map<String, Tensor> tensors) {
    Matcher level = LEVEL.matcher(node.name());
    String prefix = level.matches() ? level.group(1) : node.name();
    String suffix = "_l" + (level.matches() ? level.group(2) : "0");
    tensors.forEach((name, t) -> {
      String direction = name.endsWith("_reverse") ? "_reverse" : "";
      String own = name.substring(0, name.length() - direction.length());
      String ending = suffix + direction;
      Layout layout = t.shape().rank() == 2 ? dense(t, null) : same(t);
      List<String> names =
          own.equals("bias")
              ? List.of(prefix + ".bias_ih" + ending, prefix + ".bias_hh" + ending)
              : List.of(prefix + "." + own + ending);
      bindings.add(new Binding(t, names, layout.axes(), layout.conversion()));
    });
  }
}
