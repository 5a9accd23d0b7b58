package org.modaj.moda.slice;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.modaj.engine.Tensor;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.GroupedLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitLayout;

/** Makes the cut network of a plan: smaller layers, and gathers between them where they differ. */
final class SliceBuilder {
  /**
   * What a layer of the whole network has become.
   *
   * @param value where it, or what it is gathered from, is computed
   * @param places for each position that is there the position of {@code value}, -1 for a zero
   * @param present the positions that are there
   */
  private record Piece(Value value, int[] places, int[] present) {}

  private final DeclaredUnits declared;
  private final KeepSets keep;
  private final List<NodeCut> cuts;
  private final Map<Tensor, TensorCut> tensorCuts;
  private final NetworkBuilder net;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<Tensor, Tensor> tensors = new IdentityHashMap<>();
  private final Map<Layer, Layer> layers = new IdentityHashMap<>();

  /** Gathers that are there, by what they are gathered from. */
  private final Map<List<Integer>, Value> gathers = new HashMap<>();

  /** The layers that are there under their own names. */
  private final BitSet made = new BitSet();

  /** Names that gathers cannot have. */
  private final Set<String> names = new HashSet<>();

  SliceBuilder(
      DeclaredUnits declared,
      KeepSets keep,
      List<NodeCut> cuts,
      Map<Tensor, TensorCut> tensorCuts,
      String name) {
    this.declared = declared;
    this.keep = keep;
    this.cuts = cuts;
    this.tensorCuts = tensorCuts;
    this.net = NetworkBuilder.like(declared.network(), name, 0);
    declared.network().nodes().forEach(node -> names.add(node.name()));
  }

  Network build() {
    Map<String, Value> outputs = new HashMap<>();
    SequencedMap<String, Integer> heads = declared.network().heads();
    for (int i = 0; i < cuts.size(); i++) {
      pieces.add(cuts.get(i) == null ? null : piece(i));
      for (String head : keep.outputs().keySet()) {
        if (requireNonNull(heads.get(head)) == i) {
          outputs.put(head, delivered(i, keep.outputs().get(head)));
        }
      }
    }
    heads.keySet().stream()
        .filter(outputs::containsKey)
        .forEach(head -> net.head(head, requireNonNull(outputs.get(head))));
    return withClasses(net.build());
  }

  /** The classes of the outputs that are left, when they are not 0, 1, 2 and so on. */
  private Network withClasses(Network cut) {
    Network whole = declared.network();
    String head = cut.heads().firstEntry().getKey();
    List<Integer> own = requireNonNull(keep.outputs().get(head)).stream().boxed().toList();
    if (head.equals(whole.heads().firstEntry().getKey()) && whole.classes().isPresent()) {
      List<Integer> classes = whole.classes().get();
      return cut.withClasses(own.stream().map(classes::get).toList());
    }
    boolean all = own.size() == declared.width(requireNonNull(whole.heads().get(head)));
    return all ? cut : cut.withClasses(own);
  }

  private Piece piece(int index) {
    NodeCut cut = cuts.get(index);
    UnitFlow flow = declared.flows().get(index);
    if (flow.moved().isPresent()) {
      return moved(index, flow.moved().get(), cut);
    }
    Value[] inputs = new Value[cut.delivered().length];
    for (int i = 0; i < inputs.length; i++) {
      Piece from = input(index, i);
      inputs[i] = gathered(index, i, from, places(from, cut.delivered()[i]));
    }
    NetworkNode node = declared.node(index);
    return whole(
        made(index, net.add(node.name(), layer(node.layer(), cut), inputs)), cut.present());
  }

  private Value made(int index, Value value) {
    made.set(index);
    return value;
  }

  private static Piece whole(Value value, int[] present) {
    return new Piece(value, identity(present.length), present);
  }

  private static int[] identity(int count) {
    return IntStream.range(0, count).toArray();
  }

  private Piece input(int index, int input) {
    int from = declared.inputs(index).get(input);
    return from == Network.INPUT
        ? whole(net.input(), identity(declared.width(from)))
        : pieces.get(from);
  }

  // ------------------------------------------------------------------------------ gathering

  /** Where in a piece's value these positions are; -1 for zeros. */
  private static int[] places(Piece from, int[] positions) {
    return Arrays.stream(positions)
        .map(p -> p < 0 ? -1 : from.places()[Arrays.binarySearch(from.present(), p)])
        .toArray();
  }

  /** A value's positions in this order: the value itself, or a gather from it. */
  private Value gathered(int index, int input, Piece from, int[] places) {
    Value value = from.value();
    if (Arrays.equals(places, identity(value.shape().dim(-1)))) {
      return value;
    }
    List<Integer> key = new ArrayList<>(places.length + 1);
    key.add(value.index());
    Arrays.stream(places).forEach(key::add);
    return gathers.computeIfAbsent(
        key, k -> net.align(fresh(declared.node(index).name() + ".align" + input), value, places));
  }

  private String fresh(String name) {
    String free = name;
    for (int number = 2; !names.add(free); number++) {
      free = name + "." + number;
    }
    return free;
  }

