package org.modaj.moda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchMatMul;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.GroupNorm;
import org.modaj.engine.ops.IndexSelect;
import org.modaj.engine.ops.LayerNorm;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Permute;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.Softmax;
import org.modaj.engine.ops.Transpose;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.unit.UnitFlow;

/** Layers of a user's own: one of every kind of declaration. */
public final class OwnLayers {
  private OwnLayers() {}

  /** A tensor of random numbers. */
  static Tensor random(String name, int... sizes) {
    Shape shape = Shape.of(sizes);
    Tensor t = Tensor.of(shape, new float[shape.elements()]);
    CounterRandom.of(name).fill(t.data(), 0.5f, 0.1f);
    return t.requireGrad(true);
  }

  private static Map<String, Tensor> tensors(Object... namesAndTensors) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      if (namesAndTensors[i + 1] != null) {
        tensors.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
      }
    }
    return tensors;
  }

  /** Multiplies images {@code [n, h, w, c]} by factors {@code [n, c]}. */
  public static OwnLayer gate() {
    return OwnLayer.plain(
        "own-gate",
        x -> {
          Tensor f = x.get(1);
          return Mul.apply(x.get(0), Reshape.apply(f, f.dim(0), 1, 1, f.dim(1)));
        },
        (layer, shapes, inputs) -> UnitFlow.product(inputs));
  }

  /** Doubles height and width. */
  public static OwnLayer upsample() {
    return OwnLayer.plain(
            "own-upsample",
            x -> doubled(doubled(x.get(0), 1), 2),
            (layer, shapes, inputs) -> UnitFlow.pointwise(inputs))
        .shaped((layer, shapes) ->
            shapes.get(0).with(0, 2 * shapes.get(0).dim(0)).with(1, 2 * shapes.get(0).dim(1)));
  }

  private static Tensor doubled(Tensor x, int axis) {
    return IndexSelect.apply(
        x, axis, IntStream.range(0, 2 * x.dim(axis)).map(i -> i / 2).toArray());
  }

  /** Images {@code [h, w, c]} as sequences of pixels {@code [h·w, c]}. */
  public static OwnLayer pixels() {
    return OwnLayer.plain(
            "own-pixels",
            x ->
                Reshape.apply(
                    x.get(0), x.get(0).dim(0), x.get(0).dim(1) * x.get(0).dim(2), x.get(0).dim(3)),
            (layer, shapes, inputs) -> UnitFlow.pointwise(inputs))
        .shaped((layer, shapes) ->
            Shape.of(shapes.get(0).dim(0) * shapes.get(0).dim(1), shapes.get(0).dim(2)));
  }

  /** Mean over the places of {@code [places, c]}. */
  public static OwnLayer meanOverPlaces() {
    return OwnLayer.plain(
            "own-mean",
            x -> Mean.apply(x.get(0), new int[] {1}, false),
            (layer, shapes, inputs) -> UnitFlow.pointwise(inputs))
        .shaped((layer, shapes) -> Shape.of(shapes.get(0).dim(1)));
  }

  /** Exchanges the axes of {@code [places, c]}. */
  public static OwnLayer exchange() {
    return OwnLayer.plain(
            "own-exchange",
            x -> Transpose.apply(x.get(0), 1, 2),
            (layer, shapes, inputs) -> UnitFlow.whole(shapes.get(0).dim(0), inputs))
        .shaped((layer, shapes) -> Shape.of(shapes.get(0).dim(1), shapes.get(0).dim(0)));
  }

  /** A vector for each place, added. */
  public static OwnLayer positions(String name, int places, int width) {
    return new OwnLayer(
        "own-positions",
        0,
        tensors("weight", random(name, places, width)),
        (layer, shapes) -> shapes.get(0),
        (layer, x) -> Add.apply(x.get(0), layer.parameters().get("weight")),
        (layer, shapes, inputs) -> UnitFlow.pointwise(inputs).neverZero().bind("weight", 1));
  }

  /** Layer normalization of the last axis: needs the full width. */
  public static OwnLayer layerNorm(String name, int width) {
    return new OwnLayer(
        "own-layer-norm",
        0,
        tensors("weight", random(name + ".w", width), "bias", random(name + ".b", width)),
        (layer, shapes) -> shapes.get(0),
        (layer, x) ->
            LayerNorm.apply(
                x.get(0),
                Shape.of(x.get(0).dim(-1)),
                layer.parameters().get("weight"),
                layer.parameters().get("bias"),
                1e-5),
        (layer, shapes, inputs) -> UnitFlow.whole(shapes.get(0).dim(-1), inputs));
  }

  /** Group normalization: blocks that are kept as they are. */
  public static OwnLayer groupNorm(String name, int groups, int width) {
    return new OwnLayer(
        "own-group-norm",
        groups,
        tensors("weight", random(name + ".w", width), "bias", random(name + ".b", width)),
        (layer, shapes) -> shapes.get(0),
        (layer, x) ->
            GroupNorm.apply(
                x.get(0),
                layer.groups(),
                layer.parameters().get("weight"),
                layer.parameters().get("bias"),
                1e-5),
        (layer, shapes, inputs) ->
            UnitFlow.blocks(layer.groups(), shapes.get(0).dim(-1), inputs)
                .neverZero()
                .bind("weight", 0)
                .bind("bias", 0));
  }

  /** A 3x3 convolution in groups: blocks that may lose positions. */
  public static OwnLayer grouped(String name, int groups, int in, int out, boolean bias) {
    return new OwnLayer(
        "own-grouped",
        groups,
        tensors(
            "weight",
            random(name + ".weight", 3, 3, in / groups, out),
            "bias",
            bias ? random(name + ".bias", out) : null),
        (layer, shapes) -> shapes.get(0).with(-1, layer.parameters().get("weight").dim(3)),
        (layer, x) ->
            Conv2d.apply(
                x.get(0),
                layer.parameters().get("weight"),
                layer.parameters().get("bias"),
                Conv2d.Options.of(1, 1).withGroups(layer.groups())),
        (layer, shapes, inputs) -> {
          UnitFlow flow =
              UnitFlow.blocks(layer.groups(), layer.parameters().get("weight").dim(3), inputs)
                  .bind("weight", 3)
                  .trimmed("weight", 2);
          return bias ? flow.neverZero().bind("bias", 0) : flow;
        });
  }

  /** Channel {@code g·n + i} of g groups goes to place {@code i·g + g}: moves positions. */
  public static OwnLayer shuffle(int groups) {
    return OwnLayer.plain(
        "own-shuffle",
        x -> IndexSelect.apply(x.get(0), -1, shuffled(groups, x.get(0).dim(-1))),
        (layer, shapes, inputs) ->
            UnitFlow.rearranged(inputs.get(0).pick(shuffled(groups, inputs.get(0).size()))));
  }

  private static int[] shuffled(int groups, int width) {
    int each = width / groups;
    return IntStream.range(0, width).map(p -> p % groups * each + p / groups).toArray();
  }

  /** Channels from {@code from} on: moves positions. */
  public static OwnLayer part(int from, int count) {
    int[] chosen = IntStream.range(from, from + count).toArray();
    return OwnLayer.plain(
            "own-part",
            x -> IndexSelect.apply(x.get(0), -1, chosen),
            (layer, shapes, inputs) -> UnitFlow.rearranged(inputs.get(0).part(from, from + count)))
        .shaped((layer, shapes) -> shapes.get(0).with(-1, count));
  }

  /** Four channels become 2x2 pixels of one: blocks of inputs, single outputs. */
  public static OwnLayer depthToSpace() {
    return OwnLayer.plain(
            "own-depth-to-space",
            x -> {
              Tensor in = x.get(0);
              int c = in.dim(3) / 4;
              Tensor split = Reshape.apply(in, in.dim(0), in.dim(1), in.dim(2), c, 2, 2);
              return Reshape.apply(
                  Permute.apply(split, 0, 1, 4, 2, 5, 3),
                  in.dim(0),
                  2 * in.dim(1),
                  2 * in.dim(2),
                  c);
            },
            (layer, shapes, inputs) ->
                UnitFlow.blocks(shapes.get(0).dim(2) / 4, shapes.get(0).dim(2) / 4, inputs))
        .shaped((layer, shapes) ->
            Shape.of(2 * shapes.get(0).dim(0), 2 * shapes.get(0).dim(1), shapes.get(0).dim(2) / 4));
  }

  /** 2x2 pixels become four channels: spread. */
  public static OwnLayer spaceToDepth() {
    return OwnLayer.plain(
            "own-space-to-depth",
            x -> {
              Tensor in = x.get(0);
              Tensor split =
                  Reshape.apply(in, in.dim(0), in.dim(1) / 2, 2, in.dim(2) / 2, 2, in.dim(3));
              return Reshape.apply(
                  Permute.apply(split, 0, 1, 3, 5, 2, 4),
                  in.dim(0),
                  in.dim(1) / 2,
                  in.dim(2) / 2,
                  4 * in.dim(3));
            },
            (layer, shapes, inputs) -> UnitFlow.spread(inputs.get(0).repeat(4)))
        .shaped((layer, shapes) ->
            Shape.of(shapes.get(0).dim(0) / 2, shapes.get(0).dim(1) / 2, 4 * shapes.get(0).dim(2)));
  }

  /** Attention of queries, keys and values {@code [places, heads·d]}: heads are units. */
  public static OwnLayer attention(int heads, int d) {
    return new OwnLayer(
        "own-attention",
        heads,
        Map.of(),
        (layer, shapes) -> shapes.get(0),
        (layer, x) -> {
          Tensor q = heads(x.get(0), layer.groups());
          Tensor k = heads(x.get(1), layer.groups());
          Tensor v = heads(x.get(2), layer.groups());
          Tensor scale = Tensor.full(Shape.of(1), (float) (1 / Math.sqrt(d)));
          Tensor scores = Mul.apply(BatchMatMul.apply(q, Transpose.apply(k, 2, 3)), scale);
          Tensor mixed = BatchMatMul.apply(Softmax.apply(scores, -1), v);
          return Reshape.apply(Permute.apply(mixed, 0, 2, 1, 3), x.get(0).shape());
        },
        (layer, shapes, inputs) ->
            UnitFlow.blocks(layer.groups(), inputs.get(0).size(), inputs)
                .neverZero()
                .zeroWith(2)
                .unitsOf(d));
  }

  private static Tensor heads(Tensor x, int heads) {
    Tensor split = Reshape.apply(x, x.dim(0), x.dim(1), heads, x.dim(2) / heads);
    return Permute.apply(split, 0, 2, 1, 3);
  }
}