  /** Moved positions: what they are gathered from, and where they are there. */
  private Piece moved(int index, UnitLayout moved, NodeCut cut) {
    NetworkNode node = declared.node(index);
    if (isUntouched(index, moved, cut)) {
      Value[] inputs = new Value[node.inputs().size()];
      Arrays.setAll(inputs, i -> input(index, i).value());
      return whole(made(index, net.add(node.name(), node.layer(), inputs)), cut.present());
    }
    Map<Integer, List<Integer>> used = used(moved, cut.present());
    if (used.size() < 2) {
      int only = used.isEmpty() ? 0 : used.keySet().iterator().next();
      Piece from = input(index, only);
      return new Piece(from.value(), places(from, sources(moved, cut)), cut.present());
    }
    List<Value> parts = new ArrayList<>();
    Map<List<Integer>, Integer> places = new HashMap<>();
    used.forEach((input, positions) -> {
      Piece from = input(index, input);
      int[] own = positions.stream().mapToInt(p -> p).toArray();
      parts.add(gathered(index, input, from, places(from, own)));
      positions.forEach(p -> places.put(List.of(input, p), places.size()));
    });
    Value joined = made(index, net.concat(node.name(), parts.toArray(Value[]::new)));
    int[] order =
        Arrays.stream(cut.present())
            .map(p ->
                moved.isZero(p)
                    ? -1
                    : requireNonNull(places.get(List.of(moved.input(p), moved.position(p)))))
            .toArray();
    return new Piece(joined, order, cut.present());
  }

  /** Whether a layer that moves positions still has all of them, in their own places. */
  private boolean isUntouched(int index, UnitLayout moved, NodeCut cut) {
    boolean whole = cut.present().length == moved.size();
    for (int i = 0; whole && i < declared.inputs(index).size(); i++) {
      int from = declared.inputs(index).get(i);
      whole =
          from == Network.INPUT
              || cuts.get(from) != null && isWhole(pieces.get(from), declared.width(from));
    }
    return whole && Arrays.stream(cut.present()).allMatch(p -> isLive(index, moved, p));
  }

  /** Whether a piece's value has all positions in order, and no others after them. */
  private static boolean isWhole(Piece piece, int width) {
    return piece.value().shape().dim(-1) == width && Arrays.equals(piece.places(), identity(width));
  }

  private boolean isLive(int index, UnitLayout moved, int position) {
    int from = moved.isZero(position) ? -1 : declared.inputs(index).get(moved.input(position));
    return from < 0 || cuts.get(from).readable().get(moved.position(position));
  }

  /** The positions that are used of each input, in the order of their first use. */
  private static Map<Integer, List<Integer>> used(UnitLayout moved, int[] present) {
    Map<Integer, List<Integer>> used = new LinkedHashMap<>();
    for (int p : present) {
      if (!moved.isZero(p)) {
        List<Integer> own = used.computeIfAbsent(moved.input(p), i -> new ArrayList<>());
        own.add(moved.position(p));
      }
    }
    used.replaceAll((input, positions) -> positions.stream().distinct().toList());
    return used;
  }

  /** The position of its input at each position of a moved piece; negative for zeros. */
  private static int[] sources(UnitLayout moved, NodeCut cut) {
    return Arrays.stream(cut.present())
        .map(p -> moved.isZero(p) || !cut.readable().get(p) ? -1 : moved.position(p))
        .toArray();
  }

  // ------------------------------------------------------------------------------ layers

  /** The cut layer; one and the same for all uses of a layer that has tensors. */
  private Layer layer(Layer layer, NodeCut cut) {
    Layer made = layers.get(layer);
    if (made == null) {
      Map<String, Tensor> own = new LinkedHashMap<>();
      layer.parameters().forEach((name, t) -> own.put(name, tensor(t)));
      layer.buffers().forEach((name, t) -> own.put(name, tensor(t)));
      made =
          layer instanceof GroupedLayer grouped
              ? grouped.withGroups(cut.blocks(), own)
              : layer.withTensors(own);
      if (!own.isEmpty()) {
        layers.put(layer, made);
      }
    }
    return made;
  }

  private Tensor tensor(Tensor whole) {
    return tensors.computeIfAbsent(whole, t -> requireNonNull(tensorCuts.get(t)).apply(t));
  }

  // ------------------------------------------------------------------------------ outputs

  /** The positions of an output that are asked for, in a layer of their own where need be. */
  private Value delivered(int index, BitSet outputs) {
    Piece piece = pieces.get(index);
    NodeCut cut = cuts.get(index);
    int[] positions = outputs.stream().map(p -> cut.readable().get(p) ? p : ~p).toArray();
    int[] places = places(piece, positions);
    boolean own = made.get(index);
    if (own && Arrays.equals(places, identity(piece.value().shape().dim(-1)))) {
      return piece.value();
    }
    String name = declared.node(index).name();
    String free = own ? fresh(name + ".outputs") : name;
    return made(index, net.align(free, piece.value(), places));
  }
}
